import { and, asc, eq, inArray, isNotNull, isNull, notInArray, type SQL, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import { accounts, roleGrants } from "#db/schema/account.ts";
import { assignments } from "#db/schema/assignment.ts";
import { cities } from "#db/schema/city.ts";
import {
  type ConflictKind,
  conflictDeclarations,
  conflictWaivers,
  noConflictOf,
  standingConflicts,
  type Value,
} from "#db/schema/conflict.ts";
import { entries } from "#db/schema/entry.ts";
import { panelMembers } from "#db/schema/panel.ts";
import { isStillInOffice } from "../account/queries.server.ts";
import { PER_PAGE } from "../paging.ts";
import { canonical, sha256 } from "../audit/rules.ts";
import { type Actor, type Context, isStaff, mayName } from "../context.ts";
import { everAccepted } from "../co-applicant/queries.server.ts";
import { NotFound } from "../errors.ts";
import { canFollowRound, named } from "../round/policy.ts";
import { isInRound } from "../round/queries.server.ts";
import { authorise } from "../verdict.ts";
import { canConfirmWaiver, canWaive, mayWaive } from "./policy.ts";
import { type ShownKind, unnamedKinds } from "./rules.ts";

/** SQL condition: `noConflictOf` the actor, or the person given. */
export const noConflict = (
  { actor }: Pick<Context<Actor>, "actor">,
  { accountId, ...of }: { roundId?: Value; entryId: Value; accountId?: Value },
): SQL => noConflictOf(accountId ?? sql`${actor.id}`, of);

/** Joins to an assignment what its reviewer has answered about its entry. */
export const declaredByReader = and(
  eq(conflictDeclarations.entryId, assignments.entryId),
  eq(conflictDeclarations.accountId, assignments.reviewerId),
);

/** What stands between one person and one entry, in any round or in the one given. Empty = nothing. */
export async function kindsOf(
  { db }: Pick<Context<Actor>, "db">,
  { roundId, entryId, accountId }: { roundId?: string; entryId: string; accountId: string },
): Promise<ConflictKind[]> {
  const found = await db
    .selectDistinct({ kind: standingConflicts.kind })
    .from(standingConflicts)
    .where(
      and(
        eq(standingConflicts.entryId, entryId),
        eq(standingConflicts.accountId, accountId),
        roundId ? eq(standingConflicts.roundId, roundId) : undefined,
      ),
    );
  return found.map(({ kind }) => kind);
}

/**
 * The entries of a round that a conflict hides from the actor. Where there are any, places among the rest would tell
 * where these stand.
 */
export async function hiddenEntries(ctx: Context, roundId: string): Promise<Set<string>> {
  const hidden = await ctx.db
    .select({ entryId: standingConflicts.entryId })
    .from(standingConflicts)
    .innerJoin(entries, eq(entries.id, standingConflicts.entryId))
    .where(
      and(eq(standingConflicts.roundId, roundId), eq(standingConflicts.accountId, ctx.actor.id), isInRound(roundId)),
    );
  return new Set(hidden.map(({ entryId }) => entryId));
}

const [proposers, confirmers] = [alias(accounts, "proposers"), alias(accounts, "confirmers")];

/**
 * Conflicts of a round's panel with its entries, standing or lifted, 50 a page: those whose lifting waits for a second
 * person, then doubts, then by entry; without entries the reader is in conflict with. Who must not learn who entered
 * reads neither words nor which fact it was. Ends with one row too many when there are more.
 */
export async function conflictsOf(ctx: Context, round: { id: string; blind: boolean }, page: number) {
  const roundId = round.id;
  authorise(canFollowRound(ctx.actor, roundId));
  const panel = ctx.db
    .selectDistinct({ accountId: panelMembers.accountId })
    .from(panelMembers)
    .where(eq(panelMembers.roundId, roundId))
    .as("panel");
  const standing = sql`${standingConflicts} sc
    where sc.round_id = ${roundId} and sc.entry_id = ${entries.id} and sc.account_id = ${panel.accountId}`;
  const rows = await ctx.db
    .select({
      entryId: entries.id,
      code: entries.code,
      title: entries.title,
      cityName: cities.name,
      country: cities.country,
      coApplicants: everAccepted(entries.id),
      accountId: accounts.id,
      person: accounts.name,
      kinds: sql<ConflictKind[]>`coalesce((select json_agg(distinct sc.kind) from ${standing}), '[]'::json)`,
      reason: conflictDeclarations.reason,
      waiverReason: conflictWaivers.reason,
      proposedBy: proposers.name,
      confirmedBy: confirmers.name,
    })
    .from(entries)
    .innerJoin(cities, eq(cities.id, entries.cityId))
    .innerJoin(panel, sql`true`)
    .innerJoin(accounts, eq(accounts.id, panel.accountId))
    .leftJoin(
      conflictDeclarations,
      and(eq(conflictDeclarations.entryId, entries.id), eq(conflictDeclarations.accountId, panel.accountId)),
    )
    .leftJoin(
      conflictWaivers,
      // What waits, or else what was lifted last.
      sql`${conflictWaivers.id} = (
        select w.id
        from conflict_waivers w
        where w.entry_id = ${entries.id} and w.account_id = ${panel.accountId}
        order by w.confirmed_at desc nulls first, w.id
        limit 1
      )`,
    )
    .leftJoin(proposers, eq(proposers.id, conflictWaivers.by))
    .leftJoin(confirmers, eq(confirmers.id, conflictWaivers.confirmedBy))
    .where(
      and(
        isInRound(roundId),
        sql`(${conflictWaivers.confirmedAt} is not null or exists (select 1 from ${standing}))`,
        noConflict(ctx, { roundId, entryId: entries.id }),
      ),
    )
    .orderBy(
      sql`
        (${conflictWaivers.entryId} is not null and ${conflictWaivers.confirmedAt} is null) desc,
        (${conflictDeclarations.answer} = 'unsure' and ${conflictWaivers.entryId} is null) desc nulls last`,
      mayName(ctx.actor, round) ? sql`${cities.name} collate "names"` : asc(entries.code),
      asc(entries.id),
      asc(accounts.id),
    )
    .limit(PER_PAGE + 1)
    .offset((page - 1) * PER_PAGE);
  return rows.map(({ kinds, ...row }) => {
    const shown: ShownKind[] = mayName(ctx.actor, round) ? kinds : unnamedKinds(kinds);
    const words = mayName(ctx.actor, round) ? {} : { reason: null, waiverReason: null };
    const mayLift = canWaive(ctx.actor, { accountId: row.accountId, kinds }).allowed;
    return { ...named(ctx.actor, round, row), ...words, kinds: shown, mayWaive: mayLift };
  });
}

/**
 * What of a round's conflicts waits for somebody, without entries the reader is in conflict with: `unsure` answers
 * nobody has looked at, and `proposed` liftings that wait for a second person, of which the reader may be that person
 * for `confirmable`.
 */
export async function openConflicts(
  ctx: Context,
  roundId: string,
): Promise<{ unsure: number; proposed: number; confirmable: number }> {
  authorise(canFollowRound(ctx.actor, roundId));
  const counted = (condition: SQL) =>
    sql<number>`(count(distinct (${standingConflicts.entryId}, ${standingConflicts.accountId})) filter (where ${condition}))::int`;
  const ofOthers = sql`
    ${conflictWaivers.by} <> ${ctx.actor.id}
    and ${conflictWaivers.accountId} <> ${ctx.actor.id}
    and ${isStaff(ctx.actor, "secretariat")}`;
  const [waiting] = await ctx.db
    .select({
      unsure: counted(sql`${standingConflicts.kind} = 'unsure' and ${conflictWaivers.entryId} is null`),
      proposed: counted(isNotNull(conflictWaivers.entryId)),
      confirmable: counted(ofOthers),
    })
    .from(standingConflicts)
    .innerJoin(entries, eq(entries.id, standingConflicts.entryId))
    .leftJoin(
      conflictWaivers,
      and(
        eq(conflictWaivers.entryId, standingConflicts.entryId),
        eq(conflictWaivers.accountId, standingConflicts.accountId),
        isNull(conflictWaivers.confirmedAt),
      ),
    )
    .where(
      and(
        eq(standingConflicts.roundId, roundId),
        isInRound(roundId),
        noConflict(ctx, { roundId, entryId: entries.id }),
      ),
    );
  return waiting!;
}

/**
 * Whose conflict with what could be lifted, and the proposal that waits, if any, with its fingerprint. 403 where nobody
 * may lift it, 404 for entries the reader is in conflict with.
 */
export async function getWaivable(
  ctx: Context,
  { roundId, entryId, accountId }: { roundId: string; entryId: string; accountId: string },
) {
  authorise(mayWaive(ctx.actor, accountId));
  const [found] = await ctx.db
    .select({
      code: entries.code,
      person: accounts.name,
      proposed: conflictWaivers.kinds,
      reason: conflictWaivers.reason,
      at: conflictWaivers.at,
      by: conflictWaivers.by,
      byName: proposers.name,
      inOffice: isStillInOffice(conflictWaivers.by, "secretariat"),
    })
    .from(entries)
    .innerJoin(accounts, eq(accounts.id, accountId))
    .leftJoin(
      conflictWaivers,
      and(
        eq(conflictWaivers.entryId, entries.id),
        eq(conflictWaivers.accountId, accounts.id),
        isNull(conflictWaivers.confirmedAt),
      ),
    )
    .leftJoin(proposers, eq(proposers.id, conflictWaivers.by))
    .where(
      and(
        eq(entries.id, entryId),
        sql`exists (select 1 from ${panelMembers} p where p.round_id = ${roundId} and p.account_id = ${accountId})`,
        noConflict(ctx, { entryId: entries.id }),
      ),
    );
  if (!found) throw new NotFound();
  const kinds = await kindsOf(ctx, { roundId, entryId, accountId });
  authorise(canWaive(ctx.actor, { accountId, kinds }));
  const { code, person, proposed, reason, at, by, byName, inOffice } = found;
  return {
    code,
    person,
    kinds,
    proposal:
      proposed && reason !== null && at && by && byName
        ? { kinds: proposed, reason, at, by, byName, sha256: sha256(canonical({ kinds: proposed.toSorted(), reason })) }
        : null,
    confirmation: canConfirmWaiver(ctx.actor, { accountId, kinds, proposedBy: by, inOffice }),
  };
}

/** Who could be the second person for what the actor proposes. */
export function mayConfirm({ db, actor }: Context, { entryId, accountId }: { entryId: string; accountId: string }) {
  const secretariat = db
    .select({ id: roleGrants.accountId })
    .from(roleGrants)
    .where(eq(roleGrants.role, "secretariat"));
  return db
    .select({ accountId: accounts.id, email: accounts.email, locale: accounts.locale })
    .from(accounts)
    .where(
      and(
        inArray(accounts.id, secretariat),
        notInArray(accounts.id, [actor.id, accountId]),
        isNull(accounts.disabledAt),
        noConflictOf(accounts.id, { entryId }),
      ),
    );
}
