import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { certify, recordOf } from "#app/domain/assignment/certificate.ts";
import { assignBalanced, recuse, setRules } from "#app/domain/assignment/commands.server.ts";
import { components, loosely } from "#app/domain/assignment/connectedness.ts";
import { certificateOf, runsOf } from "#app/domain/assignment/certificates.server.ts";
import { previewBalanced } from "#app/domain/assignment/planning.server.ts";
import type { Context } from "#app/domain/context.ts";
import { NO_RULES } from "#app/domain/assignment/rules.ts";
import { NotFound } from "#app/domain/errors.ts";
import { getRound } from "#app/domain/round/queries.server.ts";
import type { Calculate } from "#app/outside/calculation/calculation.ts";
import { WORK } from "#app/outside/calculation/work.ts";
import type { Db } from "#db/client.server.ts";
import { reviewerProfiles } from "#db/schema/account.ts";
import { type RecordedPair, assignmentRuns, assignments } from "#db/schema/assignment.ts";
import { auditEvents } from "#db/schema/audit.ts";
import { entries, withdrawals } from "#db/schema/entry.ts";
import { panelMembers } from "#db/schema/panel.ts";
import { PUBLIC_URL } from "#tests/support/address.ts";
import { inTransaction, testDatabase } from "#tests/support/database.ts";
import {
  aCity,
  anAssignment,
  aPanelMember,
  aRound,
  aStaffMember,
  aValidEntry,
  JUDGING,
} from "#tests/support/factories.ts";
import { contextOf } from "#tests/support/judging.ts";
import { countingDatabase } from "#tests/support/statements.ts";

const calculate: Calculate = async (what, input) => await WORK[what](input);
const connection = await testDatabase();
const { db } = connection;
const counting = countingDatabase(connection);
const secretariat = async (tx: Db) => contextOf(tx, await aStaffMember(tx));

/**
 * A round of three entries, one of them Norwegian and about water, with two reviewers for each of whom one knows about
 * water.
 */
async function aPlannedRound(tx: Db) {
  const round = await aRound(tx, { reviewsPerEntry: 2 });
  const secret = await aValidEntry(tx, round.cycleId, {
    city: await aCity(tx, { country: "NO" }),
    title: "CNRY-secret",
  });
  await tx
    .update(entries)
    .set({ themes: ["water"] })
    .where(eq(entries.id, secret.id));
  const open = [await aValidEntry(tx, round.cycleId), await aValidEntry(tx, round.cycleId)];
  const elif = await aPanelMember(tx, round.id, {
    name: "Elif",
    profile: { countries: ["TR"], themes: ["water", "heritage"] },
  });
  const rafael = await aPanelMember(tx, round.id, { name: "Rafael", profile: { countries: ["BR"], capacity: 2 } });
  const ctx = await secretariat(tx);
  await assignBalanced(ctx, calculate, round.id, { publicUrl: PUBLIC_URL });
  const [run] = await tx.select().from(assignmentRuns).where(eq(assignmentRuns.roundId, round.id));
  return { ctx, round: await getRound(ctx, round.id), run: run!, secret, open, elif, rafael };
}

