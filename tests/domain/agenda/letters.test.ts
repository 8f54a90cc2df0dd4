import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { endSettledLetters, tellSecondPersons } from "#app/domain/agenda/letters.server.ts";
import { PORTAL } from "#app/domain/context.ts";
import type { Db } from "#db/client.server.ts";
import { accounts, roleGrants } from "#db/schema/account.ts";
import { citations } from "#db/schema/citation.ts";
import { cityMembers } from "#db/schema/city.ts";
import { conflictDeclarations, conflictWaivers } from "#db/schema/conflict.ts";
import { notifications } from "#db/schema/notification.ts";
import { packages } from "#db/schema/package.ts";
import { proposals } from "#db/schema/proposal.ts";
import { freezes } from "#db/schema/round.ts";
import { screenings } from "#db/schema/screening.ts";
import { finalisations } from "#db/schema/shortlist.ts";
import { writeLetter } from "#app/jobs/letters.ts";
import { LOCALES } from "#app/i18n/locales.ts";
import { agendaOf, chairsAgendaOf } from "#app/domain/agenda/queries.server.ts";
import { PUBLIC_URL } from "#tests/support/address.ts";
import { inTransaction, testDatabase } from "#tests/support/database.ts";
import { anAccount, aStaffMember, JUDGING } from "#tests/support/factories.ts";
import { aCandidate, aContest, aJudge, aScoredRound, contextOf } from "#tests/support/judging.ts";
import { lettersOf } from "#tests/support/letters.ts";

const { db } = await testDatabase();
const after = (hours: number) => new Date(JUDGING.getTime() + hours * 3_600_000);
const portal = (tx: Db, now = JUDGING) => ({ db: tx, actor: PORTAL, now });
const tell = (tx: Db, now = JUDGING) => tellSecondPersons(portal(tx, now), PUBLIC_URL);
const told = async (tx: Db, of = "second-signature") =>
  (await lettersOf(tx)).filter(({ kind }) => kind === of).map(({ email }) => email);
/** Whom letters tell that are still to go out. */
const waiting = async (tx: Db) =>
  (await tx.select().from(notifications))
    .filter(({ sentAt, failedAt }) => !sentAt && !failedAt)
    .map(({ email }) => email)
    .sort();
const emails = (...people: { email: string }[]) => people.map(({ email }) => email).sort();

/** A list that Lin has proposed; two more of the secretariat, a chair, a reviewer and an observer. */
async function aProposedList(tx: Db) {
  const cycle = await aContest(tx);
  const round = await aScoredRound(tx, { cycle });
  const entry = await aCandidate(tx, { cycle });
  const [lin, chen, partial] = [await aStaffMember(tx), await aStaffMember(tx), await aStaffMember(tx)];
  const chair = await aJudge(tx, round, { role: "chair" });
  await aJudge(tx, round);
  await aStaffMember(tx, "observer");
  await tx
    .insert(conflictDeclarations)
    .values({ entryId: entry.id, accountId: partial.id, answer: "conflict", reason: "a friend", at: JUDGING });
  await tx.insert(freezes).values({ roundId: round.id, at: JUDGING, by: lin.id, reviews: 0, scoresSha256: "" });
  const propose = (by: { id: string }, listSha256 = "a".repeat(64)) =>
    tx
      .insert(finalisations)
      .values({ roundId: round.id, listSha256, places: 1, proposedAt: JUDGING, proposedBy: by.id });
  await propose(lin);
  return { round, entry, lin, chen, partial, chair, propose };
}

describe("a list that waits for its second signature", () => {
  it("is told to whoever may give it, once: not to the proposer, nor to whom a conflict keeps from part of it", () =>
    inTransaction(db, async (tx) => {
      const { round, chen, chair } = await aProposedList(tx);
      expect(await tell(tx)).toBe(2);
      expect((await told(tx)).sort()).toEqual([chen.email, chair.email].sort());
      expect(await tell(tx)).toBe(0);
      const [letter] = await lettersOf(tx);
      expect(letter!.params).toMatchObject({ link: `${PUBLIC_URL}/rounds/${round.id}/finalisation` });
    }));

  it("is not told again when it was returned and proposed anew, but another list is", () =>
    inTransaction(db, async (tx) => {
      const { lin, chen, chair, propose } = await aProposedList(tx);
      await tell(tx);
      await tx.delete(finalisations);
      await propose(chen);
      await tell(tx);
      expect((await told(tx)).sort()).toEqual([chen.email, chair.email, lin.email].sort());
      await tx.delete(finalisations);
      await propose(lin, "b".repeat(64));
      expect(await tell(tx)).toBe(2);
    }));

  it("is told to nobody once approved, nor once its proposer has left, nor to a closed account", () =>
    inTransaction(db, async (tx) => {
      const { lin, chen, chair } = await aProposedList(tx);
      await tx.update(accounts).set({ disabledAt: JUDGING }).where(eq(accounts.id, chair.id));
      await tx.update(finalisations).set({ approvedAt: JUDGING, approvedBy: chen.id });
      expect(await tell(tx)).toBe(0);
      await tx.update(finalisations).set({ approvedAt: null, approvedBy: null });
      expect(await tell(tx)).toBe(1);
      await tx.delete(roleGrants).where(eq(roleGrants.accountId, lin.id));
      await tx.update(finalisations).set({ listSha256: "c".repeat(64) });
      expect(await tell(tx)).toBe(0);
    }));
});

