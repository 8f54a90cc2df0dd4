import { describe, expect, it } from "vitest";
import { ANONYMOUS, type Person } from "#app/domain/context.ts";
import { reportPages } from "#app/domain/report/pages.ts";
import { canReport } from "#app/domain/report/policy.ts";
import { reportOf } from "#app/domain/report/queries.server.ts";
import { approveList } from "#app/domain/correction/commands.server.ts";
import { freezeRound, proposeShortlist, select } from "#app/domain/shortlist/commands.server.ts";
import { hidden, no, notNow, yes } from "#app/domain/verdict.ts";
import type { Locale } from "#app/i18n/locales.ts";
import type { Db } from "#db/client.server.ts";
import { conflictDeclarations } from "#db/schema/conflict.ts";
import { citations } from "#db/schema/citation.ts";
import { PUBLIC_URL } from "#tests/support/address.ts";
import { inTransaction, testDatabase } from "#tests/support/database.ts";
import { aStaffMember, JUDGING } from "#tests/support/factories.ts";
import { aCandidate, aContest, aJudge, aReview, aScoredRound, contextOf } from "#tests/support/judging.ts";

const { db } = await testDatabase();

/** Three entries, a > b > c, one place on each of two levels; c is chosen for the second one, b drops out of it. */
async function aReport(tx: Db, given: { blind?: boolean } = {}) {
  const cycle = await aContest(tx);
  const round = await aScoredRound(tx, { cycle, ...given });
  const [reviewer, ingrid] = [
    await aJudge(tx, round, { name: "Rafael Monteiro" }),
    await aJudge(tx, round, { role: "chair", name: "Ingrid Solheim" }),
  ];
  const [lin, chen] = [await aStaffMember(tx), await aStaffMember(tx)];
  const entries = [];
  for (const values of [
    [5, 5],
    [4, 4],
    [2, 2],
  ]) {
    const entry = await aCandidate(tx, {
      cycle,
      ...(entries.length === 0 ? { together: [{ cityName: "La Paz", country: "BO" }] } : {}),
    });
    await aReview(tx, { round, entry, reviewer, values });
    entries.push(entry);
  }
  const [a, b, c] = entries as [(typeof entries)[0], (typeof entries)[0], (typeof entries)[0]];
  const [chair, desk] = [await contextOf(tx, ingrid), await contextOf(tx, lin)];
  await freezeRound(chair, round.id);
  await select(desk, {
    roundId: round.id,
    entryId: c.id,
    levelKey: "deserving",
    reason: "First of its kind in the region",
  });
  await select(desk, { roundId: round.id, entryId: b.id, levelKey: null, reason: "Much like the first" });
  await tx.insert(citations).values({
    roundId: round.id,
    entryId: a.id,
    version: 1,
    statement: { en: "Water for everybody." },
    writtenAt: JUDGING,
    writtenBy: chen.id,
  });
  const read = async (ctx = desk, locale: Locale = "en") => reportPages(await reportOf(ctx, round.id), locale);
  return { round, reviewer, chair, desk, second: await contextOf(tx, chen), a, b, c, read };
}
const said = (document: Awaited<ReturnType<Awaited<ReturnType<typeof aReport>>["read"]>>, label: string) =>
  document.blocks.filter((block) => block.kind === "question" && block.label === label);

it("tells who read, by which rules, what was decided and every departure from the ranking with its reason", () =>
  inTransaction(db, async (tx) => {
    const { a, b, c, read } = await aReport(tx);
    const document = await read();
    const rows = (label: string) =>
      said(document, label).flatMap((block) =>
        block.kind === "question" && block.body[0]?.kind === "table" ? block.body[0].rows : [],
      );
    expect(rows("shortlisted").map(([rank, code, , city]) => [rank, code, city])).toEqual([
      ["1", a.code, `${a.city.name}, Uganda (together with La Paz, Bolivia)`],
    ]);
    expect(rows("deserving").map(([rank, code]) => [rank, code])).toEqual([["3", c.code]]);
    expect(rows("Decisions that differ from the proposal")).toEqual([
      [`${b.code} ${b.title}`, "deserving", "No level", "Much like the first"],
      [`${c.code} ${c.title}`, "No level", "deserving", "First of its kind in the region"],
    ]);
    expect(rows("Members of the panel").map(([name]) => name)).toEqual(["Ingrid Solheim", "Rafael Monteiro"]);
    expect(said(document, a.title)).toMatchObject([{ body: [{ kind: "text", text: "Water for everybody." }] }]);
    const facts = Object.fromEntries(
      document.blocks.flatMap((block) =>
        block.kind === "facts" ? block.rows.map(({ label, value }) => [label, value]) : [],
      ),
    );
    expect(facts).toMatchObject({
      "Entries in this round": "3",
      "Reviews counted in the freeze": "3",
      "Times a conflict kept a member from an entry": "0",
    });
  }));

