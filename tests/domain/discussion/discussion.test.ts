import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { recuse } from "#app/domain/assignment/commands.server.ts";
import { auditTrail } from "#app/domain/audit/queries.server.ts";
import { declareConflict } from "#app/domain/conflict/commands.server.ts";
import type { Context } from "#app/domain/context.ts";
import { correct, markRead, say } from "#app/domain/discussion/commands.server.ts";
import { discussionsOf, getDiscussion, unreadIn } from "#app/domain/discussion/queries.server.ts";
import { NotFound } from "#app/domain/errors.ts";
import { getSheetPage, openBeside } from "#app/domain/review/queries.server.ts";
import { seatLetter } from "#app/domain/review/rules.ts";
import { approveList } from "#app/domain/correction/commands.server.ts";
import { freezeRound, proposeShortlist } from "#app/domain/shortlist/commands.server.ts";
import type { Db } from "#db/client.server.ts";
import { reviewerProfiles } from "#db/schema/account.ts";
import { assignments } from "#db/schema/assignment.ts";
import { discussionMessages, discussionReadings } from "#db/schema/discussion.ts";
import { notifications } from "#db/schema/notification.ts";
import { scoreRevisions } from "#db/schema/review.ts";
import { PUBLIC_URL } from "#tests/support/address.ts";
import { eventsOf } from "#tests/support/audit.ts";
import { inTransaction, testDatabase } from "#tests/support/database.ts";
import { aMember, aStaffMember, JUDGING } from "#tests/support/factories.ts";
import {
  aCandidate,
  aContest,
  aJudge,
  aReview,
  aScoredRound,
  aTask,
  contextOf,
  giveScore,
} from "#tests/support/judging.ts";

const { db } = await testDatabase();
const FILTER = { subjectId: null, actorId: null, code: "", person: "", type: null, only: null, from: null, to: null };
const CANARY = "CNRY-said";
let minute = 0;

/** Rafael and Wanjiru have reviewed the entry, Minji has it still to review, Elif does not have it. */
async function aPanelTalking(tx: Db, given: Parameters<typeof aScoredRound>[1] = {}) {
  const cycle = await aContest(tx);
  const round = await aScoredRound(tx, { cycle, discussion: "after-own", places: { shortlisted: 1 }, ...given });
  const entry = await aCandidate(tx, { cycle });
  const [rafael, wanjiru, minji, elif, chair] = [
    await aJudge(tx, round, { name: "Rafael Monteiro" }),
    await aJudge(tx, round, { name: "Wanjiru Kamau" }),
    await aJudge(tx, round),
    await aJudge(tx, round),
    await aJudge(tx, round, { role: "chair" }),
  ];
  const own = await aReview(tx, { round, entry, reviewer: rafael, values: [4, 4] });
  const theirs = await aReview(tx, { round, entry, reviewer: wanjiru, values: [2, 3] });
  await aTask(tx, { round, entry, reviewer: minji });
  const as = async (person: { id: string }) => ({
    ...(await contextOf(tx, person)),
    now: new Date(JUDGING.getTime() + ++minute * 1000),
  });
  const staff = {
    lin: await aStaffMember(tx),
    observer: await aStaffMember(tx, "observer"),
    administrator: await aStaffMember(tx, "administrator"),
  };
  const place = { roundId: round.id, entryId: entry.id };
  const read = async (person: { id: string }) => (await getDiscussion(await as(person), round.id, entry.id)).messages;
  return {
    cycle,
    round,
    entry,
    place,
    rafael,
    wanjiru,
    minji,
    elif,
    chair,
    own,
    theirs,
    as,
    read,
    ...staff,
    owner: await aMember(tx, entry.city.id),
  };
}

const unreadOf = async (ctx: Context, round: Parameters<typeof unreadIn>[1][number]) =>
  (await unreadIn(ctx, [round])).get(round.id) ?? 0;