/** Words of a final list that Lin corrects. */
async function aCorrection(tx: Db) {
  const list = await aProposedList(tx);
  const { lin, chen, round, entry } = list;
  await tx.update(finalisations).set({ approvedAt: JUDGING, approvedBy: chen.id });
  const version = (version: number, by: { id: string }) =>
    tx.insert(citations).values({
      roundId: round.id,
      entryId: entry.id,
      version,
      statement: { en: `Version ${version}.` },
      reason: version === 1 ? "" : "A wrong year.",
      writtenAt: JUDGING,
      writtenBy: by.id,
      ...(version === 1 ? { approvedAt: JUDGING, approvedBy: chen.id } : {}),
    });
  await version(1, lin);
  return { ...list, version };
}

describe("a correction of words that two people have signed", () => {
  it("is told to whoever may give the second signature, once, and stands on their desk", () =>
    inTransaction(db, async (tx) => {
      const { chen, lin, chair, partial, round, entry, version } = await aCorrection(tx);
      expect(await tell(tx)).toBe(0);
      await version(2, lin);
      expect(await tell(tx)).toBe(2);
      expect((await told(tx, "proposal-made")).sort()).toEqual(emails(chen, chair));
      expect(await tell(tx)).toBe(0);
      const [letter] = await lettersOf(tx);
      const link = `${PUBLIC_URL}/rounds/${round.id}/selection/${entry.id}/citation`;
      expect(letter!.params).toMatchObject({ name: entry.code, by: lin.name, reason: "A wrong year.", link });
      for (const locale of LOCALES)
        expect(writeLetter("proposal-made", letter!.params as never, locale).text).not.toContain("correction.");
      const duty = { kind: "correction", id: entry.id, roundId: round.id, code: entry.code };
      expect(await agendaOf(await contextOf(tx, chen))).toContainEqual(expect.objectContaining(duty));
      expect(await chairsAgendaOf(await contextOf(tx, chair))).toContainEqual(expect.objectContaining(duty));
      for (const other of [lin, partial])
        expect(await agendaOf(await contextOf(tx, other))).not.toContainEqual(expect.objectContaining(duty));
    }));

  it("is told of to nobody before the list is final, nor of one whose writer has left", () =>
    inTransaction(db, async (tx) => {
      const { lin, version } = await aCorrection(tx);
      await version(2, lin);
      await tx.update(finalisations).set({ approvedAt: null, approvedBy: null });
      expect(await told(tx, "proposal-made")).toEqual([]);
      await tell(tx);
      expect(await told(tx, "proposal-made")).toEqual([]);
      await tx
        .update(finalisations)
        .set({ approvedAt: JUDGING, approvedBy: lin.id, proposedBy: (await anAccount(tx)).id });
      await tx.delete(roleGrants).where(eq(roleGrants.accountId, lin.id));
      expect(await tell(tx)).toBe(0);
    }));
});

describe("entries found ineligible", () => {
  async function someIneligible(tx: Db) {
    const list = await aProposedList(tx);
    await tx.delete(finalisations);
    const find = (entryId: string, at: Date, by = list.lin) =>
      tx
        .insert(screenings)
        .values({ entryId, outcome: "ineligible", reason: "Too late.", at, by: by.id })
        .onConflictDoUpdate({
          target: screenings.entryId,
          set: { outcome: "ineligible", at, by: by.id, confirmedAt: null, confirmedBy: null },
        });
    await find(list.entry.id, JUDGING);
    return { ...list, find };
  }

  it("are told of once nobody has found another for an hour, to others who may know of them, each once", () =>
    inTransaction(db, async (tx) => {
      const { entry, chen, find, round } = await someIneligible(tx);
      const other = await aCandidate(tx, { cycle: { id: round.cycleId } as never });
      await find(other.id, after(0.5));
      await tx
        .insert(cityMembers)
        .values({ cityId: other.city.id, accountId: chen.id, role: "viewer", joinedAt: JUDGING });
      expect(await tell(tx, after(1.4))).toBe(1);
      expect(await told(tx, "ineligible-waits")).toEqual([chen.email]);
      const [letter] = await lettersOf(tx);
      expect(letter!.params).toMatchObject({
        count: "1",
        link: `${PUBLIC_URL}/secretariat/cycles/${round.cycleId}?state=received`,
      });
      for (const locale of LOCALES)
        expect(writeLetter("ineligible-waits", letter!.params as never, locale).text).toContain("1");
      // Who is in conflict with one of them is told of the other alone.
      expect(await tell(tx, after(1.6))).toBe(1);
      expect(await tell(tx, after(48))).toBe(0);
      await find(entry.id, after(50));
      expect(await tell(tx, after(50.5))).toBe(0);
      expect(await tell(tx, after(51.5))).toBe(1);
    }));
});

