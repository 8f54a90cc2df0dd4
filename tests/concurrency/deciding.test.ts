import { and, eq, isNull } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { assignGiven, recuse, setRules } from "#app/domain/assignment/commands.server.ts";
import { NO_RULES } from "#app/domain/assignment/rules.ts";
import { cast, countBallot, openBallot } from "#app/domain/ballot/commands.server.ts";
import { cite } from "#app/domain/citation/commands.server.ts";
import { ANONYMOUS, type Context } from "#app/domain/context.ts";
import { answerEndorsement, askEndorsement } from "#app/domain/endorsement/commands.server.ts";
import { withdrawEntry } from "#app/domain/entry/commands.server.ts";
import { NotFound } from "#app/domain/errors.ts";
import { proposeInquiry } from "#app/domain/inquiry/commands.server.ts";
import { inviteToPanel, joinPanel, removeFromPanel } from "#app/domain/panel/commands.server.ts";
import { statementAt } from "#app/domain/proof/queries.server.ts";
import { publishResults, takePictureOff, unpublishResults } from "#app/domain/result/commands.server.ts";
import { finishRound } from "#app/domain/review/commands.server.ts";
import { approveList } from "#app/domain/correction/commands.server.ts";
import { freezeRound, proposeShortlist } from "#app/domain/shortlist/commands.server.ts";
import { ballotPapers, ballots } from "#db/schema/ballot.ts";
import { endorsements } from "#db/schema/endorsement.ts";
import { notifications } from "#db/schema/notification.ts";
import { results } from "#db/schema/result.ts";
import { testDatabase } from "#tests/support/database.ts";
import { anAccount, anEntry, aStaffMember, COMPLETE, JUDGING, NOW } from "#tests/support/factories.ts";
import { aCandidate, aContest, aJudge, aReview, aScoredRound, contextOf, days } from "#tests/support/judging.ts";
import { aPicturedRound } from "#tests/support/pictured-round.ts";
import { oneAfterTheOther, somebodyWaits } from "#tests/support/waiting.ts";

/** Real connections and real commits: what is raced here is the database's locks. */
const { db } = await testDatabase();
const URL = "https://award.example";
const within = (ctx: Context, tx: Context["db"]): Context => ({ ...ctx, db: tx });

/** A round with two entries that its two reviewers have scored, and two of the secretariat. */
async function aRead() {
  const cycle = await aContest(db);
  const round = await aScoredRound(db, { cycle, places: { shortlisted: 1 } });
  const entries = [await aCandidate(db, { cycle }), await aCandidate(db, { cycle })];
  const [rafael, elif] = [await aJudge(db, round), await aJudge(db, round)];
  const made = [];
  for (const reviewer of [rafael, elif])
    for (const [at, entry] of entries.entries())
      made.push(await aReview(db, { round, entry, reviewer, values: [5, 4 - at] }));
  const [lin, chen, rafaelCtx, elifCtx] = [
    await contextOf(db, await aStaffMember(db)),
    await contextOf(db, await aStaffMember(db)),
    await contextOf(db, rafael),
    await contextOf(db, elif),
  ];
  return { round, entries, assignment: made[0]!.assignment, lin, chen, rafael: rafaelCtx, elif: elifCtx };
}
type Scene = Awaited<ReturnType<typeof aRead>> & { spare: string };

