import { and, asc, eq, inArray, isNotNull, sql } from "drizzle-orm";
import { appraisalComments, appraisalRounds, appraisals, type Band } from "#db/schema/appraisal.ts";
import { cities } from "#db/schema/city.ts";
import { cycles } from "#db/schema/cycle.ts";
import { entries } from "#db/schema/entry.ts";
import { rounds } from "#db/schema/round.ts";
import { criteria } from "#db/schema/rubric.ts";
import type { Localised } from "#app/i18n/localised.ts";
import { noConflict } from "../conflict/queries.server.ts";
import { type Context, teamRole } from "../context.ts";
import { getEntry } from "../entry/queries.server.ts";
import { NotFound } from "../errors.ts";
import { visibleTo } from "../result/queries.server.ts";
import { getRound } from "../round/queries.server.ts";
import { rubricOf } from "../rubric/queries.server.ts";
import { authorise } from "../verdict.ts";
import { type AppraisalFacts, canEdit, canModerate, canPrepare, canRelease } from "./policy.ts";
import type { Comment } from "./rules.ts";

/** A round and how far its appraisals are. Guarded only as far as the round is. */
export async function appraisingOf(ctx: Context, roundId: string) {
  const round = await getRound(ctx, roundId);
  const [made] = await ctx.db.select().from(appraisalRounds).where(eq(appraisalRounds.roundId, roundId));
  const [found] = await ctx.db.execute<{ published: boolean }>(
    sql`select exists (select 1 from publications p where p.round_id = ${roundId}::uuid and ${visibleTo(ctx)}) as published`,
  );
  const facts: AppraisalFacts = {
    roundId,
    frozen: round.frozenAt !== null,
    stage: made?.releasedAt ? "released" : made ? "prepared" : "none",
    published: found!.published,
  };
  return { round, facts };
}

/**
 * The entries of a round whose comments were copied, without those the reader is in conflict with: how many comments,
 * how many left out, and where few reviews make it easy to tell who wrote.
 */
export async function appraisalsOf(ctx: Context, roundId: string) {
  const { round, facts } = await appraisingOf(ctx, roundId);
  authorise(canModerate(ctx.actor, facts));
  const counted = (condition = sql`true`) =>
    sql<number>`(
      select count(*)::int
      from ${appraisalComments} k
      where k.round_id = ${sql`${appraisals.roundId}`}
        and k.entry_id = ${sql`${appraisals.entryId}`}
        and ${condition}
    )`;
  const rows = await ctx.db
    .select({
      entryId: entries.id,
      code: entries.code,
      title: entries.title,
      cityName: cities.name,
      few: appraisals.few,
      comments: counted(),
      omitted: counted(sql`k.omitted`),
    })
    .from(appraisals)
    .innerJoin(entries, eq(entries.id, appraisals.entryId))
    .innerJoin(cities, eq(cities.id, entries.cityId))
    .where(and(eq(appraisals.roundId, roundId), noConflict(ctx, { roundId, entryId: entries.id })))
    .orderBy(sql`${cities.name} collate "names"`, asc(entries.code));
  return { round, facts, rows, prepare: canPrepare(ctx.actor, facts), release: canRelease(ctx.actor, facts) };
}

/**
 * What is told of one entry, to be moderated. 404 for an entry the reader is in conflict with, and for one that is not
 * in the round.
 */
export async function getAppraisal(ctx: Context, { roundId, entryId }: { roundId: string; entryId: string }) {
  const { round, facts } = await appraisingOf(ctx, roundId);
  authorise(canModerate(ctx.actor, facts));
  const [entry] = await ctx.db
    .select({
      id: entries.id,
      code: entries.code,
      title: entries.title,
      cityName: cities.name,
      bands: appraisals.bands,
      few: appraisals.few,
    })
    .from(appraisals)
    .innerJoin(entries, eq(entries.id, appraisals.entryId))
    .innerJoin(cities, eq(cities.id, entries.cityId))
    .where(
      and(
        eq(appraisals.roundId, roundId),
        eq(appraisals.entryId, entryId),
        noConflict(ctx, { roundId, entryId: entries.id }),
      ),
    );
  if (!entry) throw new NotFound();
  const comments: Comment[] = await ctx.db
    .select({
      id: appraisalComments.id,
      criterionId: appraisalComments.criterionId,
      text: appraisalComments.text,
      omitted: appraisalComments.omitted,
    })
    .from(appraisalComments)
    .where(and(eq(appraisalComments.roundId, roundId), eq(appraisalComments.entryId, entryId)))
    .orderBy(asc(appraisalComments.id));
  const { criteria: asked } = await rubricOf(ctx, round.rubricId);
  return {
    round,
    facts,
    entry,
    comments,
    criteria: asked.map(({ id, name }) => ({ id, name })),
    edit: canEdit(ctx.actor, facts),
  };
}

