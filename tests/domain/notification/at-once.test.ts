import { expect, it } from "vitest";
import { addAttachment } from "#app/domain/attachment/commands.server.ts";
import { createCity } from "#app/domain/city/commands.server.ts";
import { PORTAL } from "#app/domain/context.ts";
import { withdrawEntry } from "#app/domain/entry/commands.server.ts";
import { beat, extendEntry } from "#app/domain/extension/commands.server.ts";
import { INTERRUPTION } from "#app/domain/extension/rules.ts";
import { changeRoles } from "#app/domain/proposal/commands.server.ts";
import { recordScan } from "#app/domain/scan/commands.server.ts";
import { submitEntry } from "#app/domain/submission/commands.server.ts";
import type { Db } from "#db/client.server.ts";
import { notifications } from "#db/schema/notification.ts";
import { PUBLIC_URL } from "#tests/support/address.ts";
import { inTransaction, testDatabase } from "#tests/support/database.ts";
import { aFile, aMember, anAccount, anEntry, aStaffMember, COMPLETE, NOW, personOf } from "#tests/support/factories.ts";
import { countingDatabase } from "#tests/support/statements.ts";

const counting = countingDatabase(await testDatabase());
const by = async (db: Db, role: "secretariat" | "administrator" = "secretariat") => ({
  db,
  actor: await aStaffMember(db, role),
  now: NOW,
});

/** An entry of a team of so many people. */
async function ofTeam(db: Db, size: number) {
  const scene = await anEntry(db, { answers: COMPLETE });
  for (let more = 1; more < size; more++) await aMember(db, scene.city.id);
  return scene;
}

/** What tells many people, made ready for so many of them. */
const TELLING: Record<string, (db: Db, people: number) => Promise<() => Promise<unknown>>> = {
  "a withdrawal": async (db, people) => {
    const { ctx, entryId } = await ofTeam(db, people);
    return () => withdrawEntry(ctx, entryId, "Another year");
  },
  "a submission": async (db, people) => {
    const { ctx, entryId } = await ofTeam(db, people);
    return () => submitEntry(ctx, entryId, PUBLIC_URL);
  },
  "more time for an entry": async (db, people) => {
    const [{ entryId, cycle }, lin] = [await ofTeam(db, people), await by(db)];
    const closesAt = new Date(cycle.closesAt.getTime() + 86_400_000);
    return () => extendEntry(lin, entryId, { closesAt, reason: "A flood" }, PUBLIC_URL);
  },
  "a virus": async (db, people) => {
    const { ctx, entryId } = await ofTeam(db, people);
    const id = await addAttachment(ctx, { entryId, questionKey: "documents", file: aFile(), scan: "waiting" });
    return () => recordScan({ db, actor: PORTAL, now: NOW }, id, "infected", PUBLIC_URL);
  },
  "a wish to join a team": async (db, people) => {
    const { city } = await ofTeam(db, people);
    const ctx = { db, actor: await personOf(db, (await anAccount(db)).id), now: NOW };
    return () => createCity(ctx, { name: city.name, country: city.country }, PUBLIC_URL);
  },
  "a proposal": async (db, people) => {
    const tom = await by(db, "administrator");
    for (let more = 0; more < people; more++) await aStaffMember(db);
    const { id } = await anAccount(db);
    return () => changeRoles(tom, id, { roles: ["observer"], reason: "New here" }, PUBLIC_URL);
  },
  "an interruption before the bell": async (db, people) => {
    for (let more = 0; more < people; more++) await aStaffMember(db);
    const { cycle } = await anEntry(db);
    const at = (before: number) => ({ db, actor: PORTAL, now: new Date(cycle.closesAt.getTime() - before) });
    await beat(at(2 * INTERRUPTION + 2), PUBLIC_URL);
    return () => beat(at(1), PUBLIC_URL);
  },
};

it.each(Object.entries(TELLING))("%s tells one and three people by as many statements", async (_what, telling) => {
  const told = (people: number) =>
    inTransaction(counting.db, async (tx) => {
      const tell = await telling(tx, people);
      const before = await tx.$count(notifications);
      const statements = await counting.during(tell);
      return { statements, letters: (await tx.$count(notifications)) - before };
    });
  const { statements, letters } = await told(1);
  expect(letters).toBe(1);
  expect(await told(3)).toEqual({ statements, letters: 3 });
});
