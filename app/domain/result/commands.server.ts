import { and, eq, isNotNull, isNull, like, lte, ne, or, sql } from "drizzle-orm";
import { cycles } from "#db/schema/cycle.ts";
import { notifications } from "#db/schema/notification.ts";
import { publications, results } from "#db/schema/result.ts";
import { rounds } from "#db/schema/round.ts";
import { say } from "#app/i18n/localised.ts";
import { DEFAULT_LOCALE, localeOr } from "#app/i18n/locales.ts";
import { textsOf } from "#app/i18n/texts.ts";
import { roundStream } from "../audit/rules.ts";
import type { Actor, Context } from "../context.ts";
import { type AwardedEntry, awardedEntries, peopleToTell, type Publication } from "../decision/queries.server.ts";
import { readSnapshot } from "../entry/sealed.ts";
import { oweAll } from "../notification/commands.server.ts";
import { correctResult } from "../proof/outcome.server.ts";
import { formOf } from "../question/queries.server.ts";
import type { FormQuestion } from "../question/rules.ts";
import { answerText } from "../question/answer-text.ts";
import { lockRound, type Round } from "../round/queries.server.ts";
import { countedEntries } from "../statistics/queries.server.ts";
import { statisticsOf } from "../statistics/rules.ts";
import { transact } from "../transact.server.ts";
import { authorise } from "../verdict.ts";
import { canPublish, canUnpublish } from "./policy.ts";
import { standingOf } from "./publishing.server.ts";

/** The answer that presents an initiative in a few sentences. */
const SUMMARY = "summary";

/**
 * Makes a finalised list public, now or under an embargo until `at`, and owes every team of the cycle a letter; under
 * an embargo `tellOfPublished` does when it ends. Copies what the public may read: answers of public questions, no
 * files, no contacts. 403 for the chair, 409 before two people have finalised.
 */
export function publishResults(
  outer: Context,
  { roundId, at, publicUrl = "" }: { roundId: string; at: Date; publicUrl?: string },
): Promise<{ initiatives: number; letters: number }> {
  return transact(outer, async (ctx) => {
    await lockRound(ctx, roundId, "update");
    const { round, facts, publication } = await standingOf(ctx, roundId);
    authorise(canPublish(ctx.actor, facts));
    const publishedAt = at > ctx.now ? at : ctx.now;
    const awarded = await awardedEntries(ctx, roundId);
    const publicationId = publication
      ? await publishAgain(ctx, roundId, publication, publishedAt)
      : await publishFirst(ctx, round, awarded, publishedAt);
    const letters =
      publishedAt > ctx.now ? 0 : await tellTeams(ctx, round, { id: publicationId, publishedAt }, publicUrl);
    const details = { round: roundId, publishedAt: publishedAt.toISOString(), initiatives: awarded.length, letters };
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
export async function tellOfPublished(outer: Context<Actor>, publicUrl = ""): Promise<number> {
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
 * stays, and so does the audit trail. 409 when nothing is public.
 */
export function unpublishResults(
  outer: Context,
  { roundId, reason }: { roundId: string; reason: string },
): Promise<void> {
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
      .where(and(like(notifications.dedupe, `${letterName(publication!.id)}%`), isNull(notifications.sentAt)));
    await correctResult(ctx, roundId, "withdrawn", reason);
    return {
      result: undefined,
      event: {
        type: "result.unpublished",
        stream: roundStream(roundId),
        subjectId: publication!.id,
        details: { round: roundId },
      },
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
  const questions = (await formOf(ctx, round.cycleId)).flatMap((section) => section.questions);
  const faces = awarded.map((entry) => ({
    publicationId: made!.id,
    cycleId: round.cycleId,
    ...publicFace(entry, questions),
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

/**
 * What the public reads of an entry: complete in itself, under the name it was sealed with, and nothing of a question
 * that is not public.
 */
function publicFace(
  {
    entryId,
    levelKey,
    rank,
    reviews,
    total,
    parts,
    adjusted,
    reason,
    words,
    title,
    themes,
    snapshot,
    city,
  }: AwardedEntry,
  questions: FormQuestion[],
) {
  const sealed = readSnapshot(snapshot);
  const shown = questions.filter((question) => question.public && !question.confidential && question.type !== "files");
  const texts = shown.map((question) => ({
    key: question.key,
    label: question.label,
    text: answerText(question, sealed.answers[question.key], DEFAULT_LOCALE),
  }));
  const sdgs = shown
    .filter(({ type }) => type === "sdgs")
    .flatMap(({ key }) => (sealed.answers[key] as number[] | undefined) ?? []);
  return {
    entryId,
    levelKey,
    rank,
    reviews,
    total,
    parts,
    adjusted,
    reason,
    words,
    cityId: city.id,
    cityName: sealed.cityName,
    country: sealed.country,
    coApplicants: sealed.coApplicants ?? [],
    region: city.region,
    lat: city.lat,
    lon: city.lon,
    population: city.population,
    title: sealed.title || title,
    theme: themes[0] ?? "",
    sdgs,
    description: texts.find(({ key }) => key === SUMMARY)?.text ?? "",
    answers: texts.filter(({ key, text }) => text !== "" && key !== SUMMARY && key !== "title"),
  };
}

const letterName = (publicationId: string): string => `result-published:${publicationId}:`;

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
        dedupe: `${letterName(id)}${publishedAt.getTime()}:${person.accountId}`,
        ...person,
        kind: "result-published" as const,
        params,
      };
    }),
  );
  await ctx.db.update(publications).set({ toldAt: publishedAt }).where(eq(publications.id, id));
  return people.length;
}
