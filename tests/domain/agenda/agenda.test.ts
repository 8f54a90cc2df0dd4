import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { agendaOf, chairsAgendaOf } from "#app/domain/agenda/queries.server.ts";
import { NotFound, Refused } from "#app/domain/errors.ts";
import type { Db } from "#db/client.server.ts";
import { assignments, recusals } from "#db/schema/assignment.ts";
import { ballotPapers, ballots, ballotVoters } from "#db/schema/ballot.ts";
import { conflictDeclarations, conflictWaivers } from "#db/schema/conflict.ts";
import { inquiries } from "#db/schema/inquiry.ts";
import { packages } from "#db/schema/package.ts";
import { panelMembers } from "#db/schema/panel.ts";
import { proposals } from "#db/schema/proposal.ts";
import { publications } from "#db/schema/result.ts";
import { freezes, rounds } from "#db/schema/round.ts";
import { eligibilityChecks, screenings } from "#db/schema/screening.ts";
import { finalisations } from "#db/schema/shortlist.ts";
import { inTransaction, testDatabase } from "#tests/support/database.ts";
import { aMember, anAccount, aStaffMember, JUDGING } from "#tests/support/factories.ts";
import { aCandidate, aContest, aJudge, aScoredRound, aTask, contextOf, days } from "#tests/support/judging.ts";

const { db } = await testDatabase();

/** A closed cycle with one entry that counts as screened and has a reader, and two of the secretariat. */
async function aDesk(tx: Db) {
  const cycle = await aContest(tx);
  const round = await aScoredRound(tx, { cycle });
  const entry = await aCandidate(tx, { cycle });
  await aTask(tx, { round, entry, reviewer: await aJudge(tx, round) });
  const [lin, chen] = [await contextOf(tx, await aStaffMember(tx)), await contextOf(tx, await aStaffMember(tx))];
  return { cycle, round, entry, lin, chen };
}
type Desk = Awaited<ReturnType<typeof aDesk>>;

const unscreened = (tx: Db) => tx.delete(screenings);
const ofLin = ({ lin }: Desk) => ({ at: JUDGING, by: lin.actor.id });
const signed = ({ lin, round }: Desk) => ({
  roundId: round.id,
  listSha256: "a".repeat(64),
  places: 1,
  proposedAt: JUDGING,
  proposedBy: lin.actor.id,
});
/** As a round is by the time its list is signed: closed, its scores frozen. */
async function frozen(tx: Db, { round, lin }: Desk) {
  await tx
    .update(rounds)
    .set({ closesAt: days(-1) })
    .where(eq(rounds.id, round.id));
  await tx.insert(freezes).values({ roundId: round.id, at: JUDGING, by: lin.actor.id, reviews: 0, scoresSha256: "" });
}

/** Each: what Lin did, what waits for Chen then, and whether nothing waits for Lin. */
const WAITING: [string, (tx: Db, desk: Desk) => Promise<unknown>, (desk: Desk) => object, boolean][] = [
  [
    "a list that a colleague proposed",
    async (tx, desk) => {
      await frozen(tx, desk);
      await tx.insert(finalisations).values(signed(desk));
    },
    ({ round }) => ({ kind: "approve", id: round.id, count: 1, round: round.name }),
    true,
  ],
  [
    "a final list",
    (tx, desk) =>
      tx.insert(finalisations).values({ ...signed(desk), approvedAt: JUDGING, approvedBy: desk.chen.actor.id }),
    ({ round }) => ({ kind: "publish", id: round.id, count: 1, round: round.name }),
    false,
  ],
  [
    "a round that closed before its scores are frozen",
    (tx, { round }) =>
      tx
        .update(rounds)
        .set({ closesAt: days(-1) })
        .where(eq(rounds.id, round.id)),
    ({ round }) => ({ kind: "freeze", id: round.id, count: 1, round: round.name }),
    false,
  ],
  [
    "a frozen round without a list",
    (tx, desk) => frozen(tx, desk),
    ({ round }) => ({ kind: "propose", id: round.id, count: 1, round: round.name }),
    false,
  ],
  [
    "an entry that a colleague found ineligible",
    async (tx, desk) => {
      await unscreened(tx);
      await tx
        .insert(screenings)
        .values({ entryId: desk.entry.id, outcome: "ineligible", reason: "Too late.", ...ofLin(desk) });
    },
    ({ cycle }) => ({ kind: "ineligible", id: cycle.id, count: 1 }),
    true,
  ],
  [
    "an entry nobody has screened",
    (tx) => unscreened(tx),
    ({ cycle }) => ({ kind: "screening", id: cycle.id, count: 1, cycle: cycle.name }),
    false,
  ],
  [
    "an entry that nobody reads",
    (tx) => tx.delete(assignments),
    ({ round }) => ({ kind: "assign", id: round.id, count: 1, round: round.name }),
    false,
  ],
  [
    "an entry whose reader stepped back",
    async (tx, { round }) => {
      const [task] = await tx.select().from(assignments).where(eq(assignments.roundId, round.id));
      await tx.insert(recusals).values({ assignmentId: task!.id, reason: "Ill.", at: JUDGING, by: task!.reviewerId });
    },
    ({ round }) => ({ kind: "assign", id: round.id, count: 1, round: round.name }),
    false,
  ],
  [
    "a package that a colleague proposed",
    (tx, desk) =>
      tx
        .insert(packages)
        .values({ entryId: desk.entry.id, note: "signed", savedAt: days(-30), reason: "The line.", ...ofLin(desk) }),
    ({ entry }) => ({ kind: "package", id: expect.any(String), count: 1, code: entry.code }),
    true,
  ],
  [
    "a reviewer's question",
    async (tx, desk) =>
      tx.insert(inquiries).values({
        entryId: desk.entry.id,
        roundId: desk.round.id,
        proposal: "How many?",
        askedAt: JUDGING,
        askedBy: (await aJudge(tx, desk.round)).id,
      }),
    ({ entry }) => ({ kind: "inquiry", id: entry.id, count: 1, code: entry.code }),
    false,
  ],
  [
    "a conflict that a colleague would lift",
    async (tx, desk) => {
      const judge = await aJudge(tx, desk.round);
      const of = { entryId: desk.entry.id, accountId: judge.id };
      await tx.insert(conflictDeclarations).values({ ...of, answer: "unsure", at: JUDGING });
      await tx.insert(conflictWaivers).values({ ...of, kinds: ["unsure"], reason: "Far away.", ...ofLin(desk) });
    },
    ({ round }) => ({ kind: "waiver", id: round.id, count: 1, round: round.name }),
    true,
  ],
  [
    "a right that a colleague proposed for somebody",
    async (tx, desk) =>
      tx.insert(proposals).values({
        kind: "role",
        role: "secretariat",
        accountId: (await anAccount(tx)).id,
        reason: "Help.",
        ...ofLin(desk),
      }),
    () => ({ kind: "proposal", id: null, count: 1 }),
    true,
  ],
];

