import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import type { Context } from "#app/domain/context.ts";
import { filterOf } from "#app/domain/audit/input.ts";
import { auditTrail } from "#app/domain/audit/queries.server.ts";
import { Invalid, NotFound } from "#app/domain/errors.ts";
import { attend } from "#app/domain/meeting/attendance.server.ts";
import {
  addEntries,
  addMatter,
  callItem,
  concludeItem,
  endMeeting,
  moveItem,
  openMeeting,
  removeItem,
} from "#app/domain/meeting/commands.server.ts";
import { minutesOf } from "#app/domain/meeting/minutes.server.ts";
import { closeVote, openVote, putMotion, voteOn } from "#app/domain/meeting/motions.server.ts";
import { adoptedWords, projectedOf } from "#app/domain/meeting/projected.server.ts";
import { meetingsOf, roomOf } from "#app/domain/meeting/queries.server.ts";
import { accounts } from "#db/schema/account.ts";
import { meetingStays, motions, motionVoters } from "#db/schema/meeting.ts";
import { assignments, recusals } from "#db/schema/assignment.ts";
import { auditEvents } from "#db/schema/audit.ts";
import { aWaiver, contextOf } from "#tests/support/judging.ts";
import { aStaffMember, JUDGING } from "#tests/support/factories.ts";
import { inTransaction, testDatabase } from "#tests/support/database.ts";
import { aMeeting, aVote, comes, inConflict, itemOf, leaves } from "#tests/support/meeting.ts";

const { db } = await testDatabase();
const titles = (items: readonly { title: string | null; text: string }[]) =>
  items.map(({ title, text }) => title ?? text);
const ALL = ["Alpha", "Beta", "Gamma", "Next year’s rules"];

