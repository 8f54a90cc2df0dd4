import { eq, sum } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { PUBLIC_URL } from "#tests/support/address.ts";
import { eventsOf } from "#tests/support/audit.ts";
import { openBallot } from "#app/domain/ballot/commands.server.ts";
import { Invalid, NotFound, type Refusal, type Refused } from "#app/domain/errors.ts";
import { draftsOf } from "#app/domain/ranking/missing.server.ts";
import { wholeRanking } from "#app/domain/ranking/queries.server.ts";
import { cycleResults } from "#app/domain/result/queries.server.ts";
import { approveList } from "#app/domain/correction/commands.server.ts";
import { freezeRound, proposeShortlist, select } from "#app/domain/shortlist/commands.server.ts";
import { selectionOf, signingOf } from "#app/domain/shortlist/queries.server.ts";
import { listHash } from "#app/domain/shortlist/rules.ts";
import { notNow, yes } from "#app/domain/verdict.ts";
import type { Db } from "#db/client.server.ts";
import { cities } from "#db/schema/city.ts";
import { roleGrants } from "#db/schema/account.ts";
import { commitments } from "#db/schema/commitment.ts";
import { decisions } from "#db/schema/decision.ts";
import { conflictDeclarations } from "#db/schema/conflict.ts";
import { panelMembers } from "#db/schema/panel.ts";
import { entryTotals, reviews } from "#db/schema/review.ts";
import { freezes } from "#db/schema/round.ts";
import { finalisations, selections } from "#db/schema/shortlist.ts";
import { inTransaction, testDatabase } from "#tests/support/database.ts";
import { aCity, aStaffMember, JUDGING } from "#tests/support/factories.ts";
import {
  aCandidate,
  aContest,
  aJudge,
  anAdjustedRound,
  aReview,
  aScoredRound,
  contextOf,
  days,
} from "#tests/support/judging.ts";
import { WAYS_TO_LEAVE } from "#tests/support/leaving.ts";
import type { Bundle } from "#tests/support/forged-bundle.ts";
import { aProvedRound } from "#tests/support/proved-round.ts";

const { db } = await testDatabase();

/** Three entries, a > b > c, one place on each of two levels; the second mean is set by `second`. */
async function aDecision(tx: Db, { second = [4, 4], frozen = true }: { second?: number[]; frozen?: boolean } = {}) {
  const cycle = await aContest(tx);
  const round = await aScoredRound(tx, { cycle });
  const [reviewer, ingrid] = [
    await aJudge(tx, round),
    await aJudge(tx, round, { role: "chair", name: "Ingrid Solheim" }),
  ];
  const [lin, chen] = [await aStaffMember(tx), await aStaffMember(tx)];
  const entries = [];
  for (const values of [[5, 5], second, [2, 2]]) {
    const entry = await aCandidate(tx, { cycle });
    await aReview(tx, { round, entry, reviewer, values });
    entries.push(entry);
  }
  const [a, b, c] = entries as [(typeof entries)[0], (typeof entries)[0], (typeof entries)[0]];
  const scene = {
    cycle,
    round,
    reviewer,
    ingrid: await contextOf(tx, ingrid),
    lin: await contextOf(tx, lin),
    chen: await contextOf(tx, chen),
    a,
    b,
    c,
  };
  if (frozen) await freezeRound(scene.ingrid, round.id);
  return scene;
}

const typesOf = async (tx: Db, subject: string) => (await eventsOf({ db: tx }, subject)).map(({ type }) => type);
const decided = (tx: Db, roundId: string) =>
  tx
    .select({
      entryId: decisions.entryId,
      levelKey: decisions.levelKey,
      rank: decisions.rank,
      reason: decisions.reason,
    })
    .from(decisions)
    .where(eq(decisions.roundId, roundId));

