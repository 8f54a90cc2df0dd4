import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { eventsOf } from "#tests/support/audit.ts";
import { ANONYMOUS, PORTAL } from "#app/domain/context.ts";
import { withdrawEntry } from "#app/domain/entry/commands.server.ts";
import { NotFound } from "#app/domain/errors.ts";
import { remindReviewers, remindTeams, sendDueReminders } from "#app/domain/reminder/commands.server.ts";
import { canRemindReviewers, canRemindTeams } from "#app/domain/reminder/policy.ts";
import { draftReminders, reminderSchedule, reviewReminders } from "#app/domain/reminder/queries.server.ts";
import { dueReminder } from "#app/domain/reminder/rules.ts";
import { getRound } from "#app/domain/round/queries.server.ts";
import { hidden, no, notNow, yes } from "#app/domain/verdict.ts";
import { previewOf } from "#app/jobs/letters.ts";
import type { Db } from "#db/client.server.ts";
import { accounts } from "#db/schema/account.ts";
import { cycles } from "#db/schema/cycle.ts";
import { inTransaction, testDatabase } from "#tests/support/database.ts";
import {
  aMember,
  anAssignment,
  anEntry,
  aPanelMember,
  aRound,
  aStaffMember,
  aValidEntry,
  COMPLETE,
  JUDGING,
  NOW,
  personOf,
} from "#tests/support/factories.ts";
import { lettersOf } from "#tests/support/letters.ts";

const { db } = await testDatabase();
const URL = "https://award.example";
const HOUR = 3_600_000;
const secretariat = async (tx: Db, now = NOW) => ({ db: tx, actor: await aStaffMember(tx), now });
const reminders = async (tx: Db) => (await lettersOf(tx)).filter(({ kind }) => kind.startsWith("reminder-"));

describe("teams with drafts", () => {
  it("get one letter a person in their language, viewers none, and never two within a day", () =>
    inTransaction(db, async (tx) => {
      const scene = await anEntry(tx);
      await anEntry(tx, { cycle: scene.cycle, city: scene.city, owner: scene.owner });
      await tx.update(accounts).set({ locale: "zh-Hans" }).where(eq(accounts.id, scene.owner.id));
      const editor = await aMember(tx, scene.city.id, "editor");
      await aMember(tx, scene.city.id, "viewer");
      await aValidEntry(tx, scene.cycle.id);
      const ctx = await secretariat(tx);
      const { letters } = await draftReminders(ctx, scene.cycle, URL);
      expect(previewOf(letters)).toMatchObject({
        count: 2,
        samples: [
          { locale: "en", count: 1, text: expect.stringContaining("23:59:59 UTC+8") },
          { locale: "zh-Hans", count: 1, subject: "尚未提交：第八届广州奖的申报" },
        ],
      });
      expect(await remindTeams(ctx, scene.cycle.id, URL)).toBe(2);
      const sent = await reminders(tx);
      expect(sent.map(({ email }) => email).sort()).toEqual([scene.owner.email, editor.email].sort());
      expect(sent.map(({ params }) => params["codes"]!.split(", ").length).sort()).toEqual([1, 2]);
      expect(sent.map(({ params }) => params["codes"]!.split("，").length).sort()).toEqual([1, 2]);
      expect((await eventsOf(ctx, scene.cycle.id)).map(({ type }) => type)).toContain("reminder.sent");
      const soon = { ...ctx, now: new Date(NOW.getTime() + 23 * HOUR) };
      expect(await draftReminders(soon, scene.cycle, URL)).toEqual({ letters: [], resting: 2 });
      await expect(remindTeams(soon, scene.cycle.id, URL)).rejects.toMatchObject({
        because: "nobody-to-remind",
        how: "not-now",
      });
      expect(await remindTeams({ ...ctx, now: new Date(NOW.getTime() + 25 * HOUR) }, scene.cycle.id, URL)).toBe(2);
    }));

  it("are told nothing by others, nor once the call has closed", () =>
    inTransaction(db, async (tx) => {
      const scene = await anEntry(tx, { answers: COMPLETE });
      await expect(
        remindTeams({ db: tx, actor: await aStaffMember(tx, "observer"), now: NOW }, scene.cycle.id, URL),
      ).rejects.toMatchObject({ because: "not-your-role" });
      await expect(remindTeams({ db: tx, actor: scene.owner, now: NOW }, scene.cycle.id, URL)).rejects.toBeInstanceOf(
        NotFound,
      );
      await expect(remindTeams(await secretariat(tx, JUDGING), scene.cycle.id, URL)).rejects.toMatchObject({
        because: "call-closed",
      });
      expect(await reminders(tx)).toEqual([]);
    }));
});

