import type { PublishedPicture } from "#db/schema/result.ts";
import { DEFAULT_LOCALE } from "#app/i18n/locales.ts";
import { hiddenEntries } from "../conflict/queries.server.ts";
import type { Context } from "../context.ts";
import { type AwardedEntry, awardedEntries, peopleToTell, publicationOf } from "../decision/queries.server.ts";
import { readSnapshot } from "../entry/sealed.ts";
import { NotFound } from "../errors.ts";
import { answerText } from "../question/answer-text.ts";
import type { FormQuestion } from "../question/rules.ts";
import { getRound } from "../round/queries.server.ts";
import { finalisationOf } from "../shortlist/queries.server.ts";
import { authorise } from "../verdict.ts";
import { picturesOf, publishedPictures, saidOf } from "./pictures.server.ts";
import { canPublish, canUnpublish, type PublicationFacts } from "./policy.ts";
import { becomesPublic } from "./rules.ts";

/** What publishing a round rests on. Guarded only as far as the round is. */
export async function standingOf(ctx: Context, roundId: string) {
  const round = await getRound(ctx, roundId);
  const { proposal } = await finalisationOf(ctx, roundId);
  const publication = await publicationOf(ctx, roundId);
  const standing =
    publication === null ? ("none" as const) : publication.withdrawnAt ? ("withdrawn" as const) : ("standing" as const);
  const facts: PublicationFacts = { roundId, finalised: proposal?.approvedAt != null, publication: standing };
  return { round, publication, facts };
}

/**
 * What would become public and who would be told, or what is public already. For the secretariat; 409 before the list
 * is final. Leaves out what the actor is in conflict with.
 */
export async function publishingOf(ctx: Context, roundId: string) {
  const { round, publication, facts } = await standingOf(ctx, roundId);
  const publishing = canPublish(ctx.actor, facts);
  if (facts.publication !== "standing") authorise(publishing);
  else authorise(canUnpublish(ctx.actor, facts));
  const hidden = await hiddenEntries(ctx, roundId);
  const awarded = (await awardedEntries(ctx, roundId)).filter(({ entryId }) => !hidden.has(entryId));
  const pictures = publication
    ? await publishedPictures(ctx, publication.id)
    : await picturesOf(ctx, round.cycleId, awarded);
  const initiatives = awarded.map(({ entryId, title, levelName, snapshot }) => {
    const { cityName, coApplicants = [] } = readSnapshot(snapshot);
    return { entryId, title, levelName, cityName, coApplicants, pictures: (pictures.get(entryId) ?? []).map(saidOf) };
  });
  return { round, publication, facts, initiatives, letters: (await peopleToTell(ctx, round)).length };
}

/**
 * A picture that the public sees, with its initiative, for whoever may take it off. 404 for one that is not there, or
 * of an entry the actor is in conflict with; 409 when nothing is public.
 */
export async function publicPicture(ctx: Context, roundId: string, pictureId: string) {
  const { round, facts, publication } = await standingOf(ctx, roundId);
  authorise(canUnpublish(ctx.actor, facts));
  const hidden = await hiddenEntries(ctx, roundId);
  const published = [...(await publishedPictures(ctx, publication!.id))].filter(([entryId]) => !hidden.has(entryId));
  const found = published.flatMap(([entryId, pictures]) =>
    pictures.map((picture) => ({ entryId, ...saidOf(picture) })),
  );
  const picture = found.find(({ id }) => id === pictureId);
  if (!picture) throw new NotFound();
  return { round, publication: publication!, picture };
}

/** The answer that presents an initiative in a few sentences. */
const SUMMARY = "summary";

/**
 * What the public reads of an entry: complete in itself, under the name it was sealed with, and nothing of a question
 * that is not public.
 */
export function publicFace(
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
  pictures: PublishedPicture[],
) {
  const sealed = readSnapshot(snapshot);
  const shown = questions.filter((question) => becomesPublic(question) && question.type !== "files");
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
    pictures,
    answers: texts.filter(({ key, text }) => text !== "" && key !== SUMMARY && key !== "title"),
  };
}