/** What somebody is told who may not follow: everything that would tell of it answers as if there were nothing. */
async function excluded(ctx: Context, { roundId, entryId }: { roundId: string; entryId: string }) {
  await expect(getDiscussion(ctx, roundId, entryId)).rejects.toBeInstanceOf(NotFound);
  await expect(say(ctx, { roundId, entryId, text: "x" })).rejects.toBeInstanceOf(NotFound);
}

describe("what is unread", () => {
  it("is what others have said since one read it last, in the list of rounds, of discussions and in the thread", () =>
    inTransaction(db, async (tx) => {
      const { place, round, rafael, wanjiru, chair, as, read } = await aPanelTalking(tx);
      const state = { id: round.id, discussion: "after-own" as const, frozenAt: null };
      const unread = async (person: { id: string }) => [
        await unreadOf(await as(person), state),
        (await discussionsOf(await as(person), round.id, 1)).discussions.map((each) => each.unread),
        (await read(person)).map((message) => message.unread),
      ];
      await say(await as(rafael), { ...place, text: "first" });
      await say(await as(chair), { ...place, text: "second" });
      expect(await unread(rafael)).toEqual([1, [1], [false, true]]);
      expect(await unread(wanjiru)).toEqual([2, [2], [true, true]]);
      const [first] = await read(wanjiru);
      const shown = async (person: { id: string }) =>
        (await getDiscussion(await as(person), round.id, place.entryId)).unread;
      await markRead(await as(wanjiru), { ...place, read: await shown(wanjiru) });
      expect(await unread(wanjiru)).toEqual([0, [0], [false, false]]);
      // Corrected however often, a message is unread once; who corrects it has nothing to read.
      for (const text of ["corrected", "corrected again"])
        await correct(await as(rafael), { ...place, messageId: first!.id, text });
      expect(await unread(wanjiru)).toEqual([1, [1], [true, false]]);
      expect(await unread(rafael)).toEqual([1, [1], [false, true]]);
      // A page opened twice notes it twice; what is said meanwhile stays unread.
      const [again, late] = [await shown(wanjiru), new Date(JUDGING.getTime() - 60_000)];
      await say({ ...(await as(rafael)), now: late }, { ...place, text: "third, begun long ago and stored just now" });
      for (const _time of [1, 2]) await markRead(await as(wanjiru), { ...place, read: again });
      expect(await unread(wanjiru)).toEqual([1, [1], [true, false, false]]);
      expect((await unread(chair))[0]).toBe(2);
    }));

  it("is counted for several rounds at once, in each by what one may follow there", () =>
    inTransaction(db, async (tx) => {
      const [reviewed, owed] = [await aPanelTalking(tx), await aPanelTalking(tx)];
      const { wanjiru, as } = reviewed;
      await aTask(tx, { ...owed, reviewer: await aJudge(tx, owed.round, { accountId: wanjiru.id }) });
      for (const panel of [reviewed, owed]) await say(await panel.as(panel.rafael), { ...panel.place, text: CANARY });
      const rounds = [reviewed, owed].map(({ round }) => ({
        id: round.id,
        discussion: "after-own" as const,
        frozenAt: null,
      }));
      expect([...(await unreadIn(await as(wanjiru), rounds))]).toEqual([[reviewed.round.id, 1]]);
      await aReview(tx, { ...owed, reviewer: wanjiru, values: [3, 3] });
      expect(new Set(await unreadIn(await as(wanjiru), rounds))).toEqual(new Set(rounds.map(({ id }) => [id, 1])));
    }));

  it("is noted of messages of that discussion alone", () =>
    inTransaction(db, async (tx) => {
      const [here, elsewhere] = [await aPanelTalking(tx), await aPanelTalking(tx)];
      await say(await elsewhere.as(elsewhere.rafael), { ...elsewhere.place, text: CANARY });
      const [message] = await elsewhere.read(elsewhere.chair);
      await markRead(await here.as(here.chair), { ...here.place, read: [message!.id] });
      expect(await tx.select().from(discussionReadings)).toEqual([]);
    }));

  it("tells nobody of what they may not follow: before their own review, in conflict, off the panel, or while the round has none", () =>
    inTransaction(db, async (tx) => {
      const { place, round, rafael, wanjiru, minji, elif, lin, as } = await aPanelTalking(tx);
      const state = { id: round.id, discussion: "after-own" as const, frozenAt: null };
      await say(await as(rafael), { ...place, text: CANARY });
      for (const other of [minji, elif, lin]) expect(await unreadOf(await as(other), state)).toBe(0);
      await expect(markRead(await as(minji), { ...place, read: [] })).rejects.toMatchObject({
        because: "own-review-first",
      });
      await expect(markRead(await as(elif), { ...place, read: [] })).rejects.toBeInstanceOf(NotFound);
      expect(await unreadOf(await as(wanjiru), state)).toBe(1);
      for (const discussion of ["off", "after-freeze"] as const)
        expect(await unreadOf(await as(wanjiru), { ...state, discussion })).toBe(0);
      await declareConflict(await as(wanjiru), { entryId: place.entryId, answer: "conflict", reason: "a friend" });
      expect(await unreadOf(await as(wanjiru), state)).toBe(0);
      await expect(markRead(await as(wanjiru), { ...place, read: [] })).rejects.toBeInstanceOf(NotFound);
    }));
});

