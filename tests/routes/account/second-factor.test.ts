import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { openAccount } from "#app/domain/account/commands.server.ts";
import { ANONYMOUS, PORTAL, type StaffRole } from "#app/domain/context.ts";
import { addApp, beginApp, makeRecoveryCodes } from "#app/domain/factor/commands.server.ts";
import { codeAt } from "#app/domain/factor/rules.ts";
import { issueToken } from "#app/domain/link/commands.server.ts";
import { openPasswords } from "#app/outside/passwords.server.ts";
import { action as removeApp } from "#app/routes/account/app-removal.ts";
import { action as app, loader as appPage } from "#app/routes/account/app.tsx";
import { action as newPassword } from "#app/routes/account/new-password.tsx";
import { action as ownPassword, loader as ownPasswordPage } from "#app/routes/account/own-password.tsx";
import { action as removePasskey } from "#app/routes/account/passkey-removal.ts";
import { action as passkey, loader as passkeyPage } from "#app/routes/account/passkey.tsx";
import { action as codes, loader as codesPage } from "#app/routes/account/recovery-codes.tsx";
import { action as endElsewhere } from "#app/routes/account/sessions-end.ts";
import { loader as own } from "#app/routes/account/own.tsx";
import { loader as factors } from "#app/routes/account/second-factor.tsx";
import { action as signIn, loader as signInPage } from "#app/routes/account/sign-in.tsx";
import { action as giveCode, loader as codePage } from "#app/routes/account/sign-in-code.tsx";
import { loader as people } from "#app/routes/admin/people.tsx";
import { action as setRoles } from "#app/routes/admin/person.tsx";
import { action as demo } from "#app/routes/demo/sign-in.ts";
import type { Db } from "#db/client.server.ts";
import { sessions } from "#db/schema/account.ts";
import { authenticatorApps, recoveryCodes } from "#db/schema/factor.ts";
import { notifications } from "#db/schema/notification.ts";
import { inTransaction, testDatabase } from "#tests/support/database.ts";
import { NOW, personOf } from "#tests/support/factories.ts";
import { answerOf, testServices, visitAs } from "#tests/support/visit.ts";

const { db: database } = await testDatabase();
const passwordHash = await openPasswords().hash("correct horse battery");
const form = { email: "tom@portal.example", password: "correct horse battery" };
const cookiesOf = (cookies: readonly string[]) => ({ cookie: cookies.map((each) => each.split(";")[0]).join("; ") });

async function tom(db: Db, ...staff: StaffRole[]) {
  const services = testServices(db);
  const id = await openAccount(
    { db, actor: PORTAL, now: NOW },
    { email: form.email, name: "Tom Becker", locale: "en", passwordHash, staff },
  );
  return { id, services };
}

async function tomWithApp(db: Db, ...staff: StaffRole[]) {
  const found = await tom(db, ...staff);
  const ctx = { db, actor: await personOf(db, found.id), now: new Date(Date.now() - 3600_000) };
  const { secret } = beginApp(ctx, found.services.seal);
  await addApp(ctx, secret, codeAt(secret, ctx.now), found.services.seal);
  return { ...found, secret, codes: await makeRecoveryCodes(ctx) };
}

/** The sign-in page with the right password, and what the browser holds then. */
async function afterPassword(db: Db, services: ReturnType<typeof testServices>, next = "") {
  const visit = await visitAs(db, null, "/sign-in", { services, form: { ...form, next } });
  const answer = await answerOf(signIn(visit));
  return {
    answer,
    headers: cookiesOf(visit.context.cookies),
    names: visit.context.cookies.map((cookie) => cookie.split("=")[0]),
  };
}