describe("the portal by itself", () => {
  const before = ({ cycle }: { cycle: { closesAt: Date } }, days: number, hours = 0) =>
    new Date(cycle.closesAt.getTime() - days * 24 * HOUR + hours * HOUR);
  const portal = (tx: Db, now: Date) => ({ db: tx, actor: PORTAL, now });

  it("reminds whoever holds a draft once on each day of the schedule, in their language, and nobody who submitted or withdrew", () =>
    inTransaction(db, async (tx) => {
      const scene = await anEntry(tx);
      await tx.update(accounts).set({ locale: "ar" }).where(eq(accounts.id, scene.owner.id));
      await aMember(tx, scene.city.id, "viewer");
      await aValidEntry(tx, scene.cycle.id);
      const gone = await anEntry(tx, { cycle: scene.cycle });
      await withdrawEntry(gone.ctx, gone.entryId, "No money");
      const sent: [number, number][] = [];
      for (const [days, hours] of [
        [14, -1],
        [14, 0],
        [14, 0],
        [14, 23],
        [13, 0],
        [3, 1],
        [3, 2],
        [1, 5],
        [0, 1],
      ] as const)
        sent.push([days, await sendDueReminders(portal(tx, before(scene, days, hours)), URL)]);
      expect(sent).toEqual([
        [14, 0],
        [14, 1],
        [14, 0],
        [14, 0],
        [13, 0],
        [3, 1],
        [3, 0],
        [1, 1],
        [0, 0],
      ]);
      const letters = await reminders(tx);
      expect(letters.map(({ email, locale }) => [email, locale])).toEqual(Array(3).fill([scene.owner.email, "ar"]));
      expect(new Set(letters.map(({ params }) => params["codes"]))).toEqual(new Set([scene.code]));
      const ctx = await secretariat(tx);
      expect((await eventsOf(ctx, scene.cycle.id)).filter(({ type }) => type === "reminder.sent")).toHaveLength(3);
      expect((await reminderSchedule(ctx, scene.cycle)).map(({ days, sent }) => [days, sent?.letters])).toEqual([
        [14, 1],
        [3, 1],
        [1, 1],
      ]);
      await aMember(tx, scene.city.id, "viewer", ctx.actor.id);
      expect((await reminderSchedule(ctx, scene.cycle)).map(({ sent }) => sent?.letters)).toEqual([null, null, null]);
    }));

  it("does not make up for a day it missed, starts anew for a close that moved, and is silent where the call says so", () =>
    inTransaction(db, async (tx) => {
      const scene = await anEntry(tx);
      expect(await sendDueReminders(portal(tx, before(scene, 12)), URL)).toBe(0);
      expect(await sendDueReminders(portal(tx, before(scene, 3)), URL)).toBe(1);
      const later = { cycle: { closesAt: new Date(scene.cycle.closesAt.getTime() + 7 * 24 * HOUR) } };
      await tx.update(cycles).set(later.cycle).where(eq(cycles.id, scene.cycle.id));
      expect(await sendDueReminders(portal(tx, before(later, 3)), URL)).toBe(1);
      await tx.update(cycles).set({ reminderDays: [] }).where(eq(cycles.id, scene.cycle.id));
      expect(await sendDueReminders(portal(tx, before(later, 1)), URL)).toBe(0);
      expect(await reminders(tx)).toHaveLength(2);
    }));

  const plan = {
    opensAt: new Date("2027-01-01T00:00:00Z"),
    closesAt: new Date("2027-01-11T12:00:00Z"),
    reminderDays: [14, 3, 1],
  };
  it.each([
    ["before the call opens", "2026-12-28T12:00:00Z", null],
    ["a millisecond early", "2027-01-08T11:59:59.999Z", null],
    ["to the moment", "2027-01-08T12:00:00Z", 3],
    ["a day later", "2027-01-09T12:00:00Z", null],
    ["on the last day", "2027-01-11T11:59:59Z", 1],
    ["at the close", "2027-01-11T12:00:00Z", null],
  ])("%s", (_when, now, days) => expect(dueReminder(plan, new Date(now))).toBe(days));
});

