import { eq, sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { openSessions } from "#app/http/session.server.ts";
import type { Db } from "#db/client.server.ts";
import { sessions } from "#db/schema/account.ts";
import { inTransaction, testDatabase } from "#tests/support/database.ts";
import { aCity, aMember, aPanelMember, aRound, aStaffMember } from "#tests/support/factories.ts";

const { db: database } = await testDatabase();
const MINUTE = 60_000;

type Who = "owner" | "reviewer" | "chair" | "secretariat" | "administrator" | "observer";
async function someone(db: Db, who: Who) {
  if (who === "owner") return aMember(db, (await aCity(db)).id);
  if (who === "reviewer" || who === "chair") return aPanelMember(db, (await aRound(db)).id, { role: who });
  return aStaffMember(db, who);
}

async function opened(db: Db, who: Who, proof: "strong" | "weak" = "strong") {
  const doors = openSessions(db, false);
  const { id } = await someone(db, who);
  const cookie = (await doors.open(id, new Date(), null, proof)).split(";")[0]!;
  const read = (more: Record<string, string> = {}, now = new Date()) =>
    doors.read(new Request("http://portal.example/", { headers: { cookie, ...more } }), now);
  const row = async () => (await db.select().from(sessions).where(eq(sessions.userId, id)))[0]!;
  /** As if the last click were so many minutes ago. */
  const idleFor = (minutes: number) =>
    db
      .update(sessions)
      .set({ expiresAt: sql`${sessions.expiresAt} - ${minutes} * interval '1 minute'` })
      .where(eq(sessions.userId, id));
  const minutesLeft = async () => Math.round(((await row()).expiresAt.getTime() - Date.now()) / MINUTE);
  return { id, read, row, idleFor, minutesLeft };
}

describe("the end of a session", () => {
  it.each<[Who, number]>([
    ["owner", 120],
    ["reviewer", 120],
    ["chair", 30],
    ["secretariat", 30],
    ["administrator", 30],
    ["observer", 30],
  ])("B74: %s is signed out after %i idle minutes", (who, minutes) =>
    inTransaction(database, async (db) => {
      const session = await opened(db, who);
      expect(await session.minutesLeft()).toBe(minutes);
      await session.idleFor(minutes - 1);
      expect((await session.read())?.person.id).toBe(session.id);
      expect(await session.minutesLeft()).toBe(minutes);
      await session.idleFor(minutes + 1);
      expect(await session.read()).toBeNull();
    }),
  );

  it("B74: it ends twelve hours after signing in, however busy somebody is", () =>
    inTransaction(database, async (db) => {
      const session = await opened(db, "owner");
      const { endsAt, createdAt } = await session.row();
      expect(endsAt.getTime() - createdAt.getTime()).toBe(12 * 60 * MINUTE);
      await db
        .update(sessions)
        .set({ endsAt: new Date(Date.now() + 20 * MINUTE) })
        .where(eq(sessions.userId, session.id));
      expect(await session.read()).not.toBeNull();
      expect(await session.minutesLeft()).toBe(20);
      await db
        .update(sessions)
        .set({ endsAt: new Date(Date.now() - 1000) })
        .where(eq(sessions.userId, session.id));
      expect(await session.read()).toBeNull();
    }));

  it.each<[Who, number]>([
    ["owner", 118],
    ["secretariat", 28],
  ])("E7: %s is promised %i minutes without a request, and the database holds them", (who, minutes) =>
    inTransaction(database, async (db) => {
      const session = await opened(db, who);
      await session.idleFor(1.9);
      const { idleFor, endsAt } = (await session.read())!;
      expect([idleFor, endsAt]).toEqual([minutes * MINUTE, (await session.row()).endsAt]);
      expect(await session.minutesLeft()).toBeGreaterThanOrEqual(minutes);
    }),
  );

  it("B74: is not put off by a page that asks by itself and that nobody touches", () =>
    inTransaction(database, async (db) => {
      const session = await opened(db, "chair");
      await session.idleFor(20);
      expect((await session.read({ "x-untouched": "yes" }))?.person.id).toBe(session.id);
      expect(await session.minutesLeft()).toBe(10);
      await session.idleFor(11);
      expect(await session.read({ "x-untouched": "yes" })).toBeNull();
    }));

  it.each([
    ["behind", -45],
    ["ahead", 45],
  ])("B74: goes by the portal's clock, where this machine's is %s", (_how, minutes) =>
    inTransaction(database, async (db) => {
      const doors = openSessions(db, false);
      const { id } = await someone(db, "secretariat");
      const now = new Date(Date.now() - minutes * MINUTE);
      const later = (after: number) => new Date(now.getTime() + after * MINUTE);
      const cookie = (await doors.open(id, now, null, "strong")).split(";")[0]!;
      const read = (at: Date) => doors.read(new Request("http://portal.example/", { headers: { cookie } }), at);
      expect((await read(later(20)))?.person.id).toBe(id);
      expect((await read(later(49)))?.person.id).toBe(id);
      await doors.sweep(later(78));
      expect((await read(later(78)))?.person.id).toBe(id);
      expect(await read(later(109))).toBeNull();
      await doors.sweep(later(109));
      expect(await db.select().from(sessions).where(eq(sessions.userId, id))).toEqual([]);
    }),
  );

  it("clicks in quick succession write nothing", () =>
    inTransaction(database, async (db) => {
      const session = await opened(db, "secretariat");
      const before = await session.row();
      await session.idleFor(1);
      const shifted = (await session.row()).expiresAt;
      await session.read();
      expect((await session.row()).expiresAt).toEqual(shifted);
      expect(before.expiresAt.getTime() - shifted.getTime()).toBe(MINUTE);
    }));
});

describe("the strength of a session", () => {
  it.each<[Who, boolean]>([
    ["owner", false],
    ["reviewer", true],
    ["chair", true],
    ["secretariat", true],
    ["administrator", true],
    ["observer", true],
  ])("B78: rights of %s over others' entries are withheld without a second factor: %s", (who, withheld) =>
    inTransaction(database, async (db) => {
      const weak = await (await opened(db, who, "weak")).read();
      expect(weak).toMatchObject({ strong: false, withheld, person: { staff: [], panels: [] } });
      const strong = await (await opened(db, who, "strong")).read();
      expect(strong).toMatchObject({ strong: true, withheld: false });
      expect(strong!.person.staff.length + strong!.person.panels.length > 0).toBe(withheld);
    }),
  );

  it("B78: the part in a city's team waits for it as well", () =>
    inTransaction(database, async (db) => {
      const session = await opened(db, "secretariat", "weak");
      const city = await aCity(db);
      await db.execute(
        sql`insert into city_members (city_id, account_id, role, joined_at) values (${city.id}, ${session.id}, 'editor', now())`,
      );
      expect((await session.read())?.person).toMatchObject({ staff: [], teams: [] });
    }));
});