describe("a letter to a second person that has not gone out yet", () => {
  it("is withdrawn when the list is approved, returned or of nobody's signature any more; and owed anew where it waits again", () =>
    inTransaction(db, async (tx) => {
      const { lin, chen, chair, propose } = await aProposedList(tx);
      await tell(tx);
      await endSettledLetters(portal(tx));
      expect(await waiting(tx)).toEqual(emails(chen, chair));
      await tx.update(finalisations).set({ approvedAt: JUDGING, approvedBy: chen.id });
      await endSettledLetters(portal(tx));
      expect(await waiting(tx)).toEqual([]);
      await tx.delete(finalisations);
      await propose(lin);
      expect(await tell(tx)).toBe(2);
      expect(await waiting(tx)).toEqual(emails(chen, chair));
      await tx.update(notifications).set({ sentAt: JUDGING });
      await tx.delete(finalisations);
      await endSettledLetters(portal(tx));
      await propose(lin);
      expect(await tell(tx)).toBe(0);
      expect((await tx.select().from(notifications)).every(({ lastError }) => lastError === null)).toBe(true);
    }));

  it("is withdrawn alone for who may not sign any more", () =>
    inTransaction(db, async (tx) => {
      const { chen, chair } = await aProposedList(tx);
      await tell(tx);
      await tx.update(accounts).set({ disabledAt: JUDGING }).where(eq(accounts.id, chair.id));
      await endSettledLetters(portal(tx));
      expect(await waiting(tx)).toEqual(emails(chen));
    }));

  it("is withdrawn when a correction, a finding, a right, a lifting or a package is decided, and no other letter is", () =>
    inTransaction(db, async (tx) => {
      const { lin, chen, chair, entry, version } = await aCorrection(tx);
      await version(2, lin);
      await tx.delete(screenings).where(eq(screenings.entryId, entry.id));
      await tx
        .insert(screenings)
        .values({ entryId: entry.id, outcome: "ineligible", reason: "Late.", at: JUDGING, by: lin.id });
      expect(await tell(tx, after(2))).toBe(3);
      const [right] = await tx
        .insert(proposals)
        .values({ kind: "role", role: "secretariat", accountId: chair.id, reason: "Help.", at: JUDGING, by: lin.id })
        .returning();
      const [pack] = await tx
        .insert(packages)
        .values({ entryId: entry.id, note: "signed", savedAt: JUDGING, reason: "Line.", at: JUDGING, by: lin.id })
        .returning();
      await tx
        .insert(conflictWaivers)
        .values({ entryId: entry.id, accountId: chair.id, kinds: ["unsure"], reason: "Far.", at: JUDGING, by: lin.id });
      const own = { email: "owed@example.org", locale: "en", kind: "proposal-made", params: {}, createdAt: JUDGING };
      const names = [
        `proposal-made:${right!.id}`,
        `package-proposed:${pack!.id}`,
        `waiver-proposed:${entry.id}:${chair.id}:${JUDGING.toISOString()}`,
      ];
      await tx
        .insert(notifications)
        .values([
          ...names.map((name) => ({ ...own, dedupe: `${name}:${chen.id}`, dueAt: JUDGING })),
          { ...own, kind: "account-exists", dedupe: "of something else", dueAt: JUDGING },
        ]);
      const left = async () => {
        await endSettledLetters(portal(tx, after(2)));
        return (await waiting(tx)).length;
      };
      expect(await left()).toBe(7);
      await tx.update(citations).set({ approvedAt: JUDGING, approvedBy: chen.id }).where(eq(citations.version, 2));
      expect(await left()).toBe(5);
      await tx.update(screenings).set({ confirmedAt: JUDGING, confirmedBy: chen.id });
      expect(await left()).toBe(4);
      await tx.update(proposals).set({ outcome: "declined", decidedAt: JUDGING, decidedBy: chen.id });
      expect(await left()).toBe(3);
      await tx.update(packages).set({ outcome: "withdrawn", decidedAt: JUDGING, decidedBy: lin.id });
      expect(await left()).toBe(2);
      await tx.delete(conflictWaivers);
      expect(await left()).toBe(1);
    }));
});