describe("a meeting", () => {
  it("goes on one at a time, and shows its panel the agenda in order", async () =>
    inTransaction(db, async (tx) => {
      const { chair, lin, judges, round, meetingId } = await aMeeting(tx);
      for (const ctx of [chair, lin, judges[0]!]) expect(titles((await roomOf(ctx, meetingId)).items)).toEqual(ALL);
      await expect(openMeeting(lin, round.id, 3)).rejects.toMatchObject({ because: "meeting-running" });
      await endMeeting(chair, meetingId);
      expect((await meetingsOf(judges[0]!, round.id)).meetings).toMatchObject([{ id: meetingId, endedAt: JUDGING }]);
      await openMeeting(lin, round.id, 3);
    }));

  it("is nobody's who has no part in it", async () =>
    inTransaction(db, async (tx) => {
      const { scrutineer, meetingId, round } = await aMeeting(tx);
      for (const act of [roomOf(scrutineer, meetingId), minutesOf(scrutineer, meetingId)])
        await expect(act).rejects.toThrow(NotFound);
      await expect(meetingsOf(scrutineer, round.id)).rejects.toThrow(NotFound);
    }));

  it("is led by chair and secretariat: who reviews is refused, and who has no part in it finds nothing", async () =>
    inTransaction(db, async (tx) => {
      const meeting = await aMeeting(tx);
      const { chair, judges, scrutineer, entries, ids, round, meetingId } = meeting;
      const waiting = await itemOf(chair, meetingId, ids.b);
      const { itemId, motionId } = await aVote(meeting);
      const observer = await contextOf(tx, await aStaffMember(tx, "observer"));
      const acts: Record<string, (ctx: Context) => Promise<unknown>> = {
        "adding a matter": (ctx) => addMatter(ctx, meetingId, "x"),
        "adding an entry": (ctx) => addEntries(ctx, meetingId, { code: entries[1]!.code }),
        "moving an item": (ctx) => moveItem(ctx, meetingId, waiting, "down"),
        "striking one": (ctx) => removeItem(ctx, meetingId, waiting),
        "calling one up": (ctx) => callItem(ctx, meetingId, waiting),
        "concluding one": (ctx) => concludeItem(ctx, meetingId, itemId, "x"),
        "opening a vote": (ctx) => openVote(ctx, meetingId, motionId),
        "closing it": (ctx) => closeVote(ctx, meetingId, motionId),
        "ending the meeting": (ctx) => endMeeting(ctx, meetingId),
        "noting who is there": (ctx) => attend(ctx, meetingId, { accountId: judges[3]!.actor.id, present: true }),
      };
      const refused = { because: "not-your-role", how: "never" };
      for (const [what, act] of Object.entries(acts)) {
        for (const who of [judges[0]!, observer]) await expect(act(who), what).rejects.toMatchObject(refused);
        await expect(act(scrutineer), what).rejects.toThrow(NotFound);
      }
      await expect(openMeeting(judges[0]!, round.id, null)).rejects.toMatchObject(refused);
      await expect(openMeeting(scrutineer, round.id, null)).rejects.toThrow(NotFound);
      const putting = (ctx: Context) => putMotion(ctx, meetingId, { itemId, text: "x" });
      await expect(putting(judges[3]!)).rejects.toThrow(NotFound);
      await expect(putting(observer)).rejects.toMatchObject(refused);
      await leaves(judges[0]!, meetingId);
      await expect(putting(judges[0]!)).rejects.toMatchObject({ because: "meeting-not-present" });
      await expect(concludeItem(chair, meetingId, itemId, "x")).rejects.toMatchObject({ because: "motion-open" });
      await expect(openVote(chair, meetingId, motionId)).rejects.toMatchObject({ because: "motion-closed" });
      await closeVote(chair, meetingId, motionId);
      await expect(closeVote(chair, meetingId, motionId)).rejects.toMatchObject({ because: "motion-closed" });
      await concludeItem(chair, meetingId, itemId, "x");
      await endMeeting(chair, meetingId);
      await expect(addMatter(chair, meetingId, "x")).rejects.toMatchObject({ because: "meeting-over" });
      for (const who of [judges[0]!, observer])
        await expect(projectedOf(who, meetingId)).rejects.toMatchObject(refused);
    }));

  it("takes on its agenda what the round judges, once each; anything else looks like what a conflict hides", async () =>
    inTransaction(db, async (tx) => {
      const { chair, partial, entries, meetingId } = await aMeeting(tx);
      await addEntries(chair, meetingId, { code: entries[1]!.code.toLowerCase() });
      expect(titles((await roomOf(chair, meetingId)).items)).toEqual(ALL);
      for (const code of [entries[0]!.code, "NONE-1"])
        await expect(addEntries(partial, meetingId, { code })).rejects.toThrow(Invalid);
    }));

  it("moves and strikes what waits, and leaves alone what the one who moves must not see", async () =>
    inTransaction(db, async (tx) => {
      const { chair, partial, ids, meetingId } = await aMeeting(tx);
      const [a, b, c] = await Promise.all([ids.a, ids.b, ids.c].map((id) => itemOf(chair, meetingId, id)));
      await moveItem(chair, meetingId, b!, "up");
      expect(titles((await roomOf(chair, meetingId)).items)).toEqual(["Beta", "Alpha", "Gamma", "Next year’s rules"]);
      await moveItem(partial, meetingId, c!, "up");
      expect(titles((await roomOf(partial, meetingId)).items)).toEqual(["Gamma", "Beta", "Next year’s rules"]);
      expect(titles((await roomOf(chair, meetingId)).items)[1]).toBe("Alpha");
      await removeItem(chair, meetingId, b!);
      await callItem(chair, meetingId, a!);
      await expect(removeItem(chair, meetingId, a!)).rejects.toMatchObject({ because: "meeting-item-over" });
      await expect(callItem(chair, meetingId, c!)).rejects.toMatchObject({ because: "meeting-item-open" });
      await expect(endMeeting(chair, meetingId)).rejects.toMatchObject({ because: "meeting-item-open" });
    }));
});

