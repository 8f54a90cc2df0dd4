import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { PUBLIC_URL } from "#tests/support/address.ts";
import { eventsOf } from "#tests/support/audit.ts";
import { NotFound } from "#app/domain/errors.ts";
import { wholeRanking } from "#app/domain/ranking/queries.server.ts";
import { approveList } from "#app/domain/correction/commands.server.ts";
import {
  adoptBalance,
  freezeRound,
  proposeShortlist,
  recordBalance,
  select,
} from "#app/domain/shortlist/commands.server.ts";
import { BALANCE_FIELDS, balanceFields, balanceInput, namedInput, readBalance } from "#app/domain/shortlist/input.ts";
import { canBalance } from "#app/domain/shortlist/policy.ts";
import { balanceInputOf, balanceOf } from "#app/domain/shortlist/balancing.server.ts";
import { selectionOf } from "#app/domain/shortlist/queries.server.ts";
import { compositionOf, type Groups, levelOf, levelsBy, sizeBand } from "#app/domain/shortlist/rules.ts";
import { hidden, no, notNow, yes } from "#app/domain/verdict.ts";
import { ANONYMOUS, type Actor } from "#app/domain/context.ts";
import type { Calculate } from "#app/outside/calculation/calculation.ts";
import { WORK } from "#app/outside/calculation/work.ts";
import * as adoption from "#app/routes/chair/balance-adoption.tsx";
import * as page from "#app/routes/chair/balance.tsx";
import type { Db } from "#db/client.server.ts";
import { questions, sections } from "#db/schema/question.ts";
import { rounds } from "#db/schema/round.ts";
import { balances } from "#db/schema/shortlist.ts";
import { inTransaction, testDatabase } from "#tests/support/database.ts";
import { aCity, aStaffMember, JUDGING } from "#tests/support/factories.ts";
import { aCandidate, aJudge, anAdjustedRound, aReview, contextOf } from "#tests/support/judging.ts";
import { countingDatabase } from "#tests/support/statements.ts";
import { answerOf, visitAs } from "#tests/support/visit.ts";

const counting = countingDatabase(await testDatabase());
const { db } = counting;
type Section = typeof sections.$inferSelect;
const here: Calculate = async (what, input) => WORK[what](input);
/** At least one from Peru, the panel having opened the whole list. */
const PERU = { dimension: "country" as const, group: "PE", least: 1, most: null, limit: true };
const ASKED = { line: 3, rules: [PERU], reach: "all" as const, reason: "Nobody from the region" };

/** A frozen round with three places and 5 below them, whose one entry from Peru comes last. */
async function aFrozenRound(tx: Db) {
  const scene = await anAdjustedRound(tx, { places: { shortlisted: 3, deserving: 5 } });
  const peru = await aCandidate(tx, { cycle: scene.cycle, city: await aCity(tx, { country: "PE" }), title: "CNRY" });
  for (const reviewer of scene.reviewers) await aReview(tx, { round: scene.round, entry: peru, reviewer, values: [1] });
  const [ingrid, lin] = [await contextOf(tx, scene.chair), await contextOf(tx, await aStaffMember(tx))];
  await freezeRound(ingrid, scene.round.id);
  return { ...scene, peru, ingrid, lin, roundId: scene.round.id };
}

