import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import * as account from "#app/domain/account/commands.server.ts";
import { signIn, changePassword, requestPasswordReset, resetPassword } from "#app/domain/sign-in/commands.server.ts";
import * as address from "#app/domain/address/commands.server.ts";
import { getPerson, getProfile, people } from "#app/domain/account/queries.server.ts";
import { eventsOf } from "#tests/support/audit.ts";
import { ANONYMOUS, type Context, PORTAL } from "#app/domain/context.ts";
import { NotFound } from "#app/domain/errors.ts";
import { openSessions } from "#app/http/session.server.ts";
import { openPasswords } from "#app/outside/passwords.server.ts";
import type { Db } from "#db/client.server.ts";
import { accounts, credentials, oneTimeTokens, sessions } from "#db/schema/account.ts";
import { inTransaction, testDatabase } from "#tests/support/database.ts";
import { anAccount, aPanelMember, aRound, aStaffMember, NOW, personOf } from "#tests/support/factories.ts";
import { lettersOf, mailedToken } from "#tests/support/letters.ts";

const { db: database } = await testDatabase();
const URL = "https://award.example";
const passwords = openPasswords();
const PASSWORD = "correct horse battery";
const passwordHash = await passwords.hash(PASSWORD);
const nobody = (db: Db, now = NOW) => ({ db, actor: ANONYMOUS, now });
const portal = (db: Db): Context<typeof PORTAL> => ({ db, actor: PORTAL, now: NOW });
const later = (minutes: number) => new Date(NOW.getTime() + minutes * 60_000);
const amara = { email: "amara@kampala.example", name: "Amara Okello", locale: "en", passwordHash };
const typesOf = async (db: Db, id: string) => (await eventsOf({ db }, id)).map(({ type }) => type).sort();
const idOf = async (db: Db, email = amara.email) =>
  (await db.select().from(accounts).where(eq(accounts.email, email)))[0]!.id;

describe("registering", () => {
  it("opens an unconfirmed account that can be signed in to, and mails the confirming link", () =>
    inTransaction(database, async (db) => {
      await account.registerAccount(nobody(db), amara, URL);
      const id = await idOf(db);
      expect(await lettersOf(db)).toMatchObject([
        {
          email: amara.email,
          kind: "confirm-email",
          locale: "en",
          params: {
            name: "Amara Okello",
            link: expect.stringMatching(/^https:\/\/award\.example\/confirm\/[\w-]{43}$/),
          },
        },
      ]);
      expect((await personOf(db, id)).emailConfirmed).toBe(false);
      expect(await signIn(nobody(db), { email: amara.email, password: PASSWORD }, passwords)).toEqual({
        accountId: id,
        step: null,
      });
      expect(await typesOf(db, id)).toEqual(["account.registered", "account.signed-in"]);
    }));

  it("B65: answers the same for an address that has an account, changes nothing there, and tells its holder by mail", () =>
    inTransaction(database, async (db) => {
      expect(await account.registerAccount(nobody(db), amara, URL)).toBeUndefined();
      const again = { ...amara, name: "Mallory", passwordHash: await passwords.hash("mallorys password") };
      expect(await account.registerAccount(nobody(db, later(1)), again, URL)).toBeUndefined();
      expect((await lettersOf(db)).map(({ kind, params }) => [kind, params["name"]])).toEqual([
        ["confirm-email", "Amara Okello"],
        ["account-exists", "Amara Okello"],
      ]);
      expect(await signIn(nobody(db), { email: amara.email, password: "mallorys password" }, passwords)).toBeNull();
      expect(await db.select({ name: accounts.name }).from(accounts).where(eq(accounts.email, amara.email))).toEqual([
        { name: "Amara Okello" },
      ]);
    }));

  it("B73, B75: keeps only hashes of passwords and links", () =>
    inTransaction(database, async (db) => {
      await account.registerAccount(nobody(db), amara, URL);
      const token = await mailedToken(db, amara.email);
      const stored = JSON.stringify([
        await db.select().from(oneTimeTokens),
        await db.select().from(credentials),
        await db.select().from(accounts),
      ]);
      expect(stored).not.toContain(token);
      expect(stored).not.toContain(PASSWORD);
    }));
});