describe("somebody whose rights need a second factor and who has none", () => {
  it("B78: signs in, is led to set one up wherever the rights are missing, and has them with the first right code", () =>
    inTransaction(database, async (db) => {
      const { services } = await tom(db, "administrator");
      const { answer, headers } = await afterPassword(db, services);
      expect(answer).toMatchObject({ status: 303, location: "/sign-in" });
      const visit = (url: string, more = {}) => visitAs(db, null, url, { services, headers, ...more });
      expect(await answerOf(signInPage(await visit("/sign-in")))).toMatchObject({
        status: 302,
        location: "/account/second-factor?next=%2Fsign-in", // which leads on to where the work is
      });
      expect(await answerOf(people(await visit("/admin/people?q=lin")))).toMatchObject({
        status: 302,
        location: "/account/second-factor?next=%2Fadmin%2Fpeople%3Fq%3Dlin",
      });
      const params = { accountId: "6f1c1f6e-3b0e-4c52-9d29-3f3b7f8f9a10" };
      expect(
        await answerOf(setRoles(await visit("/admin/people/x", { params, form: { roles: "observer" } }))),
      ).toMatchObject({ status: 401, data: { because: "sign-in", typed: { roles: "observer" } } });
      expect(await answerOf(own(await visit("/account")))).toMatchObject({
        status: 302,
        location: "/account/second-factor?next=%2Faccount",
      });
      expect(await answerOf(factors(await visit("/account/second-factor?next=%2Fadmin%2Fpeople")))).toMatchObject({
        data: { needed: true, next: "/admin/people" },
      });

      const { setup } = (await answerOf(appPage(await visit("/account/second-factor/app")))).data as {
        setup: { secret: string; setupToken: string };
      };
      const secret = setup.secret.replaceAll(" ", "");
      const set = await visit("/account/second-factor/app", {
        form: { setupToken: setup.setupToken, code: codeAt(secret, new Date()), next: "/admin/people" },
      });
      expect(await answerOf(app(set))).toMatchObject({
        status: 303,
        location: "/account/second-factor/codes?next=%2Fadmin%2Fpeople",
      });
      expect(await db.select({ strong: sessions.strong }).from(sessions)).toEqual([{ strong: true }]);
      const inside = cookiesOf(set.context.cookies);
      expect(
        (await answerOf(people(await visitAs(db, null, "/admin/people", { services, headers: inside })))).status,
      ).toBe(200);
      expect((await answerOf(people(await visit("/admin/people")))).location).toBe("/sign-in?next=%2Fadmin%2Fpeople");
    }));

  it("a wrong code shows the same secret again, a foreign or old set-up begins anew", () =>
    inTransaction(database, async (db) => {
      const { id, services } = await tom(db);
      const { setup } = (await answerOf(appPage(await visitAs(db, { id }, "/account/second-factor/app", { services }))))
        .data as { setup: { secret: string; setupToken: string } };
      const send = async (sent: Record<string, string>) =>
        answerOf(app(await visitAs(db, { id }, "/account/second-factor/app", { services, form: sent })));
      expect(await send({ setupToken: setup.setupToken, code: "000000" })).toMatchObject({
        status: 422,
        data: { errors: { code: "wrong-code" }, setup: { secret: setup.secret } },
      });
      expect(await send({ setupToken: setup.setupToken, code: "" })).toMatchObject({
        status: 422,
        data: { errors: { code: "required" } },
      });
      expect(await send({ setupToken: `${setup.setupToken}x`, code: "000000" })).toMatchObject({
        status: 422,
        data: { errors: { code: "step-ended" }, setup: null },
      });
    }));

  it("a city's owner is not asked", () =>
    inTransaction(database, async (db) => {
      const { services } = await tom(db);
      const { answer, headers } = await afterPassword(db, services, "/account");
      expect(answer.location).toBe("/account");
      expect(await answerOf(people(await visitAs(db, null, "/admin/people", { services, headers })))).toMatchObject({
        status: 404,
      });
      expect(
        await answerOf(factors(await visitAs(db, null, "/account/second-factor", { services, headers }))),
      ).toMatchObject({ data: { needed: false, required: false } });
    }));

  it("one click of the demonstration opens a session with every right", () =>
    inTransaction(database, async (db) => {
      const services = testServices(db, { DEMO: "1" });
      const { CAST } = await import("#db/seed/cast.ts");
      const member = CAST.find(({ kind }) => kind === "administrator")!;
      await openAccount(
        { db, actor: PORTAL, now: NOW },
        { email: member.email, name: member.name, locale: "en", passwordHash, staff: ["administrator"] },
      );
      const visit = await visitAs(db, null, "/demo/sign-in", { services, form: { email: member.email } });
      expect((await answerOf(demo(visit))).status).toBe(303);
      expect(await db.select({ strong: sessions.strong }).from(sessions)).toEqual([{ strong: true }]);
    }));
});

