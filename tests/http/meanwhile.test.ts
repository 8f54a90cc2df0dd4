import { describe, expect, it } from "vitest";
import { Form } from "#app/http/form.server.ts";
import { asMeant, SHOWN, shownOf } from "#app/http/meanwhile.ts";
import { settingsFields } from "#app/domain/cycle/input.ts";
import { getCycle } from "#app/domain/cycle/queries.server.ts";
import { programmeFields } from "#app/domain/programme/input.ts";
import { getProgramme } from "#app/domain/programme/queries.server.ts";
import { askSectionOf, changeQuestion } from "#app/domain/question/commands.server.ts";
import { conditionBoxes, questionBoxes, questionFields } from "#app/domain/question/editing.ts";
import { editedQuestion, editedSection, questionOf } from "#app/domain/question/queries.server.ts";
import type { FormDefinition } from "#app/domain/question/rules.ts";
import { getRound } from "#app/domain/round/queries.server.ts";
import { roundFields } from "#app/domain/round/rules.ts";
import { localParts } from "#app/domain/cycle/rules.ts";
import { rubricOf } from "#app/domain/rubric/queries.server.ts";
import { translateCycle } from "#app/domain/translation/commands.server.ts";
import { wordsOf } from "#app/domain/translation/queries.server.ts";
import { textsOf, versionOf } from "#app/domain/translation/rules.ts";
import { action as cyclePage } from "#app/routes/secretariat/cycle-settings.tsx";
import { action as programmePage } from "#app/routes/secretariat/programme.tsx";
import { action as sectionPage } from "#app/routes/secretariat/form-section.tsx";
import { action as questionPage } from "#app/routes/secretariat/question.tsx";
import { action as roundPage } from "#app/routes/secretariat/round-settings.tsx";
import { action as rubricPage } from "#app/routes/secretariat/rubric.tsx";
import { rubricFields } from "#app/ui/rubric-form.tsx";
import { inTransaction, testDatabase } from "#tests/support/database.ts";
import { aForm, aJudgedCycle, aRound, aStaffMember, NOW, SMALL_FORM } from "#tests/support/factories.ts";
import { answerOf, visitAs } from "#tests/support/visit.ts";

const { db } = await testDatabase();

const CONDITIONAL_FORM: FormDefinition = [
  {
    key: "first",
    title: { en: "First" },
    questions: [
      { key: "title", type: "short-text", label: { en: "Title" }, required: true },
      {
        key: "who",
        type: "choice",
        label: { en: "Who" },
        settings: { options: ["city", "union"].map((value) => ({ value, label: { en: value } })) },
      },
      { key: "members", type: "long-text", label: { en: "Members" } },
    ],
  },
  { key: "more", title: { en: "More" }, questions: [{ key: "else", type: "long-text", label: { en: "Else" } }] },
];

