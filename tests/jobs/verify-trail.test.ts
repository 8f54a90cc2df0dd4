import { eq, sql } from "drizzle-orm";
import { afterEach, expect, it, vi } from "vitest";
import { lastVerified } from "#app/domain/audit/queries.server.ts";
import { toldOf } from "#app/domain/audit/verification.server.ts";
import { SYSTEM_STREAM } from "#app/domain/audit/rules.ts";
import { PORTAL } from "#app/domain/context.ts";
import type { LetterParams } from "#app/domain/notification/rules.ts";
import { transact } from "#app/domain/transact.server.ts";
import { LOCALES } from "#app/i18n/locales.ts";
import { writeLetter } from "#app/jobs/letters.ts";
import { verifyTrail } from "#app/jobs/verify-trail.server.ts";
import { accounts } from "#db/schema/account.ts";
import { notifications } from "#db/schema/notification.ts";
import { PUBLIC_URL } from "#tests/support/address.ts";
import { inTransaction, testDatabase } from "#tests/support/database.ts";
import { anAccount, aStaffMember, NOW } from "#tests/support/factories.ts";
import { testServices } from "#tests/support/visit.ts";

const { db: database } = await testDatabase();
afterEach(() => vi.restoreAllMocks());
const night = (count: number) => new Date(NOW.getTime() + count * 86_400_000);

it("recomputes the audit chain at night, and tells secretariat, administrators and operator where it does not hold", () =>
  inTransaction(database, async (db) => {
    const said = vi.spyOn(console, "error").mockImplementation(() => undefined);
    const [lin, tom, gone] = [
      await aStaffMember(db),
      await aStaffMember(db, "administrator"),
      await aStaffMember(db, "administrator"),
    ];
    await aStaffMember(db, "observer");
    await anAccount(db);
    await db.update(accounts).set({ disabledAt: NOW }).where(eq(accounts.id, gone.id));
    await transact({ db, actor: PORTAL, now: NOW }, () =>
      Promise.resolve({
        result: undefined,
        event: Array.from(
          { length: 3 },
          () => ({ type: "cycle.created", stream: SYSTEM_STREAM, subjectId: null }) as const,
        ),
      }),
    );
    const reading = { db, actor: lin, now: NOW };
    expect(await lastVerified(reading)).toBeNull();

    await verifyTrail(testServices(db), night(1));
    expect(await lastVerified(reading)).toEqual({ at: night(1), faults: 0 });
    expect(await db.select().from(notifications)).toEqual([]);
    expect(said).not.toHaveBeenCalled();

    await db.execute(sql`set local session_replication_role = replica`);
    await db.execute(sql`update audit_events set type = 'cycle.changed' where stream = ${SYSTEM_STREAM} and seq = 2`);
    await db.execute(sql`set local session_replication_role = origin`);
    for (const each of [2, 3]) await verifyTrail(testServices(db), night(each));
    expect(await lastVerified(reading)).toEqual({ at: night(3), faults: 1 });
    expect(said).toHaveBeenCalledWith(expect.stringContaining(`${SYSTEM_STREAM}, event 2: copy`));
    const letters = await db.select().from(notifications);
    expect(letters.map(({ kind, accountId }) => `${kind} ${accountId}`).sort()).toEqual(
      [lin, tom].map(({ id }) => `chain-broken ${id}`).sort(),
    );
    for (const locale of LOCALES)
      expect(writeLetter("chain-broken", letters[0]!.params as LetterParams["chain-broken"], locale).text).toContain(
        `${PUBLIC_URL}/audit/verification`,
      );
  }));

it("says in the operator's log the first faults and how many more there are, and leads to the command once", () => {
  const found = (count: number) =>
    toldOf(Array.from({ length: count }, (_, at) => ({ stream: SYSTEM_STREAM, seq: at + 1, what: "hash" as const })));
  expect(found(0)).toEqual([]);
  expect(found(1)).toEqual([
    "The audit chain is broken: system, event 1: hash.",
    "See npm run portal -- verify-audit.",
  ]);
  const many = found(90_000);
  expect(many).toHaveLength(12);
  expect(many.slice(-3)).toEqual([
    "The audit chain is broken: system, event 10: hash.",
    "The audit chain has 89990 further faults.",
    "See npm run portal -- verify-audit.",
  ]);
});
