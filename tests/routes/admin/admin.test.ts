import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { action as setRoles, loader as person } from "#app/routes/admin/person.tsx";
import { loader as people } from "#app/routes/admin/people.tsx";
import { loader as audit } from "#app/routes/admin/audit.tsx";
import { loader as account } from "#app/routes/account/own.tsx";
import { transact } from "#app/domain/transact.server.ts";
import { PORTAL } from "#app/domain/context.ts";
import type { Db } from "#db/client.server.ts";
import { proposals } from "#db/schema/proposal.ts";
import { inTransaction, testDatabase } from "#tests/support/database.ts";
import {
  aCity,
  aMember,
  anAccount,
  aPanelMember,
  aRound,
  aStaffMember,
  NOW,
  personOf,
} from "#tests/support/factories.ts";
import { answerOf, visitAs } from "#tests/support/visit.ts";

const { db: database } = await testDatabase();

async function everybody(db: Db) {
  const round = await aRound(db);
  return {
    owner: await aMember(db, (await aCity(db)).id),
    reviewer: await aPanelMember(db, round.id),
    chair: await aPanelMember(db, round.id, { role: "chair" }),
    secretariat: await aStaffMember(db),
    observer: await aStaffMember(db, "observer"),
    administrator: await aStaffMember(db, "administrator"),
    nobody: null,
  };
}
type Who = keyof Awaited<ReturnType<typeof everybody>>;

describe("matrix 46 to 48", () => {
  it.each<[string, Record<Who, number>]>([
    [
      "the directory",
      { owner: 404, reviewer: 404, chair: 404, secretariat: 200, observer: 404, administrator: 200, nobody: 302 },
    ],
    [
      "a person",
      { owner: 404, reviewer: 404, chair: 404, secretariat: 200, observer: 404, administrator: 200, nobody: 302 },
    ],
    [
      "giving rights",
      { owner: 404, reviewer: 404, chair: 404, secretariat: 403, observer: 404, administrator: 303, nobody: 401 },
    ],
    [
      "giving oneself rights",
      { owner: 404, reviewer: 404, chair: 404, secretariat: 403, observer: 404, administrator: 403, nobody: 401 },
    ],
    [
      "the audit trail",
      { owner: 404, reviewer: 404, chair: 404, secretariat: 200, observer: 200, administrator: 200, nobody: 302 },
    ],
  ])(
    "%s",
    (what, expected) =>
      inTransaction(database, async (db) => {
        const who = await everybody(db);
        const seen: Partial<Record<Who, number>> = {};
        for (const name of Object.keys(expected) as Who[]) {
          const [me, target] = [
            who[name],
            what === "giving oneself rights" ? (who[name] ?? (await anAccount(db))) : await anAccount(db),
          ];
          const before = (await personOf(db, target.id)).staff;
          const params = { accountId: target.id };
          const running =
            what === "the directory"
              ? people(await visitAs(db, me, "/admin/people"))
              : what === "a person"
                ? person(await visitAs(db, me, "/admin/people/x", { params }))
                : what === "the audit trail"
                  ? audit(await visitAs(db, me, "/audit"))
                  : setRoles(
                      await visitAs(db, me, "/admin/people/x", {
                        params,
                        form: { roles: "observer", reason: "Watches" },
                      }),
                    );
          seen[name] = (await answerOf(running)).status;
          expect((await personOf(db, target.id)).staff.toSorted(), name).toEqual(before);
          expect(await db.select().from(proposals).where(eq(proposals.accountId, target.id)), name).toHaveLength(
            seen[name] === 303 ? 1 : 0,
          );
        }
        expect(seen).toEqual(expected);
      }),
    60_000,
  );
});

