import { type Actor, isStaff, mayName, PORTAL } from "../context.ts";
import { hidden, no, notNow, secretariatOnly, type Verdict, yes } from "../verdict.ts";
import type { RoundState } from "./rules.ts";

const inPanel = (actor: Actor, roundId: string) => actor.panels.some((panel) => panel.roundId === roundId);
export const isChair = (actor: Actor, roundId: string) =>
  actor.panels.some((panel) => panel.roundId === roundId && panel.role === "chair");

/** Chair and secretariat decide together. An observer may know, never act; a reviewer may not even know. */
export function decides(actor: Actor, roundId: string): Verdict {
  return isChair(actor, roundId) ? yes : secretariatOnly(actor);
}

/** Who may know that a round exists: the secretariat, observers and its panel. */
export function canSeeRound(actor: Actor, roundId: string): Verdict {
  return isStaff(actor, "secretariat", "observer") || inPanel(actor, roundId) ? yes : hidden;
}

/** Who may see how a round is going: panel, loads, progress. Never score values. */
export function canFollowRound(actor: Actor, roundId: string): Verdict {
  return isStaff(actor, "secretariat", "observer") || isChair(actor, roundId) ? yes : hidden;
}

/** Who may set up rounds. Its chair and observers may know the round but never change it. */
export function canSetUpRound(actor: Actor, roundId: string | null): Verdict {
  if (actor === PORTAL || isStaff(actor, "secretariat")) return yes;
  return isStaff(actor, "observer") || (roundId && isChair(actor, roundId)) ? no("not-your-role") : hidden;
}

/** What of a round a change touches. */
export type Touched = "window" | "judging" | "method" | "places";

/**
 * Names, window and places change until the freeze; what judging rests on only until entries are assigned (`started`),
 * and which method decides, what is disclosed and when readers talk only until the round has `opened` besides, which
 * it does once and for all. Places that were `stated` in the public log stay.
 */
export function canChangeRound(
  actor: Actor,
  round: { id: string; frozen: boolean; started: boolean; opened: boolean; stated: boolean },
  what: Touched,
): Verdict {
  const verdict = canSetUpRound(actor, round.id);
  if (!verdict.allowed) return verdict;
  if (round.frozen) return notNow("round-frozen");
  if (what === "method" && (round.opened || round.started)) return notNow("method-fixed");
  if (what === "places" && round.stated) return notNow("rules-stated");
  return round.started && what === "judging" ? notNow("entries-given") : yes;
}

/** Closing a round that is open this moment, before its end. */
export function canLockScores(actor: Actor, round: { id: string; state: RoundState }): Verdict {
  const verdict = canSetUpRound(actor, round.id);
  if (!verdict.allowed || round.state === "open") return verdict;
  if (round.state === "planned") return notNow("round-not-open");
  return notNow(round.state === "closed" ? "round-closed" : "round-frozen");
}

/** Once a scrutineer's seed of lots is open, whoever scores could know the lots. */
export const canEndLater = (round: { seedOpen: boolean }): Verdict => (round.seedOpen ? notNow("seed-is-open") : yes);

/** Opening a round again that has closed; never one that is frozen: its scores stand in the public log. */
export function canUnlockScores(actor: Actor, round: { id: string; state: RoundState; seedOpen: boolean }): Verdict {
  const verdict = canSetUpRound(actor, round.id);
  if (!verdict.allowed) return verdict;
  if (round.state === "closed") return canEndLater(round);
  if (round.state === "planned") return notNow("round-not-open");
  return notNow(round.state === "open" ? "round-still-open" : "round-frozen");
}

type Naming = {
  cityName: string;
  country: string;
  coApplicants?: readonly unknown[];
  earlierNames?: readonly unknown[];
  partners?: readonly string[];
  framework?: string;
};

/**
 * A row about an entry as the actor may see it: without its city and country, and those who take part, where these are
 * not to be learnt.
 */
export function named<Row extends Naming>(
  actor: Actor,
  round: { id: string; blind: boolean },
  row: Row,
): Omit<Row, "cityName" | "country"> & { cityName: string | null; country: string | null } {
  if (mayName(actor, round)) return row;
  const nobody = Object.fromEntries(
    (["coApplicants", "earlierNames", "partners"] as const).filter((each) => row[each]).map((each) => [each, []]),
  );
  return { ...row, ...nobody, ...(row.framework ? { framework: "" } : {}), cityName: null, country: null };
}
