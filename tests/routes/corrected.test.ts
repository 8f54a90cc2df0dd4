import { eq, isNull } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { approveList, publishCorrection } from "#app/domain/correction/commands.server.ts";
import { addresses, datasetOf, news } from "#app/domain/dataset/queries.server.ts";
import { asJson, correctionsCsv } from "#app/domain/dataset/rules.ts";
import { NotFound } from "#app/domain/errors.ts";
import { publishResults, unpublishResults } from "#app/domain/result/commands.server.ts";
import { type Departed, departureOf, earlierList } from "#app/domain/result/earlier.server.ts";
import { cycleResults } from "#app/domain/result/queries.server.ts";
import { proposeShortlist, select } from "#app/domain/shortlist/commands.server.ts";
import { signingOf } from "#app/domain/shortlist/queries.server.ts";
import { loader as initiative } from "#app/routes/public/initiative.tsx";
import type { Db } from "#db/client.server.ts";
import { corrections } from "#db/schema/correction.ts";
import { results } from "#db/schema/result.ts";
import { PUBLIC_URL } from "#tests/support/address.ts";
import { inTransaction, testDatabase } from "#tests/support/database.ts";
import { JUDGING } from "#tests/support/factories.ts";
import { aFinalList, chooseAnew, type FrozenRound, openAgain, signAnew } from "#tests/support/final-list.ts";
import { days } from "#tests/support/judging.ts";
import { openPortal } from "#tests/support/portal.ts";
import { answerOf, visitAs } from "#tests/support/visit.ts";

const { db } = await testDatabase();
const portal = await openPortal();
const WHY = "One entry did not meet the rules of the call.";
const publish = ({ lin, round }: FrozenRound, at = JUDGING) =>
  publishResults(lin, { roundId: round.id, at, publicUrl: PUBLIC_URL });

/** A list of the first entry, whose correction puts the second in its place and is signed. */
async function aSignedCorrection(tx: Db, at = JUDGING) {
  const made = await aFinalList(tx);
  await publish(made, at);
  await openAgain(made.lin, made.round.id, WHY);
  await chooseAnew(made);
  await signAnew(made);
  return made;
}
const bringOut = ({ lin, round }: FrozenRound, at: Date) =>
  publishCorrection({ ...lin, now: at }, { roundId: round.id, at, pictures: [], publicUrl: PUBLIC_URL });

/** The first entry has its place again. */
async function correctBack(made: FrozenRound): Promise<void> {
  const { lin, chen, round, first, second } = made;
  await openAgain(lin, round.id, "It did meet them after all.");
  await select(lin, { roundId: round.id, entryId: first.id, levelKey: "shortlisted", reason: "" });
  await select(lin, { roundId: round.id, entryId: second.id, levelKey: null, reason: "" });
  await proposeShortlist(lin, round.id);
  await approveList(chen, round.id, PUBLIC_URL, (await signingOf(chen, round.id)).listSha256);
}

