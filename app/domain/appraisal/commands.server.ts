import { randomUUID } from "node:crypto";
import { and, asc, eq, isNotNull, sql } from "drizzle-orm";
import { appraisalComments, appraisalRounds, appraisals, type Band } from "#db/schema/appraisal.ts";
import { assignments } from "#db/schema/assignment.ts";
import { accounts } from "#db/schema/account.ts";
import { entries } from "#db/schema/entry.ts";
import { reviews, scores } from "#db/schema/review.ts";
import { localeOr } from "#app/i18n/locales.ts";
import { say } from "#app/i18n/localised.ts";
import { isCounting } from "../assignment/totals.server.ts";
import { canonical, roundStream, sha256 } from "../audit/rules.ts";
import { toldOf } from "../co-applicant/queries.server.ts";
import type { Context } from "../context.ts";
import { oweAll } from "../notification/commands.server.ts";
import { lockRound } from "../round/queries.server.ts";
import { rubricOf } from "../rubric/queries.server.ts";
import { transact } from "../transact.server.ts";
import { authorise } from "../verdict.ts";
import { canEdit, canPrepare, canRelease } from "./policy.ts";
import { appraisingOf, getAppraisal } from "./queries.server.ts";
import { bandOf, type Comment, FEWEST_REVIEWS } from "./rules.ts";

type Given = {
  entryId: string;
  comment: string;
  marks: { criterionId: string; value: number | null; comment: string }[];
};

/**
 * Copies what counting reviews say of each entry, without anything that joins a comment to its author, and where its
 * means lie; once, and for whole rounds. 409 before the freeze.
 */
export function prepareAppraisals(outer: Context, roundId: string): Promise<void> {
  return transact(outer, async (ctx) => {
    await lockRound(ctx, roundId, "update");
    const { round, facts } = await appraisingOf(ctx, roundId);
    authorise(canPrepare(ctx.actor, facts));
    const { criteria } = await rubricOf(ctx, round.rubricId);
    const given = await givenIn(ctx, roundId);
    const told = [...byEntry(given)].map(([entryId, own]) => {
      const marksOn = (criterionId: string) =>
        own.flatMap(({ marks }) =>
          marks.filter((mark) => mark.criterionId === criterionId && mark.value !== null).map(({ value }) => value!),
        );
      const bands: Record<string, Band> = Object.fromEntries(
        criteria.map((criterion) => [criterion.id, bandOf(marksOn(criterion.id), criterion)]),
      );
      // Where criteria are divided, a comment on one is by one of its readers.
      const readers = round.divided ? criteria.map(({ id }) => marksOn(id).length) : [own.length];
      return { roundId, entryId, bands, few: Math.min(...readers) < FEWEST_REVIEWS };
    });
    const comments = given
      .flatMap(({ entryId, comment, marks }) =>
        [
          { criterionId: null, text: comment },
          ...marks.map((mark) => ({ criterionId: mark.criterionId, text: mark.comment })),
        ]
          .filter(({ text }) => text.trim() !== "")
          .map((each) => ({ id: randomUUID(), roundId, entryId, ...each })),
      )
      .sort((a, b) => (a.id < b.id ? -1 : 1));
    await ctx.db.insert(appraisalRounds).values({ roundId, preparedAt: ctx.now, preparedBy: ctx.actor.id });
    for (let start = 0; start < told.length; start += 1000)
      await ctx.db.insert(appraisals).values(told.slice(start, start + 1000));
    for (let start = 0; start < comments.length; start += 1000)
      await ctx.db.insert(appraisalComments).values(comments.slice(start, start + 1000));
    return {
      result: undefined,
      event: {
        type: "appraisals.prepared",
        stream: roundStream(roundId),
        subjectId: roundId,
        details: { entries: told.length, comments: comments.length },
      },
    };
  });
}

function byEntry(given: readonly Given[]): Map<string, Given[]> {
  const found = new Map<string, Given[]>();
  for (const review of given) {
    const own = found.get(review.entryId);
    if (own) own.push(review);
    else found.set(review.entryId, [review]);
  }
  return found;
}

