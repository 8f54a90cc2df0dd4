import { describe, expect, it } from "vitest";
import { eq, sql } from "drizzle-orm";
import { PORTAL } from "#app/domain/context.ts";
import { tellSigners } from "#app/domain/countersignature/letters.server.ts";
import { noteKey } from "#app/domain/commitment/note.ts";
import { publishResults, unpublishResults } from "#app/domain/result/commands.server.ts";
import { LOCALES } from "#app/i18n/locales.ts";
import { writeLetter } from "#app/jobs/letters.ts";
import type { LetterParams } from "#app/domain/notification/rules.ts";
import type { Db } from "#db/client.server.ts";
import { accounts } from "#db/schema/account.ts";
import { logCheckpoints, logLeaves } from "#db/schema/commitment.ts";
import { conflictDeclarations } from "#db/schema/conflict.ts";
import { panelMembers } from "#db/schema/panel.ts";
import { publications } from "#db/schema/result.ts";
import { PUBLIC_URL } from "#tests/support/address.ts";
import { inTransaction, testDatabase } from "#tests/support/database.ts";
import { aStaffMember } from "#tests/support/factories.ts";
import { days } from "#tests/support/judging.ts";
import { lettersOf } from "#tests/support/letters.ts";
import { aProvedRound, PORTAL_URL } from "#tests/support/proved-round.ts";

const { db } = await testDatabase();
const nadia = noteKey("notary.example/nadia", Buffer.alloc(32, 21));
const made = await aProvedRound(db, { against: false, entries: 10, scrutineers: [nadia], embargo: days(20) });
const [scrutineer, lin, chen] = [made.scrutineers[0]!.actor, made.lin.actor, made.chen.actor];
const tell = (tx: Db, at = 1) => tellSigners({ db: tx, actor: PORTAL, now: days(at) }, PORTAL_URL);
const letters = async (tx: Db, ...kinds: string[]) =>
  (await lettersOf(tx))
    .filter(({ kind }) => kinds.includes(kind))
    .map(({ email, kind, params }) => [email, kind, params["link"]])
    .sort();
const due = (tx: Db) => letters(tx, "result-to-check", "signature-due");

describe("a key that a scrutineer states", () => {
  it("is told to its holder and to the secretariat, with the key itself", async () => {
    expect(await letters(db, "own-key-stated", "scrutineer-key-stated")).toEqual(
      [
        [scrutineer.email, "own-key-stated", `${PORTAL_URL}/judging/rounds/${made.round.id}/scrutiny`],
        [lin.email, "scrutineer-key-stated", `${PORTAL_URL}/rounds/${made.round.id}/panel`],
        [chen.email, "scrutineer-key-stated", `${PORTAL_URL}/rounds/${made.round.id}/panel`],
      ].sort(),
    );
    for (const { kind, params } of await lettersOf(db))
      if (kind === "own-key-stated" || kind === "scrutineer-key-stated")
        for (const locale of LOCALES)
          expect(writeLetter(kind, params as LetterParams["scrutineer-key-stated"], locale).text).toContain(
            `\n\n${nadia.verifier}\n\n`,
          );
  });
});

describe("a stated result", () => {
  const toCheck = [scrutineer.email, "result-to-check", `${PORTAL_URL}/judging/rounds/${made.round.id}/scrutiny`];
  const toSign = (email: string) => [
    email,
    "signature-due",
    `${PORTAL_URL}/rounds/${made.round.id}/publication/countersignature`,
  ];

  it("is told once to its scrutineer and to who may sign for the award, each with the way to their page", () =>
    inTransaction(db, async (tx) => {
      await aStaffMember(tx, "observer");
      await aStaffMember(tx, "administrator");
      expect(await tell(tx)).toBe(3);
      expect(await tell(tx)).toBe(0);
      expect(await due(tx)).toEqual([toCheck, toSign(lin.email), toSign(chen.email)].sort());
      const later = await aStaffMember(tx);
      expect(await tell(tx)).toBe(1);
      expect(await due(tx)).toContainEqual(toSign(later.email));
    }));

  it("is no news after a week, nor before the log is signed to it", () =>
    inTransaction(db, async (tx) => {
      expect(await tell(tx, 9)).toBe(0);
      const [result] = await tx.select({ index: logLeaves.index }).from(logLeaves).where(eq(logLeaves.kind, "result"));
      await tx.execute(sql`set local session_replication_role = replica`);
      await tx.delete(logCheckpoints).where(eq(logCheckpoints.size, result!.index + 1));
      expect(await tell(tx)).toBe(0);
    }));

  it("that is public already is not said to be read before it is published alone", () =>
    inTransaction(db, async (tx) => {
      await tx.update(publications).set({ publishedAt: days(0) });
      expect(await tell(tx)).toBe(3);
      for (const { kind, params } of await lettersOf(tx))
        if (kind === "result-to-check" || kind === "signature-due")
          expect(writeLetter(kind, params as LetterParams["signature-due"], "en").text).toContain(
            "before it is published or after",
          );
    }));

  it("that was withdrawn is told to nobody, until it is published again", () =>
    inTransaction(db, async (tx) => {
      const chenAt = (at: number) => ({ ...made.chen, db: tx, now: days(at) });
      await unpublishResults(chenAt(1), { roundId: made.round.id, reason: "A city withdrew." });
      expect(await tell(tx)).toBe(0);
      await publishResults(chenAt(1), { roundId: made.round.id, at: days(1), publicUrl: PUBLIC_URL });
      expect(await tell(tx)).toBe(3);
    }));

  it.each<[string, (tx: Db) => Promise<unknown>, string]>([
    [
      "in conflict with an entry",
      (tx) =>
        tx.insert(conflictDeclarations).values({
          entryId: made.candidates[0]!.id,
          accountId: lin.id,
          answer: "conflict",
          at: days(0),
        }),
      lin.email,
    ],
    [
      "who chairs the round",
      (tx) =>
        tx.insert(panelMembers).values({ roundId: made.round.id, accountId: lin.id, role: "chair", joinedAt: days(0) }),
      lin.email,
    ],
    [
      "whose account is disabled",
      (tx) =>
        tx
          .update(accounts)
          .set({ disabledAt: days(0) })
          .where(eq(accounts.id, chen.id)),
      chen.email,
    ],
    [
      "who scrutinises and is in conflict",
      (tx) =>
        tx.insert(conflictDeclarations).values({
          entryId: made.candidates[0]!.id,
          accountId: scrutineer.id,
          answer: "conflict",
          at: days(0),
        }),
      scrutineer.email,
    ],
  ])("is not told to somebody %s", (_who, change, email) =>
    inTransaction(db, async (tx) => {
      await change(tx);
      expect(await tell(tx)).toBe(2);
      expect((await due(tx)).map(([to]) => to)).not.toContain(email);
    }),
  );
});