describe("a balanced list", () => {
  it("is kept with its rules and its report, is in the audit trail, and chooses nothing", () =>
    inTransaction(db, async (tx) => {
      const { ingrid, lin, roundId, peru } = await aFrozenRound(tx);
      const before = (await selectionOf(lin, roundId)).listSha256;
      const id = await recordBalance(ingrid, here, { roundId, ...ASKED });
      const { latest, names } = await balanceOf(lin, roundId);
      expect(latest).toMatchObject({
        id,
        line: 3,
        reach: "all",
        reason: "Nobody from the region",
        rules: [PERU],
        outcome: { feasible: true, report: { in: [peru.id], deepest: 13 } },
      });
      expect(names[peru.id]).toMatchObject({ title: "CNRY" });
      expect((await selectionOf(lin, roundId)).listSha256).toBe(before);
      expect((await eventsOf({ db: tx }, roundId)).map(({ type }) => type)).toContain("shortlist.balanced");
      await expect(tx.update(balances).set({ reason: "x" })).rejects.toMatchObject({
        cause: { message: "balances is append-only" },
      });
    }));

  it("taken over, moves exactly what it says, each with the reason, and voids a proposal", () =>
    inTransaction(db, async (tx) => {
      const { ingrid, lin, roundId, peru } = await aFrozenRound(tx);
      const ranked = (await wholeRanking(lin, roundId)).map(({ entryId }) => entryId);
      const balanceId = await recordBalance(ingrid, here, { roundId, ...ASKED });
      await select(ingrid, { roundId, entryId: ranked[5]!, levelKey: null, reason: "by hand" });
      await proposeShortlist(ingrid, roundId);
      await adoptBalance(lin, { roundId, balanceId, reason: "One from the Andes" });
      const { lines, proposal, obstacles } = await selectionOf(lin, roundId);
      const levels = new Map(lines.map((line) => [line.entryId, levelOf(line)]));
      expect([...ranked.slice(0, 2), peru.id].map((id) => levels.get(id))).toEqual([
        "shortlisted",
        "shortlisted",
        "shortlisted",
      ]);
      expect([ranked[2]!, ...ranked.slice(3, 7)].map((id) => levels.get(id))).toEqual(Array(5).fill("deserving"));
      expect(levels.get(ranked[7]!)).toBeNull();
      expect(
        lines
          .filter(({ chosen }) => chosen)
          .map(({ entryId, chosen }) => [entryId, chosen!.reason])
          .sort(),
      ).toEqual([peru.id, ranked[2]!, ranked[7]!].map((id) => [id, "One from the Andes"]).sort());
      expect([proposal, obstacles]).toEqual([null, []]);
      await proposeShortlist(ingrid, roundId);
      await approveList(lin, roundId, PUBLIC_URL);
      await expect(recordBalance(ingrid, here, { roundId, ...ASKED })).rejects.toMatchObject({
        because: "already-finalised",
      });
      await expect(adoptBalance(ingrid, { roundId, balanceId, reason: "x" })).rejects.toMatchObject({
        because: "already-finalised",
      });
    }));

  it("that cannot be kept is kept as that, and cannot be taken over", () =>
    inTransaction(db, async (tx) => {
      const { ingrid, roundId } = await aFrozenRound(tx);
      const balanceId = await recordBalance(ingrid, here, { roundId, ...ASKED, reach: "band", reason: "" });
      expect((await balanceOf(ingrid, roundId)).latest).toMatchObject({
        outcome: { feasible: false, unmet: [{ bound: { group: "PE", least: 1 }, short: 1 }] },
      });
      await expect(adoptBalance(ingrid, { roundId, balanceId, reason: "x" })).rejects.toBeInstanceOf(NotFound);
      await expect(adoptBalance(ingrid, { roundId, balanceId: roundId, reason: "x" })).rejects.toBeInstanceOf(NotFound);
    }));

  it("counts an entry for each goal in its last sealed version, and a joint one for the countries of all its cities", () =>
    inTransaction(db, async (tx) => {
      const { cycle, round, reviewers, chair } = await anAdjustedRound(tx);
      const [roundId, ingrid] = [round.id, await contextOf(tx, chair)];
      const [{ id: sectionId }] = (await tx.select().from(sections).where(eq(sections.cycleId, cycle.id))) as [Section];
      const asked = [["goals", "sdgs"] as const, ["more", "sdgs"] as const, ["listed", "choices"] as const];
      await tx.insert(questions).values(
        asked.map(([key, type], at) => ({
          cycleId: cycle.id,
          sectionId,
          position: 50 + at,
          key,
          type,
          label: { en: key },
          required: false,
        })),
      );
      const joint = await aCandidate(tx, {
        cycle,
        city: await aCity(tx, { country: "KE" }),
        together: [
          { cityName: "Lima", country: "PE" },
          { cityName: "Kisumu", country: "KE" },
        ],
        answers: { goals: [11, 3], more: [3, 13], listed: ["7"] },
      });
      const silent = await aCandidate(tx, { cycle });
      for (const entry of [joint, silent]) await aReview(tx, { round, entry, reviewer: reviewers[0]!, values: [3] });
      await freezeRound(ingrid, roundId);
      const { candidates } = await balanceInputOf(ingrid, here, { roundId, line: 3, rules: [], reach: "all" });
      const groups = new Map(candidates.map((each) => [each.id, each.groups]));
      expect(groups.get(joint.id)!.goal.toSorted()).toEqual(["11", "13", "3"]);
      expect(groups.get(joint.id)!.country).toEqual(["KE", "PE"]);
      expect(groups.get(silent.id)!.goal).toEqual([]);
    }));

  it("is nothing for somebody from whom a conflict hides an entry: neither to see nor to make", () =>
    inTransaction(db, async (tx) => {
      const { ingrid, round, roundId } = await aFrozenRound(tx);
      const balanceId = await recordBalance(ingrid, here, { roundId, ...ASKED });
      const conflicted = await contextOf(tx, await aJudge(tx, round, { role: "chair", countries: ["PE"] }));
      const seen = await balanceOf(conflicted, roundId);
      expect([seen.latest, seen.names, JSON.stringify(seen).includes("CNRY")]).toEqual([null, {}, false]);
      expect(
        (await selectionOf(conflicted, roundId)).lines.every(
          ({ adjusted, rank }) => adjusted === null && rank === null,
        ),
      ).toBe(true);
      await expect(recordBalance(conflicted, here, { roundId, ...ASKED })).rejects.toMatchObject({
        because: "conflict-in-list",
      });
      await expect(adoptBalance(conflicted, { roundId, balanceId, reason: "x" })).rejects.toMatchObject({
        because: "conflict-in-list",
      });
    }));

  it("comes from a form that keeps what was typed beside what is wrong", () =>
    inTransaction(db, async (tx) => {
      const { chair, roundId } = await aFrozenRound(tx);
      const post = async (form: Record<string, string>) =>
        answerOf(
          page.action(
            await visitAs(tx, chair, `/rounds/${roundId}/balance`, { now: JUDGING, params: { roundId }, form }),
          ),
        );
      const forces = Object.fromEntries(
        BALANCE_FIELDS.map(({ name }) => name).map((name) => [`${name}-force`, "limit"]),
      );
      expect(await post({ line: "3", reach: "all", country: "many", ...forces })).toMatchObject({
        status: 422,
        data: { errors: { country: "not-whole", reason: "reason-needed" }, typed: { country: "many" } },
      });
      expect(await post({ line: "3", reach: "band", ...forces })).toMatchObject({
        status: 422,
        data: { errors: { country: "no-rule" } },
      });
      expect(await post({ line: "3", reach: "band", country: "4", ...forces })).toMatchObject({
        status: 303,
        location: `/rounds/${roundId}/balance`,
      });
    }));

  it("asked for by a form that is refused, looks up of no entry where it is from", () =>
    inTransaction(db, async (tx) => {
      const { chair, roundId } = await aFrozenRound(tx);
      const at = { now: JUDGING, params: { roundId } };
      const [form, shown] = [
        await visitAs(tx, chair, `/rounds/${roundId}/balance`, { ...at, form: { line: "3", reach: "band" } }),
        await visitAs(tx, chair, `/rounds/${roundId}/balance`, at),
      ];
      const origins = (work: () => Promise<unknown>) => counting.during(work, "as answers from submissions");
      const status = async (work: Promise<unknown>, is: number) => expect((await answerOf(work)).status).toBe(is);
      expect(await origins(() => status(page.loader(shown), 200))).toBe(1);
      expect(await origins(() => status(page.action(form), 422))).toBe(0);
    }));

  it("is taken over on a page of its own, which says beside the field that a reason is missing or too long", () =>
    inTransaction(db, async (tx) => {
      const { chair, ingrid, roundId } = await aFrozenRound(tx);
      const visit = (form?: Record<string, string>) =>
        visitAs(tx, chair, `/rounds/${roundId}/balance/adoption`, {
          now: JUDGING,
          params: { roundId },
          ...(form ? { form } : {}),
        });
      const post = async (form: Record<string, string>) => answerOf(adoption.action(await visit(form)));
      expect(await answerOf(adoption.loader(await visit()))).toMatchObject({ status: 404 });
      const balance = await recordBalance(ingrid, here, { roundId, ...ASKED });
      expect(await answerOf(adoption.loader(await visit()))).toMatchObject({ status: 200, data: { balance } });
      expect(await post({ balance, why: "  " })).toMatchObject({
        status: 422,
        data: { errors: { why: "required" }, typed: { balance } },
      });
      const long = "x".repeat(2001);
      expect(await post({ balance, why: long })).toMatchObject({
        status: 422,
        data: { errors: { why: "too-long" }, typed: { why: long } },
      });
      expect((await selectionOf(ingrid, roundId)).lines.filter(({ chosen }) => chosen)).toEqual([]);
      expect(await post({ balance, why: "One from the Andes" })).toMatchObject({
        status: 303,
        location: `/rounds/${roundId}/selection`,
      });
      expect((await selectionOf(ingrid, roundId)).lines.find(({ title }) => title === "CNRY")?.chosen?.reason).toBe(
        "One from the Andes",
      );
    }));
});