/** Every counting review of a round: its comments and values, without its author. */
function givenIn({ db }: Context, roundId: string): Promise<Given[]> {
  const marks = sql<Given["marks"]>`coalesce((
    select json_agg(json_build_object('criterionId', s.criterion_id, 'value', s.value, 'comment', s.comment))
    from ${scores} s
    where s.review_id = ${reviews.id}
  ), '[]'::json)`;
  return db
    .select({ entryId: assignments.entryId, comment: reviews.comment, marks })
    .from(assignments)
    .innerJoin(reviews, eq(reviews.assignmentId, assignments.id))
    .where(
      and(eq(assignments.roundId, roundId), isNotNull(reviews.submittedAt), isNotNull(reviews.total), isCounting()),
    )
    .orderBy(asc(assignments.entryId));
}

export type Moderated = Omit<Comment, "criterionId">;

/**
 * Keeps the comments on one entry as `moderated` gives them, from what stands as nobody else can change it. What was
 * not copied from its reviews is ignored. 404 for an entry the actor is in conflict with, 409 once teams read.
 */
export function moderateAppraisal(
  outer: Context,
  { roundId, entryId }: { roundId: string; entryId: string },
  moderated: (standing: readonly Comment[]) => readonly Moderated[],
): Promise<void> {
  return transact(outer, async (ctx) => {
    await lockRound(ctx, roundId, "update");
    const { comments: known, facts } = await getAppraisal(ctx, { roundId, entryId });
    authorise(canEdit(ctx.actor, facts));
    const comments = new Map(moderated(known).map((comment) => [comment.id, comment]));
    const changed = known.flatMap(({ id, text, omitted }) => {
      const after = comments.get(id);
      return after && (after.text !== text || after.omitted !== omitted) ? [after] : [];
    });
    await ctx.db.execute(sql`update ${appraisalComments} c set text = m.text, omitted = m.omitted
      from json_to_recordset(${JSON.stringify(changed)}::json) m(id uuid, text text, omitted boolean) where c.id = m.id`);
    const details = {
      round: roundId,
      comments: changed.length,
      omitted: changed.filter(({ omitted }) => omitted).length,
      sha256: sha256(canonical(changed.map(({ id, text, omitted }) => ({ id, text, omitted })))),
    };
    return {
      result: undefined,
      event:
        changed.length > 0
          ? { type: "appraisal.moderated", stream: roundStream(roundId), subjectId: entryId, details }
          : [],
    };
  });
}

/**
 * Lets teams read what is told of their own entries and of those they enter together with others, and owes everybody in
 * them a letter. 409 before the result of the round is public.
 */
export function releaseAppraisals(outer: Context, roundId: string, publicUrl: string): Promise<void> {
  return transact(outer, async (ctx) => {
    await lockRound(ctx, roundId, "update");
    const { round, facts } = await appraisingOf(ctx, roundId);
    authorise(canRelease(ctx.actor, facts));
    await ctx.db
      .update(appraisalRounds)
      .set({ releasedAt: ctx.now, releasedBy: ctx.actor.id })
      .where(eq(appraisalRounds.roundId, roundId));
    const told = toldOf(ctx);
    const people = await ctx.db
      .select({
        accountId: accounts.id,
        email: accounts.email,
        locale: accounts.locale,
        entryId: entries.id,
        code: entries.code,
        title: entries.title,
      })
      .from(appraisals)
      .innerJoin(entries, eq(entries.id, appraisals.entryId))
      .innerJoin(told, eq(told.entryId, entries.id))
      .innerJoin(accounts, eq(accounts.id, told.accountId))
      .where(
        and(
          eq(appraisals.roundId, roundId),
          sql`${accounts.disabledAt} is null`,
          sql`not exists (select 1 from withdrawals w where w.entry_id = ${sql`${entries.id}`})`,
        ),
      );
    await oweAll(
      ctx,
      people.map(({ entryId, code, title, ...person }) => {
        const params = {
          code,
          title,
          cycle: say(round.cycle.name, localeOr(person.locale)),
          link: `${publicUrl}/entries/${entryId}/appraisal`,
        };
        return {
          ...person,
          dedupe: `appraisal-released:${roundId}:${entryId}:${person.accountId}`,
          kind: "appraisal-released" as const,
          params,
        };
      }),
    );
    return {
      result: undefined,
      event: {
        type: "appraisals.released",
        stream: roundStream(roundId),
        subjectId: roundId,
        details: { letters: people.length },
      },
    };
  });
}
