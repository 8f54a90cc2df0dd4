import { type Actor, PORTAL } from "../context.ts";
import { isChair } from "../round/policy.ts";
import { hidden, no, notNow, secretariatOnly, type Verdict, yes } from "../verdict.ts";

/** `correcting`: a next version of the list is not out yet. `publication` "standing": out, or under embargo. */
export type PublicationFacts = {
  roundId: string;
  finalised: boolean;
  correcting?: boolean;
  publication: "none" | "standing" | "withdrawn";
};

/** Publishing is the secretariat's: the chair, who decided, does not also announce. */
export function publishes(actor: Actor, roundId: string): Verdict {
  return isChair(actor, roundId) ? no("chair-cannot-publish") : secretariatOnly(actor);
}

/** Making a list public: once two have finalised it, and while it is not public already. */
export function canPublish(actor: Actor, { roundId, finalised, correcting, publication }: PublicationFacts): Verdict {
  const may = publishes(actor, roundId);
  if (!may.allowed) return may;
  if (!finalised) return notNow("not-finalised");
  if (publication === "standing") return notNow("already-published");
  return correcting ? notNow("correction-open") : yes;
}

/** Taking a result back, or a picture of it: while it is public, or waits for the end of its embargo. */
export function canUnpublish(actor: Actor, { roundId, publication }: PublicationFacts): Verdict {
  const may = publishes(actor, roundId);
  if (!may.allowed) return may;
  return publication === "standing" ? yes : notNow("not-published");
}

/** Sending the letters about a result again that could not be delivered: `failed` of them. */
export function canTellAgain(actor: Actor, facts: PublicationFacts, failed: number): Verdict {
  const may = canUnpublish(actor, facts);
  return may.allowed && failed === 0 ? notNow("nobody-to-tell") : may;
}

/** What is drawn for lists is kept by the portal alone. */
export const canKeepDrawings = (actor: Actor): Verdict => (actor === PORTAL ? yes : hidden);
