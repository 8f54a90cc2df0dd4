import { and, eq, isNull } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import { accounts } from "#db/schema/account.ts";
import { corrections } from "#db/schema/correction.ts";
import { decisions } from "#db/schema/decision.ts";
import { freezes } from "#db/schema/round.ts";
import { finalisations } from "#db/schema/shortlist.ts";
import { isStillInOffice } from "../account/queries.server.ts";
import { ballotIn, countedIn } from "../ballot/queries.server.ts";
import { type Counted, proposeVoted } from "../ballot/rules.ts";
import { hiddenEntries } from "../conflict/queries.server.ts";
import type { Context } from "../context.ts";
import { NotFound, type Refusal } from "../errors.ts";
import { lackingIn } from "../ranking/missing.server.ts";
import { canSeeReviews } from "../ranking/policy.ts";
import { type RankedEntry, wholeRanking } from "../ranking/queries.server.ts";
import { type Level, type Proposal, propose } from "../ranking/rules.ts";
import { named } from "../round/policy.ts";
import { getRound, type Round } from "../round/queries.server.ts";
import { authorise } from "../verdict.ts";
import { type ChosenFor, chosenIn } from "./chosen.server.ts";
import { canApprove, canPropose, canSeeSelection, type DecisionFacts, type Outdated } from "./policy.ts";
import {
  departs,
  isListed,
  levelOf,
  type Line,
  listHash,
  obstaclesOf,
  type Place,
  takenPlaces,
  type Withheld,
} from "./rules.ts";

const WITHHELD: Withheld = { kind: "withheld" };

export type WholeLine = RankedEntry & Omit<Line, keyof ChosenFor> & ChosenFor;

/**
 * Every line of a round's list. Not guarded, and blind to conflicts: for commands and fingerprints, never for a page.
 */
export async function wholeList(
  ctx: Pick<Context, "db">,
  roundId: string,
  levels: readonly Level[],
): Promise<WholeLine[]> {
  const ranked = await wholeRanking(ctx, roundId);
  const counted = await countedIn(ctx, roundId);
  const lines = withChoices(
    ranked,
    counted ? proposeVoted(ranked, counted, levels) : propose(ranked, levels),
    await chosenIn(ctx, roundId),
    counted ?? [],
  );
  const placed = (counted ?? []).map(({ id }) => id);
  const at = ({ entryId }: WholeLine) => (placed.includes(entryId) ? placed.indexOf(entryId) : placed.length);
  return lines.sort((a, b) => at(a) - at(b));
}

/**
 * What stands in the way of signing a list; empty = nothing. To somebody from whom a conflict hides an entry, no more
 * than that its panel votes: the rest would tell how that entry stands, and is asked of whoever approves.
 */
export async function obstaclesTo(
  ctx: Pick<Context, "db">,
  roundId: string,
  { lines, levels, seesAll, stood }: Listed & { levels: readonly Level[]; seesAll: boolean },
): Promise<Refusal[]> {
  const ballot = await ballotIn(ctx, roundId);
  return [
    ...(ballot && !ballot.countedAt ? ["ballot-open" as const] : []),
    ...(seesAll ? obstaclesOf(lines, levels, stood) : []),
  ];
}
type Listed = { lines: readonly Line[]; stood: ReadonlyMap<string, Place> | null };

/** The correction of a round's list that is neither out nor dropped; null = none. Not guarded: it holds no entry. */
async function openCorrection({ db }: Pick<Context, "db">, roundId: string) {
  const [open] = await db
    .select({
      id: corrections.id,
      version: corrections.version,
      reason: corrections.reason,
      openedAt: corrections.openedAt,
      openedByName: accounts.name,
      dueAt: corrections.dueAt,
    })
    .from(corrections)
    .innerJoin(accounts, eq(accounts.id, corrections.openedBy))
    .where(and(eq(corrections.roundId, roundId), isNull(corrections.outAt), isNull(corrections.droppedAt)));
  return open ?? null;
}

/** The place of each entry on the list that stands. Not guarded. */
export async function standingPlaces({ db }: Pick<Context, "db">, roundId: string): Promise<Map<string, Place>> {
  const decided = await db
    .select({ entryId: decisions.entryId, level: decisions.levelKey, honours: decisions.honours })
    .from(decisions)
    .where(eq(decisions.roundId, roundId));
  return new Map(decided.map(({ entryId, ...place }) => [entryId, place]));
}

/**
 * Where the decision stands: the freeze, who proposed which list and who approved it; while a list is being corrected,
 * of its next version. `final`: two people have signed a version, whatever is being done to the next. Not guarded: it
 * holds no entry.
 */
export async function finalisationOf({ db }: Pick<Context, "db">, roundId: string) {
  const approver = alias(accounts, "approver");
  const [freeze] = await db
    .select({ at: freezes.at, by: accounts.name, reviews: freezes.reviews, scoresSha256: freezes.scoresSha256 })
    .from(freezes)
    .innerJoin(accounts, eq(accounts.id, freezes.by))
    .where(eq(freezes.roundId, roundId));
  const signed = await db
    .select({
      version: finalisations.version,
      listSha256: finalisations.listSha256,
      proposedAt: finalisations.proposedAt,
      proposedBy: finalisations.proposedBy,
      proposedByName: accounts.name,
      inOffice: isStillInOffice(finalisations.proposedBy, "secretariat", finalisations.roundId),
      approvedAt: finalisations.approvedAt,
      approvedByName: approver.name,
    })
    .from(finalisations)
    .innerJoin(accounts, eq(accounts.id, finalisations.proposedBy))
    .leftJoin(approver, eq(approver.id, finalisations.approvedBy))
    .where(eq(finalisations.roundId, roundId))
    .orderBy(finalisations.version);
  const correction = await openCorrection({ db }, roundId);
  const proposal = correction ? signed.find(({ version }) => version === correction.version) : signed.at(-1);
  return {
    freeze: freeze ?? null,
    proposal: proposal ?? null,
    correction,
    final: signed.some(({ approvedAt }) => approvedAt !== null),
  };
}

