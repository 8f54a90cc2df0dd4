import { and, eq, gte, isNotNull, isNull, like, sql } from "drizzle-orm";
import { notifications } from "#db/schema/notification.ts";
import { corrections } from "#db/schema/correction.ts";
import { publications, results } from "#db/schema/result.ts";
import { roundStream } from "../audit/rules.ts";
import type { Context } from "../context.ts";
import { type AwardedEntry, awardedEntries, type Publication } from "../decision/queries.server.ts";
import { correctResult } from "../proof/outcome.server.ts";
import { disclosedOf } from "../proof/queries.server.ts";
import { questionsOf } from "../entry/rules.ts";
import { formOf } from "../question/queries.server.ts";
import { lockRound, type Round } from "../round/queries.server.ts";
import { countedEntries } from "../statistics/queries.server.ts";
import { statisticsOf } from "../statistics/rules.ts";
import { transact } from "../transact.server.ts";
import { authorise } from "../verdict.ts";
import { canPublish, canUnpublish } from "./policy.ts";
import { faceOf } from "./face.ts";
import { endWaves, tellTeams } from "./letters.server.ts";
import { type Drawing, drawingsOf, publishedPictures } from "./pictures.server.ts";
import { choosePictures, lettersAbout, publicPicture, standingOf } from "./publishing.server.ts";

/**
 * Makes a finalised list public, now or under an embargo until `at`, and owes every team of the cycle a letter; under
 * an embargo `tellOfPublished` does when it ends. Copies what the public may read: answers of public questions and the
 * `pictures` among them that were chosen, no other files, no contacts. 403 for the chair, 409 before two
 * people have finalised.
 */
export function publishResults(
  outer: Context,
  {
    roundId,
    at,
    pictures = [],
    publicUrl,
  }: { roundId: string; at: Date; pictures?: readonly string[]; publicUrl: string },
): Promise<{ initiatives: number; letters: number }> {
  return transact(outer, async (ctx) => {
    await lockRound(ctx, roundId, "update");
    const { round, facts, publication } = await standingOf(ctx, roundId);
    authorise(canPublish(ctx.actor, facts));
    const publishedAt = at > ctx.now ? at : ctx.now;
    const awarded = await awardedEntries(ctx, roundId);
    const { leftOut, ...chosen } = await choosePictures(ctx, { round, publication }, awarded, pictures);
    const publicationId = publication
      ? await publishAgain(ctx, roundId, publication, publishedAt)
      : await publishFirst(ctx, round, awarded, publishedAt);
    for (const [entryId, shown] of chosen.pictures)
      await ctx.db
        .update(results)
        .set({ pictures: shown })
        .where(and(eq(results.publicationId, publicationId), eq(results.entryId, entryId)));
    const letters =
      publishedAt > ctx.now ? 0 : await tellTeams(ctx, round, { id: publicationId, publishedAt }, publicUrl);
    const details = {
      round: roundId,
      publishedAt: publishedAt.toISOString(),
      initiatives: awarded.length,
      letters,
      ...(leftOut.length > 0 ? { leftOut } : {}),
    };
    return {
      result: { initiatives: awarded.length, letters },
      event: { type: "result.published", stream: roundStream(roundId), subjectId: publicationId, details },
    };
  });
}

/**
 * Takes a result back from the public, with a reason; letters that have not been sent yet are no longer owed, and a
 * correction waits for no day any more. The row stays, and so does the audit trail. Answers the drawings for lists,
 * whose bytes are to go now. 409 when nothing is public.
 */
