import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import * as account from "#app/domain/account/commands.server.ts";
import { sweepTokens } from "#app/domain/link/commands.server.ts";
import { signIn, requestPasswordReset, resetPassword } from "#app/domain/sign-in/commands.server.ts";
import { eventsOf } from "#tests/support/audit.ts";
import { ANONYMOUS, type Context, PORTAL } from "#app/domain/context.ts";
import { NotFound } from "#app/domain/errors.ts";
import * as factor from "#app/domain/factor/commands.server.ts";
import * as keyed from "#app/domain/factor/passkeys.server.ts";
import { ownFactors } from "#app/domain/factor/queries.server.ts";
import { bareCode, codeAt, type Passkeys } from "#app/domain/factor/rules.ts";
import { openPasswords } from "#app/outside/passwords.server.ts";
import { openSeal } from "#app/outside/seal.server.ts";
import type { Db } from "#db/client.server.ts";
import { oneTimeTokens, sessions } from "#db/schema/account.ts";
import { authenticatorApps, passkeys, recoveryCodes } from "#db/schema/factor.ts";
import { notifications } from "#db/schema/notification.ts";
import { inTransaction, testDatabase } from "#tests/support/database.ts";
import { anAccount, aStaffMember, NOW, personOf } from "#tests/support/factories.ts";
import { mailedToken } from "#tests/support/letters.ts";
import { testServices } from "#tests/support/visit.ts";

const { db: database } = await testDatabase();
const passwords = openPasswords();
const PASSWORD = "correct horse battery";
const passwordHash = await passwords.hash(PASSWORD);
const later = (seconds: number) => new Date(NOW.getTime() + seconds * 1000);
const nobody = (db: Db, now = NOW) => ({ db, actor: ANONYMOUS, now });

async function lin(db: Db) {
  const id = await account.openAccount(
    { db, actor: PORTAL, now: NOW },
    { email: "lin@portal.example", name: "Lin Yue", locale: "zh-Hans", passwordHash, staff: ["secretariat"] },
  );
  const ctx = async (now = NOW): Promise<Context> => ({ db, actor: await personOf(db, id), now });
  return { id, ctx };
}

/** Lin with an app, and its secret. */
async function linWithApp(db: Db) {
  const [{ id, ctx }, seal] = [await lin(db), testServices(db).seal];
  const { secret } = factor.beginApp(await ctx(), seal);
  expect(await factor.addApp(await ctx(), secret, codeAt(secret, NOW), seal)).toBe(true);
  return { id, ctx, seal, secret };
}
const step = async (db: Db, now = NOW) =>
  (await signIn(nobody(db, now), { email: "lin@portal.example", password: PASSWORD }, passwords))!.step!;

