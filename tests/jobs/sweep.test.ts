import { eq } from "drizzle-orm";
import { expect, it } from "vitest";
import { issueToken } from "#app/domain/link/commands.server.ts";
import { PORTAL } from "#app/domain/context.ts";
import { sweep } from "#app/jobs/sweep.server.ts";
import { oneTimeTokens, sessions } from "#db/schema/account.ts";
import { inTransaction, testDatabase } from "#tests/support/database.ts";
import { anAccount } from "#tests/support/factories.ts";
import { testServices } from "#tests/support/visit.ts";

const { db: database } = await testDatabase();

it("forgets sessions that have ended and links of long ago, and nothing else", () =>
  inTransaction(database, async (db) => {
    const services = testServices(db);
    const [now, { id }] = [new Date(), await anAccount(db)];
    await services.sessions.open(id, now, null, "weak");
    await services.sessions.open(id, now, "old", "weak");
    await db
      .update(sessions)
      .set({ expiresAt: new Date(now.getTime() - 1000) })
      .where(eq(sessions.userAgent, "old"));
    await issueToken({ db, actor: PORTAL, now }, { purpose: "confirm-email", email: "new@city.example" });
    await issueToken(
      { db, actor: PORTAL, now: new Date(now.getTime() - 40 * 86_400_000) },
      { purpose: "confirm-email", email: "old@city.example" },
    );
    await sweep(services, now);
    expect(await db.select({ agent: sessions.userAgent }).from(sessions)).toEqual([{ agent: null }]);
    expect(await db.select({ email: oneTimeTokens.email }).from(oneTimeTokens)).toEqual([
      { email: "new@city.example" },
    ]);
  }));

it.each(["sweep", "remove", "drawings"] as const)("clears all else where files cannot %s", (broken) =>
  inTransaction(database, async (db) => {
    const services = testServices(db);
    const done: string[] = [];
    const step = (name: string) => async () => {
      if (name === broken) throw new Error("the cloud is away");
      done.push(name);
      return [] as never;
    };
    const files = { ...services.files, sweep: step("sweep"), drawings: step("drawings"), remove: step("remove") };
    const [now, { id }] = [new Date(), await anAccount(db)];
    await services.sessions.open(id, now, "old", "weak");
    await db.update(sessions).set({ expiresAt: new Date(now.getTime() - 1000) });
    await expect(sweep({ ...services, files }, now)).rejects.toThrow("the cloud is away");
    const unneeded = broken === "drawings" ? ["remove"] : [];
    expect(done).toEqual(["sweep", "drawings", "remove"].filter((name) => name !== broken && !unneeded.includes(name)));
    expect(await db.select().from(sessions)).toEqual([]);
  }),
);
