import { and, eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { PUBLIC_URL } from "#tests/support/address.ts";
import { eventsOf } from "#tests/support/audit.ts";
import { canonical, sha256 } from "#app/domain/audit/rules.ts";
import { approveCorrection, cite, wordsHash } from "#app/domain/citation/commands.server.ts";
import { citationInput, readWords } from "#app/domain/citation/input.ts";
import { citationOf } from "#app/domain/citation/queries.server.ts";
import { datasetOf } from "#app/domain/dataset/queries.server.ts";
import { Invalid, NotFound, Stale } from "#app/domain/errors.ts";
import { publishResults } from "#app/domain/result/commands.server.ts";
import { getResult } from "#app/domain/result/queries.server.ts";
import { proposeShortlist } from "#app/domain/shortlist/commands.server.ts";
import { signingOf } from "#app/domain/shortlist/queries.server.ts";
import type { Db } from "#db/client.server.ts";
import { citations } from "#db/schema/citation.ts";
import { logLeaves } from "#db/schema/commitment.ts";
import { publications, results } from "#db/schema/result.ts";
import { finalisations } from "#db/schema/shortlist.ts";
import { WAYS_TO_LEAVE } from "#tests/support/leaving.ts";
import { inTransaction, testDatabase } from "#tests/support/database.ts";
import { JUDGING } from "#tests/support/factories.ts";
import { aFrozenRound } from "#tests/support/final-list.ts";
import { days } from "#tests/support/judging.ts";

const { db } = await testDatabase();
const words = (en: string) => ({ statement: { en }, citation: { en: `${en} at length`, fr: `${en} en détail` } });

async function aCitedRound(tx: Db) {
  const made = await aFrozenRound(tx);
  return { ...made, about: { roundId: made.round.id, entryId: made.first.id } };
}
const pendingOf = async (ctx: Parameters<typeof citationOf>[0], about: { roundId: string; entryId: string }) =>
  (await citationOf(ctx, about.roundId, about.entryId)).pending!;
const publicWords = async (tx: Db, now: Date) =>
  (await getResult({ db: tx, now }, (await tx.select({ id: results.id }).from(results))[0]!.id)).words;

describe("before the list is final", () => {
  it("words are part of what two people sign: writing them changes its fingerprint and voids a proposal", () =>
    inTransaction(db, async (tx) => {
      const { round, lin, ingrid, conflicted, about, second } = await aCitedRound(tx);
      const before = (await signingOf(lin, round.id)).listSha256;
      await cite(lin, { ...about, entryId: second.id, words: words("Not on the list"), reason: "" });
      expect((await signingOf(lin, round.id)).listSha256).toBe(before);
      await proposeShortlist(ingrid, round.id);
      await cite(lin, { ...about, words: words("Bold"), reason: "" });
      const signing = await signingOf(lin, round.id);
      expect(signing.listSha256).not.toBe(before);
      expect((await signingOf(conflicted, round.id)).cited).toEqual([]);
      expect(signing.cited).toEqual([{ entryId: about.entryId, title: "First", ...words("Bold") }]);
      expect(await tx.select().from(finalisations)).toEqual([]);
      await cite(ingrid, { ...about, words: words("Bolder"), reason: "" });
      expect(
        await tx
          .select({ version: citations.version, statement: citations.statement, approvedAt: citations.approvedAt })
          .from(citations)
          .where(eq(citations.entryId, about.entryId)),
      ).toEqual([{ version: 1, statement: { en: "Bolder" }, approvedAt: null }]);
      expect((await eventsOf({ db: tx }, about.entryId)).map(({ type }) => type)).toContain("citation.written");
    }));

  it("whoever is in conflict with the entry finds nothing there, and no invented entry is cited", () =>
    inTransaction(db, async (tx) => {
      const { conflicted, lin, about } = await aCitedRound(tx);
      await expect(cite(conflicted, { ...about, words: words("Mine"), reason: "" })).rejects.toBeInstanceOf(NotFound);
      await expect(citationOf(conflicted, about.roundId, about.entryId)).rejects.toBeInstanceOf(NotFound);
      await expect(
        cite(lin, { ...about, entryId: "00000000-0000-4000-8000-000000000000", words: words("None"), reason: "" }),
      ).rejects.toBeInstanceOf(NotFound);
      expect(await tx.select().from(citations)).toEqual([]);
    }));
});

describe("with the result", () => {
  it("the words of entries on the list become public, in each language, and in its file; those of others never", () =>
    inTransaction(db, async (tx) => {
      const { cycle, round, lin, about, second, finalise } = await aCitedRound(tx);
      await cite(lin, { ...about, words: words("Bold"), reason: "" });
      await cite(lin, { ...about, entryId: second.id, words: words("CNRY-unlisted"), reason: "" });
      await finalise();
      await publishResults(lin, { roundId: round.id, at: JUDGING, publicUrl: PUBLIC_URL });
      expect(await publicWords(tx, JUDGING)).toMatchObject({ ...words("Bold"), version: 1, reason: "" });
      const dataset = await datasetOf({ db: tx, now: JUDGING }, cycle.slug);
      expect(dataset.results[0]!.words).toMatchObject({ statement: { en: "Bold" } });
      expect(JSON.stringify([dataset, await tx.select().from(results)])).not.toContain("CNRY");
    }));

  it("are corrected by a second person, for a reason, as another version; nothing changes in public before", () =>
    inTransaction(db, async (tx) => {
      const { round, lin, chen, about, finalise } = await aCitedRound(tx);
      await cite(lin, { ...about, words: words("Bold"), reason: "" });
      await finalise();
      await publishResults(lin, { roundId: round.id, at: JUDGING, publicUrl: PUBLIC_URL });
      await expect(cite(lin, { ...about, words: words("Bald"), reason: " " })).rejects.toEqual(
        new Invalid({ reason: "reason-needed" }),
      );
      await cite(lin, { ...about, words: words("Brave"), reason: "A typing error" });
      expect(await publicWords(tx, JUDGING)).toMatchObject({ statement: { en: "Bold" } });
      const seen = wordsHash(await pendingOf(chen, about));
      await expect(approveCorrection(lin, { ...about, seen })).rejects.toMatchObject({
        because: "needs-second-person",
        how: "never",
      });
      await expect(approveCorrection(chen, { ...about, seen: "" })).rejects.toBeInstanceOf(Stale);
      await approveCorrection({ ...chen, now: days(1) }, { ...about, seen });
      expect(await publicWords(tx, days(1))).toMatchObject({
        statement: { en: "Brave" },
        version: 2,
        reason: "A typing error",
        at: days(1).toISOString(),
      });
      expect(
        await tx.select({ version: publications.version, revisedAt: publications.revisedAt }).from(publications),
      ).toEqual([{ version: 2, revisedAt: days(1) }]);
      expect(
        await tx
          .select({ version: citations.version })
          .from(citations)
          .where(and(eq(citations.entryId, about.entryId), eq(citations.version, 1))),
      ).toHaveLength(1);
      expect(
        (await tx.select({ data: logLeaves.data }).from(logLeaves).where(eq(logLeaves.kind, "correction"))).map(
          ({ data }) => JSON.parse(data.toString()),
        ),
      ).toMatchObject([
        { what: `words corrected, sha256 ${sha256(canonical(words("Brave")))}`, reason: "A typing error" },
      ]);
      await expect(approveCorrection(chen, { ...about, seen })).rejects.toMatchObject({
        because: "nothing-to-approve",
      });
      expect((await eventsOf({ db: tx }, about.entryId)).map(({ type }) => type)).toEqual(
        expect.arrayContaining(["citation.proposed", "citation.corrected"]),
      );
    }));

  it.each(WAYS_TO_LEAVE)("do not count for two once %s", (_how, leave) =>
    inTransaction(db, async (tx) => {
      const { lin, chen, ingrid, about, finalise } = await aCitedRound(tx);
      await finalise();
      await cite(chen, { ...about, words: words("Late"), reason: "Forgotten" });
      await leave(tx, chen.actor.id);
      const { pending, approving } = await citationOf(lin, about.roundId, about.entryId);
      expect(approving).toMatchObject({ because: "proposer-left" });
      await expect(approveCorrection(lin, { ...about, seen: wordsHash(pending!) })).rejects.toMatchObject({
        because: "proposer-left",
        how: "not-now",
      });
      await cite(lin, { ...about, words: words("Late"), reason: "Forgotten" });
      await approveCorrection(ingrid, { ...about, seen: wordsHash(await pendingOf(ingrid, about)) });
    }),
  );

  it("written only after the list was final, they take two people too", () =>
    inTransaction(db, async (tx) => {
      const { round, lin, ingrid, about, second, finalise } = await aCitedRound(tx);
      await finalise();
      await cite(lin, { ...about, words: words("Late"), reason: "Forgotten" });
      await expect(
        cite(lin, { ...about, entryId: second.id, words: words("Late"), reason: "Forgotten" }),
      ).rejects.toMatchObject({ because: "not-awarded" });
      await expect(citationOf(lin, about.roundId, second.id)).rejects.toMatchObject({ because: "not-awarded" });
      await publishResults(lin, { roundId: round.id, at: JUDGING, publicUrl: PUBLIC_URL });
      expect(await publicWords(tx, JUDGING)).toBeNull();
      await approveCorrection(ingrid, { ...about, seen: wordsHash(await pendingOf(ingrid, about)) });
      expect(await publicWords(tx, JUDGING)).toMatchObject({ statement: { en: "Late" }, version: 2 });
    }));

  it("what was signed never changes, whoever writes to the database, and no correction is of one person", () =>
    inTransaction(db, async (tx) => {
      const { lin, about, finalise } = await aCitedRound(tx);
      await cite(lin, { ...about, words: words("Bold"), reason: "" });
      await finalise();
      await expect(
        tx.transaction((inner) => inner.update(citations).set({ statement: { en: "Forged" } })),
      ).rejects.toMatchObject({ cause: { code: "23001" } });
      await cite(lin, { ...about, words: words("Brave"), reason: "A typing error" });
      await expect(
        tx.transaction((inner) =>
          inner
            .update(citations)
            .set({ approvedAt: JUDGING, approvedBy: lin.actor.id })
            .where(eq(citations.version, 2)),
        ),
      ).rejects.toMatchObject({ cause: { code: "23514" } });
    }));
});

it.each([
  [{ "statement-fr": "Seul" }, { ok: false, errors: { "statement-en": "required" } }],
  [
    { "statement-en": "Alone", "citation-ar": "وحيد" },
    { ok: false, errors: { "citation-en": "required" } },
  ],
  [{}, { ok: true, words: { statement: null, citation: null } }],
  [
    { "statement-en": "Both", "statement-zh-Hans": "都有" },
    { ok: true, words: { statement: { en: "Both", "zh-Hans": "都有" }, citation: null } },
  ],
])("what is said in any language is said in English: %j", (form, expected) =>
  expect(readWords(citationInput.parse(form))).toEqual(expected),
);