describe("who must leave", () => {
  it("learns of an item that it is dealt with and nothing else, whatever their part", async () =>
    inTransaction(db, async (tx) => {
      const meeting = await aMeeting(tx);
      const { judges, partial, chair, ids, meetingId } = meeting;
      const before = new Date(JUDGING.getTime() - 60_000);
      await tx
        .insert(meetingStays)
        .values({ meetingId, accountId: partial.actor.id!, arrivedAt: before, leftAt: before });
      await comes(judges[3]!, meetingId);
      const { motionId, itemId } = await aVote(meeting, judges[3]!);
      for (const [ctx, away] of [
        [judges[3]!, true],
        [partial, false],
      ] as const) {
        const room = await roomOf(ctx, meetingId);
        expect(titles(room.items)).toEqual(ALL.slice(1));
        expect(room).toMatchObject({ away, kept: true, current: null, motions: [], toLeave: [], people: [] });
        expect(room.coming.allowed).toBe(!away);
        expect(JSON.stringify([room, await minutesOf(ctx, meetingId)])).not.toMatch(/Alpha|belongs/);
        expect(JSON.stringify(room)).not.toContain(ids.a);
        for (const act of [
          () => voteOn(ctx, { meetingId, motionId, vote: "yes" }),
          () => closeVote(ctx, meetingId, motionId),
          () => concludeItem(ctx, meetingId, itemId, ""),
          () => callItem(ctx, meetingId, itemId),
          () => putMotion(ctx, meetingId, { itemId, text: "x" }),
        ])
          await expect(act()).rejects.toThrow(NotFound);
      }
      const other = await itemOf(partial, meetingId, ids.b);
      await expect(callItem(partial, meetingId, other)).rejects.toMatchObject({ because: "meeting-item-open" });
      await closeVote(chair, meetingId, motionId);
      await concludeItem(chair, meetingId, itemId, "Alpha goes on the list.");
      const [theirs, own] = [await minutesOf(partial, meetingId), await minutesOf(chair, meetingId)];
      expect(titles(theirs.items)).toEqual(ALL.slice(1));
      expect(own.items[0]).toMatchObject({ conclusion: "Alpha goes on the list.", left: ["Judge 3"] });
      expect(JSON.stringify(theirs)).not.toContain("Alpha");
    }));

  it("is also who stepped back from the entry, and no longer whose conflict two have lifted", async () =>
    inTransaction(db, async (tx) => {
      const { judges, round, ids, meetingId } = await aMeeting(tx);
      const [task] = await tx
        .insert(assignments)
        .values({ roundId: round.id, entryId: ids.b, reviewerId: judges[0]!.actor.id, readingOrder: 1, at: JUDGING })
        .returning();
      await tx
        .insert(recusals)
        .values({ assignmentId: task!.id, reason: "too close", at: JUDGING, by: judges[0]!.actor.id });
      expect(titles((await roomOf(judges[0]!, meetingId)).items)).toEqual(["Alpha", "Gamma", "Next year’s rules"]);
      const [ended] = await tx
        .insert(assignments)
        .values({ roundId: round.id, entryId: ids.b, reviewerId: judges[1]!.actor.id, readingOrder: 2, at: JUDGING })
        .returning();
      await tx
        .insert(recusals)
        .values({ assignmentId: ended!.id, reason: "too much", at: JUDGING, by: judges[0]!.actor.id });
      expect(titles((await roomOf(judges[1]!, meetingId)).items)).toEqual(ALL);
      await aWaiver(tx, { roundId: round.id, entryId: ids.a, accountId: judges[3]!.actor.id });
      expect(titles((await roomOf(judges[3]!, meetingId)).items)).toEqual(ALL);
    }));

  it("keeps the vote shut while they are there, leaves, and comes back when the item is over", async () =>
    inTransaction(db, async (tx) => {
      const { chair, judges, ids, meetingId } = await aMeeting(tx);
      const away = judges[3]!;
      for (const judge of judges) await comes(judge, meetingId);
      const itemId = await itemOf(chair, meetingId, ids.a);
      await callItem(chair, meetingId, itemId);
      expect((await roomOf(chair, meetingId)).toLeave).toEqual(["Judge 3"]);
      await putMotion(judges[0]!, meetingId, { itemId, text: "Alpha belongs on the list" });
      const motionId = (await roomOf(chair, meetingId)).motions[0]!.id;
      await expect(openVote(chair, meetingId, motionId)).rejects.toMatchObject({ because: "meeting-must-leave" });
      await leaves(away, meetingId);
      await openVote(chair, meetingId, motionId);
      for (const ctx of [away, chair])
        await expect(attend(ctx, meetingId, { accountId: away.actor.id, present: true })).rejects.toMatchObject({
          because: "meeting-left-for-item",
        });
      await closeVote(chair, meetingId, motionId);
      await concludeItem(chair, meetingId, itemId, "");
      await comes(away, meetingId);
      const stays = (await minutesOf(chair, meetingId)).stays.filter(({ name }) => name === "Judge 3");
      expect(stays.map(({ leftAt }) => leftAt !== null)).toEqual(expect.arrayContaining([true, false]));
    }));

  it("comes in while it is dealt with, is noted, asked to leave and stays away, and stops no vote by it", async () =>
    inTransaction(db, async (tx) => {
      const meeting = await aMeeting(tx);
      const { chair, judges, meetingId } = meeting;
      const { motionId } = await aVote(meeting);
      const late = judges[3]!;
      expect(await roomOf(late, meetingId)).toMatchObject({ away: false, coming: { allowed: true } });
      await comes(late, meetingId);
      expect(await roomOf(late, meetingId)).toMatchObject({ away: true, current: null, own: { present: false } });
      expect((await roomOf(chair, meetingId)).toLeave).toEqual([]);
      expect((await minutesOf(chair, meetingId)).stays.map(({ name }) => name)).toContain("Judge 3");
      await expect(comes(late, meetingId)).rejects.toMatchObject({ because: "meeting-left-for-item" });
      const trail = await tx.select().from(auditEvents).where(eq(auditEvents.actorId, late.actor.id!));
      expect(trail.map(({ type }) => type).filter((type) => type.startsWith("meeting."))).toEqual([
        "meeting.entered",
        "meeting.left",
      ]);
      await closeVote(chair, meetingId, motionId);
    }));

  it("comes in from outside of the panel, is noted as gone at the same moment and stays away", async () =>
    inTransaction(db, async (tx) => {
      const meeting = await aMeeting(tx);
      const { ids, meetingId } = meeting;
      await aVote(meeting);
      const kept = await contextOf(tx, await aStaffMember(tx));
      await inConflict(tx, kept.actor.id, ids.a);
      await comes(kept, meetingId);
      expect(await roomOf(kept, meetingId)).toMatchObject({ own: { present: false } });
      await expect(comes(kept, meetingId)).rejects.toMatchObject({ because: "meeting-left-for-item" });
    }));

  it("of the secretariat too: neither agenda nor audit trail shows them the item", async () =>
    inTransaction(db, async (tx) => {
      const meeting = await aMeeting(tx);
      const { chair, lin, ids, entries, meetingId } = meeting;
      const { itemId, motionId } = await aVote(meeting);
      const kept = await contextOf(tx, await aStaffMember(tx));
      await inConflict(tx, kept.actor.id, ids.a);
      expect(await roomOf(kept, meetingId)).toMatchObject({ away: false, kept: true });
      await closeVote(chair, meetingId, motionId);
      await concludeItem(chair, meetingId, itemId, "");
      expect((await minutesOf(lin, meetingId)).items[0]!.left).toEqual([]);
      const about = async (ctx: typeof lin) =>
        (await auditTrail(ctx, filterOf(new URL("https://award.example/audit")), { limit: 500, offset: 0 })).filter(
          ({ subjectId }) => [itemId, motionId].includes(subjectId ?? ""),
        );
      expect((await about(lin)).map(({ type }) => type).sort()).toEqual([
        "meeting.item-added",
        "meeting.item-called",
        "meeting.item-concluded",
        "motion.closed",
        "motion.opened",
        "motion.put",
      ]);
      expect(await about(kept)).toEqual([]);
      const search = new URL(`https://award.example/audit?code=${entries[0]!.code}`);
      expect(await auditTrail(kept, filterOf(search), { limit: 500, offset: 0 })).toEqual([]);
    }));
});

