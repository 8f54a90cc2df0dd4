import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { firstAdministratorLink } from "#app/domain/account/commands.server.ts";
import { requestPasswordReset } from "#app/domain/sign-in/commands.server.ts";
import { PUBLIC_URL } from "#tests/support/address.ts";
import { eventsOf } from "#tests/support/audit.ts";
import { inviteToTeam } from "#app/domain/team/commands.server.ts";
import { ANONYMOUS } from "#app/domain/context.ts";
import { confirmForPanel, inviteToPanel } from "#app/domain/panel/commands.server.ts";
import { waitingForPanel } from "#app/domain/panel/queries.server.ts";
import { action as confirm, loader as confirmPage } from "#app/routes/account/confirm.tsx";
import { loader as own } from "#app/routes/account/own.tsx";
import { action as accept, loader as invitation } from "#app/routes/account/invitation.tsx";
import { loader as profile } from "#app/routes/account/profile.tsx";
import { action as setPassword, loader as passwordPage } from "#app/routes/account/new-password.tsx";
import { action as register } from "#app/routes/account/register.tsx";
import { action as reset } from "#app/routes/account/reset.tsx";
import { action as setUp, loader as setup } from "#app/routes/account/setup.tsx";
import type { Db } from "#db/client.server.ts";
import { accounts, credentials, oneTimeTokens, sessions } from "#db/schema/account.ts";
import { inTransaction, testDatabase } from "#tests/support/database.ts";
import { aCity, aMember, anAccount, aPanelMember, aRound, aStaffMember, personOf } from "#tests/support/factories.ts";
import { lettersOf, mailedToken } from "#tests/support/letters.ts";
import { answerOf, visitAs } from "#tests/support/visit.ts";

const { db: database } = await testDatabase();
const form = { name: "Amara Okello", email: "amara@kampala.example", password: "correct horse battery" };
const token = (value: string) => ({ params: { token: value } });
const byEmail = async (db: Db, email: string) => (await db.select().from(accounts).where(eq(accounts.email, email)))[0];

describe("registering", () => {
  it("B65: a new address and a known one get the same answer", () =>
    inTransaction(database, async (db) => {
      const first = await answerOf(register(await visitAs(db, null, "/register", { form })));
      const again = await answerOf(register(await visitAs(db, null, "/register", { form })));
      expect(first).toMatchObject({ status: 303, location: "/register?sent" });
      expect(again).toEqual(first);
      expect((await lettersOf(db)).map(({ kind }) => kind).sort()).toEqual(["account-exists", "confirm-email"]);
    }));

  it("B13: the mailed link begins with the configured address, whatever the request says", () =>
    inTransaction(database, async (db) => {
      const headers = {
        host: "evil.example",
        "x-forwarded-host": "evil.example",
        origin: "https://evil.example",
        forwarded: "host=evil.example",
      };
      await answerOf(register(await visitAs(db, null, "https://evil.example/register", { form, headers })));
      await answerOf(
        reset(await visitAs(db, null, "https://evil.example/reset", { form: { email: form.email }, headers })),
      );
      const links = (await lettersOf(db)).map(({ params }) => params["link"]);
      expect(links).toHaveLength(2);
      for (const link of links) expect(link).toMatch(new RegExp(`^${PUBLIC_URL}/(confirm|reset)/[\\w-]{43}$`));
    }));

  it("B22: takes name, address and password from the form and nothing else", () =>
    inTransaction(database, async (db) => {
      await answerOf(
        register(
          await visitAs(db, null, "/register", {
            form: {
              ...form,
              role: "administrator",
              roles: "administrator",
              staff: "administrator",
              id: "00000000-0000-4000-8000-000000000000",
              emailConfirmedAt: "2020-01-01",
              emailConfirmed: "true",
              cityId: "x",
              locale: "xx",
              passwordHash: "x",
            },
          }),
        ),
      );
      const account = await byEmail(db, form.email);
      expect(account).toMatchObject({ emailConfirmedAt: null, locale: "en", disabledAt: null });
      expect(account!.id).not.toBe("00000000-0000-4000-8000-000000000000");
      expect(await personOf(db, account!.id)).toMatchObject({ staff: [], teams: [], panels: [] });
    }));

  it.each([
    ["name", "Amara\r\nBcc: everybody@city.example", "not-text"],
    ["name", "", "required"],
    ["name", "A".repeat(121), "too-long"],
    ["name", "Amara\0", "not-text"],
    ["email", "a@b.example\r\nBcc: x@y.example", "not-an-email"],
    ["email", "a@b.example,c@d.example", "not-an-email"],
    ["email", "Amara <a@b.example>", "not-an-email"],
    ["email", "amara", "not-an-email"],
    ["password", "short", "password-weak"],
    ["password", "x".repeat(201), "too-long"],
  ])("B79: %s %j is refused beside the field", (field, value, problem) =>
    inTransaction(database, async (db) => {
      expect(
        await answerOf(register(await visitAs(db, null, "/register", { form: { ...form, [field]: value } }))),
      ).toMatchObject({ status: 422, data: { errors: { [field]: problem } } });
      expect(await lettersOf(db)).toEqual([]);
    }),
  );

  it("B79: an address is one however it is typed", () =>
    inTransaction(database, async (db) => {
      await answerOf(
        register(
          await visitAs(db, null, "/register", { form: { ...form, email: " Am\u0061\u0301ra@Kampala.EXAMPLE " } }),
        ),
      );
      await answerOf(
        register(await visitAs(db, null, "/register", { form: { ...form, email: "amára@kampala.example" } })),
      );
      expect(await db.select({ email: accounts.email }).from(accounts)).toEqual([{ email: "amára@kampala.example" }]);
    }));

  it("B55: a field that comes twice is refused", () =>
    inTransaction(database, async (db) => {
      expect(
        await answerOf(
          register(
            await visitAs(db, null, "/register", { form: { ...form, email: [form.email, "eve@city.example"] } }),
          ),
        ),
      ).toMatchObject({ status: 422, data: { errors: { email: "repeated" } } });
    }));

  it("B76: nobody's mailbox is filled: five letters an hour", () =>
    inTransaction(database, async (db) => {
      const statuses = [];
      for (let time = 0; time < 6; time += 1)
        statuses.push(
          (await answerOf(reset(await visitAs(db, null, "/reset", { form: { email: form.email } })))).status,
        );
      expect(statuses).toEqual([303, 303, 303, 303, 303, 429]);
    }));
});

