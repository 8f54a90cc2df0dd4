import { and, asc, count, eq, isNull, max } from "drizzle-orm";
import { authenticatorApps, passkeys, recoveryCodes } from "#db/schema/factor.ts";
import { needsFactor } from "../account/rules.ts";
import type { Context } from "../context.ts";
import { canMakeCodes, canRemoveFactor } from "./policy.ts";

/**
 * One's own second factors: the app, the passkeys, how many recovery codes are left, and what may be done with them.
 */
export async function ownFactors(ctx: Context) {
  const { db, actor } = ctx;
  const [app] = await db
    .select({ addedAt: authenticatorApps.addedAt })
    .from(authenticatorApps)
    .where(eq(authenticatorApps.accountId, actor.id));
  const keys = await db
    .select({
      id: passkeys.id,
      name: passkeys.name,
      addedAt: passkeys.addedAt,
      usedAt: passkeys.usedAt,
      credentialId: passkeys.credentialId,
    })
    .from(passkeys)
    .where(eq(passkeys.accountId, actor.id))
    .orderBy(asc(passkeys.addedAt), asc(passkeys.id));
  const [left] = await db
    .select({ codes: count(), madeAt: max(recoveryCodes.madeAt) })
    .from(recoveryCodes)
    .where(and(eq(recoveryCodes.accountId, actor.id), isNull(recoveryCodes.usedAt)));
  const factors = keys.length + (app ? 1 : 0);
  return {
    app: app ?? null,
    passkeys: keys,
    codes: left?.codes ?? 0,
    codesMadeAt: left?.madeAt ?? null,
    factors,
    required: needsFactor(actor.staff.length, actor.panels.length),
    removal: canRemoveFactor(actor, factors),
    making: canMakeCodes(factors),
  };
}
