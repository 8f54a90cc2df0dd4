import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { type Context, PORTAL } from "#app/domain/context.ts";
import { NotFound, Refused } from "#app/domain/errors.ts";
import { publishResults, takePictureOff, unpublishResults } from "#app/domain/result/commands.server.ts";
import { dropDrawings, keepDrawings } from "#app/domain/result/drawings.server.ts";
import { getPicture, namedDrawings, undrawnPictures } from "#app/domain/result/pictures.server.ts";
import { publishingOf } from "#app/domain/result/publishing.server.ts";
import { cycleResults, getResult } from "#app/domain/result/queries.server.ts";
import type { Db } from "#db/client.server.ts";
import { auditEvents } from "#db/schema/audit.ts";
import { attachments } from "#db/schema/attachment.ts";
import { conflictDeclarations } from "#db/schema/conflict.ts";
import { cycles } from "#db/schema/cycle.ts";
import { results } from "#db/schema/result.ts";
import { PUBLIC_URL } from "#tests/support/address.ts";
import { eventsOf } from "#tests/support/audit.ts";
import { inTransaction, testDatabase } from "#tests/support/database.ts";
import { aStaffMember, JUDGING } from "#tests/support/factories.ts";
import { contextOf, days } from "#tests/support/judging.ts";
import { aPicturedRound } from "#tests/support/pictured-round.ts";

const { db } = await testDatabase();
/** Publishes with every picture that the page of publication shows. */
async function publishAll(ctx: Context, roundId: string, at = JUDGING): Promise<void> {
  const { initiatives } = await publishingOf(ctx, roundId);
  const pictures = initiatives.flatMap((each) => each.pictures.filter(({ out }) => !out).map(({ id }) => id));
  await publishResults(ctx, { roundId, at, pictures, publicUrl: PUBLIC_URL });
}

const shown = async (tx: Db, now = JUDGING) => {
  const [result] = await tx.select({ id: results.id }).from(results);
  const page = await getResult({ db: tx, now }, result!.id);
  const served = (id: string, at = now) => getPicture({ db: tx, now: at }, result!.id, id);
  return { page, served, captions: page.pictures.map(({ caption }) => caption) };
};