describe("an authenticator app", () => {
  it("is set up by its first right code, is kept sealed, ends every session and is on record", () =>
    inTransaction(database, async (db) => {
      const [{ id, ctx }, { seal, sessions: doors }] = [await lin(db), testServices(db)];
      await doors.open(id, new Date(), null, "weak");
      const { secret, setupToken } = factor.beginApp(await ctx(), seal);
      expect(factor.resumeApp(await ctx(later(1800)), setupToken, seal)).toBe(secret);
      expect(factor.resumeApp(await ctx(later(1801)), setupToken, seal)).toBeNull();
      expect(factor.resumeApp({ ...(await ctx()), actor: await aStaffMember(db) }, setupToken, seal)).toBeNull();
      expect(await factor.addApp(await ctx(), secret, codeAt(secret, later(3000)), seal)).toBe(false);
      expect(await db.select().from(authenticatorApps)).toEqual([]);
      expect(await factor.addApp(await ctx(), secret, codeAt(secret, NOW), seal)).toBe(true);
      const [row] = await db.select().from(authenticatorApps);
      expect(JSON.stringify(row)).not.toContain(secret);
      expect(openSeal(testServices(db).config.dataDir).open(`authenticator-app:${id}`, row!.sealedSecret)).toBeNull();
      expect(await db.select().from(sessions)).toEqual([]);
      expect((await eventsOf({ db }, id)).map(({ type }) => type)).toContain("factor.added");
      expect(await db.select({ kind: notifications.kind, locale: notifications.locale }).from(notifications)).toEqual([
        { kind: "factor-changed", locale: "zh-Hans" },
      ]);
    }));

  it("B78: a password alone opens nothing, and a code works once", () =>
    inTransaction(database, async (db) => {
      const { id, seal, secret } = await linWithApp(db);
      const first = await signIn(nobody(db, later(60)), { email: "lin@portal.example", password: PASSWORD }, passwords);
      expect(first).toEqual({ accountId: id, step: expect.stringMatching(/^[\w-]{43}$/) });
      expect((await eventsOf({ db }, id)).map(({ type }) => type)).not.toContain("account.signed-in");
      const code = codeAt(secret, later(60));
      expect(await factor.finishSignIn(nobody(db, later(60)), first!.step!, "000000", seal)).toBeNull();
      expect(await factor.finishSignIn(nobody(db, later(61)), first!.step!, code, seal)).toEqual({
        accountId: id,
        email: "lin@portal.example",
      });
      const types = (await eventsOf({ db }, id)).map(({ type }) => type);
      expect(types).toEqual(expect.arrayContaining(["factor.refused", "account.signed-in"]));
      await expect(
        factor.finishSignIn(nobody(db, later(62)), first!.step!, codeAt(secret, later(90)), seal),
      ).rejects.toBeInstanceOf(NotFound);
      expect(await factor.finishSignIn(nobody(db, later(62)), await step(db, later(62)), code, seal)).toBeNull();
    }));

  it("B78: neither the code that set it up nor an older one than the last counts again", () =>
    inTransaction(database, async (db) => {
      const { seal, secret } = await linWithApp(db);
      expect(await factor.finishSignIn(nobody(db), await step(db), codeAt(secret, NOW), seal)).toBeNull();
      expect(
        await factor.finishSignIn(nobody(db, later(30)), await step(db), codeAt(secret, later(60)), seal),
      ).not.toBeNull();
      expect(
        await factor.finishSignIn(nobody(db, later(31)), await step(db), codeAt(secret, later(30)), seal),
      ).toBeNull();
      expect(
        await factor.finishSignIn(nobody(db, later(61)), await step(db), codeAt(secret, later(90)), seal),
      ).not.toBeNull();
    }));

  it("a step ends after ten minutes, with a new password and with the account", () =>
    inTransaction(database, async (db) => {
      const { id, seal, secret } = await linWithApp(db);
      const old = await step(db);
      await expect(
        factor.finishSignIn(nobody(db, later(601)), old, codeAt(secret, later(601)), seal),
      ).rejects.toBeInstanceOf(NotFound);
      expect(await factor.whoseStep(nobody(db, later(599)), old)).toBe(id);
      await requestPasswordReset(nobody(db), "lin@portal.example", "http://portal.example");
      const [letter] = await db.select().from(notifications).where(eq(notifications.kind, "reset-password"));
      await resetPassword(nobody(db), letter!.params["link"]!.split("/").at(-1)!, passwordHash);
      expect(await factor.whoseStep(nobody(db), old)).toBeNull();
    }));

  it("B78: a new password by mail does not get around it", () =>
    inTransaction(database, async (db) => {
      await linWithApp(db);
      await requestPasswordReset(nobody(db), "lin@portal.example", "http://portal.example");
      const [letter] = await db.select().from(notifications).where(eq(notifications.kind, "reset-password"));
      await resetPassword(
        nobody(db),
        letter!.params["link"]!.split("/").at(-1)!,
        await passwords.hash("another battery"),
      );
      expect(
        await signIn(nobody(db), { email: "lin@portal.example", password: "another battery" }, passwords),
      ).toMatchObject({ step: expect.any(String) });
    }));

  it("B78: who registers somebody else's address first keeps no factor once its owner resets the password", () =>
    inTransaction(database, async (db) => {
      const [email, seal] = ["owner@city.example", testServices(db).seal];
      await account.registerAccount(nobody(db), { email, name: "A stranger", locale: "en", passwordHash }, "");
      const { accountId } = (await signIn(nobody(db), { email, password: PASSWORD }, passwords))!;
      const stranger = { db, actor: await personOf(db, accountId), now: NOW };
      const { secret } = factor.beginApp(stranger, seal);
      expect(await factor.addApp(stranger, secret, codeAt(secret, NOW), seal)).toBe(true);
      await factor.makeRecoveryCodes(stranger);
      const reset = async (password: string) => {
        await requestPasswordReset(nobody(db), email, "http://portal.example");
        return resetPassword(nobody(db), await mailedToken(db, email), await passwords.hash(password));
      };
      expect(await reset("the owner's battery")).toBe(false);
      expect(await signIn(nobody(db), { email, password: "the owner's battery" }, passwords)).toEqual({
        accountId,
        step: null,
      });
      for (const table of [authenticatorApps, recoveryCodes]) expect(await db.select().from(table)).toEqual([]);
      expect((await eventsOf({ db }, accountId)).map(({ type }) => type)).toContain("factor.reset");
    }));

  it("with another installation's key nobody gets in, and nothing breaks", () =>
    inTransaction(database, async (db) => {
      const { secret } = await linWithApp(db);
      expect(
        await factor.finishSignIn(
          nobody(db, later(60)),
          await step(db),
          codeAt(secret, later(60)),
          testServices(db).seal,
        ),
      ).toBeNull();
    }));
});