describe("the address of a place that came off its list", () => {
  const read = async (tx: Db, resultId: string, now = days(1), lang = "en") =>
    answerOf(
      initiative(await visitAs(tx, null, `/initiatives/${resultId}?lang=${lang}`, { params: { resultId }, now })),
    );
  const addressOf = async (tx: Db) => (await tx.select({ id: results.id }).from(results))[0]!.id;

  it("says that the list was corrected, when and why, and nothing of the entry; once it is out", () =>
    inTransaction(db, async (tx) => {
      const made = await aSignedCorrection(tx);
      const id = await addressOf(tx);
      expect((await read(tx, id)).status).toBe(200);
      await bringOut(made, days(1));
      const { status, data } = await read(tx, id);
      const { departed } = data as { departed: Departed };
      expect([status, departed]).toEqual([410, { cycle: expect.anything(), at: expect.any(String), reason: WHY }]);
      expect([departed.cycle.slug, new Date(departed.at)]).toEqual([made.cycle.slug, days(1)]);
      expect(JSON.stringify(data)).not.toContain("First");
      expect((await addresses({ db: tx, now: days(1) })).join()).not.toContain(id);
    }));

  it("is nowhere while its list is taken back, and the initiative's again when it comes on again", () =>
    inTransaction(db, async (tx) => {
      const made = await aSignedCorrection(tx);
      const id = await addressOf(tx);
      await bringOut(made, days(1));
      await inTransaction(tx, async (inner) => {
        await unpublishResults({ ...made.lin, db: inner }, { roundId: made.round.id, reason: "A mistake." });
        expect((await read(inner, id)).status).toBe(404);
      });
      await correctBack(made);
      await bringOut(made, days(2));
      expect((await read(tx, id, days(2))).status).toBe(200);
    }));

  it("says so again once its list, taken back since, is published again: the public had been told", () =>
    inTransaction(db, async (tx) => {
      const made = await aSignedCorrection(tx);
      const id = await addressOf(tx);
      await bringOut(made, days(1));
      const later = { ...made, lin: { ...made.lin, now: days(2) } };
      await unpublishResults(later.lin, { roundId: made.round.id, reason: "A mistake." });
      await publishResults(later.lin, { roundId: made.round.id, at: days(3), publicUrl: PUBLIC_URL });
      expect((await read(tx, id, days(2))).status).toBe(404);
      const { status, data } = await read(tx, id, days(3));
      expect([status, (data as { departed: Departed }).departed.reason]).toEqual([410, WHY]);
    }));

  it("was never one where the public had not read the list before", () =>
    inTransaction(db, async (tx) => {
      const made = await aSignedCorrection(tx, days(3));
      const id = await addressOf(tx);
      await bringOut(made, days(1));
      expect((await read(tx, id, days(3))).status).toBe(404);
    }));
});

describe("a list before its correction", () => {
  const told = async (tx: Db, { cycle }: FrozenRound, now: Date) =>
    (await cycleResults({ db: tx, now }, cycle.slug)).corrections;
  const earlier = (tx: Db, { cycle }: FrozenRound, correctionId: string, now: Date) =>
    earlierList({ db: tx, now }, { slug: cycle.slug, correctionId });
  const off = expect.objectContaining({ title: "First", cityName: "City of First", stands: false });

  it("is there as it stood, version by version, since when and until when", () =>
    inTransaction(db, async (tx) => {
      const made = await aSignedCorrection(tx);
      await bringOut(made, days(1));
      const [correction] = await told(tx, made, days(1));
      const list = await earlier(tx, made, correction!.id, days(1));
      expect(list).toMatchObject({ version: 1, reason: WHY, levels: [{ key: "shortlisted", places: [off] }] });
      expect([list.from, list.until].map((at) => new Date(at!))).toEqual([JUDGING, days(1)]);
      expect(JSON.stringify(list)).not.toContain("Second");
      await correctBack(made);
      await bringOut(made, days(2));
      const [last, before] = await told(tx, made, days(2));
      const [second, first] = [
        await earlier(tx, made, last!.id, days(2)),
        await earlier(tx, made, before!.id, days(2)),
      ];
      expect([second.version, second.levels[0]!.places.map(({ title, stands }) => [title, stands])]).toEqual([
        2,
        [["Second", false]],
      ]);
      expect(new Date(second.from!)).toEqual(days(1));
      expect([first.version, first.levels[0]!.places.map(({ title, stands }) => [title, stands])]).toEqual([
        1,
        [["First", true]],
      ]);
    }));

  it("is nowhere before the correction is out, while its list is taken back, and under another cycle", () =>
    inTransaction(db, async (tx) => {
      const made = await aSignedCorrection(tx);
      const [{ id }] = (await tx.select({ id: corrections.id }).from(corrections)) as [{ id: string }];
      await expect(earlier(tx, made, id, days(1))).rejects.toThrow(NotFound);
      await bringOut(made, days(1));
      await expect(earlierList({ db: tx, now: days(1) }, { slug: "other", correctionId: id })).rejects.toThrow(
        NotFound,
      );
      await unpublishResults(made.lin, { roundId: made.round.id, reason: "A mistake." });
      await expect(earlier(tx, made, id, days(1))).rejects.toThrow(NotFound);
    }));
});