describe("what waits for one of the secretariat", () => {
  it.each(WAITING)("is %s", (_what, happens, waiting, isOwn) =>
    inTransaction(db, async (tx) => {
      const desk = await aDesk(tx);
      expect(await agendaOf(desk.chen)).toEqual([]);
      await happens(tx, desk);
      expect(await agendaOf(desk.chen)).toEqual([expect.objectContaining(waiting(desk))]);
      expect((await agendaOf(desk.lin)).length).toBe(isOwn ? 0 : 1);
    }),
  );

  it.each(WAITING.filter(([what]) => !/right|final list|frozen/.test(what)))(
    "is not %s where a conflict keeps the reader from the entry",
    (_what, happens, _waiting) =>
      inTransaction(db, async (tx) => {
        const desk = await aDesk(tx);
        const { chen, entry } = desk;
        await happens(tx, desk);
        await tx
          .insert(conflictDeclarations)
          .values({ entryId: entry.id, accountId: chen.actor.id, answer: "conflict", at: JUDGING });
        expect(await agendaOf(chen)).toEqual([]);
      }),
  );

  it("is a list also for who is in conflict with an entry of the cycle that is not in the round", () =>
    inTransaction(db, async (tx) => {
      const desk = await aDesk(tx);
      const { chen, cycle } = desk;
      const draft = await aCandidate(tx, { cycle });
      await tx.update(screenings).set({ outcome: "ineligible" }).where(eq(screenings.entryId, draft.id));
      await tx
        .insert(conflictDeclarations)
        .values({ entryId: draft.id, accountId: chen.actor.id, answer: "conflict", at: JUDGING });
      await tx.insert(finalisations).values(signed(desk));
      expect(await agendaOf(chen)).toMatchObject([{ kind: "approve" }]);
    }));

  it("is no reader for an entry of a later round that does not score yet, which the round before it may not pass on", () =>
    inTransaction(db, async (tx) => {
      const { cycle, chen } = await aDesk(tx);
      const jury = await aScoredRound(tx, { cycle, position: 2, opensAt: days(3), closesAt: days(9) });
      expect(await agendaOf(chen)).toEqual([]);
      await tx
        .update(rounds)
        .set({ opensAt: days(-1) })
        .where(eq(rounds.id, jury.id));
      expect(await agendaOf(chen)).toMatchObject([{ kind: "assign", id: jury.id }]);
    }));

  it("is no lifting for an entry that is not in the round", () =>
    inTransaction(db, async (tx) => {
      const desk = await aDesk(tx);
      await WAITING.find(([what]) => what.startsWith("a conflict"))![1](tx, desk);
      await tx.update(screenings).set({ outcome: "ineligible", confirmedAt: JUDGING, confirmedBy: desk.chen.actor.id });
      expect(await agendaOf(desk.chen)).toEqual([]);
    }));

  it("ends with the list in the open, with an answer that the team is asked for, and with a chair who may not publish", () =>
    inTransaction(db, async (tx) => {
      const desk = await aDesk(tx);
      const { round, cycle, entry, lin, chen } = desk;
      await tx.insert(finalisations).values({ ...signed(desk), approvedAt: JUDGING, approvedBy: chen.actor.id });
      await tx
        .insert(panelMembers)
        .values({ roundId: round.id, accountId: chen.actor.id, role: "chair", joinedAt: JUDGING });
      expect([(await agendaOf(lin)).length, (await agendaOf(chen)).length]).toEqual([1, 0]);
      await tx.insert(publications).values({ cycleId: cycle.id, roundId: round.id, publishedAt: days(9) });
      expect(await agendaOf(lin)).toEqual([]);
      await unscreened(tx);
      const asks = [{ key: "conditions", finding: "ask" as const, reason: "Which year?" }];
      await tx.insert(eligibilityChecks).values({ entryId: entry.id, findings: asks, ...ofLin(desk) });
      expect(await agendaOf(lin)).toEqual([]);
    }));

  it("is for a chair what is decided in the rounds they chair, but for what they proposed or may not see whole", () =>
    inTransaction(db, async (tx) => {
      const desk = await aDesk(tx);
      const { round, entry } = desk;
      const chair = await contextOf(tx, await aJudge(tx, round, { role: "chair" }));
      const other = await contextOf(tx, await aJudge(tx, await aScoredRound(tx), { role: "chair" }));
      const kinds = async () => (await chairsAgendaOf(chair)).map(({ kind, id }) => [kind, id]);
      await unscreened(tx);
      expect(await kinds()).toEqual([]);
      await tx
        .update(rounds)
        .set({ closesAt: days(-1) })
        .where(eq(rounds.id, round.id));
      expect(await kinds()).toEqual([["freeze", round.id]]);
      await frozen(tx, desk);
      expect(await kinds()).toEqual([["propose", round.id]]);
      const ballot = {
        roundId: round.id,
        method: "approval" as const,
        openedAt: days(-2),
        openedBy: desk.lin.actor.id,
      };
      await tx.insert(ballots).values({ ...ballot, closesAt: days(1) });
      expect(await kinds()).toEqual([]);
      await tx.update(ballots).set({ closesAt: days(-1) });
      expect(await kinds()).toEqual([["vote-again", round.id]]);
      const paper = { roundId: round.id, accountId: chair.actor.id, marks: {}, offered: [], castAt: days(-2) };
      await tx.insert(ballotVoters).values({ roundId: round.id, accountId: chair.actor.id });
      await tx.insert(ballotPapers).values(paper);
      expect(await kinds()).toEqual([["count", round.id]]);
      await tx.update(ballots).set({ countedAt: JUDGING, countedBy: desk.lin.actor.id });
      expect(await kinds()).toEqual([["propose", round.id]]);
      await tx.insert(finalisations).values(signed(desk));
      expect(await kinds()).toEqual([["approve", round.id]]);
      expect(await chairsAgendaOf(other)).toEqual([]);
      await tx.update(finalisations).set({ proposedBy: chair.actor.id });
      expect(await kinds()).toEqual([]);
      await tx.update(finalisations).set({ proposedBy: desk.lin.actor.id });
      await tx.insert(screenings).values({ entryId: entry.id, outcome: "valid", ...ofLin(desk) });
      await tx
        .insert(conflictDeclarations)
        .values({ entryId: entry.id, accountId: chair.actor.id, answer: "conflict", at: JUDGING });
      expect(await kinds()).toEqual([]);
    }));

  it("is refused to whoever judges nowhere", () =>
    inTransaction(db, async (tx) => {
      await expect(chairsAgendaOf(await contextOf(tx, await anAccount(tx)))).rejects.toThrow(Refused);
    }));

  it("has a list to be proposed again where whoever proposed it has no part in deciding any more", () =>
    inTransaction(db, async (tx) => {
      const desk = await aDesk(tx);
      await frozen(tx, desk);
      await tx.insert(finalisations).values({ ...signed(desk), proposedBy: (await anAccount(tx)).id });
      const kinds = async () => (await agendaOf(desk.chen)).map(({ kind }) => kind);
      expect(await kinds()).toEqual(["propose"]);
      await tx.update(finalisations).set({ proposedBy: desk.lin.actor.id });
      expect(await kinds()).toEqual(["approve"]);
    }));

  it("is in the order of what it holds up", () =>
    inTransaction(db, async (tx) => {
      const desk = await aDesk(tx);
      for (const [what, happens] of WAITING)
        if (!/final list|found ineligible|a frozen round|stepped back/.test(what)) await happens(tx, desk);
      const kinds = (await agendaOf(desk.chen)).map(({ kind }) => kind);
      expect(kinds).toEqual(["approve", "package", "inquiry", "screening", "proposal"]);
    }));

  it("is nothing for an observer, and not there for anybody else", () =>
    inTransaction(db, async (tx) => {
      const desk = await aDesk(tx);
      await unscreened(tx);
      expect(await agendaOf(await contextOf(tx, await aStaffMember(tx, "observer")))).toEqual([]);
      for (const other of [await aMember(tx, desk.entry.city.id), await aStaffMember(tx, "administrator")])
        await expect(agendaOf(await contextOf(tx, other))).rejects.toThrow(NotFound);
    }));
});