it("tells by what ties are broken, what the ballot gave, and what the last balanced list would move at what price", () =>
  inTransaction(db, async (tx) => {
    const { round, desk, a, b, c } = await aReport(tx);
    const source = await reportOf(desk, round.id);
    const plain = reportPages(source, "en");
    for (const label of ["Balance", "What the votes gave"]) expect(said(plain, label)).toEqual([]);
    const bound = { rule: 0, dimension: "country" as const, group: "PE", least: 1, most: null, limit: true };
    const outcome = {
      feasible: true as const,
      report: {
        ...{ merit: [a.id], chosen: [c.id], in: [c.id], out: [a.id], lostHits: null, deepest: 3 },
        price: { sum: 1.5, perPlace: 1.5, share: 0.1 },
        bounds: [{ ...bound, count: 1, price: 1.5, met: true }],
      },
    };
    const movedBy = { [c.id]: { alone: true, bounds: [0] }, [a.id]: { alone: false, bounds: [0, 0] } };
    const moved = { ...outcome, report: { ...outcome.report, movedBy } };
    const at = { at: JUDGING, by: "Ingrid Solheim", line: 1, reach: "all" as const, reason: "Nobody from there." };
    const document = reportPages(
      {
        ...source,
        round: { ...source.round, ties: ["median", "lot"] },
        ballot: { method: "approval", countedAt: JUDGING } as NonNullable<typeof source.ballot>,
        balance: { id: "x", rules: [], ...at, outcome },
        lines: source.lines.map((line) =>
          line.entryId === b.id ? { ...line, voted: { place: 1, votes: "3", voters: 4 } } : line,
        ),
      },
      "en",
    );
    const rows = (label: string) =>
      said(document, label).flatMap((block) =>
        block.kind === "question" && block.body[0]?.kind === "table" ? block.body[0].rows : [],
      );
    const name = ({ code, title }: typeof a) => `${code} ${title}`;
    expect(rows("What the votes gave")).toEqual([["1", name(b), "3", "4"]]);
    expect(rows("Balance")).toEqual([[name(c), name(a)]]);
    expect(said(document, "Balance")).toMatchObject([{ notes: expect.arrayContaining(["Nobody from there."]) }]);
    expect(rows("Price of each rule")).toEqual([["Peru: at least 1", "1", "1.50", "kept"]]);
    expect(JSON.stringify(document)).toContain('"value":"the higher median, a lot"');
    const told = reportPages({ ...source, balance: { id: "x", rules: [], ...at, outcome: moved } }, "en");
    expect(JSON.stringify(said(told, "Balance"))).toContain(
      `"${name(c)}","Peru: at least 1","${name(a)}","only together: Peru: at least 1; Peru: at least 1"`,
    );
    const untold = { ...outcome, report: { ...outcome.report, bounds: [{ ...bound, met: true }] } };
    const blind = reportPages({ ...source, balance: { id: "x", rules: [], ...at, outcome: untold } }, "en");
    expect(JSON.stringify(said(blind, "Rules"))).toContain('[["Peru: at least 1","kept"]]');
    const unmet = { feasible: false as const, unmet: [{ bound, short: 1 }] };
    const impossible = reportPages({ ...source, balance: { id: "x", rules: [], ...at, outcome: unmet } }, "en");
    expect(JSON.stringify(said(impossible, "Balance"))).toContain("Peru: at least 1. Missing: 1.");
  }));

it("is a draft until two people have signed", () =>
  inTransaction(db, async (tx) => {
    const { round, chair, desk, read } = await aReport(tx);
    expect((await read()).stamp).toBe("Draft – the list is not final");
    await proposeShortlist(chair, round.id);
    await approveList(desk, round.id, PUBLIC_URL);
    const document = await read();
    expect(document.stamp).toBeNull();
    expect(JSON.stringify(document)).toContain("by Ingrid Solheim");
  }));

it("goes to nobody who is in conflict with an entry of it, and counts who was kept from reading", () =>
  inTransaction(db, async (tx) => {
    const { round, chair, reviewer, desk, b, read } = await aReport(tx);
    for (const accountId of [chair.actor.id, reviewer.id])
      await tx
        .insert(conflictDeclarations)
        .values({ entryId: b.id, accountId, answer: "conflict", reason: "advice", at: JUDGING })
        .onConflictDoUpdate({
          target: [conflictDeclarations.entryId, conflictDeclarations.accountId],
          set: { answer: "conflict" },
        });
    await expect(reportOf(chair, round.id)).rejects.toMatchObject({ how: "never", because: "conflict-in-list" });
    expect(JSON.stringify(await read(desk))).toContain(
      '{"label":"Times a conflict kept a member from an entry","value":"2"}',
    );
  }));

it("names no city to the chair of a blind round", () =>
  inTransaction(db, async (tx) => {
    const { a, chair, desk, read } = await aReport(tx, { blind: true });
    const city = (row: Awaited<ReturnType<typeof read>>) =>
      said(row, "shortlisted").map((block) =>
        block.kind === "question" && block.body[0]?.kind === "table"
          ? block.body[0].rows.find(([, code]) => code === a.code)?.[3]
          : null,
      );
    expect(city(await read(chair))).toEqual(["–"]);
    expect(city(await read(desk))).not.toEqual(["–"]);
  }));

describe("who may take it", () => {
  const person = (given: Partial<Person>): Person => ({ ...ANONYMOUS, id: "x", ...given });
  const panel = (role: "reviewer" | "chair", roundId = "r") => person({ panels: [{ roundId, cycleId: "c", role }] });
  const DECIDING = [panel("chair"), person({ staff: ["secretariat"] }), person({ staff: ["observer"] })];
  const OTHERS = [
    panel("reviewer"),
    panel("chair", "other"),
    person({ staff: ["administrator"] }),
    person({ teams: [{ cityId: "k", role: "owner" }] }),
    ANONYMOUS,
  ];
  it.each(["planned", "open", "closed", "frozen"] as const)("of a round that is %s", (state) => {
    for (const actor of DECIDING)
      for (const seesAll of [true, false])
        expect(canReport(actor, { roundId: "r", state }, { seesAll })).toEqual(
          state !== "frozen" ? notNow("round-not-frozen") : seesAll ? yes : no("conflict-in-list"),
        );
    for (const actor of OTHERS)
      for (const seesAll of [true, false])
        expect(canReport(actor, { roundId: "r", state }, { seesAll })).toEqual(hidden);
  });
});