describe("reviewers", () => {
  it("are reminded of how many reviews are missing, those who are done are not", () =>
    inTransaction(db, async (tx) => {
      const round = await aRound(tx);
      const [rafael] = [
        await aPanelMember(tx, round.id, { name: "Rafael" }),
        await aPanelMember(tx, round.id, { name: "Elif" }),
      ];
      for (let count = 0; count < 2; count++)
        await anAssignment(tx, {
          roundId: round.id,
          entryId: (await aValidEntry(tx, round.cycleId)).id,
          reviewerId: rafael.id,
        });
      const ctx = await secretariat(tx, JUDGING);
      expect((await reviewReminders(ctx, await getRound(ctx, round.id), URL)).letters).toMatchObject([
        { email: rafael.email, params: { missing: "2", link: `${URL}/judging/rounds/${round.id}` } },
      ]);
      expect(await remindReviewers(ctx, round.id, URL)).toBe(1);
      await expect(remindReviewers(ctx, round.id, URL)).rejects.toMatchObject({ because: "nobody-to-remind" });
      expect(await reminders(tx)).toHaveLength(1);
    }));

  it("learn how much they have to do, also of what whoever reminds them is in conflict with, who reads nothing of it", () =>
    inTransaction(db, async (tx) => {
      const round = await aRound(tx);
      const [own, other] = [await aValidEntry(tx, round.cycleId), await aValidEntry(tx, round.cycleId)];
      const [rafael, elif] = [await aPanelMember(tx, round.id), await aPanelMember(tx, round.id)];
      for (const [entry, reviewer] of [
        [own, rafael],
        [other, rafael],
        [own, elif],
      ] as const)
        await anAssignment(tx, { roundId: round.id, entryId: entry.id, reviewerId: reviewer.id });
      const { actor } = await secretariat(tx);
      await aMember(tx, own.city.id, "viewer", actor.id);
      const ctx = { db: tx, actor: await personOf(tx, actor.id), now: JUDGING };
      const toldOf = ({ letters }: Awaited<ReturnType<typeof reviewReminders>>) =>
        letters.map(({ email, params }) => [email, params]);
      expect(toldOf(await reviewReminders(ctx, await getRound(ctx, round.id), URL))).toMatchObject([
        [rafael.email, { missing: "1" }],
      ]);
      await remindReviewers(ctx, round.id, URL);
      expect(await reminders(tx)).toMatchObject([{ email: rafael.email, params: { missing: "2" } }]);
    }));
});

describe("who may", () => {
  const person = { ...ANONYMOUS, id: "p" };
  const lin = { ...person, staff: ["secretariat" as const] };
  const chair = { ...person, panels: [{ roundId: "r", cycleId: "c", role: "chair" as const }] };
  it.each([
    [canRemindTeams(lin, "open", 1), yes],
    [canRemindTeams(lin, "open", 0), notNow("nobody-to-remind")],
    [canRemindTeams(lin, "upcoming", 1), notNow("call-not-open")],
    [canRemindTeams(lin, "closed", 1), notNow("call-closed")],
    [canRemindTeams(person, "open", 1), hidden],
    [canRemindReviewers(lin, { id: "r", state: "open" }, 1), yes],
    [canRemindReviewers(lin, { id: "r", state: "closed" }, 1), yes],
    [canRemindReviewers(lin, { id: "r", state: "planned" }, 1), notNow("round-not-open")],
    [canRemindReviewers(lin, { id: "r", state: "frozen" }, 1), notNow("round-frozen")],
    [canRemindReviewers(lin, { id: "r", state: "open" }, 0), notNow("nobody-to-remind")],
    [canRemindReviewers(chair, { id: "r", state: "open" }, 1), no("not-your-role")],
    [canRemindReviewers(person, { id: "r", state: "open" }, 1), hidden],
  ] as const)("case %#", (verdict, expected) => expect(verdict).toEqual(expected));
});
