import { afterAll, describe, expect, it } from "vitest";
import { PUBLIC_URL } from "#tests/support/address.ts";
import { eventsOf } from "#tests/support/audit.ts";
import { ANONYMOUS, type Context, type StaffRole } from "#app/domain/context.ts";
import { withdrawEntry } from "#app/domain/entry/commands.server.ts";
import { saveAnswer } from "#app/domain/entry/answers.server.ts";
import { submitEntry } from "#app/domain/submission/commands.server.ts";
import { getSealedEntry } from "#app/domain/entry/sealed.server.ts";
import { NotFound } from "#app/domain/errors.ts";
import { extendEntry } from "#app/domain/extension/commands.server.ts";
import { canExtend } from "#app/domain/extension/policy.ts";
import { getExtensions } from "#app/domain/extension/queries.server.ts";
import { screenEntry } from "#app/domain/screening/commands.server.ts";
import { hidden, no, notNow, yes } from "#app/domain/verdict.ts";
import { connect, type Db } from "#db/client.server.ts";
import { cityMembers } from "#db/schema/city.ts";
import { conflictDeclarations } from "#db/schema/conflict.ts";
import { inTransaction, PATIENT, testDatabase } from "#tests/support/database.ts";
import { aMember, anEntry, aRound, aStaffMember, COMPLETE, PASSES, personOf } from "#tests/support/factories.ts";
import { lettersOf } from "#tests/support/letters.ts";

const { db, url } = await testDatabase();
const other = connect(url, { ...PATIENT, max: 2 });
afterAll(() => other.end());
const hours = (from: Date, count: number) => new Date(from.getTime() + count * 3_600_000);

/** An entry an hour after its call has closed, and the secretariat's context then. */
async function aClosed(
  tx: Db,
  { answers = COMPLETE, submitted = false }: { answers?: Record<string, unknown>; submitted?: boolean } = {},
) {
  const scene = await anEntry(tx, { answers });
  if (submitted) await submitEntry(scene.ctx, scene.entryId, PUBLIC_URL);
  const now = hours(scene.cycle.closesAt, 1);
  const staff: Context = { db: tx, actor: await aStaffMember(tx), now };
  return { ...scene, now, staff, later: { closesAt: hours(now, 24), reason: "Power cut in the city" } };
}