describe("who may balance", () => {
  const person = (given: Partial<Actor>): Actor => ({ ...ANONYMOUS, id: "me", ...given });
  const facts = { roundId: "round", state: "frozen" as const, proposedBy: null, approved: false };
  it.each([
    ["the secretariat", person({ staff: ["secretariat"] }), facts, true, yes],
    ["the chair", person({ panels: [{ roundId: "round", cycleId: "cycle", role: "chair" }] }), facts, true, yes],
    [
      "the chair in conflict with an entry",
      person({ panels: [{ roundId: "round", cycleId: "cycle", role: "chair" }] }),
      facts,
      false,
      no("conflict-in-list"),
    ],
    ["an observer", person({ staff: ["observer"] }), facts, true, no("not-your-role")],
    ["a reviewer", person({ panels: [{ roundId: "round", cycleId: "cycle", role: "reviewer" }] }), facts, true, hidden],
    ["nobody", ANONYMOUS, facts, true, hidden],
    [
      "the secretariat before the freeze",
      person({ staff: ["secretariat"] }),
      { ...facts, state: "closed" as const },
      true,
      notNow("round-not-frozen"),
    ],
    [
      "the secretariat once it is final",
      person({ staff: ["secretariat"] }),
      { ...facts, approved: true },
      true,
      notNow("already-finalised"),
    ],
  ] as const)("%s", (_who, actor, about, seesAll, verdict) =>
    expect(canBalance(actor, about, { seesAll })).toEqual(verdict),
  );
});