describe("pictures of an initiative", () => {
  it("become public with it, in their order and with what is said of them, and nothing of where they lie", () =>
    inTransaction(db, async (tx) => {
      const { round, lin, idOf } = await aPicturedRound(tx, {
        "b.jpg": { credit: "City of Kampala" },
        "a.jpg": { credit: "City of Kampala" },
      });
      await publishAll(lin, round.id);
      const { page, served } = await shown(tx);
      expect(page.pictures).toEqual(
        ["b.jpg", "a.jpg"].map((name) => ({
          id: idOf(name),
          caption: `${name} at work`,
          credit: "City of Kampala",
          rights: "",
        })),
      );
      expect(await served(idOf("a.jpg"))).toEqual({
        key: `drawn-a.jpg-${round.id}`,
        store: "local",
        name: `${idOf("a.jpg")}.webp`,
        contentType: "image/webp",
      });
    }));

  it("E13: that nobody described bear the name of their question, by which they are told apart", () =>
    inTransaction(db, async (tx) => {
      const { round, lin, idOf } = await aPicturedRound(tx, { "a.jpg": { caption: "  " } });
      await publishAll(lin, round.id);
      const { page } = await shown(tx);
      expect(page.pictures).toMatchObject([{ id: idOf("a.jpg"), caption: "", asked: { en: expect.any(String) } }]);
    }));

  it("have a drawing for lists: the first of each initiative, as long as it is public and the first", () =>
    inTransaction(db, async (tx) => {
      const { round, lin, idOf } = await aPicturedRound(tx, { "a.jpg": {}, "b.jpg": {} });
      await publishAll(lin, round.id);
      const [{ id: resultId, slug }] = (await tx
        .select({ id: results.id, slug: cycles.slug })
        .from(results)
        .innerJoin(cycles, eq(cycles.id, results.cycleId))) as [{ id: string; slug: string }];
      const open = { db: tx, now: JUDGING };
      const listed = async () => (await cycleResults(open, slug)).results.map(({ picture }) => picture);
      const small = (id: string, now = JUDGING) => getPicture({ db: tx, now }, resultId, id, { small: true });
      const portal = { db: tx, actor: PORTAL, now: JUDGING };
      const drawing = { key: "small-a", store: "local" as const };
      const undrawn = async () => (await undrawnPictures({ db: tx }, round.id)).map(({ id }) => id);
      expect([await listed(), await undrawn()]).toEqual([[null], [idOf("a.jpg")]]);
      const drawn = ["a.jpg", "b.jpg"].map((name) => ({ id: idOf(name), resultId, small: drawing }));
      await expect(keepDrawings(lin, round.id, drawn)).rejects.toThrow(NotFound);
      await expect(dropDrawings(lin, round.id, ["small-a"])).rejects.toThrow(NotFound);
      expect(await keepDrawings(portal, round.id, drawn)).toEqual([drawing]);
      expect(await keepDrawings(portal, round.id, drawn)).toEqual([]);
      expect([await listed(), await undrawn()]).toEqual([[idOf("a.jpg")], []]);
      expect(await small(idOf("a.jpg"))).toEqual({
        ...drawing,
        name: `${idOf("a.jpg")}-small.webp`,
        contentType: "image/webp",
      });
      await expect(small(idOf("b.jpg"))).rejects.toThrow(NotFound);
      await expect(small(idOf("a.jpg"), days(-1))).rejects.toThrow(NotFound);
      const off = { roundId: round.id, pictureId: idOf("a.jpg"), reason: "A face." };
      expect(await takePictureOff(lin, off)).toEqual([drawing]);
      expect([await listed(), await undrawn()]).toEqual([[null], [idOf("b.jpg")]]);
      await expect(small(idOf("a.jpg"))).rejects.toThrow(NotFound);
    }));

  it("have no drawing for lists any more once the list is taken back, and none that nobody could say the credit of", () =>
    inTransaction(db, async (tx) => {
      const { round, lin } = await aPicturedRound(tx, { "a.jpg": {} }, { "b.jpg": { credit: "Jane Doe" } });
      await publishAll(lin, round.id);
      const [due, ...more] = await undrawnPictures({ db: tx });
      expect(more).toEqual([]);
      const drawn = [{ ...due!, small: { key: "small-a", store: "local" as const } }];
      const portal = { db: tx, actor: PORTAL, now: JUDGING };
      await keepDrawings(portal, round.id, drawn);
      expect([...(await namedDrawings({ db: tx }))]).toEqual(["small-a"]);
      const taken = await unpublishResults(lin, { roundId: round.id, reason: "A mistake." });
      expect(taken).toEqual([{ key: "small-a", store: "local" }]);
      expect([...(await namedDrawings({ db: tx }))]).toEqual([]);
      expect(await keepDrawings(portal, round.id, drawn)).toEqual([]);
      expect(await undrawnPictures({ db: tx })).toEqual([]);
      await publishAll({ ...lin, now: days(1) }, round.id, days(1));
      expect(await undrawnPictures({ db: tx })).toEqual([due]);
    }));

  it("are those of public questions that were drawn anew and that no scanner holds back", () =>
    inTransaction(db, async (tx) => {
      const { round, lin, idOf } = await aPicturedRound(tx, {
        "public.jpg": { scan: "clean" },
        "plan.jpg": { slot: "plans" },
        "face.jpg": { slot: "portraits" },
        "waiting.jpg": { scan: "waiting" },
        "infected.jpg": { scan: "infected" },
        "undrawn.jpg": { drawn: false },
        "first pages.pdf": { contentType: "application/pdf" },
      });
      await publishAll(lin, round.id);
      const { captions, served } = await shown(tx);
      expect(captions).toEqual(["public.jpg at work"]);
      for (const name of ["plan.jpg", "face.jpg", "waiting.jpg", "infected.jpg", "first pages.pdf"])
        await expect(served(idOf(name))).rejects.toThrow(NotFound);
    }));

  it("stay out where the secretariat leaves them out", () =>
    inTransaction(db, async (tx) => {
      const { round, lin, idOf } = await aPicturedRound(tx, { "a.jpg": {}, "child.jpg": {} });
      expect((await publishingOf(lin, round.id)).initiatives[0]!.pictures.map(({ id }) => id)).toEqual([
        idOf("a.jpg"),
        idOf("child.jpg"),
      ]);
      await publishResults(lin, { roundId: round.id, at: JUDGING, pictures: [idOf("a.jpg")], publicUrl: PUBLIC_URL });
      const { captions, served } = await shown(tx);
      expect(captions).toEqual(["a.jpg at work"]);
      await expect(served(idOf("child.jpg"))).rejects.toThrow(NotFound);
    }));

  it("stay out where nobody has looked at them: of an entry that the publisher is in conflict with, or cleared since", () =>
    inTransaction(db, async (tx) => {
      const { round, entry, lin, idOf } = await aPicturedRound(tx, { "a.jpg": {}, "late.jpg": { scan: "waiting" } });
      const seen = (await publishingOf(lin, round.id)).initiatives[0]!.pictures.map(({ id }) => id);
      await tx.update(attachments).set({ scan: "clean" });
      await tx
        .transaction(async (copy) => {
          await publishResults(
            { ...lin, db: copy },
            { roundId: round.id, at: JUDGING, pictures: seen, publicUrl: PUBLIC_URL },
          );
          expect((await shown(copy)).captions).toEqual(["a.jpg at work"]);
          const events = await copy.select({ type: auditEvents.type, payload: auditEvents.payload }).from(auditEvents);
          const { payload } = events.find(({ type }) => type === "result.published")!;
          expect(Buffer.from(payload).toString()).toContain(idOf("late.jpg"));
          throw new Error("again");
        })
        .catch((error: Error) => expect(error.message).toBe("again"));
      await tx
        .insert(conflictDeclarations)
        .values({ entryId: entry.id, accountId: lin.actor.id, answer: "conflict", at: JUDGING });
      await publishResults(lin, { roundId: round.id, at: JUDGING, pictures: seen, publicUrl: PUBLIC_URL });
      expect((await shown(tx)).captions).toEqual([]);
      await unpublishResults(lin, { roundId: round.id, reason: "A colleague adds pictures." });
      const chen = await contextOf(tx, await aStaffMember(tx), days(1));
      expect((await publishingOf(chen, round.id)).initiatives[0]!.pictures).toMatchObject([
        { out: true },
        { out: true },
      ]);
      await publishResults(chen, { roundId: round.id, at: days(1), pictures: seen, publicUrl: PUBLIC_URL });
      expect((await shown(tx, days(1))).captions).toEqual(["a.jpg at work"]);
      await unpublishResults(chen, { roundId: round.id, reason: "Once more." });
      await publishResults(
        { ...lin, now: days(2) },
        { roundId: round.id, at: days(2), pictures: [], publicUrl: PUBLIC_URL },
      );
      expect((await shown(tx, days(2))).captions).toEqual(["a.jpg at work"]);
    }));

  it("belong to their own initiative and round", () =>
    inTransaction(db, async (tx) => {
      const [mine, other] = [await aPicturedRound(tx, { "a.jpg": {} }), await aPicturedRound(tx, { "a.jpg": {} })];
      for (const { lin, round } of [mine, other]) await publishAll(lin, round.id);
      const [result] = await tx.select({ id: results.id }).from(results).where(eq(results.entryId, mine.entry.id));
      const open = { db: tx, now: JUDGING };
      expect(await getPicture(open, result!.id, mine.idOf("a.jpg"))).toMatchObject({ contentType: "image/webp" });
      await expect(getPicture(open, result!.id, other.idOf("a.jpg"))).rejects.toThrow(NotFound);
      const off = { roundId: mine.round.id, pictureId: other.idOf("a.jpg"), reason: "No." };
      await expect(takePictureOff(mine.lin, off)).rejects.toThrow(NotFound);
    }));

  it("are there exactly while their initiative is: not before its embargo ends, not after it was taken back", () =>
    inTransaction(db, async (tx) => {
      const { round, lin, idOf } = await aPicturedRound(tx, { "a.jpg": {} });
      await publishAll(lin, round.id, days(1));
      const { served } = await shown(tx, days(1));
      await expect(served(idOf("a.jpg"), new Date(days(1).getTime() - 1))).rejects.toThrow(NotFound);
      expect(await served(idOf("a.jpg"))).toMatchObject({ contentType: "image/webp" });
      await unpublishResults({ ...lin, now: days(2) }, { roundId: round.id, reason: "A mistake." });
      await expect(served(idOf("a.jpg"), days(2))).rejects.toThrow(NotFound);
    }));

  it("can be taken off one by one, on record, and do not come back when the list is published again", () =>
    inTransaction(db, async (tx) => {
      const { round, lin, idOf } = await aPicturedRound(tx, { "a.jpg": {}, "child.jpg": {} });
      const off = { roundId: round.id, pictureId: idOf("child.jpg"), reason: "Its mother asks." };
      await expect(takePictureOff(lin, off)).rejects.toThrow(Refused);
      await publishAll(lin, round.id);
      await takePictureOff(lin, off);
      expect((await shown(tx)).captions).toEqual(["a.jpg at work"]);
      const [kept] = await tx.select({ id: results.publicationId }).from(results);
      expect((await eventsOf(lin, kept!.id!)).at(-1)).toEqual({
        type: "result.picture-removed",
        at: JUDGING,
        actorId: lin.actor.id,
      });
      await expect(takePictureOff(lin, off)).rejects.toThrow(NotFound);
      await unpublishResults(lin, { roundId: round.id, reason: "A mistake." });
      await publishAll({ ...lin, now: days(1) }, round.id, days(1));
      expect((await shown(tx, days(1))).captions).toEqual(["a.jpg at work"]);
    }));

  it("are nobody's to take off who may not publish, nor that of an entry one is in conflict with", () =>
    inTransaction(db, async (tx) => {
      const { round, entry, lin, ingrid, idOf } = await aPicturedRound(tx, { "a.jpg": {} });
      await publishAll(lin, round.id);
      const off = { roundId: round.id, pictureId: idOf("a.jpg"), reason: "No." };
      await expect(takePictureOff(ingrid, off)).rejects.toThrow(Refused);
      await tx.insert(conflictDeclarations).values({
        entryId: entry.id,
        accountId: lin.actor.id,
        answer: "conflict",
        at: JUDGING,
      });
      expect((await publishingOf(lin, round.id)).initiatives).toEqual([]);
      await expect(takePictureOff(lin, off)).rejects.toThrow(NotFound);
      expect((await shown(tx)).captions).toEqual(["a.jpg at work"]);
    }));
});
