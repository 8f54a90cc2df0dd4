import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { openAccount } from "#app/domain/account/commands.server.ts";
import { PORTAL } from "#app/domain/context.ts";
import { openPasswords } from "#app/outside/passwords.server.ts";
import { action as mailAgain } from "#app/routes/account/confirmation.ts";
import { action as save, loader as account } from "#app/routes/account/own.tsx";
import { action as changePassword } from "#app/routes/account/password.tsx";
import { action as saveProfile, loader as profile } from "#app/routes/account/profile.tsx";
import { accounts, sessions } from "#db/schema/account.ts";
import { inTransaction, testDatabase } from "#tests/support/database.ts";
import { aMember, anAccount, aCity, aPanelMember, aRound, NOW, personOf } from "#tests/support/factories.ts";
import { lettersOf } from "#tests/support/letters.ts";
import { answerOf, visitAs } from "#tests/support/visit.ts";

const { db: database } = await testDatabase();
const passwordHash = await openPasswords().hash("correct horse battery");

describe("one's account", () => {
  it("B5: tells one's own details and nothing more", () =>
    inTransaction(database, async (db) => {
      const me = await aMember(db, (await aCity(db, { name: "Kampala" })).id);
      const { data } = await answerOf(account(await visitAs(db, me, "/account")));
      expect(Object.keys(data as object).sort()).toEqual([
        "account",
        "cities",
        "notice",
        "requests",
        "reviews",
        "sessions",
        "title",
      ]);
      expect(Object.keys((data as { account: object }).account).sort()).toEqual([
        "createdAt",
        "email",
        "emailConfirmedAt",
        "id",
        "locale",
        "name",
      ]);
      expect(Object.keys((data as { sessions: object[] }).sessions[0]!).sort()).toEqual([
        "createdAt",
        "current",
        "device",
        "key",
      ]);
      expect(data).toMatchObject({ cities: [{ name: "Kampala", role: "owner" }], reviews: false });
    }));

  it("B22: saves name and language, and nothing else that is sent", () =>
    inTransaction(database, async (db) => {
      const me = await anAccount(db, { emailConfirmedAt: null });
      const form = {
        name: "林悦",
        locale: "zh-Hans",
        email: "eve@city.example",
        id: "x",
        emailConfirmedAt: "2020-01-01",
        staff: "administrator",
        accountId: "x",
      };
      expect(await answerOf(save(await visitAs(db, me, "/account", { form })))).toMatchObject({
        status: 303,
        location: "/account?saved=details&lang=zh-Hans",
      });
      const [row] = await db.select().from(accounts).where(eq(accounts.id, me.id));
      expect(row).toMatchObject({ name: "林悦", locale: "zh-Hans", email: me.email, emailConfirmedAt: null });
      expect(
        await answerOf(save(await visitAs(db, me, "/account", { form: { name: "", locale: "xx" } }))),
      ).toMatchObject({ status: 422, data: { errors: { name: "required", locale: "not-a-choice" } } });
    }));

  it("mails the confirming link again, until it is enough", () =>
    inTransaction(database, async (db) => {
      const [me, proven] = [await anAccount(db, { emailConfirmedAt: null }), await anAccount(db)];
      for (let time = 0; time < 7; time += 1)
        expect((await answerOf(mailAgain(await visitAs(db, me, "/account/confirmation", { form: {} })))).status).toBe(
          303,
        );
      await answerOf(mailAgain(await visitAs(db, proven, "/account/confirmation", { form: {} })));
      expect((await lettersOf(db)).map(({ email }) => email)).toEqual(Array(5).fill(me.email));
    }));

  it("B4: without a session nothing happens", () =>
    inTransaction(database, async (db) => {
      for (const action of [save, mailAgain, changePassword, saveProfile]) {
        expect(
          await answerOf(
            action(
              await visitAs(db, null, "/account", {
                form: { name: "Eve", password: "correct horse battery", currentPassword: "x" },
              }),
            ),
          ),
        ).toMatchObject({ status: 401, data: { because: "sign-in", typed: { name: "Eve" } } });
      }
      expect(await db.select().from(accounts)).toEqual([]);
    }));
});

