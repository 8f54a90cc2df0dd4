import { and, eq } from "drizzle-orm";
import { recomputeTotals } from "#app/domain/assignment/totals.server.ts";
import { canonical, sha256 } from "#app/domain/audit/rules.ts";
import { confirmWaiver, proposeWaiver } from "#app/domain/conflict/commands.server.ts";
import type { Context, PanelRole, Person } from "#app/domain/context.ts";
import type { SealedEntry } from "#app/domain/entry/sealed.ts";
import type { FormDefinition } from "#app/domain/question/rules.ts";
import { saveScore } from "#app/domain/review/commands.server.ts";
import type { GivenScore } from "#app/domain/review/writing.server.ts";
import { type Mark, NOT_APPLICABLE, partsOf, totalOf } from "#app/domain/rubric/rules.ts";
import type { Db } from "#db/client.server.ts";
import { assignments } from "#db/schema/assignment.ts";
import { conflictDeclarations } from "#db/schema/conflict.ts";
import { submissions } from "#db/schema/entry.ts";
import { panelCriteria } from "#db/schema/panel.ts";
import { reviews, scoreRevisions, scores } from "#db/schema/review.ts";
import { roundLevels, rounds } from "#db/schema/round.ts";
import { criteria, rubrics } from "#db/schema/rubric.ts";
import {
  aCoApplicant,
  aForm,
  aJudgedCycle,
  aPanelMember,
  aStaffMember,
  aValidEntry,
  JUDGING,
  personOf,
} from "./factories.ts";
import { PUBLIC_URL } from "./address.ts";

/** Days before or after the moment of judging. */
export const days = (count: number): Date => new Date(JUDGING.getTime() + count * 86_400_000);

/** What a person's request works with, with the rights the database gives them now. */
export async function contextOf(db: Db, { id }: { id: string }, now = JUDGING): Promise<Context> {
  return { db, actor: await personOf(db, id), now };
}

/** Title, summary and outcomes are public, the plan is not, the contact is confidential. */
const FORM: FormDefinition = [
  {
    key: "initiative",
    title: { en: "Describe the initiative" },
    questions: [
      { key: "title", type: "short-text", public: true, label: { en: "Title" } },
      { key: "summary", type: "long-text", public: true, label: { en: "Summary" } },
      { key: "outcomes", type: "long-text", public: true, label: { en: "Outcomes" } },
      { key: "plan", type: "long-text", label: { en: "Plan" } },
      { key: "contact", type: "email", confidential: true, label: { en: "Contact" } },
    ],
  },
];

/** A judged cycle with a form that has something to leak. */
export async function aContest(db: Db) {
  const cycle = await aJudgedCycle(db);
  await aForm(db, cycle.id, FORM);
  return cycle;
}

export type Candidate = { id: string; code: string; title: string; city: { id: string; name: string } };

let candidates = 0;

/** A valid entry whose every answer names it, so that a leak can be recognised. */
export async function aCandidate(
  db: Db,
  {
    cycle,
    together,
    answers: further = {},
    ...given
  }: {
    cycle: { id: string };
    together?: SealedEntry["coApplicants"];
    answers?: SealedEntry["answers"];
  } & Parameters<typeof aValidEntry>[2],
): Promise<Candidate> {
  const title = given?.title ?? `Initiative ${++candidates}`;
  const entry = await aValidEntry(db, cycle.id, { ...given, title });
  const answers = {
    title,
    summary: `Summary of ${title}`,
    outcomes: `Outcomes of ${title}`,
    plan: `Plan of ${title}`,
    contact: `contact-${entry.code.toLowerCase()}@city.example`,
    ...further,
  };
  const sealed: SealedEntry = {
    code: entry.code,
    title,
    cityName: entry.city.name,
    country: entry.city.country,
    ...(together ? { coApplicants: together } : {}),
    answers,
    files: [],
  };
  const snapshot = canonical(sealed);
  for (const { cityName: name, country } of together ?? [])
    await aCoApplicant(db, entry.id, { name, searchName: name.toLowerCase(), country });
  await db.insert(submissions).values({
    entryId: entry.id,
    number: 2,
    receivedAt: days(-20),
    submittedBy: entry.startedBy,
    snapshot,
    sha256: sha256(snapshot),
  });
  return entry;
}