describe("the freeze", () => {
  it("keeps who, when, how many, and a fingerprint that is in the audit trail", () =>
    inTransaction(db, async (tx) => {
      const { round, ingrid } = await aDecision(tx);
      const [freeze] = await tx.select().from(freezes).where(eq(freezes.roundId, round.id));
      expect(freeze).toMatchObject({
        at: JUDGING,
        by: ingrid.actor.id,
        reviews: 3,
        scoresSha256: expect.stringMatching(/^[0-9a-f]{64}$/),
      });
      expect(await typesOf(tx, round.id)).toContain("round.frozen");
    }));
  it("happens once", () =>
    inTransaction(db, async (tx) => {
      const { round, lin } = await aDecision(tx);
      await expect(freezeRound(lin, round.id)).rejects.toMatchObject({ because: "round-frozen", how: "not-now" });
    }));
  it("is not a reviewer's to do", () =>
    inTransaction(db, async (tx) => {
      const { round, reviewer } = await aDecision(tx, { frozen: false });
      await expect(freezeRound(await contextOf(tx, reviewer), round.id)).rejects.toBeInstanceOf(NotFound);
      expect(await tx.select().from(freezes)).toEqual([]);
    }));
  it("leaves drafts out", () =>
    inTransaction(db, async (tx) => {
      const { round, lin, a } = await aDecision(tx, { frozen: false });
      await aReview(tx, { round, entry: a, reviewer: await aJudge(tx, round), values: [1, null], submitted: false });
      await freezeRound(lin, round.id);
      expect(await tx.select({ reviews: freezes.reviews }).from(freezes)).toEqual([{ reviews: 3 }]);
    }));
  it("ranks by what it commits to, where a city's former name brought a reviewer into conflict", () =>
    inTransaction(db, async (tx) => {
      const { cycle, round, reviewer, lin } = await aDecision(tx, { frozen: false });
      const city = await aCity(tx, { name: "Entebbe" });
      const entry = await aCandidate(tx, { cycle, city });
      await aReview(tx, { round, entry, reviewer, values: [5, 5] });
      const judge = await aJudge(tx, round, { organisations: ["Kampala"] });
      await aReview(tx, { round, entry, reviewer: judge, values: [1, 1] });
      for (const name of ["Kampala", "Entebbe"]) await tx.update(cities).set({ name }).where(eq(cities.id, city.id));
      await freezeRound(lin, round.id);
      const totals = await tx.select().from(entryTotals).where(eq(entryTotals.entryId, entry.id));
      expect(totals).toMatchObject([{ reviews: 1, total: 500, mean: expect.stringMatching(/^500(\.0*)?$/) }]);
      const [ranked] = await tx.select({ reviews: sum(entryTotals.reviews) }).from(entryTotals);
      const committed = await tx.select().from(commitments).where(eq(commitments.type, "review"));
      expect([Number(ranked!.reviews), committed.length]).toEqual([4, 4]);
    }));
});

