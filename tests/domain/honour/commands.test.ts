import { sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { cite } from "#app/domain/citation/commands.server.ts";
import { approveList } from "#app/domain/correction/commands.server.ts";
import { Invalid, NotFound } from "#app/domain/errors.ts";
import { giveHonour, takeHonour } from "#app/domain/honour/commands.server.ts";
import { reportPages } from "#app/domain/report/pages.ts";
import { reportOf } from "#app/domain/report/queries.server.ts";
import { proposeShortlist, select } from "#app/domain/shortlist/commands.server.ts";
import { getChoice, selectionOf, signingOf } from "#app/domain/shortlist/queries.server.ts";
import type { Db } from "#db/client.server.ts";
import { decisions } from "#db/schema/decision.ts";
import { honours } from "#db/schema/honour.ts";
import { finalisations } from "#db/schema/shortlist.ts";
import { PUBLIC_URL } from "#tests/support/address.ts";
import { eventsOf } from "#tests/support/audit.ts";
import { inTransaction, testDatabase } from "#tests/support/database.ts";
import { aFrozenRound } from "#tests/support/final-list.ts";
import { contextOf, days } from "#tests/support/judging.ts";

const { db } = await testDatabase();
const MENTION = { name: { en: "Special mention", fr: "Mention spéciale" }, reason: "It dared most." };
const FAVOURITE = { name: { en: "Online Popular City" }, reason: "Most votes of the public." };

async function aRound(tx: Db) {
  const made = await aFrozenRound(tx);
  const of = (entry: { id: string }) => ({ roundId: made.round.id, entryId: entry.id });
  const hash = async () => (await signingOf(made.lin, made.round.id)).listSha256;
  const given = async (entry: { id: string }) => (await getChoice(made.lin, made.round.id, entry.id)).line.honours;
  return { ...made, of, hash, given };
}

describe("an honour", () => {
  it("is given beside a level and without one, several to one entry, and taken away again, on record", () =>
    inTransaction(db, async (tx) => {
      const { lin, ingrid, first, second, of, given } = await aRound(tx);
      await giveHonour(lin, { ...of(first), honour: FAVOURITE });
      await giveHonour({ ...ingrid, now: days(1) }, { ...of(first), honour: MENTION });
      await giveHonour(ingrid, { ...of(second), honour: MENTION });
      expect(await given(first)).toMatchObject([
        { ...FAVOURITE, byName: lin.actor.name },
        { ...MENTION, byName: ingrid.actor.name },
      ]);
      const [mention] = await given(second);
      await takeHonour(lin, { ...of(second), id: mention!.id });
      expect(await given(second)).toEqual([]);
      expect((await eventsOf({ db: tx }, second.id)).map(({ type }) => type).slice(-2)).toEqual([
        "honour.given",
        "honour.taken",
      ]);
      await expect(takeHonour(lin, { ...of(second), id: (await given(first))[0]!.id })).rejects.toBeInstanceOf(
        NotFound,
      );
      expect(await given(first)).toHaveLength(2);
    }));

  it("has a name of its own on each entry", () =>
    inTransaction(db, async (tx) => {
      const { lin, first, second, of } = await aRound(tx);
      await giveHonour(lin, { ...of(first), honour: MENTION });
      const again = { name: { en: "Special mention", fr: "Autre" }, reason: "Again." };
      await expect(giveHonour(lin, { ...of(first), honour: again })).rejects.toEqual(
        new Invalid({ "name-en": "honour-given" }),
      );
      await giveHonour(lin, { ...of(second), honour: MENTION });
      expect(await tx.select().from(honours)).toHaveLength(2);
    }));

  it("B29: is not there, nor to be given, for whoever is in conflict with the entry, or to an invented one", () =>
    inTransaction(db, async (tx) => {
      const { conflicted, lin, first, of } = await aRound(tx);
      await giveHonour(lin, { ...of(first), honour: MENTION });
      const [{ id }] = (await tx.select({ id: honours.id }).from(honours)) as [{ id: string }];
      await expect(giveHonour(conflicted, { ...of(first), honour: FAVOURITE })).rejects.toBeInstanceOf(NotFound);
      await expect(takeHonour(conflicted, { ...of(first), id })).rejects.toBeInstanceOf(NotFound);
      expect((await selectionOf(conflicted, of(first).roundId)).lines).toEqual([]);
      const invented = of({ id: "00000000-0000-4000-8000-000000000000" });
      await expect(giveHonour(lin, { ...invented, honour: MENTION })).rejects.toBeInstanceOf(NotFound);
      expect(await tx.select().from(honours)).toHaveLength(1);
    }));

  it("is given by those who choose the list alone, and not once it is final", () =>
    inTransaction(db, async (tx) => {
      const { lin, amara, first, of, finalise } = await aRound(tx);
      const owner = await contextOf(tx, amara);
      await expect(giveHonour(owner, { ...of(first), honour: MENTION })).rejects.toBeInstanceOf(NotFound);
      await giveHonour(lin, { ...of(first), honour: MENTION });
      const [{ id }] = (await tx.select({ id: honours.id }).from(honours)) as [{ id: string }];
      await finalise();
      const late = { because: "already-finalised", how: "not-now" };
      await expect(giveHonour(lin, { ...of(first), honour: FAVOURITE })).rejects.toMatchObject(late);
      await expect(takeHonour(lin, { ...of(first), id })).rejects.toMatchObject(late);
    }));
});

describe("the list that two people sign", () => {
  it("holds honours: giving, another reason, and taking away each give another fingerprint and void a proposal", () =>
    inTransaction(db, async (tx) => {
      const { lin, ingrid, round, second, of, hash, given } = await aRound(tx);
      const plain = await hash();
      await proposeShortlist(ingrid, round.id);
      await giveHonour(lin, { ...of(second), honour: MENTION });
      expect(await tx.select().from(finalisations)).toEqual([]);
      const honoured = await hash();
      await takeHonour(lin, { ...of(second), id: (await given(second))[0]!.id });
      expect(await hash()).toBe(plain);
      await giveHonour(lin, { ...of(second), honour: { ...MENTION, reason: "Another." } });
      expect(new Set([plain, honoured, await hash()]).size).toBe(3);
      await proposeShortlist(ingrid, round.id);
      await takeHonour(lin, { ...of(second), id: (await given(second))[0]!.id });
      expect(await tx.select().from(finalisations)).toEqual([]);
    }));

  it("is stale where an honour was changed past the portal: nobody approves another list than was proposed", () =>
    inTransaction(db, async (tx) => {
      const { lin, ingrid, round, second, of, hash } = await aRound(tx);
      await giveHonour(lin, { ...of(second), honour: MENTION });
      await proposeShortlist(ingrid, round.id);
      await tx.update(honours).set({ name: { en: "Grand prize" } });
      await expect(approveList(lin, round.id, PUBLIC_URL, await hash())).rejects.toMatchObject({
        because: "list-changed",
      });
    }));

  it("shows whom it honours without a level, and words about them are signed with it", () =>
    inTransaction(db, async (tx) => {
      const { lin, round, first, second, third, of, hash } = await aRound(tx);
      const words = { statement: { en: "Bold" }, citation: null };
      const unlisted = await hash();
      await cite(lin, { ...of(second), words, reason: "" });
      expect(await hash()).toBe(unlisted);
      await giveHonour(lin, { ...of(second), honour: MENTION });
      const signing = await signingOf(lin, round.id);
      expect(signing.list.map(({ entryId }) => entryId)).toEqual([first.id, second.id]);
      expect(signing).toMatchObject({ awarded: 1, honoured: 1, cited: [{ entryId: second.id }] });
      expect(signing.list.some(({ entryId }) => entryId === third.id)).toBe(false);
    }));

  it("is kept as it was signed, for good", () =>
    inTransaction(db, async (tx) => {
      const { lin, first, second, of, finalise } = await aRound(tx);
      await giveHonour(lin, { ...of(first), honour: FAVOURITE });
      await giveHonour(lin, { ...of(second), honour: MENTION });
      await finalise();
      const kept = await tx
        .select({ level: decisions.levelKey, honours: decisions.honours })
        .from(decisions)
        .orderBy(decisions.rank);
      expect(kept).toEqual([
        { level: "shortlisted", honours: [FAVOURITE] },
        { level: null, honours: [MENTION] },
        { level: null, honours: [] },
      ]);
      await expect(
        tx.transaction((inner) => inner.update(decisions).set({ honours: sql`'[]'::jsonb` })),
      ).rejects.toThrow();
    }));

  it("is told with its honours in the report of the panel", () =>
    inTransaction(db, async (tx) => {
      const { lin, round, second, of, finalise } = await aRound(tx);
      await select(lin, { ...of(second), levelKey: null, reason: "" });
      await giveHonour(lin, { ...of(second), honour: MENTION });
      await finalise();
      const told = JSON.stringify(reportPages(await reportOf(lin, round.id), "fr").blocks);
      expect(told).toContain("Mention spéciale");
      expect(told).toContain(MENTION.reason);
    }));
});
