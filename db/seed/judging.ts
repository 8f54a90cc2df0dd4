import { and, asc, count, eq, inArray, isNotNull } from "drizzle-orm";
import { assignBalanced } from "#app/domain/assignment/commands.server.ts";
import { declareConflict } from "#app/domain/conflict/commands.server.ts";
import type { ConflictAnswer } from "#app/domain/conflict/rules.ts";
import { type Context, type PanelRole, PORTAL } from "#app/domain/context.ts";
import { say } from "#app/domain/discussion/commands.server.ts";
import { joinPanel } from "#app/domain/panel/commands.server.ts";
import { nameCriteria } from "#app/domain/panel/division.server.ts";
import { acceptConfidentiality, finishRound, saveSheet, submitReview } from "#app/domain/review/commands.server.ts";
import { createRound } from "#app/domain/round/commands.server.ts";
import type { RoundSettings } from "#app/domain/round/rules.ts";
import {
  type Criterion,
  type Mark,
  needsComment,
  NOT_APPLICABLE,
  type Rubric,
  type Scale,
  unitsOf,
} from "#app/domain/rubric/rules.ts";
import type { Services } from "#app/services.server.ts";
import { assignments } from "#db/schema/assignment.ts";
import { entries } from "#db/schema/entry.ts";
import { reviews } from "#db/schema/review.ts";
import { chance, deviation, inLanes } from "./chance.ts";
import type { Entered } from "./entering.ts";
import type { People } from "./people.ts";

const LANES = 4;
const HOUR = 3_600_000;

/**
 * How much more (or less) than the others a member of the panel gives, in points of the scale, before rounding. What a
 * severity correction should find again.
 */
export const LENIENCY: Readonly<Record<string, number>> = {
  ingrid: 0,
  rafael: 0.35,
  elif: -0.6,
  dewi: 0.55,
  wanjiru: 0.1,
  mateo: -0.25,
  minji: -0.45,
  anika: -0.1,
  priya: 0.7,
  claire: 0.2,
  youssef: -0.5,
  sofie: -0.4,
  thabo: 0.5,
  valentina: 0.1,
  kenji: -0.25,
  amina: 0.2,
};

/** How good an entry is in truth, around the middle of the scale. Invented, and the same each time. */
const merit = (row: number, criterion: number): number =>
  3.1 + deviation(0.65, row, "merit") + deviation(0.3, row, criterion, "aspect");

/** The step that is nearest to what a member thinks of an entry. */
export function scoreOf(member: string, row: number, criterion: number, { scale, min, max, step }: Scale): number {
  const felt = merit(row, criterion) + (LENIENCY[member] ?? 0) + deviation(0.45, member, row, criterion);
  return Math.min(max, Math.max(min, min + step * Math.round((felt * unitsOf({ scale }) - min) / step)));
}

export type Panel = {
  members: readonly string[];
  chair: string;
  /** Where criteria are divided: by member which they score, by their places. */
  reads?: Readonly<Record<string, readonly number[]>>;
};
type NewRound = {
  cycleId: string;
  secretary: string;
  at: Date;
  rubric: Pick<Rubric, "id" | "criteria">;
  panel: Panel;
  settings: Omit<RoundSettings, "rubricId">;
};
export type SeededRound = { id: string; criteria: Criterion[]; panel: Panel; opensAt: Date; closesAt: Date };

const criteriaOf = ({ reads }: Panel, member: string, criteria: readonly Criterion[]): Criterion[] =>
  criteria.filter((_criterion, place) => reads?.[member]?.includes(place) ?? true);

/** Sets a round up as the secretariat does: round, panel, who scores what, balanced assignment. */
export async function openRound(
  { db, config, calculation }: Services,
  people: People,
  { cycleId, secretary, at, rubric, panel, settings }: NewRound,
): Promise<SeededRound> {
  const ctx: Context = { db, actor: people.of(secretary), now: at };
  const round = await createRound(ctx, cycleId, { ...settings, rubricId: rubric.id });
  const seats: [string, PanelRole][] = [
    ...panel.members.map((key): [string, PanelRole] => [key, "reviewer"]),
    [panel.chair, "chair"],
  ];
  for (const [key, role] of seats) {
    await joinPanel(
      { ...ctx, actor: role === "chair" ? PORTAL : ctx.actor },
      { roundId: round.id, accountId: people.of(key).id, role },
    );
    people.joinPanel(key, { roundId: round.id, cycleId, role });
  }
  for (const key of Object.keys(panel.reads ?? {}))
    await nameCriteria(
      ctx,
      round.id,
      people.of(key).id,
      criteriaOf(panel, key, rubric.criteria).map(({ id }) => id),
    );
  await assignBalanced(ctx, calculation.run, round.id, { publicUrl: config.publicUrl });
  return { id: round.id, criteria: rubric.criteria, panel, opensAt: settings.opensAt, closesAt: settings.closesAt };
}

