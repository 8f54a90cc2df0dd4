import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { eventsOf } from "#tests/support/audit.ts";
import { openAccount } from "#app/domain/account/commands.server.ts";
import { PORTAL } from "#app/domain/context.ts";
import { enter } from "#app/http/door.server.ts";
import { openPasswords } from "#app/outside/passwords.server.ts";
import { action, loader } from "#app/routes/account/sign-in.tsx";
import { action as register } from "#app/routes/account/register.tsx";
import { action as reset } from "#app/routes/account/reset.tsx";
import { action as signOutEverywhere } from "#app/routes/account/sessions-end.ts";
import { action as signOut } from "#app/routes/account/sign-out.ts";
import { loader as account } from "#app/routes/account/own.tsx";
import type { Db } from "#db/client.server.ts";
import { sessions } from "#db/schema/account.ts";
import { lostStates } from "#db/schema/commitment.ts";
import { inTransaction, testDatabase } from "#tests/support/database.ts";
import { anAccount, NOW } from "#tests/support/factories.ts";
import { answerOf, testServices, visitAs } from "#tests/support/visit.ts";

const { db: database } = await testDatabase();
const passwordHash = await openPasswords().hash("correct horse battery");
const form = { email: "amara@kampala.example", password: "correct horse battery" };
const amara = async (db: Db) => ({
  id: await openAccount(
    { db, actor: PORTAL, now: NOW },
    { email: form.email, name: "Amara Okello", locale: "en", passwordHash },
  ),
});
/** As where a copy is restored that is older than what was signed. */
const lose = (db: Db) =>
  db.insert(lostStates).values({ root: Buffer.alloc(32), size: 10, held: 6, note: "a note", at: NOW });
const cookieOf = (cookies: string[]) =>
  cookies
    .filter((cookie) => cookie.startsWith("sid="))
    .at(-1)!
    .split(";")[0]!;

describe("signing in", () => {
  it("B70, B73: opens a session whose cookie is not what the database holds", () =>
    inTransaction(database, async (db) => {
      const { id } = await amara(db);
      const visit = await visitAs(db, null, "/sign-in", { form });
      expect(await answerOf(action(visit))).toMatchObject({ status: 303, location: "/sign-in" });
      const [cookie] = visit.context.cookies;
      expect(cookie).toMatch(/^sid=[0-9a-f]{64}; HttpOnly; .*Path=\/; SameSite=Lax$/);
      const [session] = await db.select().from(sessions).where(eq(sessions.userId, id));
      expect(cookie).not.toContain(session!.id);
      const replay = await visitAs(db, null, "/account", { headers: { cookie: `sid=${session!.id}` } });
      expect(await answerOf(account(replay))).toMatchObject({ status: 302, location: "/sign-in?next=%2Faccount" });
      const inside = await visitAs(db, null, "/account", { headers: { cookie: cookieOf(visit.context.cookies) } });
      expect((await answerOf(account(inside))).status).toBe(200);
      expect((await eventsOf({ db }, id)).map(({ type }) => type).sort()).toEqual([
        "account.registered",
        "account.signed-in",
      ]);
    }));

  it("B71: whoever is let in gets a new session, and the one the browser brought is dead", () =>
    inTransaction(database, async (db) => {
      const me = await amara(db);
      const visit = await visitAs(db, me, "/sign-in");
      const brought = visit.request.headers.get("cookie")!;
      await enter(visit.context, visit.request, me.id, "weak");
      expect(cookieOf(visit.context.cookies)).not.toBe(brought);
      expect(
        (await answerOf(account(await visitAs(db, null, "/account", { headers: { cookie: brought } })))).status,
      ).toBe(302);
      expect(await db.select().from(sessions)).toHaveLength(1);
    }));

  it("matrix 4: somebody who is signed in already stays who they are", () =>
    inTransaction(database, async (db) => {
      await amara(db);
      const other = await anAccount(db);
      for (const again of [action, register, reset]) {
        const visit = await visitAs(db, other, "/sign-in", { form: { ...form, name: "Amara Okello" } });
        expect((await answerOf(again(visit))).status).toBe(302);
        expect(visit.context.cookies).toEqual([]);
      }
    }));

  it("B71: does not take over a token that an attacker has planted", () =>
    inTransaction(database, async (db) => {
      await amara(db);
      const planted = `sid=${"a".repeat(64)}`;
      const visit = await visitAs(db, null, "/sign-in", { form, headers: { cookie: planted } });
      await answerOf(action(visit));
      expect(cookieOf(visit.context.cookies)).not.toBe(planted);
      expect(
        (await answerOf(account(await visitAs(db, null, "/account", { headers: { cookie: planted } })))).status,
      ).toBe(302);
    }));

  it("B65: answers a wrong password and an unknown address in the same words", () =>
    inTransaction(database, async (db) => {
      await amara(db);
      const wrong = await answerOf(
        action(await visitAs(db, null, "/sign-in", { form: { ...form, password: "wrong horse battery" } })),
      );
      const unknown = await answerOf(
        action(await visitAs(db, null, "/sign-in", { form: { ...form, email: "nobody@kampala.example" } })),
      );
      expect(wrong).toMatchObject({ status: 422, data: { errors: { email: "wrong-password" } } });
      expect({ ...unknown, data: { ...(unknown.data as object), typed: null, lists: null } }).toEqual({
        ...wrong,
        data: { ...(wrong.data as object), typed: null, lists: null },
      });
      expect(await db.select().from(sessions)).toEqual([]);
    }));

  it("keeps what was typed but never the password", () =>
    inTransaction(database, async (db) => {
      const refused = await answerOf(
        action(
          await visitAs(db, null, "/sign-in", {
            form: { email: "amara", password: "secret words here", next: "/entries" },
          }),
        ),
      );
      expect(refused.data).toEqual({
        errors: { email: "not-an-email" },
        typed: { email: "amara", next: "/entries" },
        lists: { email: ["amara"], next: ["/entries"] },
      });
    }));

  it("B15: goes on to the portal's own pages only", () =>
    inTransaction(database, async (db) => {
      await amara(db);
      for (const [next, location] of [
        ["/judging", "/judging"],
        ["//evil.example", "/"],
        ["https://evil.example", "/"],
        ["/\\evil.example", "/"],
      ] as const) {
        expect(
          (await answerOf(action(await visitAs(db, null, "/sign-in", { form: { ...form, next } })))).location,
        ).toBe(location);
      }
    }));

  it("B76, B77: stops guessing after ten attempts, for this address from this place alone", () =>
    inTransaction(database, async (db) => {
      await amara(db);
      const services = testServices(db);
      const attempt = async (ip: string, password: string) =>
        (await answerOf(action(await visitAs(db, null, "/sign-in", { services, ip, form: { ...form, password } }))))
          .status;
      const guesses = [];
      for (let guess = 0; guess < 11; guess += 1) guesses.push(await attempt("192.0.2.66", "wrong horse battery"));
      expect(guesses).toEqual([...Array(10).fill(422), 429]);
      expect(await attempt("192.0.2.66", form.password)).toBe(429);
      expect(await attempt("198.51.100.7", form.password)).toBe(303);
    }));

  it("sends people who are signed in to their work", () =>
    inTransaction(database, async (db) => {
      const me = await amara(db);
      expect(await answerOf(loader(await visitAs(db, me, "/sign-in")))).toMatchObject({
        status: 302,
        location: "/entries",
      });
      expect(await answerOf(loader(await visitAs(db, me, "/sign-in?next=%2Faccount")))).toMatchObject({
        status: 302,
        location: "/account",
      });
      expect(
        await answerOf(loader(await visitAs(db, null, "/sign-in?next=%2F%2Fevil.example&done=out"))),
      ).toMatchObject({ status: 200, data: { next: "/", notice: "You have signed out." } });
    }));
});