describe("somebody with a second factor", () => {
  it("B78: the password alone opens no session; the code does, and leads where they were going", () =>
    inTransaction(database, async (db) => {
      const { services, secret } = await tomWithApp(db, "administrator");
      const { answer, headers, names } = await afterPassword(db, services, "/admin/people");
      expect(answer).toMatchObject({ status: 303, location: "/sign-in/second-factor?next=%2Fadmin%2Fpeople" });
      expect(names).toEqual(["step"]);
      expect(await db.select().from(sessions)).toEqual([]);
      expect((await answerOf(own(await visitAs(db, null, "/account", { services, headers })))).status).toBe(302);
      expect(
        await answerOf(
          codePage(await visitAs(db, null, "/sign-in/second-factor?next=%2Fadmin%2Fpeople", { services, headers })),
        ),
      ).toMatchObject({ status: 200, data: { next: "/admin/people" } });

      const send = async (code: string) => {
        const visit = await visitAs(db, null, "/sign-in/second-factor", {
          services,
          headers,
          form: { code, next: "/admin/people" },
        });
        return { ...(await answerOf(giveCode(visit))), cookies: visit.context.cookies };
      };
      expect(await send("123")).toMatchObject({ status: 422, data: { errors: { code: "wrong-code" } }, cookies: [] });
      expect(await send("000000")).toMatchObject({
        status: 422,
        data: { errors: { code: "wrong-code" } },
        cookies: [],
      });
      const done = await send(codeAt(secret, new Date()));
      expect(done).toMatchObject({ status: 303, location: "/admin/people" });
      expect(done.cookies.map((cookie) => cookie.split("=")[0])).toEqual(["step", "sid", "device"]);
      expect(
        (
          await answerOf(
            people(await visitAs(db, null, "/admin/people", { services, headers: cookiesOf(done.cookies) })),
          )
        ).status,
      ).toBe(200);
      expect(await send(codeAt(secret, new Date()))).toMatchObject({
        status: 303,
        location: "/sign-in?done=ended&next=%2Fadmin%2Fpeople",
      });
    }));

  it("B78: a recovery code does as well, once", () =>
    inTransaction(database, async (db) => {
      const { services, codes } = await tomWithApp(db);
      const send = async () => {
        const { headers } = await afterPassword(db, services);
        return (
          await answerOf(
            giveCode(
              await visitAs(db, null, "/sign-in/second-factor", {
                services,
                headers,
                form: { code: ` ${codes[3]!.toUpperCase()}` },
              }),
            ),
          )
        ).status;
      };
      expect([await send(), await send()]).toEqual([303, 422]);
    }));

  it("B78: an eleventh guess is not looked at, from wherever it comes, even when it is right", () =>
    inTransaction(database, async (db) => {
      const { services, secret } = await tomWithApp(db);
      const statuses = [];
      for (let guess = 0; guess < 11; guess += 1) {
        const { headers } = await afterPassword(db, services);
        const code = guess === 10 ? codeAt(secret, new Date()) : "000000";
        statuses.push(
          (
            await answerOf(
              giveCode(
                await visitAs(db, null, "/sign-in/second-factor", {
                  services,
                  headers,
                  ip: `192.0.2.${guess}`,
                  form: { code },
                }),
              ),
            )
          ).status,
        );
      }
      expect(statuses).toEqual([...Array(10).fill(422), 429]);
    }));

  it.each(["", `step=${"a".repeat(43)}`, "step=; sid=x"])(
    "without a step (%j) one begins with the password",
    (cookie) =>
      inTransaction(database, async (db) => {
        const services = testServices(db);
        const headers = { cookie };
        expect(
          (await answerOf(codePage(await visitAs(db, null, "/sign-in/second-factor", { services, headers })))).location,
        ).toBe("/sign-in?done=ended&next=%2Fsign-in");
        expect(
          (
            await answerOf(
              giveCode(
                await visitAs(db, null, "/sign-in/second-factor", {
                  services,
                  headers,
                  form: { code: "000000", next: "//evil.example" },
                }),
              ),
            )
          ).location,
        ).toBe("/sign-in?done=ended&next=%2F");
      }),
  );
});