it("a balanced list fills the levels above its line in their order, the rest those below", () => {
  const levels = [
    { levelKey: "a", places: 1 },
    { levelKey: "b", places: 1 },
    { levelKey: "c", places: 1 },
  ];
  expect([...levelsBy(["1", "2", "3", "4"], ["2", "4"], levels)]).toEqual([
    ["2", "a"],
    ["4", "b"],
    ["1", "c"],
    ["3", null],
  ]);
});

it.each([
  [null, null],
  [249_999, "small"],
  [250_000, "middle"],
  [1_000_000, "large"],
])("a city of %s people is %s", (population, band) => expect(sizeBand(population)).toBe(band));

it("rules are read from the form: most and least of each country, region, theme and goal, new cities as one group", () => {
  const given = {
    line: "45",
    reach: "band",
    reason: "",
    country: "4",
    "country-least": "1",
    region: "5",
    "region-most": "12",
    theme: "",
    "theme-most": "7",
    size: "",
    newcomer: "10",
    "goal-least": "3",
    "goal-most": "9",
    "goal-least-force": "limit",
    "goal-most-force": "target",
    "country-force": "limit",
    "country-least-force": "target",
    "region-force": "target",
    "region-most-force": "limit",
    "theme-most-force": "limit",
    "theme-force": "limit",
    "size-force": "limit",
    "newcomer-force": "target",
  };
  const read = readBalance(balanceInput.parse(given));
  const again = read.ok ? balanceFields({ line: 45, rules: read.rules }) : {};
  expect(readBalance(balanceInput.parse({ ...given, ...again }))).toEqual(read);
  expect(again).toMatchObject({ line: "45", "region-most": "12", "country-least-force": "target" });
  expect(again).toMatchObject({ "goal-most": "9", newcomer: "10" });
  expect(again).not.toHaveProperty("theme");
  expect(read).toEqual({
    ok: true,
    rules: [
      { dimension: "country", group: null, least: null, most: 4, limit: true },
      { dimension: "country", group: null, least: 1, most: null, limit: false },
      { dimension: "region", group: null, least: 5, most: null, limit: false },
      { dimension: "region", group: null, least: null, most: 12, limit: true },
      { dimension: "theme", group: null, least: null, most: 7, limit: true },
      { dimension: "goal", group: null, least: 3, most: null, limit: true },
      { dimension: "goal", group: null, least: null, most: 9, limit: false },
      { dimension: "newcomer", group: "newcomer", least: 10, most: null, limit: false },
    ],
  });
});