describe("recovery codes", () => {
  it("B78: there are ten, each works once, new ones replace them, and only hashes are kept", () =>
    inTransaction(database, async (db) => {
      const { id, ctx, seal } = await linWithApp(db);
      const codes = await factor.makeRecoveryCodes(await ctx());
      expect(new Set(codes).size).toBe(10);
      expect(codes.every((code) => /^([a-z2-7]{4}-){3}[a-z2-7]{4}$/.test(code))).toBe(true);
      expect(JSON.stringify(await db.select().from(recoveryCodes))).not.toContain(bareCode(codes[0]!));
      expect(await factor.finishSignIn(nobody(db), await step(db), bareCode(codes[0]!), seal)).toMatchObject({
        accountId: id,
      });
      expect(await factor.finishSignIn(nobody(db), await step(db), bareCode(codes[0]!), seal)).toBeNull();
      expect((await ownFactors(await ctx())).codes).toBe(9);
      await factor.makeRecoveryCodes(await ctx());
      expect(await factor.finishSignIn(nobody(db), await step(db), bareCode(codes[1]!), seal)).toBeNull();
      expect((await ownFactors(await ctx())).codes).toBe(10);
    }));

  it("need a factor to stand in for, and open nobody else's account", () =>
    inTransaction(database, async (db) => {
      const { ctx } = await lin(db);
      await expect(factor.makeRecoveryCodes(await ctx())).rejects.toMatchObject({ because: "no-factor" });
      const { seal } = await (async () => {
        const services = testServices(db);
        const { secret } = factor.beginApp(await ctx(), services.seal);
        await factor.addApp(await ctx(), secret, codeAt(secret, NOW), services.seal);
        return services;
      })();
      const other = await anAccount(db);
      await db.insert(authenticatorApps).values({ accountId: other.id, sealedSecret: "x", lastStep: 0, addedAt: NOW });
      const [theirs] = await factor.makeRecoveryCodes({ db, actor: await personOf(db, other.id), now: NOW });
      expect(await factor.finishSignIn(nobody(db), await step(db), bareCode(theirs!), seal)).toBeNull();
    }));
});

/** Stands for a browser and an authenticator that do as they are told. */
const fake = (counter = 1, credentialId = "key-1"): Passkeys => ({
  registration: async ({ challenge }) => ({ challenge }),
  registered: async (response) =>
    response === "bad"
      ? null
      : { credentialId, publicKey: Buffer.from("public"), counter: 0, transports: ["internal"], synced: true },
  request: async (challenge) => ({ challenge }),
  signed: async (response) => (response === "bad" ? null : { counter }),
});
const challengeOf = (options: object) => (options as { challenge: string }).challenge;

