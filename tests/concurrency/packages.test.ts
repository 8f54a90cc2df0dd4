import { asc, eq } from "drizzle-orm";
import { expect, it } from "vitest";
import { saveAnswer } from "#app/domain/entry/answers.server.ts";
import { confirmPackage, declinePackage, proposePackage } from "#app/domain/package/commands.server.ts";
import { signedPackage } from "#app/domain/package/queries.server.ts";
import { submitEntry } from "#app/domain/submission/commands.server.ts";
import { freezeRound } from "#app/domain/shortlist/commands.server.ts";
import { submissions } from "#db/schema/entry.ts";
import { packages } from "#db/schema/package.ts";
import { PUBLIC_URL } from "#tests/support/address.ts";
import { testDatabase } from "#tests/support/database.ts";
import { anEntry, aRound, aStaffMember, COMPLETE } from "#tests/support/factories.ts";
import { KEY } from "#tests/support/proved-round.ts";
import { oneAfterTheOther } from "#tests/support/waiting.ts";

const { db } = await testDatabase();
const MEANS = { logKey: KEY, files: { isWhole: async () => true } };

/** A package, two people, and its team, whose last words came before the bell and are in hand only now. */
async function aContested() {
  const { ctx, entryId, cycle } = await anEntry(db, { answers: COMPLETE });
  const round = await aRound(db, { cycleId: cycle.id });
  const minutes = (count: number) => new Date(cycle.closesAt.getTime() + count * 60_000);
  const { text: note } = await signedPackage({ ...ctx, now: minutes(-10) }, KEY, entryId);
  const proposed = { note, reason: "The portal was away." };
  const inTime = { ...ctx, now: minutes(-5) };
  await saveAnswer(inTime, { entryId, questionKey: "title", value: "Later words", baseVersion: 1 });
  const [lin, chen] = [await aStaffMember(db), await aStaffMember(db)].map((actor) => ({
    db,
    actor,
    now: minutes(60),
  }));
  return { inTime, lin: lin!, chen: chen!, proposed, entryId, round };
}

async function aProposed() {
  const made = await aContested();
  return { ...made, id: await proposePackage(made.lin, MEANS, made.proposed, PUBLIC_URL) };
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
  const { inTime, chen, id, entryId } = await aProposed();
  const confirming = oneAfterTheOther(
    db,
    (tx) => submitEntry({ ...inTime, db: tx }, entryId, PUBLIC_URL),
    () => confirmPackage(chen, MEANS, id, PUBLIC_URL),
  );
  await expect(confirming).rejects.toMatchObject({ because: "package-outdone" });
  expect(await kindsOf(entryId)).toEqual(["sent"]);
});

it("a submission that waits for a package comes after it, and counts", async () => {
  const { inTime, chen, id, entryId } = await aProposed();
  await oneAfterTheOther(
    db,
    (tx) => confirmPackage({ ...chen, db: tx }, MEANS, id, PUBLIC_URL),
    () => submitEntry(inTime, entryId, PUBLIC_URL),
  );
  expect(await kindsOf(entryId)).toEqual(["package", "sent"]);
});

it("a package is proposed only after the team's own submission that is under way, and then not at all", async () => {
  const { inTime, lin, proposed, entryId } = await aContested();
  const proposing = oneAfterTheOther(
    db,
    (tx) => submitEntry({ ...inTime, db: tx }, entryId, PUBLIC_URL),
    () => proposePackage(lin, MEANS, proposed, PUBLIC_URL),
  );
  await expect(proposing).rejects.toMatchObject({ because: "package-outdone" });
  expect(await db.select().from(packages).where(eq(packages.entryId, entryId))).toEqual([]);
});

it("a package that waits for a freeze is refused", async () => {
  const { lin, chen, id, entryId, round } = await aProposed();
  const confirming = oneAfterTheOther(
    db,
    (tx) => freezeRound({ ...lin, db: tx, now: new Date(round.opensAt.getTime() + 1) }, round.id),
    () => confirmPackage(chen, MEANS, id, PUBLIC_URL),
  );
  await expect(confirming).rejects.toMatchObject({ because: "round-frozen" });
  expect(await kindsOf(entryId)).toEqual([]);
});

it("of two decisions about a package the second hears that it came too late", async () => {
  const { lin, chen, id, entryId } = await aProposed();
  const declining = oneAfterTheOther(
    db,
    (tx) => confirmPackage({ ...chen, db: tx }, MEANS, id, PUBLIC_URL),
    () => declinePackage(lin, id),
  );
  await expect(declining).rejects.toMatchObject({ because: "already-decided" });
  expect(await kindsOf(entryId)).toEqual(["package"]);

  const other = await aProposed();
  const confirming = oneAfterTheOther(
    db,
    (tx) => declinePackage({ ...other.lin, db: tx }, other.id),
    () => confirmPackage(other.chen, MEANS, other.id, PUBLIC_URL),
  );
  await expect(confirming).rejects.toMatchObject({ because: "already-decided" });
  expect(await kindsOf(other.entryId)).toEqual([]);
});
