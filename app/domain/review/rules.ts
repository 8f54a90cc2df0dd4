import type { RoundState } from "../round/rules.ts";
import { type Commenting, commentLack, type Mark, type Scale, stepsOf, unitsOf } from "../rubric/rules.ts";

/** How long a comment may be, in characters. */
export const LONGEST_COMMENT = 20_000;

export type Given = { criterionId: string; value: Mark | null; comment: string };
/** What stands for a criterion, and how often it was saved. Version 0 = never. */
export type StoredScore = Given & { reason: string; version: number; savedAt: Date | null };
/** Two texts for one field: what came and what stands. Nothing of it was written. */
export type Clash = {
  field: string;
  criterionId: string | null;
  theirs: { value: number | string | null; version: number; at: Date | null };
};
/** What somebody else gave, without a name. */
export type PeerReview = { letter: string; comment: string; total: number | null; scores: Given[] };
export type Missing = { criterionId: string; what: "score-needed" | "comment-needed" | "comment-short" };

/** What a review still needs before it can be submitted, in the order of the sheet. */
export function missingOf(criteria: readonly (Commenting & { id: string })[], given: readonly Given[]): Missing[] {
  return criteria.flatMap(({ id, ...rule }): Missing[] => {
    const score = given.find(({ criterionId }) => criterionId === id);
    const lack = commentLack(rule, score?.value ?? null, score?.comment ?? "");
    return [
      ...(score?.value == null ? [{ criterionId: id, what: "score-needed" as const }] : []),
      ...(lack ? [{ criterionId: id, what: lack }] : []),
    ];
  });
}

export type ReviewStatus = "not-started" | "in-progress" | "submitted";

/** How far a review is that has no sheet yet (`version` null), was begun, or was handed in. */
export function reviewStatus({
  version,
  submittedAt,
}: {
  version: number | null;
  submittedAt: Date | null;
}): ReviewStatus {
  if (submittedAt) return "submitted";
  return version === null ? "not-started" : "in-progress";
}

/** Whether a round takes scores now; the first thing that speaks against it is what people read. */
export function windowOf(state: RoundState): "round-not-open" | "round-closed" | "round-frozen" | null {
  if (state === "open") return null;
  return state === "planned" ? "round-not-open" : state === "closed" ? "round-closed" : "round-frozen";
}

/** What stands before the first look at an entry; null = it can be opened, or the round decides. */
export function firstStep({
  state,
  accepted,
  cleared,
}: {
  state: RoundState;
  accepted: boolean;
  cleared: boolean;
}): "confidentiality" | "conflict" | null {
  if (state === "planned") return null;
  return !accepted ? "confidentiality" : !cleared ? "conflict" : null;
}

const LONGEST_READ = 3 * 3_600_000;

/**
 * A reviewer's own pace, from the gaps between their submitted reviews: minutes for one, and for those that remain.
 * Gaps over three hours are breaks. Null with fewer than three gaps: two are no pace.
 */
export function paceOf(submitted: readonly Date[], remaining: number): { each: number; left: number } | null {
  const times = submitted.map((at) => at.getTime()).sort((a, b) => a - b);
  const gaps = times
    .slice(1)
    .map((time, index) => time - times[index]!)
    .filter((gap) => gap <= LONGEST_READ)
    .sort((a, b) => a - b);
  if (gaps.length < 3 || remaining === 0) return null;
  const middle = gaps.length >> 1;
  const median = gaps.length % 2 === 1 ? gaps[middle]! : (gaps[middle - 1]! + gaps[middle]!) / 2;
  const each = Math.max(1, Math.round(median / 60_000));
  return { each, left: each * remaining };
}

const DAY = 86_400_000;
/** The last days, over which a panel's pace is counted. */
const LAST_DAYS = 3;

/** From when on reviews count for somebody's pace of the last days. */
export const latelySince = (now: Date): Date => new Date(now.getTime() - LAST_DAYS * DAY);

/**
 * How many reviews would be missing at the end of a round that is open, at the least, if somebody went on as in the
 * last days: `lately` were handed in since then, and the last of what remains was given at `givenAt`. 0 where none
 * would be, and for the first day with it, which tells nothing yet.
 */