describe("passkeys", () => {
  async function linWithKey(db: Db) {
    const found = await lin(db);
    const challenge = challengeOf(await keyed.askForPasskey(await found.ctx(), fake()));
    expect(
      await keyed.addPasskey(
        await found.ctx(),
        { name: "Laptop", passkey: { id: "key-1", challenge, response: "good" } },
        fake(),
      ),
    ).toBe(true);
    return found;
  }

  it("B78: sign in alone, each challenge once and for five minutes", () =>
    inTransaction(database, async (db) => {
      const { id } = await linWithKey(db);
      const challenge = challengeOf(await keyed.askToSignIn(nobody(db), fake()));
      const passkey = { id: "key-1", challenge, response: "good" };
      expect(await keyed.signInWithPasskey(nobody(db, later(301)), passkey, fake())).toBeNull();
      expect(await keyed.signInWithPasskey(nobody(db), passkey, fake(7))).toEqual({
        accountId: id,
        email: "lin@portal.example",
      });
      expect((await db.select().from(passkeys))[0]).toMatchObject({ counter: 7, usedAt: NOW });
      expect(await keyed.signInWithPasskey(nobody(db), passkey, fake())).toBeNull();
      expect(await signIn(nobody(db), { email: "lin@portal.example", password: PASSWORD }, passwords)).toMatchObject({
        step: expect.any(String),
      });
    }));

  it("B78: one of one's own proves who one is, somebody else's does not", () =>
    inTransaction(database, async (db) => {
      const [{ ctx }, other] = [await linWithKey(db), await aStaffMember(db)];
      const answer = async () => ({
        id: "key-1",
        challenge: challengeOf(await keyed.askToSignIn(nobody(db), fake())),
        response: "good",
      });
      expect(await keyed.isOwnPasskey({ db, actor: other, now: NOW }, await answer(), fake())).toBe(false);
      expect(await keyed.isOwnPasskey(await ctx(), { ...(await answer()), response: "bad" }, fake())).toBe(false);
      expect(await keyed.isOwnPasskey(await ctx(), await answer(), fake(2))).toBe(true);
    }));

  it("an invented challenge, a wrong signature and an unknown key open nothing", () =>
    inTransaction(database, async (db) => {
      const { id } = await linWithKey(db);
      const ask = async () => challengeOf(await keyed.askToSignIn(nobody(db), fake()));
      expect(
        await keyed.signInWithPasskey(nobody(db), { id: "key-1", challenge: "a".repeat(43), response: "good" }, fake()),
      ).toBeNull();
      expect(
        await keyed.signInWithPasskey(nobody(db), { id: "key-2", challenge: await ask(), response: "good" }, fake()),
      ).toBeNull();
      expect(
        await keyed.signInWithPasskey(nobody(db), { id: "key-1", challenge: await ask(), response: "bad" }, fake()),
      ).toBeNull();
      expect((await eventsOf({ db }, id)).map(({ type }) => type)).toContain("factor.refused");
    }));

  it("a challenge made for one person registers nobody else's passkey, and none made for signing in registers one", () =>
    inTransaction(database, async (db) => {
      const [{ ctx }, other] = [await lin(db), await aStaffMember(db)];
      for (const challenge of [
        challengeOf(await keyed.askForPasskey({ db, actor: other, now: NOW }, fake())),
        challengeOf(await keyed.askToSignIn(nobody(db), fake())),
      ]) {
        expect(
          await keyed.addPasskey(
            await ctx(),
            { name: "Key", passkey: { id: "key-1", challenge, response: "good" } },
            fake(),
          ),
        ).toBe(false);
      }
      expect(await db.select().from(passkeys)).toEqual([]);
    }));

  it("B78: a sign-in that is half done ends when a factor is added, removed or reset", () =>
    inTransaction(database, async (db) => {
      const { id, ctx, seal } = await linWithApp(db);
      const { secret } = factor.beginApp(await ctx(), seal);
      const changes = [
        async () => factor.addApp(await ctx(), secret, codeAt(secret, NOW), seal),
        async () => {
          const challenge = challengeOf(await keyed.askForPasskey(await ctx(), fake()));
          return keyed.addPasskey(
            await ctx(),
            { name: "Key", passkey: { id: "key-1", challenge, response: "good" } },
            fake(),
          );
        },
        async () => keyed.removePasskey(await ctx(), (await db.select().from(passkeys))[0]!.id),
        () => factor.dropFactors(nobody(db), id),
      ];
      const whoseAfter = [];
      for (const change of changes) {
        const open = await step(db);
        expect(await factor.whoseStep(nobody(db), open)).toBe(id);
        await change();
        whoseAfter.push(await factor.whoseStep(nobody(db), open));
      }
      expect(whoseAfter).toEqual([null, null, null, null]);
    }));

  it("the last factor stays with somebody who needs one", () =>
    inTransaction(database, async (db) => {
      const { ctx } = await linWithKey(db);
      const [key] = await db.select().from(passkeys);
      await expect(keyed.removePasskey(await ctx(), key!.id)).rejects.toMatchObject({ because: "last-factor" });
      await expect(
        keyed.removePasskey({ db, actor: await aStaffMember(db), now: NOW }, key!.id),
      ).rejects.toBeInstanceOf(NotFound);
      const { seal } = testServices(db);
      const { secret } = factor.beginApp(await ctx(), seal);
      await factor.addApp(await ctx(), secret, codeAt(secret, NOW), seal);
      await keyed.removePasskey(await ctx(), key!.id);
      await expect(factor.removeApp(await ctx())).rejects.toMatchObject({ because: "last-factor" });
    }));

  it("challenges and steps that ended are swept", () =>
    inTransaction(database, async (db) => {
      await linWithKey(db);
      await keyed.askToSignIn(nobody(db), fake());
      await step(db);
      const count = async () => (await db.select().from(oneTimeTokens)).length;
      expect(await count()).toBe(3);
      await sweepTokens({ db, actor: PORTAL, now: later(301) });
      expect(await count()).toBe(1);
      await sweepTokens({ db, actor: PORTAL, now: later(601) });
      expect(await count()).toBe(0);
    }));
});
