import { and, eq, isNull, like, sql } from "drizzle-orm";
import { notifications } from "#db/schema/notification.ts";
import { publications, results } from "#db/schema/result.ts";
import { say } from "#app/i18n/localised.ts";
import { DEFAULT_LOCALE, isLocale } from "#app/i18n/locales.ts";
import { roundStream } from "../audit/rules.ts";
import type { Context } from "../context.ts";
import { type AwardedEntry, awardedEntries, peopleToTell, type Publication } from "../decision/queries.server.ts";
import type { SealedEntry } from "../entry/rules.ts";
import { oweAll } from "../notification/commands.server.ts";
import { correctResult } from "../proof/commands.server.ts";
import { formOf } from "../question/queries.server.ts";
import { answerText, type FormQuestion } from "../question/rules.ts";
import { lockRound, type Round } from "../round/queries.server.ts";
import { countedEntries } from "../statistics/queries.server.ts";
import { statisticsOf } from "../statistics/rules.ts";
import { transact } from "../transact.server.ts";
import { authorise } from "../verdict.ts";
import { canPublish, canUnpublish } from "./policy.ts";
import { standingOf } from "./queries.server.ts";

/** The answer that presents an initiative in a few sentences. */
const SUMMARY = "summary";

/**
 * Makes a finalised list public, now or under an embargo until `at`, and owes every team of the cycle a letter for that moment.
 * Copies what the public may read: answers of public questions, no files, no contacts. 403 for the chair, 409 before two people have finalised.
 */
export function publishResults(outer: Context, { roundId, at, publicUrl = "" }: { roundId: string; at: Date; publicUrl?: string }): Promise<{ initiatives: number; letters: number }> {
  return transact(outer, async (ctx) => {
    await lockRound(ctx, roundId, "update");
    const { round, facts, publication } = await standingOf(ctx, roundId);
    authorise(canPublish(ctx.actor, facts));
    const publishedAt = at > ctx.now ? at : ctx.now;
    const awarded = await awardedEntries(ctx, roundId);
    const publicationId = publication ? await publishAgain(ctx, roundId, publication, publishedAt) : await publishFirst(ctx, round, awarded, publishedAt);
    const letters = await tellTeams(ctx, round, publicationId, publishedAt, publicUrl);
    const details = { round: roundId, publishedAt: publishedAt.toISOString(), initiatives: awarded.length, letters };
    return { result: { initiatives: awarded.length, letters }, event: { type: "result.published", stream: roundStream(roundId), subjectId: publicationId, details } };
  });
}

/** Takes a result back from the public, with a reason; letters that wait for an embargo are no longer owed. The row stays, and so does the audit trail. 409 when nothing is public. */
export function unpublishResults(outer: Context, { roundId, reason }: { roundId: string; reason: string }): Promise<void> {
  return transact(outer, async (ctx) => {
    await lockRound(ctx, roundId, "update");
    const { facts, publication } = await standingOf(ctx, roundId);
    authorise(canUnpublish(ctx.actor, facts));
    await ctx.db.update(publications).set({ withdrawnAt: ctx.now, withdrawnBy: ctx.actor.id, withdrawalReason: reason }).where(eq(publications.id, publication!.id));
    await ctx.db.delete(notifications).where(and(like(notifications.dedupe, `${letterName(publication!.id)}%`), isNull(notifications.sentAt)));
    await correctResult(ctx, roundId, "withdrawn", reason);
    return { result: undefined, event: { type: "result.unpublished", stream: roundStream(roundId), subjectId: publication!.id, details: { round: roundId } } };
  });
}

async function publishFirst(ctx: Context, round: Round, awarded: AwardedEntry[], publishedAt: Date): Promise<string> {
  const [made] = await ctx.db.insert(publications).values({ cycleId: round.cycleId, roundId: round.id, publishedAt, publishedBy: ctx.actor.id, statistics: statisticsOf(await countedEntries(ctx, { cycleId: round.cycleId, roundId: round.id })) }).returning({ id: publications.id });
  const questions = (await formOf(ctx, round.cycleId)).flatMap((section) => section.questions);
  const faces = awarded.map((entry) => ({ publicationId: made!.id, cycleId: round.cycleId, ...publicFace(entry, questions) }));
  if (faces.length > 0) await ctx.db.insert(results).values(faces);
  return made!.id;
}

/** The same initiatives keep their addresses. Why it was withdrawn stays readable beside it. */
async function publishAgain(ctx: Context, roundId: string, { id }: Publication, publishedAt: Date): Promise<string> {
  const { db, actor } = ctx;
  await db.update(publications).set({ publishedAt, publishedBy: actor.id, withdrawnAt: null, withdrawnBy: null, version: sql`${publications.version} + 1`, revisedAt: publishedAt }).where(eq(publications.id, id));
  await correctResult(ctx, roundId, "published again", "");
  return id;
}

/** What the public reads of an entry: complete in itself, and nothing of a question that is not public. */
function publicFace({ entryId, levelKey, rank, reviews, total, parts, adjusted, reason, words, title, themes, snapshot, city }: AwardedEntry, questions: FormQuestion[]) {
  const sealed = JSON.parse(snapshot) as SealedEntry;
  const shown = questions.filter((question) => question.public && !question.confidential && question.type !== "files");
  const texts = shown.map((question) => ({ key: question.key, label: question.label, text: answerText(question, sealed.answers[question.key], DEFAULT_LOCALE) }));
  const sdgs = shown.filter(({ type }) => type === "sdgs").flatMap(({ key }) => (sealed.answers[key] as number[] | undefined) ?? []);
  return {
    entryId, levelKey, rank, reviews, total, parts, adjusted, reason, words, cityId: city.id, cityName: city.name, country: city.country, coApplicants: sealed.coApplicants ?? [], region: city.region,
    lat: city.lat, lon: city.lon, population: city.population, title: sealed.title || title, theme: themes[0] ?? "", sdgs,
    description: texts.find(({ key }) => key === SUMMARY)?.text ?? "",
    answers: texts.filter(({ key, text }) => text !== "" && key !== SUMMARY && key !== "title"),
  };
}

const letterName = (publicationId: string): string => `result-published:${publicationId}:`;

/** Letters are due at the moment of publication, never before an embargo ends. Each says what became of the reader's own entries, and nothing of others. */
async function tellTeams(ctx: Context, round: Round, publicationId: string, publishedAt: Date, publicUrl: string): Promise<number> {
  const people = await peopleToTell(ctx, round);
  await oweAll(ctx, people.map(({ outcomes, ...person }) => {
    const locale = isLocale(person.locale) ? person.locale : DEFAULT_LOCALE;
    const awarded = outcomes.flatMap(({ code, title, level, resultId }) => (level ? [`${code} ${title}: ${say(level, locale)}\n${publicUrl}/initiatives/${resultId}`] : []));
    const others = outcomes.filter(({ level }) => !level).map(({ code, title }) => `${code} ${title}`);
    const params = { cycle: say(round.cycle.name, locale), awarded: awarded.join("\n\n"), others: others.join("\n"), link: `${publicUrl}/cycles/${round.cycle.slug}/results` };
    return { dedupe: `${letterName(publicationId)}${publishedAt.getTime()}:${person.accountId}`, ...person, notBefore: publishedAt, kind: "result-published" as const, params };
  }));
  return people.length;
}
