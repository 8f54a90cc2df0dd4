import { and, eq, gt, isNull } from "drizzle-orm";
import { accounts } from "#db/schema/account.ts";
import { cities } from "#db/schema/city.ts";
import { cycles } from "#db/schema/cycle.ts";
import { endorsements } from "#db/schema/endorsement.ts";
import { entries } from "#db/schema/entry.ts";
import { tokenId } from "../link/queries.server.ts";
import { isToken } from "../link/rules.ts";
import { withdrawnAt } from "../entry/queries.server.ts";
import type { Actor, Context } from "../context.ts";
import { readSnapshot } from "../entry/sealed.ts";
import { NotFound } from "../errors.ts";

/**
 * What somebody is asked to sign off, by the token of their link. NotFound for one that is answered, replaced, expired
 * or invented.
 */
export async function getSigning({ db, now }: Context<Actor>, token: string) {
  if (!isToken(token)) throw new NotFound();
  const [asked] = await db
    .select({
      id: endorsements.id,
      entryId: endorsements.entryId,
      name: endorsements.name,
      office: endorsements.office,
      snapshot: endorsements.snapshot,
      sha256: endorsements.sha256,
      askedAt: endorsements.askedAt,
      expiresAt: endorsements.expiresAt,
      asker: { id: accounts.id, name: accounts.name, email: accounts.email, locale: accounts.locale },
      entry: {
        code: entries.code,
        cityId: entries.cityId,
        closesAt: entries.closesAt,
        savedAt: entries.savedAt,
        withdrawnAt,
      },
      cycle: {
        id: cycles.id,
        name: cycles.name,
        opensAt: cycles.opensAt,
        closesAt: cycles.closesAt,
        timeZone: cycles.timeZone,
      },
      cityName: cities.name,
    })
    .from(endorsements)
    .innerJoin(entries, eq(entries.id, endorsements.entryId))
    .innerJoin(cycles, eq(cycles.id, entries.cycleId))
    .innerJoin(cities, eq(cities.id, entries.cityId))
    .innerJoin(accounts, eq(accounts.id, endorsements.askedBy))
    .where(
      and(
        eq(endorsements.tokenId, tokenId(token)),
        isNull(endorsements.answeredAt),
        isNull(endorsements.replacedAt),
        gt(endorsements.expiresAt, now),
      ),
    );
  if (!asked) throw new NotFound();
  const { snapshot, ...signing } = asked;
  return { ...signing, sealed: readSnapshot(snapshot) };
}
