import { and, eq, sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { PORTAL } from "#app/domain/context.ts";
import { FORM_SECONDS } from "#app/domain/cycle/rules.ts";
import { beat } from "#app/domain/extension/commands.server.ts";
import { submitEntry } from "#app/domain/submission/commands.server.ts";
import { atTheBell } from "#app/jobs/bell.server.ts";
import { keepLog } from "#app/jobs/keep-log.server.ts";
import type { Db } from "#db/client.server.ts";
import { logLeaves, sealedEntries } from "#db/schema/commitment.ts";
import type { cycles } from "#db/schema/cycle.ts";
import { submissions } from "#db/schema/entry.ts";
import { storedFiles } from "#db/schema/stored-file.ts";
import { PUBLIC_URL } from "#tests/support/address.ts";
import { inTransaction, testDatabase } from "#tests/support/database.ts";
import { aCycle, aForm, anEntry, COMPLETE } from "#tests/support/factories.ts";
import { KEY } from "#tests/support/proved-round.ts";
import { testServices } from "#tests/support/visit.ts";

const { db: database } = await testDatabase();
const tx = <T>(work: (db: Db) => Promise<T>) => inTransaction(database, work);
const HOUR = 3600;

/** A call that seals complete drafts, with two of them; its portal's jobs, so many seconds after it closes. */
async function aCall(db: Db, over: Partial<typeof cycles.$inferInsert> = {}) {
  const cycle = await aCycle(db, { autoSubmit: true, ...over });
  await aForm(db, cycle.id);
  const drafts = [await anEntry(db, { cycle, answers: COMPLETE }), await anEntry(db, { cycle, answers: COMPLETE })];
  const at = (seconds: number) => new Date(cycle.closesAt.getTime() + seconds * 1000);
  const services = { ...testServices(db), logKey: KEY };
  return {
    cycle,
    drafts: drafts as [(typeof drafts)[0], (typeof drafts)[0]],
    at,
    keep: (seconds: number) => keepLog(services, at(seconds)),
    ring: (seconds: number) => atTheBell(services, at(seconds)),
    beat: (seconds: number) => beat({ db, actor: PORTAL, now: at(seconds) }, PUBLIC_URL),
    /** How many entries each list in the log holds. */
    async lists() {
      const found = await db
        .select({ entries: sql<number>`count(${sealedEntries.entryId})::int` })
        .from(logLeaves)
        .leftJoin(sealedEntries, eq(sealedEntries.seal, logLeaves.index))
        .where(and(eq(logLeaves.kind, "seal"), eq(logLeaves.cycleId, cycle.id)))
        .groupBy(logLeaves.index)
        .orderBy(logLeaves.index);
      return found.map(({ entries }) => entries);
    },
  };
}

const sent = async (db: Db, entryId: string) => db.$count(submissions, eq(submissions.entryId, entryId));

/** One entry cannot be written. */
async function damage(db: Db, entryId: string): Promise<void> {
  await db.execute(sql`create function fall_over() returns trigger language plpgsql as $$
    begin raise exception 'no room for this one'; end $$`);
  await db.execute(
    sql.raw(`create trigger fall_over before insert on submissions for each row
      when (new.entry_id = '${entryId}') execute function fall_over()`),
  );
}

describe("the list of a call that is over", () => {
  it("holds what was complete at the bell, whichever job comes first", () =>
    tx(async (db) => {
      const { keep, ring, lists } = await aCall(db);
      for (const seconds of [181, 361, 421]) {
        await keep(seconds);
        await ring(seconds);
      }
      await keep(481);
      expect(await lists()).toEqual([2]);
    }));

  it("holds it too where the portal was away, and then waits a day for what the secretariat decides", () =>
    tx(async (db) => {
      const { beat, keep, ring, lists } = await aCall(db);
      await beat(-HOUR);
      for (const seconds of [2 * HOUR, 25 * HOUR]) {
        await keep(seconds);
        await ring(seconds);
        await beat(seconds + 60);
        expect(await lists()).toEqual([]);
      }
    }));

  it("is sealed a day after an outage that moved nothing", () =>
    tx(async (db) => {
      const { beat, ring, lists } = await aCall(db);
      await beat(-HOUR);
      await ring(2 * HOUR);
      for (let seconds = 2 * HOUR; seconds <= 26 * HOUR; seconds += 240) await beat(seconds);
      await ring(26 * HOUR);
      expect(await lists()).toEqual([]);
      await ring(26 * HOUR + 1);
      expect(await lists()).toEqual([2]);
    }));

  it("waits an hour for a draft that cannot be submitted, and no longer", () =>
    tx(async (db) => {
      const { drafts, ring, lists } = await aCall(db);
      await damage(db, drafts[0].entryId);
      for (const seconds of [361, HOUR + 180]) {
        await expect(ring(seconds)).rejects.toMatchObject({ cause: { message: "no room for this one" } });
        expect(await lists()).toEqual([]);
      }
      await expect(ring(HOUR + 181)).rejects.toMatchObject({ cause: { message: "no room for this one" } });
      expect(await lists()).toEqual([1]);
    }));

  it("waits for a minute after the window for files, and an hour for one that nobody decided about; so does its draft", () =>
    tx(async (db) => {
      const { drafts, at, ring, lists } = await aCall(db, { graceSeconds: 900 });
      const [{ entryId, owner }] = drafts;
      await ring(960);
      expect(await lists()).toEqual([]);
      await db.insert(storedFiles).values({
        ...{ key: "cut-off", store: "local" as const, state: "stored" as const, name: "Annex.pdf", size: 1 },
        metadata: { entryId, questionKey: "documents", accountId: owner.id },
        registeredAt: at(0),
        storedAt: at(899),
      });
      await ring(961);
      await ring(899 + HOUR - 1);
      expect([await lists(), await sent(db, entryId)]).toEqual([[], 0]);
      await ring(899 + HOUR);
      expect([await lists(), await sent(db, entryId)]).toEqual([[2], 1]);
    }));

  it("waits for the slowest form that was on its way at the bell, also where files get no time", () =>
    tx(async (db) => {
      const { drafts, at, ring, lists } = await aCall(db, { graceSeconds: 0, autoSubmit: false });
      await ring(FORM_SECONDS + 60);
      expect(await lists()).toEqual([]);
      await submitEntry({ ...drafts[0].ctx, now: at(0) }, drafts[0].entryId, PUBLIC_URL);
      await ring(FORM_SECONDS + 61);
      expect(await lists()).toEqual([1]);
    }));
});