describe("the certificate of a plan", () => {
  it("is kept with the plan that was carried out, named in the audit trail, and never changed", () =>
    inTransaction(db, async (tx) => {
      const { ctx, round, run, secret, open, elif, rafael } = await aPlannedRound(tx);
      expect(run.capped).toEqual({ floor: 1, floorBound: 1, entries: open.map(({ id }) => id).sort() });
      expect(run).toMatchObject({
        by: ctx.actor.id,
        seed: round.id,
        objective: "capped",
        reviewsPerEntry: 2,
        total: 1,
        totalBound: 1,
        floor: 0,
        loads: { [elif.id]: 3, [rafael.id]: 2 },
      });
      expect(run.solver).toMatch(/HiGHS/);
      expect(
        run.pairs.find(({ entryId, reviewerId }) => entryId === secret.id && reviewerId === elif.id),
      ).toMatchObject({ affinity: 1, themes: ["water"], standing: false });
      expect(run.unserved).toMatchObject([{ missing: 1, because: "capacity" }]);
      const [event] = await tx.select().from(auditEvents).where(eq(auditEvents.type, "assignment.balanced"));
      expect(JSON.parse(event!.payload.toString()).details).toMatchObject({
        runId: run.id,
        planSha256: run.planSha256,
        pairs: 5,
      });
      await expect(tx.transaction((inner) => inner.update(assignmentRuns).set({ total: 9 }))).rejects.toThrow();
      await expect(tx.transaction((inner) => inner.delete(assignmentRuns))).rejects.toThrow();
    }));

  it("tells the secretariat what was proved, who is served worst, what is missing and why, and who reads what for which theme", () =>
    inTransaction(db, async (tx) => {
      const { ctx, round, run, secret, open } = await aPlannedRound(tx);
      // Any of the three may be the one that lacks a reader; at their cap are the open ones.
      const isShort = ({ id }: { id: string }) => id === run.unserved[0]!.entryId;
      const last = open.find(isShort) ?? open[0]!;
      await tx.update(entries).set({ code: "ZZ-LAST" }).where(eq(entries.id, last.id));
      const told = await certificateOf(ctx, round, run.id, 1);
      expect(told).toMatchObject({
        whole: true,
        proved: true,
        figures: { total: 1, totalBound: 1, floor: 0, capped: { floor: 1, floorBound: 1 } },
        atCap: [{ missing: 0 }, { missing: isShort(last) ? 1 : 0, code: "ZZ-LAST" }],
        count: 3,
        unserved: [{ missing: 1, because: "capacity" }],
        loads: [
          { name: "Elif", load: 3 },
          { name: "Rafael", load: 2 },
        ],
      });
      expect(told.worst.at(-1)).toMatchObject({ id: secret.id, title: "CNRY-secret", score: 1 });
      expect(told.rows.find(({ id }) => id === secret.id)!.readers.find(({ name }) => name === "Elif")).toMatchObject({
        themes: ["water"],
        standing: false,
      });
      expect(told.percentiles.map(({ score }) => score)).toEqual([0, 0, 0, 0, 1]);
      expect(told.connected).toMatchObject({ components: 1, loosely: [{ others: 1 }, { others: 1 }] });
      expect(await runsOf(ctx, round.id)).toMatchObject([{ id: run.id, byName: ctx.actor.name }]);
    }));

  it("B30: keeps from a chair everything about an entry of their own conflict: its row, its counts, and figures it is part of", () =>
    inTransaction(db, async (tx) => {
      const { round, run, secret, open, elif } = await aPlannedRound(tx);
      const chair = await contextOf(tx, await aPanelMember(tx, round.id, { role: "chair" }));
      const told = await certificateOf(chair, round, run.id, 1);
      expect(JSON.stringify(told)).not.toMatch(new RegExp(`CNRY|${secret.id}|${secret.code}|water`));
      expect(told).toMatchObject({ whole: false, figures: null, count: 2 });
      const counted = (reviewerId: string) =>
        run.pairs.filter((pair) => pair.reviewerId === reviewerId && open.some(({ id }) => id === pair.entryId)).length;
      expect(told.loads.map(({ id, load }) => [id, load])).toEqual(told.loads.map(({ id }) => [id, counted(id)]));
      expect(counted(elif.id)).toBe(2);
      expect(told.percentiles.every(({ score }) => score === 0)).toBe(true);
    }));

  it("says which side rules it kept, which gave way and what everybody reads; to a chair nothing of an entry of their own conflict", () =>
    inTransaction(db, async (tx) => {
      const round = await aRound(tx, { reviewsPerEntry: 1 });
      const secret = await aValidEntry(tx, round.cycleId, {
        city: await aCity(tx, { country: "NO" }),
        title: "CNRY-secret",
        themes: ["water"],
      });
      const open = await aValidEntry(tx, round.cycleId, { title: "Open", themes: ["heritage"] });
      for (const name of ["Elif", "Rafael"]) await aPanelMember(tx, round.id, { name, profile: { countries: ["TR"] } });
      const ctx = await secretariat(tx);
      await setRules(ctx, round.id, { ...NO_RULES, expert: true, calibration: 2 });
      await assignBalanced(ctx, calculate, round.id, { publicUrl: PUBLIC_URL });
      const [run] = await runsOf(ctx, round.id);
      const told = async (who: Context) => certificateOf(who, await getRound(who, round.id), run!.id, 1);
      expect(await told(ctx)).toMatchObject({
        rules: { expert: true, calibration: 2 },
        unkept: expect.arrayContaining([
          expect.objectContaining({ id: secret.id, rule: "expert" }),
          expect.objectContaining({ id: open.id, rule: "expert" }),
        ]),
      });
      expect((await told(ctx)).calibration.map(({ id }) => id).sort()).toEqual([secret.id, open.id].sort());
      const toChair = await told(await contextOf(tx, await aPanelMember(tx, round.id, { role: "chair" })));
      expect([toChair.unkept, toChair.calibration]).toMatchObject([
        [{ id: open.id, rule: "expert" }],
        [{ id: open.id }],
      ]);
      expect(JSON.stringify(toChair)).not.toMatch(/CNRY/);
      expect(await tx.select().from(assignments)).toHaveLength(4);
    }));

  it("B30: counts to nobody readings of an entry that left the round: it may be one of the reader's own conflict, and no row of the plan would show that something is hidden", () =>
    inTransaction(db, async (tx) => {
      const round = await aRound(tx, { reviewsPerEntry: 1 });
      const gone = await aValidEntry(tx, round.cycleId, { city: await aCity(tx, { country: "NO" }) });
      await aValidEntry(tx, round.cycleId);
      const elif = await aPanelMember(tx, round.id, { name: "Elif", profile: { countries: ["TR"] } });
      await anAssignment(tx, { roundId: round.id, entryId: gone.id, reviewerId: elif.id });
      await tx.insert(withdrawals).values({ entryId: gone.id, reason: "", at: JUDGING, by: gone.startedBy });
      const ctx = await secretariat(tx);
      const chair = await contextOf(tx, await aPanelMember(tx, round.id, { role: "chair" }));
      expect((await previewBalanced(chair, calculate, await getRound(chair, round.id))).loads).toEqual(
        new Map([[elif.id, 1]]),
      );
      await assignBalanced(ctx, calculate, round.id, { publicUrl: PUBLIC_URL });
      const [run] = await runsOf(ctx, round.id);
      for (const who of [ctx, chair])
        expect((await certificateOf(who, await getRound(who, round.id), run!.id, 1)).loads).toMatchObject([
          { name: "Elif", load: 1 },
        ]);
    }));

  it("B30: whether readers overlap is told without entries of the asker's own conflict, and without readings of one's own conflict", () =>
    inTransaction(db, async (tx) => {
      const round = await aRound(tx, { reviewsPerEntry: 2 });
      for (const country of ["NO", "TR", "BR"])
        await aValidEntry(tx, round.cycleId, { city: await aCity(tx, { country }) });
      const elif = await aPanelMember(tx, round.id, { name: "Elif", profile: { countries: ["TR"] } });
      await aPanelMember(tx, round.id, { name: "Rafael", profile: { countries: ["BR"] } });
      const [ctx, chair] = [
        await secretariat(tx),
        await contextOf(tx, await aPanelMember(tx, round.id, { role: "chair", profile: { countries: ["NO"] } })),
      ];
      await assignBalanced(ctx, calculate, round.id, { publicUrl: PUBLIC_URL });
      const [run] = await runsOf(ctx, round.id);
      const told = async (who: Context) =>
        (await certificateOf(who, await getRound(who, round.id), run!.id, 1)).connected;
      const alone = { components: 2, loosely: [{ others: 0 }, { others: 0 }] };
      expect(await told(ctx)).toMatchObject({ components: 1, loosely: [{ others: 1 }, { others: 1 }] });
      expect(await told(chair)).toMatchObject(alone);
      await tx
        .update(reviewerProfiles)
        .set({ countries: ["TR", "NO"] })
        .where(eq(reviewerProfiles.accountId, elif.id));
      expect(await told(ctx)).toMatchObject(alone);
    }));

  it("where everyone reads all, an entry that nobody may read is served worst and told as missing; a chair of the same country learns nothing of it, nor that the plan is whole", () =>
    inTransaction(db, async (tx) => {
      const round = await aRound(tx);
      const unreadable = await aValidEntry(tx, round.cycleId, {
        city: await aCity(tx, { country: "NO" }),
        title: "CNRY-unreadable",
      });
      await aValidEntry(tx, round.cycleId);
      await aPanelMember(tx, round.id, { name: "Rafael" });
      const ctx = await secretariat(tx);
      await assignBalanced(ctx, calculate, round.id, { publicUrl: PUBLIC_URL });
      const [run] = await runsOf(ctx, round.id);
      const told = async (who: Context) => certificateOf(who, await getRound(who, round.id), run!.id, 1);
      expect(await told(ctx)).toMatchObject({
        whole: true,
        count: 2,
        worst: [{ id: unreadable.id }, {}],
        unserved: [{ id: unreadable.id, missing: 1, because: "conflicts" }],
      });
      expect(await told(await contextOf(tx, await aPanelMember(tx, round.id, { role: "chair" })))).toMatchObject({
        whole: false,
        figures: null,
        count: 1,
        unserved: [],
      });
    }));

  it("of an entry whose readers have all left the panel, whoever is in conflict with it does not see the whole", () =>
    inTransaction(db, async (tx) => {
      const round = await aRound(tx, { reviewsPerEntry: 1 });
      const secret = await aValidEntry(tx, round.cycleId, { city: await aCity(tx, { country: "NO" }) });
      await aValidEntry(tx, round.cycleId);
      const gone = await aPanelMember(tx, round.id);
      await anAssignment(tx, { roundId: round.id, entryId: secret.id, reviewerId: gone.id });
      await tx.delete(panelMembers).where(eq(panelMembers.accountId, gone.id));
      await aPanelMember(tx, round.id, { name: "Rafael" });
      const ctx = await secretariat(tx);
      const found = await getRound(ctx, round.id);
      const chair = await contextOf(
        tx,
        await aPanelMember(tx, round.id, { role: "chair", profile: { countries: ["NO"] } }),
      );
      expect((await previewBalanced(chair, calculate, found)).parts[0]!.figures).toBeNull();
      expect((await previewBalanced(ctx, calculate, found)).parts[0]!.figures).not.toBeNull();
      await assignBalanced(ctx, calculate, round.id, { publicUrl: PUBLIC_URL });
      const [run] = await runsOf(ctx, round.id);
      expect(await certificateOf(ctx, found, run!.id, 1)).toMatchObject({ whole: true, count: 1 });
      expect(await certificateOf(chair, found, run!.id, 1)).toMatchObject({ whole: false, figures: null, count: 1 });
    }));

  it("35: names no city to the chair of a blind round", () =>
    inTransaction(db, async (tx) => {
      const { round, run } = await aPlannedRound(tx);
      const chair = await contextOf(
        tx,
        await aPanelMember(tx, round.id, { role: "chair", profile: { countries: ["BR"] } }),
      );
      expect(
        (await certificateOf(chair, { ...round, blind: true }, run.id, 1)).rows.map(({ cityName, country }) => [
          cityName,
          country,
        ]),
      ).toEqual([
        [null, null],
        [null, null],
        [null, null],
      ]);
    }));

  it("is for those who follow the round: 404 for reviewers and administrators, and through another round", () =>
    inTransaction(db, async (tx) => {
      const { ctx, round, run, rafael } = await aPlannedRound(tx);
      for (const who of [rafael, await aStaffMember(tx, "administrator")]) {
        await expect(certificateOf(await contextOf(tx, who), round, run.id, 1)).rejects.toBeInstanceOf(NotFound);
        await expect(runsOf(await contextOf(tx, who), round.id)).rejects.toBeInstanceOf(NotFound);
      }
      const other = await getRound(ctx, (await aRound(tx)).id);
      await expect(certificateOf(ctx, other, run.id, 1)).rejects.toBeInstanceOf(NotFound);
      expect(
        (await certificateOf(await contextOf(tx, await aStaffMember(tx, "observer")), round, run.id, 1)).count,
      ).toBe(3);
    }));

  it("stays as it was when assignments end; whether readers overlap is told of what stands now", () =>
    inTransaction(db, async (tx) => {
      const { ctx, round, run, rafael } = await aPlannedRound(tx);
      for (const { id } of await tx
        .select({ id: assignments.id })
        .from(assignments)
        .where(eq(assignments.reviewerId, rafael.id)))
        await recuse(ctx, id, "ill");
      const told = await certificateOf(ctx, round, run.id, 1);
      expect(told.loads.map(({ load }) => load)).toEqual([3, 2]);
      expect(told.connected.loosely).toMatchObject([{ name: "Elif", others: 0 }]);
    }));

  it("asks the database as often for three plans and entries as for one", () =>
    inTransaction(counting.db, async (tx) => {
      const round = await aRound(tx);
      const ctx = await secretariat(tx);
      await aPanelMember(tx, round.id);
      const more = async () => {
        await aValidEntry(tx, round.cycleId);
        await assignBalanced(ctx, calculate, round.id, { publicUrl: PUBLIC_URL });
      };
      await more();
      const [run] = await runsOf(ctx, round.id);
      const found = await getRound(ctx, round.id);
      const asked = async (id: string) => [
        await counting.during(() => runsOf(ctx, round.id)),
        await counting.during(() => certificateOf(ctx, found, id, 1)),
      ];
      const once = await asked(run!.id);
      await more();
      await more();
      const runs = await tx.select().from(assignmentRuns).where(eq(assignmentRuns.roundId, round.id));
      expect(runs).toHaveLength(3);
      expect(await asked(runs.find(({ pairs }) => pairs.length === 3)!.id)).toEqual(once);
      expect(once).toEqual([1, 5]);
    }));
});