describe("what a frozen round takes no more waits for the freeze, and is refused then", () => {
  it.each<[string, (scene: Scene) => Promise<unknown>]>([
    ["stepping back from an entry", ({ rafael, assignment }) => recuse(rafael, assignment.id, "no time")],
    ["assigning by a table", ({ lin, round }) => assignGiven(lin, round.id, [], { seen: "", publicUrl: URL })],
    ["setting side rules", ({ lin, round }) => setRules(lin, round.id, { ...NO_RULES, expert: true })],
    ["saying that one is done", ({ rafael, round }) => finishRound(rafael, round.id)],
    [
      "inviting to the panel",
      ({ lin, round }) => inviteToPanel(lin, round.id, { email: "new@kampala.example", role: "reviewer" }, URL),
    ],
    [
      "joining the panel",
      async ({ lin, round }) =>
        joinPanel(lin, { roundId: round.id, accountId: (await anAccount(db)).id, role: "reviewer" }),
    ],
    ["leaving the panel", ({ lin, round, spare }) => removeFromPanel(lin, round.id, spare, "moved", URL)],
  ])("%s", async (_what, act) => {
    const read = await aRead();
    const scene = { ...read, spare: (await aJudge(db, read.round)).id };
    await expect(
      oneAfterTheOther(
        db,
        (tx) => freezeRound(within(scene.lin, tx), scene.round.id),
        () => act(scene),
      ),
    ).rejects.toMatchObject({ because: "round-frozen", how: "not-now" });
  });

  it("who does not review in it is refused at once to say that they are done, and holds nothing for it", async () => {
    const { lin, chen, round } = await aRead();
    await db.transaction(async (tx) => {
      await freezeRound(within(lin, tx), round.id);
      const refused = finishRound(chen, round.id).then(
        () => "done",
        (error: unknown) => error,
      );
      const first = await Promise.race([refused, somebodyWaits(db, refused).then(() => "waits for the round")]);
      expect(first).toBeInstanceOf(NotFound);
    });
  });

  it("a question about an entry waits for its reader's stepping back, and is nobody's then", async () => {
    const { rafael, assignment } = await aRead();
    await expect(
      oneAfterTheOther(
        db,
        (tx) => recuse(within(rafael, tx), assignment.id, "no time"),
        () => proposeInquiry(rafael, assignment.id, "How was it paid for?"),
      ),
    ).rejects.toBeInstanceOf(NotFound);
  });
});

describe("a ballot", () => {
  async function aVote() {
    const scene = await aRead();
    await freezeRound(scene.lin, scene.round.id);
    await openBallot(scene.lin, scene.round.id, { method: "borda", seats: null, first: null, closesAt: days(1) }, URL);
    const [a, b] = scene.entries.map(({ id }) => id) as [string, string];
    const vote = (who: Context, first: string, second: string, now = JUDGING) =>
      cast({ ...who, now }, scene.round.id, { shown: [a, b], marks: { [first]: 1, [second]: 2 } });
    return { ...scene, a, b, vote };
  }

  const counted = (roundId: string) => statementAt({ db }, "count", { roundId });

  it("a vote that waits for the count is refused, and what was counted is what stands", async () => {
    const { round, lin, rafael, elif, a, b, vote } = await aVote();
    await vote(rafael, a, b);
    await vote(elif, a, b);
    await expect(
      oneAfterTheOther(
        db,
        (tx) => countBallot(within(lin, tx), round.id, URL),
        () => vote(elif, b, a, new Date(JUDGING.getTime() + 1)),
      ),
    ).rejects.toMatchObject({ how: "not-now" });
    const papers = await db.select().from(ballotPapers).where(eq(ballotPapers.roundId, round.id));
    expect(papers.map(({ marks }) => marks)).toEqual([
      { [a]: 1, [b]: 2 },
      { [a]: 1, [b]: 2 },
    ]);
  });

  it("a count waits for a vote that came first, and counts it", async () => {
    const { round, lin, rafael, elif, a, b, vote } = await aVote();
    await vote(rafael, a, b);
    await oneAfterTheOther(
      db,
      (tx) => vote(within(elif, tx), a, b),
      () => countBallot(lin, round.id, URL),
    );
    expect(await db.select().from(ballotPapers).where(eq(ballotPapers.roundId, round.id))).toHaveLength(2);
    const [counted] = await db.select({ at: ballots.countedAt }).from(ballots).where(eq(ballots.roundId, round.id));
    expect(counted!.at).toEqual(JUDGING);
  });

  it("is put into the public log after another that is counted at the same moment", async () => {
    const [one, other] = [await aVote(), await aVote()];
    for (const { rafael, elif, a, b, vote } of [one, other]) for (const who of [rafael, elif]) await vote(who, a, b);
    await oneAfterTheOther(
      db,
      (tx) => countBallot(within(one.lin, tx), one.round.id, URL),
      () => countBallot(other.lin, other.round.id, URL),
    );
    const [before, after] = [await counted(one.round.id), await counted(other.round.id)];
    expect(after!.index).toBeGreaterThan(before!.index);
  });

  it("is not opened again over a vote that came first", async () => {
    const { round, lin, rafael, a, b, vote } = await aVote();
    await expect(
      oneAfterTheOther(
        db,
        (tx) => vote(within(rafael, tx), a, b),
        () => openBallot(lin, round.id, { method: "approval", seats: null, first: null, closesAt: days(1) }, URL),
      ),
    ).rejects.toMatchObject({ because: "ballot-held" });
    const [stands] = await db.select({ method: ballots.method }).from(ballots).where(eq(ballots.roundId, round.id));
    expect(stands).toEqual({ method: "borda" });
  });
});