export type Pace = {
  /** Up to when the panel has worked. */
  until: Date;
  /**
   * The share of what was assigned that each member has handed in by then; 1 = everything, and the member has finished.
   */
  done: (member: string) => number;
  /** Members who answered the conflict question otherwise than "none": member, place in their list, answer. */
  declared?: readonly { member: string; place: number; answer: Exclude<ConflictAnswer, "none">; reason: string }[];
};

/**
 * The panel reads and scores: statement, conflict question, sheet, submission, entry by entry in each member's own
 * order.
 */
export async function judge(
  { db }: Services,
  people: People,
  round: SeededRound,
  entered: readonly Entered[],
  pace: Pace,
): Promise<number> {
  let submitted = 0;
  await inLanes(LANES, round.panel.members, async (member) => {
    const mine = await db
      .select({ id: assignments.id, entryId: assignments.entryId })
      .from(assignments)
      .where(and(eq(assignments.roundId, round.id), eq(assignments.reviewerId, people.of(member).id)))
      .orderBy(asc(assignments.readingOrder));
    const whole = Math.round(mine.length * pace.done(member));
    const span = pace.until.getTime() - round.opensAt.getTime() - HOUR;
    const ctxAt = (place: number): Context => ({
      db,
      actor: people.of(member),
      now: new Date(
        round.opensAt.getTime() + HOUR + (span * (place + chance(member, place, "pause") * 0.8)) / (whole + 1),
      ),
    });
    await acceptConfidentiality(ctxAt(0), round.id);
    for (const [place, { id, entryId }] of mine.slice(0, whole + (whole < mine.length ? 1 : 0)).entries()) {
      const ctx = ctxAt(place);
      const declared = pace.declared?.find((each) => each.member === member && each.place === place);
      await declareConflict(ctx, { entryId, answer: declared?.answer ?? "none", reason: declared?.reason ?? "" });
      if (declared) continue;
      await score(ctx, id, {
        member,
        row: entered.find((each) => each.id === entryId)!.row.row,
        criteria: criteriaOf(round.panel, member, round.criteria),
        whole: place < whole,
      });
      if (place < whole) submitted += 1;
    }
    if (whole === mine.length && whole > 0) await finishRound(ctxAt(whole), round.id);
  });
  return submitted;
}

const TALK = [
  ["first", "The figures are for the whole region, the project only for the old town. I gave less on impact for that."],
  ["second", "I read it so too, but the annex has the figures for the old town. They are smaller and still good."],
  ["first", "You are right. I change my score, with that as the reason."],
] as const;

/** Two of the panel talk about an entry that both have reviewed. */
export async function talk(
  { db }: Services,
  people: People,
  round: SeededRound,
  { first, second, until }: { first: string; second: string; until: Date },
): Promise<void> {
  const speakers = { first, second };
  const ids = Object.values(speakers).map((key) => people.of(key).id);
  const [about] = await db
    .select({ entryId: assignments.entryId })
    .from(assignments)
    .innerJoin(reviews, eq(reviews.assignmentId, assignments.id))
    .innerJoin(entries, eq(entries.id, assignments.entryId))
    .where(and(eq(assignments.roundId, round.id), inArray(assignments.reviewerId, ids), isNotNull(reviews.submittedAt)))
    .groupBy(assignments.entryId, entries.title)
    .having(eq(count(), ids.length))
    .orderBy(asc(entries.title))
    .limit(1);
  for (const [index, [who, text]] of TALK.entries()) {
    const now = new Date(until.getTime() + (index - TALK.length) * HOUR);
    if (about)
      await say(
        { db, actor: people.of(speakers[who]), now },
        { roundId: round.id, entryId: about.entryId, text: `${text} (invented for the demonstration)` },
      );
  }
}

/** One sheet. A sheet that is not `whole` stops half-way, as a draft does. */
async function score(
  ctx: Context,
  assignmentId: string,
  { member, row, criteria, whole }: { member: string; row: number; criteria: Criterion[]; whole: boolean },
): Promise<void> {
  const given = whole ? criteria : criteria.slice(0, Math.ceil(criteria.length / 2));
  const scores = given.map((criterion) => {
    const value: Mark =
      criterion.notApplicable && chance(member, row, "left out") < 0.06
        ? NOT_APPLICABLE
        : scoreOf(member, row, criterion.position, criterion);
    return {
      criterionId: criterion.id,
      value,
      ...(needsComment(criterion, value) ? { comment: "Written by the demonstration, not by a person." } : {}),
      baseVersion: 0,
    };
  });
  const remark =
    whole && chance(member, row, "remark") < 0.3
      ? [{ comment: "A made-up remark: scores and words of this demonstration were invented.", baseVersion: 0 }]
      : [];
  await saveSheet(ctx, assignmentId, () => ({ scores, words: remark }));
  if (whole) await submitReview({ ...ctx, now: new Date(ctx.now.getTime() + HOUR / 6) }, assignmentId);
}
