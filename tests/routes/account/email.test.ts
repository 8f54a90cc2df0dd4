import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { openAccount } from "#app/domain/account/commands.server.ts";
import { requestPasswordReset } from "#app/domain/sign-in/commands.server.ts";
import { PUBLIC_URL } from "#tests/support/address.ts";
import { eventsOf } from "#tests/support/audit.ts";
import { ANONYMOUS, PORTAL } from "#app/domain/context.ts";
import { openPasswords } from "#app/outside/passwords.server.ts";
import { action as ask } from "#app/routes/account/email.tsx";
import { action as change, loader as changePage } from "#app/routes/account/email-change.tsx";
import { loader as passwordPage } from "#app/routes/account/new-password.tsx";
import { loader as own } from "#app/routes/account/own.tsx";
import { action as endSession } from "#app/routes/account/session-end.ts";
import type { Db } from "#db/client.server.ts";
import { accounts, oneTimeTokens, sessions } from "#db/schema/account.ts";
import { inTransaction, testDatabase } from "#tests/support/database.ts";
import { anAccount, NOW } from "#tests/support/factories.ts";
import { lettersOf, mailedToken } from "#tests/support/letters.ts";
import { answerOf, visitAs } from "#tests/support/visit.ts";

const { db: database } = await testDatabase();
const [OLD, NEW, PASSWORD] = ["amara@kampala.example", "okello@kampala.example", "correct horse battery"];
const passwordHash = await openPasswords().hash(PASSWORD);

async function amara(db: Db) {
  const me = {
    id: await openAccount(
      { db, actor: PORTAL, now: NOW },
      { email: OLD, name: "Amara Okello", locale: "en", passwordHash },
    ),
  };
  const send = async (email: string, currentPassword = PASSWORD) =>
    answerOf(ask(await visitAs(db, me, "/account/email", { form: { email, currentPassword } })));
  const at = async (person: { id: string } | null, token: string, form?: Record<string, string>) =>
    visitAs(db, person, `/account/email/${token}`, { params: { token }, ...(form ? { form } : {}) });
  const address = async () =>
    (await db.select({ email: accounts.email }).from(accounts).where(eq(accounts.id, me.id)))[0]!.email;
  return { me, send, at, address };
}

describe("another e-mail address", () => {
  it("counts once its link's button is pressed: the old one is told, and B72: every other session ends", () =>
    inTransaction(database, async (db) => {
      const { me, send, at, address } = await amara(db);
      await requestPasswordReset({ db, actor: ANONYMOUS, now: new Date() }, OLD, PUBLIC_URL);
      const oldReset = await mailedToken(db, OLD);
      expect(await send(NEW)).toMatchObject({ status: 303, location: "/account/email?sent" });
      const token = await mailedToken(db, NEW);
      const elsewhere = await visitAs(db, me, "/account");
      for (let scan = 0; scan < 2; scan += 1)
        expect(await answerOf(changePage(await at(me, token)))).toMatchObject({
          status: 200,
          data: { old: OLD, email: NEW },
        });
      expect(await address()).toBe(OLD);

      const visit = await at(me, token, {});
      expect(await answerOf(change(visit))).toMatchObject({ status: 303, location: "/account?saved=email" });
      expect(await address()).toBe(NEW);
      expect((await lettersOf(db)).map(({ kind, email }) => `${kind} ${email}`)).toEqual(
        expect.arrayContaining([`change-email ${NEW}`, `email-changed ${OLD}`]),
      );
      expect((await answerOf(own(elsewhere))).status).toBe(302);
      expect(await db.select().from(sessions)).toHaveLength(1);
      expect((await answerOf(passwordPage(await visitAs(db, null, "/", { params: { token: oldReset } })))).status).toBe(
        404,
      );
      expect((await answerOf(change(await at(me, token, {})))).status).toBe(404);
      expect((await eventsOf({ db }, me.id)).map(({ type }) => type)).toContain("account.email-changed");
    }));

  it("takes the password, and an address that is one", () =>
    inTransaction(database, async (db) => {
      const { send, address } = await amara(db);
      expect(await send(NEW, "wrong horse battery")).toMatchObject({
        status: 422,
        data: { errors: { currentPassword: "not-current-password" }, typed: { email: NEW } },
      });
      expect(await send("a@b.c\r\nBcc: x@y.z")).toMatchObject({
        status: 422,
        data: { errors: { email: "not-an-email" } },
      });
      expect(await lettersOf(db)).toEqual([]);
      expect(await address()).toBe(OLD);
    }));

  it("B65: an address that has an account gets the same answer; its holder is told, and nothing changes", () =>
    inTransaction(database, async (db) => {
      const { send } = await amara(db);
      const holder = await anAccount(db);
      expect(await send(holder.email)).toMatchObject({ status: 303, location: "/account/email?sent" });
      expect((await lettersOf(db)).map(({ kind, email }) => [kind, email])).toEqual([["account-exists", holder.email]]);
      expect(await db.select().from(oneTimeTokens)).toEqual([]);
    }));

  it("B25: another person's link, an older one, one that ended and one whose address was taken meanwhile read the same", () =>
    inTransaction(database, async (db) => {
      const { me, send, at, address } = await amara(db);
      await send(NEW);
      const older = await mailedToken(db, NEW);
      await send("third@kampala.example");
      const token = await mailedToken(db, "third@kampala.example");
      const mallory = await anAccount(db);
      for (const [who, link] of [
        [mallory, token],
        [me, older],
        [me, "A".repeat(43)],
        [me, "x"],
      ] as const) {
        expect((await answerOf(changePage(await at(who, link)))).status).toBe(404);
        expect((await answerOf(change(await at(who, link, {})))).status).toBe(404);
      }
      await anAccount(db, { email: "third@kampala.example" });
      expect((await answerOf(change(await at(me, token, {})))).status).toBe(404);
      expect(await address()).toBe(OLD);
    }));
});

describe("where one is signed in", () => {
  it("each session is listed with its device, under a key that is not what the database keeps; one ends without the others", () =>
    inTransaction(database, async (db) => {
      const { me } = await amara(db);
      const [here, there] = [await visitAs(db, me, "/account"), await visitAs(db, me, "/account")];
      await db
        .update(sessions)
        .set({ userAgent: "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0" });
      const listed = (await answerOf(own(here))).data as {
        sessions: { key: string; device: string; current: boolean }[];
      };
      expect(listed.sessions.map(({ device, current }) => [device, current]).sort()).toEqual([
        ["Firefox, Linux", false],
        ["Firefox, Linux", true],
      ]);
      const held = (await db.select({ id: sessions.id }).from(sessions)).map(({ id }) => id);
      expect(listed.sessions.filter(({ key }) => held.includes(key))).toEqual([]);

      const other = listed.sessions.find(({ current }) => !current)!.key;
      const end = async (person: { id: string }, sessionKey: string) =>
        answerOf(
          endSession(await visitAs(db, person, "/account/sessions/x/end", { form: {}, params: { sessionKey } })),
        );
      expect((await end(await anAccount(db), other)).status).toBe(404);
      expect((await end(me, held[0]!)).status).toBe(404);
      expect(await end(me, other)).toMatchObject({ status: 303, location: "/account?saved=ended" });
      expect((await answerOf(own(there))).status).toBe(302);
      expect((await answerOf(own(here))).status).toBe(200);
    }));
});
