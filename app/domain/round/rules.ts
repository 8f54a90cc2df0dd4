import type {
  ConflictRule,
  ConflictRules,
  Disclosure,
  DiscussionRule,
  RankingMethod,
  TieRule,
} from "#db/schema/round.ts";
import type { Locale } from "#app/i18n/locales.ts";
import { type Localised, say } from "#app/i18n/localised.ts";

export type { DiscussionRule, RankingMethod, TieRule };
export const TIE_RULES = ["criteria", "median", "spread", "lot"] as const satisfies readonly TieRule[];
/** The rules by which a profile may stand against an entry, and what each may do, the strictest first. */
export const CONFLICT_RULES = ["country", "city", "organisation"] as const satisfies readonly (keyof ConflictRules)[];
export const CONFLICT_SETTINGS = ["block", "warn", "off"] as const satisfies readonly ConflictRule[];
/** The most characters of its texts, in every language. */
export const LONGEST = { name: 200 } as const;
/** The name of a level in the reader's language; its key where the cycle has no such level any more. */
export const levelName = (
  levels: readonly { levelKey: string; name: Localised }[],
  key: string,
  locale: Locale,
): string => say(levels.find(({ levelKey }) => levelKey === key)?.name ?? { en: key }, locale);

export type RoundState = "planned" | "open" | "closed" | "frozen";

/**
 * What the secretariat decides of a round. `reviewsPerEntry` null = everyone reads all; levels are the best first,
 * places a maximum.
 */
export type RoundSettings = {
  name: Localised;
  opensAt: Date;
  closesAt: Date;
  rubricId: string;
  reviewsPerEntry: number | null;
  peersVisible: "never" | "after-own";
  /** When readers talk about an entry; "off" unless said. */
  discussion?: DiscussionRule;
  blind: boolean;
  method: RankingMethod;
  /** What breaks ties between means, in this order; none unless said. */
  ties?: TieRule[];
  /** Whether criteria are divided among the panel; not unless said. */
  divided?: boolean;
  /** How much of the scores the published proof discloses; 1 unless said. */
  disclosure?: Disclosure;
  conflictRules: ConflictRules;
  levels: { levelKey: string; places: number }[];
};

/**
 * Where a round stands. Frozen and locked beat the clock: `now` is when a request began. The closing moment itself
 * still belongs to the window.
 */
export function roundState(
  { opensAt, closesAt, locked }: Window & { locked?: boolean },
  frozenAt: Date | null,
  now: Date,
): RoundState {
  if (frozenAt) return "frozen";
  if (now < opensAt) return "planned";
  return now <= closesAt && !locked ? "open" : "closed";
}

/** Whether nothing can be scored any more. */
export const isOver = (state: RoundState): boolean => state === "closed" || state === "frozen";

export type Window = { opensAt: Date; closesAt: Date };

export type WindowStep = "locked" | "unlocked" | "moved";
/** What became of the window of a round that had begun, at the moment of the change. */
export function windowStep(from: Window, to: Window, at: Date): WindowStep {
  if (to.closesAt <= at) return "locked";
  return roundState(from, null, at) === "closed" ? "unlocked" : "moved";
}

/** The window as typed, to the second: a moment within the second that stands is the one that stands. */
export function windowAsTyped(standing: Window, { opensAt, closesAt }: Window): Window {
  const kept = (stands: Date, typed: Date) => (second(stands) === second(typed) ? stands : typed);
  return { opensAt: kept(standing.opensAt, opensAt), closesAt: kept(standing.closesAt, closesAt) };
}
const second = (at: Date): number => Math.floor(at.getTime() / 1000);

/** A round as its settings page shows it: every field as text, dates and times as given. */
export function roundFields(
  round: RoundSettings,
  local: { opens: { date: string; time: string }; closes: { date: string; time: string } },
): Record<string, string> {
  return {
    name: round.name.en,
    "name-zh": round.name["zh-Hans"] ?? "",
    rubricId: round.rubricId,
    opensDate: local.opens.date,
    opensTime: local.opens.time,
    closesDate: local.closes.date,
    closesTime: local.closes.time,
    reading: round.reviewsPerEntry === null ? "all" : "some",
    reviewsPerEntry: round.reviewsPerEntry === null ? "" : String(round.reviewsPerEntry),
    peersVisible: round.peersVisible,
    discussion: round.discussion ?? "off",
    blind: round.blind ? "yes" : "",
    method: round.method,
    ...Object.fromEntries(TIE_RULES.map((_rule, at) => [`ties-${at + 1}`, round.ties?.[at] ?? ""])),
    divided: round.divided ? "yes" : "",
    disclosure: String(round.disclosure ?? 1),
    ...round.conflictRules,
    ...Object.fromEntries(round.levels.map(({ levelKey, places }) => [`places-${levelKey}`, String(places)])),
  };
}

/**
 * What most rounds begin with: everyone reads all, peers and discussion after one's own, the mean decides, every
 * conflict rule blocks.
 */
export const NEW_ROUND: Record<string, string> = {
  opensTime: "00:00:00",
  closesTime: "23:59:59",
  reading: "all",
  peersVisible: "after-own",
  discussion: "after-own",
  method: "mean",
  disclosure: "1",
  country: "block",
  city: "block",
  organisation: "block",
};

type Judging = Pick<RoundSettings, "rubricId" | "reviewsPerEntry" | "peersVisible" | "blind" | "conflictRules">;