describe("more time for one entry", () => {
  it("opens it again to its team, tells everybody who can work on it, and stays on record", () =>
    inTransaction(db, async (tx) => {
      const { ctx, staff, owner, city, code, entryId, cycle, now, later } = await aClosed(tx);
      await aMember(tx, city.id, "viewer");
      const save = () =>
        saveAnswer({ ...ctx, now }, { entryId, questionKey: "title", value: "In time after all", baseVersion: 1 });
      await expect(save()).rejects.toMatchObject({ because: "call-closed" });
      await extendEntry(staff, entryId, later, "https://award.example");
      expect(await save()).toMatchObject({ version: 2 });
      expect(await submitEntry({ ...ctx, now: later.closesAt }, entryId, PUBLIC_URL)).toMatchObject({ number: 1 });
      await expect(submitEntry({ ...ctx, now: hours(later.closesAt, 1) }, entryId, PUBLIC_URL)).rejects.toMatchObject({
        because: "call-closed",
      });
      const letters = (await lettersOf(tx)).filter(({ kind }) => kind === "entry-extended");
      expect(letters).toMatchObject([
        {
          email: owner.email,
          params: { code, reason: later.reason, link: `https://award.example/entries/${entryId}` },
        },
      ]);
      expect((await getExtensions(staff, entryId)).changes).toMatchObject([
        { from: cycle.closesAt, to: later.closesAt, reason: later.reason, by: staff.actor.name },
      ]);
      expect((await eventsOf(ctx, entryId)).map(({ type }) => type)).toContain("entry.extended");
    }));

  it("closes what was sent to staff again, who can screen it only afterwards", () =>
    inTransaction(db, async (tx) => {
      const { staff, entryId, later } = await aClosed(tx, { submitted: true });
      expect((await getSealedEntry(staff, entryId)).submission.number).toBe(1);
      await extendEntry(staff, entryId, later, PUBLIC_URL);
      await expect(getSealedEntry(staff, entryId)).rejects.toBeInstanceOf(NotFound);
      await expect(screenEntry(staff, entryId, PASSES)).rejects.toMatchObject({ because: "call-still-open" });
      await screenEntry({ ...staff, now: hours(later.closesAt, 1) }, entryId, PASSES);
      await expect(extendEntry(staff, entryId, later, PUBLIC_URL)).rejects.toMatchObject({
        because: "already-screened",
      });
    }));

  it("must be later than now and than the deadline of all, and is not for withdrawn entries", () =>
    inTransaction(db, async (tx) => {
      const { ctx, staff, entryId, cycle, now, later } = await aClosed(tx);
      await expect(extendEntry(staff, entryId, { ...later, closesAt: now }, PUBLIC_URL)).rejects.toMatchObject({
        fields: { date: "in-the-past" },
      });
      await expect(
        extendEntry(
          { ...staff, now: hours(cycle.closesAt, -2) },
          entryId,
          { ...later, closesAt: cycle.closesAt },
          PUBLIC_URL,
        ),
      ).rejects.toMatchObject({ fields: { date: "adds-no-time" } });
      await withdrawEntry(ctx, entryId, "x");
      await expect(extendEntry(staff, entryId, later, PUBLIC_URL)).rejects.toMatchObject({
        because: "entry-withdrawn",
      });
      expect((await getExtensions(staff, entryId)).changes).toEqual([]);
    }));

  it("shows nothing of what a draft says, and nothing at all of entries of one's own city or in conflict", () =>
    inTransaction(db, async (tx) => {
      const { staff, entryId, city, cycle, later } = await aClosed(tx, {
        answers: { ...COMPLETE, title: "CNRY-draft" },
      });
      expect(JSON.stringify(await getExtensions(staff, entryId))).not.toContain("CNRY");
      await aRound(tx, { cycleId: cycle.id });
      const [relative, citizen] = [await aStaffMember(tx), await aStaffMember(tx)];
      await tx
        .insert(conflictDeclarations)
        .values({ entryId, accountId: relative.id, answer: "conflict", at: staff.now });
      await tx
        .insert(cityMembers)
        .values({ cityId: city.id, accountId: citizen.id, role: "viewer", joinedAt: staff.now });
      for (const { id } of [relative, citizen]) {
        const ctx = { ...staff, actor: await personOf(tx, id) };
        await expect(getExtensions(ctx, entryId)).rejects.toBeInstanceOf(NotFound);
        await expect(extendEntry(ctx, entryId, later, PUBLIC_URL)).rejects.toBeInstanceOf(NotFound);
      }
    }));

  it("a screening under way is waited for: an entry is never both screened and open", async () => {
    const { staff, entryId, later } = await aClosed(db, { submitted: true });
    let held = () => {};
    const holding = new Promise<void>((resolve) => (held = resolve));
    const extending = other.db.transaction(async (tx) => {
      await extendEntry({ ...staff, db: tx }, entryId, later, PUBLIC_URL);
      held();
      await new Promise((resolve) => setTimeout(resolve, 80));
    });
    await holding;
    await expect(screenEntry(staff, entryId, PASSES)).rejects.toMatchObject({ because: "call-still-open" });
    await extending;
  });
});

it.each([
  ["the secretariat", "secretariat", {}, yes],
  ["an observer", "observer", {}, no("not-your-role")],
  ["an administrator", "administrator", {}, hidden],
  ["what was withdrawn", "secretariat", { withdrawn: true }, notNow("entry-withdrawn")],
  ["what was screened", "secretariat", { screened: true }, notNow("already-screened")],
  ["after a freeze", "secretariat", { frozen: true }, notNow("round-frozen")],
] as const)("may %s?", (_case, role: StaffRole, over, verdict) =>
  expect(
    canExtend({ ...ANONYMOUS, staff: [role] }, { withdrawn: false, screened: false, frozen: false, ...over }),
  ).toEqual(verdict),
);
