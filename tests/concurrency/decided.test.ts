import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { moderateAppraisal, prepareAppraisals, releaseAppraisals } from "#app/domain/appraisal/commands.server.ts";
import { getAppraisal } from "#app/domain/appraisal/queries.server.ts";
import { openBallot, remindVoters } from "#app/domain/ballot/commands.server.ts";
import { certifyPublished } from "#app/domain/certificate/commands.server.ts";
import { type Actor, type Context, PORTAL } from "#app/domain/context.ts";
import { say } from "#app/domain/discussion/commands.server.ts";
import { publishResults, takePictureOff, unpublishResults } from "#app/domain/result/commands.server.ts";
import { tellOfPublished } from "#app/domain/result/letters.server.ts";
import { dropDrawings, keepDrawings } from "#app/domain/result/drawings.server.ts";
import { namedDrawings, undrawnPictures } from "#app/domain/result/pictures.server.ts";
import { lockScores, unlockScores } from "#app/domain/round/commands.server.ts";
import { approveList } from "#app/domain/correction/commands.server.ts";
import { freezeRound, proposeShortlist } from "#app/domain/shortlist/commands.server.ts";
import { discussionMessages } from "#db/schema/discussion.ts";
import { roundWindowChanges } from "#db/schema/round.ts";
import { testDatabase } from "#tests/support/database.ts";
import { aCity, aMember, aStaffMember, JUDGING } from "#tests/support/factories.ts";
import { aCandidate, aContest, aJudge, aReview, aScoredRound, contextOf, days } from "#tests/support/judging.ts";
import { aPicturedRound } from "#tests/support/pictured-round.ts";
import { oneAfterTheOther } from "#tests/support/waiting.ts";

/** Real connections and real commits: what is raced here is the database's locks. */
const { db } = await testDatabase();
const URL = "https://award.example";
const within = <C extends { db: typeof db }>(ctx: C, tx: Context["db"]): C => ({ ...ctx, db: tx });
const later = <C extends { now: Date }>(ctx: C): C => ({ ...ctx, now: new Date(ctx.now.getTime() + 1000) });

/** An entry with a team that its reviewer has scored, in a round that talks; two of the secretariat. */
async function aJudged() {
  const cycle = await aContest(db);
  const round = await aScoredRound(db, { cycle, places: { shortlisted: 1 }, discussion: "after-own" });
  const city = await aCity(db);
  await aMember(db, city.id);
  const entry = await aCandidate(db, { cycle, city });
  const reviewer = await aJudge(db, round);
  await aReview(db, { round, entry, reviewer, values: [5, 4], comment: "Well done" });
  const [rafael, lin, chen] = [
    await contextOf(db, reviewer),
    await contextOf(db, await aStaffMember(db)),
    await contextOf(db, await aStaffMember(db)),
  ];
  const finalise = async () => {
    await freezeRound(lin, round.id);
    await proposeShortlist(lin, round.id);
    await approveList(chen, round.id, URL);
  };
  return { round, entry, rafael, lin, chen, finalise, about: { roundId: round.id, entryId: entry.id } };
}

it("nothing is said about a list that is just becoming final", async () => {
  const { round, rafael, lin, chen, about } = await aJudged();
  await freezeRound(lin, round.id);
  await proposeShortlist(lin, round.id);
  const saying = oneAfterTheOther(
    db,
    (tx) => approveList(within(chen, tx), round.id, URL),
    () => say(rafael, { ...about, text: "Not this one" }),
  );
  await expect(saying).rejects.toMatchObject({ because: "already-finalised" });
  expect(await db.select().from(discussionMessages).where(eq(discussionMessages.roundId, round.id))).toEqual([]);
});

describe("a lock of the scores", () => {
  it("is one, of two at once, and so is its end", async () => {
    const { round, lin, chen } = await aJudged();
    const why = { reason: "a leak", publicUrl: URL };
    const locking = oneAfterTheOther(
      db,
      (tx) => lockScores(within(lin, tx), round.id, why),
      () => lockScores(later(chen), round.id, why),
    );
    await expect(locking).rejects.toMatchObject({ because: "round-closed" });
    const unlocking = oneAfterTheOther(
      db,
      (tx) => unlockScores(later(within(lin, tx)), round.id, { closesAt: days(2), ...why }),
      () => unlockScores(later(chen), round.id, { closesAt: days(3), ...why }),
    );
    await expect(unlocking).rejects.toMatchObject({ because: "round-still-open" });
    const changes = await db.select().from(roundWindowChanges).where(eq(roundWindowChanges.roundId, round.id));
    expect(changes).toHaveLength(2);
  });
});

it("of two who remind voters at once the second is told that nobody is left to remind", async () => {
  const { round, lin, chen } = await aJudged();
  await aCandidate(db, { cycle: { id: round.cycleId } });
  await freezeRound(lin, round.id);
  await openBallot(lin, round.id, { method: "borda", seats: null, first: null, closesAt: days(3) }, URL);
  const day = (ctx: Context) => ({ ...ctx, now: days(2) });
  const reminding = oneAfterTheOther(
    db,
    (tx) => remindVoters(day(within(lin, tx)), round.id, URL),
    () => remindVoters(later(day(chen)), round.id, URL),
  );
  await expect(reminding).rejects.toMatchObject({ because: "nobody-to-remind" });
});

