import { eq } from "drizzle-orm";
import { signLog } from "#app/domain/commitment/commands.server.ts";
import { type NoteKey, noteKey } from "#app/domain/commitment/note.ts";
import { type Context, PORTAL } from "#app/domain/context.ts";
import { joinPanel } from "#app/domain/panel/commands.server.ts";
import { proofBundle } from "#app/domain/proof/queries.server.ts";
import { publishResults } from "#app/domain/result/commands.server.ts";
import { lockScores } from "#app/domain/round/commands.server.ts";
import { saveSheet, submitReview } from "#app/domain/review/commands.server.ts";
import { type Mark, NOT_APPLICABLE } from "#app/domain/rubric/rules.ts";
import { openSeed, stateKey } from "#app/domain/scrutiny/commands.server.ts";
import { stateOlderRules } from "./older-rules.ts";
import { aKeyStatement, aSeededStatement } from "./scrutiny.ts";
import { approveList } from "#app/domain/correction/commands.server.ts";
import { freezeRound, proposeShortlist, select } from "#app/domain/shortlist/commands.server.ts";
import { selectionOf } from "#app/domain/shortlist/queries.server.ts";
import type { Db } from "#db/client.server.ts";
import { accounts } from "#db/schema/account.ts";
import type { Disclosure, RankingMethod, TieRule } from "#db/schema/round.ts";
import { aCity, anAccount, aStaffMember } from "./factories.ts";
import { aCandidate, aContest, aJudge, aScoredRound, aTask, contextOf, days, readsOnly } from "./judging.ts";
import { PUBLIC_URL } from "./address.ts";

export const KEY = noteKey("award.example/log", Buffer.alloc(32, 9));
export const PORTAL_URL = "https://award.example";
export const TRUST = { keys: [KEY.verifier] };

type Given = {
  entries?: number;
  reviewers?: number;
  disclosure?: Disclosure;
  method?: RankingMethod;
  ties?: TieRule[];
  against?: boolean;
  /** A third of the reviews say that the second criterion does not apply. */
  leavingOut?: boolean;
  /** Scores are typed with one decimal. */
  tenths?: boolean;
  /** The first of the reviewers gives a point less, and one of them, each time another, does not read. */
  severe?: boolean;
  /** Criteria are divided: which of them, by their places, each of the reviewers reads, in turn. */
  division?: readonly number[][];
  /** Those who scrutinise the round, by the keys that they state before the freeze. */
  scrutineers?: readonly NoteKey[];
  /** Those who scrutinise it and committed to a seed of lots before its rules; and whether they open it. */
  committed?: readonly { key: NoteKey; seed: string; opens: boolean }[];
  /** The rules are stated as they were before they committed to seeds of lots. */
  older?: boolean;
  /** Until when the result is under embargo. */
  embargo?: Date;
  /** What happens after the reviews and before the freeze. */
  meanwhile?: (tasks: Task[], roundId: string) => Promise<void>;
  /** What happens between the freeze and the list. */
  afterwards?: (tasks: Task[], roundId: string) => Promise<void>;
};
type Task = { id: string; entryId: string; judge: Context; criteria: readonly { id: string }[] };

/**
 * A contest judged, frozen, decided by two and published, through the commands; the log is signed on the way. Ties are
 * decided by people.
 */