describe("rules for one group by its name", () => {
  const FORCES = Object.fromEntries(BALANCE_FIELDS.map(({ name }) => [`${name}-force`, "limit"]));
  const general = (given: Record<string, string> = {}) =>
    balanceInput.parse({ line: "3", reach: "band", ...FORCES, ...given });
  const read = (named: Record<string, string>, given: Record<string, string> = {}) =>
    readBalance(general(given), namedInput.parse(named));
  const row = (at: number, group: string, bound: string, count: string, force = "limit") => ({
    [`named-${at}-group`]: group,
    [`named-${at}-bound`]: bound,
    [`named-${at}`]: count,
    [`named-${at}-force`]: force,
  });

  it("are read beside those for every group, and stand in the form again as they were given", () => {
    const typed = {
      ...row(1, "region:Africa", "least", "2"),
      ...row(3, "country:CN", "most", "1", "target"),
      ...row(4, "theme:clean: water", "least", "3"),
      ...row(20, "newcomer:newcomer", "most", "6"),
    };
    const found = read(typed, { country: "4", newcomer: "1" });
    const each = { limit: true, least: null, most: null };
    expect(found).toEqual({
      ok: true,
      rules: [
        { ...each, dimension: "country", group: null, most: 4 },
        { ...each, dimension: "newcomer", group: "newcomer", least: 1 },
        { ...each, dimension: "region", group: "Africa", least: 2 },
        { ...each, dimension: "country", group: "CN", most: 1, limit: false },
        { ...each, dimension: "theme", group: "clean: water", least: 3 },
        { ...each, dimension: "newcomer", group: "newcomer", most: 6 },
      ],
    });
    const again = found.ok ? balanceFields({ line: 3, rules: found.rules }) : {};
    expect(again).toMatchObject({ country: "4", newcomer: "1", ...row(4, "newcomer:newcomer", "most", "6") });
    expect(readBalance(general(again), namedInput.parse(again))).toEqual(found);
  });

  it.each([
    ["a group without a figure", row(1, "country:KE", "least", ""), { "named-1": "required" }],
    ["a figure without a group", row(2, "", "most", "3"), { "named-2-group": "required" }],
    ["no figure", row(2, "country:KE", "most", "a few"), { "named-2": "not-whole" }],
    ["too large a figure", row(2, "country:KE", "most", "1001"), { "named-2": "too-large" }],
    ["no country", row(2, "country:XX", "most", "3"), { "named-2-group": "not-a-choice" }],
    ["no goal", row(2, "goal:18", "most", "3"), { "named-2-group": "not-a-choice" }],
    ["no size", row(2, "size:", "most", "3"), { "named-2-group": "not-a-choice" }],
    ["nothing of the kind", row(2, "colour:red", "most", "3"), { "named-2-group": "not-a-choice" }],
    ["nothing at all", {}, { country: "no-rule" }],
  ])("%s is refused beside its field", (_what, named, errors) => expect(read(named)).toEqual({ ok: false, errors }));

  it("come from the page and are answered with what they moved", () =>
    inTransaction(db, async (tx) => {
      const { chair, ingrid, roundId, peru } = await aFrozenRound(tx);
      const visit = (form?: Record<string, string>) =>
        visitAs(tx, chair, `/rounds/${roundId}/balance`, {
          now: JUDGING,
          params: { roundId },
          ...(form ? { form } : {}),
        });
      const rest = { line: "3", reach: "all", reason: "None from there", ...FORCES };
      const post = async (form: Record<string, string>) => answerOf(page.action(await visit({ ...rest, ...form })));
      expect(await post(row(1, "country:PE", "least", "?"))).toMatchObject({
        status: 422,
        data: { errors: { "named-1": "not-whole" }, typed: { "named-1": "?", "named-1-group": "country:PE" } },
      });
      expect(await post(row(1, "country:PE", "least", "1"))).toMatchObject({ status: 303 });
      const { latest } = await balanceOf(ingrid, roundId);
      const ALONE = { alone: true, bounds: [0] };
      const report = latest?.outcome.feasible ? latest.outcome.report : null;
      expect(latest?.rules).toEqual([PERU]);
      expect(report?.movedBy).toEqual({ [peru.id]: ALONE, [report!.out[0]!]: ALONE });
    }));

  it("kept years ago, for a goal and without who moved whom, are still read and stand in the form", () =>
    inTransaction(db, async (tx) => {
      const { chair, ingrid, roundId, peru } = await aFrozenRound(tx);
      const rules = [{ dimension: "goal", group: "11", least: 1, most: null, limit: false }, PERU];
      const report = {
        ...{ merit: [], chosen: [peru.id], in: [peru.id], out: [], lostHits: null, deepest: 13 },
        ...{ price: { sum: 0, perPlace: 0, share: 0 }, bounds: [] },
      };
      await tx.insert(balances).values({
        ...{ roundId, at: JUDGING, by: chair.id, line: 3, reach: "all", reason: "x", rules },
        outcome: { feasible: true, report },
      });
      const { latest } = await balanceOf(ingrid, roundId);
      expect(balanceFields(latest!)).toMatchObject({
        ...row(1, "goal:11", "least", "1", "target"),
        ...row(2, "country:PE", "least", "1"),
      });
    }));
});