describe("the projector", () => {
  it("shows nothing of an item but who must leave until they have left, and never who voted", async () =>
    inTransaction(db, async (tx) => {
      const { chair, partial, judges, ids, meetingId } = await aMeeting(tx);
      for (const judge of judges) await comes(judge, meetingId);
      const itemId = await itemOf(chair, meetingId, ids.a);
      expect(await projectedOf(chair, meetingId)).toMatchObject({ shown: null, toLeave: [] });
      await callItem(chair, meetingId, itemId);
      await putMotion(judges[0]!, meetingId, { itemId, text: "Alpha belongs on the list" });
      expect(await projectedOf(chair, meetingId)).toMatchObject({ shown: null, toLeave: ["Judge 3"] });
      await leaves(judges[3]!, meetingId);
      await openVote(chair, meetingId, (await roomOf(chair, meetingId)).motions[0]!.id);
      const motionId = (await roomOf(chair, meetingId)).motions[0]!.id;
      for (const judge of judges.slice(0, 3)) await voteOn(judge, { meetingId, motionId, vote: "yes" });
      const projected = await projectedOf(chair, meetingId);
      expect(projected.shown).toMatchObject({ title: "Alpha", motion: { voters: 3, counts: null } });
      expect(JSON.stringify(projected)).not.toContain("Judge");
      expect(await projectedOf(partial, meetingId)).toMatchObject({ shown: null, toLeave: [] });
      await expect(projectedOf(judges[0]!, meetingId)).rejects.toMatchObject({ because: "not-your-role" });
      await closeVote(chair, meetingId, motionId);
      await concludeItem(chair, meetingId, itemId, "");
      await endMeeting(chair, meetingId);
      expect(await projectedOf(chair, meetingId)).toMatchObject({ ended: true, shown: null });
    }));
});

