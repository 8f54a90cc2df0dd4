import { like } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { certifyPublished } from "#app/domain/certificate/commands.server.ts";
import { certificatesOf, getCertificate } from "#app/domain/certificate/queries.server.ts";
import { honoursOf } from "#app/domain/certificate/rules.ts";
import { cite } from "#app/domain/citation/commands.server.ts";
import { PORTAL } from "#app/domain/context.ts";
import { datasetOf } from "#app/domain/dataset/queries.server.ts";
import { asCsv } from "#app/domain/dataset/rules.ts";
import { giveHonour } from "#app/domain/honour/commands.server.ts";
import { publishResults } from "#app/domain/result/commands.server.ts";
import { publishingOf } from "#app/domain/result/publishing.server.ts";
import { cycleResults, cycleStatistics, getResult, publicResultOf } from "#app/domain/result/queries.server.ts";
import { byLevel, readFilter } from "#app/domain/result/rules.ts";
import { publishedResults } from "#app/domain/result/search.server.ts";
import { select } from "#app/domain/shortlist/commands.server.ts";
import { countedEntries } from "#app/domain/statistics/queries.server.ts";
import { isInRound } from "#app/domain/round/queries.server.ts";
import type { Db } from "#db/client.server.ts";
import { entries } from "#db/schema/entry.ts";
import { notifications } from "#db/schema/notification.ts";
import { PUBLIC_URL } from "#tests/support/address.ts";
import { inTransaction, testDatabase } from "#tests/support/database.ts";
import { JUDGING } from "#tests/support/factories.ts";
import { aFrozenRound } from "#tests/support/final-list.ts";
import { aScoredRound } from "#tests/support/judging.ts";

const { db } = await testDatabase();
const MENTION = { name: { en: "Special mention", fr: "Mention spéciale" }, reason: "CNRY-why" };
const FAVOURITE = { name: { en: "Online Popular City" }, reason: "CNRY-votes" };

/** The first has a level and an honour, the second an honour alone, the third nothing; all of it public. */
async function aHonouredList(tx: Db) {
  const made = await aFrozenRound(tx);
  const { lin, round, first, second, finalise } = made;
  await giveHonour(lin, { roundId: round.id, entryId: first.id, honour: FAVOURITE });
  await giveHonour(lin, { roundId: round.id, entryId: second.id, honour: MENTION });
  const words = { statement: { en: "It dared most." }, citation: null };
  await cite(lin, { roundId: round.id, entryId: second.id, words, reason: "" });
  await finalise();
  await publishResults(lin, { roundId: round.id, at: JUDGING, publicUrl: PUBLIC_URL });
  const reader = { db: tx, now: JUDGING };
  const { results } = await cycleResults(reader, made.cycle.slug);
  return { ...made, reader, results, mention: results.find(({ title }) => title === "Second")! };
}

