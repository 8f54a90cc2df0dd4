import { and, eq, sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { eventsOf } from "#tests/support/audit.ts";
import { people } from "#app/domain/account/queries.server.ts";
import * as city from "#app/domain/city/commands.server.ts";
import * as team from "#app/domain/team/commands.server.ts";
import { getCity, myCities } from "#app/domain/city/queries.server.ts";
import { invitationsOf, requestsOf, teamOf } from "#app/domain/team/queries.server.ts";
import { type Context, PORTAL, type Person } from "#app/domain/context.ts";
import { NotFound } from "#app/domain/errors.ts";
import type { Db } from "#db/client.server.ts";
import { cities, cityMembers, joinRequests } from "#db/schema/city.ts";
import { inTransaction, testDatabase } from "#tests/support/database.ts";
import { aCity, aMember, anAccount, anEntry, aStaffMember, NOW, personOf } from "#tests/support/factories.ts";
import { lettersOf, mailedToken } from "#tests/support/letters.ts";

const { db: database } = await testDatabase();
const URL = "https://award.example";
const as = async (db: Db, person: { id: string }, now = NOW): Promise<Context> => ({
  db,
  actor: await personOf(db, person.id),
  now,
});
const portal = (db: Db) => ({ db, actor: PORTAL, now: NOW });
const typesOf = async (db: Db, id: string) => (await eventsOf({ db }, id)).map(({ type }) => type).sort();
const roleIn = async (db: Db, cityId: string, { id }: { id: string }) =>
  (
    await db
      .select({ role: cityMembers.role })
      .from(cityMembers)
      .where(and(eq(cityMembers.cityId, cityId), eq(cityMembers.accountId, id)))
  )[0]?.role;
const KAMPALA = { name: "Kampala", country: "UG" };

/** Kampala with an owner, found by its name as a real one. */
async function kampala(db: Db): Promise<{ cityId: string; owner: Person }> {
  const cityId = await city.placeCity(portal(db), KAMPALA);
  return { cityId, owner: await aMember(db, cityId) };
}

describe("naming one's city", () => {
  it("founds the team of a city nobody knew", () =>
    inTransaction(database, async (db) => {
      const me = await anAccount(db, { emailConfirmedAt: null });
      const { cityId, arrival } = await city.createCity(await as(db, me), KAMPALA, URL);
      expect(arrival).toBe("created");
      expect(await roleIn(db, cityId, me)).toBe("owner");
      expect(await getCity(await as(db, me), cityId)).toMatchObject({
        name: "Kampala",
        country: "UG",
        region: "Africa",
      });
      expect(await typesOf(db, cityId)).toEqual(["city.created", "city.member-joined"]);
      expect(await lettersOf(db)).toEqual([]);
    }));

  it("takes over a city of the archive that nobody answers for", () =>
    inTransaction(database, async (db) => {
      const placed = await city.placeCity(portal(db), { ...KAMPALA, lat: 0.3, lon: 32.6 });
      expect(await city.placeCity(portal(db), { name: "KAMPALA", country: "UG" })).toBe(placed);
      const me = await anAccount(db);
      expect(await city.createCity(await as(db, me), { name: "kampala", country: "UG" }, URL)).toEqual({
        cityId: placed,
        arrival: "claimed",
      });
      expect(await roleIn(db, placed, me)).toBe("owner");
    }));

  it.each(["Kampala", "KAMPALA", "Kаmpаlа"])(
    "B24, B53: %s with a team asks its owners, and an address of its domain opens nothing",
    (name) =>
      inTransaction(database, async (db) => {
        const { cityId, owner } = await kampala(db);
        const viewer = await aMember(db, cityId, "viewer");
        const me = await anAccount(db, { name: "Mallory", email: `mallory@${owner.email.split("@")[1]}` });
        expect(await city.createCity(await as(db, me), { name, country: "UG", message: "Let me in" }, URL)).toEqual({
          cityId,
          arrival: "requested",
        });
        expect(await roleIn(db, cityId, me)).toBeUndefined();
        await expect(getCity(await as(db, me), cityId)).rejects.toBeInstanceOf(NotFound);
        expect(await myCities(await as(db, me))).toEqual([]);
        expect(await db.select().from(cities)).toHaveLength(1);
        expect(await requestsOf(await as(db, owner), cityId)).toMatchObject([
          { name: "Mallory", message: "Let me in" },
        ]);
        expect(await lettersOf(db)).toMatchObject([
          {
            email: owner.email,
            kind: "join-request",
            params: { city: "Kampala", name: "Mallory", link: `${URL}/cities/${cityId}` },
          },
        ]);
        expect((await lettersOf(db)).map(({ email }) => email)).not.toContain(viewer.email);
        expect(await typesOf(db, cityId)).toEqual(["city.created", "city.join-requested"]);
      }),
  );

  it("B24: an unproven address asks nobody, and nothing is kept", () =>
    inTransaction(database, async (db) => {
      const { cityId } = await kampala(db);
      const me = await anAccount(db, { emailConfirmedAt: null });
      await expect(city.createCity(await as(db, me), KAMPALA, URL)).rejects.toMatchObject({
        because: "email-not-confirmed",
      });
      expect(await db.select().from(joinRequests).where(eq(joinRequests.cityId, cityId))).toEqual([]);
      expect(await lettersOf(db)).toEqual([]);
    }));

  it("a city without people whose entries remain is not given away", () =>
    inTransaction(database, async (db) => {
      const scene = await anEntry(db);
      await db.update(cities).set({ name: "Kampala", searchName: "kampala" }).where(eq(cities.id, scene.city.id));
      await db.delete(cityMembers).where(eq(cityMembers.cityId, scene.city.id));
      const me = await anAccount(db);
      expect((await city.createCity(await as(db, me), KAMPALA, URL)).arrival).toBe("requested");
      expect(await roleIn(db, scene.city.id, me)).toBeUndefined();
    }));

  it("the same name in another country is another city", () =>
    inTransaction(database, async (db) => {
      await kampala(db);
      expect(
        (await city.createCity(await as(db, await anAccount(db)), { name: "Kampala", country: "KE" }, URL)).arrival,
      ).toBe("created");
    }));
});

describe("answering a request", () => {
  async function asked(db: Db) {
    const scene = await kampala(db);
    const me = await anAccount(db, { name: "Joseph Ssempa" });
    await city.createCity(await as(db, me), KAMPALA, URL);
    return { ...scene, me };
  }

  it("lets somebody in with the role the owner gives", () =>
    inTransaction(database, async (db) => {
      const { cityId, owner, me } = await asked(db);
      await team.answerRequest(await as(db, owner), { cityId, accountId: me.id, role: "editor" }, URL);
      expect(await roleIn(db, cityId, me)).toBe("editor");
      expect(await requestsOf(await as(db, owner), cityId)).toEqual([]);
      expect((await lettersOf(db)).find(({ kind }) => kind === "team-joined")).toMatchObject({
        email: me.email,
        params: { city: "Kampala" },
      });
      expect(await typesOf(db, cityId)).toContain("city.member-joined");
      await expect(
        team.answerRequest(await as(db, owner), { cityId, accountId: me.id, role: "owner" }, URL),
      ).rejects.toBeInstanceOf(NotFound);
      expect(await roleIn(db, cityId, me)).toBe("editor");
    }));

  it("or not", () =>
    inTransaction(database, async (db) => {
      const { cityId, owner, me } = await asked(db);
      await team.answerRequest(await as(db, owner), { cityId, accountId: me.id, role: "none" }, URL);
      expect(await roleIn(db, cityId, me)).toBeUndefined();
      expect((await lettersOf(db)).map(({ kind }) => kind)).toContain("join-declined");
      expect(await typesOf(db, cityId)).toContain("city.join-declined");
    }));

  it("nobody answers their own request, nor another city's, nor as an editor", () =>
    inTransaction(database, async (db) => {
      const { cityId, me } = await asked(db);
      const answer = { cityId, accountId: me.id, role: "owner" as const };
      const [stranger, editor] = [
        await aMember(db, await city.placeCity(portal(db), { name: "La Paz", country: "BO" })),
        await aMember(db, cityId, "editor"),
      ];
      await expect(team.answerRequest(await as(db, me), answer, URL)).rejects.toBeInstanceOf(NotFound);
      await expect(team.answerRequest(await as(db, stranger), answer, URL)).rejects.toBeInstanceOf(NotFound);
      await expect(team.answerRequest(await as(db, editor), answer, URL)).rejects.toMatchObject({
        because: "not-the-owner",
      });
      expect(await roleIn(db, cityId, me)).toBeUndefined();
      await team.answerRequest(await as(db, await aStaffMember(db)), { ...answer, role: "viewer" }, URL);
      expect(await roleIn(db, cityId, me)).toBe("viewer");
    }));
});

describe("B25: invitations", () => {
  async function invited(db: Db, role: "editor" | "owner" = "editor") {
    const scene = await kampala(db);
    await team.inviteToTeam(
      await as(db, scene.owner),
      { cityId: scene.cityId, email: "joseph@kampala.example", role },
      "en",
      URL,
    );
    return { ...scene, token: await mailedToken(db, "joseph@kampala.example") };
  }

  it.each([{}, { role: "" }, { role: "chair" }])("take nobody in where what they grant is damaged: %j", (damage) =>
    inTransaction(database, async (db) => {
      const { cityId, token } = await invited(db);
      await db.execute(sql`update one_time_tokens set grants = grants - 'role' || ${JSON.stringify(damage)}::jsonb`);
      const joseph = await anAccount(db, { email: "joseph@kampala.example" });
      await expect(team.joinTeam(await as(db, joseph), token)).rejects.toBeInstanceOf(NotFound);
      expect(await roleIn(db, cityId, joseph)).toBeUndefined();
    }),
  );

  it("take the person they were sent to into the team, once, and prove the address", () =>
    inTransaction(database, async (db) => {
      const { cityId, owner, token } = await invited(db);
      expect(await invitationsOf(await as(db, owner), cityId)).toMatchObject([
        { email: "joseph@kampala.example", role: "editor" },
      ]);
      const joseph = await anAccount(db, { email: "joseph@kampala.example", emailConfirmedAt: null });
      expect(await team.joinTeam(await as(db, joseph), token)).toBe(cityId);
      expect(await roleIn(db, cityId, joseph)).toBe("editor");
      expect((await personOf(db, joseph.id)).emailConfirmed).toBe(true);
      expect(await invitationsOf(await as(db, owner), cityId)).toEqual([]);
      expect(await typesOf(db, cityId)).toEqual(["city.created", "city.invited", "city.member-joined"]);
      await team.changeMember(await as(db, owner), { cityId, accountId: joseph.id, role: "none" }, URL);
      await expect(team.joinTeam(await as(db, joseph), token)).rejects.toBeInstanceOf(NotFound);
      expect(await roleIn(db, cityId, joseph)).toBeUndefined();
    }));

  it.each([
    ["another address", "mallory@kampala.example", 0, (token: string) => token],
    ["a link that has expired", "joseph@kampala.example", 14 * 24 * 60 + 1, (token: string) => token],
    ["a guessed link", "joseph@kampala.example", 0, () => "A".repeat(43)],
  ])("are nothing with %s", (_what, email, minutes, made) =>
    inTransaction(database, async (db) => {
      const { cityId, token } = await invited(db);
      const me = await anAccount(db, { email });
      await expect(
        team.joinTeam(await as(db, me, new Date(NOW.getTime() + minutes * 60_000)), made(token)),
      ).rejects.toBeInstanceOf(NotFound);
      expect(await roleIn(db, cityId, me)).toBeUndefined();
    }),
  );

  it("do not lower somebody who is in the team already, and come in the recipient's language", () =>
    inTransaction(database, async (db) => {
      const { cityId, owner } = await kampala(db);
      const lin = await anAccount(db, { email: "lin@kampala.example", locale: "zh-Hans" });
      await team.inviteToTeam(await as(db, owner), { cityId, email: "lin@kampala.example", role: "owner" }, "en", URL);
      expect((await lettersOf(db)).at(-1)).toMatchObject({ kind: "join-team", locale: "zh-Hans" });
      const first = await mailedToken(db, "lin@kampala.example");
      await team.inviteToTeam(
        await as(db, owner, new Date(NOW.getTime() + 1000)),
        { cityId, email: "lin@kampala.example", role: "viewer" },
        "en",
        URL,
      );
      await team.joinTeam(await as(db, lin), first);
      await team.joinTeam(await as(db, lin), await mailedToken(db, "lin@kampala.example"));
      expect(await roleIn(db, cityId, lin)).toBe("owner");
      const administrator: Context = { db, actor: await aStaffMember(db, "administrator"), now: NOW };
      expect(await people(administrator, { search: "lin@kampala", page: 1 })).toMatchObject([
        { cities: ["Kampala"], panels: 0, roles: [] },
      ]);
    }));

  it("can go out again, under a new link, and be revoked, by whoever runs the team; then the links lead nowhere", () =>
    inTransaction(database, async (db) => {
      const { cityId, owner, token } = await invited(db);
      const editor = await aMember(db, cityId, "editor");
      const joseph = await anAccount(db, { email: "joseph@kampala.example" });
      const later = await as(db, owner, new Date(NOW.getTime() + 1000));
      const open = async () => (await invitationsOf(later, cityId)).map(({ id, role }) => ({ id, role }));
      const [first] = await open();
      for (const act of [
        (ctx: Context, place = cityId) => team.revokeInvitation(ctx, place, first!.id),
        (ctx: Context, place = cityId) => team.resendInvitation(ctx, place, first!.id, "en", URL),
      ]) {
        await expect(act(await as(db, editor))).rejects.toMatchObject({ because: "not-the-owner", how: "never" });
        await expect(act({ db, actor: await aStaffMember(db, "observer"), now: NOW })).rejects.toMatchObject({
          because: "not-your-role",
        });
        await expect(act(await as(db, joseph))).rejects.toBeInstanceOf(NotFound);
        await expect(act({ db, actor: await aStaffMember(db), now: NOW }, (await aCity(db)).id)).rejects.toBeInstanceOf(
          NotFound,
        );
      }
      expect(await open()).toEqual([first]);
      await team.resendInvitation(later, cityId, first!.id, "en", URL);
      expect((await lettersOf(db)).filter(({ kind }) => kind === "join-team")).toHaveLength(2);
      await expect(team.joinTeam(await as(db, joseph), token)).rejects.toBeInstanceOf(NotFound);
      const [second, ...more] = await open();
      expect([second?.role, more.length, second?.id === first?.id]).toEqual(["editor", 0, false]);
      await team.revokeInvitation({ db, actor: await aStaffMember(db), now: later.now }, cityId, second!.id);
      await expect(
        team.joinTeam({ ...(await as(db, joseph)), now: later.now }, await mailedToken(db, joseph.email)),
      ).rejects.toBeInstanceOf(NotFound);
      await expect(team.revokeInvitation(later, cityId, second!.id)).rejects.toBeInstanceOf(NotFound);
      expect(await typesOf(db, cityId)).toEqual([
        "city.created",
        "city.invitation-revoked",
        "city.invitation-revoked",
        "city.invited",
        "city.invited",
      ]);
    }));

  it.each(["secretariat", "observer"] as const)(
    "nobody who is %s enters a team: not by being let in, nor by founding it",
    (role) =>
      inTransaction(database, async (db) => {
        const { cityId, owner } = await kampala(db);
        const staff = await as(db, await aStaffMember(db, role));
        await expect(
          team.inviteToTeam(staff, { cityId, email: staff.actor.email, role: "viewer" }, "en", URL),
        ).rejects.toMatchObject({ because: role === "secretariat" ? "own-role" : "not-your-role" });
        await team.inviteToTeam(await as(db, owner), { cityId, email: staff.actor.email, role: "viewer" }, "en", URL);
        const token = await mailedToken(db, staff.actor.email);
        await expect(team.joinTeam(staff, token)).rejects.toMatchObject({ because: "roles-apart", how: "never" });
        await expect(city.createCity(staff, { name: "Gulu", country: "UG" }, URL)).rejects.toMatchObject({
          because: "roles-apart",
        });
        expect(await roleIn(db, cityId, staff.actor)).toBeUndefined();
      }),
  );

  it("nobody is invited who is in the team already", () =>
    inTransaction(database, async (db) => {
      const { cityId, owner } = await kampala(db);
      const { email } = await personOf(db, owner.id);
      await expect(
        team.inviteToTeam(await as(db, owner), { cityId, email, role: "editor" }, "en", URL),
      ).rejects.toMatchObject({ because: "already-member", how: "not-now" });
    }));

  it("are made by owners of this city alone", () =>
    inTransaction(database, async (db) => {
      const { cityId } = await kampala(db);
      const [viewer, stranger] = [await aMember(db, cityId, "viewer"), await anAccount(db)];
      const invitation = { cityId, email: "mallory@kampala.example", role: "owner" as const };
      for (const email of [invitation.email, viewer.email])
        await expect(
          team.inviteToTeam(await as(db, viewer), { ...invitation, email }, "en", URL),
        ).rejects.toMatchObject({ because: "not-the-owner" });
      await expect(team.inviteToTeam(await as(db, stranger), invitation, "en", URL)).rejects.toBeInstanceOf(NotFound);
      expect(await lettersOf(db)).toEqual([]);
    }));
});

describe("a team's people", () => {
  it("hand over: a colleague becomes owner, the old owner leaves and sees nothing any more", () =>
    inTransaction(database, async (db) => {
      const { cityId, owner } = await kampala(db);
      const editor = await aMember(db, cityId, "editor");
      await expect(
        team.changeMember(await as(db, owner), { cityId, accountId: owner.id, role: "none" }, URL),
      ).rejects.toMatchObject({ because: "last-owner" });
      await team.changeMember(await as(db, owner), { cityId, accountId: editor.id, role: "owner" }, URL);
      await team.changeMember(await as(db, owner), { cityId, accountId: owner.id, role: "none" }, URL);
      expect((await teamOf(await as(db, editor), cityId)).map(({ accountId, role }) => [accountId, role])).toEqual([
        [editor.id, "owner"],
      ]);
      await expect(teamOf(await as(db, owner), cityId)).rejects.toBeInstanceOf(NotFound);
      expect(await typesOf(db, cityId)).toEqual(["city.created", "city.member-removed", "city.role-changed"]);
    }));

  it("B20: a member of another city cannot be reached through one's own", () =>
    inTransaction(database, async (db) => {
      const { cityId, owner } = await kampala(db);
      const other = await aMember(db, await city.placeCity(portal(db), { name: "La Paz", country: "BO" }));
      await expect(
        team.changeMember(await as(db, owner), { cityId, accountId: other.id, role: "none" }, URL),
      ).rejects.toBeInstanceOf(NotFound);
      await expect(
        team.changeMember(
          await as(db, owner),
          { cityId: other.teams[0]!.cityId, accountId: other.id, role: "none" },
          URL,
        ),
      ).rejects.toBeInstanceOf(NotFound);
      expect(await roleIn(db, other.teams[0]!.cityId, other)).toBe("owner");
    }));
});

it("only the portal places cities and people in them", () =>
  inTransaction(database, async (db) => {
    const { cityId, owner } = await kampala(db);
    const [me, secretariat] = [await anAccount(db), await aStaffMember(db)];
    for (const person of [owner, secretariat]) {
      await expect(city.placeCity(await as(db, person), { name: "Entebbe", country: "UG" })).rejects.toBeInstanceOf(
        NotFound,
      );
      await expect(
        team.addMember(await as(db, person), { cityId, accountId: me.id, role: "owner" }),
      ).rejects.toBeInstanceOf(NotFound);
    }
    await team.addMember(portal(db), { cityId, accountId: me.id, role: "editor" });
    expect(await roleIn(db, cityId, me)).toBe("editor");
    expect(await db.select().from(cities)).toHaveLength(1);
  }));