describe("the letters of an entry's readers", () => {
  const lettersOf = async (tx: Db, entry: { id: string }) =>
    (await tx.select({ seat: assignments.seat }).from(assignments).where(eq(assignments.entryId, entry.id))).map(
      ({ seat }) => seatLetter(seat),
    );

  it("stay as they are when somebody joins or an assignment nobody has begun ends, and tell nothing of who joined last", () =>
    inTransaction(db, async (tx) => {
      const cycle = await aContest(tx);
      const round = await aScoredRound(tx, { cycle, discussion: "after-own", peersVisible: "after-own" });
      const readers = [await aJudge(tx, round), await aJudge(tx, round), await aJudge(tx, round)];
      const [first, asking, late] = [await aJudge(tx, round), await aJudge(tx, round), await aJudge(tx, round)];
      const lastInOrder = [];
      for (let n = 0; n < 12; n++) {
        const entry = await aCandidate(tx, { cycle });
        const unbegun = await aTask(tx, { round, entry, reviewer: first });
        const review = await aReview(tx, { round, entry, reviewer: asking, values: [1, 1] });
        for (const [at, reviewer] of readers.entries())
          await aReview(tx, { round, entry, reviewer, values: [at + 2, 1] });
        const peers = async () =>
          openBeside(asking, await getSheetPage(await contextOf(tx, asking), review.assignment.id)).peers;
        const before = await peers();
        await aReview(tx, { round, entry, reviewer: late, values: [5, 5] });
        await tx.delete(assignments).where(eq(assignments.id, unbegun.id));
        const after = await peers();
        expect(after.filter(({ total }) => total !== 500)).toEqual(before);
        const letters = after.map(({ letter }) => letter);
        expect([letters, new Set(letters).size]).toEqual([letters.toSorted(), 4]);
        lastInOrder.push(after.at(-1)!.total === 500);
      }
      // By chance alone the last to come is the last in order of all twelve once in 16 million times.
      expect(lastInOrder).toContain(false);
    }));

  it("are drawn: the same readers come in another order on another entry", () =>
    inTransaction(db, async (tx) => {
      const cycle = await aContest(tx);
      const round = await aScoredRound(tx, { cycle });
      const readers = [await aJudge(tx, round), await aJudge(tx, round), await aJudge(tx, round)];
      const seen = new Set<string>();
      for (let n = 0; n < 12; n++) {
        const entry = await aCandidate(tx, { cycle });
        for (const reviewer of readers) await aTask(tx, { round, entry, reviewer });
        const letters = await lettersOf(tx, entry);
        expect(letters.every((letter) => letter.length === 1)).toBe(true);
        seen.add(letters.join());
      }
      expect(seen.size).toBeGreaterThan(10);
    }));

  it("are of one length for all where the panel has more readers than there are letters, so that a longer one tells nothing", () =>
    inTransaction(db, async (tx) => {
      const cycle = await aContest(tx);
      const round = await aScoredRound(tx, { cycle });
      const entry = await aCandidate(tx, { cycle });
      const readers = [];
      for (let n = 0; n < 28; n++) readers.push(await aJudge(tx, round));
      for (const reviewer of readers) await aTask(tx, { round, entry, reviewer });
      const letters = await lettersOf(tx, entry);
      expect(new Set(letters).size).toBe(28);
      // All single letters among the first 26 and doubles only after them would be the order in which they came.
      expect(letters.slice(0, 26).some((letter) => letter.length === 2)).toBe(true);
    }));
});