describe("selecting", () => {
  it("against the ranking needs a reason; rank and decision are both kept", () =>
    inTransaction(db, async (tx) => {
      const { round, lin, c } = await aDecision(tx);
      const promote = { roundId: round.id, entryId: c.id, levelKey: "deserving" };
      await expect(select(lin, { ...promote, reason: "  " })).rejects.toMatchObject({
        fields: { reason: "reason-needed" },
      });
      await select(lin, { ...promote, reason: "First of its kind in the region" });
      expect(await tx.select({ levelKey: selections.levelKey, reason: selections.reason }).from(selections)).toEqual([
        { levelKey: "deserving", reason: "First of its kind in the region" },
      ]);
      const line = (await selectionOf(lin, round.id)).lines.find(({ entryId }) => entryId === c.id);
      expect(line).toMatchObject({
        rank: 3,
        proposal: { kind: "level", levelKey: null },
        chosen: { levelKey: "deserving" },
      });
      expect(await typesOf(tx, c.id)).toEqual(["shortlist.selected"]);
    }));
  it("going along with the ranking takes the choice back", () =>
    inTransaction(db, async (tx) => {
      const { round, lin, a } = await aDecision(tx);
      await select(lin, { roundId: round.id, entryId: a.id, levelKey: null, reason: "withdrawn by the mayor" });
      await select(lin, { roundId: round.id, entryId: a.id, levelKey: "shortlisted", reason: "" });
      expect(await tx.select().from(selections)).toEqual([]);
    }));
  it("knows only the round's own levels", () =>
    inTransaction(db, async (tx) => {
      const { round, lin, a } = await aDecision(tx);
      await expect(
        select(lin, { roundId: round.id, entryId: a.id, levelKey: "emperor", reason: "why not" }),
      ).rejects.toBeInstanceOf(Invalid);
    }));
  it("an entry of another round does not exist", () =>
    inTransaction(db, async (tx) => {
      const { round, lin } = await aDecision(tx);
      await expect(
        select(lin, { roundId: round.id, entryId: (await aDecision(tx)).a.id, levelKey: "shortlisted", reason: "x" }),
      ).rejects.toBeInstanceOf(NotFound);
    }));
  it("waits for the freeze", () =>
    inTransaction(db, async (tx) => {
      const { round, ingrid, a } = await aDecision(tx, { frozen: false });
      await expect(
        select(ingrid, { roundId: round.id, entryId: a.id, levelKey: null, reason: "x" }),
      ).rejects.toMatchObject({ because: "round-not-frozen" });
    }));
  it("an entry in conflict is neither shown nor theirs to decide, whatever the role", () =>
    inTransaction(db, async (tx) => {
      const { round, cycle } = await aDecision(tx, { frozen: false });
      const peru = await aCandidate(tx, { cycle, city: await aCity(tx, { country: "PE" }) });
      const chair = await contextOf(tx, await aJudge(tx, round, { role: "chair", countries: ["PE"] }));
      await freezeRound(chair, round.id);
      const { lines, partial } = await selectionOf(chair, round.id);
      expect(partial).toBe(true);
      expect(lines.map(({ entryId }) => entryId)).not.toContain(peru.id);
      expect(lines.map(({ rank }) => rank)).toEqual([null, null, null]);
      await expect(
        select(chair, { roundId: round.id, entryId: peru.id, levelKey: "shortlisted", reason: "x" }),
      ).rejects.toBeInstanceOf(NotFound);
    }));
  it("B30: nothing that is shown tells at which level an entry in conflict stands", () =>
    inTransaction(db, async (tx) => {
      const seenWith = async (values: [number, number]) => {
        const { round, cycle, reviewer, a } = await aDecision(tx, { frozen: false });
        const peru = await aCandidate(tx, { cycle, city: await aCity(tx, { country: "PE" }) });
        await aReview(tx, { round, entry: peru, reviewer, values });
        await aReview(tx, {
          round,
          entry: peru,
          reviewer: await aJudge(tx, round),
          values: [1, null],
          submitted: false,
        });
        const chair = await contextOf(tx, await aJudge(tx, round, { role: "chair", countries: ["PE"] }));
        const drafts = await draftsOf(chair, round.id);
        await freezeRound(chair, round.id);
        const { lines, places, obstacles, freeze } = await selectionOf(chair, round.id);
        const asked = await select(chair, {
          roundId: round.id,
          entryId: a.id,
          levelKey: "shortlisted",
          reason: "",
        }).catch((error: Invalid) => error.fields);
        const choice = {
          roundId: round.id,
          entryId: a.id,
          levelKey: "shortlisted",
          reason: "It is the best I can see",
        };
        await select(chair, choice);
        const [chosen] = await tx
          .select({ level: selections.levelKey })
          .from(selections)
          .where(eq(selections.roundId, round.id));
        return {
          drafts,
          lines: lines.map(({ total, rank, proposal, chosen: before }) => ({ total, rank, proposal, before })),
          places,
          obstacles,
          reviews: freeze?.reviews,
          asked,
          chosen,
        };
      };
      const best = await seenWith([5, 5]);
      expect(best).toEqual(await seenWith([1, 1]));
      expect(best).toMatchObject({
        drafts: 0,
        lines: Array.from({ length: 3 }, () => ({ rank: null, proposal: { kind: "withheld" } })),
        places: [],
        obstacles: [],
        reviews: null,
        asked: { reason: "reason-needed" },
        chosen: { level: "shortlisted" },
      });
    }));
});