describe("a page of settings that was open while others wrote", () => {
  const outcome = (was: string | undefined, now: string | undefined, sent: string | undefined) => {
    const fields = (text: string | undefined): Record<string, string> => (text === undefined ? {} : { field: text });
    const { meant, clashes } = asMeant(
      new Form(new URLSearchParams({ ...fields(sent), [SHOWN]: shownOf(fields(was)) })),
      fields(now),
    );
    return clashes ? "asked" : meant.has("field") ? meant.get("field") : "not sent";
  };
  it.each([
    ["left alone: what another wrote", outcome("a", "b", "a"), "b"],
    ["left alone, though a browser sends other line ends", outcome("a\n\nb", "c", "a\r\n\r\nb"), "c"],
    ["left alone: what another emptied", outcome("a", "", "a"), ""],
    ["left empty: what another added", outcome("", "b", ""), "b"],
    ["on a part of the page that another added", outcome(undefined, "b", ""), "b"],
    ["on a part that another took away", outcome("a", undefined, "a"), ""],
    ["changed", outcome("a", "a", "b"), "b"],
    ["changed alike by both", outcome("a", "b", "b"), "b"],
    ["changed by both", outcome("a", "b", "c"), "asked"],
    ["emptied, and changed by another", outcome("a", "b", ""), "asked"],
    ["not sent", outcome("a", "b", undefined), "not sent"],
  ])("a field %s", (_case, found, expected) => expect(found).toBe(expected));

  const boxes = (was: string[], now: string[], sent: string[]) => {
    const form = new URLSearchParams([...sent.map((value) => ["box", value]), [SHOWN, shownOf({ box: was })]]);
    const { meant, clashes } = asMeant(new Form(form), { box: now });
    return clashes ?? meant.all("box");
  };
  it.each([
    ["left alone: what another ticked", boxes([], ["a"], []), ["a"]],
    ["left alone: what another took away", boxes(["a", "b"], ["a"], ["b", "a"]), ["a"]],
    ["ticked", boxes([], [], ["a"]), ["a"]],
    ["emptied", boxes(["a"], ["a"], []), []],
    ["ticked alike by both, in another order", boxes([], ["a", "b"], ["b", "a"]), ["b", "a"]],
    ["ticked by both", boxes([], ["a"], ["b"]), { box: "changed-meanwhile" }],
    ["emptied, and ticked by another", boxes(["a"], ["a", "b"], []), { box: "changed-meanwhile" }],
  ])("boxes %s", (_case, found, expected) => expect(found).toEqual(expected));

  it("keeps of whom a question and a section are asked, as another has ticked meanwhile", () =>
    inTransaction(db, async (tx) => {
      const lin = await aStaffMember(tx);
      const ctx = { db: tx, actor: lin, now: NOW };
      const cycle = await aJudgedCycle(tx, { publishedAt: null, opensAt: new Date(NOW.getTime() + 5 * 86_400_000) });
      await aForm(tx, cycle.id, CONDITIONAL_FORM);
      const send = (act: typeof questionPage, params: Record<string, string>, form: Record<string, string>) =>
        visitAs(tx, lin, "/x", { params: params as never, now: NOW, form }).then((visit) => answerOf(act(visit)));

      const { question, deciding } = await editedQuestion(ctx, cycle.id, "members");
      const fields = questionFields(question);
      const shown = shownOf({ ...fields, ...questionBoxes(deciding, question.settings) });
      await changeQuestion(ctx, cycle.id, "members", {
        ...question,
        settings: { ...question.settings, when: { question: "who", is: ["union"] } },
      });
      const typo = { ...fields, label: "Members, all", [SHOWN]: shown };
      expect(await send(questionPage, { cycleId: cycle.id, questionKey: "members" }, typo)).toMatchObject({
        status: 303,
      });
      expect(await questionOf(ctx, cycle.id, "members")).toMatchObject({
        label: { en: "Members, all" },
        settings: { when: { question: "who", is: ["union"] } },
      });

      const part = await editedSection(ctx, cycle.id, "more");
      await askSectionOf(ctx, cycle.id, "more", { question: "who", is: ["union"] });
      const other = { "when.who": "city", [SHOWN]: shownOf(conditionBoxes(part.deciding, null)) };
      expect(await send(sectionPage, { cycleId: cycle.id, sectionKey: "more" }, other)).toMatchObject({
        status: 422,
        data: { errors: { "when.who": "changed-meanwhile" } },
      });
      expect((await editedSection(ctx, cycle.id, "more")).section.when).toEqual({ question: "who", is: ["union"] });
    }));

  it("a form that does not say what was shown, or says nonsense, harms nobody", () => {
    const sent = new Form(new URLSearchParams({ name: "a", __proto__x: "b" }));
    expect(asMeant(sent, { name: "b" })).toMatchObject({ clashes: null });
    expect(asMeant(sent.with(new Map()), { name: "b" }).meant.get("name")).toBe("a");
    expect(
      asMeant(
        new Form(new URLSearchParams(`${SHOWN}=constructor=1%26__proto__=2%26%3D&constructor=x&__proto__=y`)),
        {},
      ).meant.get("constructor"),
    ).toBe("x");
  });

  it("keeps the translations that others have written since, on all five pages, and asks whoever writes the same text", () =>
    inTransaction(db, async (tx) => {
      const lin = await aStaffMember(tx);
      const ctx = { db: tx, actor: lin, now: NOW };
      const soon = new Date(NOW.getTime() + 5 * 86_400_000);
      const cycle = await aJudgedCycle(tx, { publishedAt: null, opensAt: soon });
      await aForm(tx, cycle.id, SMALL_FORM);
      const round = await aRound(tx, { cycleId: cycle.id });
      const zone = cycle.timeZone;
      const pages = [
        {
          act: cyclePage,
          params: { cycleId: cycle.id },
          place: "cycle.name",
          field: "name-zh",
          other: { call: "Come." },
          fields: async () => settingsFields(await getCycle(ctx, cycle.id)),
        },
        {
          act: programmePage,
          params: { programmeId: cycle.programmeId },
          place: "award.name",
          field: "name-zh",
          other: { about: "An award." },
          fields: async () => programmeFields(await getProgramme(ctx, cycle.programmeId)),
        },
        {
          act: questionPage,
          params: { cycleId: cycle.id, questionKey: "title" },
          place: "question.title.label",
          field: "label-zh",
          other: { hint: "Short" },
          fields: async () => questionFields(await questionOf(ctx, cycle.id, "title")),
        },
        {
          act: rubricPage,
          params: { rubricId: round.rubricId },
          place: `rubric.${round.rubricId}.name`,
          field: "name-zh",
          other: { "c1-description": "Newer", "c2-description": "Newer" },
          fields: async () => rubricFields(await rubricOf(ctx, round.rubricId)),
        },
        {
          act: roundPage,
          params: { roundId: round.id },
          place: `round.${round.id}.name`,
          field: "name-zh",
          other: { reading: "some", reviewsPerEntry: "2" },
          fields: async () => {
            const now = await getRound(ctx, round.id);
            return roundFields(now, { opens: localParts(now.opensAt, zone), closes: localParts(now.closesAt, zone) });
          },
        },
      ];
      for (const { act, params, place, field, other, fields } of pages) {
        const shown = await fields();
        const send = async (change: Record<string, string>) =>
          answerOf(
            act(
              await visitAs(tx, lin, "/x", {
                params: params as never,
                now: NOW,
                form: { ...shown, [SHOWN]: shownOf(shown), ...change } as Record<string, string>,
              }),
            ),
          );
        const text = textsOf((await wordsOf(ctx, cycle.id)).words).find((each) => each.place === place)!;
        await translateCycle(ctx, cycle.id, "zh-Hans", [{ place, text: "新译", version: versionOf(text, "zh-Hans") }]);
        expect([place, await send(other)]).toMatchObject([place, { status: 303 }]);
        expect(await fields()).toMatchObject({ [field]: "新译", ...other });
        expect(await send({ [field]: "另译" })).toMatchObject({
          status: 422,
          data: { errors: { [field]: "changed-meanwhile" }, typed: { [field]: "另译", ...other } },
        });
        expect(await fields()).toMatchObject({ [field]: "新译" });
      }
    }));
});