describe("what lists are made of", () => {
  it("counts valid entries, the first by the ranking down to each line and the balanced list, without any rule before", () =>
    inTransaction(db, async (tx) => {
      const { ingrid, roundId } = await aFrozenRound(tx);
      const { lines } = await selectionOf(ingrid, roundId);
      const counts = async (dimension: string, group: string) =>
        (await balanceOf(ingrid, roundId))
          .composition!.of.find((each) => each.dimension === dimension)!
          .groups.find((each) => each.group === group)!.counts;
      expect(await counts("country", "PE")).toEqual([1, 0, 0]);
      expect((await counts("newcomer", "newcomer"))[0]).toBe(lines.length);
      await recordBalance(ingrid, here, { roundId, ...ASKED });
      expect(await counts("country", "PE")).toEqual([1, 0, 0, 1]);
      expect((await balanceOf(ingrid, roundId)).composition).toMatchObject({
        valid: lines.length,
        firsts: [3, 8],
        balanced: 3,
      });
    }));

  it("most come first, sizes and goals as they rise, last those of which nothing is known, and what is no line is left out", () => {
    const none = { country: [], region: [], theme: [], goal: [], newcomer: [], size: [] };
    const groups = new Map<string, Groups>([
      ["a", { ...none, country: ["KE", "PE"], size: ["large"], goal: ["11", "2"] }],
      ["b", { ...none, country: ["PE"], size: ["small"] }],
    ]);
    const made = compositionOf(groups, [["a", "b"], ["b"], ["b", "gone"]]);
    const of = (dimension: string) => made.find((each) => each.dimension === dimension)!.groups;
    expect(of("country")).toEqual([
      { group: "PE", counts: [2, 1, 1] },
      { group: "KE", counts: [1, 0, 0] },
    ]);
    expect(of("size").map(({ group }) => group)).toEqual(["small", "large"]);
    expect(of("goal").map(({ group }) => group)).toEqual(["2", "11", ""]);
  });

  it("is not told to somebody from whom a conflict hides an entry, nor in a blind round to the chair", () =>
    inTransaction(db, async (tx) => {
      const { ingrid, lin, round, roundId } = await aFrozenRound(tx);
      await recordBalance(ingrid, here, { roundId, ...ASKED });
      const conflicted = await contextOf(tx, await aJudge(tx, round, { role: "chair", countries: ["PE"] }));
      expect((await balanceOf(conflicted, roundId)).composition).toBeNull();
      const moved = async (ctx: typeof ingrid) =>
        JSON.stringify((await balanceOf(ctx, roundId)).latest).includes("movedBy");
      expect([await moved(ingrid), await moved(lin)]).toEqual([true, true]);
      await tx.update(rounds).set({ blind: true }).where(eq(rounds.id, roundId));
      expect([await moved(ingrid), await moved(lin)]).toEqual([false, true]);
      const told = async (ctx: typeof ingrid) => {
        const { composition, groups, latest } = await balanceOf(ctx, roundId);
        return [composition !== null, /"(count|price)":\d/.test(JSON.stringify(latest)), groups];
      };
      const named = expect.arrayContaining([{ dimension: "country", groups: expect.arrayContaining(["PE"]) }]);
      expect(await told(ingrid)).toEqual([false, false, named]);
      expect(await told(lin)).toEqual([true, true, named]);
    }));
});