export type ScoredRound = typeof rounds.$inferSelect & { criteria: (typeof criteria.$inferSelect)[] };
type RoundOptions = Partial<typeof rounds.$inferInsert> & {
  cycle?: { id: string };
  places?: Record<string, number>;
  weights?: number[];
  commentRequired?: boolean;
  mayLeaveOut?: number[];
  scale?: Partial<typeof criteria.$inferInsert>;
};

/**
 * A round that is open, with criteria of the given weights from 1 to 5, those at the places of `mayLeaveOut` not always
 * applicable, and places per level, best level first.
 */
export async function aScoredRound(
  db: Db,
  {
    cycle,
    places = { shortlisted: 1, deserving: 1 },
    weights = [60, 40],
    commentRequired = false,
    mayLeaveOut = [],
    scale: wanted = {},
    ...given
  }: RoundOptions = {},
): Promise<ScoredRound> {
  const { id: cycleId } = cycle ?? (await aContest(db));
  const asked = weights.map((weight, at) => ({
    weight,
    notApplicable: mayLeaveOut.includes(at),
    scale: wanted.scale ?? "numbers",
  }));
  const [rubric] = await db
    .insert(rubrics)
    .values({ cycleId, name: { en: "Rubric" }, parts: partsOf(asked)!, createdAt: JUDGING })
    .returning();
  const scale: Omit<typeof criteria.$inferInsert, "position" | "name" | "description" | "weight"> = {
    rubricId: rubric!.id,
    min: 1,
    max: 5,
    anchors: [
      { value: 1, text: { en: "Weak" } },
      { value: 5, text: { en: "Strong" } },
    ],
    commentRule: commentRequired ? "always" : "optional",
    ...wanted,
  };
  const own = await db
    .insert(criteria)
    .values(
      asked.map((given, index) => ({
        ...scale,
        position: index + 1,
        name: { en: `Criterion ${index + 1}` },
        description: { en: "What it asks" },
        ...given,
      })),
    )
    .returning();
  const [round] = await db
    .insert(rounds)
    .values({
      cycleId,
      position: 1,
      name: { en: "Technical Committee", "zh-Hans": "技术委员会" },
      rubricId: rubric!.id,
      opensAt: days(-5),
      closesAt: days(5),
      conflictRules: { country: "block", city: "block", organisation: "block" },
      createdAt: JUDGING,
      ...given,
    })
    .returning();
  const awarded = Object.entries(places).map(([levelKey, count], index) => ({
    roundId: round!.id,
    levelKey,
    position: index + 1,
    places: count,
  }));
  if (awarded.length > 0) await db.insert(roundLevels).values(awarded);
  return { ...round!, criteria: own.sort((a, b) => a.position - b.position) };
}

/** Somebody on a round's panel who has accepted the confidentiality statement. */
export function aJudge(
  db: Db,
  round: { id: string },
  {
    role = "reviewer",
    countries = ["NO"],
    organisations = [],
    accepted = true,
    ...given
  }: {
    role?: PanelRole;
    countries?: string[];
    organisations?: string[];
    accepted?: boolean;
    name?: string;
    accountId?: string;
  } = {},
): Promise<Person> {
  return aPanelMember(db, round.id, {
    role,
    ...given,
    profile: { countries, organisations, confidentialityAcceptedAt: accepted ? days(-4) : null },
  });
}

/** Says which criteria of a round, by their places, a reviewer reads. */
export async function readsOnly(db: Db, round: ScoredRound, { id: accountId }: { id: string }, places: number[]) {
  await db
    .insert(panelCriteria)
    .values(places.map((place) => ({ roundId: round.id, accountId, criterionId: round.criteria[place]!.id })));
}

/** Lifts a conflict as two of the secretariat do. */
export async function aWaiver(
  db: Db,
  { reason = "far away", ...which }: { roundId: string; entryId: string; accountId: string; reason?: string },
): Promise<void> {
  await proposeWaiver(await contextOf(db, await aStaffMember(db)), { ...which, reason }, PUBLIC_URL);
  await confirmWaiver(await contextOf(db, await aStaffMember(db)), which);
}

