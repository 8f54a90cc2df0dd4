import { and, eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { ANONYMOUS, type Actor, PORTAL } from "#app/domain/context.ts";
import { getCycle } from "#app/domain/cycle/queries.server.ts";
import { isolatingText } from "#app/domain/input.ts";
import { NotFound } from "#app/domain/errors.ts";
import { getProgramme } from "#app/domain/programme/queries.server.ts";
import { arrangeForm } from "#app/domain/question/commands.server.ts";
import { formOf } from "#app/domain/question/queries.server.ts";
import { rubricOf } from "#app/domain/rubric/queries.server.ts";
import { translateCycle } from "#app/domain/translation/commands.server.ts";
import { canTranslate } from "#app/domain/translation/policy.ts";
import { missingTexts, translationPage, wordsOf } from "#app/domain/translation/queries.server.ts";
import { changesOf, type CycleText, LONGEST, textsOf, versionOf } from "#app/domain/translation/rules.ts";
import { hidden, no, notNow, yes } from "#app/domain/verdict.ts";
import type { Db } from "#db/client.server.ts";
import { TRANSLATIONS } from "#db/seed/translated.ts";
import { auditEvents } from "#db/schema/audit.ts";
import { cycles } from "#db/schema/cycle.ts";
import { programmes } from "#db/schema/programme.ts";
import { rounds } from "#db/schema/round.ts";
import { inTransaction, testDatabase } from "#tests/support/database.ts";
import { aCycle, aForm, aJudgedCycle, aRound, aStaffMember, NOW, SMALL_FORM } from "#tests/support/factories.ts";
import { aCandidate, aJudge, aReview, aScoredRound } from "#tests/support/judging.ts";
import { countingDatabase } from "#tests/support/statements.ts";

const connection = await testDatabase();
const { db } = connection;
const secretariat = async (tx: Db) => ({ db: tx, actor: await aStaffMember(tx), now: NOW });
const counting = countingDatabase(connection);
const EVERY = { group: "", missingOnly: false };

/** A contest with a form, a list of each kind, a round and its rubric. */
async function aWordyCycle(tx: Db) {
  const ctx = await secretariat(tx);
  const cycle = await aJudgedCycle(tx, {
    checklist: [{ key: "in-time", text: { en: "In time" } }],
    prize: { en: "A medal" },
  });
  const options = [
    { value: "a", label: { en: "First" } },
    { value: "b", label: { en: "Second", fr: "Le second" } },
  ];
  await aForm(tx, cycle.id, [
    ...SMALL_FORM,
    {
      key: "more",
      title: { en: "More" },
      intro: { en: "Say more." },
      questions: [
        { key: "which", type: "choice", label: { en: "Which?" }, hint: { en: "One of two" }, settings: { options } },
      ],
    },
  ]);
  const round = await aScoredRound(tx, { cycle });
  await tx
    .update(programmes)
    .set({ about: { en: "An award." } })
    .where(eq(programmes.id, cycle.programmeId));
  const texts = async () => textsOf((await wordsOf(ctx, cycle.id)).words);
  const given = async (words: Record<string, string>) => {
    const known = await texts();
    return Object.entries(words).map(([place, text]) => ({
      place,
      text,
      version: versionOf(known.find((each) => each.place === place)!, "fr"),
    }));
  };
  return { ctx, cycle, round, texts, given };
}

describe("the texts of a cycle", () => {
  it("are those of questions that are set aside, too: taken up again, they come in every language", () =>
    inTransaction(db, async (tx) => {
      const { ctx, cycle, texts, given } = await aWordyCycle(tx);
      await tx.update(cycles).set({ publishedAt: null }).where(eq(cycles.id, cycle.id));
      const shown = (await texts()).map(({ place }) => place);
      await arrangeForm(ctx, cycle.id, [{ key: "which", asked: false, required: false, place: 1 }]);
      expect((await texts()).map(({ place }) => place)).toEqual(shown);
      const words = await given({ "question.which.label": "Lequel ?", "question.which.option.a": "Le premier" });
      expect(await translateCycle(ctx, cycle.id, "fr", words)).toBe(2);
      const asked = async () => (await formOf(ctx, cycle.id)).flatMap(({ questions }) => questions);
      expect((await asked()).map(({ key }) => key)).not.toContain("which");
      await arrangeForm(ctx, cycle.id, [{ key: "which", asked: true, required: false, place: 1 }]);
      expect((await asked()).find(({ key }) => key === "which")).toMatchObject({
        label: { en: "Which?", fr: "Lequel ?" },
        hint: { en: "One of two" },
        settings: { options: [{ label: { en: "First", fr: "Le premier" } }, { label: { fr: "Le second" } }] },
      });
    }));

  it("are found wherever the database keeps one, each under a place of its own, and are all written where they were found", () =>
    inTransaction(db, async (tx) => {
      const { ctx, cycle, round, texts } = await aWordyCycle(tx);
      const before = await texts();
      expect(new Set(before.map(({ place }) => place)).size).toBe(before.length);
      const { words } = await wordsOf(ctx, cycle.id);
      const kept = (JSON.stringify(words).match(/"en":"[^"]/g) ?? []).length;
      expect(before).toHaveLength(kept);
      const wanted = before.map((text) => ({
        place: text.place,
        text: `fr ${text.place}`,
        version: versionOf(text, "fr"),
      }));
      expect(await translateCycle(ctx, cycle.id, "fr", wanted)).toBe(before.length);
      expect((await texts()).map(({ place, text }) => [place, text])).toEqual(
        before.map(({ place, text }) => [place, { ...text, fr: `fr ${place}` }]),
      );
      expect(await missingTexts(ctx, cycle.id)).toMatchObject({ fr: 0, es: before.length });

      const now = await getCycle(ctx, cycle.id);
      expect(now).toMatchObject({
        name: { fr: "fr cycle.name" },
        prize: { fr: "fr cycle.prize" },
        levels: [{ name: { fr: "fr level.shortlisted" } }, {}],
        checklist: [{ text: { fr: "fr check.in-time" } }],
      });
      expect(await getProgramme(ctx, cycle.programmeId)).toMatchObject({
        about: { en: "An award.", fr: "fr award.about" },
      });
      expect((await formOf(ctx, cycle.id)).at(-1)).toMatchObject({
        title: { fr: "fr section.more.title" },
        intro: { fr: "fr section.more.intro" },
        questions: [
          {
            hint: { fr: "fr question.which.hint" },
            settings: {
              options: [
                { label: { fr: "fr question.which.option.a" } },
                { label: { en: "Second", fr: "fr question.which.option.b" } },
              ],
            },
          },
        ],
      });
      const rubric = await rubricOf(ctx, round.rubricId);
      expect(rubric.criteria[1]).toMatchObject({
        name: { fr: `fr criterion.${rubric.criteria[1]!.id}.name` },
        anchors: [{ value: 1, text: { fr: `fr criterion.${rubric.criteria[1]!.id}.anchor.1` } }, {}],
      });
      expect((await tx.select().from(rounds).where(eq(rounds.id, round.id)))[0]).toMatchObject({
        name: { fr: `fr round.${round.id}.name` },
      });
    }));

  it("the record says which and a hash, never the words; what changes nothing leaves none", () =>
    inTransaction(db, async (tx) => {
      const { ctx, cycle, given } = await aWordyCycle(tx);
      const words = await given({ "cycle.call": "CNRY Participez", "cycle.prize": "CNRY médaille" });
      await translateCycle(ctx, cycle.id, "fr", words);
      const translated = async () =>
        tx
          .select({ payload: auditEvents.payload })
          .from(auditEvents)
          .where(and(eq(auditEvents.subjectId, cycle.id), eq(auditEvents.type, "cycle.translated")));
      const event = JSON.parse((await translated())[0]!.payload.toString("utf8"));
      expect(event).toMatchObject({
        details: {
          language: "fr",
          places: ["cycle.call", "cycle.prize"],
          sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
        },
      });
      expect(JSON.stringify(event)).not.toContain("CNRY");
      expect(await translateCycle(ctx, cycle.id, "fr", words)).toBe(0);
      expect(await translated()).toHaveLength(1);
    }));

  it("two people at once: fields that one left alone keep what the other wrote; of one text the later is asked, and nothing is written", () =>
    inTransaction(db, async (tx) => {
      const { ctx, cycle, given } = await aWordyCycle(tx);
      const [one, other] = [
        await given({ "cycle.call": "Participez", "cycle.prize": "" }),
        await given({ "cycle.call": "Inscrivez-vous", "cycle.prize": "Une médaille" }),
      ];
      await translateCycle(ctx, cycle.id, "fr", one);
      await expect(translateCycle(ctx, cycle.id, "fr", other)).rejects.toMatchObject({
        fields: { "cycle.call": "changed-meanwhile" },
      });
      expect(await getCycle(ctx, cycle.id)).toMatchObject({ call: { fr: "Participez" }, prize: { en: "A medal" } });
      await translateCycle(ctx, cycle.id, "fr", other.slice(1));
      await translateCycle(ctx, cycle.id, "fr", one);
      expect((await getCycle(ctx, cycle.id)).prize).toEqual({ en: "A medal", fr: "Une médaille" });
    }));

  it("a rubric that somebody has scored with takes what is missing and keeps what stands; the form is translated after its call has opened", () =>
    inTransaction(db, async (tx) => {
      const { ctx, cycle, round, given } = await aWordyCycle(tx);
      const anchor = `criterion.${round.criteria[0]!.id}.anchor.1`;
      await translateCycle(ctx, cycle.id, "fr", await given({ [anchor]: "Rien" }));
      await aReview(tx, {
        round,
        entry: await aCandidate(tx, { cycle }),
        reviewer: await aJudge(tx, round),
        values: [5, 4],
      });
      await expect(translateCycle(ctx, cycle.id, "fr", await given({ [anchor]: "Peu" }))).rejects.toMatchObject({
        fields: { [anchor]: "text-fixed" },
      });
      expect(
        await translateCycle(
          ctx,
          cycle.id,
          "fr",
          await given({ [anchor.replace(/1$/, "5")]: "Peu", "question.title.label": "Titre" }),
        ),
      ).toBe(2);
      expect(await translateCycle(ctx, cycle.id, "fr", await given({ "question.title.label": "Intitulé" }))).toBe(1);
    }));

  it("are the secretariat's; the archive's stay as they came", () =>
    inTransaction(db, async (tx) => {
      const { ctx, cycle, given } = await aWordyCycle(tx);
      const words = await given({ "cycle.call": "Participez" });
      for (const [role, refusal] of [
        ["administrator", NotFound],
        ["observer", /not-your-role/],
      ] as const) {
        const as = { ...ctx, actor: await aStaffMember(tx, role) };
        for (const act of [
          () => translateCycle(as, cycle.id, "fr", words),
          () => translationPage(as, cycle.id, { language: "fr", ...EVERY }),
          () => missingTexts(as, cycle.id),
        ])
          await expect(act()).rejects.toThrow(refusal as RegExp);
      }
      const old = await aCycle(tx, { archived: true });
      await expect(translateCycle(ctx, old.id, "fr", [])).rejects.toMatchObject({
        because: "cycle-archived",
        how: "not-now",
      });
    }));

  it("are read in as many statements when there are three of each as when there is one", () =>
    inTransaction(counting.db, async (tx) => {
      const { ctx, cycle } = await aWordyCycle(tx);
      const page = () => counting.during(() => translationPage(ctx, cycle.id, { language: "fr", ...EVERY }));
      expect(await page()).toBe(4);
      for (const position of [2, 3]) await aRound(tx, { cycleId: cycle.id, position });
      expect((await wordsOf(ctx, cycle.id)).words).toMatchObject({ rounds: [{}, {}, {}], rubrics: [{}, {}, {}] });
      expect(await page()).toBe(4);
    }));
});