describe("confirming an address", () => {
  it("B75: works once", () =>
    inTransaction(database, async (db) => {
      await account.registerAccount(nobody(db), amara, URL);
      const token = await mailedToken(db, amara.email);
      await address.confirmEmail(nobody(db), token);
      const id = await idOf(db);
      expect((await personOf(db, id)).emailConfirmed).toBe(true);
      expect(await typesOf(db, id)).toEqual(["account.email-confirmed", "account.registered"]);
      await expect(address.confirmEmail(nobody(db), token)).rejects.toBeInstanceOf(NotFound);
    }));

  it.each([
    ["expired", later(72 * 60), (token: string) => token],
    ["guessed", later(1), (token: string) => `${token.slice(0, -1)}${token.endsWith("A") ? "B" : "A"}`],
    ["cut short", later(1), (token: string) => token.slice(0, -1)],
    ["empty", later(1), () => ""],
  ])("B75: refuses a link that is %s", (_what, now, made) =>
    inTransaction(database, async (db) => {
      await account.registerAccount(nobody(db), amara, URL);
      const token = await mailedToken(db, amara.email);
      await expect(address.confirmEmail(nobody(db, now), made(token))).rejects.toBeInstanceOf(NotFound);
      expect((await personOf(db, await idOf(db))).emailConfirmed).toBe(false);
    }),
  );

  it("sends a new link that voids the old one", () =>
    inTransaction(database, async (db) => {
      await account.registerAccount(nobody(db), amara, URL);
      const first = await mailedToken(db, amara.email);
      await address.resendConfirmation({ db, actor: await personOf(db, await idOf(db)), now: later(1) }, URL);
      await expect(address.confirmEmail(nobody(db, later(2)), first)).rejects.toBeInstanceOf(NotFound);
      await address.confirmEmail(nobody(db, later(2)), await mailedToken(db, amara.email));
      expect((await personOf(db, await idOf(db))).emailConfirmed).toBe(true);
    }));
});

describe("signing in", () => {
  it.each([
    ["a wrong password", amara.email, "wrong horse battery"],
    ["an unknown address", "nobody@kampala.example", PASSWORD],
    ["an account without a password", "nopassword@kampala.example", PASSWORD],
    ["a disabled account", "disabled@kampala.example", PASSWORD],
  ])("refuses %s and records nothing", (_what, email, password) =>
    inTransaction(database, async (db) => {
      await account.openAccount(portal(db), amara);
      await anAccount(db, { email: "nopassword@kampala.example" });
      const disabled = await account.openAccount(portal(db), { ...amara, email: "disabled@kampala.example" });
      await db.update(accounts).set({ disabledAt: NOW }).where(eq(accounts.id, disabled));
      expect(await signIn(nobody(db), { email, password }, passwords)).toBeNull();
      expect(await typesOf(db, disabled)).toEqual(["account.registered"]);
    }),
  );
});