describe("a final list", () => {
  it("is published once, and taken back once", async () => {
    const { round, lin } = await aPicturedRound(db, {});
    const chen = await contextOf(db, await aStaffMember(db));
    const publish = (ctx: Context) => publishResults(ctx, { roundId: round.id, at: JUDGING, publicUrl: URL });
    const withdraw = (ctx: Context) => unpublishResults(ctx, { roundId: round.id, reason: "a mistake" });
    for (const act of [publish, withdraw] as ((ctx: Context) => Promise<unknown>)[])
      await expect(
        oneAfterTheOther(
          db,
          (tx) => act(within(lin, tx)),
          () => act(chen),
        ),
      ).rejects.toMatchObject({ how: "not-now" });
  });

  it("of two pictures that are taken off at once both are gone", async () => {
    const { round, entry, lin, idOf } = await aPicturedRound(db, { "one.jpg": {}, "two.jpg": {}, "three.jpg": {} });
    const pictures = ["one.jpg", "two.jpg", "three.jpg"].map(idOf);
    await publishResults(lin, { roundId: round.id, at: JUDGING, pictures, publicUrl: URL });
    const off = (ctx: Context, pictureId: string) =>
      takePictureOff(ctx, { roundId: round.id, pictureId, reason: "not theirs" });
    await oneAfterTheOther(
      db,
      (tx) => off(within(lin, tx), pictures[0]!),
      () => off(lin, pictures[1]!),
    );
    const [left] = await db.select({ pictures: results.pictures }).from(results).where(eq(results.entryId, entry.id));
    expect(left!.pictures.map(({ id }) => id)).toEqual([pictures[2]]);
  });

  it("words that wait for the second signature are a correction then, and need a reason", async () => {
    const { round, entries, lin, chen } = await aRead();
    await freezeRound(lin, round.id);
    await proposeShortlist(lin, round.id);
    const words = { statement: { en: "Well done" }, citation: { en: "" } };
    await expect(
      oneAfterTheOther(
        db,
        (tx) => approveList(within(chen, tx), round.id, URL),
        () => cite(lin, { roundId: round.id, entryId: entries[0]!.id, words, reason: "" }),
      ),
    ).rejects.toMatchObject({ fields: { reason: "reason-needed" } });
  });
});

describe("a sign-off", () => {
  const MAYOR = { name: "Erias Lukwago", office: "Lord Mayor", email: "mayor@kampala.example" };
  const ask = (ctx: Context, entryId: string) => askEndorsement(ctx, entryId, MAYOR, "en", URL);

  it("that waits for a withdrawal is not taken", async () => {
    const { ctx, entryId } = await anEntry(db, { answers: COMPLETE });
    await ask(ctx, entryId);
    const [letter] = await db.select().from(notifications).where(eq(notifications.email, MAYOR.email));
    const token = (letter!.params as { link: string }).link.split("/").at(-1)!;
    await expect(
      oneAfterTheOther(
        db,
        (tx) => withdrawEntry(within(ctx, tx), entryId, "changed our mind"),
        () => answerEndorsement({ db, actor: ANONYMOUS, now: NOW }, token, { endorsed: true, reason: "" }, URL),
      ),
    ).rejects.toMatchObject({ because: "entry-withdrawn" });
    const [asked] = await db.select().from(endorsements).where(eq(endorsements.entryId, entryId));
    expect(asked!.answeredAt).toBeNull();
  });

  it("is asked for by one link at a time", async () => {
    const { ctx, entryId } = await anEntry(db, { answers: COMPLETE });
    await oneAfterTheOther(
      db,
      (tx) => ask(within(ctx, tx), entryId),
      () => ask({ ...ctx, now: new Date(NOW.getTime() + 1) }, entryId),
    );
    const live = and(eq(endorsements.entryId, entryId), isNull(endorsements.replacedAt));
    expect(await db.select().from(endorsements).where(live)).toHaveLength(1);
  });
});