describe("a list that was taken back, corrected twice and published again", () => {
  const told = async (tx: Db, { cycle }: FrozenRound, now: Date) =>
    (await cycleResults({ db: tx, now }, cycle.slug)).corrections;
  const correct = async ({ lin, chen, round, second, third }: FrozenRound) => {
    await openAgain(lin, round.id, "The next one did not, either.");
    await select(lin, { roundId: round.id, entryId: second.id, levelKey: null, reason: "Found ineligible." });
    await select(lin, {
      roundId: round.id,
      entryId: third.id,
      levelKey: "shortlisted",
      reason: "Next in the ranking.",
    });
    await proposeShortlist(lin, round.id);
    await approveList(chen, round.id, PUBLIC_URL, (await signingOf(chen, round.id)).listSha256);
  };
  /** The public read the first entry before, never the second, and reads the third from day 3 on. */
  async function aListTakenBack(tx: Db, renewed: "at once" | "under embargo") {
    const made = await aFinalList(tx);
    const again = (now: Date) => publish({ ...made, lin: { ...made.lin, now } }, days(3));
    await publish(made);
    await unpublishResults(made.lin, { roundId: made.round.id, reason: "The first had no right to be on it." });
    if (renewed === "under embargo") await again(days(1));
    await openAgain(made.lin, made.round.id, WHY);
    await chooseAnew(made);
    await signAnew(made);
    if (renewed === "under embargo") await bringOut(made, days(1));
    await correct(made);
    if (renewed === "under embargo") await bringOut(made, days(2));
    else await again(days(3));
    return made;
  }

  for (const renewed of ["at once", "under embargo"] as const)
    it(`names nobody who is not on it, and is the first that can be read as a whole: ${renewed}`, () =>
      inTransaction(db, async (tx) => {
        const made = await aListTakenBack(tx, renewed);
        const { slug } = made.cycle;
        const reader = { db: tx, now: days(3) };
        const list = await told(tx, made, days(3));
        expect(list.map(({ reason, replaces, changes }) => [reason, replaces, changes])).toEqual([
          ["The next one did not, either.", false, []],
          [WHY, false, []],
        ]);
        const dataset = await datasetOf(reader, slug);
        const shown = [await cycleResults(reader, slug), asJson(dataset, ""), correctionsCsv(dataset)];
        shown.push(await news(reader), await addresses(reader));
        expect(JSON.stringify(shown)).toContain("Third");
        for (const name of ["First", "Second"]) expect(JSON.stringify(shown)).not.toContain(name);
        for (const { id } of list)
          await expect(earlierList(reader, { slug, correctionId: id })).rejects.toThrow(NotFound);
        const gone = await tx.select({ id: results.id }).from(results).where(isNull(results.publicationId));
        expect(gone).toHaveLength(2);
        for (const { id } of gone) await expect(departureOf(reader, id)).rejects.toThrow(NotFound);
      }));

  it("is told of, too, where it was taken back again under the renewed embargo and then corrected", () =>
    inTransaction(db, async (tx) => {
      const made = await aFinalList(tx);
      const withdraw = (now: Date) =>
        unpublishResults({ ...made.lin, now }, { roundId: made.round.id, reason: "A mistake." });
      const again = (now: Date, at: Date) => publish({ ...made, lin: { ...made.lin, now } }, at);
      await publish(made);
      await withdraw(days(1));
      await again(days(1), days(5));
      await withdraw(days(2));
      await openAgain(made.lin, made.round.id, WHY);
      await chooseAnew(made);
      await signAnew(made);
      await again(days(4), days(4));
      expect(await told(tx, made, days(4))).toMatchObject([{ reason: WHY, version: 3, replaces: false, changes: [] }]);
    }));

  it("is not told of where the public had never read the list before, however often it was taken back", () =>
    inTransaction(db, async (tx) => {
      const made = await aFinalList(tx);
      await publish(made, days(3));
      await unpublishResults({ ...made.lin, now: days(1) }, { roundId: made.round.id, reason: "A mistake." });
      await publish({ ...made, lin: { ...made.lin, now: days(1) } }, days(4));
      await openAgain(made.lin, made.round.id, WHY);
      await chooseAnew(made);
      await signAnew(made);
      await bringOut(made, days(2));
      expect(await told(tx, made, days(4))).toEqual([]);
    }));

  it("is told of from then on, and stood since it was published again", () =>
    inTransaction(db, async (tx) => {
      const made = await aListTakenBack(tx, "at once");
      await correctBack({ ...made, second: made.third });
      await bringOut(made, days(4));
      const [last] = await told(tx, made, days(4));
      expect(last).toMatchObject({ replaces: true, changes: [{ title: "First" }, { title: "Third", to: null }] });
      const json = asJson(await datasetOf({ db: tx, now: days(4) }, made.cycle.slug), PUBLIC_URL);
      const before = `${PUBLIC_URL}/cycles/${made.cycle.slug}/results/before/${last!.id}`;
      expect(json).toMatchObject({
        corrections: [{ list_before: before }, { list_before: null }, { list_before: null }],
      });
      const list = await earlierList({ db: tx, now: days(4) }, { slug: made.cycle.slug, correctionId: last!.id });
      expect([list.version, new Date(list.from!), new Date(list.until)]).toEqual([2, days(3), days(4)]);
      expect(list.levels.map(({ places }) => places.map(({ title }) => title))).toEqual([["Third"]]);
      const [place] = await tx.select({ id: results.id }).from(results).where(eq(results.title, "Third"));
      expect(await departureOf({ db: tx, now: days(4) }, place!.id)).toMatchObject({ reason: last!.reason });
    }));
});

