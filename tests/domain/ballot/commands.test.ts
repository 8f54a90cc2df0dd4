import { asc, eq, like, sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { PUBLIC_URL } from "#tests/support/address.ts";
import { eventsOf } from "#tests/support/audit.ts";
import { ownData } from "#app/domain/account/queries.server.ts";
import { filterOf } from "#app/domain/audit/input.ts";
import { auditTrail, verifyPart } from "#app/domain/audit/queries.server.ts";
import {
  cast as handIn,
  countBallot as close,
  openBallot as open,
  remindVoters,
} from "#app/domain/ballot/commands.server.ts";
import { ballotInput, type BallotRules, readBallot, readMarks } from "#app/domain/ballot/input.ts";
import { ballotOf, votingIn } from "#app/domain/ballot/queries.server.ts";
import { signNote } from "#app/domain/commitment/note.ts";
import { ballotReminders } from "#app/domain/ballot/letters.server.ts";
import { ownVote, paperOf } from "#app/domain/ballot/papers.server.ts";
import { signLog } from "#app/domain/commitment/commands.server.ts";
import type { Context } from "#app/domain/context.ts";
import { NotFound, Stale } from "#app/domain/errors.ts";
import { proofBundle } from "#app/domain/proof/queries.server.ts";
import { drawOf, lotOf } from "#app/domain/proof/lots.ts";
import { decoysAmong, pairMark, withheldVotes } from "#app/domain/proof/rules.ts";
import { publishResults } from "#app/domain/result/commands.server.ts";
import { approveList } from "#app/domain/correction/commands.server.ts";
import { freezeRound, proposeShortlist, select } from "#app/domain/shortlist/commands.server.ts";
import { selectionOf } from "#app/domain/shortlist/queries.server.ts";
import { Form } from "#app/http/form.server.ts";
import type { Db } from "#db/client.server.ts";
import { accounts } from "#db/schema/account.ts";
import { ballotPapers, ballots, ballotVoters } from "#db/schema/ballot.ts";
import { commitments } from "#db/schema/commitment.ts";
import { conflictDeclarations } from "#db/schema/conflict.ts";
import { auditEvents } from "#db/schema/audit.ts";
import { notifications } from "#db/schema/notification.ts";
import { selections } from "#db/schema/shortlist.ts";
import { type Bundle, changes, forge, type Parts } from "#tests/support/forged-bundle.ts";
import { canonical, type JsonObject, sha256 } from "#app/domain/audit/rules.ts";
import { inTransaction, testDatabase } from "#tests/support/database.ts";
import { aCity, aStaffMember, JUDGING } from "#tests/support/factories.ts";
import {
  aCandidate,
  aContest,
  aJudge,
  aReview,
  aScoredRound,
  aWaiver,
  contextOf,
  days,
} from "#tests/support/judging.ts";
import { countingDatabase } from "#tests/support/statements.ts";
import { stateOlderRules } from "#tests/support/older-rules.ts";
import { KEY, TRUST } from "#tests/support/proved-round.ts";
import { verify } from "../../../public/verify.mjs";

const connection = await testDatabase();
const { db } = connection;
const RULE: BallotRules = { method: "borda", seats: null, first: null, closesAt: days(1) };
const after = (ctx: Context) => ({ ...ctx, now: days(2) });
const PORTAL_URL = "https://award.example";
const openBallot = (ctx: Context, roundId: string, rule: BallotRules) => open(ctx, roundId, rule, PORTAL_URL);
const countBallot = (ctx: Context, roundId: string) => close(ctx, roundId, PORTAL_URL);
/** Hands in the paper that its voter sees at this moment. */
const cast = async (ctx: Context, roundId: string, marks: Record<string, number>) =>
  handIn(ctx, roundId, { shown: (await paperOf(ctx, roundId)).candidates.map(({ entryId }) => entryId), marks });
/** Votes again, which is later than the first time. */
const again = (ctx: Context) => ({ ...ctx, now: new Date(ctx.now.getTime() + 1) });

/**
 * A frozen round: four entries, four judges of whom the last is in conflict with the first entry where that is asked
 * for, and a chair from elsewhere. Not scored, unless that is asked for: then six more entries rank below these, of
 * which the first is fourth, and enough was read for everything to be disclosed.
 */
async function aFinal(
  tx: Db,
  {
    conflict = false,
    scored = false,
    more = 0,
    older = false,
  }: { conflict?: boolean; scored?: boolean; more?: number; older?: boolean } = {},
) {
  const cycle = await aContest(tx);
  const round = await aScoredRound(tx, { cycle, places: { shortlisted: 1, deserving: 1 } });
  if (older) await stateOlderRules(tx, round.id, JUDGING);
  const entries = [];
  for (const title of [
    "Alpha",
    "Beta",
    "Gamma",
    "Delta",
    ...(scored ? "EFGHIJ" : ""),
    ...Array.from({ length: more }, (_each, at) => `More ${at}`),
  ])
    entries.push(await aCandidate(tx, { cycle, title, city: await aCity(tx) }));
  const judges = [];
  for (let at = 0; at < 4; at++) judges.push(await aJudge(tx, round, { name: `Judge ${at}` }));
  if (conflict) await declare(tx, judges[3]!.id, entries[0]!.id);
  const [chair, lin, chen] = [
    await aJudge(tx, round, { role: "chair", name: "Ingrid" }),
    await aStaffMember(tx),
    await aStaffMember(tx),
  ];
  if (scored) {
    for (const [at, entry] of entries.entries())
      for (const reviewer of conflict && at === 0 ? [...judges.slice(0, 3), chair] : [...judges, chair])
        await aReview(tx, { round, entry, reviewer, values: at < 4 ? [at + 2, at + 2] : [1, 1] });
  }
  const ctx = {
    judges: await Promise.all(judges.map((each) => contextOf(tx, each))),
    chair: await contextOf(tx, chair),
    lin: await contextOf(tx, lin),
    chen: await contextOf(tx, chen),
  };
  await freezeRound(ctx.chair, round.id);
  const [a, b, c, d] = entries.map(({ id }) => id) as [string, string, string, string];
  const ranked = (...ids: string[]) => Object.fromEntries(ids.map((id, index) => [id, index + 1]));
  return { ...ctx, round, entries, ids: { a, b, c, d }, ranked };
}
const declare = (tx: Db, accountId: string, entryId: string) =>
  tx
    .insert(conflictDeclarations)
    .values({ entryId, accountId, answer: "conflict", at: JUDGING })
    .onConflictDoUpdate({
      target: [conflictDeclarations.entryId, conflictDeclarations.accountId],
      set: { answer: "conflict" },
    });

it.each([false, true])(
  "a paper names the cities of an entry as they were sealed, and none to a voter of a blind round: %s",
  (blind) =>
    inTransaction(db, async (tx) => {
      const cycle = await aContest(tx);
      const round = await aScoredRound(tx, { cycle, blind });
      const together = [{ cityName: "CNRY-partner", country: "BO" }];
      for (const joint of [together, undefined])
        await aCandidate(tx, {
          cycle,
          city: await aCity(tx, { name: "CNRY-city" }),
          ...(joint ? { together: joint } : {}),
        });
      const [judge, chair] = [await aJudge(tx, round), await aJudge(tx, round, { role: "chair" })];
      await freezeRound(await contextOf(tx, chair), round.id);
      await openBallot(await contextOf(tx, await aStaffMember(tx)), round.id, RULE);
      const { candidates } = await paperOf(await contextOf(tx, judge), round.id);
      expect(
        candidates
          .map(({ cityName, coApplicants }) => ({ cityName, coApplicants }))
          .sort((one, other) => other.coApplicants.length - one.coApplicants.length),
      ).toEqual(
        blind
          ? [
              { cityName: null, coApplicants: [] },
              { cityName: null, coApplicants: [] },
            ]
          : [
              { cityName: "CNRY-city", coApplicants: together },
              { cityName: "CNRY-city", coApplicants: [] },
            ],
      );
    }),
);

const lettersIn = (tx: Db) =>
  tx
    .select({
      kind: notifications.kind,
      accountId: notifications.accountId,
      locale: notifications.locale,
      params: notifications.params,
    })
    .from(notifications)
    .where(like(notifications.kind, "%ballot%"))
    .orderBy(asc(notifications.createdAt));

describe("letters to voters", () => {
  it("go to each when it opens, in their language with the closing time and the address of the paper; to nobody whom a conflict keeps from voting", () =>
    inTransaction(db, async (tx) => {
      const { judges, chair, lin, round } = await aFinal(tx, { conflict: true });
      await tx.update(accounts).set({ locale: "fr" }).where(eq(accounts.id, judges[0]!.actor.id));
      await tx.update(accounts).set({ disabledAt: JUDGING }).where(eq(accounts.id, judges[1]!.actor.id));
      await openBallot(lin, round.id, { ...RULE, method: "stv", seats: 1 });
      const letters = await lettersIn(tx);
      expect(letters.map(({ accountId }) => accountId).sort()).toEqual(
        [judges[0]!, judges[2]!, chair].map(({ actor }) => actor.id).sort(),
      );
      expect(letters.every(({ kind }) => kind === "ballot-open")).toBe(true);
      expect(letters.find(({ locale }) => locale === "fr")!.params).toMatchObject({
        closes: expect.stringContaining("avril") as string,
        closesUtc: expect.stringContaining("UTC") as string,
        link: `${PORTAL_URL}/judging/rounds/${round.id}/ballot`,
      });
    }));

  it("remind those whose paper is not in and who can still vote, once a day, by whoever decides", () =>
    inTransaction(db, async (tx) => {
      const {
        judges,
        chair,
        lin,
        round,
        entries,
        ids: { a, b, c, d },
        ranked,
      } = await aFinal(tx);
      await expect(remindVoters(lin, round.id, PORTAL_URL)).rejects.toMatchObject({ because: "ballot-closed" });
      await openBallot(lin, round.id, RULE);
      await cast(judges[0]!, round.id, ranked(a, b, c, d));
      for (const { id } of entries.slice(1)) await declare(tx, judges[1]!.actor.id, id);
      for (const act of [
        (ctx: Context) => remindVoters(ctx, round.id, PORTAL_URL),
        (ctx: Context) => ballotReminders(ctx, round.id, PORTAL_URL),
      ]) {
        await expect(act(judges[0]!)).rejects.toBeInstanceOf(NotFound);
        await expect(act(await contextOf(tx, await aStaffMember(tx, "observer")))).rejects.toMatchObject({
          because: "not-your-role",
        });
        await expect(act(after(lin))).rejects.toMatchObject({ because: "ballot-closed" });
      }
      expect(await remindVoters(chair, round.id, PORTAL_URL)).toBe(3);
      const reminded = (await lettersIn(tx)).filter(({ kind }) => kind === "reminder-ballot");
      expect(reminded.map(({ accountId }) => accountId).sort()).toEqual(
        [judges[2]!, judges[3]!, chair].map(({ actor }) => actor.id).sort(),
      );
      expect(await ballotReminders(lin, round.id, PORTAL_URL)).toMatchObject({ letters: [], resting: 3 });
      await expect(remindVoters(lin, round.id, PORTAL_URL)).rejects.toMatchObject({ because: "nobody-to-remind" });
      expect((await eventsOf({ db: tx }, round.id)).filter(({ type }) => type === "reminder.sent")).toMatchObject([
        { actorId: chair.actor.id },
      ]);
    }));

  it("say where the receipt is once it is counted, to those who voted alone, and nothing of what they gave", () =>
    inTransaction(db, async (tx) => {
      const {
        judges,
        lin,
        round,
        ids: { a, b, c, d },
        ranked,
      } = await aFinal(tx);
      await openBallot(lin, round.id, RULE);
      for (const judge of judges.slice(0, 2)) await cast(judge, round.id, ranked(a, b, c, d));
      await countBallot(after(lin), round.id);
      const told = (await lettersIn(tx)).filter(({ kind }) => kind === "ballot-counted");
      expect(told.map(({ accountId }) => accountId).sort()).toEqual(
        judges
          .slice(0, 2)
          .map(({ actor }) => actor.id)
          .sort(),
      );
      for (const { params } of told)
        expect(params).toEqual({
          round: expect.any(String) as string,
          link: `${PORTAL_URL}/judging/rounds/${round.id}/ballot/receipt`,
        });
    }));
});

describe("a ballot", () => {
  it("orders the list once it is counted, and not a word of a vote is told before", () =>
    inTransaction(db, async (tx) => {
      const {
        judges,
        chair,
        lin,
        round,
        ids: { a, b, c, d },
        ranked,
      } = await aFinal(tx);
      expect(await votingIn(judges[0]!, round.id)).toBeNull();
      await select(lin, { roundId: round.id, entryId: a, levelKey: "shortlisted", reason: "By hand" });
      await openBallot(lin, round.id, RULE);
      for (const [at, order] of [
        [b, c, a, d],
        [b, a, c, d],
        [c, b, d, a],
        [b, d, c, a],
      ].entries()) {
        await cast(judges[at]!, round.id, ranked(...order));
        const told = JSON.stringify(await ballotOf(lin, round.id));
        expect(told).not.toContain("marks");
        expect(await ballotOf(lin, round.id)).toMatchObject({ outcome: null, facts: { papers: at + 1, voters: 5 } });
      }
      expect((await paperOf(judges[1]!, round.id)).own?.marks).toEqual(ranked(b, a, c, d));
      await cast(again(judges[0]!), round.id, ranked(b, c, d, a));
      await expect(countBallot(chair, round.id)).rejects.toMatchObject({ because: "ballot-running" });
      await expect(proposeShortlist(lin, round.id)).rejects.toMatchObject({ because: "ballot-open" });
      expect((await selectionOf(lin, round.id)).obstacles).toContain("ballot-open");
      await countBallot(after(chair), round.id);

      const { outcome } = await ballotOf(lin, round.id);
      expect(outcome!.candidates.map(({ id, place, votes, voters }) => [id, place, votes, voters])).toEqual([
        [b, 1, "11/12", 4],
        [c, 2, "7/12", 4],
        ...[
          [a, 4, "1/6", 4],
          [d, 3, "1/3", 4],
        ].sort((x, y) => Number(x[1]) - Number(y[1])),
      ]);
      const selection = await selectionOf(lin, round.id);
      expect(selection.lines.map(({ entryId, proposal, chosen }) => [entryId, proposal, chosen])).toEqual([
        [b, { kind: "level", levelKey: "shortlisted" }, null],
        [c, { kind: "level", levelKey: "deserving" }, null],
        [d, { kind: "level", levelKey: null }, null],
        [a, { kind: "level", levelKey: null }, null],
      ]);
      expect(await tx.select().from(selections)).toEqual([]);
      expect(selection.obstacles).toEqual([]);
      const events = (await eventsOf({ db: tx }, round.id)).filter(({ type }) => type.startsWith("ballot."));
      expect(events.map(({ type }) => type)).toEqual([
        "ballot.opened",
        ...Array(5).fill("ballot.cast"),
        "ballot.counted",
      ]);
      const written = (await tx.select({ payload: auditEvents.payload }).from(auditEvents))
        .map(({ payload }) => payload.toString())
        .filter((text) => text.includes("ballot.cast"))
        .join();
      expect(written).not.toBe("");
      for (const id of [a, b, c, d]) expect(written).not.toContain(id);
      const trail = async (query: string) =>
        (
          await auditTrail(lin, filterOf(new URL(`https://award.example/audit?${query}`)), { limit: 99, offset: 0 })
        ).map(({ type }) => type);
      expect(await trail("")).toContain("ballot.counted");
      for (const query of ["", `actor=${judges[0]!.actor.id}`, "type=ballot.cast"])
        expect(await trail(query)).not.toContain("ballot.cast");
      expect(JSON.stringify(await ownData(judges[0]!))).not.toContain("ballot.cast");
      expect(await verifyPart(lin, null, 1000)).toMatchObject({ done: true, faults: [] });
      for (const late of [
        () => cast(judges[0]!, round.id, ranked(a)),
        () => openBallot(lin, round.id, RULE),
        () => countBallot(after(lin), round.id),
      ])
        await expect(late()).rejects.toMatchObject({ how: "not-now" });
    }));

  it("belongs to those who decide; a paper to its voter alone", () =>
    inTransaction(db, async (tx) => {
      const {
        judges,
        lin,
        round,
        ids: { a, b },
        ranked,
      } = await aFinal(tx);
      const observer = await contextOf(tx, await aStaffMember(tx, "observer"));
      for (const act of [
        (ctx: Context) => openBallot(ctx, round.id, RULE),
        (ctx: Context) => countBallot(ctx, round.id),
      ]) {
        await expect(act(judges[0]!)).rejects.toBeInstanceOf(NotFound);
        await expect(act(observer)).rejects.toMatchObject({ because: "not-your-role" });
      }
      await openBallot(lin, round.id, RULE);
      for (const who of [lin, observer])
        for (const what of [() => paperOf(who, round.id), () => cast(who, round.id, ranked(a, b))])
          await expect(what()).rejects.toBeInstanceOf(NotFound);
      await expect(ballotOf(judges[0]!, round.id)).rejects.toBeInstanceOf(NotFound);
      await expect(cast(after(judges[0]!), round.id, ranked(a, b))).rejects.toMatchObject({ because: "ballot-closed" });
      await expect(countBallot(after(lin), round.id)).rejects.toMatchObject({ because: "ballot-empty" });
      await openBallot(after(lin), round.id, { ...RULE, method: "approval", closesAt: days(3) });
      expect((await ballotOf(after(lin), round.id)).ballot?.method).toBe("approval");
    }));

  it("keeps whoever is in conflict from the entry, counts its share among the others, and hides from them what came of it", () =>
    inTransaction(db, async (tx) => {
      const {
        judges,
        lin,
        round,
        ids: { a, b, c, d },
        ranked,
      } = await aFinal(tx, { conflict: true });
      await openBallot(lin, round.id, RULE);
      const paper = await paperOf(judges[3]!, round.id);
      expect(paper.candidates.map(({ entryId }) => entryId)).not.toContain(a);
      expect(paper).not.toHaveProperty("kept");
      for (const [at, order] of [
        [a, b, c, d],
        [a, c, b, d],
        [a, b, d, c],
      ].entries())
        await cast(judges[at]!, round.id, ranked(...order));
      await cast(judges[3]!, round.id, { [b]: 1, [c]: 2, [a]: 3 });
      expect((await paperOf(judges[3]!, round.id)).own?.marks).toEqual({ [b]: 1, [c]: 2 });
      await countBallot(after(lin), round.id);
      expect((await ballotOf(lin, round.id)).outcome!.candidates[0]).toEqual({
        id: a,
        place: 1,
        votes: "1",
        voters: 3,
      });
      await declare(tx, lin.actor.id, a);
      const seen = await ballotOf(lin, round.id);
      expect([seen.partial, seen.outcome, JSON.stringify(seen.candidates).includes("Alpha")]).toEqual([
        true,
        null,
        false,
      ]);
      expect((await selectionOf(lin, round.id)).lines.map(({ voted, proposal }) => [voted, proposal.kind])).toEqual(
        Array(3).fill([null, "withheld"]),
      );
    }));

  it("by transferable vote leaves out altogether whoever is in conflict with one entry, at once or later; and needs somebody for each", () =>
    inTransaction(db, async (tx) => {
      const {
        judges,
        chair,
        lin,
        round,
        ids: { a, b, c, d },
        ranked,
      } = await aFinal(tx, { conflict: true });
      await openBallot(lin, round.id, { ...RULE, method: "stv", seats: 2 });
      expect([await votingIn(judges[3]!, round.id), (await tx.select().from(ballotVoters)).length]).toEqual([null, 4]);
      for (const judge of [judges[0]!, judges[1]!, judges[2]!, chair]) await cast(judge, round.id, ranked(a, b));
      await cast(again(chair), round.id, ranked(c, d));
      await declare(tx, chair.actor.id, d);
      await expect(cast(chair, round.id, ranked(c))).rejects.toMatchObject({ because: "conflict", how: "never" });
      await countBallot(after(lin), round.id);
      expect((await ballotOf(lin, round.id)).outcome).toMatchObject({
        papers: 3,
        quota: 2,
        candidates: [{ id: a, place: 1 }, { id: b, place: 2 }, { place: null }, { place: null }],
      });
    }));

  it("is not opened by whoever a conflict keeps from the ranking, and by transferable vote among the first leaves out as many as among all", () =>
    inTransaction(db, async (tx) => {
      const {
        judges,
        lin,
        chen,
        round,
        ids: { a },
      } = await aFinal(tx, { conflict: true, scored: true });
      await declare(tx, chen.actor.id, a);
      await expect(openBallot(chen, round.id, { ...RULE, first: 2 })).rejects.toMatchObject({
        because: "conflict-in-list",
        how: "never",
      });
      expect((await ballotOf(chen, round.id)).opening).toMatchObject({ because: "conflict-in-list" });
      await openBallot(lin, round.id, { ...RULE, method: "stv", seats: 1, first: 2 });
      expect((await ballotOf(lin, round.id)).candidates.map(({ entryId }) => entryId)).not.toContain(a);
      expect([await votingIn(judges[3]!, round.id), await votingIn(judges[0]!, round.id)]).toEqual([null, "open"]);
    }));

  it("is not opened on what nobody may vote on, nor before the freeze, nor beside a proposed list", () =>
    inTransaction(db, async (tx) => {
      const {
        judges,
        chair,
        lin,
        chen,
        round,
        entries,
        ids: { a },
      } = await aFinal(tx);
      for (const { actor } of [...judges, chair]) await declare(tx, actor.id, a);
      await expect(openBallot(lin, round.id, RULE)).rejects.toMatchObject({ because: "ballot-nobody" });
      expect(await tx.select().from(ballots)).toEqual([]);
      for (const { id } of entries)
        await select(lin, { roundId: round.id, entryId: id, levelKey: null, reason: "None" });
      await proposeShortlist(lin, round.id);
      await expect(openBallot(chen, round.id, RULE)).rejects.toMatchObject({ because: "already-proposed" });
      const other = await aScoredRound(tx, { cycle: { id: round.cycleId }, position: 2 });
      await expect(openBallot(chen, other.id, RULE)).rejects.toMatchObject({ because: "round-not-frozen" });
    }));

  it.each([
    [60, undefined],
    [61, { first: "too-many-for-model" }],
  ])("by a model is opened on 60 entries at most, so that it can be counted: on %i", (entries, fields) =>
    inTransaction(db, async (tx) => {
      const { lin, round } = await aFinal(tx, { more: entries - 4 });
      const opened = openBallot(lin, round.id, { ...RULE, method: "plackett-luce" });
      await (fields ? expect(opened).rejects.toMatchObject({ fields }) : expect(opened).resolves.toBeUndefined());
      await openBallot(lin, round.id, RULE);
    }),
  );

  it("is opened again while nobody has voted, waits for no closed account, and takes no silence of before a waiver for a no", () =>
    inTransaction(db, async (tx) => {
      const {
        judges,
        chair,
        lin,
        round,
        ids: { a, b, c, d },
      } = await aFinal(tx, { conflict: true });
      await openBallot(lin, round.id, RULE);
      await openBallot(lin, round.id, { ...RULE, method: "approval" });
      await tx.update(accounts).set({ disabledAt: JUDGING }).where(eq(accounts.id, judges[0]!.actor.id));
      expect((await ballotOf(lin, round.id)).facts).toMatchObject({ voters: 4, papers: 0 });
      for (const judge of [judges[1]!, judges[2]!, chair])
        await cast(judge, round.id, { [a]: 1, [b]: 1, [c]: 0, [d]: 0 });
      await expect(openBallot(lin, round.id, RULE)).rejects.toMatchObject({ because: "ballot-held" });
      await cast(judges[3]!, round.id, { [b]: 1, [c]: 0, [d]: 0 });
      await aWaiver(tx, { roundId: round.id, entryId: a, accountId: judges[3]!.actor.id });
      await countBallot(lin, round.id);
      expect((await ballotOf(lin, round.id)).outcome!.candidates.find(({ id }) => id === a)).toEqual({
        id: a,
        place: 1,
        votes: "1",
        voters: 3,
      });
    }));

  it.each(["borda", "plackett-luce"] as const)(
    "by %s takes a conflict that was lifted after the vote for no rank at all, of many entries and of two",
    (method) =>
      inTransaction(db, async (tx) => {
        const {
          judges,
          chair,
          lin,
          round,
          ids: { a, b, c, d },
          ranked,
        } = await aFinal(tx, { conflict: true });
        await openBallot(lin, round.id, { ...RULE, method });
        for (const judge of [judges[0]!, judges[1]!, judges[2]!]) await cast(judge, round.id, ranked(a, b, c, d));
        await cast(judges[3]!, round.id, ranked(d, c, b));
        for (const id of [c, d]) await declare(tx, chair.actor.id, id);
        await cast(chair, round.id, ranked(a, b));
        for (const id of [c, d]) await aWaiver(tx, { roundId: round.id, entryId: id, accountId: chair.actor.id });
        await aWaiver(tx, { roundId: round.id, entryId: a, accountId: judges[3]!.actor.id });
        for (const id of [b, c]) await declare(tx, judges[3]!.actor.id, id);
        await countBallot(lin, round.id);
        const { papers, candidates } = (await ballotOf(lin, round.id)).outcome!;
        expect([papers, candidates.map(({ id, place, voters }) => [id, place, voters])]).toEqual([
          4,
          [
            [a, 1, 4],
            [b, 2, 4],
            [c, 3, 3],
            [d, 4, 3],
          ],
        ]);
        if (method === "borda") expect(candidates.map(({ votes }) => votes)).toEqual(["1", "1/2", "1/3", "0"]);
      }),
  );

  it("takes for no rank what a waiver gave back while the paper lay open, and asks to open it again where nothing of it is left", () =>
    inTransaction(db, async (tx) => {
      const {
        judges,
        lin,
        round,
        ids: { a, b, c, d },
        ranked,
      } = await aFinal(tx, { conflict: true });
      await openBallot(lin, round.id, RULE);
      const shown = (await paperOf(judges[3]!, round.id)).candidates.map(({ entryId }) => entryId);
      await aWaiver(tx, { roundId: round.id, entryId: a, accountId: judges[3]!.actor.id });
      await expect(handIn(judges[3]!, round.id, { shown: [], marks: {} })).rejects.toBeInstanceOf(Stale);
      await handIn(judges[3]!, round.id, { shown, marks: ranked(b, c, d, a) });
      expect((await paperOf(judges[3]!, round.id)).own).toMatchObject({
        offered: [b, c, d].sort(),
        marks: ranked(b, c, d),
      });
    }));

  it("its rule, its electorate and its votes stand in the database too", () =>
    inTransaction(db, async (tx) => {
      const {
        judges,
        lin,
        round,
        ids: { a, b },
        ranked,
      } = await aFinal(tx);
      await openBallot(lin, round.id, RULE);
      await cast(judges[0]!, round.id, ranked(a, b));
      const here = eq(ballots.roundId, round.id);
      const refused = (act: (nested: Db) => Promise<unknown>) => expect(tx.transaction(act)).rejects.toThrow();
      await refused((nested) => nested.update(ballots).set({ method: "approval" }).where(here));
      await refused((nested) => nested.insert(ballotVoters).values({ roundId: round.id, accountId: lin.actor.id }));
      await refused((nested) =>
        nested
          .insert(ballotPapers)
          .values({ roundId: round.id, accountId: lin.actor.id, marks: {}, offered: [], castAt: JUDGING }),
      );
      await refused((nested) => nested.delete(ballotPapers));
      await countBallot(after(lin), round.id);
      await refused((nested) => nested.update(ballotPapers).set({ marks: {} }));
      await refused((nested) => nested.update(ballots).set({ outcome: null }).where(here));
    }));
});

/**
 * Voted on by four, made final by two and published. With `late` five vote, and the fourth comes into conflict with one
 * entry afterwards. Answers the proof and the receipt of the fourth.
 */
async function published(
  method: BallotRules["method"],
  { conflict = false, late = false, scored = true, seats = null as number | null, equal = false, older = false } = {},
): Promise<{ bundle: string; receipt: string }> {
  const made = { bundle: "", receipt: "" };
  await inTransaction(db, async (tx) => {
    const {
      judges,
      chair,
      lin,
      chen,
      round,
      ids: { a, b, c, d },
      ranked,
    } = await aFinal(tx, { conflict, scored, older });
    await openBallot(lin, round.id, { ...RULE, method, seats, first: scored ? 4 : null });
    const around = [a, b, c, d].map((_first, at, all) => [...all.slice(at), ...all.slice(0, at)]);
    const apart = [
      [b, c, a, d],
      [b, a, c, d],
      [c, b, d],
      [b, d, c, a],
      [b, c, d, a],
    ];
    const orders = (equal ? around : apart).slice(0, conflict || late ? 5 : 4);
    for (const [at, order] of orders.entries())
      await cast(
        [...judges, chair][at]!,
        round.id,
        method === "approval" || method === "yes-no"
          ? Object.fromEntries([a, b, c, d].map((id) => [id, order.indexOf(id) < 2 ? 1 : 0]))
          : method === "bradley-terry"
            ? inPairs(...new Set([...order, a, d]))
            : ranked(...order),
      );
    if (late) await declare(tx, judges[3]!.actor.id, d);
    const [closing, second] = [after(lin), after(chen)];
    await countBallot(closing, round.id);
    for (const { entryId, proposal } of (await selectionOf(closing, round.id)).lines)
      if (proposal.kind === "tie")
        await select(closing, { roundId: round.id, entryId, levelKey: null, reason: "Decided by the panel" });
    if (!equal)
      await select(closing, { roundId: round.id, entryId: b, levelKey: null, reason: "It was realised elsewhere" });
    await proposeShortlist(closing, round.id);
    await approveList(second, round.id, PUBLIC_URL);
    await publishResults(second, { roundId: round.id, at: days(2), publicUrl: PUBLIC_URL });
    await signLog(closing, KEY);
    Object.assign(made, {
      bundle: await proofBundle(closing, round.id),
      receipt: (await ownVote(judges[3]!, KEY, round.id)).text,
    });
  });
  return made;
}
/** Who ranks so, of every two entries. */
const inPairs = (...order: string[]) =>
  Object.fromEntries(order.flatMap((better, at) => order.slice(at + 1).map((other) => [pairMark(better, other), 1])));
/** The first place and another one change hands. */
const swapped = (parts: Parts) => {
  const elected = parts.of("result")["elected"] as { place: number | null }[];
  const [first, other] = [elected.find(({ place }) => place === 1)!, elected.find(({ place }) => place !== 1)!];
  [first.place, other.place] = [other.place, first.place];
};
describe("the receipt for a vote", () => {
  it("is the voter's alone, B95: like no other, even of an equal vote; and once counted leads to a vote of its own in the log and in the proof", () =>
    inTransaction(db, async (tx) => {
      const {
        judges,
        chair,
        lin,
        chen,
        round,
        ids: { a, b, c, d },
        ranked,
      } = await aFinal(tx, { scored: true });
      await openBallot(lin, round.id, { ...RULE, first: 4 });
      const receiptOf = (ctx: Context) => ownVote(ctx, KEY, round.id);
      await expect(receiptOf(judges[0]!)).rejects.toBeInstanceOf(NotFound);
      await cast(judges[0]!, round.id, ranked(d, c, b, a));
      const replaced = (await receiptOf(judges[0]!)).text;
      for (const ctx of [again(judges[0]!), ...judges.slice(1), chair]) await cast(ctx, round.id, ranked(a, b, c, d));
      await expect(receiptOf(lin)).rejects.toBeInstanceOf(NotFound);
      const before = await receiptOf(judges[0]!);
      expect([before.proof, before.counted, before.marks.map(({ entryId, mark }) => [entryId, mark])]).toEqual([
        null,
        null,
        expect.arrayContaining([
          [a, 1],
          [d, 4],
        ]),
      ]);
      await countBallot(after(lin), round.id);
      await signLog(lin, KEY);
      const receipts = await Promise.all([...judges, chair].map(receiptOf));
      const line = (name: string, text: string) => new RegExp(`^${name} (.*)$`, "m").exec(text)![1]!;
      expect(new Set(receipts.map(({ text }) => line("commitment", text))).size).toBe(5);
      for (const [at, { text, proof, counted }] of receipts.entries()) {
        expect(line("for", text)).toBe(`vote by ${[...judges, chair][at]!.actor.id}`);
        expect(text).not.toMatch(/index|size|leaf|slot/);
        expect([proof, counted]).toEqual([expect.stringContaining("tlog-proof@v1"), { opened: true, entries: 4 }]);
      }
      const [{ size }] = (await tx.execute<{ size: number }>(
        sql`select count(*)::int size from log_leaves where kind = 'paper'`,
      )) as unknown as [{ size: number }];
      expect(size).toBe(20);

      const [closing, second] = [after(lin), after(chen)];
      await proposeShortlist(closing, round.id);
      await approveList(second, round.id, PUBLIC_URL);
      await publishResults(second, { roundId: round.id, at: days(2), publicUrl: PUBLIC_URL });
      await signLog(closing, KEY);
      const bundle = await proofBundle(closing, round.id);
      const slots = (JSON.parse(bundle) as { votes: { record: { slot: string } }[] }).votes.map(
        ({ record }) => record.slot,
      );
      expect(slots.length).toBe(5);
      for (const slot of slots) expect(JSON.stringify(receipts)).not.toContain(slot);
      const told = (...kept: string[]) => toldOf(bundle, kept);
      expect(await told(receipts[0]!.text)).toContain("5 of the published votes say the same");
      expect(await told(replaced)).toContain("no published vote says what your receipt says");
      for (const both of [
        [replaced, receipts[0]!.text],
        [receipts[0]!.text, replaced],
      ])
        expect(await told(...both)).toContain("5 of the published votes say the same");
      expect(await told(receipts[0]!.text.replace(/^for .*$/m, `for vote by ${judges[1]!.actor.id}`))).toContain(
        "is wrong",
      );

      const lie = receipts[0]!.text.split("\n\n")[0]!.replace(/^ranked (\w+) (\w+)/m, "ranked $2 $1");
      expect(await told(signNote(`${lie}\n`, KEY))).toContain("says something else than it commits to");

      const everybodys = receipts.map(({ text }) => text);
      const clash = forge(bundle, KEY, (p) => {
        (p.votes[0]!.record["ranked"] as string[]).reverse();
      });
      expect(await told(...everybodys)).toContain("5 of the published votes say the same");
      for (const receipt of everybodys)
        expect(await toldOf(clash, [receipt, receipt])).toContain("4 of the published votes say the same");
      expect(await toldOf(clash, everybodys)).toContain(
        "5 voters' receipts say the same, and only 4 of the published votes do",
      );
    }));

  it("of pairs names what all pages of the paper say, each handed in by itself; an answer taken back is out", () =>
    inTransaction(db, async (tx) => {
      const { judges, lin, round, ids } = await aFinal(tx, { scored: true });
      const { a, b, c, d } = ids;
      await openBallot(lin, round.id, { ...RULE, method: "bradley-terry", first: 4 });
      const shown = [a, b, c, d];
      const page = async (at: number, about: [string, string][], marks: Record<string, number>) =>
        handIn({ ...judges[0]!, now: new Date(judges[0]!.now.getTime() + at) }, round.id, {
          shown,
          marks,
          about: about.flatMap(([one, other]) => [pairMark(one, other), pairMark(other, one)]),
        });
      const given = async () => (await paperOf(judges[0]!, round.id)).given;
      await page(
        0,
        [
          [a, b],
          [c, d],
        ],
        { [pairMark(a, b)]: 1, [pairMark(d, c)]: 1 },
      );
      await page(
        1,
        [
          [a, c],
          [b, d],
        ],
        { [pairMark(c, a)]: 1 },
      );
      expect(await given()).toEqual(
        [
          [a, b],
          [c, a],
          [d, c],
        ].sort(),
      );
      expect((await ownVote(judges[0]!, KEY, round.id)).named).toBe(3);
      await page(
        2,
        [
          [a, b],
          [c, d],
        ],
        { [pairMark(b, a)]: 1 },
      );
      expect(await given()).toEqual(
        [
          [b, a],
          [c, a],
        ].sort(),
      );
      expect((await ownVote(judges[0]!, KEY, round.id)).named).toBe(2);
    }));

  it("of pairs takes every page, also one that was begun earlier and comes later, and waits for whole papers", () =>
    inTransaction(db, async (tx) => {
      const { judges, chair, lin, round, ids } = await aFinal(tx, { scored: true });
      await openBallot(lin, round.id, { ...RULE, method: "bradley-terry", first: 4 });
      const [judge, { a, b, c, d }] = [judges[0]!, ids];
      const page = (ctx: Context, ...pairs: [string, string][]) =>
        handIn(ctx, round.id, {
          shown: [],
          marks: Object.fromEntries(pairs.map(([one, other]) => [pairMark(one, other), 1])),
          about: pairs.flatMap(([one, other]) => [pairMark(one, other), pairMark(other, one)]),
        });
      await page(again(judge), [a, b], [c, d]);
      await page(judge, [a, c], [b, d]);
      await page(judge, [a, d]);
      const { text, named } = await ownVote(judge, KEY, round.id);
      expect([named, text.match(/\w>\w/g)!.length]).toEqual([5, 5]);
      for (const other of [...judges.slice(1), chair]) await cast(other, round.id, inPairs(a, b, c, d));
      expect(await ballotOf(lin, round.id)).toMatchObject({
        facts: { voters: 5, papers: 5, whole: 4 },
        counting: { allowed: false, because: "ballot-running" },
      });
      expect((await ballotReminders(lin, round.id, PUBLIC_URL)).letters.map(({ accountId }) => accountId)).toEqual([
        judge.actor.id,
      ]);
      await page(judge, [b, c]);
      expect(await ballotOf(lin, round.id)).toMatchObject({ facts: { whole: 5 }, counting: { allowed: true } });
    }));

  it("of pairs counts what its page shows, also of an entry whose conflict came and went", () =>
    inTransaction(db, async (tx) => {
      const { judges, lin, round, ids } = await aFinal(tx, { scored: true });
      await openBallot(lin, round.id, { ...RULE, method: "bradley-terry", first: 4 });
      const [judge, { a, b, c, d }] = [judges[0]!, ids];
      const about = [pairMark(a, b), pairMark(b, a)];
      const page = (ctx: Context) => handIn(ctx, round.id, { shown: [], marks: { [pairMark(a, b)]: 1 }, about });
      await cast(judge, round.id, inPairs(a, b, c, d));
      await declare(tx, judge.actor.id, d);
      await page(again(judge));
      expect((await paperOf(judge, round.id)).given).toHaveLength(3);
      await aWaiver(tx, { roundId: round.id, entryId: d, accountId: judge.actor.id });
      await page(again(judge));
      expect((await paperOf(judge, round.id)).given).toHaveLength(6);
      expect((await ownVote(judge, KEY, round.id)).named).toBe(6);
    }));

  it("is for the paper that counts: what was begun earlier, or at the same moment, and arrives later is neither counted nor committed to", () =>
    inTransaction(db, async (tx) => {
      const {
        judges,
        lin,
        round,
        ids: { a, b, c, d },
        ranked,
      } = await aFinal(tx);
      await openBallot(lin, round.id, RULE);
      await cast(again(judges[0]!), round.id, ranked(a, b, c, d));
      const { text } = await ownVote(judges[0]!, KEY, round.id);
      for (const slow of [judges[0]!, again(judges[0]!)])
        await expect(cast(slow, round.id, ranked(d, c, b, a))).rejects.toMatchObject({
          because: "ballot-later",
          how: "not-now",
        });
      expect([
        (await paperOf(judges[0]!, round.id)).own?.marks,
        (await ownVote(judges[0]!, KEY, round.id)).text,
      ]).toEqual([ranked(a, b, c, d), text]);
      expect(await tx.select().from(commitments).where(eq(commitments.type, "paper"))).toHaveLength(1);
    }));

  it("says for each yes and no what was given, tells whom a conflict kept out, of all or of some entries, and that closed votes show nothing", () =>
    inTransaction(db, async (tx) => {
      const {
        judges,
        lin,
        round,
        ids: { a, b, c, d },
      } = await aFinal(tx);
      await openBallot(lin, round.id, { ...RULE, method: "yes-no" });
      for (const judge of judges.slice(0, 2)) await cast(judge, round.id, { [a]: 1, [b]: 0, [c]: 1, [d]: 1 });
      const { text, marks } = await ownVote(judges[0]!, KEY, round.id);
      const hash = (id: string) => marks.find(({ entryId }) => entryId === id)!.hash;
      expect(text).toContain(`\nno ${hash(b)}\n`);
      for (const id of [a, c, d]) expect(/^yes .*$/m.exec(text)![0]).toContain(hash(id));
      for (const id of [a, b, c, d]) await declare(tx, judges[1]!.actor.id, id);
      await declare(tx, judges[0]!.actor.id, a);
      await countBallot(after(lin), round.id);
      expect(await ownVote(judges[0]!, KEY, round.id)).toMatchObject({
        named: 4,
        counted: { opened: false, entries: 3 },
      });
      expect((await ownVote(judges[1]!, KEY, round.id)).counted).toMatchObject({ entries: 0 });
    }));
});

/** What the verifier says of a bundle to whoever kept these receipts: all its lines, or why it refuses it. */
async function toldOf(bundle: string, receipts: string[]): Promise<string> {
  const verdict = await verify(bundle, TRUST, { receipts });
  return verdict.ok ? verdict.lines.join("\n") : verdict.failure;
}
const failureOf = async (text: string) => {
  const verdict = await verify(text, TRUST);
  return verdict.ok ? "accepted" : verdict.failure;
};

type Stated = ReturnType<Parts["of"]>;

describe("the proof of a round whose panel voted", () => {
  it.each([
    ["approval", null],
    ["yes-no", null],
    ["borda", null],
    ["stv", 2],
    ["plackett-luce", null],
    ["bradley-terry", null],
  ] as const)("by %s: anybody counts again and gets the same places", async (method, seats) => {
    const { bundle } = await published(method, { seats });
    const verdict = await verify(bundle, TRUST);
    expect(verdict).toMatchObject({
      ok: true,
      lines: expect.arrayContaining([
        expect.stringContaining("counted anew give the same places to 4 entries"),
        expect.stringContaining("the ballot gives shortlisted, people decided no level; the reason is sealed"),
      ]) as string[],
    });
    for (const secret of ["Judge 1", "Ingrid"]) expect(bundle).not.toContain(secret);
  });

  it("says so where votes stay closed: a ranking, or pairs, that leave out one entry would tell who keeps away", async () => {
    for (const method of ["borda", "bradley-terry"] as const) {
      const { bundle } = await published(method, { conflict: true });
      expect((JSON.parse(bundle) as { votes: unknown[] }).votes).toEqual([]);
      expect(await verify(bundle, TRUST)).toMatchObject({
        ok: true,
        lines: expect.arrayContaining([expect.stringContaining("not opened (conflicts)")]) as string[],
      });
    }
    expect(
      (JSON.parse((await published("approval", { conflict: true })).bundle) as { votes: unknown[] }).votes,
    ).toHaveLength(19);
  });

  it.each([
    ["stv", 2],
    ["yes-no", null],
  ] as const)(
    "by %s: whose paper a later conflict kept out is told that it may be one of those, unless there are none",
    async (method, seats) => {
      const { bundle, receipt } = await published(method, { late: true, seats });
      expect((JSON.parse(bundle) as Bundle).votes).toHaveLength({ stv: 4, "yes-no": 19 }[method]);
      expect(await toldOf(bundle, [receipt])).toContain(
        "your receipt for a vote is signed, and one of the papers that a conflict of interest kept out, whole or in part, may be this one: there are 1",
      );
      expect(await toldOf(bundle, [])).toContain("after they were handed in, whole or in part: 1");
      const denied = forge(bundle, KEY, (p) => {
        p.of("count")["keptOut"] = 0;
      });
      expect(await toldOf(denied, [])).not.toContain("kept out");
      expect(await toldOf(denied, [receipt])).toContain(
        "no published vote says what your receipt says, and the count tells of no paper",
      );
    },
  );

  it("opens no vote of a round of which less is disclosed at the freeze than its rules foresaw", async () => {
    const { bundle } = await published("borda", { scored: false });
    const { votes, statements } = JSON.parse(bundle) as { votes: unknown[]; statements: { json: string }[] };
    const [ballot, count, result] = ["ballot", "count", "result"].map(
      (type) =>
        statements
          .map(({ json }) => JSON.parse(json) as { [member: string]: unknown })
          .find((each) => each["type"] === type)!,
    );
    expect([votes, ballot!["candidates"], count!["withheld"], result!["elected"]]).toEqual([[], [], "rules", []]);
    expect(await verify(bundle, TRUST)).toMatchObject({
      ok: true,
      lines: expect.arrayContaining([expect.stringContaining("not opened (rules)")]) as string[],
    });
  });

  it("of pairs joins no two answers of one voter, and takes a paper's receipt for what it says", async () => {
    const { bundle, receipt } = await published("bradley-terry");
    const { votes } = JSON.parse(bundle) as { votes: { record: { slot: string; ranked: string[] } }[] };
    expect(votes.every(({ record: { ranked } }) => ranked.length === 2)).toBe(true);
    expect(new Set(votes.map(({ record: { slot } }) => slot)).size).toBe(24);
    expect(await toldOf(bundle, [receipt])).toContain("of the published votes say the same");
    const [one] = /^pairs (\w+)>(\w+)/m.exec(receipt)!;
    const lie = receipt.split("\n\n")[0]!.replace(one, one.replace(/(\w+)>(\w+)/, "$2>$1"));
    expect(await toldOf(bundle, [signNote(`${lie}\n`, KEY)])).toContain("says something else than it commits to");
    const [, first, second] = /^pairs (\w+)>(\w+)/m.exec(receipt)!;
    const turned = forge(bundle, KEY, (p) => {
      for (const { record } of p.votes)
        if ((record["ranked"] as string[]).join() === [first, second].join()) (record["ranked"] as string[]).reverse();
    });
    expect(await toldOf(turned, [receipt])).toMatch(/no published vote says what your receipt says|the votes give/);
  });

  it.each([
    ["plackett-luce", 4],
    ["bradley-terry", 24],
  ] as const)(
    "counted by %s is refused after any one vote is changed, and when its places or its terms are others",
    async (method, papers) => {
      const { bundle } = await published(method);
      const { votes, ...rest } = JSON.parse(bundle) as Bundle;
      expect(votes).toHaveLength(papers);
      const found: string[] = [];
      for (const [path, changed] of changes(votes))
        if ((await verify(canonical({ ...rest, votes: changed as Bundle["openings"] }), TRUST)).ok) found.push(path);
      expect(found).toEqual([]);
      const resigned = (change: (parts: Parts) => void) => failureOf(forge(bundle, KEY, change));
      expect(
        await resigned((p) => {
          expect(p.of("ballot")).toMatchObject({ v: 4, method, variance: 4, ties: ["lot"] });
        }),
      ).toBe("accepted");
      expect(await resigned(swapped)).toContain("the votes give");
      expect(
        await resigned((p) => {
          p.of("ballot")["ties"] = ["people"];
        }),
      ).toContain("other terms");
      expect(
        await resigned((p) => {
          p.of("ballot")["variance"] = 0;
        }),
      ).toContain("other terms");
    },
  );

  it.each([
    ["borda", 3, 1],
    ["plackett-luce", 4, 2],
  ] as const)(
    "by %s: states who stands for election under a salt, so that nobody finds the short list by trying; before, without",
    async (method, v, before) => {
      const { bundle } = await published(method);
      const stated = (JSON.parse(bundle) as Bundle).statements
        .map(({ json }) => JSON.parse(json) as JsonObject)
        .find(({ type }) => type === "ballot")!;
      expect(stated).toMatchObject({ v, salt: expect.stringMatching(/^[0-9a-f]{64}$/) as string });
      const resigned = (change: (ballot: Stated) => void) =>
        failureOf(forge(bundle, KEY, (p) => change(p.of("ballot"))));
      const unsalted = (ballot: Stated) => delete Object.assign(ballot, { v: before })["salt"];
      expect(await resigned(unsalted)).toBe("accepted");
      expect(await resigned((ballot) => Object.assign(ballot, { salt: "" }))).toBe(
        "the salt of the ballot is not 32 bytes",
      );
      expect(await resigned((ballot) => Object.assign(ballot, { v: before }))).toContain("exactly the members");
    },
  );

  it.each([
    ["stv", 4],
    ["plackett-luce", null],
  ] as const)(
    "by %s of equals: their lots go by a second seed, opened with the count, and the votes; before, by the votes' root",
    async (method, seats) => {
      const { bundle } = await published(method, { seats, equal: true });
      const of = (text: string, type: string) =>
        (JSON.parse(text) as Bundle).statements
          .map(({ json }) => JSON.parse(json) as JsonObject)
          .find((each) => each["type"] === type)!;
      type Placed = { entry: string; place: number | null }[];
      /** Who of all stands first by lots that are drawn from this. */
      const firstBy = (draw: string, { elected }: { elected?: unknown }) =>
        (elected as Placed).map(({ entry }) => entry).sort((x, y) => (lotOf(draw, x) < lotOf(draw, y) ? -1 : 1))[0]!;
      const firstIn = ({ elected }: JsonObject) => (elected as Placed).find(({ place }) => place === 1)!.entry;
      const votes = (JSON.parse(bundle) as Bundle).votes!.map(({ record }) => record);
      const [count, result] = [of(bundle, "count"), of(bundle, "result")];
      expect(firstIn(result)).toBe(firstBy(drawOf([count["seed"] as string], votes), result));
      expect(await toldOf(bundle, [])).toMatch(
        /lots in the ballot go by a seed of the portal.s, .* opened with its count, and the votes/,
      );
      const resigned = (change: (parts: Parts) => void) => failureOf(forge(bundle, KEY, change));
      expect(await resigned(() => {})).toBe("accepted");
      expect(await resigned(swapped)).toContain("the votes give");
      const salted = (p: Parts) => {
        for (const [at, vote] of p.votes.entries()) vote.salt = sha256(`salt ${at}`);
      };
      expect(await resigned(salted)).toBe("accepted");
      expect(await resigned((p) => Object.assign(p.of("count"), { seed: of(bundle, "freeze")["seed"] }))).toContain(
        "the seed of the ballot that was opened with the count is not the one that the rules commit to",
      );
      expect(
        await resigned((p) => {
          delete p.of("count")["seed"];
          p.of("count")["v"] = 2;
        }),
      ).toContain("commit to seeds of lots that are not opened");

      const older = (await published(method, { seats, equal: true, older: true })).bundle;
      expect(of(older, "count")).toMatchObject({ v: 2 });
      expect(firstIn(of(older, "result"))).toBe(firstBy(of(older, "count")["root"] as string, of(older, "result")));
      const { ok, lines } = await verify(older, TRUST);
      expect([ok, lines.filter((line) => /^WARNING: lots/.test(line))]).toEqual([
        true,
        ["WARNING: lots go by the root of the votes, whose salts whoever runs the portal drew"],
      ]);
    },
  );

  it("is refused after any one value in it is changed, and when whoever holds the key changes what the votes give", async () => {
    const { bundle } = await published("borda");
    const found: string[] = [];
    for (const [path, changed] of changes(JSON.parse(bundle) as Bundle))
      if ((await verify(canonical(changed), TRUST)).ok) found.push(path);
    expect(found).toEqual([]);
    const resigned = (change: (parts: Parts) => void) => failureOf(forge(bundle, KEY, change));
    expect(await resigned(() => {})).toBe("accepted");
    expect(await resigned(swapped)).toContain("the votes give");
    expect(
      await resigned((p) => {
        (p.of("result")["elected"] as unknown[]).pop();
      }),
    ).toContain("exactly what stood for election");
    expect(
      await resigned((p) => {
        (p.of("result")["deviations"] as unknown[]).length = 0;
      }),
    ).toContain("which the ballot does not give it");
    expect(
      await resigned((p) => {
        p.of("ballot")["method"] = "plurality";
      }),
    ).toContain("does not count");
    expect(
      await resigned((p) => {
        p.statements.splice(
          p.statements.findIndex(({ type }) => type === "count"),
          1,
        );
      }),
    ).toContain("not counted");
  });
});

it.each([
  [1, 1, 4],
  [5, 1, 20],
  [5, 5, 20],
  [5, 19, 20],
  [5, 20, 40],
  [5, 39, 40],
  [60, 61, 240],
])("of %i voters the log shows as much for %i papers as for another number: %i", (voters, handedIn, shown) =>
  expect(handedIn + decoysAmong(voters, handedIn)).toBe(shown),
);

it("whoever writes a whole paper of pages anew shows in the log no more than whoever does not", () =>
  expect([60, 61, 75, 90].map((handedIn) => handedIn + decoysAmong(4, handedIn, 15))).toEqual([240, 240, 240, 240]));

it.each([
  ["open where each pair was answered four times or never", "ab ba ab ab", ""],
  [
    "closed where three answered a pair: one who went on alone would be known by it",
    "ab,bc ab,bc ab,bc ab",
    "few-papers",
  ],
])("answers to pairs are %s", (_when, papers, expected) =>
  expect(
    withheldVotes({
      disclosure: 1,
      asked: "pairs",
      candidates: ["a", "b", "c"],
      papers: papers.split(" ").map((answers) => ({
        may: ["a", "b", "c"],
        marks: Object.fromEntries(answers.split(",").map((pair) => [pairMark(pair[0]!, pair[1]!), 1])),
      })),
    }),
  ).toBe(expected),
);

it.each<
  [string, Parameters<typeof withheldVotes>[0]["disclosure"], boolean, string[], ReturnType<typeof withheldVotes>]
>([
  ["closed where the rules or the freeze close them", 0, false, ["ab", "ab", "ab", "ab"], "rules"],
  ["closed where three voted", 1, false, ["ab", "ab", "ab"], "few-papers"],
  ["closed where four voted, but three on one of the entries", 1, false, ["ab", "ab", "ab", "a"], "few-papers"],
  ["open where four voted on each", 1, false, ["ab", "ab", "ab", "ab", "a"], ""],
  ["rankings closed where one leaves out an entry", 1, true, ["ab", "ab", "ab", "ab", "a"], "conflicts"],
  ["rankings open where all are whole", 1, true, ["ab", "ab", "ab", "ab"], ""],
])("votes are %s", (_when, disclosure, ranked, papers, expected) =>
  expect(
    withheldVotes({
      disclosure,
      asked: ranked ? "ranking" : "marks",
      candidates: ["a", "b"],
      papers: papers.map((may) => ({ may: [...may], marks: {} })),
    }),
  ).toBe(expected),
);

describe("what is sent", () => {
  const now = JUDGING;
  const dateIn = (count: number) => days(count).toISOString().slice(0, 10);
  const read = (given: Record<string, string>) =>
    readBallot(ballotInput.parse({ method: "borda", date: dateIn(59), time: "18:00", ...given }), { zone: "UTC", now });
  it("a rule names its seats where votes are transferable, and ends later than it begins", () => {
    expect(read({})).toMatchObject({
      ok: true,
      value: { method: "borda", seats: null, first: null, closesAt: new Date(`${dateIn(59)}T18:00:00Z`) },
    });
    expect(read({ method: "stv" })).toEqual({ ok: false, errors: { seats: "required" } });
    expect(read({ method: "stv", seats: "2", first: "1" })).toEqual({ ok: false, errors: { first: "too-small" } });
    expect(read({ date: "2001-01-01" })).toEqual({ ok: false, errors: { date: "in-the-past" } });
    expect(read({ date: dateIn(61) })).toEqual({ ok: false, errors: { date: "too-far-ahead" } });
  });

  const sent = (text: string) => new Form(new URLSearchParams(text));
  it.each<[BallotRules["method"], string, unknown]>([
    ["approval", "approve=b", { ok: true, marks: { a: 0, b: 1 } }],
    ["approval", "", { ok: true, marks: { a: 0, b: 0 } }],
    ["yes-no", "mark-a=yes&mark-b=no", { ok: true, marks: { a: 1, b: 0 } }],
    ["yes-no", "mark-a=yes", { ok: false, errors: { "mark-b": "not-a-choice" } }],
    ["borda", "mark-b=1&mark-a=", { ok: true, marks: { b: 1 } }],
    ["borda", "mark-a=1&mark-b=1", { ok: false, errors: { "mark-b": "place-taken" } }],
    ["stv", "", { ok: false, errors: { "mark-a": "nothing-ranked" } }],
    ["stv", "mark-a=3", { ok: false, errors: { "mark-a": "not-a-choice" } }],
  ])("a paper by %s: %s", (method, text, expected) =>
    expect(readMarks(method, ["a", "b"], sent(text))).toEqual(expected),
  );
});

it("asks who may vote on what as often for eight voters as for five, when it opens, reminds and is counted", async () => {
  const counting = countingDatabase(connection);
  const asked = (more: number) =>
    inTransaction(counting.db, async (tx) => {
      const { round, judges, chair, ids, ranked } = await aFinal(tx);
      for (let at = 0; at < more; at++) judges.push(await contextOf(tx, await aJudge(tx, round)));
      const opened = await counting.during(() => openBallot(chair, round.id, RULE));
      const reminded = await counting.during(() => ballotReminders(chair, round.id, PORTAL_URL));
      for (const judge of judges) await cast(judge, round.id, ranked(ids.a, ids.b, ids.c, ids.d));
      return [opened, reminded, await counting.during(() => countBallot(after(chair), round.id))];
    });
  expect(await asked(3)).toEqual(await asked(0));
});