describe("saying something", () => {
  it("is read by those whose own review is in and by the chair, under the letter that the sheet uses; on record without its words; nobody gets a letter at once", () =>
    inTransaction(db, async (tx) => {
      const { place, round, rafael, wanjiru, chair, theirs, as, read } = await aPanelTalking(tx);
      await say(await as(rafael), { ...place, text: CANARY });
      await say(await as(chair), { ...place, text: "Let us look at the figures." });
      const [first, second] = await read(wanjiru);
      expect(first).toMatchObject({ text: CANARY, voice: "reviewer", own: false, name: null, gone: false });
      expect(second).toMatchObject({ voice: "chair", letter: null, name: null });
      const beside = openBeside(wanjiru, await getSheetPage(await as(wanjiru), theirs.assignment.id));
      expect([beside.peers.map(({ letter }) => letter), beside.messages]).toEqual([[first!.letter], 2]);
      expect(JSON.stringify(await getDiscussion(await as(wanjiru), round.id, place.entryId))).not.toMatch(
        new RegExp(`${rafael.id}|${rafael.name}`),
      );
      expect(await read(rafael)).toMatchObject([{ own: true, letter: first!.letter }, { own: false }]);
      expect((await read(chair))[0]).toMatchObject({ name: rafael.name });
      const events = await eventsOf({ db: tx }, first!.id);
      expect(events.map(({ type }) => type)).toEqual(["discussion.said"]);
      expect(JSON.stringify(events)).not.toContain(CANARY);
      expect(await tx.select().from(notifications)).toEqual([]);
    }));

  it("twice in a row is once; corrected, both texts stay to be read and the table keeps all", () =>
    inTransaction(db, async (tx) => {
      const { place, rafael, wanjiru, as, read } = await aPanelTalking(tx);
      for (const _time of [1, 2]) await say(await as(rafael), { ...place, text: "5 million" });
      const messageId = (await read(rafael))[0]!.id;
      for (const _time of [1, 2]) await correct(await as(rafael), { ...place, messageId, text: "5 thousand" });
      expect(await read(wanjiru)).toMatchObject([{ text: "5 thousand", earlier: [{ text: "5 million" }] }]);
      expect((await eventsOf({ db: tx }, messageId)).map(({ type }) => type)).toEqual([
        "discussion.said",
        "discussion.corrected",
      ]);
      await expect(correct(await as(wanjiru), { ...place, messageId, text: "x" })).rejects.toMatchObject({
        because: "not-your-role",
        how: "never",
      });
      const [, correction] = await tx
        .select({ id: discussionMessages.id })
        .from(discussionMessages)
        .orderBy(discussionMessages.at);
      for (const other of [correction!.id, place.entryId])
        await expect(correct(await as(rafael), { ...place, messageId: other, text: "x" })).rejects.toBeInstanceOf(
          NotFound,
        );
    }));

  it("is never changed or deleted, by whatever way", () =>
    inTransaction(db, async (tx) => {
      const { place, rafael, as } = await aPanelTalking(tx);
      await say(await as(rafael), { ...place, text: CANARY });
      await expect(
        tx.transaction((inner) => inner.update(discussionMessages).set({ text: "x" })),
      ).rejects.toMatchObject({ cause: { message: expect.stringMatching(/append-only/) } });
      await expect(tx.transaction((inner) => inner.delete(discussionMessages))).rejects.toMatchObject({
        cause: { message: expect.stringMatching(/append-only/) },
      });
    }));

  it("makes every later change of one's own score a revision with a reason, also where the round shows no peers", () =>
    inTransaction(db, async (tx) => {
      const { round, rafael, own, as } = await aPanelTalking(tx, { peersVisible: "never" });
      const change = { assignmentId: own.assignment.id, criterionId: round.criteria[0]!.id, value: 2, baseVersion: 1 };
      await expect(giveScore(await as(rafael), change)).rejects.toMatchObject({
        fields: { [`reason.${change.criterionId}`]: "change-unexplained" },
      });
      await giveScore(await as(rafael), { ...change, reason: "The figures were for the region." });
      expect(
        (
          await tx
            .select({ value: scoreRevisions.value, reason: scoreRevisions.reason })
            .from(scoreRevisions)
            .where(eq(scoreRevisions.criterionId, change.criterionId))
            .orderBy(scoreRevisions.savedAt)
        ).at(-1),
      ).toEqual({ value: 2, reason: "The figures were for the region." });
    }));

  it("ends when two people have made the list final; the secretariat reads from the freeze on and never speaks", () =>
    inTransaction(db, async (tx) => {
      const { place, round, rafael, chair, lin, as, read } = await aPanelTalking(tx);
      await say(await as(rafael), { ...place, text: CANARY });
      await excluded(await as(lin), place);
      await freezeRound(await as(chair), round.id);
      expect(await read(lin)).toMatchObject([{ text: CANARY, name: rafael.name }]);
      await expect(say(await as(lin), { ...place, text: "x" })).rejects.toMatchObject({
        because: "not-your-role",
        how: "never",
      });
      await say(await as(rafael), { ...place, text: "After the freeze, too." });
      await proposeShortlist(await as(chair), round.id);
      await approveList(await as(lin), round.id, PUBLIC_URL);
      await expect(say(await as(rafael), { ...place, text: "x" })).rejects.toMatchObject({
        because: "already-finalised",
        how: "not-now",
      });
      expect(await read(rafael)).toHaveLength(2);
    }));
});