it("words that were adopted go into the citation of their entry, and of no other", async () =>
  inTransaction(db, async (tx) => {
    const meeting = await aMeeting(tx);
    const { chair, partial, judges, round, ids, meetingId } = meeting;
    const { motionId } = await aVote(meeting);
    const words = (ctx: typeof chair, entryId: string) => adoptedWords(ctx, { roundId: round.id, entryId, motionId });
    expect(await words(chair, ids.a)).toBeNull();
    for (const judge of judges.slice(0, 3)) await voteOn(judge, { meetingId, motionId, vote: "yes" });
    await closeVote(chair, meetingId, motionId);
    expect(await words(chair, ids.a)).toBe("Alpha belongs on the list");
    expect([await words(chair, ids.b), await words(partial, ids.a)]).toEqual([null, null]);
  }));

it("who comes and goes during an item tells whoever must leave for it nothing, in trail and minutes", async () =>
  inTransaction(db, async (tx) => {
    const meeting = await aMeeting(tx);
    const { chair, judges, partial, lin, meetingId } = meeting;
    const kept = await contextOf(tx, await aStaffMember(tx));
    await inConflict(tx, kept.actor.id, meeting.ids.a);
    await comes(partial, meetingId);
    await comes(judges[3]!, meetingId);
    await leaves(partial, meetingId);
    await aVote(meeting, judges[3]!);
    const departures = async (ctx: typeof lin) =>
      (await auditTrail(ctx, filterOf(new URL("https://award.example/audit")), { limit: 500, offset: 0 })).filter(
        ({ type }) => type === "meeting.left",
      ).length;
    expect([await departures(lin), await departures(kept)]).toEqual([2, 1]);
    const [own, theirs] = [await minutesOf(chair, meetingId), await minutesOf(partial, meetingId)];
    expect([own.stays.length, own.others]).toEqual([5, []]);
    expect(theirs.stays.map(({ name }) => name)).toEqual(["Partial"]);
    expect(theirs.others).toEqual(["Judge 0", "Judge 1", "Judge 2", "Judge 3"]);
  }));

it("whoever was asked to leave learns of nobody else's conflict by noting who is there", async () =>
  inTransaction(db, async (tx) => {
    const meeting = await aMeeting(tx);
    const { partial, judges, meetingId } = meeting;
    await aVote(meeting);
    for (const { actor } of [judges[1]!, judges[3]!])
      for (const present of [true, false])
        await expect(attend(partial, meetingId, { accountId: actor.id, present })).rejects.toMatchObject({
          because: "meeting-left-for-item",
        });
  }));