it("as the browser gets it, an old address leads on, and an earlier list says that it was replaced and is in no index", async () => {
  const made = await aFinalList(portal.db);
  const now = new Date();
  const { round, cycle } = made;
  await publish({ ...made, lin: { ...made.lin, now } }, now);
  const [place] = await portal.db.select({ id: results.id }).from(results);
  await openAgain(made.lin, round.id, WHY);
  await chooseAnew(made);
  await signAnew(made);
  await bringOut(made, now);
  const [correction] = await portal.db.select({ id: corrections.id }).from(corrections);
  const list = `/cycles/${cycle.slug}/results`;
  const gone = await portal.knock(`/initiatives/${place!.id}?lang=zh-Hans`);
  expect([gone.status, gone.text.includes("名单已于"), gone.text.includes("First")]).toEqual([410, true, false]);
  for (const told of [WHY, `href="${list}"`]) expect(gone.text).toContain(told);
  const [standing, earlier] = [await portal.knock(list), await portal.knock(`${list}/before/${correction!.id}`)];
  expect(standing.text).toContain(`href="${list}/before/${correction!.id}"`);
  expect([earlier.status, standing.text.includes("noindex")]).toEqual([200, false]);
  for (const told of ["This list no longer stands", WHY, "City of First", "No longer on the list", 'content="noindex"'])
    expect(earlier.text).toContain(told);
  expect(earlier.text).not.toContain(`/initiatives/${place!.id}`);
  const table = await portal.knock(`/cycles/${cycle.slug}/corrections.csv`);
  expect(table.text).toContain("City of First,shortlisted,");
  const later = { ...made, lin: { ...made.lin, now: new Date(now.getTime() + 1) } };
  await unpublishResults(later.lin, { roundId: round.id, reason: "A mistake." });
  await publish(later, later.lin.now);
  const pages = [list, `${list}.json`, `/cycles/${cycle.slug}/corrections.csv`];
  for (const page of [...pages, "/feed.atom", "/sitemap.xml"]) {
    const { status, text } = await portal.knock(page);
    expect([page, status, text.includes("First"), text.includes(place!.id)]).toEqual([page, 200, false, false]);
  }
  expect((await portal.knock(list)).text).toContain("The list had been taken back.");
  const still = await portal.knock(`/initiatives/${place!.id}`);
  expect([still.status, still.text.includes("First")]).toEqual([410, false]);
  expect((await portal.knock(`${list}/before/${correction!.id}`)).status).toBe(404);
});