describe("a published list with honours", () => {
  it("shows them beside levels and without one, in each language, and their reasons nowhere", () =>
    inTransaction(db, async (tx) => {
      const { reader, results, mention, cycle } = await aHonouredList(tx);
      expect(byLevel(results).map(({ level, results: of }) => [level?.key, of.map(({ honours }) => honours)])).toEqual([
        ["shortlisted", [[FAVOURITE.name]]],
        [undefined, [[MENTION.name]]],
      ]);
      const shown = await getResult(reader, mention.id);
      expect(shown).toMatchObject({ level: null, honours: [MENTION.name], reason: "", words: { statement: {} } });
      const dataset = await datasetOf(reader, cycle.slug);
      expect(asCsv(dataset, PUBLIC_URL)).toContain("Special mention");
      expect(JSON.stringify([shown, dataset, results])).not.toContain("CNRY");
    }));

  it("tells of an entry with an honour alone nothing of why it has no level", () =>
    inTransaction(db, async (tx) => {
      const { lin, round, first, finalise, cycle } = await aFrozenRound(tx);
      await select(lin, { roundId: round.id, entryId: first.id, levelKey: null, reason: "CNRY-dropped" });
      await giveHonour(lin, { roundId: round.id, entryId: first.id, honour: MENTION });
      await finalise();
      await publishResults(lin, { roundId: round.id, at: JUDGING, publicUrl: PUBLIC_URL });
      const found = await cycleResults({ db: tx, now: JUDGING }, cycle.slug);
      expect(found.results.map(({ title, level, reason }) => [title, level, reason])).toEqual([["First", null, ""]]);
      expect(JSON.stringify(found)).not.toContain("CNRY");
    }));

  it("is found by a name of an honour in any of its languages", () =>
    inTransaction(db, async (tx) => {
      const { reader } = await aHonouredList(tx);
      for (const [q, title] of [
        ["popular", "First"],
        ["mention spéciale", "Second"],
      ] as const)
        expect((await publishedResults(reader, readFilter(new URLSearchParams({ q })))).results).toMatchObject([
          { title },
        ]);
      expect(
        (await publishedResults(reader, readFilter(new URLSearchParams({ level: "distinction" })))).results,
      ).toMatchObject([{ title: "Second" }]);
    }));

  it("is certified with them, each place under a code of its own", () =>
    inTransaction(db, async (tx) => {
      const { reader, mention, second } = await aHonouredList(tx);
      expect(await certifyPublished({ ...reader, actor: PORTAL })).toBe(2);
      const [kept] = await certificatesOf(reader, { resultId: mention.id });
      expect(kept).toMatchObject({ level: null, honours: [MENTION.name] });
      const issued = await getCertificate(reader, kept!.code);
      expect(issued).toMatchObject({ state: "standing", certified: { level: null, honours: [MENTION.name] } });
      expect(honoursOf({ honours: ["Medal of Honor", MENTION.name] })).toEqual([
        { en: "Medal of Honor" },
        MENTION.name,
      ]);
      expect(await publicResultOf(reader, second.id)).toMatchObject({
        initiatives: [{ id: mention.id, level: null, honours: [MENTION.name] }],
      });
    }));

  it("is told of to each team: what its entry was given, in the reader's language", () =>
    inTransaction(db, async (tx) => {
      const { amara, lucia, first, second, mention } = await aHonouredList(tx);
      const letters = await tx
        .select({ to: notifications.email, params: notifications.params })
        .from(notifications)
        .where(like(notifications.kind, "result-published"));
      const told = (email: string) => letters.find(({ to }) => to === email)!.params;
      expect(told(amara.email)).toMatchObject({ others: "" });
      expect(told(amara.email)["awarded"]).toMatch(
        new RegExp(`^${first.code} First: .+, Online Popular City\n${PUBLIC_URL}/initiatives/`),
      );
      expect(told(lucia.email)).toMatchObject({
        awarded: `${second.code} Second: Special mention\n${PUBLIC_URL}/initiatives/${mention.id}`,
        others: "",
      });
    }));

  it("is counted as it is read: on the list are both", () =>
    inTransaction(db, async (tx) => {
      const { reader, cycle, round } = await aHonouredList(tx);
      expect((await cycleStatistics(reader, cycle.slug)).chosen.map(({ level }) => String(level)).toSorted()).toEqual([
        "null",
        "shortlisted",
      ]);
      const counted = await countedEntries({ db: tx }, { cycleId: cycle.id, roundId: round.id });
      expect(counted.filter(({ chosen }) => chosen)).toHaveLength(2);
    }));

  it("leads into a later round by its levels alone", () =>
    inTransaction(db, async (tx) => {
      const { cycle, first, round } = await aHonouredList(tx);
      const later = await aScoredRound(tx, { cycle, position: round.position + 1 });
      const judged = await tx.select({ id: entries.id }).from(entries).where(isInRound(later.id));
      expect(judged.map(({ id }) => id)).toEqual([first.id]);
    }));
});

it("whoever publishes sees what is honoured without a level among what becomes public", () =>
  inTransaction(db, async (tx) => {
    const { lin, round, third, finalise } = await aFrozenRound(tx);
    await giveHonour(lin, { roundId: round.id, entryId: third.id, honour: MENTION });
    await finalise();
    expect((await publishingOf(lin, round.id)).initiatives).toMatchObject([
      { title: "First", honours: [] },
      { title: "Third", levelName: null, honours: [MENTION.name] },
    ]);
  }));
