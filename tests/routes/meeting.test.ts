import { expect, it } from "vitest";
import { callItem } from "#app/domain/meeting/commands.server.ts";
import { roomOf } from "#app/domain/meeting/queries.server.ts";
import { action as declare } from "#app/routes/meeting/conflict.tsx";
import { action as lead } from "#app/routes/meeting/lead.tsx";
import { action } from "#app/routes/meeting/presence.ts";
import { meetingStays } from "#db/schema/meeting.ts";
import { inTransaction, testDatabase } from "#tests/support/database.ts";
import { aMeeting, comes, itemOf } from "#tests/support/meeting.ts";
import { answerOf, visitAs } from "#tests/support/visit.ts";

const { db: database } = await testDatabase();

it("presence of an account that is none is nobody's: whoever sent it is not marked instead", () =>
  inTransaction(database, async (db) => {
    const { chair, judges, meetingId } = await aMeeting(db);
    const send = async (account?: string) =>
      answerOf(
        action({
          ...(await visitAs(db, chair.actor as { id: string }, `/meetings/${meetingId}/presence`, {
            form: { present: "yes", ...(account === undefined ? {} : { account }) },
          })),
          params: { meetingId },
        }),
      );
    expect(await send("nobody")).toMatchObject({ status: 422 });
    expect(await db.select().from(meetingStays)).toEqual([]);
    expect(await send()).toMatchObject({ status: 303, location: `/meetings/${meetingId}` });
    expect(await send(judges[0]!.actor.id!)).toMatchObject({ status: 303, location: `/meetings/${meetingId}/lead` });
    expect(await db.select().from(meetingStays)).toHaveLength(2);
  }));

it("a member whom nobody assigned the entry declares a conflict in the room, with the item on their page alone", () =>
  inTransaction(database, async (db) => {
    const { chair, judges, ids, meetingId } = await aMeeting(db);
    const judge = judges[0]!;
    await comes(judge, meetingId);
    const [a, b] = [await itemOf(chair, meetingId, ids.a), await itemOf(chair, meetingId, ids.b)];
    await callItem(chair, meetingId, a);
    const send = async (item: string, reason: string) =>
      answerOf(
        declare(
          await visitAs(db, judge.actor as { id: string }, `/meetings/${meetingId}/conflict`, {
            form: { item, reason },
            params: { meetingId },
          }),
        ),
      );
    expect(await send(b, "a friend")).toMatchObject({ status: 409 });
    expect(await send(a, "")).toMatchObject({ status: 422 });
    expect((await roomOf(judge, meetingId)).away).toBe(false);
    expect(await send(a, "a friend")).toMatchObject({ status: 303, location: `/meetings/${meetingId}` });
    expect(await roomOf(judge, meetingId)).toMatchObject({ away: true, current: null });
    expect((await roomOf(chair, meetingId)).toLeave).toEqual(["Judge 0"]);
  }));

it("a conclusion that is too long comes back to the page it was written on, with the text and the field named", () =>
  inTransaction(database, async (db) => {
    const { chair, ids, meetingId } = await aMeeting(db);
    const item = await itemOf(chair, meetingId, ids.a);
    await comes(chair, meetingId);
    await callItem(chair, meetingId, item);
    const send = async (conclusion: string, about = item) =>
      answerOf(
        lead(
          await visitAs(db, chair.actor as { id: string }, `/meetings/${meetingId}/lead`, {
            form: { kind: "conclude", item: about, conclusion },
            params: { meetingId },
          }),
        ),
      );
    const long = "It goes on the list. ".repeat(400);
    expect(await send(long)).toMatchObject({ status: 422 });
    expect(await send("It goes.", "nothing")).toMatchObject({ status: 422 });
    expect((await roomOf(chair, meetingId)).current?.id).toBe(item);
    expect(await send("It goes on the list.")).toMatchObject({ status: 303, location: `/meetings/${meetingId}/lead` });
    expect(await roomOf(chair, meetingId)).toMatchObject({ current: null });
  }));
