import { describe, expect, it } from "vitest";
import { eq } from "drizzle-orm";
import { PORTAL } from "#app/domain/context.ts";
import { tellSigners } from "#app/domain/countersignature/letters.server.ts";
import { noteKey } from "#app/domain/commitment/note.ts";
import { LOCALES } from "#app/i18n/locales.ts";
import { writeLetter } from "#app/jobs/letters.ts";
import type { LetterParams } from "#app/domain/notification/rules.ts";
import type { Db } from "#db/client.server.ts";
import { accounts } from "#db/schema/account.ts";
import { conflictDeclarations } from "#db/schema/conflict.ts";
import { panelMembers } from "#db/schema/panel.ts";
import { inTransaction, testDatabase } from "#tests/support/database.ts";
import { aStaffMember } from "#tests/support/factories.ts";
import { days } from "#tests/support/judging.ts";
import { lettersOf } from "#tests/support/letters.ts";
import { aProvedRound } from "#tests/support/proved-round.ts";

const { db } = await testDatabase();
const URL = "https://award.example";
const nadia = noteKey("notary.example/nadia", Buffer.alloc(32, 21));
const made = await aProvedRound(db, { against: false, entries: 10, scrutineers: [nadia], embargo: days(20) });
const [scrutineer, lin, chen] = [made.scrutineers[0]!.actor, made.lin.actor, made.chen.actor];
const tell = (tx: Db, at = 1) => tellSigners({ db: tx, actor: PORTAL, now: days(at) }, URL);
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
        [scrutineer.email, "own-key-stated", `/judging/rounds/${made.round.id}/scrutiny`],
        [lin.email, "scrutineer-key-stated", `/rounds/${made.round.id}/panel`],
        [chen.email, "scrutineer-key-stated", `/rounds/${made.round.id}/panel`],
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
  const toCheck = [scrutineer.email, "result-to-check", `${URL}/judging/rounds/${made.round.id}/scrutiny`];
  const toSign = (email: string) => [
    email,
    "signature-due",
    `${URL}/rounds/${made.round.id}/publication/countersignature`,
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