describe("what is shown", () => {
  it("one group, by default the first that lacks something, with the counts of all; only what is missing, if asked for", () =>
    inTransaction(db, async (tx) => {
      const { ctx, cycle, given } = await aWordyCycle(tx);
      const page = await translationPage(ctx, cycle.id, { language: "fr", ...EVERY });
      expect(page).toMatchObject({
        view: { language: "fr", group: "award" },
        groups: [
          { key: "award", texts: 2, missing: 2 },
          { key: "call", missing: 3 },
          { key: "lists" },
          { key: "form.initiative", texts: 8 },
          {},
          {},
          { key: "form.more", texts: 6, missing: 5 },
          { kind: "rubric" },
          { key: "rounds", missing: 1 },
        ],
        change: { allowed: true },
      });
      await translateCycle(ctx, cycle.id, "fr", await given({ "award.name": "Prix", "award.about": "Un prix." }));
      expect((await translationPage(ctx, cycle.id, { language: "fr", ...EVERY })).view.group).toBe("call");
      const more = await translationPage(ctx, cycle.id, { language: "fr", group: "form.more", missingOnly: true });
      expect(more.shown.map(({ place }) => place)).toEqual([
        "section.more.title",
        "section.more.intro",
        "question.which.label",
        "question.which.hint",
        "question.which.option.a",
      ]);
    }));
});

