import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { sha256 } from "#app/domain/audit/rules.ts";
import { NotFound } from "#app/domain/errors.ts";
import { LARGEST_TAKEN, luggageOf } from "#app/domain/review/luggage.server.ts";
import type { Db } from "#db/client.server.ts";
import { reviewerProfiles } from "#db/schema/account.ts";
import { recusals } from "#db/schema/assignment.ts";
import { rounds } from "#db/schema/round.ts";
import { submissions } from "#db/schema/entry.ts";
import { inTransaction, testDatabase } from "#tests/support/database.ts";
import { aCity, JUDGING } from "#tests/support/factories.ts";
import { aCandidate, aContest, aJudge, aScoredRound, aTask, contextOf, days } from "#tests/support/judging.ts";
import { countingDatabase } from "#tests/support/statements.ts";

const connection = await testDatabase();
const { db } = connection;

async function aPanel(tx: Db) {
  const cycle = await aContest(tx);
  const round = await aScoredRound(tx, { cycle });
  const [rafael, wanjiru] = [
    await aJudge(tx, round, { name: "Rafael Monteiro" }),
    await aJudge(tx, round, { name: "Wanjiru Mwangi" }),
  ];
  return { cycle, round, rafael, wanjiru, ctx: await contextOf(tx, rafael) };
}

const file = (attachmentId: string, contentType: string, size: number, questionKey = "documents") => ({
  attachmentId,
  questionKey,
  name: `${attachmentId}.bin`,
  size,
  contentType,
  sha256: "",
  caption: "",
});

/** An entry of the panel's cycle that holds these files. */
async function anEntryWith(tx: Db, cycle: { id: string }, files: ReturnType<typeof file>[]) {
  const entry = await aCandidate(tx, { cycle });
  const [sent] = await tx.select().from(submissions).where(eq(submissions.entryId, entry.id));
  const snapshot = JSON.stringify({ ...(JSON.parse(sent!.snapshot) as object), files });
  await tx.insert(submissions).values({
    entryId: entry.id,
    number: 3,
    receivedAt: days(-19),
    submittedBy: sent!.submittedBy,
    snapshot,
    sha256: sha256(snapshot),
  });
  return entry;
}

describe("what is taken along of a round", () => {
  it("is one's own open entries with their files: pictures as they are shown, and nothing that is too large", () =>
    inTransaction(db, async (tx) => {
      const { cycle, round, rafael, wanjiru, ctx } = await aPanel(tx);
      const entry = await anEntryWith(tx, cycle, [
        file("plan", "application/pdf", 2_000),
        file("view", "image/jpeg", 900),
        file("film", "video/mp4", LARGEST_TAKEN + 1),
      ]);
      const task = await aTask(tx, { round, entry, reviewer: rafael });
      const plain = await aTask(tx, { round, entry: await aCandidate(tx, { cycle }), reviewer: rafael });
      await aTask(tx, { round, entry: await aCandidate(tx, { cycle }), reviewer: rafael, declared: null });
      await aTask(tx, { round, entry: await aCandidate(tx, { cycle }), reviewer: wanjiru });
      const home = `/judging/rounds/${round.id}`;
      expect(await luggageOf(ctx, round.id)).toEqual({
        window: `${round.opensAt.toISOString()}/${round.closesAt.toISOString()}`,
        lists: ["/judging", home, `${home}/offline`, `${home}?page=1`],
        entries: [
          {
            id: task.id,
            files: [
              { path: "/attachments/plan", size: 2_000 },
              { path: "/attachments/view/preview", size: 900 },
            ],
          },
          { id: plain.id, files: [] },
        ],
        asked: 1,
        large: 1,
      });
    }));

  it("35: takes no file along of a blind round of which there is no copy without personal data", () =>
    inTransaction(db, async (tx) => {
      const { cycle, round, rafael, ctx } = await aPanel(tx);
      await aTask(tx, {
        round,
        entry: await anEntryWith(tx, cycle, [file("plan", "application/pdf", 2_000)]),
        reviewer: rafael,
      });
      expect((await luggageOf(ctx, round.id)).entries[0]!.files).toHaveLength(1);
      await tx.update(rounds).set({ blind: true }).where(eq(rounds.id, round.id));
      expect(await luggageOf(ctx, round.id)).toMatchObject({ entries: [{ files: [] }], large: 0 });
    }));

  it("leaves out what has ended and what is in conflict now, so that it leaves the device too", () =>
    inTransaction(db, async (tx) => {
      const { cycle, round, rafael, ctx } = await aPanel(tx);
      const peruvian = await aTask(tx, {
        round,
        entry: await aCandidate(tx, { cycle, city: await aCity(tx, { country: "PE" }) }),
        reviewer: rafael,
      });
      const left = await aTask(tx, { round, entry: await aCandidate(tx, { cycle }), reviewer: rafael });
      const stays = await aTask(tx, { round, entry: await aCandidate(tx, { cycle }), reviewer: rafael });
      const ids = async () => (await luggageOf(ctx, round.id)).entries.map(({ id }) => id);
      expect(await ids()).toEqual([peruvian.id, left.id, stays.id]);
      await tx.insert(recusals).values({ assignmentId: left.id, reason: "no time", at: JUDGING, by: rafael.id });
      await tx
        .update(reviewerProfiles)
        .set({ countries: ["PE"] })
        .where(eq(reviewerProfiles.accountId, rafael.id));
      expect(await ids()).toEqual([stays.id]);
    }));

  it("is nothing before the statement is accepted or the round has begun, and no page for anybody else", () =>
    inTransaction(db, async (tx) => {
      const { cycle, round, rafael, ctx } = await aPanel(tx);
      await aTask(tx, { round, entry: await aCandidate(tx, { cycle }), reviewer: rafael });
      expect(await luggageOf({ ...ctx, now: days(-60) }, round.id)).toMatchObject({ entries: [], asked: 1 });
      await tx
        .update(reviewerProfiles)
        .set({ confidentialityAcceptedAt: null })
        .where(eq(reviewerProfiles.accountId, rafael.id));
      expect(await luggageOf(ctx, round.id)).toMatchObject({ entries: [], asked: 1 });
      const chair = await aJudge(tx, round, { role: "chair" });
      await expect(luggageOf(await contextOf(tx, chair), round.id)).rejects.toBeInstanceOf(NotFound);
    }));

  it("takes the same number of questions to the database for one entry and for three", async () => {
    const counting = countingDatabase(connection);
    const { cycle, round, rafael } = await aPanel(db);
    const ctx = { ...(await contextOf(db, rafael)), db: counting.db };
    const ask = () => counting.during(() => luggageOf(ctx, round.id));
    await aTask(db, { round, entry: await aCandidate(db, { cycle }), reviewer: rafael });
    const one = await ask();
    for (let more = 0; more < 2; more += 1)
      await aTask(db, { round, entry: await aCandidate(db, { cycle }), reviewer: rafael });
    expect(await ask()).toBe(one);
    expect((await luggageOf(ctx, round.id)).entries).toHaveLength(3);
  });
});