it("no vote is opened that too few could decide, and a panel of two is told so before its meeting", async () =>
  inTransaction(db, async (tx) => {
    const meeting = await aMeeting(tx, 6);
    const { chair, judges, round, ids, meetingId } = meeting;
    for (const judge of judges.slice(0, 3)) await comes(judge, meetingId);
    await callItem(chair, meetingId, await itemOf(chair, meetingId, ids.a));
    await putMotion(chair, meetingId, { itemId: await itemOf(chair, meetingId, ids.a), text: "Alpha" });
    const { motions: put } = await roomOf(chair, meetingId);
    expect(put[0]!.opening).toMatchObject({ because: "motion-too-few" });
    await expect(openVote(chair, meetingId, put[0]!.id)).rejects.toMatchObject({ because: "motion-too-few" });
    expect((await meetingsOf(chair, round.id)).small).toBe(false);
    for (const { actor } of judges.slice(1))
      await tx.update(accounts).set({ disabledAt: JUDGING }).where(eq(accounts.id, actor.id!));
    expect((await meetingsOf(chair, round.id)).small).toBe(false);
    await tx.update(accounts).set({ disabledAt: JUDGING }).where(eq(accounts.id, judges[0]!.actor.id!));
    expect((await meetingsOf(chair, round.id)).small).toBe(true);
  }));

describe("presence", () => {
  it("said twice is noted once, and of others only by those who lead", async () =>
    inTransaction(db, async (tx) => {
      const { judges, lin, chair, meetingId } = await aMeeting(tx);
      await comes(judges[0]!, meetingId);
      await comes(judges[0]!, meetingId);
      expect(await tx.select().from(meetingStays)).toHaveLength(1);
      const other = { accountId: judges[1]!.actor.id, present: true };
      await expect(attend(judges[0]!, meetingId, other)).rejects.toMatchObject({ because: "not-your-role" });
      await attend(lin, meetingId, other);
      await comes(lin, meetingId);
      const stranger = { accountId: (await aStaffMember(tx, "observer")).id, present: true };
      await expect(attend(chair, meetingId, stranger)).rejects.toThrow(NotFound);
      expect((await roomOf(chair, meetingId)).people.filter(({ since }) => since)).toHaveLength(3);
      const events = await tx.select().from(auditEvents).where(eq(auditEvents.type, "meeting.entered"));
      expect(events).toHaveLength(3);
      await endMeeting(chair, meetingId);
      expect((await tx.select().from(meetingStays)).every(({ leftAt }) => leftAt !== null)).toBe(true);
    }));
});

