import { hiddenEntries } from "../conflict/queries.server.ts";
import type { Context } from "../context.ts";
import { type AwardedEntry, awardedEntries, peopleToTell, publicationOf } from "../decision/queries.server.ts";
import { deliveriesOf, unknownPeople } from "../decision/deliveries.server.ts";
import { readSnapshot } from "../entry/sealed.ts";
import { NotFound } from "../errors.ts";
import { tellingThePublic } from "../question/queries.server.ts";
import { getRound } from "../round/queries.server.ts";
import { finalisationOf } from "../shortlist/queries.server.ts";
import { authorise } from "../verdict.ts";
import { picturesOf, publishedPictures } from "./pictures.server.ts";
import { canPublish, canUnpublish, type PublicationFacts } from "./policy.ts";
import { saidOf } from "./rules.ts";

/** What publishing a round rests on. Guarded only as far as the round is. */
export async function standingOf(ctx: Context, roundId: string) {
  const round = await getRound(ctx, roundId);
  const { final, correction } = await finalisationOf(ctx, roundId);
  const publication = await publicationOf(ctx, roundId);
  const standing =
    publication === null ? ("none" as const) : publication.withdrawnAt ? ("withdrawn" as const) : ("standing" as const);
  const facts: PublicationFacts = {
    roundId,
    finalised: final,
    correcting: correction !== null,
    publication: standing,
  };
  return { round, publication, facts, correction };
}

/** The name of letters about a publication, or about one moment of it. */
export const lettersAbout = (publicationId: string, publishedAt?: Date): string =>
  ["result-published", publicationId, ...(publishedAt ? [publishedAt.getTime()] : [])].join(":");

/**
 * What became of the letters about a result that is out, a page of them; null before it is. For the secretariat,
 * without people of teams whose entries the reader is in conflict with.
 */
export async function resultLetters(ctx: Context, roundId: string, page: number) {
  const { round, publication, facts } = await standingOf(ctx, roundId);
  authorise(canUnpublish(ctx.actor, facts));
  if (!publication || publication.publishedAt > ctx.now) return null;
  const { id, publishedAt } = publication;
  const except = unknownPeople(ctx, { cycleId: round.cycleId, since: publishedAt });
  return deliveriesOf(ctx, lettersAbout(id, publishedAt), page, except);
}

/**
 * What would become public and who would be told, or what is public already. For the secretariat; 409 before the list
 * is final. Leaves out what the actor is in conflict with. `telling` are questions that tell the public what it may not
 * see: since calls have to be without them, only an older one has any.
 */
export async function publishingOf(ctx: Context, roundId: string) {
  const { round, publication, facts } = await standingOf(ctx, roundId);
  const publishing = canPublish(ctx.actor, facts);
  if (facts.publication !== "standing") authorise(publishing);
  else authorise(canUnpublish(ctx.actor, facts));
  const hidden = await hiddenEntries(ctx, roundId);
  const awarded = (await awardedEntries(ctx, roundId)).filter(({ entryId }) => !hidden.has(entryId));
  const candidates = await picturesOf(ctx, round.cycleId, awarded);
  const published = publication && (await publishedPictures(ctx, publication.id));
  const initiatives = awarded.map(({ entryId, title, levelName, honours, snapshot }) => {
    const { cityName, country, coApplicants = [] } = readSnapshot(snapshot);
    const isPublic = (id: string) => published?.get(entryId)?.some((picture) => picture.id === id) ?? false;
    const pictures = (candidates.get(entryId) ?? []).map((picture) => ({
      ...saidOf(picture),
      wasPublic: isPublic(picture.id),
      out: published !== null && !isPublic(picture.id),
    }));
    return { entryId, title, levelName, honours, cityName, country, coApplicants, pictures };
  });
  const telling = await tellingThePublic(ctx, round.cycleId);
  return { round, publication, facts, initiatives, telling, letters: (await peopleToTell(ctx, round)).length };
}

/**
 * The pictures that initiatives are published with, by entry, and the ids of those that stay out: of entries that
 * whoever publishes sees, the ones they have chosen; of others, which nobody has looked at, those that were public
 * before.
 */
export async function choosePictures(
  ctx: Context,
  { round, publication }: Pick<Awaited<ReturnType<typeof standingOf>>, "round" | "publication">,
  awarded: readonly Pick<AwardedEntry, "entryId" | "snapshot">[],
  chosen: readonly string[],
) {
  const hidden = await hiddenEntries(ctx, round.id);
  const candidates = [...(await picturesOf(ctx, round.cycleId, awarded))];
  const before = publication && (await publishedPictures(ctx, publication.id));
  const isIn = (entryId: string, id: string) =>
    hidden.has(entryId) ? (before?.get(entryId)?.some((picture) => picture.id === id) ?? false) : chosen.includes(id);
  return {
    pictures: new Map(candidates.map(([entryId, all]) => [entryId, all.filter(({ id }) => isIn(entryId, id))])),
    leftOut: candidates.flatMap(([entryId, all]) => all.map(({ id }) => id).filter((id) => !isIn(entryId, id))),
  };
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
