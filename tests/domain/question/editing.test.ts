import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { eventsOf } from "#tests/support/audit.ts";
import { NotFound } from "#app/domain/errors.ts";
import { addQuestion, arrangeForm, askSectionOf, changeQuestion } from "#app/domain/question/commands.server.ts";
import { arrangementFrom, questionFields, questionInput, wordingFrom } from "#app/domain/question/editing.ts";
import { formOf, formWithAside, questionOf } from "#app/domain/question/queries.server.ts";
import { definitionOf } from "#app/domain/question/rules.ts";
import { conditionsTelling } from "#app/domain/question/telling.ts";
import type { Db } from "#db/client.server.ts";
import { questions, sections } from "#db/schema/question.ts";
import { inTransaction, testDatabase } from "#tests/support/database.ts";
import { aCycle, aForm, anEntry, aPanelMember, aRound, aStaffMember, NOW } from "#tests/support/factories.ts";

const { db } = await testDatabase();
const LATER = new Date("2027-06-01T00:00:00Z");

/** A draft with the small form, and somebody of the secretariat. */
async function aDraft(tx: Db, given: Parameters<typeof aCycle>[1] = {}) {
  const cycle = await aCycle(tx, { publishedAt: null, ...given });
  await aForm(tx, cycle.id);
  return { cycle, ctx: { db: tx, actor: await aStaffMember(tx), now: NOW } };
}
const keysOf = async (ctx: { db: Db }, cycleId: string) =>
  (await formWithAside(ctx, cycleId))[0]!.questions.map(({ key }) => key);
const WORDING = {
  label: { en: "Title" },
  hint: null,
  required: false,
  confidential: false,
  public: true,
  settings: {},
};

