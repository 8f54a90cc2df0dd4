import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { assign } from "#app/domain/assignment/commands.server.ts";
import type { Context } from "#app/domain/context.ts";
import { changeCycle, setEntering } from "#app/domain/cycle/commands.server.ts";
import { getCycle } from "#app/domain/cycle/queries.server.ts";
import { startEntry } from "#app/domain/entry/commands.server.ts";
import { Invalid } from "#app/domain/errors.ts";
import { divisionFor, nameCriteria } from "#app/domain/panel/division.server.ts";
import { changeProgramme } from "#app/domain/programme/commands.server.ts";
import { addQuestion, createForm, publishCall } from "#app/domain/question/commands.server.ts";
import { formOf } from "#app/domain/question/queries.server.ts";
import { changeRound, createRound } from "#app/domain/round/commands.server.ts";
import { getRound } from "#app/domain/round/queries.server.ts";
import { changeRubric } from "#app/domain/rubric/commands.server.ts";
import { rubricOf } from "#app/domain/rubric/queries.server.ts";
import { translateCycle } from "#app/domain/translation/commands.server.ts";
import { allTexts } from "#app/domain/translation/queries.server.ts";
import { versionOf } from "#app/domain/translation/rules.ts";
import { programmes } from "#db/schema/programme.ts";
import { questions } from "#db/schema/question.ts";
import { rounds } from "#db/schema/round.ts";
import { PUBLIC_URL } from "#tests/support/address.ts";
import { testDatabase } from "#tests/support/database.ts";
import {
  aCity,
  aCycle,
  aForm,
  aJudgedCycle,
  aMember,
  aPanelMember,
  aRound,
  aRubric,
  aStaffMember,
  aValidEntry,
  JUDGING,
  NOW,
  SMALL_FORM,
} from "#tests/support/factories.ts";
import { aScoredRound, days } from "#tests/support/judging.ts";
import { oneAfterTheOther } from "#tests/support/waiting.ts";

/** Real connections and real commits: what is raced here is the database's locks. */
const { db } = await testDatabase();
const within = (ctx: Context, tx: Context["db"]): Context => ({ ...ctx, db: tx });
const two = async (now = NOW): Promise<[Context, Context]> => [
  { db, actor: await aStaffMember(db), now },
  { db, actor: await aStaffMember(db), now },
];
const SOON = { opensAt: new Date("2027-03-20T00:00:00Z"), closesAt: new Date("2027-04-20T00:00:00Z") };

/** A call that nobody sees yet and that lacks nothing. */
async function aDraftCall(given: Parameters<typeof aJudgedCycle>[1] = {}) {
  const cycle = await aJudgedCycle(db, { publishedAt: null, ...SOON, ...given });
  await aForm(db, cycle.id);
  return cycle;
}

describe("a call", () => {
  it("is published once", async () => {
    const { id } = await aDraftCall();
    const [lin, chen] = await two();
    const publishing = oneAfterTheOther(
      db,
      (tx) => publishCall(within(lin, tx), id),
      () => publishCall(chen, id),
    );
    await expect(publishing).rejects.toMatchObject({ because: "call-published" });
  });

  it("that is just being published keeps its dates", async () => {
    const { id } = await aDraftCall();
    const [lin, chen] = await two();
    const cycle = await getCycle(lin, id);
    const changing = oneAfterTheOther(
      db,
      (tx) => publishCall(within(lin, tx), id),
      () => changeCycle(chen, id, { ...cycle, closesAt: new Date("2027-05-20T00:00:00Z") }),
    );
    await expect(changing).rejects.toMatchObject({ because: "call-published" });
    expect((await getCycle(lin, id)).closesAt).toEqual(SOON.closesAt);
  });

  it("that is just being opened keeps the rules of entering", async () => {
    const { id, graceSeconds } = await aDraftCall({ opensAt: new Date("2027-03-01T00:00:00Z") });
    const [lin, chen] = await two();
    const setting = oneAfterTheOther(
      db,
      (tx) => publishCall(within(lin, tx), id),
      () =>
        setEntering(chen, id, {
          reminderDays: [],
          graceSeconds: 3600,
          autoSubmit: true,
          entryLimit: null,
          frameworkLimit: null,
        }),
    );
    await expect(setting).rejects.toMatchObject({ because: "call-opened" });
    expect((await getCycle(lin, id)).graceSeconds).toBe(graceSeconds);
  });
});

