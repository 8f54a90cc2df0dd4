import { asc, eq, inArray, isNull, and } from "drizzle-orm";
import { accounts, roleGrants } from "#db/schema/account.ts";
import { formatMoment, formatNumber } from "#app/i18n/format.ts";
import { localeOr } from "#app/i18n/locales.ts";
import type { ChainReport } from "../audit/queries.server.ts";
import { canonical, sha256, SYSTEM_STREAM } from "../audit/rules.ts";
import type { Actor, Context } from "../context.ts";
import { type Owed, oweAll } from "../notification/commands.server.ts";
import { transact } from "../transact.server.ts";

/**
 * Puts on record what recomputing the audit chain found, for the page of the trail, and tells the secretariat and
 * administrators where it does not hold: of the same faults once.
 */
export function noteVerification(
  outer: Context<Actor>,
  { events, streams, faults }: ChainReport,
  publicUrl: string,
): Promise<void> {
  return transact(outer, async (ctx) => {
    if (faults.length > 0) await oweAll(ctx, await lettersAbout(ctx, faults, publicUrl));
    return {
      result: undefined,
      event: {
        type: "audit.verified",
        stream: SYSTEM_STREAM,
        subjectId: null,
        details: { events, streams, faults: faults.length },
      },
    };
  });
}

async function lettersAbout(
  { db, now }: Context<Actor>,
  faults: ChainReport["faults"],
  publicUrl: string,
): Promise<Owed[]> {
  const people = await db
    .selectDistinct({ id: accounts.id, email: accounts.email, locale: accounts.locale })
    .from(roleGrants)
    .innerJoin(accounts, eq(accounts.id, roleGrants.accountId))
    .where(and(inArray(roleGrants.role, ["secretariat", "administrator"]), isNull(accounts.disabledAt)))
    .orderBy(asc(accounts.id));
  return people.map(({ id, email, locale: spoken }): Owed => {
    const locale = localeOr(spoken);
    return {
      dedupe: `chain-broken:${sha256(canonical(faults))}:${id}`,
      accountId: id,
      email,
      locale,
      kind: "chain-broken",
      params: {
        at: formatMoment(now, locale, "UTC"),
        faults: formatNumber(faults.length, locale),
        link: `${publicUrl}/audit/verification`,
      },
    };
  });
}
