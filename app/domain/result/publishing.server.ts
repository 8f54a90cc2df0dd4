import { hiddenEntries } from "../conflict/queries.server.ts";
import type { Context } from "../context.ts";
import { awardedEntries, peopleToTell, publicationOf } from "../decision/queries.server.ts";
import { readSnapshot } from "../entry/sealed.ts";
import { getRound } from "../round/queries.server.ts";
import { finalisationOf } from "../shortlist/queries.server.ts";
import { authorise } from "../verdict.ts";
import { canPublish, canUnpublish, type PublicationFacts } from "./policy.ts";

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
  const initiatives = awarded.map(({ entryId, title, levelName, snapshot }) => {
    const { cityName, coApplicants = [] } = readSnapshot(snapshot);
    return { entryId, title, levelName, cityName, coApplicants };
  });
  return { round, publication, facts, initiatives, letters: (await peopleToTell(ctx, round)).length };
}