describe("a form", () => {
  it("is made once", async () => {
    const cycle = await aCycle(db);
    const [lin, chen] = await two();
    const other = SMALL_FORM.map((section) => ({ ...section, key: `other-${section.key}` }));
    const making = oneAfterTheOther(
      db,
      (tx) => createForm(within(lin, tx), cycle.id, SMALL_FORM),
      () => createForm(chen, cycle.id, other),
    );
    await expect(making).rejects.toMatchObject({ because: "form-exists" });
    expect(await formOf({ db }, cycle.id)).toHaveLength(SMALL_FORM.length);
  });

  it("asks nothing more of whoever is just beginning an entry", async () => {
    const cycle = await aCycle(db);
    await aForm(db, cycle.id);
    const city = await aCity(db);
    const amara = { db, actor: await aMember(db, city.id), now: NOW };
    const [lin] = await two(new Date(cycle.opensAt.getTime() - 1));
    const adding = oneAfterTheOther(
      db,
      (tx) => startEntry(within(amara, tx), { cycleId: cycle.id, cityId: city.id }),
      () =>
        addQuestion(lin, cycle.id, {
          sectionKey: SMALL_FORM[0]!.key,
          type: "short-text",
          label: { en: "One more" },
          hint: null,
          required: true,
          confidential: false,
          public: false,
          settings: {},
        }),
    );
    await expect(adding).rejects.toMatchObject({ because: "form-fixed" });
    const asked = await db.select().from(questions).where(eq(questions.cycleId, cycle.id));
    expect(asked.map(({ label }) => label.en)).not.toContain("One more");
  });
});

describe("a round", () => {
  const settings = (rubricId: string) => ({
    name: { en: "Jury" },
    opensAt: new Date("2027-05-01T00:00:00Z"),
    closesAt: new Date("2027-05-31T00:00:00Z"),
    rubricId,
    reviewsPerEntry: 2,
    peersVisible: "never" as const,
    blind: true,
    method: "mean" as const,
    conflictRules: { country: "block", city: "warn", organisation: "off" } as const,
    levels: [],
  });

  it("takes the place after one that is made at the same moment", async () => {
    const cycle = await aJudgedCycle(db);
    const given = settings((await aRubric(db, cycle.id)).id);
    const [lin, chen] = await two();
    await oneAfterTheOther(
      db,
      (tx) => createRound(within(lin, tx), cycle.id, given),
      () => createRound(chen, cycle.id, given),
    );
    const made = await db.select().from(rounds).where(eq(rounds.cycleId, cycle.id));
    expect(made.map(({ position }) => position).sort()).toEqual([1, 2]);
  });

  it("that is just being assigned keeps what judging rests on", async () => {
    const { id, cycleId } = await aRound(db);
    const [entry, reviewer] = [await aValidEntry(db, cycleId), await aPanelMember(db, id)];
    const [lin, chen] = await two(JUDGING);
    const round = await getRound(lin, id);
    const changing = oneAfterTheOther(
      db,
      (tx) => assign(within(lin, tx), { roundId: id, entryId: entry.id, reviewerId: reviewer.id }),
      () =>
        changeRound(
          chen,
          id,
          { ...round, conflictRules: { country: "off", city: "off", organisation: "off" } },
          { reason: "", publicUrl: PUBLIC_URL },
        ),
    );
    await expect(changing).rejects.toMatchObject({ because: "entries-given" });
    expect((await getRound(lin, id)).conflictRules).toEqual(round.conflictRules);
  });

  it("of two who say at once which criteria somebody reads, the second is the one who said it", async () => {
    const { id, criteria } = await aScoredRound(db, { divided: true, weights: [50, 50], opensAt: days(1) });
    const [reviewer, [lin, chen]] = [await aPanelMember(db, id), await two(JUDGING)];
    const [first, second] = criteria.map((each) => each.id) as [string, string];
    await oneAfterTheOther(
      db,
      (tx) => nameCriteria(within(lin, tx), id, reviewer.id, [first]),
      () => nameCriteria(chen, id, reviewer.id, [second]),
    );
    expect((await divisionFor(lin, id, reviewer.id)).named).toEqual([second]);
  });
});