describe("confirming and setting a password", () => {
  it("B75: opening a link uses nothing up; only the button does", () =>
    inTransaction(database, async (db) => {
      await answerOf(register(await visitAs(db, null, "/register", { form })));
      const value = await mailedToken(db, form.email);
      for (let scan = 0; scan < 2; scan += 1)
        expect(await answerOf(confirmPage(await visitAs(db, null, `/confirm/${value}`, token(value))))).toMatchObject({
          status: 200,
          data: { opened: { email: form.email, name: form.name } },
        });
      expect((await byEmail(db, form.email))!.emailConfirmedAt).toBeNull();
      expect(
        await answerOf(confirm(await visitAs(db, null, `/confirm/${value}`, { ...token(value), form: {} }))),
      ).toMatchObject({ status: 303, location: "/sign-in?done=confirmed" });
      expect((await byEmail(db, form.email))!.emailConfirmedAt).not.toBeNull();
      expect(
        (await answerOf(confirm(await visitAs(db, null, `/confirm/${value}`, { ...token(value), form: {} })))).status,
      ).toBe(404);
    }));

  it("an account somebody else opened with one's address is removed by the button, never by the link, and the address is free", () =>
    inTransaction(database, async (db) => {
      await answerOf(register(await visitAs(db, null, "/register", { form })));
      const mallory = (await byEmail(db, form.email))!.id;
      const open = (await visitAs(db, { id: mallory }, "/account")).request.headers.get("cookie")!;
      const value = await mailedToken(db, form.email);
      const say = async (answer: string) =>
        answerOf(confirm(await visitAs(db, null, `/confirm/${value}`, { ...token(value), form: { answer } })));
      expect(await say("perhaps")).toMatchObject({ status: 422, data: { errors: { answer: "not-a-choice" } } });
      expect(await say("not-mine")).toMatchObject({ status: 303, location: "/sign-in?done=disowned" });
      expect(await byEmail(db, form.email)).toBeUndefined();
      expect(await db.select().from(credentials)).toEqual([]);
      expect((await answerOf(own(await visitAs(db, null, "/account", { headers: { cookie: open } })))).status).toBe(
        302,
      );
      expect((await say("mine")).status).toBe(404);
      expect((await eventsOf({ db }, mallory)).map(({ type }) => type).sort()).toEqual([
        "account.disabled",
        "account.registered",
      ]);
      await answerOf(register(await visitAs(db, null, "/register", { form })));
      expect((await byEmail(db, form.email))!.disabledAt).toBeNull();
    }));

  it("once the address is proven in another way nobody removes the account with an old link", () =>
    inTransaction(database, async (db) => {
      await answerOf(register(await visitAs(db, null, "/register", { form })));
      const value = await mailedToken(db, form.email);
      await db.update(accounts).set({ emailConfirmedAt: new Date() });
      expect((await answerOf(confirmPage(await visitAs(db, null, `/confirm/${value}`, token(value))))).status).toBe(
        404,
      );
      expect(
        (
          await answerOf(
            confirm(await visitAs(db, null, `/confirm/${value}`, { ...token(value), form: { answer: "not-mine" } })),
          )
        ).status,
      ).toBe(404);
      expect((await byEmail(db, form.email))!.disabledAt).toBeNull();
    }));

  it("B25, B61: used, invented and malformed links read the same", () =>
    inTransaction(database, async (db) => {
      await answerOf(register(await visitAs(db, null, "/register", { form })));
      const used = await mailedToken(db, form.email);
      await answerOf(confirm(await visitAs(db, null, "/", { ...token(used), form: {} })));
      const answers = await Promise.all(
        [used, "A".repeat(43), "x", "%00"].map(async (value) =>
          answerOf(confirmPage(await visitAs(db, null, "/confirm/x", token(value)))),
        ),
      );
      expect(answers[0]!.status).toBe(404);
      for (const answer of answers) expect(answer).toEqual(answers[0]);
    }));

  it("B65: a reset for an unknown address answers the same and mails nobody", () =>
    inTransaction(database, async (db) => {
      await anAccount(db, { email: form.email });
      const known = await answerOf(reset(await visitAs(db, null, "/reset", { form: { email: form.email } })));
      const unknown = await answerOf(
        reset(await visitAs(db, null, "/reset", { form: { email: "nobody@kampala.example" } })),
      );
      expect(unknown).toEqual(known);
      expect((await lettersOf(db)).map(({ email }) => email)).toEqual([form.email]);
    }));

  it("B72: a new password by link ends every session, this browser's too", () =>
    inTransaction(database, async (db) => {
      const me = await anAccount(db, { email: form.email });
      await requestPasswordReset({ db, actor: ANONYMOUS, now: new Date() }, form.email, PUBLIC_URL);
      const value = await mailedToken(db, form.email);
      expect((await answerOf(passwordPage(await visitAs(db, null, `/reset/${value}`, token(value))))).status).toBe(200);
      const visit = await visitAs(db, me, `/reset/${value}`, {
        ...token(value),
        form: { password: "another battery" },
      });
      expect(await answerOf(setPassword(visit))).toMatchObject({ status: 303, location: "/sign-in?done=password" });
      expect(await db.select().from(sessions)).toEqual([]);
    }));

  it("a weak password leaves the link whole", () =>
    inTransaction(database, async (db) => {
      await anAccount(db, { email: form.email });
      await requestPasswordReset({ db, actor: ANONYMOUS, now: new Date() }, form.email, PUBLIC_URL);
      const value = await mailedToken(db, form.email);
      expect(
        await answerOf(setPassword(await visitAs(db, null, "/", { ...token(value), form: { password: "short" } }))),
      ).toMatchObject({ status: 422, data: { errors: { password: "password-weak" }, typed: {} } });
      expect((await answerOf(passwordPage(await visitAs(db, null, "/", token(value))))).status).toBe(200);
    }));
});

