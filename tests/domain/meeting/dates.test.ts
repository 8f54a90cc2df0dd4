import { randomUUID } from "node:crypto";
import { eq, like, sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { Invalid, NotFound } from "#app/domain/errors.ts";
import {
  cancelDate,
  dateOf,
  datesOf,
  lettersForDate,
  lettersOfCancellation,
  setDate,
} from "#app/domain/meeting/dates.server.ts";
import type { Context } from "#app/domain/context.ts";
import { accounts } from "#db/schema/account.ts";
import { entries as entryRows } from "#db/schema/entry.ts";
import { notifications } from "#db/schema/notification.ts";
import { panelMembers } from "#db/schema/panel.ts";
import { inTransaction, testDatabase } from "#tests/support/database.ts";
import { JUDGING } from "#tests/support/factories.ts";
import { aJudge } from "#tests/support/judging.ts";
import { aMeeting, type Meeting } from "#tests/support/meeting.ts";

const { db: database } = await testDatabase();
const URL = "https://kapok.example";
const DATE = {
  startsAt: new Date(JUDGING.getTime() + 7 * 86_400_000),
  minutes: 90,
  place: "Room 3",
  agenda: "The list",
};

/** Previews and sends, as the page does. */
async function call(ctx: Context, { round }: Pick<Meeting, "round">, date = DATE, id: string = randomUUID()) {
  const given = { id, roundId: round.id, date };
  const { seen } = await lettersForDate(ctx, given, URL);
  await setDate(ctx, { ...given, seen }, URL);
  await ctx.db.update(notifications).set({ attempts: 1 });
  return id;
}
const owedFor = async (ctx: Context, id: string) =>
  (
    await ctx.db
      .select()
      .from(notifications)
      .where(like(notifications.dedupe, `meeting-date:${id}:%`))
  ).map(({ kind, accountId, params, locale }) => ({
    kind,
    accountId,
    locale,
    params: params as Record<string, string>,
  }));

describe("calling a panel to a meeting", () => {
  it("writes to panel and secretariat in their languages, the same to whom a conflict keeps from an entry", () =>
    inTransaction(database, async (db) => {
      const meeting = await aMeeting(db);
      const { chair, partial, lin, judges, scrutineer } = meeting;
      await db.update(accounts).set({ locale: "fr" }).where(eq(accounts.id, judges[0]!.actor.id!));
      const id = await call(chair, meeting);
      const letters = await owedFor(chair, id);
      const told = letters.map(({ accountId }) => accountId);
      for (const each of [...judges, chair, partial, lin]) expect(told).toContain(each.actor.id);
      expect(told).not.toContain(scrutineer.actor.id);
      const [one, other] = [judges[1]!, judges[3]!].map(
        ({ actor }) => letters.find(({ accountId }) => accountId === actor.id)!.params,
      );
      expect(one).toEqual(other);
      expect(letters.find(({ accountId }) => accountId === judges[0]!.actor.id)).toMatchObject({ locale: "fr" });
      expect(new Set(letters.map(({ kind }) => kind))).toEqual(new Set(["meeting-called"]));
      expect((await datesOf(judges[3]!, meeting.round.id)).dates).toMatchObject([{ id, place: "Room 3" }]);
    }));

  it("names no entry: neither by its code nor by its title", () =>
    inTransaction(database, async (db) => {
      const meeting = await aMeeting(db);
      const { chair, partial, entries } = meeting;
      const code = entries[0]!.code;
      await expect(call(chair, meeting, { ...DATE, agenda: `First ${code.toLowerCase()}` })).rejects.toMatchObject({
        fields: { agenda: "names-an-entry" },
      });
      await expect(call(chair, meeting, { ...DATE, place: `Near ${code}` })).rejects.toThrow(Invalid);
      for (const [title, agenda] of [
        ["Cable cars of the hills", "1. Cable  cars\nof the HILLS"],
        ["花城", "一、花城"],
        ["Alpha", "1. Beta\n Alpha "],
        ["Ｇreen roofs", "Green roofs"],
      ] as const) {
        await db.update(entryRows).set({ title }).where(eq(entryRows.id, entries[0]!.id));
        await expect(call(chair, meeting, { ...DATE, agenda })).rejects.toThrow(Invalid);
      }
      await db.update(entryRows).set({ title: "Road" }).where(eq(entryRows.id, entries[0]!.id));
      await call(chair, meeting, { ...DATE, agenda: "Roads and reasons" });
      // Who is in conflict with it is not told that the round judges it.
      await call(partial, meeting, { ...DATE, agenda: code });
    }));

  it("makes each line and each name plain once, however many there are of the other", () =>
    inTransaction(database, async (db) => {
      const meeting = await aMeeting(db);
      await db.execute(sql`create schema counting`);
      await db.execute(sql`create sequence counting.steps`);
      await db.execute(sql`create function counting.regexp_replace(text, text, text, text) returns text language plpgsql as $$
        begin
          perform nextval('counting.steps');
          return pg_catalog.regexp_replace($1, $2, $3, $4);
        end $$`);
      await db.execute(sql`set local search_path = counting, pg_catalog, public`);
      const lines = Array.from({ length: 40 }, (_, at) => `${at}. Matter`);
      const agenda = [...lines, ...lines, "", " "].join("\n");
      const given = { id: randomUUID(), roundId: meeting.round.id, date: { ...DATE, agenda } };
      await lettersForDate(meeting.chair, given, URL);
      const [made] = await db.execute<{ steps: number }>(sql`select last_value::int as steps from counting.steps`);
      // Three titles and codes, the lines of both fields, and both as a whole.
      expect(made!.steps).toBe(2 * 3 + (1 + 40) + 2);
    }));

  it("sends what was previewed, once", () =>
    inTransaction(database, async (db) => {
      const meeting = await aMeeting(db);
      const { chair, round } = meeting;
      const given = { id: randomUUID(), roundId: round.id, date: DATE };
      const { seen } = await lettersForDate(chair, given, URL);
      await aJudge(db, round, { name: "Late" });
      await expect(setDate(chair, { ...given, seen }, URL)).rejects.toMatchObject({
        fields: { date: "recipients-changed" },
      });
      const again = await lettersForDate(chair, given, URL);
      await setDate(chair, { ...given, seen: again.seen }, URL);
      await setDate(chair, { ...given, seen: again.seen }, URL);
      expect(await owedFor(chair, given.id)).toHaveLength(again.letters.length);
    }));

  it("tells of a change whoever was called, with the next number for calendars, and calls who has joined", () =>
    inTransaction(database, async (db) => {
      const meeting = await aMeeting(db);
      const { chair, judges, round } = meeting;
      const id = await call(chair, meeting);
      const late = await aJudge(db, round, { name: "Late" });
      await call(chair, meeting, { ...DATE, place: "Room 4" }, id);
      const second = (await owedFor(chair, id)).filter(({ params }) => params["sequence"] === "1");
      const kindTo = (account: string) => second.find(({ accountId }) => accountId === account)?.kind;
      expect(kindTo(judges[0]!.actor.id!)).toBe("meeting-changed");
      expect(kindTo(late.id)).toBe("meeting-called");
      expect(second[0]!.params).toMatchObject({ place: "Room 4", uid: `${id}@kapok.example` });
      const later = await aJudge(db, round, { name: "Later" });
      await call(chair, meeting, { ...DATE, place: "Room 4" }, id);
      const third = (await owedFor(chair, id)).filter(({ accountId }) => accountId === later.id);
      expect(third).toMatchObject([{ kind: "meeting-called", params: { sequence: "1" } }]);
      expect(await owedFor(chair, id)).toHaveLength(second.length * 2);
    }));

  it("tells who comes back to the panel what has changed since, and withdraws what is not out yet", () =>
    inTransaction(database, async (db) => {
      const meeting = await aMeeting(db);
      const { chair, judges, round } = meeting;
      const id = await call(chair, meeting);
      const accountId = judges[0]!.actor.id!;
      const [seat] = await db.delete(panelMembers).where(eq(panelMembers.accountId, accountId)).returning();
      await call(chair, meeting, { ...DATE, place: "Room 4" }, id);
      await db.insert(panelMembers).values(seat!);
      await call(chair, meeting, { ...DATE, place: "Room 4" }, id);
      const theirs = (await owedFor(chair, id)).filter((letter) => letter.accountId === accountId);
      expect(theirs.map(({ params }) => params["sequence"]).sort()).toEqual(["0", "1"]);
      await db.update(notifications).set({ attempts: 0 });
      const given = { id, roundId: round.id, date: { ...DATE, place: "Room 5" } };
      const { letters, seen } = await lettersForDate(chair, given, URL);
      expect(new Set(letters.map(({ kind }) => kind))).toEqual(new Set(["meeting-called"]));
      await setDate(chair, { ...given, seen }, URL);
      const waiting = await db
        .select()
        .from(notifications)
        .where(like(notifications.dedupe, `meeting-date:${id}:%`));
      for (const { failedAt, params } of waiting)
        expect(failedAt === null).toBe((params as { sequence: string }).sequence === "2");
    }));

  it("tells of a cancellation everybody who was called, who has left the panel too, and once", () =>
    inTransaction(database, async (db) => {
      const meeting = await aMeeting(db);
      const { chair, judges, round } = meeting;
      const id = await call(chair, meeting);
      const called = (await owedFor(chair, id)).length;
      await db.delete(panelMembers).where(eq(panelMembers.accountId, judges[0]!.actor.id!));
      expect((await lettersOfCancellation(chair, id, URL)).letters).toHaveLength(called);
      await cancelDate(chair, id, URL);
      await cancelDate(chair, id, URL);
      const letters = await owedFor(chair, id);
      expect(letters.filter(({ kind }) => kind === "meeting-cancelled")).toHaveLength(called);
      expect(letters).toHaveLength(called * 2);
      for (const { params } of letters.filter(({ kind }) => kind === "meeting-cancelled"))
        expect(params).toMatchObject({ place: "", agenda: "" });
      expect((await datesOf(judges[1]!, round.id)).dates).toMatchObject([{ id, cancelled: true }]);
      await expect(call(chair, meeting, DATE, id)).rejects.toMatchObject({ because: "meeting-date-past" });
    }));

  it("is for those who decide, until it begins, and never for a date of another round", () =>
    inTransaction(database, async (db) => {
      const meeting = await aMeeting(db);
      const { chair, judges, scrutineer } = meeting;
      await expect(call(judges[0]!, meeting)).rejects.toMatchObject({ because: "not-your-role" });
      await expect(call(scrutineer, meeting)).rejects.toThrow(NotFound);
      const id = await call(chair, meeting);
      await expect(dateOf(judges[0]!, id)).rejects.toMatchObject({ because: "not-your-role", how: "never" });
      await expect(datesOf(scrutineer, meeting.round.id)).rejects.toThrow(NotFound);
      const other = await aMeeting(db);
      await expect(dateOf(other.chair, id)).rejects.toThrow(NotFound);
      await expect(call(other.chair, other, DATE, id)).rejects.toThrow(NotFound);
      const then = { ...chair, now: DATE.startsAt };
      await expect(call(then, meeting, { ...DATE, place: "Room 4" }, id)).rejects.toMatchObject({
        because: "meeting-date-past",
      });
      await expect(cancelDate(then, id, URL)).rejects.toMatchObject({ because: "meeting-date-past" });
      await cancelDate(chair, id, URL);
      await expect(cancelDate(judges[0]!, id, URL)).rejects.toMatchObject({ because: "not-your-role", how: "never" });
      await expect(cancelDate(scrutineer, id, URL)).rejects.toThrow(NotFound);
    }));
});
