import { describe, expect, it } from "vitest";
import { action as endSessions } from "#app/routes/account/sessions-end.ts";
import { loader as own } from "#app/routes/account/own.tsx";
import { loader as ownData } from "#app/routes/account/own-data.ts";
import { openAccount } from "#app/domain/account/commands.server.ts";
import { PORTAL } from "#app/domain/context.ts";
import { sessions } from "#db/schema/account.ts";
import { authenticatorApps } from "#db/schema/factor.ts";
import { inTransaction, testDatabase } from "#tests/support/database.ts";
import { aCity, aMember, NOW } from "#tests/support/factories.ts";
import { answerOf, visitAs } from "#tests/support/visit.ts";

const { db: database } = await testDatabase();

describe("one's own data", () => {
  it("matrix 60: is one's own, without secrets and without anybody else", () =>
    inTransaction(database, async (db) => {
      const id = await openAccount(
        { db, actor: PORTAL, now: NOW },
        { email: "amara@kampala.example", name: "Amara Okello", locale: "en", passwordHash: "CNRY-hash" },
      );
      const city = await aCity(db);
      await db
        .insert(authenticatorApps)
        .values({ accountId: id, sealedSecret: "CNRY-secret", lastStep: 0, addedAt: NOW });
      const other = await aMember(db, city.id);
      const read = async (person: { id: string }) => {
        const response = (await ownData(await visitAs(db, person, "/account/data.json"))) as Response;
        expect(response.headers.get("cache-control")).toContain("no-store");
        return response.text();
      };
      const [mine, theirs] = [await read({ id }), await read(other)];
      expect(JSON.parse(mine)).toMatchObject({
        account: { email: "amara@kampala.example" },
        teams: [],
        secondFactors: [{ kind: "app" }],
        sessions: [{ strong: true }],
      });
      expect(JSON.parse(theirs)).toMatchObject({ teams: [{ city: city.name }], secondFactors: [] });
      for (const secret of ["CNRY", other.id, other.email, city.name]) expect(mine).not.toContain(secret);
      expect(theirs).not.toContain("amara");
    }));

  it("B72: signing out elsewhere ends every session but a new one here", () =>
    inTransaction(database, async (db) => {
      const me = await aMember(db, (await aCity(db)).id);
      const elsewhere = (await visitAs(db, me, "/account")).request.headers.get("cookie")!;
      const visit = await visitAs(db, me, "/account/sessions", { form: {} });
      expect(await answerOf(endSessions(visit))).toMatchObject({ status: 303, location: "/account?saved=elsewhere" });
      expect(await db.select().from(sessions)).toHaveLength(1);
      const status = async (cookie: string) =>
        (await answerOf(own(await visitAs(db, null, "/account", { headers: { cookie } })))).status;
      expect(await status(elsewhere)).toBe(302);
      expect(await status(visit.context.cookies.find((each) => each.startsWith("sid="))!.split(";")[0]!)).toBe(200);
    }));
});