describe("two signatures", () => {
  it("make the list final: one decision per entry, the ranking beside it", () =>
    inTransaction(db, async (tx) => {
      const { round, lin, ingrid, a, b, c } = await aDecision(tx);
      await select(lin, { roundId: round.id, entryId: b.id, levelKey: null, reason: "Stopped last year" });
      await proposeShortlist(lin, round.id);
      await approveList(ingrid, round.id, PUBLIC_URL);
      expect(await decided(tx, round.id)).toEqual(
        expect.arrayContaining([
          { entryId: a.id, levelKey: "shortlisted", rank: 1, reason: "" },
          { entryId: b.id, levelKey: null, rank: 2, reason: "Stopped last year" },
          { entryId: c.id, levelKey: null, rank: 3, reason: "" },
        ]),
      );
      const [final] = await tx.select().from(finalisations);
      expect(final).toMatchObject({ proposedBy: lin.actor.id, approvedBy: ingrid.actor.id, places: 1 });
      expect((await typesOf(tx, round.id)).filter((type) => type.startsWith("shortlist"))).toEqual([
        "shortlist.proposed",
        "shortlist.finalised",
      ]);
    }));
  it("are not both one person's", () =>
    inTransaction(db, async (tx) => {
      const { round, lin } = await aDecision(tx);
      await proposeShortlist(lin, round.id);
      await expect(approveList(lin, round.id, PUBLIC_URL)).rejects.toMatchObject({
        because: "needs-second-person",
        how: "never",
      });
      expect(await decided(tx, round.id)).toEqual([]);
    }));
  it("the database itself refuses the same person twice", () =>
    inTransaction(db, async (tx) => {
      const { round, lin } = await aDecision(tx);
      await proposeShortlist(lin, round.id);
      await expect(
        tx.update(finalisations).set({ approvedBy: lin.actor.id, approvedAt: JUDGING }),
      ).rejects.toMatchObject({ cause: { constraint_name: "two_persons" } });
    }));
  it("a change makes the first void", () =>
    inTransaction(db, async (tx) => {
      const { round, lin, ingrid, c } = await aDecision(tx);
      await proposeShortlist(lin, round.id);
      await select(ingrid, { roundId: round.id, entryId: c.id, levelKey: "deserving", reason: "Better than scored" });
      await expect(approveList(ingrid, round.id, PUBLIC_URL)).rejects.toMatchObject({ because: "not-proposed" });
      expect(await typesOf(tx, round.id)).toContain("shortlist.returned");
    }));
  it("hold only for the very list that was signed", () =>
    inTransaction(db, async (tx) => {
      const { round, lin, chen, ingrid, a } = await aDecision(tx);
      await proposeShortlist(lin, round.id);
      await tx.execute(`update entry_totals set total = total + 1 where entry_id = '${a.id}'`);
      await expect(approveList(ingrid, round.id, PUBLIC_URL)).rejects.toMatchObject({
        because: "list-changed",
        how: "not-now",
      });
      expect((await signingOf(ingrid, round.id)).outdated).toBe("list-changed");
      await proposeShortlist(chen, round.id);
      await approveList(lin, round.id, PUBLIC_URL);
      expect(await decided(tx, round.id)).toHaveLength(3);
    }));
  it.each(WAYS_TO_LEAVE)("the first does not outlive its signer's part: %s", (_how, leave) =>
    inTransaction(db, async (tx) => {
      for (const who of ["lin", "ingrid"] as const) {
        const { round, chen, ...people } = await aDecision(tx);
        await proposeShortlist(people[who], round.id);
        await leave(tx, people[who].actor.id);
        expect(await signingOf(chen, round.id)).toMatchObject({
          outdated: "proposer-left",
          proposing: yes,
          approving: notNow("proposer-left"),
        });
        await expect(approveList(chen, round.id, PUBLIC_URL)).rejects.toMatchObject({
          because: "proposer-left",
          how: "not-now",
        });
        expect(await decided(tx, round.id)).toEqual([]);
        await proposeShortlist(chen, round.id);
        expect(await typesOf(tx, round.id)).toContain("shortlist.returned");
        await approveList(await contextOf(tx, await aStaffMember(tx)), round.id, PUBLIC_URL);
        await leave(tx, chen.actor.id);
        expect((await signingOf(await contextOf(tx, await aStaffMember(tx)), round.id)).outdated).toBeNull();
      }
    }),
  );
  it("the first counts as long as its signer has any part in deciding", () =>
    inTransaction(db, async (tx) => {
      const { round, chen, ingrid } = await aDecision(tx);
      await proposeShortlist(ingrid, round.id);
      await tx.delete(panelMembers).where(eq(panelMembers.accountId, ingrid.actor.id));
      const other = await aScoredRound(tx);
      await tx
        .insert(panelMembers)
        .values({ roundId: other.id, accountId: ingrid.actor.id, role: "chair", joinedAt: JUDGING });
      await expect(approveList(chen, round.id, PUBLIC_URL)).rejects.toMatchObject({ because: "proposer-left" });
      await tx.insert(roleGrants).values({ accountId: ingrid.actor.id, role: "secretariat", grantedAt: JUDGING });
      await approveList(chen, round.id, PUBLIC_URL);
    }));
  it("sign what was read, not what stands by then", () =>
    inTransaction(db, async (tx) => {
      const { round, lin, ingrid } = await aDecision(tx);
      await expect(proposeShortlist(lin, round.id, "0".repeat(64))).rejects.toMatchObject({ because: "list-changed" });
      await proposeShortlist(lin, round.id, (await signingOf(lin, round.id)).listSha256);
      await expect(approveList(ingrid, round.id, PUBLIC_URL, "0".repeat(64))).rejects.toMatchObject({
        because: "list-changed",
      });
    }));
  it("a tie at the line has to be decided first, with a reason", () =>
    inTransaction(db, async (tx) => {
      const { round, lin, a, b } = await aDecision(tx, { second: [5, 5] });
      await expect(proposeShortlist(lin, round.id)).rejects.toMatchObject({ because: "tie-undecided", how: "not-now" });
      await select(lin, { roundId: round.id, entryId: a.id, levelKey: "shortlisted", reason: "Reaches more people" });
      await select(lin, { roundId: round.id, entryId: b.id, levelKey: "deserving", reason: "Reaches fewer people" });
      await proposeShortlist(lin, round.id);
    }));
  it("B96: missing reviews are not passed over", () =>
    inTransaction(db, async (tx) => {
      const { round, cycle, lin } = await aDecision(tx, { frozen: false });
      const unread = await aCandidate(tx, { cycle });
      await freezeRound(lin, round.id);
      await expect(proposeShortlist(lin, round.id)).rejects.toMatchObject({
        because: "reviews-missing",
        how: "not-now",
      });
      await select(lin, {
        roundId: round.id,
        entryId: unread.id,
        levelKey: null,
        reason: "Came without a readable text",
      });
      await proposeShortlist(lin, round.id);
    }));
  it("places are a maximum", () =>
    inTransaction(db, async (tx) => {
      const { round, lin, b } = await aDecision(tx);
      await select(lin, { roundId: round.id, entryId: b.id, levelKey: "shortlisted", reason: "Two firsts" });
      await expect(proposeShortlist(lin, round.id)).rejects.toMatchObject({ because: "too-many-places" });
    }));
  it("none awarded is possible", () =>
    inTransaction(db, async (tx) => {
      const { round, lin, ingrid, a, b } = await aDecision(tx);
      for (const entry of [a, b])
        await select(lin, { roundId: round.id, entryId: entry.id, levelKey: null, reason: "Not this year" });
      await proposeShortlist(lin, round.id);
      await approveList(ingrid, round.id, PUBLIC_URL);
      expect((await decided(tx, round.id)).map(({ levelKey }) => levelKey)).toEqual([null, null, null]);
    }));
  it("who does not see every line may propose and not approve", () =>
    inTransaction(db, async (tx) => {
      const { round, cycle, lin } = await aDecision(tx, { frozen: false });
      const reviewer = await aJudge(tx, round);
      await aReview(tx, {
        round,
        entry: await aCandidate(tx, { cycle, city: await aCity(tx, { country: "PE" }) }),
        reviewer,
        values: [1, 1],
      });
      const chair = await contextOf(tx, await aJudge(tx, round, { role: "chair", countries: ["PE"] }));
      await freezeRound(lin, round.id);
      await proposeShortlist(lin, round.id);
      await expect(approveList(chair, round.id, PUBLIC_URL)).rejects.toMatchObject({
        because: "conflict-in-list",
        how: "never",
      });
      await tx.delete(finalisations);
      await proposeShortlist(chair, round.id);
      await approveList(lin, round.id, PUBLIC_URL);
    }));
  it("B30: proposing answers somebody in conflict the same, however the entry hidden from them stands", () =>
    inTransaction(db, async (tx) => {
      const answerWith = async (values: [number, number] | null, obstacle: string | null) => {
        const { round, cycle, reviewer, lin, a, b, c } = await aDecision(tx, { frozen: false });
        const peru = await aCandidate(tx, { cycle, city: await aCity(tx, { country: "PE" }) });
        if (values) await aReview(tx, { round, entry: peru, reviewer, values });
        const chair = await contextOf(tx, await aJudge(tx, round, { role: "chair", countries: ["PE"] }));
        await freezeRound(lin, round.id);
        for (const [entry, levelKey] of [
          [a, "shortlisted"],
          [b, "deserving"],
          [c, null],
        ] as const)
          await select(chair, { roundId: round.id, entryId: entry.id, levelKey, reason: "As far as I can see" });
        const { proposing } = await signingOf(chair, round.id);
        const answer = await proposeShortlist(chair, round.id).catch((error: Refused) => error.because);
        const approving = (await signingOf(lin, round.id)).approving;
        if (obstacle) {
          expect(approving).toEqual(notNow(obstacle as Refusal));
          await expect(approveList(lin, round.id, PUBLIC_URL)).rejects.toMatchObject({
            because: obstacle,
            how: "not-now",
          });
          expect(await decided(tx, round.id)).toEqual([]);
          await select(lin, { roundId: round.id, entryId: peru.id, levelKey: null, reason: "There is no place left" });
          await proposeShortlist(chair, round.id);
        }
        await approveList(lin, round.id, PUBLIC_URL);
        expect(await decided(tx, round.id)).toHaveLength(4);
        return { proposing, answer };
      };
      const given = [
        await answerWith([1, 1], null),
        await answerWith([5, 5], "tie-undecided"),
        await answerWith([5, 4], "too-many-places"),
        await answerWith(null, "reviews-missing"),
      ];
      expect(given).toEqual(Array.from({ length: 4 }, () => ({ proposing: yes, answer: undefined })));
    }));
  it("wait for the ballot, whoever asks", () =>
    inTransaction(db, async (tx) => {
      const { round, lin, ingrid, b } = await aDecision(tx);
      await tx
        .insert(conflictDeclarations)
        .values({ entryId: b.id, accountId: ingrid.actor.id, answer: "conflict", reason: "advice", at: JUDGING });
      await openBallot(lin, round.id, { method: "approval", seats: null, first: null, closesAt: days(1) }, "");
      for (const ctx of [lin, ingrid]) {
        expect((await signingOf(ctx, round.id)).proposing).toEqual(notNow("ballot-open"));
        await expect(proposeShortlist(ctx, round.id)).rejects.toMatchObject({ because: "ballot-open" });
      }
    }));
  it(
    "departures on the page of the result are those that its proof declares",
    () =>
      inTransaction(db, async (tx) => {
        const AGREED = "As the ranking has it, says the chair.";
        const afterwards = async (tasks: { entryId: string }[], roundId: string) => {
          const chair = await aJudge(tx, { id: roundId }, { role: "chair" });
          const lin = await contextOf(tx, await aStaffMember(tx));
          const { lines } = await selectionOf(lin, roundId);
          const placed = lines.find(({ proposal }) => proposal.kind === "level" && proposal.levelKey !== null)!;
          await tx.insert(conflictDeclarations).values({
            entryId: tasks.find(({ entryId }) => entryId !== placed.entryId)!.entryId,
            accountId: chair.id,
            answer: "conflict",
            at: JUDGING,
          });
          await select(await contextOf(tx, chair), {
            roundId,
            entryId: placed.entryId,
            levelKey: (placed.proposal as { levelKey: string }).levelKey,
            reason: AGREED,
          });
        };
        const { cycle, bundle, lin } = await aProvedRound(tx, { afterwards });
        const proof = JSON.parse(bundle) as Bundle;
        const { results } = await cycleResults(lin, cycle.slug);
        const onPage = results.map(({ reason }) => reason).filter(Boolean);
        expect(onPage).not.toContain(AGREED);
        expect(onPage.sort()).toEqual(proof.reasons!.map(({ record }) => record["reason"]).sort());
        expect(onPage).toContain("Easier to take over.");
        const { deviations } = JSON.parse(proof.statements.at(-1)!.json) as { deviations: { to: string | null }[] };
        expect(onPage).toHaveLength(deviations.filter(({ to }) => to !== null).length);
      }),
    120_000,
  );
  it("a choice that agrees with what is proposed is kept where somebody in conflict made it, and counts as no departure", () =>
    inTransaction(db, async (tx) => {
      const { round, ingrid, lin, a, b } = await aDecision(tx);
      await tx
        .insert(conflictDeclarations)
        .values({ entryId: b.id, accountId: ingrid.actor.id, answer: "conflict", reason: "advice", at: JUDGING });
      await select(ingrid, { roundId: round.id, entryId: a.id, levelKey: "shortlisted", reason: "Agreed" });
      expect((await selectionOf(lin, round.id)).lines.find(({ entryId }) => entryId === a.id)?.chosen).toMatchObject({
        reason: "Agreed",
      });
      expect((await signingOf(lin, round.id)).against).toBe(0);
    }));
  it("what is signed is listed level by level, then who was left out against the proposal, for those who see it all", () =>
    inTransaction(db, async (tx) => {
      const { round, ingrid, lin, a, b, c } = await aDecision(tx);
      const levels = await signingOf(lin, round.id);
      expect(levels.list.map(({ entryId }) => entryId)).toEqual([a.id, b.id]);
      const [best, next] = levels.round.levels.map(({ levelKey }) => levelKey);
      await select(ingrid, { roundId: round.id, entryId: a.id, levelKey: null, reason: "Not carried out" });
      await select(ingrid, { roundId: round.id, entryId: b.id, levelKey: best!, reason: "In its place" });
      await select(ingrid, { roundId: round.id, entryId: c.id, levelKey: next!, reason: "Moves up" });
      expect((await signingOf(lin, round.id)).list.map(({ entryId }) => entryId)).toEqual([b.id, c.id, a.id]);
      await tx
        .insert(conflictDeclarations)
        .values({ entryId: c.id, accountId: lin.actor.id, answer: "conflict", reason: "advice", at: JUDGING });
      expect((await signingOf(lin, round.id)).list).toEqual([]);
    }));
  it("nothing changes once the list is final", () =>
    inTransaction(db, async (tx) => {
      const { round, lin, ingrid, a } = await aDecision(tx);
      await proposeShortlist(lin, round.id);
      await approveList(ingrid, round.id, PUBLIC_URL);
      for (const attempt of [
        () => select(lin, { roundId: round.id, entryId: a.id, levelKey: null, reason: "x" }),
        () => proposeShortlist(lin, round.id),
        () => approveList(ingrid, round.id, PUBLIC_URL),
      ]) {
        await expect(attempt()).rejects.toMatchObject({ because: "already-finalised", how: "not-now" });
      }
    }));
});