export async function aProvedRound(
  db: Db,
  {
    entries = 12,
    reviewers = 4,
    disclosure = 1,
    method = "mean",
    ties = [],
    against = true,
    leavingOut = false,
    tenths = false,
    severe = false,
    division = [],
    scrutineers: keys = [],
    committed = [],
    older = false,
    embargo = days(0),
    meanwhile,
    afterwards,
  }: Given = {},
) {
  const cycle = await aContest(db);
  const round = await aScoredRound(db, {
    cycle,
    places: { shortlisted: 3, deserving: 3 },
    weights: [55, 45],
    mayLeaveOut: leavingOut ? [1] : [],
    scale: tenths ? { scale: "tenths", min: 0, max: 50 } : {},
    disclosure,
    method,
    ties,
    divided: division.length > 0,
  });
  const scrutineers: Context[] = [];
  for (const { key, seed } of committed)
    scrutineers.push(await aScrutineer(db, round.id, key, await aSeededStatement(key, round.id, seed)));
  if (older) await stateOlderRules(db, round.id, days(-1));
  const candidates = [];
  const tasks: Task[] = [];
  for (let at = 0; at < entries; at++) candidates.push(await aCandidate(db, { cycle, city: await aCity(db) }));
  for (let judge = 0; judge < reviewers; judge++) {
    const reviewer = await aJudge(db, round, { name: `Judge ${judge}` });
    const read = division.length > 0 ? division[judge % division.length]! : round.criteria.map((_each, place) => place);
    if (read.length < round.criteria.length) await readsOnly(db, round, reviewer, read);
    for (const [at, entry] of candidates.entries()) {
      if (severe && (at + judge) % reviewers === 0) continue;
      const { id } = await aTask(db, { round, entry, reviewer });
      const ctx = await contextOf(db, reviewer);
      const markAt = (place: number): Mark =>
        ties.length > 0
          ? tiedMark(at, judge % 4, place)
          : severe
            ? severeMark(at, judge, place)
            : leavingOut && place === 1 && (at + judge) % 3 === 0
              ? NOT_APPLICABLE
              : tenths
                ? (at * 13 + judge * 17 + place * at) % 51
                : 1 + ((at * 7 + judge * 3 + place * at) % 5);
      const scores = read.map((place) => ({
        criterionId: round.criteria[place]!.id,
        value: markAt(place),
        comment: "Why it is so",
        baseVersion: 0,
      }));
      await saveSheet(ctx, id, () => ({ scores, words: [] }));
      await submitReview(ctx, id);
      tasks.push({ id, entryId: entry.id, judge: ctx, criteria: read.map((place) => round.criteria[place]!) });
    }
  }
  const [lin, chen] = [await contextOf(db, await aStaffMember(db)), await contextOf(db, await aStaffMember(db))];
  for (const key of keys) scrutineers.push(await aScrutineer(db, round.id, key));
  await meanwhile?.(tasks, round.id);
  if (committed.some(({ opens }) => opens))
    await lockScores(lin, round.id, { reason: "All have handed in", publicUrl: PUBLIC_URL });
  // The last who committed opens first: what the seeds decide must not follow the order of their openings.
  for (const [at, { seed, opens }] of [...committed.entries()].reverse())
    if (opens) await openSeed(scrutineers[at]!, round.id, seed);
  await freezeRound(lin, round.id);
  await signLog(lin, KEY);
  await afterwards?.(tasks, round.id);
  await settle(lin, round.id, against);
  await proposeShortlist(lin, round.id);
  await approveList(chen, round.id, PUBLIC_URL);
  await publishResults(chen, { roundId: round.id, at: embargo, publicUrl: PUBLIC_URL });
  await signLog(lin, KEY);
  return {
    cycle,
    round,
    candidates,
    lin,
    chen,
    scrutineers,
    bundle: await proofBundle({ ...lin, now: embargo > lin.now ? embargo : lin.now }, round.id),
  };
}

/** Somebody who scrutinises a round, and has stated a key for it; the same person for the same key. */
async function aScrutineer(db: Db, roundId: string, key: NoteKey, note = aKeyStatement(key)): Promise<Context> {
  const name = `Holder of ${key.name}`;
  const [known] = await db.select({ id: accounts.id }).from(accounts).where(eq(accounts.name, name));
  const account = known ?? (await anAccount(db, { name }));
  await joinPanel({ db, actor: PORTAL, now: days(-3) }, { roundId, accountId: account.id, role: "scrutineer" });
  const ctx = await contextOf(db, account);
  await stateKey(ctx, roundId, note, KEY, PORTAL_URL);
  return ctx;
}

/**
 * Marks by four judges that give many entries one mean: alike in sum on each criterion but not in median and spread,
 * and the last two only under the weights 55 and 45.
 */
function tiedMark(at: number, judge: number, place: number): number {
  if (at >= 10)
    return (at + place) % 2 === 0
      ? 1
      : [
          [5, 4, 3, 3],
          [4, 3, 3, 3],
        ][at - 10]![judge]!;
  return [
    [3, 3, 3, 3],
    [1, 5, 3, 3],
    [2, 4, 2, 4],
    [1, 5, 1, 5],
    [4, 4, 3, 1],
    [2, 2, 3, 5],
  ][(at + place * (at >> 2)) % 6]![judge]!;
}

/** Quality, noise, and a first judge who gives a point less. */
const severeMark = (at: number, judge: number, place: number): number =>
  Math.min(
    5,
    Math.max(
      1,
      2 + ((at * 5 + (at >> 2)) % 4) + ((at * 3 + judge * 7 + place * 5 + at * judge) % 3) - 1 - (judge === 0 ? 1 : 0),
    ),
  );

async function settle(ctx: Context, roundId: string, against: boolean): Promise<void> {
  const { lines, round } = await selectionOf(ctx, roundId);
  const left = new Map<string | null, number>(round.levels.map(({ levelKey, places }) => [levelKey, places]));
  const take = (level: string | null) => left.set(level, (left.get(level) ?? Number.MAX_SAFE_INTEGER) - 1);
  for (const { proposal } of lines) if (proposal.kind === "level") take(proposal.levelKey);
  for (const { entryId, proposal } of lines) {
    if (proposal.kind === "no-reviews")
      await select(ctx, { roundId, entryId, levelKey: null, reason: "Nobody could read it." });
    if (proposal.kind !== "tie") continue;
    const level = proposal.between.find((each) => each === null || (left.get(each) ?? 0) > 0) ?? null;
    take(level);
    await select(ctx, { roundId, entryId, levelKey: level, reason: "The panel voted." });
  }
  if (!against) return;
  const standing = (await selectionOf(ctx, roundId)).lines.filter(({ chosen }) => !chosen);
  const at = (level: string | null) =>
    standing.find(({ proposal }) => proposal.kind === "level" && proposal.levelKey === level)!.entryId;
  await select(ctx, { roundId, entryId: at("shortlisted"), levelKey: null, reason: "It was realised elsewhere." });
  await select(ctx, { roundId, entryId: at(null), levelKey: "shortlisted", reason: "Easier to take over." });
}
