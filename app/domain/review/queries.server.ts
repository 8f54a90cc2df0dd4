import { and, eq, isNull, type SQL, type SQLWrapper, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import { prepared } from "#db/prepared.server.ts";
import { reviewerProfiles } from "#db/schema/account.ts";
import { assignments, recusals } from "#db/schema/assignment.ts";
import { cities } from "#db/schema/city.ts";
import { conflictDeclarations, noConflictOf } from "#db/schema/conflict.ts";
import { logLeaves } from "#db/schema/commitment.ts";
import { cycles, type Theme } from "#db/schema/cycle.ts";
import { discussionMessages } from "#db/schema/discussion.ts";
import { entries } from "#db/schema/entry.ts";
import { reviews, scores } from "#db/schema/review.ts";
import { freezes, rounds } from "#db/schema/round.ts";
import { criteria } from "#db/schema/rubric.ts";
import { isCounting } from "../assignment/totals.server.ts";
import { isEntryViewed } from "../audit/access.server.ts";
import { ASKER, type Asker, asked } from "../asker.server.ts";
import { declaredByReader } from "../conflict/queries.server.ts";
import type { Context, Person } from "../context.ts";
import { earlierNames, everAccepted } from "../co-applicant/queries.server.ts";
import { openSeal, sealJson } from "../entry/sealed.server.ts";
import { NotFound } from "../errors.ts";
import { formWithThemes, readingJson } from "../question/queries.server.ts";
import { ELIGIBILITY, type ReadingSection } from "../question/rules.ts";
import { reads } from "../panel/division.server.ts";
import { named } from "../round/policy.ts";
import { isLocked } from "../round/queries.server.ts";
import { roundState } from "../round/rules.ts";
import { type Criterion, type Mark, NOT_APPLICABLE } from "../rubric/rules.ts";
import { authorise } from "../verdict.ts";
import { canOpen, canSeePeers, needsReason } from "./policy.ts";
import { seatLetter, type PeerReview, type StoredScore } from "./rules.ts";

/** One's own assignments that are still there: not recused, without a conflict. */
export function visibleTo({ id }: Pick<Asker, "id">) {
  return and(
    eq(assignments.reviewerId, id),
    isNull(recusals.assignmentId),
    noConflictOf(id, { roundId: assignments.roundId, entryId: assignments.entryId }),
  );
}

/** `isSeedOpen` of a round in SQL, for queries over `rounds`. */
const isSeedStated = sql<boolean>`exists (
  select 1
  from ${logLeaves} l
  where l.round_id = ${rounds.id}
    and l.kind = 'seed'
)`;

/** The criteria that the reviewer of an assignment reads, as JSON. For queries over `assignments` and `rounds`. */
export const criteriaOfRound = sql<
  Criterion[]
>`coalesce((select json_agg(json_build_object('id', c.id, 'position', c.position, 'name', c.name, 'description', c.description,
  'weight', c.weight, 'scale', c.scale, 'min', c.min, 'max', c.max, 'step', c.step, 'anchors', c.anchors, 'notApplicable', c.not_applicable,
  'commentRule', c.comment_rule, 'commentBound', c.comment_bound, 'commentLength', c.comment_length) order by c.position, c.id)
  from ${criteria} c where c.rubric_id = ${rounds.rubricId} and ${reads(assignments.reviewerId, sql`c.id`)}), '[]'::json)`;

type WrittenScore = Omit<StoredScore, "savedAt"> & { savedAt: string };
type WrittenPeer = { seat: number; comment: string; total: number | null; scores: WrittenScore[] };
/** What stands beside a sheet, as the database gives it. */
type Beside = {
  cityId: string;
  themes: Theme[];
  form: ReadingSection[];
  seal: Parameters<typeof openSeal>[2];
  peers: WrittenPeer[];
  messages: number;
  /** It is on record of late that the reviewer has read the entry. */
  viewed: boolean;
  previous: string | null;
  next: string | null;
};

/** What stands in a row of scores or of their revisions, as JSON. */
export const markOf = ({ value, notApplicable }: { value: SQLWrapper; notApplicable: SQLWrapper }): SQL<Mark | null> =>
  sql<Mark | null>`case when ${notApplicable} then to_json(${NOT_APPLICABLE}::text) else to_json(${value}) end`;

/** The same for a table that a subquery calls `s`. */
export const MARK = markOf({ value: sql`s.value`, notApplicable: sql`s.not_applicable` });

const scoresOf = (reviewId: SQLWrapper) => sql<WrittenScore[]>`coalesce((
  select json_agg(json_build_object(
    'criterionId', s.criterion_id, 'value', ${MARK}, 'comment', s.comment, 'reason', s.reason, 'version', s.version,
    'savedAt', s.saved_at
  ))
  from ${scores} s
  where s.review_id = ${reviewId}
), '[]'::json)`;
export const scoresOfReview = scoresOf(reviews.id);

/**
 * What others gave to the same entry, in an order that tells nothing. Empty until one's own review is in, and where the
 * round shows no peers.
 */
function peersJson(): SQL<WrittenPeer[]> {
  const [peer, theirs] = [alias(assignments, "peer"), alias(reviews, "theirs")];
  return sql<WrittenPeer[]>`coalesce((
    select json_agg(json_build_object(
      'seat', ${peer.seat}, 'comment', ${theirs.comment}, 'total', ${theirs.total},
      'scores', ${scoresOf(theirs.id)}
    ) order by ${peer.seat})
    from ${assignments} "peer"
    join ${reviews} "theirs" on ${theirs.assignmentId} = ${peer.id}
    where ${rounds.peersVisible} = 'after-own'
      and ${reviews.submittedAt} is not null
      and ${theirs.submittedAt} is not null
      and ${peer.roundId} = ${assignments.roundId}
      and ${peer.entryId} = ${assignments.entryId}
      and ${peer.reviewerId} <> ${assignments.reviewerId}
      and ${isCounting(peer)}
  ), '[]'::json)`;
}

/** The assignment before or after one in its reviewer's reading order, past those that do not count; null at an end. */
function neighbour(which: "previous" | "next"): SQL<string | null> {
  const near = alias(assignments, "near");
  const [further, order] = which === "next" ? [sql`>`, sql`asc`] : [sql`<`, sql`desc`];
  return sql<string | null>`(
    select ${near.id}
    from ${assignments} "near"
    where ${near.roundId} = ${assignments.roundId}
      and ${near.reviewerId} = ${assignments.reviewerId}
      and (${near.readingOrder}, ${near.id}) ${further} (${assignments.readingOrder}, ${assignments.id})
      and ${isCounting(near)}
    order by ${near.readingOrder} ${order}, ${near.id} ${order}
    limit 1
  )`;
}

/** How much the readers of the entry said to each other about it; 0 until one's own review is in. */
const messagesAbout = sql<number>`case when ${reviews.submittedAt} is null then 0 else (select count(*)::int from ${discussionMessages} m
  where m.round_id = ${assignments.roundId} and m.entry_id = ${assignments.entryId} and m.corrects is null) end`;

const besideJson = sql<Beside | null>`case
  when ${sql.placeholder("withBeside")}::boolean then json_build_object(
    'cityId', ${entries.cityId}, 'themes', ${cycles.themes}, 'form', ${readingJson(entries.cycleId)},
    'seal', ${sealJson(ASKER)}, 'peers', ${peersJson()}, 'messages', ${messagesAbout},
    'viewed', ${isEntryViewed(ASKER, sql`${entries.id}`)},
    'previous', ${neighbour("previous")}, 'next', ${neighbour("next")}
  )
end`;

const sheetQuery = prepared("sheet", (db) =>
  db
    .select({
      id: assignments.id,
      entryId: assignments.entryId,
      reviewerId: assignments.reviewerId,
      entry: {
        code: entries.code,
        title: entries.title,
        cityName: cities.name,
        country: cities.country,
        partners: entries.partners,
        coApplicants: everAccepted(assignments.entryId),
        earlierNames: earlierNames(assignments.entryId),
      },
      round: {
        id: rounds.id,
        name: rounds.name,
        opensAt: rounds.opensAt,
        closesAt: rounds.closesAt,
        locked: isLocked,
        blind: rounds.blind,
        peersVisible: rounds.peersVisible,
        discussion: rounds.discussion,
        divided: rounds.divided,
        rubricId: rounds.rubricId,
        conflictRules: rounds.conflictRules,
        cycleId: rounds.cycleId,
      },
      seedOpen: isSeedStated,
      timeZone: cycles.timeZone,
      frozenAt: freezes.at,
      declared: conflictDeclarations.answer,
      acceptedAt: reviewerProfiles.confidentialityAcceptedAt,
      countries: reviewerProfiles.countries,
      cities: reviewerProfiles.cities,
      organisations: reviewerProfiles.organisations,
      shortcuts: reviewerProfiles.shortcuts,
      reviewId: reviews.id,
      comment: reviews.comment,
      notes: reviews.notes,
      version: reviews.version,
      savedAt: reviews.savedAt,
      submittedAt: reviews.submittedAt,
      total: reviews.total,
      criteria: criteriaOfRound,
      scores: scoresOfReview,
      beside: besideJson,
    })
    .from(assignments)
    .innerJoin(entries, eq(entries.id, assignments.entryId))
    .innerJoin(cities, eq(cities.id, entries.cityId))
    .innerJoin(rounds, eq(rounds.id, assignments.roundId))
    .innerJoin(cycles, eq(cycles.id, rounds.cycleId))
    .leftJoin(freezes, eq(freezes.roundId, rounds.id))
    .leftJoin(recusals, eq(recusals.assignmentId, assignments.id))
    .leftJoin(conflictDeclarations, declaredByReader)
    .leftJoin(reviewerProfiles, eq(reviewerProfiles.accountId, assignments.reviewerId))
    .leftJoin(reviews, eq(reviews.assignmentId, assignments.id))
    .where(and(eq(assignments.id, sql.placeholder("assignmentId")), visibleTo(ASKER))),
);

async function readSheet(ctx: Context, assignmentId: string, withBeside: boolean) {
  const [row] = await sheetQuery(ctx.db, { ...asked(ctx), assignmentId, withBeside });
  if (!row) throw new NotFound();
  const { beside, ...stored } = row;
  const state = roundState(row.round, row.frozenAt, ctx.now);
  const cleared = row.declared === "none";
  const given: StoredScore[] = row.scores.map((score) => ({ ...score, savedAt: new Date(score.savedAt) }));
  const entry = named(ctx.actor, row.round, row.entry);
  const facts = {
    reviewerId: row.reviewerId,
    cleared,
    accepted: row.acceptedAt !== null,
    state,
    seedOpen: row.seedOpen,
  };
  const reasoned = needsReason(ctx.actor, { ...facts, submitted: row.submittedAt !== null, ...row.round });
  return { sheet: { ...stored, entry, scores: given, facts, reasoned }, beside };
}

/**
 * One's own score sheet: the round, the entry by name, what was answered and scored so far. Holds nothing of the
 * entry's content. 404 for everybody else, after a recusal and once a conflict stands.
 */
export async function getSheet(ctx: Context, assignmentId: string) {
  return (await readSheet(ctx, assignmentId, false)).sheet;
}
export type Sheet = Awaited<ReturnType<typeof getSheet>>;

/** As `getSheet`, with what stands beside it, for `openBeside`: the whole page in one statement. */
export function getSheetPage(ctx: Context, assignmentId: string) {
  return readSheet(ctx, assignmentId, true);
}
export type SheetPage = Awaited<ReturnType<typeof getSheetPage>>;

/**
 * The entry beside the sheet: its last sealed version, the questions it answers, and the others' scores where they may
 * be seen. 409 before the time.
 */
export function openBeside(actor: Person, { sheet, beside }: SheetPage) {
  authorise(canOpen(actor, sheet.facts));
  if (!beside) throw new NotFound();
  const { sealed } = openSeal(actor, beside, beside.seal);
  const told = formWithThemes(beside.form, beside.themes)
    .filter(({ key }) => key !== ELIGIBILITY)
    .map((section) => ({
      ...section,
      questions: section.questions.filter(({ confidential, type }) => !confidential && type !== "declaration"),
    }));
  return {
    sealed,
    form: told.filter(({ questions }) => questions.length > 0),
    peers: peersOf(actor, sheet, beside.peers),
    messages: beside.messages,
    previous: beside.previous,
    next: beside.next,
  };
}

/**
 * What the others gave to the same entry, under letters that differ from entry to entry. Nothing where criteria are
 * divided: what somebody did not score tells who they are.
 */
function peersOf(actor: Person, sheet: Sheet, peers: WrittenPeer[]): PeerReview[] {
  const peersVisible = sheet.round.divided ? "never" : sheet.round.peersVisible;
  if (!canSeePeers(actor, { ...sheet.facts, submitted: sheet.submittedAt !== null, peersVisible }).allowed) return [];
  return peers.map(({ seat, comment, total, scores: given }) => ({
    letter: seatLetter(seat),
    comment,
    total,
    scores: given.map(({ criterionId, value, comment: words }) => ({ criterionId, value, comment: words })),
  }));
}
