import { expect, it } from "vitest";
import { action } from "#app/routes/meeting/presence.ts";
import { meetingStays } from "#db/schema/meeting.ts";
import { inTransaction, testDatabase } from "#tests/support/database.ts";
import { aMeeting } from "#tests/support/meeting.ts";
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