it("C18: nobody learns from a database that is read only which addresses have an account", () =>
  inTransaction(database, async (db) => {
    await amara(db);
    await lose(db);
    for (const [door, address] of [
      [register, "/register"],
      [reset, "/reset"],
    ] as const)
      for (const email of [form.email, "nobody@kampala.example"]) {
        const sent = { ...form, email, name: "Amara Okello", locale: "en", agree: "yes" };
        expect((await answerOf(door(await visitAs(db, null, address, { form: sent })))).status).toBe(503);
      }
  }));

describe("signing out", () => {
  it("B68, B72: ends the session and makes the browser forget", () =>
    inTransaction(database, async (db) => {
      const me = await amara(db);
      const visit = await visitAs(db, me, "/sign-out", { form: {} });
      const answer = await answerOf(signOut(visit));
      expect(answer).toMatchObject({ status: 303, location: "/sign-in?done=out" });
      expect(answer.headers.get("clear-site-data")).toBe('"cache", "storage"');
      expect(cookieOf(visit.context.cookies)).toBe("sid=");
      expect(await db.select().from(sessions)).toEqual([]);
      expect((await eventsOf({ db }, me.id)).map(({ type }) => type)).toContain("account.signed-out");
    }));

  it.each([
    ["here", signOut, "/sign-out", "/sign-in?done=out", ["another browser"]],
    ["everywhere", signOutEverywhere, "/account/sessions", "/account?saved=elsewhere", [null]],
  ] as const)("C18: works %s while nothing else can be written", (_where, leave, address, location, left) =>
    inTransaction(database, async (db) => {
      const me = await amara(db);
      const visit = await visitAs(db, me, address, { form: {} });
      await testServices(db).sessions.open(me.id, new Date(), "another browser", "weak");
      await lose(db);
      expect(await answerOf(leave(visit))).toMatchObject({ status: 303, location });
      const open = (await db.select().from(sessions)).map(({ userAgent }) => userAgent);
      expect(open).toEqual(left);
      const types = (await eventsOf({ db }, me.id)).map(({ type }) => type);
      expect(types).not.toContain("account.signed-out");
    }),
  );

  it("lets somebody out whose session has ended already", () =>
    inTransaction(database, async (db) => {
      expect(await answerOf(signOut(await visitAs(db, null, "/sign-out", { form: {} })))).toMatchObject({
        status: 303,
        location: "/sign-in?done=out",
      });
    }));
});
