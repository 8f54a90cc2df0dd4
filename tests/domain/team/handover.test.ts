import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { eventsOf } from "#tests/support/audit.ts";
import { answerRequest, changeMember, handOver, inviteToTeam } from "#app/domain/team/commands.server.ts";
import type { TeamRole } from "#app/domain/context.ts";
import { NotFound } from "#app/domain/errors.ts";
import { accounts } from "#db/schema/account.ts";
import { cityMembers, joinRequests } from "#db/schema/city.ts";
import { inTransaction, testDatabase } from "#tests/support/database.ts";
import { aCity, aMember, anAccount, aStaffMember, NOW } from "#tests/support/factories.ts";
import { lettersOf } from "#tests/support/letters.ts";

const { db: database } = await testDatabase();
const URL = "https://award.example";
const tx = <T>(work: (db: typeof database) => Promise<T>) => inTransaction(database, work);

async function aTeam(db: typeof database) {
  const city = await aCity(db);
  const [owner, editor, viewer] = [
    await aMember(db, city.id),
    await aMember(db, city.id, "editor"),
    await aMember(db, city.id, "viewer"),
  ];
  const roles = async () =>
    Object.fromEntries(
      (await db.select().from(cityMembers).where(eq(cityMembers.cityId, city.id))).map(({ accountId, role }) => [
        [owner, editor, viewer].findIndex(({ id }) => id === accountId),
        role,
      ]),
    );
  const hand = (actor: typeof owner, accountId: string, stay: "owner" | "editor" | "viewer" | "none") =>
    handOver({ db, actor, now: NOW }, { cityId: city.id, accountId, stay }, URL);
  return { city, owner, editor, viewer, roles, hand };
}

describe("handing a team over", () => {
  it.each([
    ["editor", { 0: "editor", 1: "owner", 2: "viewer" }],
    ["owner", { 0: "owner", 1: "owner", 2: "viewer" }],
    ["none", { 1: "owner", 2: "viewer" }],
  ] as const)("in one step, the owner then %s", (stay, expected) =>
    tx(async (db) => {
      const { city, owner, editor, roles, hand } = await aTeam(db);
      await hand(owner, editor.id, stay);
      expect(await roles()).toEqual(expected);
      expect((await eventsOf({ db }, city.id)).map(({ type }) => type)).toEqual(
        stay === "owner"
          ? ["city.role-changed"]
          : ["city.role-changed", stay === "none" ? "city.member-removed" : "city.role-changed"],
      );
      expect(await lettersOf(db)).toMatchObject([
        { email: editor.email, kind: "team-handed-over", params: { by: owner.name, link: `${URL}/cities/${city.id}` } },
      ]);
    }),
  );

  it("the secretariat steps in when the owner has gone, and takes no part itself", () =>
    tx(async (db) => {
      const { viewer, roles, hand } = await aTeam(db);
      await hand(await aStaffMember(db), viewer.id, "none");
      expect(await roles()).toEqual({ 0: "owner", 1: "editor", 2: "owner" });
    }));

  it("what the secretariat does in a team is told to each owner who can still sign in; what an owner does is not", () =>
    tx(async (db) => {
      const { city, owner, editor, viewer, hand } = await aTeam(db);
      const gone = await aMember(db, city.id);
      await db.update(accounts).set({ disabledAt: NOW }).where(eq(accounts.id, gone.id));
      const ask = async () => {
        const { id, name } = await anAccount(db, { name: "Wanjiru Kamau" });
        await db.insert(joinRequests).values({ cityId: city.id, accountId: id, requestedAt: NOW });
        return { id, name };
      };
      const invite = (actor: typeof owner, email: string) =>
        inviteToTeam({ db, actor, now: NOW }, { cityId: city.id, email, role: "editor" }, "en", URL);
      const admit = async (actor: typeof owner, role: "editor" | "none") =>
        answerRequest({ db, actor, now: NOW }, { cityId: city.id, accountId: (await ask()).id, role }, URL);
      const told = async () =>
        (await lettersOf(db))
          .filter(({ kind }) => kind === "office-in-team")
          .map(({ email, params }) => [email, params["step"], params["whom"]]);
      await invite(owner, "first@city.example");
      await admit(owner, "editor");
      expect(await told()).toEqual([]);
      const lin = await aStaffMember(db);
      await invite(lin, "second@city.example");
      await admit(lin, "none");
      await admit(lin, "editor");
      const change = (actor: typeof owner, role: TeamRole | "none") =>
        changeMember({ db, actor, now: NOW }, { cityId: city.id, accountId: editor.id, role }, URL);
      await change(owner, "viewer");
      for (const role of ["editor", "editor", "none"] as const) await change(lin, role);
      await hand(lin, viewer.id, "none");
      expect((await told()).sort()).toEqual(
        [
          [owner.email, "admitted", "Wanjiru Kamau"],
          [owner.email, "changed", editor.name],
          [owner.email, "removed", editor.name],
          [owner.email, "invited", "second@city.example"],
          [owner.email, "owner", viewer.name],
        ].sort(),
      );
    }));

  it("is the owner's alone, and to somebody else in the team", () =>
    tx(async (db) => {
      const { owner, editor, viewer, roles, hand } = await aTeam(db);
      for (const actor of [editor, viewer])
        await expect(hand(actor, viewer.id, "viewer")).rejects.toMatchObject({
          because: "not-the-owner",
          how: "never",
        });
      await expect(hand(await aStaffMember(db, "observer"), editor.id, "owner")).rejects.toMatchObject({
        because: "not-your-role",
      });
      await expect(hand(await aMember(db, (await aCity(db)).id), editor.id, "owner")).rejects.toBeInstanceOf(NotFound);
      await expect(hand(owner, owner.id, "none")).rejects.toMatchObject({ because: "own-role" });
      await expect(hand(owner, (await anAccount(db)).id, "none")).rejects.toBeInstanceOf(NotFound);
      expect(await roles()).toEqual({ 0: "owner", 1: "editor", 2: "viewer" });
      expect(await lettersOf(db)).toEqual([]);
    }));
});