let order = 0;

/**
 * An assignment whose conflict question was answered with "none", unless `declared` says otherwise (null = not answered
 * yet).
 */
export async function aTask(
  db: Db,
  {
    round,
    entry,
    reviewer,
    declared = "none",
  }: {
    round: { id: string };
    entry: { id: string };
    reviewer: { id: string };
    declared?: "none" | "conflict" | "unsure" | null;
  },
) {
  const [made] = await db
    .insert(assignments)
    .values({ roundId: round.id, entryId: entry.id, reviewerId: reviewer.id, readingOrder: ++order, at: JUDGING })
    .returning();
  const answer = {
    entryId: entry.id,
    accountId: reviewer.id,
    reason: declared === "none" ? "" : "a friend",
    at: JUDGING,
  };
  if (declared)
    await db
      .insert(conflictDeclarations)
      .values({ ...answer, answer: declared })
      .onConflictDoNothing();
  return made!;
}

type ReviewOptions = {
  round: ScoredRound;
  entry: { id: string };
  reviewer: { id: string };
  values: (Mark | null)[];
  comment?: string;
  submitted?: boolean;
  at?: Date;
};

/** A submitted review with one value per criterion, its assignment included, counted in the entry's totals. */
export async function aReview(
  db: Db,
  { round, entry, reviewer, values, comment = "", submitted = true, at = JUDGING }: ReviewOptions,
) {
  const [existing] = await db
    .select()
    .from(assignments)
    .where(
      and(
        eq(assignments.roundId, round.id),
        eq(assignments.entryId, entry.id),
        eq(assignments.reviewerId, reviewer.id),
      ),
    );
  const assignment = existing ?? (await aTask(db, { round, entry, reviewer }));
  const given = round.criteria.map(({ id }, index) => ({
    criterionId: id,
    value: values[index] ?? null,
    comment: `Because of ${index + 1}`,
  }));
  const asked = round.divided
    ? round.criteria.filter((_criterion, at) => (values[at] ?? null) !== null)
    : round.criteria;
  const total = submitted ? totalOf(asked, given) : null;
  const [review] = await db
    .insert(reviews)
    .values({
      assignmentId: assignment.id,
      comment,
      version: 1,
      startedAt: at,
      savedAt: at,
      submittedAt: submitted ? at : null,
      total,
    })
    .returning();
  const stored = ({ value, ...score }: (typeof given)[number]) => ({
    ...score,
    value: value === NOT_APPLICABLE ? null : value,
    notApplicable: value === NOT_APPLICABLE,
  });
  const rows = given
    .filter(({ value }) => value !== null)
    .map((score) => ({ reviewId: review!.id, ...stored(score), version: 1, savedAt: at }));
  if (rows.length > 0) {
    await db.insert(scores).values(rows);
    await db.insert(scoreRevisions).values(rows);
  }
  await recomputeTotals({ db }, round.id, entry.id);
  return { ...review!, assignment };
}

/**
 * A round that ranks by adjusted scores: twelve entries, each read by two of three reviewers, of whom the first gives
 * three points less.
 */
export async function anAdjustedRound(db: Db, given: RoundOptions = {}) {
  const cycle = await aContest(db);
  const round = await aScoredRound(db, { cycle, method: "adjusted", weights: [100], ...given });
  const reviewers = [await aJudge(db, round), await aJudge(db, round), await aJudge(db, round)];
  const chair = await aJudge(db, round, { role: "chair" });
  const entries: Candidate[] = [];
  for (let n = 0; n < 12; n++) {
    const entry = await aCandidate(db, { cycle });
    for (const at of [n % 3, (n + 1) % 3])
      await aReview(db, {
        round,
        entry,
        reviewer: reviewers[at]!,
        values: [4 + (Math.floor(n / 2) % 2) - (at === 0 ? 3 : 0)],
      });
    entries.push(entry);
  }
  return { cycle, round, reviewers, chair, entries };
}

/** A reviewer gives one criterion its score, its comment or both. */
export const giveScore = (
  ctx: Context,
  { assignmentId, criterionId, ...given }: GivenScore & { assignmentId: string; criterionId: string },
) => saveScore(ctx, { assignmentId, criterionId, read: () => given });
