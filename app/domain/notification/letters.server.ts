import { and, asc, eq, inArray, isNull } from "drizzle-orm";
import { accounts, roleGrants } from "#db/schema/account.ts";
import { formatMoment, formatNumber } from "#app/i18n/format.ts";
import { localeOr } from "#app/i18n/locales.ts";
import type { ChainReport } from "../audit/queries.server.ts";
import { canonical, sha256 } from "../audit/rules.ts";
import type { Actor, Context } from "../context.ts";
import { type Owed, oweAll } from "./commands.server.ts";

/** A letter tells the secretariat and administrators that the audit chain does not hold: of the same faults once. */
export async function tellOfFaults(
  ctx: Context<Actor>,
  faults: ChainReport["faults"],
  publicUrl: string,
): Promise<void> {
  const which = sha256(canonical(faults));
  const people = await ctx.db
    .selectDistinct({ id: accounts.id, email: accounts.email, locale: accounts.locale })
    .from(roleGrants)
    .innerJoin(accounts, eq(accounts.id, roleGrants.accountId))
    .where(and(inArray(roleGrants.role, ["secretariat", "administrator"]), isNull(accounts.disabledAt)))
    .orderBy(asc(accounts.id));
  const letters = people.map(({ id, email, locale: spoken }): Owed => {
    const locale = localeOr(spoken);
    return {
      dedupe: `chain-broken:${which}:${id}`,
      accountId: id,
      email,
      locale,
      kind: "chain-broken",
      params: {
        at: formatMoment(ctx.now, locale, "UTC"),
        faults: formatNumber(faults.length, locale),
        link: `${publicUrl}/audit/verification`,
      },
    };
  });
  await oweAll(ctx, letters);
}