describe("rules", () => {
  const text = (given: Partial<CycleText> = {}): CycleText => ({
    place: "p",
    group: "g",
    part: "hint",
    inUse: false,
    text: { en: "English", fr: "Ancien" },
    ...given,
  });
  const outcome = (standing: CycleText, sent: string, version = versionOf(standing, "fr"), place = "p") => {
    const { changes, problems } = changesOf([standing], "fr", [{ place, text: sent, version }]);
    return problems[place] ?? changes.get(place) ?? "nothing";
  };
  it.each([
    ["a new translation", outcome(text(), "Nouveau"), { en: "English", fr: "Nouveau" }],
    ["an empty one takes it away", outcome(text(), ""), { en: "English" }],
    ["the same", outcome(text(), "Ancien"), "nothing"],
    [
      "left alone while another wrote",
      outcome(text({ text: { en: "English", fr: "D’un autre" } }), "Ancien", versionOf(text(), "fr")),
      "nothing",
    ],
    [
      "written while another wrote",
      outcome(text({ text: { en: "English", fr: "D’un autre" } }), "Nouveau", versionOf(text(), "fr")),
      "changed-meanwhile",
    ],
    [
      "written while the English changed",
      outcome(text({ text: { en: "Other", fr: "Ancien" } }), "Nouveau", versionOf(text(), "fr")),
      "changed-meanwhile",
    ],
    [
      "both wrote the same",
      outcome(text({ text: { en: "English", fr: "Nouveau" } }), "Nouveau", versionOf(text(), "fr")),
      "nothing",
    ],
    ["in use, one that stands", outcome(text({ inUse: true }), "Nouveau"), "text-fixed"],
    ["in use, one that stands, emptied", outcome(text({ inUse: true }), ""), "text-fixed"],
    [
      "in use, a missing one",
      outcome(text({ inUse: true, text: { en: "English" } }), "Nouveau"),
      { en: "English", fr: "Nouveau" },
    ],
    [
      "B54: as long as its English may be",
      outcome(text(), "x".repeat(LONGEST.hint)),
      { en: "English", fr: "x".repeat(LONGEST.hint) },
    ],
    ["B54: one more", outcome(text(), "x".repeat(LONGEST.hint + 1)), "too-long"],
    [
      "a list's line stays one line",
      outcome(text({ part: "theme" }), "Deux\n lignes"),
      { en: "English", fr: "Deux lignes" },
    ],
    ["a hint keeps its lines", outcome(text(), "Deux\nlignes"), { en: "English", fr: "Deux\nlignes" }],
    [
      "of a text whose English changed",
      outcome(text({ text: { en: "English", es: "Inglés", earlier: { fr: "Jadis", ar: "قديم" } } }), "Nouveau"),
      { en: "English", es: "Inglés", fr: "Nouveau", earlier: { ar: "قديم" } },
    ],
    [
      "of a text whose English changed, the last",
      outcome(text({ text: { en: "English", earlier: { fr: "Jadis" } } }), "Nouveau"),
      { en: "English", fr: "Nouveau" },
    ],
    ["a place that is none", outcome(text(), "x", "", "q"), "unknown-place"],
    ["an empty text of a place that is none", outcome(text(), "", "", "q"), "nothing"],
  ])("%s", (_case, got, expected) => expect(got).toEqual(expected));

  it("what the presets say in other languages comes back from a form as it went out, so that saving untouched fields changes nothing", () => {
    const sent = Object.values(TRANSLATIONS).flatMap((texts) => Object.values(texts));
    expect(sent.filter((words) => isolatingText.parse(words.replaceAll("\n", "\r\n")) !== words)).toEqual([]);
    expect(sent.some((words) => words.includes("\u2066"))).toBe(true);
  });

  const person = { ...ANONYMOUS, id: "p" };
  const staff = (role: "secretariat" | "observer" | "administrator"): Actor => ({ ...person, staff: [role] });
  it.each([
    [PORTAL, yes, notNow("cycle-archived")],
    [staff("secretariat"), yes, notNow("cycle-archived")],
    [staff("observer"), no("not-your-role"), no("not-your-role")],
    [staff("administrator"), hidden, hidden],
    [{ ...person, panels: [{ roundId: "r", cycleId: "c", role: "chair" as const }] }, hidden, hidden],
    [person, hidden, hidden],
    [ANONYMOUS, hidden, hidden],
  ] as const)("may translate %#", (actor, living, archived) => {
    expect([canTranslate(actor, { archived: false }), canTranslate(actor, { archived: true })]).toEqual([
      living,
      archived,
    ]);
  });
});
