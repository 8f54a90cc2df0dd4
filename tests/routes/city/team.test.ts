import { en } from "#app/i18n/en.ts";
import { and, eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { action as revoke } from "#app/routes/city/invitation-revocation.ts";
import { action as resend } from "#app/routes/city/invitation-sending.ts";
import { action as invite, loader as invitePage } from "#app/routes/city/invitations.tsx";
import { action as members } from "#app/routes/city/members.ts";
import { action as create } from "#app/routes/city/new.tsx";
import { action as answer } from "#app/routes/city/requests.ts";
import { loader as team } from "#app/routes/city/team.tsx";
import { loader as waiting } from "#app/routes/city/waiting.tsx";
import type { Db } from "#db/client.server.ts";
import { cities, cityMembers, joinRequests } from "#db/schema/city.ts";
import { PUBLIC_URL } from "#tests/support/address.ts";
import { inTransaction, testDatabase } from "#tests/support/database.ts";
import { aCity, aMember, anAccount, aPanelMember, aRound, aStaffMember, NOW } from "#tests/support/factories.ts";
import { lettersOf } from "#tests/support/letters.ts";
import { answerOf, visitAs } from "#tests/support/visit.ts";

const { db: database } = await testDatabase();
const INVENTED = "00000000-0000-4000-8000-000000000000";
const roleIn = async (db: Db, cityId: string, accountId: string) =>
  (
    await db
      .select({ role: cityMembers.role })
      .from(cityMembers)
      .where(and(eq(cityMembers.cityId, cityId), eq(cityMembers.accountId, accountId)))
  )[0]?.role;

/** Kampala with all its people, and the people who have no business there. */
async function kampala(db: Db) {
  const city = await aCity(db, { name: "Kampala", searchName: "kampala" });
  const people = {
    owner: await aMember(db, city.id, "owner"),
    editor: await aMember(db, city.id, "editor"),
    viewer: await aMember(db, city.id, "viewer"),
    stranger: await aMember(db, (await aCity(db)).id),
    secretariat: await aStaffMember(db),
    observer: await aStaffMember(db, "observer"),
    administrator: await aStaffMember(db, "administrator"),
    reviewer: await aPanelMember(db, (await aRound(db)).id),
    nobody: null,
  };
  const asking = await anAccount(db, { name: "Mallory" });
  await db
    .insert(joinRequests)
    .values({ cityId: city.id, accountId: asking.id, message: "Let me in", requestedAt: NOW });
  return { city, people, asking, params: { cityId: city.id } };
}
type Who = keyof Awaited<ReturnType<typeof kampala>>["people"];

describe("matrix 15: who may do what with a team", () => {
  it.each<[string, Record<Who, number>]>([
    [
      "see it",
      {
        owner: 200,
        editor: 200,
        viewer: 200,
        stranger: 404,
        secretariat: 200,
        observer: 200,
        administrator: 404,
        reviewer: 404,
        nobody: 302,
      },
    ],
    [
      "open the invitation",
      {
        owner: 200,
        editor: 403,
        viewer: 403,
        stranger: 404,
        secretariat: 200,
        observer: 403,
        administrator: 404,
        reviewer: 404,
        nobody: 302,
      },
    ],
    [
      "invite",
      {
        owner: 303,
        editor: 403,
        viewer: 403,
        stranger: 404,
        secretariat: 303,
        observer: 403,
        administrator: 404,
        reviewer: 404,
        nobody: 401,
      },
    ],
    [
      "take a member out",
      {
        owner: 303,
        editor: 403,
        viewer: 403,
        stranger: 404,
        secretariat: 303,
        observer: 403,
        administrator: 404,
        reviewer: 404,
        nobody: 401,
      },
    ],
    [
      "let somebody in",
      {
        owner: 303,
        editor: 403,
        viewer: 403,
        stranger: 404,
        secretariat: 303,
        observer: 403,
        administrator: 404,
        reviewer: 404,
        nobody: 401,
      },
    ],
  ])(
    "%s",
    async (what, expected) => {
      const seen: Partial<Record<Who, number>> = {};
      for (const who of Object.keys(expected) as Who[]) {
        await inTransaction(database, async (db) => {
          const { people, params, asking } = await kampala(db);
          const other = await aMember(db, params.cityId, "viewer");
          const asks = (form?: Record<string, string>) =>
            visitAs(db, people[who], `/cities/${params.cityId}`, { params, ...(form ? { form } : {}) });
          const running =
            what === "see it"
              ? team(await asks())
              : what === "open the invitation"
                ? invitePage(await asks())
                : what === "invite"
                  ? invite(await asks({ email: "joseph@kampala.example", role: "editor" }))
                  : what === "take a member out"
                    ? members(await asks({ accountId: other.id, role: "none" }))
                    : answer(await asks({ accountId: asking.id, role: "viewer" }));
          const { status } = await answerOf(running);
          seen[who] = status;
          const changed = (await lettersOf(db)).length > 0 || (await roleIn(db, params.cityId, other.id)) === undefined;
          expect(changed, `${who}: ${what}`).toBe(status === 303);
        });
      }
      expect(seen).toEqual(expected);
    },
    60_000,
  );

  it("B20, B61: a foreign city and an invented one read the same, and neither says more about an empty form", () =>
    inTransaction(database, async (db) => {
      const { people, params } = await kampala(db);
      for (const form of [undefined, {}]) {
        for (const route of form ? [invite, members, answer] : [team, invitePage]) {
          const foreign = await answerOf(
            route(await visitAs(db, people.stranger, "/", { params, ...(form ? { form } : {}) })),
          );
          const invented = await answerOf(
            route(await visitAs(db, people.stranger, "/", { params: { cityId: INVENTED }, ...(form ? { form } : {}) })),
          );
          const malformed = await answerOf(
            route(
              await visitAs(db, people.stranger, "/", { params: { cityId: "1 or 1=1" }, ...(form ? { form } : {}) }),
            ),
          );
          expect(foreign.status).toBe(404);
          expect([invented, malformed]).toEqual([foreign, foreign]);
        }
      }
    }));

  it("who may not invite uses up none of the letters an address gets in an hour", () =>
    inTransaction(database, async (db) => {
      const { people, params } = await kampala(db);
      const form = { email: "joseph@kampala.example", role: "editor" };
      for (let more = 6; more > 0; more--)
        expect((await answerOf(invite(await visitAs(db, people.viewer, "/", { params, form })))).status).toBe(403);
      expect((await answerOf(invite(await visitAs(db, people.owner, "/", { params, form })))).status).toBe(303);
    }));

  it("an invitation goes out again from the page and is revoked there; five times an hour for a team, then the page asks to wait", () =>
    inTransaction(database, async (db) => {
      const { people, params } = await kampala(db);
      await invite(
        await visitAs(db, people.owner, "/", {
          params,
          form: { email: "joseph@kampala.example", role: "editor" },
          now: NOW,
        }),
      );
      const open = async (at: number) =>
        (
          (
            await answerOf(
              team(await visitAs(db, people.owner, "/", { params, now: new Date(NOW.getTime() + at * 1000) })),
            )
          ).data as { invitations: { id: string }[] }
        ).invitations;
      const press = async (act: typeof resend, at: number) =>
        answerOf(
          act(
            await visitAs(db, people.owner, "/", {
              params: { ...params, invitationId: (await open(at))[0]?.id ?? "x" },
              form: {},
              now: new Date(NOW.getTime() + at * 1000),
            }),
          ),
        );
      for (let time = 1; time <= 5; time++)
        expect(await press(resend, time)).toMatchObject({
          status: 303,
          location: `/cities/${params.cityId}?done=resent`,
        });
      expect((await press(resend, 6)).location).toBe(`/cities/${params.cityId}?refused=too-many-attempts`);
      expect(await press(revoke, 7)).toMatchObject({ status: 303, location: `/cities/${params.cityId}?done=revoked` });
      expect(await open(8)).toEqual([]);
      expect((await press(revoke, 8)).status).toBe(404);
    }));

  it("shows requests and invitations to those who run the team alone", () =>
    inTransaction(database, async (db) => {
      const { people, params } = await kampala(db);
      const shown = async (who: Who) =>
        (await answerOf(team(await visitAs(db, people[who], "/", { params })))).data as {
          requests: unknown[];
          runs: boolean;
        };
      expect(await shown("owner")).toMatchObject({ runs: true, requests: [{ name: "Mallory" }] });
      expect(await shown("viewer")).toMatchObject({ runs: false, requests: [], invitations: [] });
      expect(await shown("observer")).toMatchObject({ runs: false, requests: [], invitations: [] });
    }));
});

describe("changing a team", () => {
  it("B20: the city is the one of the address, whatever the form says", () =>
    inTransaction(database, async (db) => {
      const { city, people, asking, params } = await kampala(db);
      const foreign = people.stranger.teams[0]!.cityId;
      await answerOf(
        answer(
          await visitAs(db, people.owner, "/", {
            params,
            form: { accountId: asking.id, role: "viewer", cityId: foreign },
          }),
        ),
      );
      expect([await roleIn(db, city.id, asking.id), await roleIn(db, foreign, asking.id)]).toEqual([
        "viewer",
        undefined,
      ]);
      const reached = await answerOf(
        members(
          await visitAs(db, people.owner, "/", {
            params,
            form: { accountId: people.stranger.id, role: "none", cityId: foreign },
          }),
        ),
      );
      expect([reached.status, await roleIn(db, foreign, people.stranger.id)]).toEqual([404, "owner"]);
    }));

  it("the last owner stays, and is told why", () =>
    inTransaction(database, async (db) => {
      const { people, params } = await kampala(db);
      expect(
        await answerOf(
          members(
            await visitAs(db, people.owner, "/", { params, form: { accountId: people.owner.id, role: "viewer" } }),
          ),
        ),
      ).toMatchObject({ status: 303, location: `/cities/${params.cityId}?refused=last-owner` });
    }));

  it("somebody leaves, and lands on their account", () =>
    inTransaction(database, async (db) => {
      const { people, params } = await kampala(db);
      expect(
        await answerOf(
          members(
            await visitAs(db, people.viewer, "/", { params, form: { accountId: people.viewer.id, role: "none" } }),
          ),
        ),
      ).toMatchObject({ status: 303, location: "/account" });
      expect((await answerOf(team(await visitAs(db, people.viewer, "/", { params })))).status).toBe(404);
    }));

  it.each([
    ["owner of everything", "not-a-choice"],
    ["secretariat", "not-a-choice"],
    ["", "not-a-choice"],
  ])("a role of %j is none", (role, problem) =>
    inTransaction(database, async (db) => {
      const { people, params } = await kampala(db);
      expect(
        await answerOf(
          members(await visitAs(db, people.owner, "/", { params, form: { accountId: people.viewer.id, role } })),
        ),
      ).toMatchObject({ status: 422, data: { errors: { role: problem } } });
      expect(
        await answerOf(invite(await visitAs(db, people.owner, "/", { params, form: { email: "x@y.example", role } }))),
      ).toMatchObject({ status: 422, data: { errors: { role: problem } } });
    }),
  );

  it("B13, B64: an invitation carries the configured address, and answers the same for people with an account and without", () =>
    inTransaction(database, async (db) => {
      const { people, params, asking } = await kampala(db);
      const known = await answerOf(
        invite(
          await visitAs(db, people.owner, "https://evil.example/", {
            params,
            form: { email: asking.email, role: "viewer" },
            headers: { host: "evil.example", "x-forwarded-host": "evil.example" },
          }),
        ),
      );
      const unknown = await answerOf(
        invite(
          await visitAs(db, people.owner, "/", { params, form: { email: "new@kampala.example", role: "viewer" } }),
        ),
      );
      expect(unknown).toEqual(known);
      for (const {
        params: { link },
      } of await lettersOf(db))
        expect(link).toMatch(new RegExp(`^${PUBLIC_URL}/invitations/[\\w-]{43}$`));
    }));
});

describe("naming one's city", () => {
  it("B22, B24: founds it, or asks, whatever else the form says", () =>
    inTransaction(database, async (db) => {
      const { city } = await kampala(db);
      const me = await anAccount(db, { email: "joseph@kampala.example" });
      const asked = await answerOf(
        create(
          await visitAs(db, me, "/cities/new", {
            form: {
              name: "KAMPALA",
              country: "UG",
              message: "",
              role: "owner",
              cityId: city.id,
              arrival: "claimed",
              members: "0",
            },
          }),
        ),
      );
      expect(asked).toMatchObject({ status: 303, location: "/cities/new/waiting" });
      expect(await roleIn(db, city.id, me.id)).toBeUndefined();
      expect((await answerOf(waiting(await visitAs(db, await anAccount(db), "/cities/new/waiting")))).data).toEqual({
        asked: false,
        title: en.city.waiting.none,
      });
      expect((await answerOf(waiting(await visitAs(db, me, "/cities/new/waiting")))).data).toMatchObject({
        title: expect.stringContaining("Kampala"),
      });
      const founded = await answerOf(
        create(
          await visitAs(db, me, "/cities/new", {
            form: { name: "Entebbe", country: "UG", region: "Europe", population: "5", lat: "1" },
          }),
        ),
      );
      const [row] = await db.select().from(cities).where(eq(cities.name, "Entebbe"));
      expect(founded.location).toBe(`/cities/${row!.id}?done=created`);
      expect(row).toMatchObject({ region: "Africa", population: null, lat: null });
    }));

  it("leads back to the page that asked for a team, and to no other site", () =>
    inTransaction(database, async (db) => {
      const found = async (name: string, next: string) =>
        (
          await answerOf(
            create(await visitAs(db, await anAccount(db), "/cities/new", { form: { name, country: "UG", next } })),
          )
        ).location;
      expect(await found("Entebbe", "/cycles/gz-8/start")).toBe("/cycles/gz-8/start");
      expect(await found("Gulu", "//elsewhere.example/")).toBe("/");
    }));

  it("keeps what was typed when something is missing", () =>
    inTransaction(database, async (db) => {
      const refused = await answerOf(
        create(
          await visitAs(db, await anAccount(db), "/cities/new", {
            form: { name: "Entebbe", country: "", message: "Hello" },
          }),
        ),
      );
      expect(refused).toMatchObject({
        status: 422,
        data: { errors: { country: "not-a-country" }, typed: { name: "Entebbe", message: "Hello" } },
      });
    }));
});

describe("what the page of a team offers", () => {
  it("is no change that would be refused: not the last owner's, and to a member only their own leaving", () =>
    inTransaction(database, async (db) => {
      const { city, people, params } = await kampala(db);
      const changesFor = async (who: typeof people.owner) => {
        const { data } = await answerOf(team(await visitAs(db, who, `/cities/${city.id}`, { params })));
        return Object.fromEntries(
          (data as { team: { accountId: string; changes: boolean }[] }).team.map((each) => [
            each.accountId,
            each.changes,
          ]),
        );
      };
      const { owner, editor, viewer } = people;
      expect(await changesFor(owner)).toEqual({ [owner.id]: false, [editor.id]: true, [viewer.id]: true });
      expect(await changesFor(editor)).toEqual({ [owner.id]: false, [editor.id]: true, [viewer.id]: false });
      const second = await aMember(db, city.id, "owner");
      expect(await changesFor(owner)).toMatchObject({ [owner.id]: true, [second.id]: true });
    }));
});
