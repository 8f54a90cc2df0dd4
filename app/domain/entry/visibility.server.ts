import { and, not, or, type SQL, type SQLWrapper, sql } from "drizzle-orm";
import { reviewerProfiles } from "#db/schema/account.ts";
import { assignments, recusals } from "#db/schema/assignment.ts";
import { coApplicants } from "#db/schema/co-applicant.ts";
import { conflictDeclarations, noConflictOf } from "#db/schema/conflict.ts";
import { cycles } from "#db/schema/cycle.ts";
import { entries, submissions } from "#db/schema/entry.ts";
import { panelMembers } from "#db/schema/panel.ts";
import { rounds } from "#db/schema/round.ts";
import type { Asker } from "../asker.server.ts";
import { closesAtOfEntry } from "../cycle/queries.server.ts";

const noConflict = (asker: Asker, roundId?: SQL) =>
  noConflictOf(asker.id, { entryId: entries.id, ...(roundId ? { roundId } : {}) });

/**
 * Sealed and past its deadline: from then on the entry is no longer its team's alone. Moments are compared with the
 * request's own.
 */
const isSealed = ({ now }: Asker) => sql`exists (select 1 from ${submissions} s where s.entry_id = ${entries.id})
  and ${closesAtOfEntry} < ${now}`;

/**
 * Whom `canOpen` of a review lets read: un-recused assignment, or the one given, in a round that has begun, the
 * statement on confidentiality accepted, "no conflict" declared, and none standing by rule. For queries over `entries`.
 */
export const isReviewer = (asker: Asker, assignmentId?: SQLWrapper) => sql`exists (
  select 1
  from ${assignments} a
  join ${rounds} r on r.id = a.round_id
  join ${conflictDeclarations} d on d.entry_id = a.entry_id and d.account_id = a.reviewer_id
  join ${reviewerProfiles} f on f.account_id = a.reviewer_id
  where a.entry_id = ${entries.id}
    and a.reviewer_id = ${asker.id}
    ${assignmentId ? sql`and a.id = ${sql`${assignmentId}`}` : sql``}
    and r.opens_at <= ${asker.now}
    and f.confidentiality_accepted_at is not null
    and d.answer = 'none'
    and not exists (select 1 from ${recusals} x where x.assignment_id = a.id)
    and ${noConflict(asker, sql`a.round_id`)}
)`;

const isChair = (asker: Asker) => sql`exists (select 1 from ${panelMembers} p join ${rounds} r on r.id = p.round_id
  where r.cycle_id = ${entries.cycleId} and p.account_id = ${asker.id} and p.role = 'chair' and ${noConflict(asker, sql`r.id`)})`;

/**
 * Whether a blind round is among those through which somebody may read an entry: as its chair or with an assignment.
 * For queries over `entries`.
 */
export const readsBlind = (asker: Asker) => sql<boolean>`exists (
  select 1
  from ${panelMembers} p
  join ${rounds} r on r.id = p.round_id
  where r.cycle_id = ${entries.cycleId}
    and p.account_id = ${asker.id}
    and r.blind
    and (
      p.role = 'chair'
      or exists (
        select 1
        from ${assignments} a
        where a.round_id = r.id and a.entry_id = ${entries.id} and a.reviewer_id = ${asker.id}
      )
    )
)`;

const isStaffWithoutConflict = (asker: Asker) => and(asker.isStaff("secretariat", "observer"), noConflict(asker));

/** `j`: the asker's cities that have accepted to enter together with the one whose entry it is, and take part still. */
export const partsOf = (asker: Asker) =>
  sql`
    ${coApplicants} j
    where j.entry_id = ${sql`${entries.id}`}
      and j.accepted
      and j.ended_at is null
      and ${asker.isOfTeam(sql`j.city_id`)}`;

/**
 * Of the team of such a city: reads what the team whose entry it is reads of the entry itself, and changes nothing. For
 * queries over `entries`.
 */
export const isOfCoApplicant = (asker: Asker) => sql<boolean>`exists (select 1 from ${partsOf(asker)})`;

const isOfApplicants = (asker: Asker) => or(asker.isOfTeam(entries.cityId), isOfCoApplicant(asker))!;

/**
 * Whether the submission `s` was one by the early date, a package from its acceptance on. For queries over `cycles`.
 */
export const wasEarly = sql`coalesce(s.accepted_at, s.received_at) <= ${cycles.earlyAt}`;

/**
 * Sent by the early date, which has passed: the secretariat may say what could be better, except where it is in
 * conflict or of the team.
 */
export const isEarlyFor = (asker: Asker): SQL =>
  and(
    asker.isStaff("secretariat"),
    isStaffWithoutConflict(asker),
    not(isOfApplicants(asker)),
    sql`${cycles.earlyAt} < ${asker.now} and exists (select 1 from ${submissions} s where s.entry_id = ${entries.id} and ${wasEarly})`,
  )!;

/**
 * The one rule of who may know an entry's sealed content, of which version `lastReadable` says. Needs `entries` joined
 * with `cycles`. A conflict outranks every role but that of one's own team.
 */
export function visibleTo(asker: Asker): SQL {
  const others = or(isStaffWithoutConflict(asker), isChair(asker), isReviewer(asker));
  return or(isOfApplicants(asker), and(isSealed(asker), others), isEarlyFor(asker))!;
}

/**
 * The last submission; before the bell, for whoever is of none of its teams, the last one of the early date. For those
 * to whom the entry is visible.
 */
export const lastReadable = (asker: Asker): SQL => sql`(
  select s.*
  from ${submissions} s
  where s.entry_id = ${entries.id}
    and (${isOfApplicants(asker)} or ${isSealed(asker)} or ${wasEarly})
  order by s.number desc
  limit 1
)`;