describe("B25: invitations", () => {
  async function toTeam(db: Db) {
    const city = await aCity(db, { name: "Kampala" });
    const ctx = { db, actor: await aMember(db, city.id), now: new Date() };
    await inviteToTeam(ctx, { cityId: city.id, email: "joseph@kampala.example", role: "editor" }, "en", PUBLIC_URL);
    return { city, value: await mailedToken(db, "joseph@kampala.example") };
  }

  it("a newcomer opens an account on the same page and is in the team", () =>
    inTransaction(database, async (db) => {
      const { city, value } = await toTeam(db);
      expect((await answerOf(invitation(await visitAs(db, null, "/", token(value))))).data).toMatchObject({
        title: "Join the team of Kampala",
        invitation: { email: "joseph@kampala.example", hasAccount: false },
      });
      const visit = await visitAs(db, null, "/", {
        ...token(value),
        form: { name: "Joseph Ssempa", password: "correct horse battery", email: "eve@city.example", role: "owner" },
      });
      expect(await answerOf(accept(visit))).toMatchObject({ status: 303, location: `/cities/${city.id}?done=joined` });
      const joseph = (await byEmail(db, "joseph@kampala.example"))!;
      expect(await personOf(db, joseph.id)).toMatchObject({
        emailConfirmed: true,
        teams: [{ cityId: city.id, role: "editor" }],
      });
      expect(await byEmail(db, "eve@city.example")).toBeUndefined();
      expect(visit.context.cookies.at(-1)).toMatch(/^sid=[0-9a-f]{64}/);
      expect((await answerOf(invitation(await visitAs(db, null, "/", token(value))))).status).toBe(404);
    }));

  it("somebody with an account signs in first; no second account is made", () =>
    inTransaction(database, async (db) => {
      const { city, value } = await toTeam(db);
      const joseph = await anAccount(db, { email: "joseph@kampala.example" });
      expect(
        await answerOf(
          accept(
            await visitAs(db, null, `/invitations/${value}`, {
              ...token(value),
              form: { name: "Eve", password: "correct horse battery" },
            }),
          ),
        ),
      ).toMatchObject({ status: 303, location: `/sign-in?next=${encodeURIComponent(`/invitations/${value}`)}` });
      expect(await answerOf(accept(await visitAs(db, joseph, "/", { ...token(value), form: {} })))).toMatchObject({
        status: 303,
        location: `/cities/${city.id}?done=joined`,
      });
      expect((await personOf(db, joseph.id)).teams).toEqual([{ cityId: city.id, role: "editor" }]);
    }));

  it("is nothing for somebody else who is signed in", () =>
    inTransaction(database, async (db) => {
      const { value } = await toTeam(db);
      const eve = await anAccount(db, { email: "eve@kampala.example" });
      const gone = await answerOf(invitation(await visitAs(db, eve, "/", token(value))));
      expect(gone).toMatchObject({ status: 404, data: { signedIn: true } });
      expect((await answerOf(accept(await visitAs(db, eve, "/", { ...token(value), form: {} })))).status).toBe(404);
      expect((await personOf(db, eve.id)).teams).toEqual([]);
      expect((await db.select().from(oneTimeTokens))[0]!.usedAt).toBeNull();
    }));

  it("to a panel makes a reviewer, once", () =>
    inTransaction(database, async (db) => {
      const round = await aRound(db);
      await inviteToPanel(
        { db, actor: await aStaffMember(db), now: new Date() },
        round.id,
        { email: "rafael@jury.example", role: "reviewer" },
        PUBLIC_URL,
      );
      const value = await mailedToken(db, "rafael@jury.example");
      expect((await answerOf(invitation(await visitAs(db, null, "/", token(value))))).status).toBe(200);
      const joining = { ...token(value), form: { name: "Rafael Monteiro", password: "correct horse battery" } };
      expect(await answerOf(accept(await visitAs(db, null, "/", joining)))).toMatchObject({
        status: 303,
        location: "/account/profile",
      });
      const rafael = (await byEmail(db, "rafael@jury.example"))!;
      expect((await personOf(db, rafael.id)).panels).toMatchObject([{ roundId: round.id, role: "reviewer" }]);
      expect((await answerOf(accept(await visitAs(db, rafael, "/", { ...token(value), form: {} })))).status).toBe(404);
    }));

  it("to check a round leads over a scrutineer's profile on to the page of the openings", () =>
    inTransaction(database, async (db) => {
      const [round, nadia] = [await aRound(db), await anAccount(db, { name: "Nadia Weber" })];
      const [desk, second] = [
        { db, actor: await aStaffMember(db), now: new Date() },
        { db, actor: await aStaffMember(db), now: new Date() },
      ];
      await inviteToPanel(desk, round.id, { email: nadia.email, role: "scrutineer", reason: "A notary" }, PUBLIC_URL);
      await confirmForPanel(second, (await waitingForPanel(desk, round.id))[0]!.id, PUBLIC_URL);
      const joining = { ...token(await mailedToken(db, nadia.email)), form: {} };
      expect(await answerOf(accept(await visitAs(db, nadia, "/", joining)))).toMatchObject({
        status: 303,
        location: "/account/profile",
      });
      expect((await answerOf(profile(await visitAs(db, nadia, "/account/profile")))).data).toMatchObject({
        title: "Your profile as a scrutineer",
        scrutineer: true,
        onward: `/judging/rounds/${round.id}/scrutiny`,
      });
      await aPanelMember(db, (await aRound(db)).id, { accountId: nadia.id });
      expect((await answerOf(profile(await visitAs(db, nadia, "/account/profile")))).data).toMatchObject({
        title: "Your profile as a reviewer",
        scrutineer: false,
        onward: "/judging",
      });
    }));
});

describe("the first administrator", () => {
  it("sets up by the link, and the link is gone", () =>
    inTransaction(database, async (db) => {
      const value = (await firstAdministratorLink(db, PUBLIC_URL, new Date()))!.split("/").at(-1)!;
      expect((await answerOf(setup(await visitAs(db, null, "/", token(value))))).status).toBe(200);
      const tom = { name: "Tom Becker", email: "tom@portal.example", password: "correct horse battery" };
      expect(await answerOf(setUp(await visitAs(db, null, "/", { ...token(value), form: tom })))).toMatchObject({
        status: 303,
        location: "/admin/people",
      });
      expect(await personOf(db, (await byEmail(db, tom.email))!.id)).toMatchObject({ staff: ["administrator"] });
      expect(
        (
          await answerOf(
            setUp(await visitAs(db, null, "/", { ...token(value), form: { ...tom, email: "eve@city.example" } })),
          )
        ).status,
      ).toBe(404);
      expect(await byEmail(db, "eve@city.example")).toBeUndefined();
    }));
});
