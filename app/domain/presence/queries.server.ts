import { and, asc, eq, gt, inArray, ne } from "drizzle-orm";
import { accounts } from "#db/schema/account.ts";
import { entries } from "#db/schema/entry.ts";
import { presences } from "#db/schema/presence.ts";
import type { Context } from "../context.ts";
import { PRESENT_FOR, type Present } from "./rules.ts";

/** Which colleagues are in which section of an entry just now. Nobody is, for those outside of the team. */
export function presentIn({ db, actor, now }: Context, entryId: string): Promise<Present[]> {
  return db
    .select({ name: accounts.name, sectionKey: presences.sectionKey })
    .from(presences)
    .innerJoin(entries, eq(entries.id, presences.entryId))
    .innerJoin(accounts, eq(accounts.id, presences.accountId))
    .where(
      and(
        eq(presences.entryId, entryId),
        inArray(
          entries.cityId,
          actor.teams.map(({ cityId }) => cityId),
        ),
        ne(presences.accountId, actor.id),
        gt(presences.seenAt, new Date(now.getTime() - PRESENT_FOR)),
      ),
    )
    .orderBy(asc(accounts.name));
}