describe("passwords", () => {
  it("B72: a changed password ends every session", () =>
    inTransaction(database, async (db) => {
      const id = await account.openAccount(portal(db), amara);
      const doors = openSessions(db, false);
      const cookie = (await doors.open(id, new Date(), null, "weak")).split(";")[0]!;
      const other = (
        await doors.open(
          await account.openAccount(portal(db), { ...amara, email: "joseph@kampala.example" }),
          new Date(),
          null,
          "weak",
        )
      ).split(";")[0]!;
      const read = (given: string) => doors.read(new Request(URL, { headers: { cookie: given } }), new Date());
      expect((await read(cookie))?.person.id).toBe(id);
      const ctx: Context = { db, actor: await personOf(db, id), now: NOW };
      expect(
        await changePassword(ctx, { currentPassword: "not the password", password: "another battery" }, passwords),
      ).toBe(false);
      expect((await read(cookie))?.person.id).toBe(id);
      expect(await changePassword(ctx, { currentPassword: PASSWORD, password: "another battery" }, passwords)).toBe(
        true,
      );
      expect(await read(cookie)).toBeNull();
      expect(await read(other)).not.toBeNull();
      expect(await signIn(nobody(db), { email: amara.email, password: PASSWORD }, passwords)).toBeNull();
      expect(await signIn(nobody(db), { email: amara.email, password: "another battery" }, passwords)).toEqual({
        accountId: id,
        step: null,
      });
    }));

  it("B72, B75: a reset link works once, for 30 minutes, proves the address and ends every session", () =>
    inTransaction(database, async (db) => {
      await account.registerAccount(nobody(db), amara, URL);
      const id = await idOf(db);
      await openSessions(db, false).open(id, new Date(), null, "weak");
      await requestPasswordReset(nobody(db, later(1)), amara.email, URL);
      const token = await mailedToken(db, amara.email);
      const fresh = await passwords.hash("another battery");
      await expect(resetPassword(nobody(db, later(31)), token, fresh)).rejects.toBeInstanceOf(NotFound);
      await resetPassword(nobody(db, later(30)), token, fresh);
      await expect(resetPassword(nobody(db, later(30)), token, passwordHash)).rejects.toBeInstanceOf(NotFound);
      expect(await db.select().from(sessions).where(eq(sessions.userId, id))).toEqual([]);
      expect((await personOf(db, id)).emailConfirmed).toBe(true);
      expect(await signIn(nobody(db), { email: amara.email, password: "another battery" }, passwords)).toEqual({
        accountId: id,
        step: null,
      });
      expect(await typesOf(db, id)).toEqual([
        "account.password-changed",
        "account.registered",
        "account.signed-in",
        "token.issued",
      ]);
    }));

  it("a confirming link sets no password, and a reset link for nobody is not made", () =>
    inTransaction(database, async (db) => {
      await account.registerAccount(nobody(db), amara, URL);
      await expect(resetPassword(nobody(db), await mailedToken(db, amara.email), passwordHash)).rejects.toBeInstanceOf(
        NotFound,
      );
      expect(await requestPasswordReset(nobody(db), "nobody@kampala.example", URL)).toBeUndefined();
      expect((await lettersOf(db)).map(({ email }) => email)).toEqual([amara.email]);
    }));
});

describe("rights", () => {
  it("B72: a disabled account is out at once and cannot come back until it is enabled; the person hears of both", () =>
    inTransaction(database, async (db) => {
      const id = await account.openAccount(portal(db), amara);
      const ctx: Context = { db, actor: await aStaffMember(db, "administrator"), now: NOW };
      const doors = openSessions(db, false);
      const cookie = (await doors.open(id, new Date(), null, "weak")).split(";")[0]!;
      await requestPasswordReset(nobody(db), amara.email, URL);
      const token = await mailedToken(db, amara.email);
      await account.disableAccount(ctx, id, "Left the city");
      expect(await doors.read(new Request(URL, { headers: { cookie } }), new Date())).toBeNull();
      expect(await db.select().from(sessions).where(eq(sessions.userId, id))).toEqual([]);
      expect(await signIn(nobody(db), { email: amara.email, password: PASSWORD }, passwords)).toBeNull();
      await expect(resetPassword(nobody(db), token, passwordHash)).rejects.toBeInstanceOf(NotFound);
      await expect(account.disableAccount(ctx, id, "Again")).rejects.toMatchObject({ because: "account-disabled" });
      await account.enableAccount(ctx, id, URL);
      await expect(account.enableAccount(ctx, id, URL)).rejects.toMatchObject({ because: "account-enabled" });
      expect(await signIn(nobody(db), { email: amara.email, password: PASSWORD }, passwords)).toMatchObject({
        accountId: id,
      });
      expect(await typesOf(db, id)).toEqual([
        "account.disabled",
        "account.enabled",
        "account.registered",
        "account.signed-in",
        "token.issued",
      ]);
      expect((await lettersOf(db)).map(({ kind }) => kind).sort()).toEqual([
        "account-disabled",
        "account-enabled",
        "reset-password",
      ]);
    }));

  it("nobody shuts their own account, and only administrators shut any", () =>
    inTransaction(database, async (db) => {
      const [administrator, secretariat, { id }] = [
        await aStaffMember(db, "administrator"),
        await aStaffMember(db),
        await anAccount(db),
      ];
      await expect(
        account.disableAccount({ db, actor: administrator, now: NOW }, administrator.id, "Me"),
      ).rejects.toMatchObject({ because: "own-account" });
      await expect(account.disableAccount({ db, actor: secretariat, now: NOW }, id, "No")).rejects.toMatchObject({
        because: "not-your-role",
      });
      await expect(
        account.enableAccount({ db, actor: await personOf(db, id), now: NOW }, administrator.id, URL),
      ).rejects.toBeInstanceOf(NotFound);
    }));

  it("the directory shows nobody's secrets and is closed to others", () =>
    inTransaction(database, async (db) => {
      const id = await account.openAccount(portal(db), amara);
      const ctx: Context = { db, actor: await aStaffMember(db, "administrator"), now: NOW };
      const [found] = await people(ctx, { search: "KAMPALA.example", page: 1 });
      expect(Object.keys(found!).sort()).toEqual([
        "cities",
        "createdAt",
        "disabledAt",
        "email",
        "emailConfirmed",
        "id",
        "locale",
        "name",
        "panels",
        "roles",
      ]);
      expect(await people(ctx, { search: "100%", page: 1 })).toEqual([]);
      const other: Context = { db, actor: await personOf(db, id), now: NOW };
      await expect(people(other, { search: "", page: 1 })).rejects.toBeInstanceOf(NotFound);
      await expect(getPerson(other, id)).rejects.toBeInstanceOf(NotFound);
    }));
});