/**
 * A round's whole list with what was signed of it, and the facts that decide who may sign next. Not guarded, and blind
 * to conflicts, as `wholeList` is.
 */
export async function signableList(
  ctx: Pick<Context, "db">,
  { id: roundId, state, levels }: Pick<Round, "id" | "state" | "levels">,
) {
  const lines = await wholeList(ctx, roundId, levels);
  const { freeze, proposal, correction, final } = await finalisationOf(ctx, roundId);
  const facts: DecisionFacts = {
    roundId,
    state,
    proposedBy: proposal?.proposedBy ?? null,
    approved: proposal?.approvedAt != null,
  };
  const listSha256 = listHash(roundId, freeze?.scoresSha256 ?? "", lines, correction);
  const stood = correction && (await standingPlaces(ctx, roundId));
  const outdated = proposal && outdatedBy(proposal, listSha256);
  return { freeze, proposal, correction, final, facts, lines, listSha256, stood, outdated };
}

function outdatedBy(
  { approvedAt, inOffice, listSha256 }: { approvedAt: Date | null; inOffice: boolean; listSha256: string },
  now: string,
): Outdated | null {
  if (approvedAt) return null;
  if (!inOffice) return "proposer-left";
  return listSha256 === now ? null : "list-changed";
}

/**
 * The selection as the actor may see it. Lines of entries they are in conflict with are absent; then there are no
 * ranks, proposals, places or counts either, nor obstacles that follow from them, for all of these are worked out over
 * the whole list. The fingerprint is of the whole list, always. 404 for those who do not decide, 409 before the freeze.
 */
export async function selectionOf(ctx: Context, roundId: string) {
  const round = await getRound(ctx, roundId);
  authorise(canSeeSelection(ctx.actor, { roundId, state: round.state }));
  const hidden = await hiddenEntries(ctx, roundId);
  const { freeze, lines: whole, stood, ...signed } = await signableList(ctx, round);
  const lines = whole.filter(({ entryId }) => !hidden.has(entryId));
  const partial = lines.length < whole.length;
  const lacking = await lackingIn(ctx, round);
  return {
    round,
    freeze: freeze && partial ? { ...freeze, reviews: null } : freeze,
    ...signed,
    correction: signed.correction && (partial ? { ...signed.correction, reason: "" } : signed.correction),
    partial,
    reviews: canSeeReviews(ctx.actor, { roundId, frozen: round.frozenAt !== null }).allowed,
    obstacles: await obstaclesTo(ctx, roundId, { lines: whole, levels: round.levels, seesAll: !partial, stood }),
    places: partial ? [] : takenPlaces(lines, round.levels),
    lines: lines.map((line) =>
      named(ctx.actor, round, {
        ...line,
        ...(partial ? { rank: null, brokenBy: undefined, adjusted: null, voted: null, proposal: WITHHELD } : {}),
        lacks: lacking.get(line.entryId),
      }),
    ),
  };
}

/** One line of the selection. 404 for an entry that is not in the round or that the actor is in conflict with. */
export async function getChoice(ctx: Context, roundId: string, entryId: string) {
  const { round, lines, facts, final, proposal } = await selectionOf(ctx, roundId);
  const line = lines.find((each) => each.entryId === entryId);
  if (!line) throw new NotFound();
  return { round, line, facts, final, proposed: proposal !== null && proposal.approvedAt === null };
}

/**
 * What two people sign, and whether the actor may be one of them now: counts over the whole list; for those who see
 * all of it the entries with a level, level by level, then those left out against what was proposed and those with an
 * honour alone, and the words about them.
 */
export async function signingOf(ctx: Context, roundId: string) {
  const { lines, places: _, ...seen } = await selectionOf(ctx, roundId);
  const { round, facts, partial, outdated, obstacles } = seen;
  const standing = outdated ? { ...facts, proposedBy: null } : facts;
  const levels = [...round.levels.map(({ levelKey }) => levelKey), null];
  return {
    ...seen,
    awarded: lines.filter((line) => levelOf(line)).length,
    honoured: lines.filter(({ honours }) => honours.length > 0).length,
    against: lines.filter((line) => line.chosen && departs(line, line.chosen.levelKey)).length,
    list: partial
      ? []
      : levels.flatMap((level) =>
          lines.filter((line) => levelOf(line) === level && (level !== null || departs(line, level) || isListed(line))),
        ),
    cited: partial
      ? []
      : lines.flatMap((line) =>
          isListed(line) && line.words ? [{ entryId: line.entryId, title: line.title, ...line.words }] : [],
        ),
    proposing: canPropose(ctx.actor, standing, { obstacles, changed: false }),
    approving: canApprove(ctx.actor, facts, { seesAll: !partial, outdated, obstacles, changed: false }),
  };
}

function withChoices(
  ranked: readonly RankedEntry[],
  proposals: Map<string, Proposal>,
  chosenFor: (entryId: string) => ChosenFor,
  counted: readonly Counted[],
): WholeLine[] {
  const votes = new Map(counted.map(({ id, between: _between, ...given }) => [id, given]));
  return ranked.map((entry) => ({
    ...entry,
    proposal: proposals.get(entry.entryId)!,
    ...chosenFor(entry.entryId),
    voted: votes.get(entry.entryId) ?? null,
  }));
}