it("the fingerprint of the scores is of what was handed in, to the last value", () =>
  inTransaction(db, async (tx) => {
    const first = await aDecision(tx);
    const [before] = await tx
      .select({ sha: freezes.scoresSha256 })
      .from(freezes)
      .where(eq(freezes.roundId, first.round.id));
    expect(await tx.select().from(reviews)).toHaveLength(3);
    const second = await aDecision(tx, { second: [4, 3] });
    const [after] = await tx
      .select({ sha: freezes.scoresSha256 })
      .from(freezes)
      .where(eq(freezes.roundId, second.round.id));
    expect(after!.sha).not.toBe(before!.sha);
  }));

it("keeps the adjusted scores that decided with the decisions, and signs them", () =>
  inTransaction(db, async (tx) => {
    const { round, chair } = await anAdjustedRound(tx, { places: { shortlisted: 3 } });
    const [ingrid, lin] = [await contextOf(tx, chair), await contextOf(tx, await aStaffMember(tx))];
    await freezeRound(ingrid, round.id);
    await proposeShortlist(ingrid, round.id);
    await approveList(lin, round.id, PUBLIC_URL);
    const stored = await tx
      .select({ rank: decisions.rank, levelKey: decisions.levelKey, adjusted: decisions.adjusted })
      .from(decisions)
      .where(eq(decisions.roundId, round.id))
      .orderBy(decisions.rank);
    expect(stored.map(({ levelKey }) => levelKey)).toEqual([...Array(3).fill("shortlisted"), ...Array(9).fill(null)]);
    const ranked = await wholeRanking(ingrid, round.id);
    expect(stored.map(({ adjusted }) => adjusted)).toEqual(ranked.map(({ adjusted }) => adjusted));
    expect(stored.every(({ adjusted }) => Number.isSafeInteger(adjusted))).toBe(true);
    const lines = ranked.map((line) => ({
      ...line,
      proposal: { kind: "no-reviews" as const },
      chosen: null,
      voted: null,
      words: null,
      honours: [],
    }));
    expect(listHash(round.id, "", lines)).not.toBe(
      listHash(
        round.id,
        "",
        lines.map((line, index) => (index === 0 ? { ...line, adjusted: line.adjusted! + 1 } : line)),
      ),
    );
  }));