describe("the first administrator", () => {
  const tom = { email: "tom@portal.example", name: "Tom Becker", locale: "en", passwordHash };

  it("is made by the one link, and then no link is made any more", () =>
    inTransaction(database, async (db) => {
      const old = (await account.firstAdministratorLink(db, URL, NOW))!;
      const link = (await account.firstAdministratorLink(db, URL, later(1)))!;
      const token = (address: string) => address.split("/").at(-1)!;
      expect(link).toMatch(/^https:\/\/award\.example\/setup\/[\w-]{43}$/);
      await expect(account.createFirstAdministrator(nobody(db, later(2)), token(old), tom)).rejects.toBeInstanceOf(
        NotFound,
      );
    }));

  it("is not made twice, and an address that is taken leaves the link whole", () =>
    inTransaction(database, async (db) => {
      const token = (await account.firstAdministratorLink(db, URL, NOW))!.split("/").at(-1)!;
      await account.openAccount(portal(db), amara);
      expect(await account.createFirstAdministrator(nobody(db), token, { ...tom, email: amara.email })).toBeNull();
      const id = (await account.createFirstAdministrator(nobody(db), token, tom))!;
      expect(await personOf(db, id)).toMatchObject({ staff: ["administrator"], emailConfirmed: true });
      await expect(
        account.createFirstAdministrator(nobody(db), token, { ...tom, email: "second@portal.example" }),
      ).rejects.toBeInstanceOf(NotFound);
      expect(await account.firstAdministratorLink(db, URL, NOW)).toBeNull();
    }));
});

describe("a reviewer's profile", () => {
  const profile = {
    title: "Professor",
    countries: ["NO"],
    cities: ["Oslo"],
    organisations: ["University of Oslo"],
    themes: [],
    languages: ["en"],
    capacity: 12,
  };

  it("is kept by the reviewer alone", () =>
    inTransaction(database, async (db) => {
      const reviewer = await aPanelMember(db, (await aRound(db)).id);
      const ctx: Context = { db, actor: reviewer, now: NOW };
      await account.saveReviewerProfile(ctx, profile);
      expect(await getProfile(ctx)).toMatchObject({ ...profile, complete: true });
      await account.saveReviewerProfile(ctx, { ...profile, languages: [] });
      expect(await getProfile(ctx)).toMatchObject({ languages: [], complete: false });
      expect(await typesOf(db, reviewer.id)).toEqual(["account.profile-saved", "account.profile-saved"]);
      const secretariat: Context = { db, actor: await aStaffMember(db), now: NOW };
      await expect(account.saveReviewerProfile(secretariat, profile, reviewer.id)).rejects.toBeInstanceOf(NotFound);
      await expect(account.saveReviewerProfile(secretariat, profile)).rejects.toBeInstanceOf(NotFound);
      await expect(getProfile(secretariat)).rejects.toBeInstanceOf(NotFound);
    }));
});

it("the portal's own accounts are opened once, by the portal alone", () =>
  inTransaction(database, async (db) => {
    const id = await account.openAccount(portal(db), { ...amara, staff: ["observer"] });
    expect(await account.openAccount(portal(db), amara)).toBe(id);
    expect(await personOf(db, id)).toMatchObject({ emailConfirmed: true, staff: ["observer"] });
    await expect(
      account.openAccount(
        { db, actor: await aStaffMember(db, "administrator"), now: NOW },
        { ...amara, email: "x@y.example" },
      ),
    ).rejects.toBeInstanceOf(NotFound);
  }));