export function missedAtPace(
  {
    assigned,
    submitted,
    lately,
    givenAt,
  }: { assigned: number; submitted: number; lately: number; givenAt: Date | null },
  { state, opensAt, closesAt }: { state: RoundState; opensAt: Date; closesAt: Date },
  now: Date,
): number {
  if (state !== "open" || !givenAt) return 0;
  const could = now.getTime() - Math.max(givenAt.getTime(), opensAt.getTime());
  if (could < DAY) return 0;
  const left = closesAt.getTime() - now.getTime();
  const more = Math.ceil((lately / Math.min(could, LAST_DAYS * DAY)) * left);
  return Math.max(0, assigned - submitted - more);
}

/** More columns than these nobody compares. */
const MOST_COLUMNS = 21;

/**
 * How often each step of a scale was given; of a fine scale how often those from one whole point up to the next, both
 * ends given.
 */
export function distributionOf(
  scale: Scale,
  values: readonly (Mark | null)[],
): { from: number; to: number; times: number }[] {
  const [steps, units] = [stepsOf(scale), unitsOf(scale)];
  const starts = steps.length <= MOST_COLUMNS ? steps : steps.filter((step, at) => at === 0 || step % units === 0);
  return starts.map((from, at) => {
    const to = steps.findLast((step) => step < (starts[at + 1] ?? Number.POSITIVE_INFINITY))!;
    return {
      from,
      to,
      times: values.filter((given) => typeof given === "number" && given >= from && given <= to).length,
    };
  });
}

/** A saved score that came with a reason, and the value the save before it held. */
export type ReasonedScore = {
  criterionId: string;
  before: Mark | null;
  value: Mark | null;
  reason: string;
  savedAt: string;
};
export type ScoreChange = { criterionId: string; from: Mark | null; to: Mark | null; reasons: string[]; at: string };

/**
 * The changes of value in what was saved, oldest first, each with its reasons. Words save themselves as they are
 * written, so a reason that the next save of the same value carries on is told once, in its longest form.
 */
export function changesOf(saved: readonly ReasonedScore[]): ScoreChange[] {
  const changes: ScoreChange[] = [];
  for (const { criterionId, before, value, reason, savedAt } of saved) {
    const last = changes.findLast((change) => change.criterionId === criterionId);
    if (before !== value) changes.push({ criterionId, from: before, to: value, reasons: [reason], at: savedAt });
    else if (last) last.reasons = [...last.reasons.filter((earlier) => !reason.startsWith(earlier)), reason];
  }
  return changes;
}

export type Merge<T> = { take: T; changed: boolean } | { clash: true };

/**
 * One field, saved from a page that last saw `base` while `stored` stands now. Two windows that touch different fields
 * never clash, words that arrive late or twice are no new save, and of two different texts neither is thrown away.
 */
export function merge<T>(base: T, stored: T, given: T | undefined): Merge<T> {
  if (given === undefined || given === stored || given === base) return { take: stored, changed: false };
  return stored === base ? { take: given, changed: true } : { clash: true };
}

/**
 * Whether what a window sent after it last saw `base` is what stands since: then it came, and only its answer was lost.
 * Where nothing was sent, or nothing is saved since, nothing came.
 */
export function cameBefore<T extends { version: number }>(
  stored: T,
  { base, ...sent }: { base: number } & { [Field in keyof T]?: T[Field] | undefined },
): boolean {
  const given = Object.entries(sent).filter(([, value]) => value !== undefined);
  return stored.version > base && given.length > 0 && given.every(([name, value]) => stored[name as keyof T] === value);
}

/** What came of a merge as clashes of its field: the one given, or none. */
export const clashIn = (merged: Merge<unknown>, clash: Clash): Clash[] => ("clash" in merged ? [clash] : []);

/**
 * Time and entries left: what remains, how long in whole days and hours, and how many that is a day; on the last day
 * there is no telling by days.
 */
export type Quota = { remaining: number; days: number; hours: number; aDay: number | null };

