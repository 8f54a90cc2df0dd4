import { describe, expect, it } from "vitest";
import { PUBLIC_URL } from "#tests/support/address.ts";
import { eventsOf } from "#tests/support/audit.ts";
import { PORTAL } from "#app/domain/context.ts";
import { moveDeadline } from "#app/domain/cycle/commands.server.ts";
import { beat } from "#app/domain/extension/commands.server.ts";
import { interruptionsOf } from "#app/domain/extension/queries.server.ts";
import { proposedExtension } from "#app/domain/extension/rules.ts";
import { getCycle } from "#app/domain/cycle/queries.server.ts";
import type { Db } from "#db/client.server.ts";
import { notifications } from "#db/schema/notification.ts";
import { interruptions } from "#db/schema/service.ts";
import { inTransaction, testDatabase } from "#tests/support/database.ts";
import { aCycle, aStaffMember } from "#tests/support/factories.ts";

const URL = "https://award.example";
const { db: database } = await testDatabase();
const BELL = new Date("2027-03-31T15:59:59Z");
const minutes = (n: number) => new Date(BELL.getTime() + n * 60_000);
const span = (from: number, to: number) => ({ from: minutes(from), to: minutes(to) });

it.each([
  ["nothing", [], null],
  ["five minutes", [span(-60, -55)], null],
  ["six minutes", [span(-60, -54)], { lost: 6, by: 30 }],
  ["a long night before", [span(-600, -121)], null],
  ["what began before the two hours", [span(-200, -100)], { lost: 20, by: 30 }],
  ["what lasts beyond the bell", [span(-40, 300)], { lost: 40, by: 60 }],
  ["several, together", [span(-90, -86), span(-30, -27)], { lost: 7, by: 30 }],
] as const)("D6: %s without the portal", (_case, spans, proposal) =>
  expect(proposedExtension(BELL, spans)).toEqual(
    proposal && { lost: proposal.lost * 60_000, closesAt: minutes(proposal.by) },
  ),
);

describe("D6: the heartbeat", () => {
  const at = (db: Db, n: number) => ({ db, actor: PORTAL, now: minutes(n) });

  it("notes a silence once for all processes, and tells the secretariat what it proposes; nothing moves by itself", () =>
    inTransaction(database, async (db) => {
      const [cycle, later] = [await aCycle(db, { closesAt: BELL }), await aCycle(db, { closesAt: minutes(300) })];
      const lin = await aStaffMember(db);
      await aStaffMember(db, "observer");
      for (const minute of [-120, -119, -115, -100, -100]) await beat(at(db, minute), "https://portal.example");
      expect(await db.select({ from: interruptions.from, to: interruptions.to }).from(interruptions)).toEqual([
        span(-115, -100),
      ]);
      expect(
        (await db.select().from(notifications)).map(({ kind, accountId, params }) => [kind, accountId, params["link"]]),
      ).toEqual([["extension-proposed", lin.id, `https://portal.example/secretariat/cycles/${cycle.id}/deadline`]]);
      expect((await eventsOf({ db }, (await db.select().from(interruptions))[0]!.id)).map(({ type }) => type)).toEqual([
        "service.interrupted",
      ]);
      expect(await getCycle({ db }, cycle.id)).toMatchObject({ closesAt: BELL });
      expect(await interruptionsOf({ db }, later)).toEqual([]);
    }));

  it("proposes no more once the secretariat has moved the bell", () =>
    inTransaction(database, async (db) => {
      const cycle = await aCycle(db, { closesAt: BELL });
      await beat(at(db, -60), PUBLIC_URL);
      await beat(at(db, -40), PUBLIC_URL);
      expect(await interruptionsOf({ db }, cycle)).toHaveLength(1);
      await moveDeadline(
        { db, actor: await aStaffMember(db), now: minutes(-30) },
        cycle.id,
        {
          closesAt: minutes(30),
          reason: "The portal was away.",
        },
        URL,
      );
      expect(await interruptionsOf({ db }, { id: cycle.id, closesAt: minutes(30) })).toEqual([]);
    }));
});
