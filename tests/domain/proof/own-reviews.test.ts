import { eq } from "drizzle-orm";
import { expect, it } from "vitest";
import { canonical } from "#app/domain/audit/rules.ts";
import type { Context } from "#app/domain/context.ts";
import { NotFound } from "#app/domain/errors.ts";
import { ownDigest, ownReviewsFile } from "#app/domain/proof/own-reviews.server.ts";
import { appendStatement, signLog } from "#app/domain/commitment/commands.server.ts";
import { saveSheet } from "#app/domain/review/commands.server.ts";
import type { Db } from "#db/client.server.ts";
import { assignments, recusals } from "#db/schema/assignment.ts";
import { conflictDeclarations } from "#db/schema/conflict.ts";
import { publications } from "#db/schema/result.ts";
import { inTransaction, testDatabase } from "#tests/support/database.ts";
import { JUDGING } from "#tests/support/factories.ts";
import { days } from "#tests/support/judging.ts";
import { aProvedRound, KEY, TRUST } from "#tests/support/proved-round.ts";
import { countingDatabase } from "#tests/support/statements.ts";
import { verify } from "../../../public/verify.mjs";

const connection = await testDatabase();
const { db } = connection;
type Given = NonNullable<Parameters<typeof aProvedRound>[1]>;
type Task = Parameters<NonNullable<Given["meanwhile"]>>[0][number];
type Own = {
  receipt: string;
  log: object | null;
  frozen: { record: { entry: string; scores: number[] } } | null;
  why: string | null;
};
type File = { reviews: Own[] };

/** A proved round, the file that its first judge kept before the freeze, and `meanwhile` what happened after that. */
async function aKeptRound(tx: Db, given: Given & { since?: (own: Task[]) => Promise<unknown> } = {}) {
  let kept = "";
  let own: Task[] = [];
  const proved = await aProvedRound(tx, {
    against: false,
    ...given,
    meanwhile: async (tasks) => {
      own = tasks.filter(({ judge }) => judge.actor.id === tasks[0]!.judge.actor.id);
      const [task] = await tx.select().from(assignments).where(eq(assignments.id, own[0]!.id));
      kept = await ownReviewsFile(own[0]!.judge, KEY, task!.roundId);
      await given.since?.(own);
    },
  });
  const judge = own[0]!.judge;
  return { ...proved, own, judge, kept, file: await ownReviewsFile(judge, KEY, proved.round.id) };
}

/** The lines about one's own reviews, or why the verifier refuses. */
const told = async (bundle: string, ...files: string[]): Promise<string[]> => {
  const verdict = await verify(bundle, TRUST, { reviews: files });
  return verdict.ok ? verdict.lines.filter((line) => /your|yours/.test(line)) : [verdict.failure];
};
const edited = (file: string, edit: (reviews: Own[]) => Own[]) => {
  const parts = JSON.parse(file) as File;
  return canonical({ ...parts, reviews: edit(structuredClone(parts.reviews)) } as never);
};
/** A score typed and handed in again. */
async function givesAnew({ id, judge, criteria }: Task) {
  const scores = criteria.map(({ id: criterionId }) => ({
    ...{ criterionId, value: 5, comment: "Once more", reason: "I had misread it." },
    baseVersion: 1,
  }));
  await saveSheet({ ...judge, now: new Date(JUDGING.getTime() + 1000) }, id, () => ({ scores, words: [] }));
}

it.each([0, 1, 2] as const)(
  "shows at level %i that each stands frozen as it was given, with its digest",
  (disclosure) =>
    inTransaction(db, async (tx) => {
      const { judge, round, bundle, kept, file } = await aKeptRound(tx, { disclosure });
      const { reviews: count, digest } = await ownDigest(judge, round.id);
      expect(count).toBe(12);
      const [signed, frozen] = (await told(bundle, kept, file)).slice(-2);
      expect([signed, frozen]).toEqual([
        `12 reviews of yours are signed and say what they commit to; their digest is ${digest}`,
        "12 of your 12 reviews are among the frozen ones, with exactly the scores that you handed in",
      ]);
      expect((await told(bundle, kept)).at(-1)).toContain("from before the scores were frozen");
    }),
);