/**
 * Whether what reviewers have relied on would change: rubric, how many read, what peers see, blindness, conflict rules.
 */
export function changesJudging(standing: Judging, wanted: Judging): boolean {
  return (
    standing.rubricId !== wanted.rubricId ||
    standing.reviewsPerEntry !== wanted.reviewsPerEntry ||
    standing.peersVisible !== wanted.peersVisible ||
    standing.blind !== wanted.blind ||
    CONFLICT_RULES.some((rule) => standing.conflictRules[rule] !== wanted.conflictRules[rule])
  );
}

type Settled = Pick<RoundSettings, "method" | "ties" | "divided" | "disclosure" | "discussion">;

/**
 * Whether what is settled before anybody scores would change: which ranking decides, what breaks its ties, whether
 * criteria are divided, what is disclosed, when readers talk. What is not said stays.
 */
export function changesSettled(standing: Required<Settled>, wanted: Settled): boolean {
  return (
    standing.method !== wanted.method ||
    (wanted.ties !== undefined && wanted.ties.join() !== standing.ties.join()) ||
    standing.divided !== (wanted.divided ?? standing.divided) ||
    standing.disclosure !== (wanted.disclosure ?? standing.disclosure) ||
    standing.discussion !== (wanted.discussion ?? standing.discussion)
  );
}

/**
 * What of a round does not go with divided criteria, by field: nobody gives a whole total there, which severity, median
 * and spread are of; and what somebody did not score would tell their peers who they are.
 */
export function againstDivided({
  divided,
  method,
  ties = [],
  peersVisible,
}: Pick<RoundSettings, "divided" | "method" | "ties" | "peersVisible">): Record<string, "not-divided"> {
  if (!divided) return {};
  const whole = ties.flatMap((rule, at) => (rule === "median" || rule === "spread" ? [`ties-${at + 1}`] : []));
  const fields = [
    ...(method === "adjusted" ? ["method"] : []),
    ...whole,
    ...(peersVisible === "never" ? [] : ["peersVisible"]),
  ];
  return Object.fromEntries(fields.map((field) => [field, "not-divided" as const]));
}

/** Whether readers whose own review is in may talk about an entry now. */
export const isDiscussed = (rule: DiscussionRule, frozen: boolean): boolean =>
  rule === "after-own" || (rule === "after-freeze" && frozen);

/** `by` whose list it is about, `at` since when it is public. */
export type Step = {
  step:
    | "panel"
    | "rules"
    | "screening"
    | "assign"
    | "unsure"
    | "waivers"
    | "missing"
    | "freeze"
    | "select"
    | "approve"
    | "publish"
    | "public";
  count: number;
  ready: boolean;
  by?: string;
  at?: Date;
};
/** Where the decision about a frozen round stands, and what of it the reader may do. */
export type Decided = {
  proposal: { byName: string; isOwn: boolean; approved: boolean } | null;
  publishedAt: Date | null;
  mayPublish: boolean;
};
type Progress = { assigned: number; submitted: number; entries: number };

/**
 * What those who run a round should do, in order. A step that is not `ready` waits for others or for the window to end;
 * for who only looks on (`acts` false) every step does.
 */
export function nextSteps(facts: Parameters<typeof stepsOf>[0] & { acts: boolean }): Step[] {
  return stepsOf(facts).map((step) => ({ ...step, ready: step.ready && facts.acts }));
}

function stepAfterFreeze({ proposal, publishedAt, mayPublish }: Decided): Step {
  if (publishedAt) return { step: "public", count: 0, ready: false, at: publishedAt };
  if (!proposal) return { step: "select", count: 0, ready: true };
  if (!proposal.approved) return { step: "approve", count: 0, ready: !proposal.isOwn, by: proposal.byName };
  return { step: "publish", count: 0, ready: mayPublish };
}

function stepsOf(facts: {
  state: RoundState;
  decided: Decided;
  reviewers: number;
  /** Reviewers who were invited and have not answered yet. */
  invited: number;
  levels: number;
  waiting: number;
  conflicts: { unsure: number; proposed: number; confirmable: number };
  entries: readonly Progress[];
}): Step[] {
  if (facts.state === "frozen") return [stepAfterFreeze(facts.decided)];
  const unread = facts.entries.filter(({ assigned }) => assigned === 0).reduce((sum, { entries }) => sum + entries, 0);
  const missing = facts.entries.reduce(
    (sum, { assigned, submitted, entries }) => sum + (assigned - submitted) * entries,
    0,
  );
  const steps: (Step | false)[] = [
    facts.reviewers === 0 && { step: "panel", count: facts.invited, ready: facts.invited === 0 },
    facts.levels === 0 && { step: "rules", count: 0, ready: true },
    facts.waiting > 0 && { step: "screening", count: facts.waiting, ready: true },
    unread > 0 && { step: "assign", count: unread, ready: facts.reviewers > 0 },
    facts.conflicts.unsure > 0 && { step: "unsure", count: facts.conflicts.unsure, ready: true },
    facts.conflicts.proposed > 0 && {
      step: "waivers",
      count: facts.conflicts.proposed,
      ready: facts.conflicts.confirmable > 0,
    },
    missing > 0 && { step: "missing", count: missing, ready: facts.state === "closed" },
    facts.entries.length > 0 && { step: "freeze", count: 0, ready: facts.state === "closed" },
  ];
  return steps.filter((step) => step !== false);
}