describe("a vote", () => {
  it("is one each and secret: the register says who, and only the counts what", async () =>
    inTransaction(db, async (tx) => {
      const meeting = await aMeeting(tx);
      const { judges, chair, lin, meetingId } = meeting;
      const { motionId } = await aVote(meeting);
      await voteOn(judges[0]!, { meetingId, motionId, vote: "yes" });
      await voteOn(judges[0]!, { meetingId, motionId, vote: "no" });
      await voteOn(judges[1]!, { meetingId, motionId, vote: "yes" });
      await voteOn(judges[2]!, { meetingId, motionId, vote: "abstain" });
      await expect(voteOn(lin, { meetingId, motionId, vote: "yes" })).rejects.toMatchObject({
        because: "not-your-role",
      });
      await expect(voteOn(chair, { meetingId, motionId, vote: "yes" })).rejects.toMatchObject({
        because: "meeting-not-present",
      });
      expect((await roomOf(judges[0]!, meetingId)).motions[0]).toMatchObject({
        voters: 3,
        voted: true,
        counts: null,
        outcome: null,
      });
      expect(JSON.stringify(await roomOf(chair, meetingId))).not.toMatch(/"yes":2/);
      await closeVote(chair, meetingId, motionId);
      expect((await minutesOf(judges[1]!, meetingId)).items[0]!.motions[0]).toMatchObject({
        outcome: "adopted",
        quorum: 3,
        counts: { yes: 2, no: 0, abstentions: 1 },
      });
      await expect(voteOn(judges[0]!, { meetingId, motionId, vote: "no" })).rejects.toMatchObject({
        because: "motion-closed",
      });
      expect(Object.keys((await tx.select().from(motionVoters))[0]!)).toEqual(["motionId", "accountId"]);
      const events = await tx.select().from(auditEvents).where(eq(auditEvents.subjectId, motionId));
      expect(events.map(({ payload }) => payload.toString()).join()).not.toMatch(/abstain|"yes"|"no"/);
      expect(events.filter(({ type }) => type === "motion.voted")).toHaveLength(3);
    }));

  it("of too few decides nothing, nor does one in which somebody came into conflict: neither tells its counts", async () =>
    inTransaction(db, async (tx) => {
      const meeting = await aMeeting(tx);
      const { judges, chair, ids, meetingId } = meeting;
      const { itemId, motionId } = await aVote(meeting);
      await voteOn(judges[0]!, { meetingId, motionId, vote: "yes" });
      await closeVote(chair, meetingId, motionId);
      await putMotion(chair, meetingId, { itemId, text: "Alpha belongs on the list, again" });
      const again = (await roomOf(chair, meetingId)).motions.find(({ state }) => state === "put")!.id;
      await openVote(chair, meetingId, again);
      for (const judge of judges.slice(0, 3)) await voteOn(judge, { meetingId, motionId: again, vote: "yes" });
      await inConflict(tx, judges[2]!.actor.id, ids.a);
      for (const act of [
        () => voteOn(judges[0]!, { meetingId, motionId: again, vote: "yes" }),
        () => closeVote(chair, meetingId, again),
      ])
        await expect(act()).rejects.toMatchObject({ because: "meeting-must-leave" });
      await attend(chair, meetingId, { accountId: judges[2]!.actor.id, present: false });
      await closeVote(chair, meetingId, again);
      const { items } = await minutesOf(chair, meetingId);
      expect(new Map(items[0]!.motions.map(({ id, outcome, counts }) => [id, [outcome, counts]]))).toEqual(
        new Map([
          [motionId, ["no-quorum", null]],
          [again, ["void", null]],
        ]),
      );
      expect((await tx.select().from(motions)).map(({ yes }) => yes)).toEqual([0, 0]);
    }));

  it("says after its close that somebody who voted came into conflict since, and not who", async () =>
    inTransaction(db, async (tx) => {
      const meeting = await aMeeting(tx);
      const { judges, chair, ids, meetingId } = meeting;
      const { motionId } = await aVote(meeting);
      for (const judge of judges.slice(0, 3)) await voteOn(judge, { meetingId, motionId, vote: "yes" });
      await closeVote(chair, meetingId, motionId);
      const told = async () => (await minutesOf(chair, meetingId)).items[0]!.motions[0]!;
      expect(await told()).toMatchObject({ outcome: "adopted", taintedSince: false });
      await inConflict(tx, judges[2]!.actor.id, ids.a);
      expect(await told()).toMatchObject({ outcome: "adopted", taintedSince: true, counts: { yes: 3 } });
    }));

  it("shuts nobody out while it is open", async () =>
    inTransaction(db, async (tx) => {
      const meeting = await aMeeting(tx);
      const { judges, chair, meetingId } = meeting;
      const { motionId } = await aVote(meeting);
      const gone = { accountId: judges[0]!.actor.id, present: false };
      await expect(attend(chair, meetingId, gone)).rejects.toMatchObject({ because: "motion-open" });
      await leaves(judges[1]!, meetingId);
      await closeVote(chair, meetingId, motionId);
      await attend(chair, meetingId, gone);
    }));

  it("holds to the quorum that the meeting set, and of two votes tells the outcome alone", async () =>
    inTransaction(db, async (tx) => {
      const meeting = await aMeeting(tx, 2);
      const { motionId } = await aVote(meeting);
      for (const judge of meeting.judges.slice(0, 2))
        await voteOn(judge, { meetingId: meeting.meetingId, motionId, vote: "no" });
      await closeVote(meeting.chair, meeting.meetingId, motionId);
      expect((await roomOf(meeting.chair, meeting.meetingId)).motions[0]).toMatchObject({
        outcome: "lost",
        quorum: 2,
        counts: null,
      });
      expect((await tx.select().from(motions)).map(({ no }) => no)).toEqual([0]);
    }));
});

it("B21: items and motions of another meeting are not found", async () =>
  inTransaction(db, async (tx) => {
    const [one, other] = [await aMeeting(tx), await aMeeting(tx)];
    const { itemId, motionId } = await aVote(other);
    await expect(concludeItem(one.chair, one.meetingId, itemId, "")).rejects.toThrow(NotFound);
    await expect(closeVote(one.chair, one.meetingId, motionId)).rejects.toThrow(NotFound);
    await expect(concludeItem(one.chair, other.meetingId, itemId, "")).rejects.toThrow(NotFound);
  }));