it("refuses another score, another entry, a review that is missing, and one without a place or a reason", () =>
  inTransaction(db, async (tx) => {
    const { bundle, kept, file } = await aKeptRound(tx);
    const all = (JSON.parse(file) as File).reviews;
    const scoresOf = (at: number) => canonical(all[at]!.frozen!.record.scores);
    const alike = all.findIndex((_one, at) => at > 0 && scoresOf(at) === scoresOf(0));
    const unlike = all.findIndex((_one, at) => scoresOf(at) !== scoresOf(0));
    const like = (at: number) => edited(file, (own) => own.with(0, { ...own[0]!, frozen: own[at]!.frozen }));
    const changes: [string, string][] = [
      [like(unlike), "frozen with other scores"],
      [edited(file, (own) => own.with(0, { ...own[0]!, log: own[1]!.log })), "does not stand in the log"],
      [edited(file, (own) => own.with(0, { ...own[0]!, log: null })), "not shown in the log"],
      [edited(file, (own) => own.with(0, { ...own[0]!, frozen: null })), "no reason is given"],
      [edited(file, (own) => own.with(0, { ...own[0]!, frozen: null, why: "unexplained" })), "no reason is given"],
      [
        edited(file, (own) => own.with(0, { ...own[0]!, receipt: own[0]!.receipt.replace("scores ", "scores 1 ") })),
        "wrong",
      ],
    ];
    if (alike > 0) changes.push([like(alike), "frozen for another entry"]);
    for (const [changed, why] of changes) expect(await told(bundle, changed)).toEqual([expect.stringContaining(why)]);
    expect(
      await told(
        bundle,
        kept,
        edited(file, (own) => own.slice(1)),
      ),
    ).toEqual([expect.stringContaining("not shown in the log: keep the file")]);
    const forged = edited(file, (own) => own.with(0, forgedFrozen(own[0]!)));
    expect(await told(bundle, forged)).toEqual([expect.stringContaining("is not among the frozen ones")]);
  }));

/** The same review with scores that nobody froze. */
function forgedFrozen(own: Own): Own {
  const frozen = structuredClone(own.frozen!);
  frozen.record.scores = frozen.record.scores.map(() => 5);
  return { ...own, frozen };
}

it("tells of a review that was handed in again after the file was kept, by its reviewer or in their name", () =>
  inTransaction(db, async (tx) => {
    const { bundle, kept, file } = await aKeptRound(tx, { since: (own) => givesAnew(own[0]!) });
    const lines = await told(bundle, kept, file);
    expect(lines.find((line) => line.startsWith("WARNING: after the review"))).toMatch(
      /was handed in, on .*: 5 5\. If that was not you/,
    );
    expect(lines.at(-1)).toContain("12 of your 12 reviews");
  }));

it("says which do not count and why, and opens no entry that a conflict keeps from its reader by now", () =>
  inTransaction(db, async (tx) => {
    const { bundle, file, own, judge, round } = await aKeptRound(tx, {
      since: ([first]) =>
        tx
          .insert(recusals)
          .values({ assignmentId: first!.id, reason: "A friend.", at: JUDGING, by: first!.judge.actor.id }),
    });
    expect((await told(bundle, file)).at(-1)).toMatch(/^11 of your 12 .*; WARNING: not counted.*: recused$/);
    await tx
      .insert(conflictDeclarations)
      .values({ entryId: own[1]!.entryId, accountId: judge.actor.id, answer: "conflict", reason: "Late.", at: JUDGING })
      .onConflictDoUpdate({
        target: [conflictDeclarations.entryId, conflictDeclarations.accountId],
        set: { answer: "conflict" },
      });
    const closed = await ownReviewsFile(judge, KEY, round.id);
    expect((await told(bundle, closed)).slice(-2)).toEqual([
      expect.stringMatching(/^10 of your 12 .*; WARNING: not counted.*: recused$/),
      "WARNING: 1 of your reviews is not opened to you any more; whether it counts this file does not show",
    ]);
    const entries = (JSON.parse(closed) as File).reviews.flatMap(({ frozen }) => (frozen ? [frozen.record.entry] : []));
    const before = (JSON.parse(file) as File).reviews.flatMap(({ frozen }) => (frozen ? [frozen.record.entry] : []));
    expect(before.filter((entry) => !entries.includes(entry))).toHaveLength(1);
    expect((await told(bundle, file, closed)).at(-1)).toMatch(/^11 of your 12 .*: recused$/);
  }));