describe("what a record says", () => {
  const pair = (entryId: string, reviewerId: string, themes: string[] = []): RecordedPair => ({
    entryId,
    reviewerId,
    affinity: themes.length > 0 ? 1 : 0,
    themes,
    standing: false,
  });
  const run = {
    objective: "capped",
    total: 1,
    totalBound: 1,
    floor: 0,
    floorBound: 0,
    capped: null,
    pairs: [pair("a", "r", ["water"]), pair("b", "r")],
    unserved: [{ entryId: "c", missing: 1, because: "conflicts" as const }],
    loads: { r: 2, idle: 0 },
    rules: null,
    unkept: [],
    moved: [],
    calibration: [],
  };
  const [all, none] = [new Set(["a", "b", "c"]), new Set<string>()];

  it.each([
    ["both bounds reached", {}, true],
    ["a bound less than one above: affinities are whole", { totalBound: 1.9, floorBound: 0.5 }, true],
    ["a total that could be larger", { totalBound: 2 }, false],
    ["a floor that could be higher", { floorBound: 1 }, false],
    ["a floor of the others that is reached", { capped: { floor: 1, floorBound: 1.9, entries: ["c"] } }, true],
    ["one of the others that could be higher", { capped: { floor: 1, floorBound: 2, entries: ["c"] } }, false],
  ])("%s", (_what, given, proved) => expect(certify({ ...run, ...given }, all, none).proved).toBe(proved));

  it.each([
    ["a bound less than a step above", 1.00006, 0.00004, true],
    ["a bound a step above", 1.0001, 0, false],
  ])("where fits have four decimals: %s", (_what, totalBound, floorBound, proved) =>
    expect(certify({ ...run, rules: { ...NO_RULES, breadth: 30 }, totalBound, floorBound }, all, none).proved).toBe(
      proved,
    ),
  );

  it("rules that gave way and entries that everybody reads are told of those entries alone that are seen", () => {
    const told = certify(
      {
        ...run,
        unkept: [
          { entryId: "a", rule: "expert", among: [], by: 1 },
          { entryId: "b", rule: "expert", among: [], by: 1 },
        ],
        calibration: ["a", "c"],
      },
      new Set(["b", "c"]),
      none,
    );
    expect([told.unkept.map(({ entryId }) => entryId), told.calibration]).toEqual([["b"], ["c"]]);
  });

  it("the floor of entries that could have more is a figure about all, and those that could not are told of the entries alone that are seen", () => {
    const capped = { floor: 1, floorBound: 1, entries: ["b", "c"] };
    expect(certify({ ...run, capped }, all, none)).toMatchObject({
      figures: { capped: { floor: 1, floorBound: 1 } },
      atCap: [{ entryId: "c" }, { entryId: "b" }],
    });
    expect(certify({ ...run, capped }, new Set(["a", "c"]), none)).toMatchObject({
      figures: null,
      atCap: [{ entryId: "c" }],
    });
  });

  it("an entry without any reader is the worst served", () =>
    expect(certify(run, all, none).worst.map(({ entryId }) => entryId)).toEqual(["c", "b", "a"]));
  it("a reviewer without entries has a load of none", () =>
    expect(Object.fromEntries(certify(run, new Set(["a"]), none).loads)).toEqual({ r: 1, idle: 0 }));

  it("earlier pairs are marked, and those of people or entries that left are not among them", () => {
    const facts = {
      entries: [{ id: "a", themes: ["water"] }],
      reviewers: [{ id: "r", themes: ["water"], capacity: null, region: null }],
      forbidden: [],
      existing: [
        { entryId: "a", reviewerId: "r" },
        { entryId: "gone", reviewerId: "r" },
      ],
      reviewsPerEntry: 1,
      seed: "s",
      rules: NO_RULES,
      calibration: [],
      held: [],
    };
    const plan = {
      pairs: [],
      loads: new Map([["r", 2]]),
      moved: [],
      unserved: [],
      unkept: [],
      proof: { total: 1, totalBound: 1, floor: 1, floorBound: 1, capped: null, settled: true, solver: "x" },
    };
    expect(recordOf(facts, plan).objective).toBe("capped");
    expect(certify(recordOf(facts, { ...plan, proof: { ...plan.proof, settled: false } }), all, none)).toMatchObject({
      settled: false,
      proved: false,
    });
    expect(recordOf(facts, plan).pairs).toEqual([
      { entryId: "a", reviewerId: "r", affinity: 1, themes: ["water"], standing: true },
    ]);
  });
});

describe("connectedness", () => {
  const reading = (text: string) => text.split(" ").map((each) => ({ entry: each[0]!, reviewer: each[1]! }));
  it.each([
    ["a1 a2 b2 b3", 1],
    ["a1 a2 b3 b4", 2],
    ["a1", 1],
  ])("%s: %i", (text, parts) => expect(components(reading(text))).toBe(parts));
  it("names who meets fewer than four others, each of them counted once", () => {
    expect(loosely(reading("a1 a2 b1 b2 b3"))).toEqual([
      { reviewer: "1", others: 2 },
      { reviewer: "2", others: 2 },
      { reviewer: "3", others: 2 },
    ]);
    expect(loosely(reading("a1 a2 a3 a4 a5"))).toEqual([]);
  });
});
