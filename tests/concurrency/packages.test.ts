import { asc, eq } from "drizzle-orm";
import { afterAll, expect, it } from "vitest";
import { saveAnswer } from "#app/domain/entry/answers.server.ts";
import { confirmPackage, proposePackage } from "#app/domain/package/commands.server.ts";
import { signedPackage } from "#app/domain/package/queries.server.ts";
import { submitEntry } from "#app/domain/submission/commands.server.ts";
import { connect } from "#db/client.server.ts";
import { submissions } from "#db/schema/entry.ts";
import { testDatabase } from "#tests/support/database.ts";
import { anEntry, aRound, aStaffMember, COMPLETE } from "#tests/support/factories.ts";
import { KEY } from "#tests/support/proved-round.ts";

const { db, url } = await testDatabase();
const other = connect(url, { max: 2 });
afterAll(() => other.end());
const MEANS = { logKey: KEY, files: { isWhole: async () => true } };

/**
 * A package that waits for its second person, and its team, whose last words came before the bell and are in hand only
 * now.
 */
async function aContested() {
  const { ctx, entryId, cycle } = await anEntry(db, { answers: COMPLETE });
  await aRound(db, { cycleId: cycle.id });
  const minutes = (count: number) => new Date(cycle.closesAt.getTime() + count * 60_000);
  const { text: note } = await signedPackage({ ...ctx, now: minutes(-10) }, KEY, entryId);
  const inTime = { ...ctx, now: minutes(-5) };
  await saveAnswer(inTime, { entryId, questionKey: "title", value: "Later words", baseVersion: 1 });
  const [lin, chen] = [await aStaffMember(db), await aStaffMember(db)].map((actor) => ({
    db,
    actor,
    now: minutes(60),
  }));
  const id = await proposePackage(lin!, MEANS, { note, reason: "The portal was away." });
  return { inTime, chen: chen!, id, entryId };
}

/** The second begins while the first is done and not committed. */
async function oneAfterTheOther(first: (tx: typeof db) => Promise<unknown>, second: () => Promise<unknown>) {
  let later: Promise<unknown> = Promise.resolve();
  await other.db.transaction(async (tx) => {
    await first(tx);
    later = second();
    later.catch(() => {});
    await new Promise((resolve) => setTimeout(resolve, 80));
  });
  return later;
}

const kindsOf = async (entryId: string) =>
  (
    await db
      .select({ kind: submissions.kind })
      .from(submissions)
      .where(eq(submissions.entryId, entryId))
      .orderBy(asc(submissions.number))
  ).map(({ kind }) => kind);

it("a package that waits for the team's own submission is refused", async () => {
  const { inTime, chen, id, entryId } = await aContested();
  const confirming = oneAfterTheOther(
    (tx) => submitEntry({ ...inTime, db: tx }, entryId),
    () => confirmPackage(chen, MEANS, id),
  );
  await expect(confirming).rejects.toMatchObject({ because: "package-outdone" });
  expect(await kindsOf(entryId)).toEqual(["sent"]);
});

it("a submission that waits for a package comes after it, and counts", async () => {
  const { inTime, chen, id, entryId } = await aContested();
  await oneAfterTheOther(
    (tx) => confirmPackage({ ...chen, db: tx }, MEANS, id),
    () => submitEntry(inTime, entryId),
  );
  expect(await kindsOf(entryId)).toEqual(["package", "sent"]);
});