/** What the time left asks of a reviewer. Null when nothing remains to be reviewed, or no time. */
export function quotaOf(remaining: number, closesAt: Date, now: Date): Quota | null {
  const hours = (closesAt.getTime() - now.getTime()) / 3_600_000;
  if (remaining <= 0 || hours <= 0) return null;
  return {
    remaining,
    days: Math.floor(hours / 24),
    hours: Math.floor(hours % 24),
    aDay: hours < 24 ? null : Math.ceil(remaining / (hours / 24)),
  };
}

/**
 * A part of the scale, both ends in points, and how many totals lie in it: from the lower end up to, but not including,
 * the upper one.
 */
export type Band = { from: number; to: number; times: number };

/**
 * How one's totals lie on the scale: five to ten bands of a round width, lowest first. The highest band includes its
 * upper end.
 */
export function bandsOf(scales: readonly Pick<Scale, "scale" | "min" | "max">[], totals: readonly number[]): Band[] {
  if (scales.length === 0) return [];
  const [low, high] = [
    Math.min(...scales.map((scale) => scale.min / unitsOf(scale))),
    Math.max(...scales.map((scale) => scale.max / unitsOf(scale))),
  ];
  // Counted in hundredths: a tenth is no number of the machine's.
  const span = Math.round((high - low) * 100);
  const width = [5, 10, 20, 25, 50, 100, 200, 250, 500, 1000].find((each) => span / each <= 10) ?? span;
  return Array.from({ length: Math.ceil(span / width) }, (_none, at) => {
    const [from, to] = [Math.round(low * 100) + at * width, Math.round(low * 100) + (at + 1) * width];
    const last = to >= high * 100;
    return {
      from: from / 100,
      to: to / 100,
      times: totals.filter((total) => total * 100 >= from && (total * 100 < to || last)).length,
    };
  });
}

export type SortKey = "title" | "points" | "order" | "status" | `criterion-${number}`;

/** Reads the order of a table from its address; what makes no sense is the reading order. */
export function readSort(
  key: string | null,
  order: string | null,
  criteria: number,
): { key: SortKey; descending: boolean } {
  const column = /^criterion-(\d{1,2})$/.exec(key ?? "");
  const known = key === "title" || key === "points" || key === "status" || (column && Number(column[1]) < criteria);
  return { key: known ? (key as SortKey) : "order", descending: order === "down" };
}

export type OwnScore = {
  title: string;
  place: number;
  version: number | null;
  submittedAt: Date | null;
  total: number | null;
  values: (Mark | null)[];
};

/** What is furthest from done first. */
const STATUSES: readonly ReviewStatus[] = ["not-started", "in-progress", "submitted"];

const scoreIn = (mark: Mark | null | undefined): number | null => (typeof mark === "number" ? mark : null);

/** One's own scores by any column; what has no score stands last, whichever the direction. */
export function sortScores<T extends OwnScore>(
  rows: readonly T[],
  key: SortKey,
  descending: boolean,
  locale: string,
): T[] {
  const column = key.startsWith("criterion-") ? Number(key.slice("criterion-".length)) : null;
  const collator = new Intl.Collator(locale);
  const sortedBy = (row: T): number | null => {
    if (key === "points") return row.total;
    if (key === "status") return STATUSES.indexOf(reviewStatus(row));
    return column === null ? row.place : scoreIn(row.values[column]);
  };
  const compare = (a: T, b: T): number => {
    if (key === "title") return descending ? collator.compare(b.title, a.title) : collator.compare(a.title, b.title);
    const [left, right] = [sortedBy(a), sortedBy(b)];
    if (left === null || right === null) return Number(left === null) - Number(right === null);
    return descending ? right - left : left - right;
  };
  return [...rows].sort((a, b) => compare(a, b) || a.place - b.place);
}

/** The letter for a seat among an entry's readers: 0 → "A", 25 → "Z", 26 → "AA". */
export const seatLetter = (index: number): string =>
  (index >= 26 ? seatLetter(Math.floor(index / 26) - 1) : "") + String.fromCharCode(65 + (index % 26));
