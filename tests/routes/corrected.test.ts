import { describe, expect, it } from "vitest";
import { approveList, publishCorrection } from "#app/domain/correction/commands.server.ts";
import { addresses } from "#app/domain/dataset/queries.server.ts";
import { NotFound } from "#app/domain/errors.ts";
import { publishResults, unpublishResults } from "#app/domain/result/commands.server.ts";
import { type Departed, earlierList } from "#app/domain/result/earlier.server.ts";
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
  await approveList(chen, round.id, (await signingOf(chen, round.id)).listSha256, PUBLIC_URL);
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

  it("is the one that the public had read, where two corrections were read together", () =>
    inTransaction(db, async (tx) => {
      const made = await aSignedCorrection(tx);
      await unpublishResults(made.lin, { roundId: made.round.id, reason: "A mistake." });
      await bringOut(made, JUDGING);
      await correctBack(made);
      await publish({ ...made, lin: { ...made.lin, now: days(3) } }, days(3));
      const [last, first] = await told(tx, made, days(3));
      expect([last, first].map((each) => [each!.version, each!.replaces])).toEqual([
        [2, false],
        [2, true],
      ]);
      const list = await earlier(tx, made, first!.id, days(3));
      expect(list).toMatchObject({ version: 1, from: null, levels: [{ places: [{ title: "First", stands: true }] }] });
      await expect(earlier(tx, made, last!.id, days(3))).rejects.toThrow(NotFound);
    }));
});

it("as the browser gets it, an old address leads on, and an earlier list says that it was replaced and is in no index", async () => {
  const portal = await openPortal();
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
});