describe("the form of a draft", () => {
  it("switches questions off and on again with their wording, and keeps the order it is given", () =>
    inTransaction(db, async (tx) => {
      const { cycle, ctx } = await aDraft(tx);
      const [before] = await formWithAside(ctx, cycle.id);
      await arrangeForm(ctx, cycle.id, [
        { key: "summary", asked: false, required: false, place: 1 },
        { key: "title", asked: false, required: false, place: 9 },
        { key: "area", asked: true, required: true, place: 1 },
      ]);
      expect(await keysOf(ctx, cycle.id)).toEqual(["area", "title", "population", "density", "themes", "partners"]);
      const [changed] = await formWithAside(ctx, cycle.id);
      expect([
        changed!.questions.find(({ key }) => key === "title")!.required,
        changed!.questions[0]!.required,
      ]).toEqual([true, true]);
      expect(changed!.aside).toMatchObject([
        { key: "summary", label: { en: "Summary" }, settings: { limit: { count: 10, unit: "words" } } },
      ]);
      await arrangeForm(ctx, cycle.id, [{ key: "summary", asked: true, required: true, place: 0 }]);
      const [after] = await formWithAside(ctx, cycle.id);
      expect([after!.aside, after!.questions.map(({ key }) => key)[0]]).toEqual([[], "summary"]);
      const { id: _new, required: _required, ...again } = after!.questions[0]!;
      const { id: _old, required: _was, ...first } = before!.questions.find(({ key }) => key === "summary")!;
      expect(again).toEqual(first);
      expect((await eventsOf(ctx, cycle.id)).map(({ type }) => type)).toEqual([
        "form.created",
        "form.changed",
        "form.changed",
      ]);
    }));

  it("takes new questions under keys of their own, and rewords old ones under theirs", () =>
    inTransaction(db, async (tx) => {
      const { cycle, ctx } = await aDraft(tx);
      expect(await addQuestion(ctx, cycle.id, { ...WORDING, sectionKey: "initiative", type: "short-text" })).toEqual({
        key: "title-2",
      });
      await changeQuestion(ctx, cycle.id, "title-2", {
        ...WORDING,
        label: { en: "Name", "zh-Hans": "名称" },
        settings: { limit: { count: 5, unit: "words" } },
      });
      expect(await questionOf(ctx, cycle.id, "title-2")).toMatchObject({
        label: { "zh-Hans": "名称" },
        settings: { limit: { count: 5 } },
      });
      await expect(
        addQuestion(ctx, cycle.id, { ...WORDING, sectionKey: "nowhere", type: "short-text" }),
      ).rejects.toMatchObject({ fields: { sectionKey: "not-a-choice" } });
      await expect(changeQuestion(ctx, cycle.id, "nothing", WORDING)).rejects.toBeInstanceOf(NotFound);
    }));

  it("keeps a section of which no question is asked for those who edit it alone", () =>
    inTransaction(db, async (tx) => {
      const { cycle, ctx } = await aDraft(tx);
      await tx.insert(sections).values({ cycleId: cycle.id, key: "unasked", title: { en: "Unasked" }, position: 99 });
      const keys = (form: { key: string }[]) => form.map(({ key }) => key);
      expect(keys(await formWithAside(ctx, cycle.id))).toContain("unasked");
      expect(keys(await formOf(ctx, cycle.id))).not.toContain("unasked");
    }));

  it("is fixed once its call has opened or somebody has begun an entry, not before", () =>
    inTransaction(db, async (tx) => {
      const announced = await aDraft(tx, {
        publishedAt: NOW,
        opensAt: LATER,
        closesAt: new Date("2027-07-01T00:00:00Z"),
      });
      await arrangeForm(announced.ctx, announced.cycle.id, []);
      await expect(arrangeForm({ ...announced.ctx, now: LATER }, announced.cycle.id, [])).rejects.toMatchObject({
        because: "form-fixed",
        how: "not-now",
      });
      const scene = await anEntry(tx);
      for (const work of [
        () => arrangeForm(announced.ctx, scene.cycle.id, []),
        () => changeQuestion(announced.ctx, scene.cycle.id, "title", WORDING),
        () => addQuestion(announced.ctx, scene.cycle.id, { ...WORDING, sectionKey: "initiative", type: "date" }),
      ]) {
        await expect(work()).rejects.toMatchObject({ because: "form-fixed" });
      }
    }));

  it("keeps what another question depends on", () =>
    inTransaction(db, async (tx) => {
      const { cycle, ctx } = await aDraft(tx, {});
      const options = [
        { value: "yes", label: { en: "Yes" } },
        { value: "no", label: { en: "No" } },
      ];
      const { key } = await addQuestion(ctx, cycle.id, {
        ...WORDING,
        label: { en: "Any partner" },
        sectionKey: "initiative",
        type: "choice",
        settings: { options },
      });
      await addQuestion(ctx, cycle.id, {
        ...WORDING,
        label: { en: "Which" },
        sectionKey: "initiative",
        type: "short-text",
        settings: { when: { question: key, is: ["yes"] } },
      });
      await expect(
        arrangeForm(ctx, cycle.id, [{ key, asked: false, required: false, place: 1 }]),
      ).rejects.toMatchObject({ because: "condition-lost" });
      await expect(
        changeQuestion(ctx, cycle.id, key, { ...WORDING, settings: { options: [options[1]!] } }),
      ).rejects.toMatchObject({ because: "condition-lost" });
      await arrangeForm(ctx, cycle.id, [{ key: "which", asked: false, required: false, place: 1 }]);
      await arrangeForm(ctx, cycle.id, [{ key, asked: false, required: false, place: 1 }]);
      expect((await formWithAside(ctx, cycle.id))[0]!.aside.map((each) => each.key)).toEqual([key, "which"]);
    }));

  it("tells by being asked nothing that its readers may not see", () =>
    inTransaction(db, async (tx) => {
      const { cycle, ctx } = await aDraft(tx, {});
      const options = [
        { value: "yes", label: { en: "Yes" } },
        { value: "no", label: { en: "No" } },
      ];
      const asked = { ...WORDING, sectionKey: "initiative" } as const;
      const { key } = await addQuestion(ctx, cycle.id, {
        ...asked,
        label: { en: "Any debts" },
        type: "choice",
        settings: { options },
      });
      const settings = { when: { question: key, is: ["yes"] } };
      await addQuestion(ctx, cycle.id, { ...asked, label: { en: "Which" }, type: "short-text", settings: {} });
      await changeQuestion(ctx, cycle.id, "which", { ...WORDING, settings });
      const secret = { ...WORDING, confidential: true, settings: { options } };
      await expect(changeQuestion(ctx, cycle.id, key, secret)).rejects.toMatchObject({ because: "condition-tells" });
      await changeQuestion(ctx, cycle.id, "which", { ...WORDING, confidential: true, settings });
      await changeQuestion(ctx, cycle.id, key, secret);
      await expect(changeQuestion(ctx, cycle.id, "which", { ...WORDING, settings })).rejects.toMatchObject({
        because: "condition-tells",
      });
    }));

  it("tells nothing by a question that is added to a section on a condition", () =>
    inTransaction(db, async (tx) => {
      const { cycle, ctx } = await aDraft(tx, {});
      const options = [{ value: "yes", label: { en: "Yes" } }];
      await tx.insert(sections).values([
        { cycleId: cycle.id, key: "secrets", title: { en: "Secrets" }, position: 98 },
        { cycleId: cycle.id, key: "more", title: { en: "More" }, position: 99 },
      ]);
      const secret = { ...WORDING, confidential: true, sectionKey: "secrets" };
      const { key } = await addQuestion(ctx, cycle.id, {
        ...secret,
        label: { en: "Any debts" },
        type: "choice",
        settings: { options },
      });
      await addQuestion(ctx, cycle.id, { ...secret, sectionKey: "more", type: "short-text", settings: {} });
      await askSectionOf(ctx, cycle.id, "more", { question: key, is: ["yes"] });
      await expect(
        addQuestion(ctx, cycle.id, { ...WORDING, sectionKey: "more", type: "short-text", settings: {} }),
      ).rejects.toMatchObject({ because: "condition-tells" });
    }));

  it("can be mended where it told before", () =>
    inTransaction(db, async (tx) => {
      const { cycle, ctx } = await aDraft(tx, {});
      const choice = { type: "choice" as const, settings: { options: [{ value: "yes", label: { en: "Yes" } }] } };
      const told = { type: "short-text" as const, settings: { when: { question: "secret", is: ["yes"] } } };
      await tx.insert(sections).values({ cycleId: cycle.id, key: "copied", title: { en: "Copied" }, position: 99 });
      const [section] = await tx.select().from(sections).where(eq(sections.key, "copied"));
      const place = { cycleId: cycle.id, sectionId: section!.id, required: false };
      await tx.insert(questions).values([
        { ...place, key: "secret", position: 0, label: { en: "Secret" }, confidential: true, ...choice },
        { ...place, key: "one", position: 1, label: { en: "One" }, ...told },
        { ...place, key: "two", position: 2, label: { en: "Two" }, ...told },
      ]);
      for (const key of ["one", "two"])
        await changeQuestion(ctx, cycle.id, key, { ...WORDING, confidential: true, settings: told.settings });
      expect(conditionsTelling((await formWithAside(ctx, cycle.id)).map(definitionOf))).toEqual([]);
    }));

  it("is the secretariat's", () =>
    inTransaction(db, async (tx) => {
      const { cycle } = await aDraft(tx);
      const round = await aRound(tx, { cycleId: cycle.id });
      await expect(
        arrangeForm({ db: tx, actor: await aStaffMember(tx, "observer"), now: NOW }, cycle.id, []),
      ).rejects.toMatchObject({ because: "not-your-role" });
      await expect(
        arrangeForm({ db: tx, actor: await aPanelMember(tx, round.id, { role: "chair" }), now: NOW }, cycle.id, []),
      ).rejects.toBeInstanceOf(NotFound);
    }));
});