describe("words", () => {
  type Words = { cycleId: string; place: string; reword: (ctx: Context, en: string) => Promise<unknown> };
  const kinds: [string, () => Promise<Words>][] = [
    [
      "an award",
      async () => {
        const { id: cycleId, programmeId } = await aCycle(db);
        const [stands] = await db.select().from(programmes).where(eq(programmes.id, programmeId));
        const { about, timeZone, contactEmail } = stands!;
        const reword = (ctx: Context, en: string) =>
          changeProgramme(ctx, programmeId, { name: { en }, about, timeZone, contactEmail });
        return { cycleId, place: "award.name", reword };
      },
    ],
    [
      "a call",
      async () => {
        const { id: cycleId } = await aDraftCall();
        const reword = async (ctx: Context, en: string) =>
          changeCycle(ctx, cycleId, { ...(await getCycle({ db }, cycleId)), call: { en } });
        return { cycleId, place: "cycle.call", reword };
      },
    ],
    [
      "a rubric",
      async () => {
        const { id: cycleId } = await aJudgedCycle(db);
        const { id } = await aRubric(db, cycleId);
        const reword = async (ctx: Context, en: string) =>
          changeRubric(ctx, id, { ...(await rubricOf({ db }, id)), name: { en } });
        return { cycleId, place: `rubric.${id}.name`, reword };
      },
    ],
    [
      "a round",
      async () => {
        const { id, cycleId } = await aRound(db);
        const [lin] = await two(JUDGING);
        const round = await getRound(lin, id);
        return {
          cycleId,
          place: `round.${id}.name`,
          reword: (ctx, en) => changeRound(ctx, id, { ...round, name: { en } }, { reason: "", publicUrl: PUBLIC_URL }),
        };
      },
    ],
  ];
  const textOf = async (ctx: Context, { cycleId, place }: Words) =>
    (await allTexts(ctx, cycleId)).texts.find((each) => each.place === place)!;
  const translate = (ctx: Context, { cycleId, place }: Words, version: string) =>
    translateCycle(ctx, cycleId, "fr", [{ place, text: "en français", version }]);

  it.each(kinds)("of %s that are just being translated keep their translation", async (_what, make) => {
    const [words, [lin, chen]] = [await make(), await two(JUDGING)];
    const before = await textOf(lin, words);
    await oneAfterTheOther(
      db,
      (tx) => translate(within(lin, tx), words, versionOf(before, "fr")),
      () => words.reword(chen, before.text.en),
    );
    expect((await textOf(lin, words)).text.fr).toBe("en français");
  });

  it.each(kinds)("of %s that are just being reworded are not translated as they were", async (_what, make) => {
    const [words, [lin, chen]] = [await make(), await two(JUDGING)];
    const before = await textOf(lin, words);
    const translating = oneAfterTheOther(
      db,
      (tx) => words.reword(within(lin, tx), "Quite other words"),
      () => translate(chen, words, versionOf(before, "fr")),
    );
    await expect(translating).rejects.toBeInstanceOf(Invalid);
    expect((await textOf(lin, words)).text).toMatchObject({ en: "Quite other words" });
  });
});