describe("changing how one signs in", () => {
  const MINUTE = 60_000;
  const removal = { params: { passkeyId: "6f1c1f6e-3b0e-4c52-9d29-3f3b7f8f9a10" } };
  const acts = [
    ["the app's page", appPage, "/account/second-factor/app", {}],
    ["a new app", app, "/account/second-factor/app", { form: { setupToken: "x", code: "000000" } }],
    ["no app", removeApp, "/account/second-factor/app/removal", { form: {} }],
    ["a passkey's page", passkeyPage, "/account/second-factor/passkeys/new", {}],
    ["a new passkey", passkey, "/account/second-factor/passkeys/new", { form: { name: "Mine", passkey: "{}" } }],
    [
      "one passkey less",
      removePasskey,
      `/account/second-factor/passkeys/${removal.params.passkeyId}/removal`,
      { ...removal, form: {} },
    ],
    ["recovery codes", codes, "/account/second-factor/codes", { form: {} }],
  ] as const;

  /** A browser in which Tom signed in so many minutes ago. */
  async function leftOpen(db: Db, minutes: number, proof: "strong" | "weak" = "strong", withApp = true) {
    const found = withApp ? await tomWithApp(db, "administrator") : await tom(db, "administrator");
    const since = new Date(Date.now() - minutes * MINUTE);
    const cookie = (await found.services.sessions.open(found.id, new Date(), null, proof, since)).split(";")[0]!;
    const at = (url: string, more = {}, headers = { cookie }) =>
      visitAs(db, null, url, { services: found.services, headers, ...more });
    return { ...found, at, since };
  }
  const state = async (db: Db) => [
    await db.select().from(authenticatorApps),
    await db.select().from(recoveryCodes),
    await db.select({ kind: notifications.kind }).from(notifications),
  ];

  it.each(acts)("B78: a browser left open gives nobody %s", (_what, handler, url, more) =>
    inTransaction(database, async (db) => {
      const { at } = await leftOpen(db, 16);
      const before = await state(db);
      const { status, location } = await answerOf(
        (handler as (args: unknown) => Promise<unknown>)(await at(url, more)),
      );
      expect([status, location]).toEqual([303, `/account/second-factor/password?next=${encodeURIComponent(url)}`]);
      expect(await state(db)).toEqual(before);
    }),
  );

  it("B78: the current password opens it for a while; a wrong one does not, nor signing out elsewhere", () =>
    inTransaction(database, async (db) => {
      const { at, id, since } = await leftOpen(db, 60);
      const prove = (currentPassword: string, headers?: { cookie: string }) =>
        at(
          "/account/second-factor/password",
          { form: { currentPassword, next: "/account/second-factor/codes" } },
          headers,
        );
      expect(await answerOf(ownPassword(await prove("wrong horse")))).toMatchObject({
        status: 422,
        data: { errors: { currentPassword: "not-current-password" } },
      });
      const elsewhere = await at("/account/sessions/end", { form: {} });
      expect((await answerOf(endElsewhere(elsewhere))).status).toBe(303);
      const renewed = cookiesOf(elsewhere.context.cookies);
      expect((await answerOf(codes(await at("/account/second-factor/codes", { form: {} }, renewed)))).status).toBe(303);
      expect(await db.select({ since: sessions.createdAt }).from(sessions)).toEqual([{ since }]);

      const proven = await prove(form.password, renewed);
      expect(await answerOf(ownPassword(proven))).toMatchObject({
        status: 303,
        location: "/account/second-factor/codes",
      });
      const inside = cookiesOf(proven.context.cookies);
      const made = await answerOf(codes(await at("/account/second-factor/codes", { form: {} }, inside)));
      expect((made.data as { made: string[] }).made).toHaveLength(10);
      const { kind, email } = (await db.select().from(notifications).where(eq(notifications.accountId, id))).at(-1)!;
      expect([kind, email]).toEqual(["codes-made", form.email]);
    }));

  it("a form that lay open a while still counts, and its page is shown with what it made", () =>
    inTransaction(database, async (db) => {
      const { at } = await leftOpen(db, 12);
      expect((await answerOf(codesPage(await at("/account/second-factor/codes")))).status).toBe(303);
      const visit = await at("/account/second-factor/codes", { form: {} });
      expect((await answerOf(codes(visit))).data).toMatchObject({ made: expect.any(Array) });
      const shown = { ...visit, request: new Request(visit.request.url) };
      expect((await answerOf(codesPage(shown))).data).toMatchObject({ codes: 10 });
    }));

  it("an unlocked browser may try ten passwords and no more", () =>
    inTransaction(database, async (db) => {
      const { at } = await leftOpen(db, 60);
      const statuses = [];
      for (let guess = 0; guess < 11; guess += 1) {
        const currentPassword = guess === 10 ? form.password : "wrong";
        statuses.push(
          (await answerOf(ownPassword(await at("/account/second-factor/password", { form: { currentPassword } }))))
            .status,
        );
      }
      expect(statuses).toEqual([...Array(10).fill(422), 429]);
    }));

  it("B78: a browser left open gives no first factor either, once rights wait for one; the password does", () =>
    inTransaction(database, async (db) => {
      const { at } = await leftOpen(db, 60, "weak", false);
      for (const [, handler, url, more] of acts)
        expect((await answerOf((handler as (args: unknown) => Promise<unknown>)(await at(url, more)))).status).toBe(
          303,
        );
      expect(await state(db)).toEqual([[], [], []]);

      const next = "/account/second-factor/app?next=%2Fadmin%2Fpeople";
      const asked = `/account/second-factor/password?next=${encodeURIComponent(next)}`;
      expect((await answerOf(appPage(await at(next)))).location).toBe(asked);
      expect((await answerOf(ownPasswordPage(await at(asked)))).status).toBe(200);
      const proven = await at("/account/second-factor/password", { form: { currentPassword: form.password, next } });
      expect((await answerOf(ownPassword(proven))).location).toBe(next);
      const inside = cookiesOf(proven.context.cookies);
      expect((await answerOf(appPage(await at(next, {}, inside)))).status).toBe(200);
    }));

  it("after a mailed password the factors that remain are shown, behind one of them", () =>
    inTransaction(database, async (db) => {
      const { services, id } = await tomWithApp(db);
      const ctx = { db, actor: ANONYMOUS, now: new Date() };
      const token = await issueToken(ctx, { purpose: "reset-password", email: form.email, accountId: id });
      const visit = await visitAs(db, null, `/reset/${token}`, {
        services,
        params: { token },
        form: { password: "a new long password" },
      });
      const after = "/account/second-factor?after=reset";
      expect(await answerOf(newPassword(visit))).toMatchObject({
        status: 303,
        location: `/sign-in?done=password&next=${encodeURIComponent(after)}`,
      });
      expect(visit.context.cookies).toEqual([]);
      expect(await answerOf(factors(await visitAs(db, null, after, { services })))).toMatchObject({ status: 302 });
      expect(await answerOf(factors(await visitAs(db, { id }, after, { services })))).toMatchObject({
        data: { afterReset: true, factors: 1, codes: 10, codesMadeAt: expect.any(Date) },
      });
    }));
});