describe("nothing of it reaches", () => {
  it("whoever does not read the entry or has no right to its reviews; whose own review is not in is told so", () =>
    inTransaction(db, async (tx) => {
      const { place, round, rafael, minji, elif, lin, observer, administrator, owner, as } = await aPanelTalking(tx);
      await say(await as(rafael), { ...place, text: CANARY });
      for (const who of [elif, lin, observer, administrator, owner]) await excluded(await as(who), place);
      for (const who of [lin, observer, administrator, owner])
        await expect(discussionsOf(await as(who), round.id, 1)).rejects.toBeInstanceOf(NotFound);
      for (const who of [minji, elif])
        expect((await discussionsOf(await as(who), round.id, 1)).discussions).toEqual([]);
      await expect(getDiscussion(await as(minji), round.id, place.entryId)).rejects.toMatchObject({
        because: "own-review-first",
        how: "not-now",
      });
      for (const act of [
        say,
        (ctx: Context, given: typeof place & { text: string }) => correct(ctx, { ...given, messageId: place.entryId }),
      ])
        await expect(act(await as(minji), { ...place, text: "x" })).rejects.toMatchObject({
          because: "own-review-first",
        });
    }));

  it("rounds that have none, rounds whose scores are not frozen yet, and entries of other rounds", () =>
    inTransaction(db, async (tx) => {
      const off = await aPanelTalking(tx, { discussion: "off" });
      for (const who of [off.rafael, off.chair]) await excluded(await off.as(who), off.place);
      const later = await aPanelTalking(tx, { discussion: "after-freeze" });
      await expect(say(await later.as(later.rafael), { ...later.place, text: "x" })).rejects.toMatchObject({
        because: "round-not-frozen",
      });
      await excluded(await later.as(later.rafael), { ...later.place, entryId: off.entry.id });
      await freezeRound(await later.as(later.chair), later.round.id);
      await say(await later.as(later.rafael), { ...later.place, text: CANARY });
      expect(await later.read(later.wanjiru)).toHaveLength(1);
    }));

  it("a person in conflict, whatever their part and whenever it came: thread, list, count and audit trail close to them, and their words are marked for the others", () =>
    inTransaction(db, async (tx) => {
      const { place, round, rafael, wanjiru, chair, lin, own, as, read } = await aPanelTalking(tx);
      await say(await as(rafael), { ...place, text: CANARY });
      expect((await discussionsOf(await as(rafael), round.id, 1)).discussions).toMatchObject([
        { id: place.entryId, messages: 1 },
      ]);
      await declareConflict(await as(rafael), { entryId: place.entryId, answer: "conflict", reason: "a friend" });
      await excluded(await as(rafael), place);
      expect((await discussionsOf(await as(rafael), round.id, 1)).discussions).toEqual([]);
      await expect(getSheetPage(await as(rafael), own.assignment.id)).rejects.toBeInstanceOf(NotFound);
      expect(await read(wanjiru)).toMatchObject([{ text: CANARY, gone: true }]);
      const chairs = (await discussionsOf(await as(chair), round.id, 1)).discussions;
      expect(chairs).toHaveLength(1);
      await tx
        .update(reviewerProfiles)
        .set({ countries: ["UG"] })
        .where(eq(reviewerProfiles.accountId, chair.id));
      await excluded(await as(chair), place);
      expect((await discussionsOf(await as(chair), round.id, 1)).discussions).toEqual([]);
      await freezeRound(await as(await aJudge(tx, round, { role: "chair" })), round.id);
      await tx.insert(reviewerProfiles).values({ accountId: lin.id, countries: ["UG"], updatedAt: JUDGING });
      await excluded(await as(lin), place);
      expect((await discussionsOf(await as(lin), round.id, 1)).discussions).toEqual([]);
      expect(
        (await auditTrail(await as(lin), FILTER, { limit: 100, offset: 0 })).filter(
          ({ type }) => type === "discussion.said",
        ),
      ).toEqual([]);
    }));

  it("whoever has stepped back, or was taken off the panel", () =>
    inTransaction(db, async (tx) => {
      const { place, rafael, wanjiru, own, as, read } = await aPanelTalking(tx);
      await say(await as(rafael), { ...place, text: CANARY });
      await recuse(await as(rafael), own.assignment.id, "no time");
      await excluded(await as(rafael), place);
      expect(await read(wanjiru)).toMatchObject([{ gone: true }]);
      await excluded({ ...(await as(wanjiru)), actor: { ...wanjiru, panels: [] } }, place);
    }));

  it("a chair who has a review of their own to give first", () =>
    inTransaction(db, async (tx) => {
      const { place, round, entry, rafael, chair, as, read } = await aPanelTalking(tx);
      await say(await as(rafael), { ...place, text: CANARY });
      await aTask(tx, { round, entry, reviewer: await aJudge(tx, round, { accountId: chair.id }) });
      await expect(read(chair)).rejects.toMatchObject({ because: "own-review-first" });
      expect((await discussionsOf(await as(chair), round.id, 1)).discussions).toEqual([]);
      await aReview(tx, { round, entry, reviewer: chair, values: [3, 3] });
      expect(await read(chair)).toHaveLength(1);
    }));
});
