import { and, eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { roundStream } from "#app/domain/audit/rules.ts";
import { signLog } from "#app/domain/commitment/commands.server.ts";
import { type Context, PORTAL } from "#app/domain/context.ts";
import { moveDeadline } from "#app/domain/cycle/commands.server.ts";
import { NotFound } from "#app/domain/errors.ts";
import { beat } from "#app/domain/extension/commands.server.ts";
import { owe, takeDueLetter } from "#app/domain/notification/commands.server.ts";
import { stateDueRules, stateRules } from "#app/domain/proof/commands.server.ts";
import { statementAt } from "#app/domain/proof/queries.server.ts";
import { sealOverCalls } from "#app/domain/extension/sealing.server.ts";
import { submitReview } from "#app/domain/review/commands.server.ts";
import { changeRound } from "#app/domain/round/commands.server.ts";
import { getRound } from "#app/domain/round/queries.server.ts";
import { approveList } from "#app/domain/correction/commands.server.ts";
import { freezeRound, proposeShortlist } from "#app/domain/shortlist/commands.server.ts";
import { transact } from "#app/domain/transact.server.ts";
import { endWitness, registerWitness, takeCosignatures } from "#app/domain/witness/commands.server.ts";
import { listWitnesses, newestCheckpoint } from "#app/domain/witness/queries.server.ts";
import { commitments, logLeaves } from "#db/schema/commitment.ts";
import { cosignatures } from "#db/schema/witness.ts";
import { heartbeats, interruptions } from "#db/schema/service.ts";
import { testDatabase } from "#tests/support/database.ts";
import { anEntry, aStaffMember, COMPLETE, JUDGING, NOW } from "#tests/support/factories.ts";
import { aCandidate, aContest, aJudge, aReview, aScoredRound, contextOf, days } from "#tests/support/judging.ts";
import { KEY } from "#tests/support/proved-round.ts";
import { oneAfterTheOther, somebodyWaits } from "#tests/support/waiting.ts";
import { aWitness, seconds } from "#tests/support/witness.ts";

/** Real connections and real commits: what is raced here is the database's locks. */
const { db } = await testDatabase();
const within = <C extends { db: typeof db }>(ctx: C, tx: Context["db"]): C => ({ ...ctx, db: tx });
const URL = "https://award.example";
const WHY = { reason: "more room", publicUrl: URL };
const portal = (now: Date) => ({ db, actor: PORTAL, now });
const leavesOf = (kind: string, of: { roundId: string } | { cycleId: string }) =>
  db
    .select({ index: logLeaves.index })
    .from(logLeaves)
    .where(
      and(
        eq(logLeaves.kind, kind),
        "roundId" in of ? eq(logLeaves.roundId, of.roundId) : eq(logLeaves.cycleId, of.cycleId),
      ),
    );

/** A round with an entry that two reviewers have read, handed in or not, and two of the secretariat. */
async function aRead({ cycle, submitted = true }: { cycle?: { id: string }; submitted?: boolean } = {}) {
  const round = await aScoredRound(db, { cycle: cycle ?? (await aContest(db)), places: { shortlisted: 1 } });
  const tasks = [];
  for (let count = 0; count < 2; count++) {
    const reviewer = await aJudge(db, round);
    const entry = await aCandidate(db, { cycle: { id: round.cycleId } });
    const { assignment } = await aReview(db, {
      round,
      entry,
      reviewer,
      values: [5, 4 - count],
      comment: "Good",
      submitted,
    });
    tasks.push({ ctx: await contextOf(db, reviewer), id: assignment.id });
  }
  const [lin, chen] = [await contextOf(db, await aStaffMember(db)), await contextOf(db, await aStaffMember(db))];
  return { round, tasks, lin, chen };
}

describe("the public log", () => {
  it("takes what two put into it at once, one after the other", async () => {
    const [one, other] = [await aRead(), await aRead()];
    await oneAfterTheOther(
      db,
      (tx) => freezeRound(within(one.lin, tx), one.round.id),
      () => freezeRound(other.lin, other.round.id),
    );
    const indexes = (await db.select({ index: logLeaves.index }).from(logLeaves)).map(({ index }) => index);
    expect(indexes.sort((a, b) => a - b)).toEqual(indexes.map((_index, at) => at));
  });

  it("takes the rules of a round once, from whoever hands in first", async () => {
    const { round, tasks } = await aRead({ submitted: false });
    const [first, second] = tasks as [(typeof tasks)[0], (typeof tasks)[0]];
    await oneAfterTheOther(
      db,
      (tx) => submitReview(within(first.ctx, tx), first.id),
      () => submitReview(second.ctx, second.id),
    );
    expect(await leavesOf("rules", { roundId: round.id })).toHaveLength(1);
  });

  it("takes the places of a round as they are just being changed", async () => {
    const { round, lin } = await aRead();
    const { levels: _given, ...settings } = await getRound(lin, round.id);
    await oneAfterTheOther(
      db,
      (tx) =>
        changeRound(within(lin, tx), round.id, { ...settings, levels: [{ levelKey: "shortlisted", places: 7 }] }, WHY),
      () => stateDueRules({ db, now: lin.now }),
    );
    const stated = await statementAt({ db }, "rules", { roundId: round.id });
    expect(stated!.statement["levels"]).toEqual([{ level: "shortlisted", places: 7 }]);
  });

  it("takes one list of a cycle whose rounds are frozen at once", async () => {
    const cycle = await aContest(db);
    const one = await aRead({ cycle });
    const other = await aScoredRound(db, { cycle, position: 2 });
    // As the first reviews would have done: then the list is the first thing that both put into the log.
    for (const { id } of [one.round, other])
      await transact(portal(JUDGING), async (ctx) => ({ result: undefined, event: await stateRules(ctx, id) }));
    await oneAfterTheOther(
      db,
      (tx) => freezeRound(within(one.lin, tx), one.round.id),
      () => freezeRound(one.chen, other.id),
    );
    expect(await leavesOf("seal", { cycleId: cycle.id })).toHaveLength(1);
  });

  it("takes no list of a call whose close is just being moved", async () => {
    const { cycle } = await anEntry(db, { answers: COMPLETE });
    const over = new Date(cycle.closesAt.getTime() + 3_600_000);
    const lin = { db, actor: await aStaffMember(db), now: over };
    const closesAt = new Date(over.getTime() + 86_400_000);
    await oneAfterTheOther(
      db,
      (tx) => moveDeadline(within(lin, tx), cycle.id, { closesAt, reason: "a flood" }, URL),
      () => sealOverCalls({ db, now: over }),
    );
    expect(await leavesOf("seal", { cycleId: cycle.id })).toEqual([]);
  });

  it("tells before each statement where the audit trail stands, with what the one before it did", async () => {
    const [one, other] = [await aRead(), await aRead()];
    for (const { round, lin } of [one, other]) {
      await freezeRound(lin, round.id);
      await proposeShortlist(lin, round.id);
    }
    await oneAfterTheOther(
      db,
      (tx) => approveList(within(one.chen, tx), one.round.id, URL),
      () => approveList(other.chen, other.round.id, URL),
    );
    const told = async ({ round }: typeof one) => {
      const [{ index }] = (await leavesOf("result", { roundId: round.id })) as [{ index: number }];
      const [leaf] = await db
        .select()
        .from(logLeaves)
        .where(eq(logLeaves.index, index - 1));
      const [kept] = await db.select().from(commitments).where(eq(commitments.hash, leaf!.data));
      const heads = (kept!.record as { heads: { stream: string; seq: number }[] }).heads;
      return heads.find(({ stream }) => stream === roundStream(one.round.id))!.seq;
    };
    expect(await told(other)).toBeGreaterThan(await told(one));
  });

  it("is signed by one of two who sign it at once", async () => {
    const { round, lin } = await aRead();
    await freezeRound(lin, round.id);
    const again = await oneAfterTheOther(
      db,
      (tx) => signLog(within(portal(lin.now), tx), KEY),
      () => signLog(portal(lin.now), KEY),
    );
    expect(again).toBe(0);
  });

  it("takes no cosignature of a witness who is just being ended", async () => {
    const { round, lin } = await aRead();
    await freezeRound(lin, round.id);
    await signLog(portal(lin.now), KEY);
    const tom = await contextOf(db, await aStaffMember(db, "administrator"));
    const anna = aWitness();
    await registerWitness(tom, { name: "Anna", key: anna.key }, KEY);
    const [witness] = await listWitnesses({ db });
    const checkpoint = (await newestCheckpoint({ db }))!;
    const note = checkpoint + anna.line(checkpoint, seconds(days(1)));
    const taking = oneAfterTheOther(
      db,
      (tx) => endWitness(within(tom, tx), witness!.id),
      () => takeCosignatures(portal(days(1)), note),
    );
    await expect(taking).rejects.toBeInstanceOf(NotFound);
    expect(await db.select().from(cosignatures)).toEqual([]);
  });
});

it("of two processes that find the portal was silent one puts it on record", async () => {
  await beat(portal(NOW), URL);
  const awake = new Date(NOW.getTime() + 600_000);
  let other: Promise<void> | undefined;
  await db.transaction(async (tx) => {
    await tx.select().from(heartbeats).for("update");
    other = beat(portal(awake), URL);
    await somebodyWaits(db, other);
    await beat(within(portal(awake), tx), URL);
  });
  await other;
  expect(await db.select().from(interruptions)).toHaveLength(1);
});

it("a letter that is just being taken up is taken by nobody else, who does not wait for it", async () => {
  const soon = new Date("2020-01-01T00:00:00Z");
  const params = { code: "GZ-1", title: "Guides" };
  const letter = {
    accountId: null,
    email: "desk@city.example",
    locale: "en",
    kind: "entry-withdrawn",
    params,
  } as const;
  await owe(portal(soon), { ...letter, dedupe: "one" });
  const taken = await oneAfterTheOther(
    db,
    async (tx) => expect(await takeDueLetter(within(portal(soon), tx))).toMatchObject({ email: letter.email }),
    () => takeDueLetter(portal(soon)),
  );
  expect(taken).toBeNull();
});