export type OwnAppraisal = {
  roundId: string;
  round: Localised;
  criteria: { id: string; name: Localised; band: Band; comments: string[] }[];
  comments: string[];
};

/**
 * Which of a team's entries has an appraisal to read: only once it was released, and while the result of its round is
 * public.
 */
const readable = (ctx: Pick<Context, "now">, entryId: string) =>
  and(
    eq(appraisals.entryId, entryId),
    isNotNull(appraisalRounds.releasedAt),
    sql`exists (select 1 from publications p where p.round_id = ${sql`${appraisals.roundId}`} and ${visibleTo(ctx)})`,
  );

/** Whether a team has something to read. For its own pages, which have checked who reads. */
export async function hasAppraisal(ctx: Pick<Context, "db" | "now">, entryId: string): Promise<boolean> {
  const [found] = await ctx.db
    .select({ entryId: appraisals.entryId })
    .from(appraisals)
    .innerJoin(appraisalRounds, eq(appraisalRounds.roundId, appraisals.roundId))
    .where(readable(ctx, entryId))
    .limit(1);
  return found !== undefined;
}

/**
 * What the teams of an entry's cities read of how it was judged, round by round. 404 for everybody else, before it was
 * released, and once the result was taken back.
 */
export async function ownAppraisals(ctx: Context, entryId: string) {
  const entry = await getEntry(ctx, entryId);
  if (!teamRole(ctx.actor, entry.cityId) && !entry.ownPart) throw new NotFound();
  const told = await ctx.db
    .select({
      roundId: rounds.id,
      round: rounds.name,
      rubricId: rounds.rubricId,
      bands: appraisals.bands,
      releasedAt: appraisalRounds.releasedAt,
      cycle: cycles.name,
    })
    .from(appraisals)
    .innerJoin(appraisalRounds, eq(appraisalRounds.roundId, appraisals.roundId))
    .innerJoin(rounds, eq(rounds.id, appraisals.roundId))
    .innerJoin(cycles, eq(cycles.id, rounds.cycleId))
    .where(readable(ctx, entryId))
    .orderBy(asc(rounds.position));
  if (told.length === 0) throw new NotFound();
  const asked = await criteriaOf(
    ctx,
    told.map(({ rubricId }) => rubricId),
  );
  const comments = await commentsOn(
    ctx,
    entryId,
    told.map(({ roundId }) => roundId),
  );
  const textsOf = (roundId: string, criterionId: string | null) =>
    comments.filter((each) => each.roundId === roundId && each.criterionId === criterionId).map(({ text }) => text);
  const own = told.map(
    ({ roundId, round, rubricId, bands }): OwnAppraisal => ({
      roundId,
      round,
      comments: textsOf(roundId, null),
      criteria: asked
        .filter((criterion) => criterion.rubricId === rubricId)
        .map(({ id, name }) => ({ id, name, band: bands[id] ?? null, comments: textsOf(roundId, id) })),
    }),
  );
  return {
    entry: { id: entry.id, code: entry.code, title: entry.title, cityName: entry.cityName },
    cycle: told[0]!.cycle,
    releasedAt: told[0]!.releasedAt!,
    appraisals: own,
  };
}

const criteriaOf = ({ db }: Context, rubricIds: string[]) =>
  db
    .select({ id: criteria.id, rubricId: criteria.rubricId, name: criteria.name })
    .from(criteria)
    .where(inArray(criteria.rubricId, rubricIds))
    .orderBy(asc(criteria.position));

/** What reviewers wrote about an entry, without what the secretariat left out. */
const commentsOn = ({ db }: Context, entryId: string, roundIds: string[]) =>
  db
    .select({
      roundId: appraisalComments.roundId,
      criterionId: appraisalComments.criterionId,
      text: appraisalComments.text,
    })
    .from(appraisalComments)
    .where(
      and(
        eq(appraisalComments.entryId, entryId),
        eq(appraisalComments.omitted, false),
        inArray(appraisalComments.roundId, roundIds),
      ),
    )
    .orderBy(asc(appraisalComments.id));