describe("the page of a question", () => {
  const read = (fields: Record<string, string | string[]>) => questionInput.parse({ label: "Q", ...fields });

  it("shows what it is given back", () => {
    const question = {
      id: "1",
      key: "size",
      type: "choice",
      label: { en: "Size", "zh-Hans": "规模" },
      hint: { en: "Roughly" },
      required: true,
      confidential: false,
      public: true,
      settings: {
        options: [
          { value: "small", label: { en: "Small" } },
          { value: "large", label: { en: "Large", "zh-Hans": "大" } },
        ],
        eligible: ["large"],
      },
    } as const;
    const { id: _id, key: _key, type: _type, ...wording } = question;
    expect(
      wordingFrom(
        read({ ...questionFields(structuredClone(question) as never), eligible: ["large"] }),
        "choice",
        structuredClone(question.settings) as never,
      ),
    ).toEqual({ ok: true, value: wording });
  });

  it.each([
    ["a limit that is no number", "long-text", { limit: "many" }, { limit: "not-whole" }],
    ["a choice of one", "choice", { options: "Only" }, { options: "two-options" }],
    ["no files at all", "files", { most: "0" }, { most: "too-small" }],
  ] as const)("refuses %s", (_case, type, fields, errors) =>
    expect(wordingFrom(read(fields), type)).toEqual({ ok: false, errors }),
  );

  it("lets a new answer in to an award, which nobody could have ticked, and keeps one that does", () => {
    const standing = {
      options: ["city", "other"].map((value) => ({ value, label: { en: value } })),
      eligible: ["city"],
    };
    const options = "city\ndistrict\nother";
    const letIn = (eligible: string[]) => wordingFrom(read({ options, eligible }), "choice", standing);
    expect(letIn(["city"])).toMatchObject({ value: { settings: { eligible: ["city", "district"] } } });
    expect(letIn(["other"])).toMatchObject({ value: { settings: { eligible: ["district", "other"] } } });
    expect(wordingFrom(read({ options: "city\nother" }), "choice", standing)).toEqual({
      ok: false,
      errors: { eligible: "one-lets-in" },
    });
  });

  it("what is confidential is never public, and odd places are where the question stands", () => {
    expect(wordingFrom(read({ confidential: "yes", public: "yes" }), "email")).toMatchObject({
      value: { confidential: true, public: false },
    });
    const form = [
      {
        id: "s",
        key: "s",
        title: { en: "S" },
        intro: null,
        aside: [{ key: "b", type: "date", label: { en: "B" } }],
        questions: [
          {
            id: "a",
            key: "a",
            type: "date",
            label: { en: "A" },
            hint: null,
            required: false,
            confidential: false,
            public: false,
            settings: {},
          },
        ],
      },
    ] as never;
    const sent: Record<string, string> = { "asked.b": "yes", "place.a": "x", "place.b": "0" };
    expect(arrangementFrom(form, (name) => sent[name] ?? "")).toEqual([
      { key: "a", asked: false, required: false, place: 1 },
      { key: "b", asked: true, required: false, place: 0 },
    ]);
  });
});
