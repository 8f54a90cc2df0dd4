import { expect, it } from "vitest";
import { getPerson, people } from "#app/domain/account/queries.server.ts";
import { filterOf } from "#app/domain/audit/input.ts";
import { auditTrail } from "#app/domain/audit/queries.server.ts";
import { myCities } from "#app/domain/city/queries.server.ts";
import { invitationsOf, requestsOf, teamOf } from "#app/domain/team/queries.server.ts";
import { inviteToTeam } from "#app/domain/team/commands.server.ts";
import { PUBLIC_URL } from "#tests/support/address.ts";
import type { Context } from "#app/domain/context.ts";
import { joinRequests } from "#db/schema/city.ts";
import { testDatabase } from "#tests/support/database.ts";
import { aCity, aMember, anAccount, aStaffMember, NOW, personOf } from "#tests/support/factories.ts";
import { countingDatabase } from "#tests/support/statements.ts";

const database = await testDatabase();
const { db, during } = countingDatabase(database);

it("lists ask the database once, however long they are", async () => {
  const city = await aCity(db);
  const owner = await aMember(db, city.id);
  const administrator: Context = { db, actor: await aStaffMember(db, "administrator"), now: NOW };
  const secretariat: Context = { db, actor: await aStaffMember(db), now: NOW };
  const lists: [string, () => Promise<unknown[]>][] = [
    ["people", () => people(administrator, { search: "guest", page: 1 })],
    ["team", () => teamOf(secretariat, city.id)],
    ["requests", () => requestsOf(secretariat, city.id)],
    ["invitations", () => invitationsOf(secretariat, city.id)],
    ["cities", async () => myCities({ db, actor: await personOf(database.db, owner.id), now: NOW })],
    [
      "audit trail",
      () => auditTrail(secretariat, filterOf(new URL("https://award.example/audit")), { limit: 51, offset: 0 }),
    ],
  ];
  const grow = async (n: number) => {
    const guest = await anAccount(db, { name: `guest ${n}` });
    await aMember(db, city.id, "viewer");
    await aMember(db, (await aCity(db)).id, "owner", owner.id);
    await db.insert(joinRequests).values({ cityId: city.id, accountId: guest.id, requestedAt: NOW });
    await inviteToTeam(
      { db, actor: await personOf(db, owner.id), now: NOW },
      { cityId: city.id, email: `guest${n}@city.example`, role: "viewer" },
      "en",
      "https://award.example",
    );
  };
  const measure = async () =>
    Object.fromEntries(
      await Promise.all(
        lists.map(async ([name, list]) => {
          const { length } = await list();
          return [name, length] as const;
        }),
      ),
    );
  const count = async () => {
    const counts: Record<string, number> = {};
    for (const [name, list] of lists) counts[name] = await during(list);
    return counts;
  };
  await grow(1);
  const [short, once] = [await measure(), await count()];
  await grow(2);
  await grow(3);
  const long = await measure();
  for (const [name] of lists) expect(long[name]!, name).toBeGreaterThan(short[name]!);
  expect(await count()).toEqual(once);
  expect(once).toEqual({ people: 1, team: 2, requests: 2, invitations: 2, cities: 1, "audit trail": 1 });
});

it("a person of the directory is one statement", async () => {
  const { id } = await anAccount(db);
  const ctx: Context = { db, actor: await aStaffMember(db, "administrator"), now: NOW };
  expect(await during(() => getPerson(ctx, id))).toBe(1);
});

it("who may not invite to a team is refused before anybody is looked up: no statement tells whether an address is known", async () => {
  const { id: cityId } = await aCity(db);
  const ctx: Context = { db, actor: await aMember(db, cityId, "viewer"), now: NOW };
  const inviting = (email: string) =>
    during(() =>
      expect(inviteToTeam(ctx, { cityId, email, role: "viewer" }, "en", PUBLIC_URL)).rejects.toMatchObject({
        because: "not-the-owner",
      }),
    );
  const { email } = await anAccount(db);
  expect(await inviting(email)).toBe(await inviting("nobody@kampala.example"));
});