describe("appraisals", () => {
  async function anAppraised() {
    const scene = await aJudged();
    await scene.finalise();
    await publishResults(scene.lin, { roundId: scene.round.id, at: JUDGING, publicUrl: URL });
    await prepareAppraisals(scene.lin, scene.round.id);
    return scene;
  }

  it("are prepared once", async () => {
    const { round, lin, chen, finalise } = await aJudged();
    await finalise();
    const preparing = oneAfterTheOther(
      db,
      (tx) => prepareAppraisals(within(lin, tx), round.id),
      () => prepareAppraisals(chen, round.id),
    );
    await expect(preparing).rejects.toMatchObject({ because: "appraisals-made" });
  });

  it("that teams are just being given to read change no more", async () => {
    const { round, lin, chen, about } = await anAppraised();
    const [comment] = (await getAppraisal(lin, about)).comments;
    const comments = [{ id: comment!.id, text: "Softer words", omitted: false }];
    const moderating = oneAfterTheOther(
      db,
      (tx) => releaseAppraisals(within(lin, tx), round.id, URL),
      () => moderateAppraisal(chen, about, () => comments),
    );
    await expect(moderating).rejects.toMatchObject({ because: "appraisals-out" });
    expect((await getAppraisal(lin, about)).comments[0]!.text).toBe(comment!.text);
  });

  it("are moderated by two at once from what the first of them has made of them", async () => {
    const { lin, chen, about } = await anAppraised();
    const [first, second] = (await getAppraisal(lin, about)).comments;
    await oneAfterTheOther(
      db,
      (tx) => moderateAppraisal(within(lin, tx), about, () => [{ ...first!, text: "Softer words" }]),
      () => moderateAppraisal(chen, about, ([stands]) => [{ ...stands!, omitted: true }]),
    );
    expect((await getAppraisal(lin, about)).comments.slice(0, 2)).toEqual([
      { ...first, text: "Softer words", omitted: true },
      second,
    ]);
  });

  it("are not given to read while the list is taken back", async () => {
    const { round, lin, chen } = await anAppraised();
    const releasing = oneAfterTheOther(
      db,
      (tx) => unpublishResults(within(lin, tx), { roundId: round.id, reason: "a mistake" }),
      () => releaseAppraisals(chen, round.id, URL),
    );
    await expect(releasing).rejects.toMatchObject({ because: "not-published" });
  });
});

describe("what the portal does about a list in the open it does once, though it runs twice at once", () => {
  const portal = { db, actor: PORTAL, now: days(2) };

  it.each<[string, (ctx: Context<Actor>) => Promise<number>]>([
    ["it tells the teams", (ctx) => tellOfPublished(ctx, URL)],
    ["it certifies places", (ctx) => certifyPublished(ctx)],
  ])("%s", async (_what, act) => {
    const { round, lin, finalise } = await aJudged();
    await finalise();
    await publishResults(lin, { roundId: round.id, at: days(1), publicUrl: URL });
    let first = 0;
    const again = await oneAfterTheOther(
      db,
      async (tx) => (first = await act(within(portal, tx))),
      () => act(portal),
    );
    expect([first > 0, again]).toEqual([true, 0]);
  });
});

describe("the drawing of a picture for lists", () => {
  const portal = { db, actor: PORTAL, now: JUDGING };
  async function aPictured() {
    const { round, lin, idOf } = await aPicturedRound(db, { "one.jpg": {}, "two.jpg": {} });
    const pictures = [idOf("one.jpg"), idOf("two.jpg")] as const;
    await publishResults(lin, { roundId: round.id, at: JUDGING, pictures: [...pictures], publicUrl: URL });
    const [due] = await undrawnPictures({ db }, round.id);
    const small = { key: `small-${round.id}`, store: "local" as const };
    return { lin, round, pictures, drawn: [{ ...due!, small }], small };
  }

  it("is not kept of a list that is just being taken back", async () => {
    const { lin, round, drawn, small } = await aPictured();
    const kept = await oneAfterTheOther(
      db,
      (tx) => unpublishResults(within(lin, tx), { roundId: round.id, reason: "a mistake" }),
      () => keepDrawings(portal, round.id, drawn),
    );
    expect(kept).toEqual([]);
    expect([...(await namedDrawings({ db }))]).not.toContain(small.key);
  });

  it("whose bytes are gone is named no more, though another picture is taken off meanwhile", async () => {
    const { lin, round, pictures, drawn, small } = await aPictured();
    await keepDrawings(portal, round.id, drawn);
    await oneAfterTheOther(
      db,
      (tx) => dropDrawings(within(portal, tx), round.id, [small.key]),
      () => takePictureOff(lin, { roundId: round.id, pictureId: pictures[1], reason: "A face" }),
    );
    expect([...(await namedDrawings({ db }))]).not.toContain(small.key);
    expect((await undrawnPictures({ db }, round.id)).map(({ id }) => id)).toEqual([pictures[0]]);
  });
});
