import { and, asc, desc, eq, isNotNull, isNull, lte, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import { accounts } from "#db/schema/account.ts";
import { corrections } from "#db/schema/correction.ts";
import { hiddenEntries } from "../conflict/queries.server.ts";
import { type Actor, type Context, mayName } from "../context.ts";
import type { Publication } from "../decision/queries.server.ts";
import { isStandingSigned } from "../proof/queries.server.ts";
import { picturesOf, publishedPictures } from "../result/pictures.server.ts";
import { standingOf } from "../result/publishing.server.ts";
import { isNew, isOff, saidOf } from "../result/rules.ts";
import { hasLaterBegun } from "../round/queries.server.ts";
import { finalisationOf, standingPlaces, wholeList } from "../shortlist/queries.server.ts";
import { changedFrom } from "../shortlist/rules.ts";
import { authorise } from "../verdict.ts";
import {
  canDropCorrection,
  canOpenCorrection,
  canPublishCorrection,
  canSeeCorrections,
  type CorrectionFacts,
} from "./policy.ts";
import { changeOf } from "./rules.ts";

/** Where a round's correction stands, and what conflicts hide of the list. Guarded only as far as the round is. */
export async function correctionFacts(ctx: Context, roundId: string) {
  const { round, publication, correction } = await standingOf(ctx, roundId);
  const { proposal, final } = await finalisationOf(ctx, roundId);
  const hidden = await hiddenEntries(ctx, roundId);
  const facts: CorrectionFacts = {
    roundId,
    final,
    open: correction !== null,
    signed: correction !== null && proposal?.approvedAt != null,
    proposedBy: proposal?.proposedBy ?? null,
    judged: await hasLaterBegun(ctx, round),
    stated: await isStandingSigned(ctx, roundId),
    seesAll: hidden.size === 0,
  };
  return { round, publication, correction, facts, hidden };
}

/**
 * The versions of a round's list after the first, the latest first, dropped ones too, and what the actor may do about
 * them. Of entries the actor is in conflict with nothing is told; while nothing of the list is public, to somebody from
 * whom it hides any no more than which versions there are: why and what would tell of theirs.
 */
export async function correctionsOf(ctx: Context, roundId: string) {
  const { round, publication, correction, facts, hidden } = await correctionFacts(ctx, roundId);
  authorise(canSeeCorrections(ctx.actor, facts));
  const dropper = alias(accounts, "dropper");
  const found = await ctx.db
    .select({
      id: corrections.id,
      version: corrections.version,
      reason: corrections.reason,
      openedAt: corrections.openedAt,
      openedByName: accounts.name,
      droppedAt: corrections.droppedAt,
      droppedByName: dropper.name,
      outAt: corrections.outAt,
      changes: corrections.changes,
    })
    .from(corrections)
    .innerJoin(accounts, eq(accounts.id, corrections.openedBy))
    .leftJoin(dropper, eq(dropper.id, corrections.droppedBy))
    .where(eq(corrections.roundId, roundId))
    .orderBy(desc(corrections.openedAt));
  const mayKnow = mayName(ctx.actor, round);
  const told = isTold(ctx, hidden, publication);
  return {
    round,
    correction: correction && (told ? correction : { ...correction, reason: "" }),
    signed: facts.signed,
    opening: canOpenCorrection(ctx.actor, facts),
    dropping: canDropCorrection(ctx.actor, facts),
    publishing: canPublishCorrection(ctx.actor, facts),
    past: found
      .filter(({ id }) => id !== correction?.id)
      .map((each) => ({
        ...each,
        reason: told ? each.reason : "",
        changes: each.changes
          .filter(({ entryId }) => told && !hidden.has(entryId))
          .map((change) => ({ ...change, cityName: mayKnow ? change.cityName : null })),
      })),
  };
}

/**
 * What would become public with a signed correction, and with which pictures. For the secretariat; leaves out what the
 * actor is in conflict with.
 */
export async function correctionToPublish(ctx: Context, roundId: string) {
  const { round, publication, correction, facts, hidden } = await correctionFacts(ctx, roundId);
  authorise(canPublishCorrection(ctx.actor, facts));
  const stood = await standingPlaces(ctx, roundId);
  const lines = await wholeList(ctx, roundId, round.levels);
  const changes = changedFrom(lines, stood)
    .filter(({ entryId }) => !hidden.has(entryId))
    .map((line) => ({
      entryId: line.entryId,
      title: line.title,
      cityName: line.cityName,
      ...changeOf(line, stood),
    }));
  const joining = changes.filter((change) => isNew(change) && !isOff(change)).map(({ entryId }) => entryId);
  const candidates = publication
    ? await picturesOf(ctx, round.cycleId, await sealedOf(ctx, joining))
    : new Map<string, never[]>();
  const before = publication && (await publishedPictures(ctx, publication.id));
  return {
    round,
    publication,
    correction: isTold(ctx, hidden, publication) ? correction! : { ...correction!, reason: "" },
    changes,
    initiatives: changes
      .filter(({ entryId }) => joining.includes(entryId))
      .map(({ entryId, title, cityName }) => ({
        entryId,
        title,
        cityName,
        pictures: (candidates.get(entryId) ?? []).map((picture) => ({
          ...saidOf(picture),
          wasPublic: before?.get(entryId)?.some(({ id }) => id === picture.id) ?? false,
          out: false,
        })),
      })),
  };
}

/** Whether somebody reads why a list is corrected: all of it is theirs to see, or the public reads it. */
const isTold = ({ now }: Pick<Context, "now">, hidden: ReadonlySet<string>, publication: Publication | null) =>
  hidden.size === 0 || (publication !== null && !publication.withdrawnAt && publication.publishedAt <= now);

/** The last sealed version of each of these entries. Not guarded. */
export async function sealedOf({ db }: Pick<Context<Actor>, "db">, entryIds: readonly string[]) {
  if (entryIds.length === 0) return [];
  return db.execute<{ entryId: string; snapshot: string }>(sql`
    select distinct on (s.entry_id) s.entry_id as "entryId", s.snapshot
    from submissions s
    where s.entry_id = any(${`{${entryIds.join(",")}}`}::uuid[])
    order by s.entry_id, s.number desc`);
}

/** Signed corrections whose moment has come. Not guarded. */
export const dueCorrections = ({ db, now }: Pick<Context<Actor>, "db" | "now">) =>
  db
    .select({ roundId: corrections.roundId })
    .from(corrections)
    .where(
      and(
        lte(corrections.dueAt, now),
        isNotNull(corrections.dueAt),
        isNull(corrections.outAt),
        isNull(corrections.droppedAt),
      ),
    )
    .orderBy(asc(corrections.dueAt), asc(corrections.id));