describe("B72: a changed password", () => {
  it("keeps this browser in with a new session and throws all others out", () =>
    inTransaction(database, async (db) => {
      const me = {
        id: await openAccount(
          { db, actor: PORTAL, now: NOW },
          { email: "amara@kampala.example", name: "Amara Okello", locale: "en", passwordHash },
        ),
      };
      const elsewhere = await visitAs(db, me, "/account");
      const visit = await visitAs(db, me, "/account/password", {
        form: { currentPassword: "correct horse battery", password: "another battery" },
      });
      expect(await answerOf(changePassword(visit))).toMatchObject({ status: 303, location: "/account?saved=password" });
      expect((await answerOf(account(elsewhere))).status).toBe(302);
      expect(await db.select().from(sessions)).toHaveLength(1);
      const now = await visitAs(db, null, "/account", {
        headers: { cookie: visit.context.cookies.at(-1)!.split(";")[0]! },
      });
      expect((await answerOf(account(now))).status).toBe(200);
    }));

  it("is refused without the current one, which is never sent back", () =>
    inTransaction(database, async (db) => {
      const me = {
        id: await openAccount(
          { db, actor: PORTAL, now: NOW },
          { email: "amara@kampala.example", name: "Amara Okello", locale: "en", passwordHash },
        ),
      };
      const answer = await answerOf(
        changePassword(
          await visitAs(db, me, "/account/password", {
            form: { currentPassword: "wrong horse battery", password: "another battery" },
          }),
        ),
      );
      expect(answer).toMatchObject({
        status: 422,
        data: { errors: { currentPassword: "not-current-password" }, typed: {} },
      });
    }));
});

describe("a reviewer's profile", () => {
  const form = {
    title: "Professor",
    country1: "NO",
    country2: "SE",
    country3: "NO",
    cities: " Oslo \n\nOslo\nBergen",
    organisations: "University of Oslo\n\nUCLG",
    languages: ["en", "no"],
    capacity: "12",
  };

  it("is saved from the page's fields", () =>
    inTransaction(database, async (db) => {
      const reviewer = await aPanelMember(db, (await aRound(db)).id);
      expect(await answerOf(saveProfile(await visitAs(db, reviewer, "/account/profile", { form })))).toMatchObject({
        status: 303,
      });
      expect((await answerOf(profile(await visitAs(db, reviewer, "/account/profile")))).data).toMatchObject({
        profile: {
          title: "Professor",
          countries: ["NO", "SE"],
          cities: ["Oslo", "Bergen"],
          organisations: ["University of Oslo", "UCLG"],
          languages: ["en", "no"],
          themes: [],
          capacity: 12,
          shortcuts: false,
          discussionLetters: false,
          complete: true,
        },
        themes: [
          { value: "governance", label: "Urban governance" },
          { value: "resilience", label: "Environmental protection and resilience" },
        ],
      });
    }));

  it.each([
    ["country1", "XX", "not-a-country"],
    ["capacity", "0", "too-small"],
    ["capacity", "many", "not-whole"],
    ["capacity", "1e3", "not-whole"],
    ["languages", "<script>", "not-a-choice"],
    ["themes", "Urban", "not-a-choice"],
    ["organisations", "x\n".repeat(51).replace(/x/g, () => Math.random().toString(36)), "too-many"],
    ["cities", "x".repeat(201), "too-long"],
    ["title", "x".repeat(201), "too-long"],
  ])("refuses %s = %j", (field, value, problem) =>
    inTransaction(database, async (db) => {
      const reviewer = await aPanelMember(db, (await aRound(db)).id);
      expect(
        await answerOf(
          saveProfile(await visitAs(db, reviewer, "/account/profile", { form: { ...form, [field]: value } })),
        ),
      ).toMatchObject({ status: 422, data: { errors: { [field]: problem } } });
    }),
  );

  it("of a scrutineer asks nothing about reading, is complete without, and leaves what a reviewer said before as it is", () =>
    inTransaction(database, async (db) => {
      const nadia = await aPanelMember(db, (await aRound(db)).id, {
        role: "scrutineer",
        profile: { languages: ["fr"], capacity: 7, complete: false },
      });
      const sent = {
        form: {
          title: "Notary",
          country1: "LU",
          cities: "Esch",
          organisations: "",
          languages: ["en"],
          capacity: "many",
        },
      };
      expect(await answerOf(saveProfile(await visitAs(db, nadia, "/account/profile", sent)))).toMatchObject({
        status: 303,
      });
      expect((await answerOf(profile(await visitAs(db, nadia, "/account/profile")))).data).toMatchObject({
        scrutineer: true,
        profile: {
          title: "Notary",
          countries: ["LU"],
          cities: ["Esch"],
          languages: ["fr"],
          capacity: 7,
          complete: true,
        },
      });
    }));

  it("is not there for people on no panel", () =>
    inTransaction(database, async (db) => {
      const me = await personOf(db, (await anAccount(db)).id);
      expect((await answerOf(profile(await visitAs(db, me, "/account/profile")))).status).toBe(404);
      expect((await answerOf(saveProfile(await visitAs(db, me, "/account/profile", { form })))).status).toBe(404);
    }));
});
