import { and, eq, isNotNull, isNull, like, lte, ne, or, sql } from "drizzle-orm";
import { cycles } from "#db/schema/cycle.ts";
import { notifications } from "#db/schema/notification.ts";
import { publications, results } from "#db/schema/result.ts";
import { rounds } from "#db/schema/round.ts";
import { say } from "#app/i18n/localised.ts";
import { localeOr } from "#app/i18n/locales.ts";
import { textsOf } from "#app/i18n/texts.ts";
import { roundStream } from "../audit/rules.ts";
import type { Actor, Context } from "../context.ts";
import { type AwardedEntry, awardedEntries, peopleToTell, type Publication } from "../decision/queries.server.ts";
import { oweAll } from "../notification/commands.server.ts";
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

/** Lists in the open about which nobody was written to yet: their embargo has ended. */
const isUntold = ({ now }: { now: Date }) =>
  and(
    isNotNull(publications.roundId),
    isNull(publications.withdrawnAt),
    lte(publications.publishedAt, now),
    or(isNull(publications.toldAt), ne(publications.toldAt, publications.publishedAt)),
  );

/**
 * Owes the teams their letters about every list whose embargo has ended: what the portal does by itself, so that
 * whoever gets a letter is in a team then, and not when the list was published. Gives how many letters it owes.
 */
export async function tellOfPublished(outer: Context<Actor>, publicUrl: string): Promise<number> {
  const due = await outer.db
    .select({ id: publications.id })
    .from(publications)
    .where(isUntold(outer))
    .orderBy(publications.publishedAt, publications.id);
  let letters = 0;
  for (const { id } of due) letters += await tellOf(outer, id, publicUrl);
  return letters;
}

/** Holds the publication, so that two who come to it at once tell of it once. */
function tellOf(outer: Context<Actor>, id: string, publicUrl: string): Promise<number> {
  return transact(outer, async (ctx) => {
    const [found] = await ctx.db
      .select({
        publishedAt: publications.publishedAt,
        roundId: rounds.id,
        cycle: { id: cycles.id, name: cycles.name, slug: cycles.slug },
      })
      .from(publications)
      .innerJoin(rounds, eq(rounds.id, publications.roundId))
      .innerJoin(cycles, eq(cycles.id, rounds.cycleId))
      .where(and(eq(publications.id, id), isUntold(ctx)))
      .for("update", { of: publications });
    if (!found) return { result: 0, event: [] };
    const { publishedAt, roundId, cycle } = found;
    const letters = await tellTeams(ctx, { id: roundId, cycleId: cycle.id, cycle }, { id, publishedAt }, publicUrl);
    return {
      result: letters,
      event: { type: "result.told", stream: roundStream(roundId), subjectId: id, details: { round: roundId, letters } },
    };
  });
}

/**
 * Takes a result back from the public, with a reason; letters that have not been sent yet are no longer owed. The row
 * stays, and so does the audit trail. Answers the drawings for lists, whose bytes are to go now. 409 when nothing is
 * public.
 */
export function unpublishResults(
  outer: Context,
  { roundId, reason }: { roundId: string; reason: string },
): Promise<Drawing[]> {
  return transact(outer, async (ctx) => {
    await lockRound(ctx, roundId, "update");
    const { facts, publication } = await standingOf(ctx, roundId);
    authorise(canUnpublish(ctx.actor, facts));
    await ctx.db
      .update(publications)
      .set({ withdrawnAt: ctx.now, withdrawnBy: ctx.actor.id, withdrawalReason: reason })
      .where(eq(publications.id, publication!.id));
    await ctx.db
      .delete(notifications)
      .where(and(like(notifications.dedupe, `${lettersAbout(publication!.id)}:%`), isNull(notifications.sentAt)));
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

/** The same initiatives keep their addresses. Why it was withdrawn stays readable beside it. */
async function publishAgain(ctx: Context, roundId: string, { id }: Publication, publishedAt: Date): Promise<string> {
  const { db, actor } = ctx;
  await db
    .update(publications)
    .set({
      publishedAt,
      publishedBy: actor.id,
      withdrawnAt: null,
      withdrawnBy: null,
      version: sql`${publications.version} + 1`,
      revisedAt: publishedAt,
    })
    .where(eq(publications.id, id));
  await correctResult(ctx, roundId, "published again", "");
  return id;
}

type Told = Pick<Round, "id" | "cycleId"> & { cycle: Pick<Round["cycle"], "name" | "slug"> };

/** Each letter says what became of the reader's own entries, and nothing of others. */
async function tellTeams(
  ctx: Context<Actor>,
  round: Told,
  { id, publishedAt }: Pick<Publication, "id" | "publishedAt">,
  publicUrl: string,
): Promise<number> {
  const people = await peopleToTell(ctx, round);
  await oweAll(
    ctx,
    people.map(({ outcomes, ...person }) => {
      const locale = localeOr(person.locale);
      const awarded = outcomes.flatMap(({ code, title, level, resultId }) =>
        level
          ? [`${code} ${title}${textsOf(locale).ui.colon}${say(level, locale)}\n${publicUrl}/initiatives/${resultId}`]
          : [],
      );
      const others = outcomes.filter(({ level }) => !level).map(({ code, title }) => `${code} ${title}`);
      const params = {
        cycle: say(round.cycle.name, locale),
        awarded: awarded.join("\n\n"),
        others: others.join("\n"),
        link: `${publicUrl}/cycles/${round.cycle.slug}/results`,
      };
      return {
        dedupe: `${lettersAbout(id, publishedAt)}:${person.accountId}`,
        ...person,
        kind: "result-published" as const,
        params,
      };
    }),
  );
  await ctx.db.update(publications).set({ toldAt: publishedAt }).where(eq(publications.id, id));
  return people.length;
}