describe("rights", () => {
  it("B26, B71: a right that was taken away is gone with the next click, and with it the session", () =>
    inTransaction(database, async (db) => {
      const { secretariat, administrator } = await everybody(db);
      const first = await visitAs(db, secretariat, "/admin/people");
      expect((await answerOf(people(first))).status).toBe(200);
      expect(
        (
          await answerOf(
            setRoles(await visitAs(db, administrator, "/", { params: { accountId: secretariat.id }, form: {} })),
          )
        ).status,
      ).toBe(303);
      const headers = { cookie: first.request.headers.get("cookie")! };
      expect((await answerOf(people(await visitAs(db, null, "/admin/people", { headers })))).status).toBe(302);
      expect((await answerOf(account(await visitAs(db, null, "/account", { headers })))).status).toBe(302);
    }));

  it("B23: rights in a cookie or an address count for nothing", () =>
    inTransaction(database, async (db) => {
      const { owner } = await everybody(db);
      const headers = { cookie: "role=administrator; staff=administrator" };
      expect(
        (await answerOf(people(await visitAs(db, owner, "/admin/people?role=administrator", { headers })))).status,
      ).toBe(404);
    }));

  it.each([["superuser"], ["__proto__"], ["administrator "]])("a role called %j is none", (role) =>
    inTransaction(database, async (db) => {
      const { administrator, owner } = await everybody(db);
      expect(
        await answerOf(
          setRoles(await visitAs(db, administrator, "/", { params: { accountId: owner.id }, form: { roles: role } })),
        ),
      ).toMatchObject({ status: 422, data: { errors: { roles: "not-a-choice" } } });
    }),
  );

  it("are not given to an address nobody has proven", () =>
    inTransaction(database, async (db) => {
      const [{ administrator }, unproven] = [await everybody(db), await anAccount(db, { emailConfirmedAt: null })];
      expect(
        await answerOf(
          setRoles(
            await visitAs(db, administrator, "/", {
              params: { accountId: unproven.id },
              form: { roles: "secretariat" },
            }),
          ),
        ),
      ).toMatchObject({ status: 409, data: { because: "person-not-confirmed" } });
    }));
});

describe("the directory", () => {
  it("is searched by name and address, whatever signs the search holds, and paged", () =>
    inTransaction(database, async (db) => {
      const { administrator } = await everybody(db);
      for (let n = 0; n < 51; n += 1) await anAccount(db, { name: `Zoe ${String(n).padStart(2, "0")}` });
      const found = async (query: string) =>
        (await answerOf(people(await visitAs(db, administrator, `/admin/people?${query}`)))).data as {
          people: { name: string }[];
          more: boolean;
        };
      const [first, second] = [await found("q=zoe"), await found("q=ZOE&page=2")];
      expect([first.people.length, first.more, second.people.length, second.more]).toEqual([50, true, 1, false]);
      expect(second.people[0]!.name).toBe("Zoe 50");
      for (const query of ["q=%25", "q=_____________________________", "q=%5C", "q=%27%20or%201%3D1--"])
        expect((await found(query)).people).toEqual([]);
      expect((await found("q=zoe&page=-1")).people).toHaveLength(50);
    }));
});

it("B55: a notice is one of those there are, whatever the address asks for", () =>
  inTransaction(database, async (db) => {
    const [administrator, { id }] = [await aStaffMember(db, "administrator"), await anAccount(db)];
    const told = async (done: string) =>
      (
        (
          await answerOf(
            person(await visitAs(db, administrator, `/admin/people/x?done=${done}`, { params: { accountId: id } })),
          )
        ).data as { done: unknown }
      ).done;
    expect([await told("saved"), await told("__proto__"), await told("constructor"), await told("")]).toEqual([
      expect.any(String),
      null,
      null,
      null,
    ]);
  }));

describe("the audit trail", () => {
  it("is filtered by person and by subject, and shows administrators the system's events alone", () =>
    inTransaction(database, async (db) => {
      const { administrator, secretariat, owner } = await everybody(db);
      const record = (stream: string, actor: typeof owner | typeof PORTAL, subjectId: string) =>
        transact({ db, actor, now: NOW }, async () => ({
          result: null,
          event: { type: "city.created", stream, subjectId, details: { role: "owner", n: 3 } },
        }));
      await record("system", owner, administrator.id);
      await record("round:x", secretariat, owner.id);
      await record("entry:x", PORTAL, owner.id);
      const shown = async (who: typeof owner, query = "") =>
        (
          (await answerOf(audit(await visitAs(db, who, `/audit${query}`)))).data as {
            events: { stream: string; details: unknown; actorName: string | null }[];
          }
        ).events;
      expect((await shown(secretariat)).map(({ stream }) => stream).sort()).toEqual(["entry:x", "round:x", "system"]);
      expect(await shown(administrator)).toMatchObject([
        {
          stream: "system",
          actorName: "Amara Okello",
          details: { role: "owner", n: 3 },
        },
      ]);
      expect((await shown(secretariat, `?subject=${owner.id}`)).map(({ stream }) => stream).sort()).toEqual([
        "entry:x",
        "round:x",
      ]);
      expect((await shown(secretariat, `?actor=${secretariat.id}`)).map(({ stream }) => stream)).toEqual(["round:x"]);
      expect(await shown(secretariat, "?subject=1%20or%201=1&page=zzz")).toHaveLength(3);
      expect(await shown(secretariat, "?page=2")).toEqual([]);
    }));
});