it("reads the file from before the freeze and the newest in either order", () =>
  inTransaction(db, async (tx) => {
    const { bundle, kept, file } = await aKeptRound(tx, {
      since: ([first]) =>
        tx
          .insert(recusals)
          .values({ assignmentId: first!.id, reason: "A friend.", at: JUDGING, by: first!.judge.actor.id }),
    });
    expect(await told(bundle, file, kept)).toEqual(await told(bundle, kept, file));
  }));

it("maps no entry to its commitment before the result of the round is public", () =>
  inTransaction(db, async (tx) => {
    const { bundle, file, judge, round } = await aKeptRound(tx, { embargo: days(3) });
    const early = (JSON.parse(file) as File).reviews;
    expect(early.map(({ log, frozen, why }) => [log !== null, frozen, why])).toEqual(
      Array(12).fill([true, null, "not-public"]),
    );
    expect((await told(bundle, file)).at(-1)).toBe(
      "WARNING: the file of your reviews is from before the result was public, and does not show yet of 12 of them whether they are frozen as you gave them. Take it anew, and give both",
    );
    const open = await ownReviewsFile({ ...judge, now: days(3) }, KEY, round.id);
    for (const files of [
      [file, open],
      [open, file],
    ])
      expect((await told(bundle, ...files)).at(-1)).toBe(
        "12 of your 12 reviews are among the frozen ones, with exactly the scores that you handed in",
      );
    await tx.update(publications).set({ withdrawnAt: days(4) });
    const withdrawn = await ownReviewsFile({ ...judge, now: days(4) }, KEY, round.id);
    expect((JSON.parse(withdrawn) as File).reviews.every(({ frozen }) => frozen === null)).toBe(true);
  }));

it("asks for a newer proof where the file is newer than it", () =>
  inTransaction(db, async (tx) => {
    const { bundle, judge, round, chen } = await aKeptRound(tx);
    await appendStatement(chen, { type: "correction", v: 1, round: round.id }, { roundId: round.id });
    await signLog(chen, KEY);
    expect(await told(bundle, await ownReviewsFile(judge, KEY, round.id))).toEqual([
      "take the proof again: the file of your reviews is newer than it",
    ]);
  }));

it("costs as many statements for twelve reviews as for six", async () => {
  const counting = countingDatabase(connection);
  const asked = (entries: number) =>
    inTransaction(counting.db, async (tx) => {
      const { judge, round, file } = await aKeptRound(tx, { entries });
      expect((JSON.parse(file) as File).reviews).toHaveLength(entries);
      return counting.during(() => ownReviewsFile(judge, KEY, round.id));
    });
  expect(await asked(12)).toBe(await asked(6));
});

it("is there for its own reviewer alone, and for nobody who has handed in nothing", () =>
  inTransaction(db, async (tx) => {
    const { lin, round, judge, file } = await aKeptRound(tx);
    await expect(ownReviewsFile(lin, KEY, round.id)).rejects.toThrow(NotFound);
    expect(await ownDigest(lin, round.id)).toEqual({ reviews: 0, digest: null });
    const other: Context = { ...judge, actor: { ...judge.actor, id: lin.actor.id } };
    await expect(ownReviewsFile(other, KEY, round.id)).rejects.toThrow(NotFound);
    expect((JSON.parse(file) as File).reviews).toHaveLength(12);
  }));
