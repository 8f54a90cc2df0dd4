import { and, eq, like, sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { certifyPublished } from "#app/domain/certificate/commands.server.ts";
import { getCertificate } from "#app/domain/certificate/queries.server.ts";
import { assign } from "#app/domain/assignment/commands.server.ts";
import { cite } from "#app/domain/citation/commands.server.ts";
import { sha256 } from "#app/domain/audit/rules.ts";
import {
  approveList,
  bringOutCorrections,
  dropListCorrection,
  openListCorrection,
  publishCorrection,
} from "#app/domain/correction/commands.server.ts";
import { correctionsOf } from "#app/domain/correction/queries.server.ts";
import { type Context, PORTAL } from "#app/domain/context.ts";
import { NotFound } from "#app/domain/errors.ts";
import { publishResults, unpublishResults } from "#app/domain/result/commands.server.ts";
import { tellAgain } from "#app/domain/result/letters.server.ts";
import { cycleResults } from "#app/domain/result/queries.server.ts";
import { freezeRound, proposeShortlist, select } from "#app/domain/shortlist/commands.server.ts";
import { selectionOf, signingOf } from "#app/domain/shortlist/queries.server.ts";
import { levelOf } from "#app/domain/shortlist/rules.ts";
import type { Db } from "#db/client.server.ts";
import { certificates } from "#db/schema/certificate.ts";
import { auditEvents } from "#db/schema/audit.ts";
import { citations } from "#db/schema/citation.ts";
import { corrections } from "#db/schema/correction.ts";
import { decisions } from "#db/schema/decision.ts";
import { withdrawals } from "#db/schema/entry.ts";
import { notifications } from "#db/schema/notification.ts";
import { publications, results } from "#db/schema/result.ts";
import { finalisations } from "#db/schema/shortlist.ts";
import { PUBLIC_URL } from "#tests/support/address.ts";
import { eventsOf } from "#tests/support/audit.ts";
import { inTransaction, testDatabase } from "#tests/support/database.ts";
import { aMember, aStaffMember, JUDGING } from "#tests/support/factories.ts";
import {
  aFinalList,
  aFrozenRound,
  chooseAnew,
  type FrozenRound,
  openAgain,
  signAnew,
} from "#tests/support/final-list.ts";
import { aJudge, aReview, aScoredRound, contextOf, days } from "#tests/support/judging.ts";

const { db } = await testDatabase();
const WHY = "One entry did not meet the rules of the call.";

const decided = async (tx: Db, { round }: FrozenRound) =>
  (await tx.select().from(decisions).where(eq(decisions.roundId, round.id)).orderBy(decisions.rank)).map(
    ({ levelKey }) => levelKey,
  );
const published = async (tx: Db, { cycle }: FrozenRound, now: Date) =>
  (await cycleResults({ db: tx, now }, cycle.slug)).results.map(({ title }) => title);
const letters = (tx: Db) =>
  tx
    .select({ to: notifications.email, params: notifications.params })
    .from(notifications)
    .where(like(notifications.kind, "list-corrected"));
const within = (ctx: Context, tx: Db): Context => ({ ...ctx, db: tx });
const publish = (ctx: Context, { round }: FrozenRound, at = ctx.now) =>
  publishCorrection(ctx, { roundId: round.id, at, pictures: [], publicUrl: PUBLIC_URL });

describe("correcting a list that is signed and not published", () => {
  it("writes what is decided otherwise, a reason alone too, and leaves every other row as it is", () =>
    inTransaction(db, async (tx) => {
      const made = await aFinalList(tx);
      const { round, lin, first, second } = made;
      const rows = async () =>
        await tx
          .select({ row: sql<string>`${decisions}.ctid::text`, level: decisions.levelKey, reason: decisions.reason })
          .from(decisions)
          .where(eq(decisions.roundId, round.id))
          .orderBy(decisions.rank);
      const before = await rows();
      await openAgain(lin, round.id, WHY);
      await chooseAnew(made);
      await signAnew(made);
      const after = await rows();
      expect(after.map(({ level }) => level)).toEqual([null, "shortlisted", null]);
      expect(after.map(({ row }, at) => row === before[at]!.row)).toEqual([false, false, true]);
      await openAgain(lin, round.id, WHY);
      await select(lin, { roundId: round.id, entryId: first.id, levelKey: null, reason: "Said more plainly." });
      await select(lin, { roundId: round.id, entryId: second.id, levelKey: null, reason: "" });
      await signAnew(made);
      expect((await rows()).map(({ level, reason }) => [level, reason])).toEqual([
        [null, "Said more plainly."],
        [null, ""],
        [null, ""],
      ]);
    }));

  it("makes its next version of the same ranking, which stands once two others have signed it", () =>
    inTransaction(db, async (tx) => {
      const made = await aFinalList(tx);
      const { round, lin, chen, ingrid, first } = made;
      const before = await tx.select().from(decisions).orderBy(decisions.rank);
      await expect(
        select(lin, { roundId: round.id, entryId: first.id, levelKey: null, reason: "x" }),
      ).rejects.toMatchObject({ because: "already-finalised" });
      await openAgain(ingrid, round.id, WHY);
      await expect(openAgain(lin, round.id, WHY)).rejects.toMatchObject({ because: "correction-open" });
      await expect(proposeShortlist(lin, round.id)).rejects.toMatchObject({ because: "nothing-corrected" });
      await chooseAnew(made);
      expect(await decided(tx, made)).toEqual(["shortlisted", null, null]);
      await expect(
        publishResults(lin, { roundId: round.id, at: JUDGING, publicUrl: PUBLIC_URL }),
      ).rejects.toMatchObject({ because: "correction-open" });
      await proposeShortlist(lin, round.id);
      const { listSha256 } = await signingOf(chen, round.id);
      await expect(approveList(lin, round.id, PUBLIC_URL, listSha256)).rejects.toMatchObject({
        because: "needs-second-person",
      });
      await approveList(chen, round.id, PUBLIC_URL, listSha256);
      const after = await tx.select().from(decisions).orderBy(decisions.rank);
      expect(after.map(({ levelKey }) => levelKey)).toEqual([null, "shortlisted", null]);
      const scored = (rows: typeof before) => rows.map(({ levelKey: _level, reason: _why, ...rest }) => rest);
      expect(scored(after)).toEqual(scored(before));
      expect(await tx.select({ version: finalisations.version }).from(finalisations)).toEqual([
        { version: 1 },
        { version: 2 },
      ]);
      await publishResults(lin, { roundId: round.id, at: JUDGING, publicUrl: PUBLIC_URL });
      expect(await published(tx, made, JUDGING)).toEqual(["Second"]);
      expect((await eventsOf(lin, round.id)).map(({ type }) => type).slice(-6)).toEqual([
        ...["shortlist.proposed", "shortlist.finalised"],
        ...["correction.opened", "shortlist.proposed", "shortlist.finalised", "correction.published"],
      ]);
    }));

  it("begins once the public log is signed up to the list, and not before", () =>
    inTransaction(db, async (tx) => {
      const { round, lin } = await aFinalList(tx);
      const unsigned = { because: "list-unsigned", how: "not-now" };
      await expect(openListCorrection(lin, round.id, WHY)).rejects.toMatchObject(unsigned);
      expect((await correctionsOf(lin, round.id)).opening).toMatchObject(unsigned);
      await openAgain(lin, round.id, WHY);
    }));

  it("is chosen from what was ranked when it was signed, though an entry was withdrawn since", () =>
    inTransaction(db, async (tx) => {
      const made = await aFinalList(tx);
      const { round, lin, first, amara } = made;
      const ranks = async () =>
        (await selectionOf(lin, round.id)).lines.map(({ entryId, rank, total }) => ({ entryId, rank, total }));
      const before = await ranks();
      await tx.insert(withdrawals).values({ entryId: first.id, reason: "x", at: JUDGING, by: amara.id });
      expect(await ranks()).toEqual(before);
    }));

  it("is dropped with its signature, and choices are what they were; its row stays", () =>
    inTransaction(db, async (tx) => {
      const made = await aFinalList(tx);
      const { round, lin, ingrid } = made;
      const levels = async () => (await selectionOf(lin, round.id)).lines.map(levelOf);
      const [before, signed] = [await levels(), (await signingOf(lin, round.id)).listSha256];
      await expect(dropListCorrection(lin, round.id)).rejects.toMatchObject({ because: "no-correction" });
      await openAgain(lin, round.id, WHY);
      await chooseAnew(made);
      await proposeShortlist(lin, round.id);
      await dropListCorrection(ingrid, round.id);
      expect(await levels()).toEqual(before);
      expect((await signingOf(lin, round.id)).listSha256).toBe(signed);
      expect((await correctionsOf(lin, round.id)).past).toMatchObject([
        { version: 2, reason: WHY, droppedByName: ingrid.actor.name, outAt: null, changes: [] },
      ]);
      expect((await eventsOf(lin, round.id)).at(-1)!.type).toBe("correction.dropped");
      await openAgain(lin, round.id, WHY);
      expect((await correctionsOf(lin, round.id)).correction).toMatchObject({ version: 2 });
    }));
});

describe("correcting a list that is public", () => {
  const aPublicList = async (tx: Db) => {
    const made = await aFinalList(tx);
    await publishResults(made.lin, { roundId: made.round.id, at: JUDGING, publicUrl: PUBLIC_URL });
    await openAgain(made.ingrid, made.round.id, WHY);
    await chooseAnew(made);
    return made;
  };

  it("leaves it as it stands until the next version is signed by two and out", () =>
    inTransaction(db, async (tx) => {
      const made = await aPublicList(tx);
      const { round, lin, ingrid, amara, lucia, first } = made;
      const [place] = await tx.select({ id: results.id }).from(results);
      await expect(publish(lin, made)).rejects.toMatchObject({ because: "not-finalised" });
      await signAnew(made);
      expect(await published(tx, made, JUDGING)).toEqual(["First"]);
      expect(await decided(tx, made)).toEqual(["shortlisted", null, null]);
      await expect(publish(ingrid, made)).rejects.toMatchObject({ because: "chair-cannot-publish" });
      await publish(lin, made);
      expect(await published(tx, made, JUDGING)).toEqual(["Second"]);
      const [{ corrections: told }] = [await cycleResults({ db: tx, now: JUDGING }, made.cycle.slug)];
      expect(told).toMatchObject([
        {
          version: 2,
          reason: WHY,
          changes: [
            { title: "First", cityName: "City of First", from: "shortlisted", to: null },
            { title: "Second", from: null, to: "shortlisted" },
          ],
        },
      ]);
      expect(JSON.stringify(told)).not.toContain(first.id);
      const [left] = await tx.select().from(results).where(eq(results.id, place!.id));
      expect(left).toMatchObject({ publicationId: null });
      const sent = new Map((await letters(tx)).map(({ to, params }) => [to, params]));
      expect(sent.get(amara.email)).toMatchObject({ awarded: "", others: `${first.code} First`, reason: WHY });
      expect(sent.get(lucia.email)).toMatchObject({ others: "" });
      expect(sent.size).toBe(2);
      expect((await eventsOf(lin, round.id)).at(-1)!.type).toBe("correction.published");
    }));

  it("a certificate of a place that came off says so, and why; of one that stayed there is a new one", () =>
    inTransaction(db, async (tx) => {
      const made = await aPublicList(tx);
      const portal = { db: tx, actor: PORTAL, now: JUDGING };
      await certifyPublished(portal);
      const [{ code } = { code: "" }] = await tx.select({ code: certificates.code }).from(certificates);
      await signAnew(made);
      expect(await getCertificate(portal, code)).toMatchObject({ state: "standing" });
      await publish(made.lin, made);
      expect(await getCertificate(portal, code)).toMatchObject({ state: "off", reason: WHY });
      expect(await certifyPublished(portal)).toBe(1);
      expect(await getCertificate(portal, code)).toMatchObject({ state: "off" });
    }));

  it("at a moment to come the portal puts it in its place by itself, once", () =>
    inTransaction(db, async (tx) => {
      const made = await aPublicList(tx);
      await signAnew(made);
      await publish(made.lin, made, days(2));
      const portal = (now: Date) => ({ db: tx, actor: PORTAL, now });
      expect(await bringOutCorrections(portal(new Date(days(2).getTime() - 1)), PUBLIC_URL)).toBe(0);
      expect(await published(tx, made, days(2))).toEqual(["First"]);
      expect(await bringOutCorrections(portal(days(2)), PUBLIC_URL)).toBe(1);
      expect(await published(tx, made, days(2))).toEqual(["Second"]);
      expect(await bringOutCorrections(portal(days(2)), PUBLIC_URL)).toBe(0);
    }));

  it("can be dropped after it is signed, and while it waits for its moment", () =>
    inTransaction(db, async (tx) => {
      const made = await aPublicList(tx);
      await signAnew(made);
      await publish(made.lin, made, days(2));
      await dropListCorrection(made.chen, made.round.id);
      expect(await bringOutCorrections({ db: tx, actor: PORTAL, now: days(3) }, PUBLIC_URL)).toBe(0);
      expect(await published(tx, made, days(3))).toEqual(["First"]);
      expect(await tx.select().from(finalisations)).toHaveLength(1);
      expect(await letters(tx)).toEqual([]);
    }));

  it("taken back meanwhile, the list stands corrected when it is published again", () =>
    inTransaction(db, async (tx) => {
      const made = await aPublicList(tx);
      const { lin, round } = made;
      await unpublishResults(lin, { roundId: round.id, reason: "A mistake." });
      await signAnew(made);
      expect(await decided(tx, made)).toEqual([null, "shortlisted", null]);
      await publishResults({ ...lin, now: days(1) }, { roundId: round.id, at: days(1), publicUrl: PUBLIC_URL });
      expect(await published(tx, made, days(1))).toEqual(["Second"]);
    }));

  it("is corrected again, and an entry that came off comes back", () =>
    inTransaction(db, async (tx) => {
      const made = await aPublicList(tx);
      const { lin, chen, round, first, second } = made;
      await signAnew(made);
      await publish(lin, made);
      await openAgain(lin, round.id, "It did meet them after all.");
      await select(lin, { roundId: round.id, entryId: first.id, levelKey: "shortlisted", reason: "" });
      await select(lin, { roundId: round.id, entryId: second.id, levelKey: null, reason: "" });
      await proposeShortlist(chen, round.id);
      await approveList(lin, round.id, PUBLIC_URL, (await signingOf(lin, round.id)).listSha256);
      await publish(lin, made);
      expect(await published(tx, made, JUDGING)).toEqual(["First"]);
      const versions = await tx.select().from(corrections).orderBy(corrections.version);
      expect(versions.map(({ version, publicVersion }) => [version, publicVersion])).toEqual([
        [2, 2],
        [3, 3],
      ]);
    }));
});

describe("what the public reads of a correction", () => {
  const aRead = async (tx: Db) => {
    const made = await aFinalList(tx);
    await publishResults(made.lin, { roundId: made.round.id, at: JUDGING, publicUrl: PUBLIC_URL });
    return made;
  };
  const opened = async (made: FrozenRound) => {
    await openAgain(made.lin, made.round.id, WHY);
    await chooseAnew(made);
    await signAnew(made);
  };
  const told = async (tx: Db, { cycle }: FrozenRound, now: Date) =>
    (await cycleResults({ db: tx, now }, cycle.slug)).corrections.map(({ reason }) => reason);

  it("is there when a list was taken back, corrected, and published again; its day is off with the list", () =>
    inTransaction(db, async (tx) => {
      const made = await aRead(tx);
      const { lin, round } = made;
      await openAgain(lin, round.id, WHY);
      await chooseAnew(made);
      await signAnew(made);
      await publish(lin, made, days(2));
      const later = (day: number) => ({ ...lin, now: days(day) });
      await unpublishResults(later(1), { roundId: round.id, reason: "A mistake." });
      expect(await bringOutCorrections({ db: tx, actor: PORTAL, now: days(3) }, PUBLIC_URL)).toBe(0);
      await publish(later(3), made);
      await publishResults(later(4), { roundId: round.id, at: days(4), publicUrl: PUBLIC_URL });
      expect(await told(tx, made, days(4))).toEqual([WHY]);
    }));

  it("is nothing where the list was corrected before the public ever read it", () =>
    inTransaction(db, async (tx) => {
      const made = await aFinalList(tx);
      const { lin, round } = made;
      await opened(made);
      const later = (day: number) => ({ ...lin, now: days(day) });
      await publishResults(later(1), { roundId: round.id, at: days(1), publicUrl: PUBLIC_URL });
      await unpublishResults(later(2), { roundId: round.id, reason: "A mistake." });
      await publishResults(later(3), { roundId: round.id, at: days(3), publicUrl: PUBLIC_URL });
      expect(await told(tx, made, days(3))).toEqual([]);
    }));

  it("figures follow, and a place that comes on again has its address again", () =>
    inTransaction(db, async (tx) => {
      const made = await aRead(tx);
      const { lin, chen, round, first, second } = made;
      const address = async () => {
        const rows = await tx.select().from(results).where(eq(results.entryId, first.id));
        return rows.map(({ id, publicationId }) => [id, publicationId !== null]);
      };
      const [[id]] = (await address()) as [[string]];
      await opened(made);
      await tx.update(publications).set({ statistics: null });
      await publish(lin, made);
      const [{ statistics }] = (await tx.select().from(publications)) as [typeof publications.$inferSelect];
      expect(statistics).not.toBeNull();
      expect(await address()).toEqual([[id, false]]);
      await openAgain(lin, round.id, "It did meet them after all.");
      await select(lin, { roundId: round.id, entryId: first.id, levelKey: "shortlisted", reason: "" });
      await select(lin, { roundId: round.id, entryId: second.id, levelKey: null, reason: "" });
      await proposeShortlist(chen, round.id);
      await approveList(lin, round.id, PUBLIC_URL, (await signingOf(lin, round.id)).listSha256);
      await publish(lin, made);
      expect(await address()).toEqual([[id, true]]);
    }));

  it("whoever has another entry, too, reads of both in the one letter that takes the place of the first", () =>
    inTransaction(db, async (tx) => {
      const made = await aFinalList(tx);
      const { lin, round, amara, first, third } = made;
      await aMember(tx, third.city.id, "owner", amara.id);
      await publishResults(lin, { roundId: round.id, at: JUDGING, publicUrl: PUBLIC_URL });
      await opened(made);
      await publish(lin, made);
      const owed = await tx.select().from(notifications).where(eq(notifications.email, amara.email));
      expect(owed.map(({ kind }) => kind)).toEqual(["list-corrected"]);
      expect(owed[0]!.params).toMatchObject({ awarded: "", others: `${first.code} First\n${third.code} Third` });
    }));

  it("no letter about the old outcome goes out afterwards, and what failed is sent again in its newest words", () =>
    inTransaction(db, async (tx) => {
      const made = await aRead(tx);
      const { lin, round, lucia } = made;
      await opened(made);
      await publish({ ...lin, now: days(1) }, made);
      const owed = await tx.select().from(notifications).where(eq(notifications.email, lucia.email));
      expect(owed.map(({ kind }) => kind)).toEqual(["list-corrected"]);
      await tx.insert(notifications).values({
        ...owed[0]!,
        id: undefined,
        dedupe: `${owed[0]!.dedupe}:older`,
        kind: "result-published",
        createdAt: JUDGING,
      });
      await tx
        .update(notifications)
        .set({ failedAt: days(1) })
        .where(eq(notifications.email, lucia.email));
      await tellAgain({ ...lin, now: days(2) }, round.id);
      const again = await tx.select().from(notifications).where(eq(notifications.email, lucia.email));
      expect(again.filter(({ failedAt }) => !failedAt).map(({ kind }) => kind)).toEqual(["list-corrected"]);
    }));

  it("somebody with a hidden entry reads why and what only once the public does", () =>
    inTransaction(db, async (tx) => {
      const made = await aFinalList(tx);
      const { lin, round, conflicted } = made;
      await opened(made);
      await openAgain(lin, round.id, WHY);
      expect((await correctionsOf(lin, round.id)).past[0]).toMatchObject({ reason: WHY, changes: [{}, {}] });
      const seen = await correctionsOf(conflicted, round.id);
      expect(seen.correction).toMatchObject({ version: 3, reason: "" });
      expect(seen.past).toMatchObject([{ version: 2, reason: "", changes: [] }]);
      expect((await selectionOf(conflicted, round.id)).correction).toMatchObject({ version: 3, reason: "" });
      await dropListCorrection(lin, round.id);
      await publishResults(lin, { roundId: round.id, at: JUDGING, publicUrl: PUBLIC_URL });
      expect((await correctionsOf(conflicted, round.id)).past.at(-1)!.reason).toBe(WHY);
    }));
});

describe("a list and the rounds after it", () => {
  const aLaterRound = async (tx: Db, { cycle }: FrozenRound) => {
    const later = await aScoredRound(tx, { cycle, position: 2 });
    return { later, reviewer: await aJudge(tx, later) };
  };
  const begun = { because: "later-round-begun", how: "not-now" };

  it("is corrected no more once a later round has given entries to reviewers, nor once it is frozen", () =>
    inTransaction(db, async (tx) => {
      const made = await aFinalList(tx);
      const { round, lin, first } = made;
      const { later, reviewer } = await aLaterRound(tx, made);
      await inTransaction(tx, async (inner) => {
        await assign(within(lin, inner), { roundId: later.id, entryId: first.id, reviewerId: reviewer.id });
        await expect(openAgain(within(lin, inner), round.id, WHY)).rejects.toMatchObject(begun);
        expect((await correctionsOf(within(lin, inner), round.id)).opening).toMatchObject(begun);
      });
      await inTransaction(tx, async (inner) => {
        await freezeRound(within(lin, inner), later.id);
        await expect(openAgain(within(lin, inner), round.id, WHY)).rejects.toMatchObject(begun);
      });
      await openAgain(lin, round.id, WHY);
    }));

  it("while it is corrected no later round begins; earlier ones and other cycles do", () =>
    inTransaction(db, async (tx) => {
      const made = await aFinalList(tx);
      const { cycle, round, lin, first, third } = made;
      const { later, reviewer } = await aLaterRound(tx, made);
      const give = (roundId: string, entryId: string, reviewerId: string) =>
        assign(lin, { roundId, entryId, reviewerId });
      await openAgain(lin, round.id, WHY);
      const refused = { because: "basis-in-correction", how: "not-now" };
      await expect(give(later.id, first.id, reviewer.id)).rejects.toMatchObject(refused);
      await expect(freezeRound(lin, later.id)).rejects.toMatchObject(refused);
      const earlier = await aScoredRound(tx, { cycle, position: 0 });
      await give(earlier.id, third.id, (await aJudge(tx, earlier)).id);
      await dropListCorrection(lin, round.id);
      await give(later.id, first.id, reviewer.id);
    }));

  it("a correction signed before the later round began neither gets its second signature nor comes out", () =>
    inTransaction(db, async (tx) => {
      const made = await aFinalList(tx);
      const { cycle, round, lin, chen, first } = made;
      await publishResults(lin, { roundId: round.id, at: JUDGING, publicUrl: PUBLIC_URL });
      await openAgain(lin, round.id, WHY);
      await chooseAnew(made);
      await proposeShortlist(lin, round.id);
      const { listSha256 } = await signingOf(chen, round.id);
      const later = await aScoredRound(tx, { cycle, position: 2 });
      const begin = async (inner: Db) =>
        void (await aReview(inner, {
          round: later,
          entry: first,
          reviewer: await aJudge(inner, later),
          values: [1, 1],
        }));
      await inTransaction(tx, async (inner) => {
        await begin(inner);
        await expect(approveList(within(chen, inner), round.id, PUBLIC_URL, listSha256)).rejects.toMatchObject(begun);
      });
      await approveList(chen, round.id, PUBLIC_URL, listSha256);
      await publish(lin, made, days(2));
      await begin(tx);
      await expect(publish(lin, made)).rejects.toMatchObject(begun);
      await bringOutCorrections({ db: tx, actor: PORTAL, now: days(2) }, PUBLIC_URL).catch(() => 0);
      expect(await published(tx, made, days(2))).toEqual(["First"]);
      await dropListCorrection(chen, round.id);
    }));
});

describe("dropping a correction", () => {
  it("is for somebody who sees the whole list, and once two have signed it, not for whoever signed it first", () =>
    inTransaction(db, async (tx) => {
      const made = await aFinalList(tx);
      const { round, lin, chen, conflicted } = made;
      await publishResults(lin, { roundId: round.id, at: JUDGING, publicUrl: PUBLIC_URL });
      const hides = { because: "conflict-in-list", how: "never" };
      await expect(openAgain(conflicted, round.id, WHY)).rejects.toMatchObject(hides);
      await openAgain(lin, round.id, WHY);
      await expect(dropListCorrection(conflicted, round.id)).rejects.toMatchObject(hides);
      expect((await correctionsOf(conflicted, round.id)).dropping).toMatchObject(hides);
      await chooseAnew(made);
      await signAnew(made);
      const second = { because: "needs-second-person", how: "never" };
      await expect(dropListCorrection(lin, round.id)).rejects.toMatchObject(second);
      expect((await correctionsOf(lin, round.id)).dropping).toMatchObject(second);
      await dropListCorrection(chen, round.id);
    }));

  it("takes its signature from under words about an entry that came on with it, and no other's", () =>
    inTransaction(db, async (tx) => {
      const made = await aFrozenRound(tx);
      const { round, lin, chen, first, second } = made;
      const say = (en: string, entryId: string) =>
        cite(lin, { roundId: round.id, entryId, words: { statement: { en }, citation: null }, reason: "" });
      await say("Bold", first.id);
      await say("Brave", second.id);
      await made.finalise();
      await publishResults(lin, { roundId: round.id, at: JUDGING, publicUrl: PUBLIC_URL });
      await openAgain(lin, round.id, WHY);
      await chooseAnew(made);
      await signAnew({ ...made, chen: { ...chen, now: days(1) } });
      const signed = async () =>
        (await tx.select().from(citations))
          .filter(({ approvedAt }) => approvedAt !== null)
          .map(({ entryId }) => entryId)
          .sort();
      expect(await signed()).toEqual([first.id, second.id].sort());
      await dropListCorrection(chen, round.id);
      expect(await signed()).toEqual([first.id]);
    }));

  it("before two have signed it is anybody's who decides and sees it all", () =>
    inTransaction(db, async (tx) => {
      const made = await aFinalList(tx);
      const { round, lin } = made;
      await openAgain(lin, round.id, WHY);
      await chooseAnew(made);
      await proposeShortlist(lin, round.id);
      await dropListCorrection(lin, round.id);
      const [opened] = await tx.select().from(auditEvents).where(eq(auditEvents.type, "correction.opened"));
      expect(opened!.payload.toString()).toContain(sha256(WHY));
    }));
});

it("a person in conflict with an entry neither opens a correction nor signs it last; nobody without a part does anything", () =>
  inTransaction(db, async (tx) => {
    const made = await aFinalList(tx);
    const { round, conflicted, amara, lin } = made;
    await openAgain(lin, round.id, WHY);
    await chooseAnew(made);
    await expect(approveList(conflicted, round.id, PUBLIC_URL, "")).rejects.toMatchObject({ because: "not-proposed" });
    await proposeShortlist(lin, round.id);
    await expect(
      approveList(conflicted, round.id, PUBLIC_URL, (await signingOf(conflicted, round.id)).listSha256),
    ).rejects.toMatchObject({ because: "conflict-in-list" });
    const nobody = await contextOf(tx, amara);
    const observer = await contextOf(tx, await aStaffMember(tx, "observer"));
    for (const act of [
      (ctx: Context) => openAgain(ctx, round.id, WHY),
      (ctx: Context) => dropListCorrection(ctx, round.id),
      (ctx: Context) => publish(ctx, made),
    ]) {
      await expect(act(nobody)).rejects.toBeInstanceOf(NotFound);
      await expect(act(observer)).rejects.toMatchObject({ because: "not-your-role" });
    }
    await expect(correctionsOf(nobody, round.id)).rejects.toBeInstanceOf(NotFound);
    expect((await correctionsOf(observer, round.id)).correction).toMatchObject({ reason: WHY });
  }));

it("the database itself lets a decision change by a signed correction alone, and never its rank or score", () =>
  inTransaction(db, async (tx) => {
    const made = await aFinalList(tx);
    const { round, lin, first } = made;
    const change = (set: Partial<typeof decisions.$inferInsert>) =>
      tx.transaction((inner) =>
        inner
          .update(decisions)
          .set(set)
          .where(and(eq(decisions.roundId, round.id), eq(decisions.entryId, first.id))),
      );
    const refused = { cause: { code: "23001" } };
    await expect(change({ levelKey: null })).rejects.toMatchObject(refused);
    await openAgain(lin, round.id, WHY);
    await chooseAnew(made);
    await expect(change({ levelKey: null })).rejects.toMatchObject(refused);
    await tx.insert(finalisations).values({
      roundId: round.id,
      version: 2,
      listSha256: "x",
      places: 1,
      proposedAt: JUDGING,
      proposedBy: made.lin.actor.id,
      approvedAt: JUDGING,
      approvedBy: made.chen.actor.id,
    });
    await expect(change({ rank: 2 })).rejects.toMatchObject(refused);
    await expect(change({ total: 1 })).rejects.toMatchObject(refused);
    await change({ levelKey: null });
  }));

it("the database itself keeps what a correction was opened with, and what came of it", () =>
  inTransaction(db, async (tx) => {
    const made = await aFinalList(tx);
    const { round, lin, chen } = made;
    const refused = { cause: { code: "23001" } };
    const change = (set: Partial<typeof corrections.$inferInsert>) =>
      tx.transaction((inner) => inner.update(corrections).set(set));
    await publishResults(lin, { roundId: round.id, at: JUDGING, publicUrl: PUBLIC_URL });
    await openAgain(lin, round.id, WHY);
    for (const forged of [
      { reason: "Another." },
      { version: 3 },
      { pictures: ["x"], reason: "" },
      { openedBy: chen.actor.id },
    ])
      await expect(change(forged)).rejects.toMatchObject(refused);
    await chooseAnew(made);
    await signAnew(made);
    await publish(lin, made);
    for (const forged of [{ changes: [] }, { outAt: null }, { publicVersion: 9 }, { droppedAt: JUDGING }])
      await expect(change(forged)).rejects.toMatchObject(refused);
    await expect(tx.transaction((inner) => inner.delete(corrections))).rejects.toMatchObject(refused);
  }));
