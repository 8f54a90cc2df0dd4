import { describe, expect, it } from "vitest";
import { approveList, openListCorrection, publishCorrection } from "#app/domain/correction/commands.server.ts";
import { addresses } from "#app/domain/dataset/queries.server.ts";
import { publishResults, unpublishResults } from "#app/domain/result/commands.server.ts";
import { proposeShortlist, select } from "#app/domain/shortlist/commands.server.ts";
import { signingOf } from "#app/domain/shortlist/queries.server.ts";
import { loader as initiative } from "#app/routes/public/initiative.tsx";
import type { Db } from "#db/client.server.ts";
import { results } from "#db/schema/result.ts";
import { PUBLIC_URL } from "#tests/support/address.ts";
import { inTransaction, testDatabase } from "#tests/support/database.ts";
import { JUDGING } from "#tests/support/factories.ts";
import { aFinalList, chooseAnew, type FrozenRound, signAnew } from "#tests/support/final-list.ts";
import { days } from "#tests/support/judging.ts";
import { answerOf, visitAs } from "#tests/support/visit.ts";

const { db } = await testDatabase();
const WHY = "One entry did not meet the rules of the call.";
const publish = ({ lin, round }: FrozenRound) =>
  publishResults(lin, { roundId: round.id, at: JUDGING, publicUrl: PUBLIC_URL });

/** A list with its first entry in the first place, which a correction takes off it. */
async function aCorrectedList(tx: Db, { read = true } = {}) {
  const made = await aFinalList(tx);
  const { lin, round } = made;
  if (read) await publish(made);
  await openListCorrection(lin, round.id, WHY);
  await chooseAnew(made);
  await signAnew(made);
  if (read) await publishCorrection(lin, { roundId: round.id, at: days(1), pictures: [], publicUrl: PUBLIC_URL });
  return made;
}
const out = async (made: FrozenRound, now: Date) =>
  publishCorrection(
    { ...made.lin, now },
    { roundId: made.round.id, at: now, pictures: [], publicUrl: PUBLIC_URL },
  );

describe("the address of a place that came off its list", () => {
  const read = async (tx: Db, resultId: string, now = days(1), lang = "en") =>
    answerOf(initiative(await visitAs(tx, null, `/initiatives/${resultId}?lang=${lang}`, { params: { resultId }, now })));
  const addressOf = async (tx: Db) => (await tx.select({ id: results.id }).from(results))[0]!.id;

  it("says that the list was corrected, when and why, and nothing of the entry; once it is out", () =>
    inTransaction(db, async (tx) => {
      const made = await aCorrectedList(tx);
      const id = await addressOf(tx);
      expect((await read(tx, id)).status).toBe(200);
      await out(made, days(1));
      const { status, data } = await read(tx, id);
      expect([status, data]).toEqual([
        410,
        {
          departed: {
            cycle: { slug: made.cycle.slug, name: expect.anything(), timeZone: expect.any(String) },
            at: days(1).toISOString().replace(/\.000Z$/, "+00:00"),
            reason: WHY,
          },
          locale: "en",
        },
      ]);
      expect(JSON.stringify(data)).not.toContain("First");
      expect((await addresses({ db: tx, now: days(1) })).join()).not.toContain(id);
    }));

  it("is nowhere while its list is taken back, and the initiative's again when it comes on again", () =>
    inTransaction(db, async (tx) => {
      const made = await aCorrectedList(tx);
      const id = await addressOf(tx);
      await out(made, days(1));
      const { lin, chen, round, first, second } = made;
      const later = (day: number) => ({ ...lin, now: days(day) });
      await openListCorrection(later(2), round.id, "It did meet them after all.");
      await select(lin, { roundId: round.id, entryId: first.id, levelKey: "shortlisted", reason: "" });
      await select(lin, { roundId: round.id, entryId: second.id, levelKey: null, reason: "" });
      await proposeShortlist(lin, round.id);
      await approveList(chen, round.id, (await signingOf(chen, round.id)).listSha256, PUBLIC_URL);
      await out(made, days(2));
      expect((await read(tx, id, days(2))).status).toBe(200);
      await unpublishResults(later(3), { roundId: round.id, reason: "A mistake." });
      expect((await read(tx, id, days(3))).status).toBe(404);
    }));

  it("was never one where the public had not read the list before", () =>
    inTransaction(db, async (tx) => {
      const made = await aFinalList(tx);
      await publishResults(made.lin, { roundId: made.round.id, at: days(3), publicUrl: PUBLIC_URL });
      const id = await addressOf(tx);
      await openListCorrection(made.lin, made.round.id, WHY);
      await chooseAnew(made);
      await signAnew(made);
      await out(made, days(1));
      expect((await read(tx, id, days(3))).status).toBe(404);
    }));
});
