import { eq, like, sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { dropListCorrection, publishCorrection } from "#app/domain/correction/commands.server.ts";
import { correctionsOf, correctionToPublish } from "#app/domain/correction/queries.server.ts";
import { datasetOf } from "#app/domain/dataset/queries.server.ts";
import { asJson, correctionsCsv } from "#app/domain/dataset/rules.ts";
import { NotFound } from "#app/domain/errors.ts";
import { giveHonour, takeHonour } from "#app/domain/honour/commands.server.ts";
import { publishResults } from "#app/domain/result/commands.server.ts";
import { departureOf, earlierList } from "#app/domain/result/earlier.server.ts";
import { cycleResults } from "#app/domain/result/queries.server.ts";
import { placesBefore } from "#app/domain/result/rules.ts";
import { proposeShortlist, select } from "#app/domain/shortlist/commands.server.ts";
import { getChoice, selectionOf, signingOf } from "#app/domain/shortlist/queries.server.ts";
import type { Db } from "#db/client.server.ts";
import { corrections } from "#db/schema/correction.ts";
import { decisions } from "#db/schema/decision.ts";
import { notifications } from "#db/schema/notification.ts";
import { results } from "#db/schema/result.ts";
import { PUBLIC_URL } from "#tests/support/address.ts";
import { inTransaction, testDatabase } from "#tests/support/database.ts";
import { JUDGING } from "#tests/support/factories.ts";
import { aFrozenRound, type FrozenRound, openAgain, signAnew } from "#tests/support/final-list.ts";

const { db } = await testDatabase();
const WHY = "The wrong initiative was mentioned.";
const MENTION = { name: { en: "Special mention", fr: "Mention spéciale" }, reason: "It dared most." };
const FAVOURITE = { name: { en: "Online Popular City" }, reason: "Most votes." };

/** A final list on which the second has a mention and no level; public where `out`. */
async function aList(tx: Db, { out = true } = {}) {
  const made = await aFrozenRound(tx);
  const { lin, round, second, finalise } = made;
  await giveHonour(lin, { roundId: round.id, entryId: second.id, honour: MENTION });
  await finalise();
  if (out) await publishResults(lin, { roundId: round.id, at: JUDGING, publicUrl: PUBLIC_URL });
  return made;
}

const honoursOn = async ({ lin, round }: FrozenRound, entry: { id: string }) =>
  (await getChoice(lin, round.id, entry.id)).line.honours;

/** The mention goes from the second to the third, and the first, which keeps its level, is a favourite. */
async function correct(made: FrozenRound) {
  const { lin, round, first, second, third } = made;
  await openAgain(lin, round.id, WHY);
  const [{ id }] = (await honoursOn(made, second)) as unknown as [{ id: string }];
  await takeHonour(lin, { roundId: round.id, entryId: second.id, id });
  await giveHonour(lin, { roundId: round.id, entryId: third.id, honour: MENTION });
  await giveHonour(lin, { roundId: round.id, entryId: first.id, honour: FAVOURITE });
}
const publish = ({ lin, round }: FrozenRound) =>
  publishCorrection(lin, { roundId: round.id, at: lin.now, pictures: [], publicUrl: PUBLIC_URL });
const standing = async (tx: Db, { cycle }: FrozenRound) =>
  (await cycleResults({ db: tx, now: JUDGING }, cycle.slug)).results.map(({ title, level, honours }) => [
    title,
    level?.key ?? null,
    honours.map(({ en }) => en),
  ]);
const BEFORE = [
  ["First", "shortlisted", []],
  ["Second", null, ["Special mention"]],
];
const AFTER = [
  ["First", "shortlisted", ["Online Popular City"]],
  ["Third", null, ["Special mention"]],
];

describe("a correction of honours", () => {
  it("is a correction: it can be proposed, is signed by two, and stands once it is out, not before", () =>
    inTransaction(db, async (tx) => {
      const made = await aList(tx);
      const { lin, round } = made;
      await openAgain(lin, round.id, WHY);
      await expect(proposeShortlist(lin, round.id)).rejects.toMatchObject({ because: "nothing-corrected" });
      await dropListCorrection(lin, round.id);
      await correct(made);
      await signAnew(made);
      expect(await standing(tx, made)).toEqual(BEFORE);
      await publish(made);
      expect(await standing(tx, made)).toEqual(AFTER);
      const kept = await tx.select({ honours: decisions.honours }).from(decisions).orderBy(decisions.rank);
      expect(kept.map(({ honours }) => honours)).toEqual([[FAVOURITE], [], [MENTION]]);
      const [out] = (await correctionsOf(lin, round.id)).past.filter(({ outAt }) => outAt !== null);
      expect(out!.changes).toMatchObject([
        { from: "shortlisted", to: "shortlisted", honours: { from: [], to: [FAVOURITE.name] } },
        { from: null, to: null, honours: { from: [MENTION.name], to: [] } },
        { from: null, to: null, honours: { from: [], to: [MENTION.name] } },
      ]);
    }));

  it("stands at once where nothing is public, another reason alone too", () =>
    inTransaction(db, async (tx) => {
      const made = await aList(tx, { out: false });
      const { lin, round, second } = made;
      await correct(made);
      await signAnew(made);
      await openAgain(lin, round.id, WHY);
      const [{ id }] = (await honoursOn(made, made.third)) as unknown as [{ id: string }];
      await takeHonour(lin, { roundId: round.id, entryId: made.third.id, id });
      await giveHonour(lin, {
        roundId: round.id,
        entryId: made.third.id,
        honour: { ...MENTION, reason: "Otherwise." },
      });
      await giveHonour(lin, { roundId: round.id, entryId: second.id, honour: FAVOURITE });
      await signAnew(made);
      const kept = await tx.select({ honours: decisions.honours }).from(decisions).orderBy(decisions.rank);
      expect(kept.map(({ honours }) => honours)).toEqual([
        [FAVOURITE],
        [FAVOURITE],
        [{ ...MENTION, reason: "Otherwise." }],
      ]);
    }));

  it("is dropped, and honours are what they were, by whom and when", () =>
    inTransaction(db, async (tx) => {
      const made = await aList(tx);
      const { lin, round } = made;
      const all = async () => (await selectionOf(lin, round.id)).lines.map(({ honours }) => honours);
      const [before, signed] = [await all(), (await signingOf(lin, round.id)).listSha256];
      await correct(made);
      await dropListCorrection(lin, round.id);
      expect(await all()).toEqual(before);
      expect((await signingOf(lin, round.id)).listSha256).toBe(signed);
      await expect(
        tx.transaction((inner) => inner.update(corrections).set({ honoursBefore: sql`'[{}]'::jsonb` })),
      ).rejects.toThrow();
    }));

  it("shows whoever publishes it what changes, and the pictures of an entry that comes on by an honour", () =>
    inTransaction(db, async (tx) => {
      const made = await aList(tx);
      await correct(made);
      await signAnew(made);
      const shown = await correctionToPublish(made.lin, made.round.id);
      expect(shown.changes).toHaveLength(3);
      expect(shown.initiatives.map(({ title }) => title)).toEqual(["Third"]);
    }));
});

describe("what the public reads of a correction of honours", () => {
  const aCorrected = async (tx: Db) => {
    const made = await aList(tx);
    const before = await cycleResults({ db: tx, now: JUDGING }, made.cycle.slug);
    await correct(made);
    await signAnew(made);
    await publish(made);
    const reader = { db: tx, now: JUDGING };
    const after = await cycleResults(reader, made.cycle.slug);
    return { made, reader, before, after, correctionId: after.corrections[0]!.id };
  };

  it("is the list before, with its honours, a group for those without a level, and what stands no more", () =>
    inTransaction(db, async (tx) => {
      const { made, reader, correctionId } = await aCorrected(tx);
      const { levels } = await earlierList(reader, { slug: made.cycle.slug, correctionId });
      expect(
        levels.map(({ key, places }) => [key, places.map(({ title, honours, stands }) => [title, honours, stands])]),
      ).toEqual([
        ["shortlisted", [["First", [], true]]],
        ["", [["Second", [MENTION.name], false]]],
      ]);
    }));

  it("is gone from the address of an entry whose only honour was taken away, and not of one that keeps its level", () =>
    inTransaction(db, async (tx) => {
      const { reader, before } = await aCorrected(tx);
      const id = (title: string) => before.results.find((each) => each.title === title)!.id;
      expect(await departureOf(reader, id("Second"))).toMatchObject({ reason: WHY });
      await expect(departureOf(reader, id("First"))).rejects.toBeInstanceOf(NotFound);
    }));

  it("tells nothing of a place that came off otherwise by how it lost its level for an honour", () =>
    inTransaction(db, async (tx) => {
      const made = await aList(tx);
      await openAgain(made.lin, made.round.id, WHY);
      const { first, lin, round } = made;
      await select(lin, { roundId: round.id, entryId: first.id, levelKey: null, reason: "Said otherwise." });
      await giveHonour(lin, { roundId: round.id, entryId: first.id, honour: FAVOURITE });
      await signAnew(made);
      await publish(made);
      const [place] = await tx.select({ id: results.id }).from(results).where(eq(results.entryId, first.id));
      await tx.update(results).set({ publicationId: null }).where(eq(results.id, place!.id));
      await expect(departureOf({ db: tx, now: JUDGING }, place!.id)).rejects.toBeInstanceOf(NotFound);
    }));

  it("stands in the files, and in letters to the teams it is about", () =>
    inTransaction(db, async (tx) => {
      const { made, reader } = await aCorrected(tx);
      const dataset = await datasetOf(reader, made.cycle.slug);
      expect(correctionsCsv(dataset)).toContain("Second,City of Second,,,Special mention,\r\n");
      expect(asJson(dataset, PUBLIC_URL)).toMatchObject({
        corrections: [
          { changes: [{ honours_to: ["Online Popular City"] }, { honours_from: ["Special mention"] }, {}] },
        ],
      });
      const letters = await tx
        .select({ to: notifications.email, params: notifications.params })
        .from(notifications)
        .where(like(notifications.kind, "list-corrected"));
      const told = new Map(letters.map(({ to, params }) => [to, params]));
      expect(told.get(made.amara.email)!["awarded"]).toMatch(/First: .+, Online Popular City$/);
      expect(told.get(made.lucia.email)).toMatchObject({ awarded: "", others: `${made.second.code} Second` });
    }));
});

it("an earlier list is what stands with its corrections undone, honours too", () => {
  const place = { resultId: "1", title: "A", cityName: "X" };
  const honours = [{ en: "Special mention" }];
  expect(
    placesBefore(
      [{ ...place, level: null, honours, stands: true }],
      [{ changes: [{ ...place, from: "winner", to: null, honours: { from: [], to: honours } }] }],
    ),
  ).toEqual([{ ...place, level: "winner", honours: [], stands: true }]);
  expect(
    placesBefore(
      [{ ...place, level: null, honours, stands: true }],
      [{ changes: [{ ...place, from: null, to: null, honours: { from: [], to: honours } }] }],
    ),
  ).toEqual([]);
  expect(
    placesBefore([], [{ changes: [{ ...place, from: null, to: null, honours: { from: honours, to: [] } }] }]),
  ).toEqual([{ ...place, level: null, honours, stands: false }]);
});
