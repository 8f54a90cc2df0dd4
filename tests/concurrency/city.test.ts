import { expect, it } from "vitest";
import * as city from "#app/domain/city/commands.server.ts";
import * as team from "#app/domain/team/commands.server.ts";
import { invitationsOf, teamOf } from "#app/domain/team/queries.server.ts";
import { type Context, PORTAL } from "#app/domain/context.ts";
import { NotFound } from "#app/domain/errors.ts";
import { testDatabase } from "#tests/support/database.ts";
import { aMember, anAccount, aStaffMember, NOW, personOf } from "#tests/support/factories.ts";
import { mailedToken } from "#tests/support/letters.ts";
import { oneAfterTheOther } from "#tests/support/waiting.ts";

const { db: database } = await testDatabase();
const URL = "https://award.example";
const as = async (db: typeof database, person: { id: string }): Promise<Context> => ({
  db,
  actor: await personOf(db, person.id),
  now: NOW,
});
const later = (seconds: number) => new Date(NOW.getTime() + seconds * 1000);
const portal = (db: typeof database) => ({ db, actor: PORTAL, now: NOW });

it("of two who name the same new city at once, one founds it and the other asks", async () => {
  const [one, two] = [await anAccount(database), await anAccount(database)];
  const arrivals = await Promise.all(
    [one, two].map(async (me) => city.createCity(await as(database, me), { name: "Entebbe", country: "UG" }, URL)),
  );
  expect(arrivals.map(({ arrival }) => arrival).sort()).toEqual(["created", "requested"]);
  expect(arrivals[0]!.cityId).toBe(arrivals[1]!.cityId);
});

it("two owners who take each other out at the same moment leave one", async () => {
  const cityId = await city.placeCity(portal(database), { name: "Jinja", country: "UG" });
  const [one, two] = [await aMember(database, cityId), await aMember(database, cityId)];
  const [first, second] = [await as(database, one), await as(database, two)];
  const taking = oneAfterTheOther(
    database,
    (tx) => team.changeMember({ ...first, db: tx }, { cityId, accountId: two.id, role: "none" }, URL),
    () => team.changeMember(second, { cityId, accountId: one.id, role: "none" }, URL),
  );
  await expect(taking).rejects.toMatchObject({ because: "last-owner" });
  expect(await teamOf(await as(database, await aStaffMember(database)), cityId)).toHaveLength(1);
});

it("a team is not handed over to somebody who leaves at the same moment", async () => {
  const cityId = await city.placeCity(portal(database), { name: "Gulu", country: "UG" });
  const [owner, editor] = [await aMember(database, cityId), await aMember(database, cityId, "editor")];
  const [first, second] = [await as(database, editor), await as(database, owner)];
  const handing = oneAfterTheOther(
    database,
    (tx) => team.changeMember({ ...first, db: tx }, { cityId, accountId: editor.id, role: "none" }, URL),
    () => team.handOver(second, { cityId, accountId: editor.id, stay: "none" }, URL),
  );
  await expect(handing).rejects.toBeInstanceOf(NotFound);
  expect(await teamOf(await as(database, await aStaffMember(database)), cityId)).toMatchObject([{ role: "owner" }]);
});

it("an invitation revoked while it is being taken up opens nothing", async () => {
  const cityId = await city.placeCity(portal(database), { name: "Masaka", country: "UG" });
  const owner = await as(database, await aMember(database, cityId));
  const invited = await anAccount(database);
  await team.inviteToTeam(owner, { cityId, email: invited.email, role: "editor" }, "en", URL);
  const [open] = await invitationsOf(owner, cityId);
  const guest = { ...(await as(database, invited)), now: later(1) };
  const token = await mailedToken(database, invited.email);
  const joining = oneAfterTheOther(
    database,
    (tx) => team.revokeInvitation({ ...owner, db: tx, now: later(2) }, cityId, open!.id),
    () => team.joinTeam(guest, token),
  );
  await expect(joining).rejects.toBeInstanceOf(NotFound);
  expect(await teamOf(owner, cityId)).toHaveLength(1);
});
