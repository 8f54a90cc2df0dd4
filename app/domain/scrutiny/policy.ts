import { type Actor, hasOtherPart } from "../context.ts";
import { hidden, no, notNow, type Verdict, yes } from "../verdict.ts";

type Asked = { roundId: string; cycleId: string; frozen: boolean; inConflict: boolean };

/** The page of a scrutineer, which holds nothing of the scores. */
export function canScrutinise(actor: Actor, roundId: string): Verdict {
  return actor.panels.some((panel) => panel.roundId === roundId && panel.role === "scrutineer") ? yes : hidden;
}

/**
 * Acting as a scrutineer: for who has no other part in the award, in no round of the cycle, and no conflict with
 * anything that was entered.
 */
function canAct(actor: Actor, { roundId, cycleId, inConflict }: Asked): Verdict {
  const may = canScrutinise(actor, roundId);
  if (!may.allowed) return may;
  if (
    hasOtherPart(
      actor.panels.filter((panel) => panel.cycleId === cycleId).map(({ role }) => role),
      actor.staff,
    )
  )
    return no("roles-apart");
  return inConflict ? no("conflict") : yes;
}

/** Opening every frozen score: after the freeze. */
export function canTakeOpenings(actor: Actor, asked: Asked): Verdict {
  const may = canAct(actor, asked);
  return !may.allowed || asked.frozen ? may : notNow("round-not-frozen");
}

/** The proof of a result before it is public: once it stands in the log. */
export function canTakeResult(actor: Actor, asked: Asked & { stated: boolean }): Verdict {
  const may = canTakeOpenings(actor, asked);
  return !may.allowed || asked.stated ? may : notNow("result-not-stated");
}

/** Stating the key that will sign: once, and before the freeze, when nobody knows yet what there will be to sign. */
export function canStateKey(actor: Actor, asked: Asked & { key: string | null }): Verdict {
  const may = canAct(actor, asked);
  if (!may.allowed) return may;
  if (asked.key !== null) return notNow("key-stated");
  return asked.frozen ? notNow("round-frozen") : yes;
}

/**
 * Opening the seed of lots that one committed to: once, when the rules are stated, so that the portal has committed to
 * its own, when scoring is over, so that nobody scores who knows it, and before the freeze, which opens the portal's.
 */
export function canOpenSeed(
  actor: Actor,
  asked: Asked & { ruled: boolean; over: boolean; seed: "committed" | "opened" | null },
): Verdict {
  const may = canAct(actor, asked);
  if (!may.allowed) return may;
  if (asked.seed === null) return notNow("seed-missing");
  if (asked.seed === "opened") return notNow("seed-opened");
  if (asked.frozen) return notNow("round-frozen");
  if (!asked.ruled) return notNow("round-not-open");
  return asked.over ? yes : notNow("scoring-not-over");
}

/** Handing in what was signed under a stated result: once for each version, by the key of before the freeze. */
export function canSign(
  actor: Actor,
  asked: Asked & { key: string | null; stated: boolean; signed: boolean },
): Verdict {
  const may = canTakeOpenings(actor, asked);
  if (!may.allowed) return may;
  if (asked.key === null) return notNow("key-missing");
  if (!asked.stated) return notNow("result-not-stated");
  return asked.signed ? notNow("result-signed") : yes;
}