export function unpublishResults(
  outer: Context,
  { roundId, reason }: { roundId: string; reason: string },
): Promise<Drawing[]> {
  return transact(outer, async (ctx) => {
    await lockRound(ctx, roundId, "update");
    const { round, facts, publication } = await standingOf(ctx, roundId);
    authorise(canUnpublish(ctx.actor, facts));
    await ctx.db
      .update(publications)
      .set({
        withdrawnAt: ctx.now,
        withdrawnBy: ctx.actor.id,
        withdrawalReason: reason,
        readSince: sql`case when ${publications.readSince} <= ${ctx.now.toISOString()}::timestamptz
          then ${publications.readSince} end`,
      })
      .where(eq(publications.id, publication!.id));
    await ctx.db
      .delete(notifications)
      .where(and(like(notifications.dedupe, `${lettersAbout(publication!.id)}:%`), isNull(notifications.sentAt)));
    await endWaves(ctx, round.cycleId);
    await ctx.db
      .update(corrections)
      .set({ dueAt: null, dueBy: null })
      .where(and(eq(corrections.roundId, roundId), isNull(corrections.outAt), isNull(corrections.droppedAt)));
    await correctResult(ctx, roundId, "withdrawn", reason);
    const drawings = drawingsOf([...(await publishedPictures(ctx, publication!.id)).values()].flat());
    await ctx.db
      .update(results)
      .set({ pictures: sql`${results.pictures} #- '{0,small}'` })
      .where(eq(results.publicationId, publication!.id));
    return {
      result: drawings,
      event: {
        type: "result.unpublished",
        stream: roundStream(roundId),
        subjectId: publication!.id,
        details: { round: roundId },
      },
    };
  });
}

/**
 * Takes a picture off the page of an initiative, with a reason that stays in the audit trail. Answers its drawing for
 * lists, whose bytes are to go now. 404 for one that is not there, or of an entry the actor is in conflict with; 409
 * when nothing is public.
 */
export function takePictureOff(
  outer: Context,
  { roundId, pictureId, reason }: { roundId: string; pictureId: string; reason: string },
): Promise<Drawing[]> {
  return transact(outer, async (ctx) => {
    await lockRound(ctx, roundId, "update");
    const { publication, picture } = await publicPicture(ctx, roundId, pictureId);
    const pictures = (await publishedPictures(ctx, publication.id)).get(picture.entryId)!;
    await ctx.db
      .update(results)
      .set({ pictures: pictures.filter(({ id }) => id !== pictureId) })
      .where(and(eq(results.publicationId, publication.id), eq(results.entryId, picture.entryId)));
    const details = { round: roundId, picture: pictureId, reason };
    return {
      result: drawingsOf(pictures.filter(({ id }) => id === pictureId)),
      event: { type: "result.picture-removed", stream: roundStream(roundId), subjectId: publication.id, details },
    };
  });
}

async function publishFirst(ctx: Context, round: Round, awarded: AwardedEntry[], publishedAt: Date): Promise<string> {
  const [made] = await ctx.db
    .insert(publications)
    .values({
      cycleId: round.cycleId,
      roundId: round.id,
      publishedAt,
      publishedBy: ctx.actor.id,
      readSince: publishedAt,
      statistics: statisticsOf(await countedEntries(ctx, { cycleId: round.cycleId, roundId: round.id })),
    })
    .returning({ id: publications.id });
  const questions = questionsOf(await formOf(ctx, round.cycleId));
  const disclosure = await disclosedOf(ctx, round.id);
  const faces = awarded.map((entry) => ({
    publicationId: made!.id,
    cycleId: round.cycleId,
    ...faceOf(entry, questions, disclosure),
  }));
  if (faces.length > 0) await ctx.db.insert(results).values(faces);
  return made!.id;
}

/**
 * The same initiatives keep their addresses. Why it was withdrawn stays readable beside it, and so does that it was
 * corrected since the public had read it.
 */
async function publishAgain(ctx: Context, roundId: string, was: Publication, publishedAt: Date): Promise<string> {
  const { db, actor } = ctx;
  const { id } = was;
  const [now] = await db
    .update(publications)
    .set({
      publishedAt,
      publishedBy: actor.id,
      withdrawnAt: null,
      withdrawnBy: null,
      readSince: was.readSince ?? publishedAt,
      version: sql`${publications.version} + 1`,
      revisedAt: publishedAt,
    })
    .where(eq(publications.id, id))
    .returning({ version: publications.version });
  if (was.readSince)
    await db
      .update(corrections)
      .set({ publicVersion: now!.version })
      .where(
        and(
          eq(corrections.roundId, roundId),
          isNull(corrections.publicVersion),
          isNotNull(corrections.outAt),
          gte(corrections.outAt, was.readSince),
        ),
      );
  await correctResult(ctx, roundId, "published again", "");
  return id;
}
