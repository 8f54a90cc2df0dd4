import { type SQL, sql } from "drizzle-orm";
import { assignments, recusals } from "#db/schema/assignment.ts";
import { ballotPapers, ballots } from "#db/schema/ballot.ts";
import { citations } from "#db/schema/citation.ts";
import { corrections } from "#db/schema/correction.ts";
import { conflictWaivers, noConflictOf, standingConflicts } from "#db/schema/conflict.ts";
import { cycles } from "#db/schema/cycle.ts";
import { entries, submissions, withdrawals } from "#db/schema/entry.ts";
import { feedback } from "#db/schema/feedback.ts";
import { inquiries } from "#db/schema/inquiry.ts";
import { packages } from "#db/schema/package.ts";
import { panelMembers } from "#db/schema/panel.ts";
import { proposals } from "#db/schema/proposal.ts";
import { publications } from "#db/schema/result.ts";
import { freezes, rounds } from "#db/schema/round.ts";
import { eligibilityChecks, screenings } from "#db/schema/screening.ts";
import { finalisations } from "#db/schema/shortlist.ts";
import { isStillInOffice } from "../account/queries.server.ts";
import { type Asker, asker } from "../asker.server.ts";
import { type Context, isStaff } from "../context.ts";
import { closesAtOfEntry } from "../cycle/queries.server.ts";
import { isSubmitted } from "../entry/queries.server.ts";
import { isEarlyFor } from "../entry/visibility.server.ts";
import { canJudgeAnywhere } from "../review/policy.ts";
import { isInRound } from "../round/queries.server.ts";
import { canListEntries } from "../screening/policy.ts";
import { visibleTo } from "../screening/queries.server.ts";
import { authorise } from "../verdict.ts";
import { DUTIES, type Duty, MOST_DUTIES } from "./rules.ts";

/**
 * What waits for the actor in all running cycles, the most urgent first, in one statement; nothing for an observer.
 * Entries the actor may not know, for a conflict or as a colleague of the city, are neither told of nor counted, and
 * what the actor proposed waits for somebody else. 404 for everybody but staff.
 */
export async function agendaOf(ctx: Context): Promise<Duty[]> {
  authorise(canListEntries(ctx.actor));
  if (!isStaff(ctx.actor, "secretariat")) return [];
  return waiting(ctx, [...decisions(asker(ctx), () => sql`true`), ...duties(asker(ctx))]);
}

/** The decisions among it that wait in the rounds the actor chairs. Refuses whoever judges nowhere. */
export async function chairsAgendaOf(ctx: Context): Promise<Duty[]> {
  authorise(canJudgeAnywhere(ctx.actor));
  if (!ctx.actor.panels.some(({ role }) => role === "chair")) return [];
  return waiting(
    ctx,
    decisions(asker(ctx), (roundId) => chairs(asker(ctx), roundId)),
  );
}

/**
 * What the statements `kinds` select, the most urgent first. Their columns: kind, whose page it is done on, cycle,
 * round, code of the one entry it is about, how many.
 */
async function waiting(ctx: Context, kinds: SQL[]): Promise<Duty[]> {
  return ctx.db.execute<Duty>(sql`
    with known as materialized (
      select ${entries.id} as id, ${entries.code} as code, ${entries.cycleId} as cycle_id,
        ${isSubmitted(entries.id)} and ${closesAtOfEntry} < ${asker(ctx).now} as received
      from ${entries} join ${cycles} on ${cycles.id} = ${entries.cycleId}
      where not ${cycles.archived} and ${visibleTo(asker(ctx))}
    )
    select d.kind, d.id, d.round_id as "roundId", d.code, d.count, r.name as round, c.name as cycle
    from (${sql.join(kinds, sql` union all `)}) d (kind, id, cycle_id, round_id, code, count)
    left join ${rounds} r on r.id = d.round_id left join ${cycles} c on c.id = coalesce(r.cycle_id, d.cycle_id)
    order by array_position(${`{${DUTIES.join(",")}}`}::text[], d.kind), d.code
    limit ${MOST_DUTIES}`);
}

/** What chair and secretariat decide in rounds that are `theirs`. */
function decisions(asker: Asker, theirs: (roundId: SQL) => SQL): SQL[] {
  return [
    sql`select 'approve', f.round_id, null::uuid, f.round_id, null, 1 from ${finalisations} f
      where ${maySignSecond(asker.id)} and ${theirs(sql`f.round_id`)}`,
    sql`select 'correction', t.entry_id, null, t.round_id, ${entries.code}, 1
      from ${citations} t join ${entries} on ${entries.id} = t.entry_id
      where ${mayCorrectSecond(asker.id)} and ${theirs(sql`t.round_id`)}`,
    sql`select 'propose', f.round_id, null, f.round_id, null, 1 from ${freezes} f
      where not exists (select 1 from ${finalisations} l where l.round_id = f.round_id
          and l.version = coalesce((select o.version ${openIn(sql`f.round_id`)}), l.version)
          and (l.approved_at is not null or ${proposerDecides(sql`l`)}))
        and not exists (select 1 from ${ballots} b where b.round_id = f.round_id and b.counted_at is null)
        and ${theirs(sql`f.round_id`)}`,
    sql`select 'count', b.round_id, null, b.round_id, null, 1 from ${ballots} b
      where b.closes_at < ${asker.now} and b.counted_at is null and ${hasPapers} and ${theirs(sql`b.round_id`)}`,
    sql`select 'vote-again', b.round_id, null, b.round_id, null, 1 from ${ballots} b
      where b.closes_at < ${asker.now} and b.counted_at is null and not ${hasPapers} and ${theirs(sql`b.round_id`)}`,
    sql`select 'freeze', r.id, null, r.id, null, 1 from ${rounds} r
      where r.closes_at < ${asker.now} and not exists (select 1 from ${freezes} f where f.round_id = r.id)
        and ${theirs(sql`r.id`)}`,
  ];
}

/** What the secretariat alone has to do. */
function duties(asker: Asker): SQL[] {
  return [
    sql`select 'publish', f.round_id, null, f.round_id, null, 1 from ${finalisations} f
      where f.approved_at is not null
        and f.version = (select max(l.version) from ${finalisations} l where l.round_id = f.round_id)
        and case
          when exists (select 1 ${openIn(sql`f.round_id`)})
            then f.version = (select o.version ${openIn(sql`f.round_id`)} and o.due_at is null)
          else not exists (select 1 from ${publications} p where p.round_id = f.round_id)
        end
        and not ${chairs(asker, sql`f.round_id`)}`,
    sql`select 'ineligible', k.cycle_id, k.cycle_id, null, null, count(*)::int
      from known k join ${screenings} s on s.entry_id = k.id
      where k.received and s.outcome = 'ineligible' and s.confirmed_at is null and s.by <> ${asker.id}
      group by k.cycle_id`,
    sql`select 'package', p.id, k.cycle_id, null, k.code, 1 from ${packages} p join known k on k.id = p.entry_id
      where p.outcome is null and p.by <> ${asker.id}`,
    sql`select 'inquiry', k.id, k.cycle_id, null, k.code, count(*)::int
      from ${inquiries} i join known k on k.id = i.entry_id
      where i.forwarded_at is null and i.declined_at is null
      group by k.id, k.cycle_id, k.code`,
    sql`select 'screening', k.cycle_id, k.cycle_id, null, null, count(*)::int from known k
      where k.received and not exists (select 1 from ${screenings} s where s.entry_id = k.id)
        and not coalesce((select e.findings @> '[{"finding": "ask"}]' from ${eligibilityChecks} e
          where e.entry_id = k.id order by e.at desc, e.id limit 1), false)
      group by k.cycle_id`,
    // Of a later round only once it scores: until then the one before it may still leave entries behind.
    sql`select 'assign', o.id, null, o.id, null, count(*)::int
      from ${rounds} o join known k on k.cycle_id = o.cycle_id join ${entries} on ${entries.id} = k.id
      where k.received and o.closes_at >= ${asker.now} and ${isInRound(sql`o.id`)}
        and (o.opens_at <= ${asker.now}
          or not exists (select 1 from ${rounds} e where e.cycle_id = o.cycle_id and e.position < o.position))
        and not exists (select 1 from ${freezes} f where f.round_id = o.id)
        and not exists (select 1 from ${assignments} a where a.round_id = o.id and a.entry_id = k.id
          and not exists (select 1 from ${recusals} s where s.assignment_id = a.id))
      group by o.id`,
    sql`select 'feedback', ${entries.cycleId}, ${entries.cycleId}, null, null, count(*)::int
      from ${entries} join ${cycles} on ${cycles.id} = ${entries.cycleId}
      where ${cycles.closesAt} >= ${asker.now} and ${isEarlyFor(asker)}
        and not exists (select 1 from ${withdrawals} w where w.entry_id = ${entries.id})
        and not exists (select 1 from ${feedback} f join ${submissions} s on s.id = f.submission_id
          where s.entry_id = ${entries.id})
      group by ${entries.cycleId}`,
    sql`select 'waiver', sc.round_id, null, sc.round_id, null, count(distinct (w.entry_id, w.account_id))::int
      from ${conflictWaivers} w join known k on k.id = w.entry_id join ${entries} on ${entries.id} = k.id
      join ${standingConflicts} sc on sc.entry_id = w.entry_id and sc.account_id = w.account_id
      where w.confirmed_at is null and w.by <> ${asker.id} and w.account_id <> ${asker.id}
        and ${isInRound(sql`sc.round_id`)}
        and not exists (select 1 from ${freezes} f where f.round_id = sc.round_id)
      group by sc.round_id`,
    sql`select 'proposal', null, null, null, null, count(*)::int from ${proposals} p
      where p.outcome is null and p.by <> ${asker.id} and p.account_id is distinct from ${asker.id}
      having count(*) > 0`,
  ];
}

/** SQL: from the correction of a round's list that is neither out nor dropped. */
const openIn = (roundId: SQL): SQL =>
  sql`from ${corrections} o where o.round_id = ${roundId} and o.out_at is null and o.dropped_at is null`;

/** SQL, over a row `f` of `finalisations`: the second signature may be theirs, if they decide in its round. */
const maySignSecond = (accountId: SQL): SQL =>
  sql`(f.approved_at is null and f.proposed_by <> ${accountId}
    and ${proposerDecides(sql`f`)} and ${seesAllOf(accountId, sql`f.round_id`)})`;

/** As `maySignSecond`, of somebody of whom it is not known that they decide there. */
export const isApprover = (accountId: SQL): SQL =>
  sql`(${maySignSecond(accountId)} and ${isStillInOffice(accountId, "secretariat", sql`f.round_id`)})`;

/**
 * SQL, over a row `t` of `citations`: it corrects words that two people have signed, and the second signature under it
 * may be theirs, if they decide in its round.
 */
const mayCorrectSecond = (accountId: SQL): SQL => sql`(
  t.version > 1 and t.approved_at is null and t.written_by <> ${accountId}
  and exists (select 1 from ${finalisations} f where f.round_id = t.round_id and f.approved_at is not null)
  and ${isStillInOffice(sql`t.written_by`, "secretariat", sql`t.round_id`)}
  and ${noConflictOf(accountId, { roundId: sql`t.round_id`, entryId: sql`t.entry_id` })}
)`;

/** As `mayCorrectSecond`, of somebody of whom it is not known that they decide there. */
export const isCorrector = (accountId: SQL): SQL =>
  sql`(${mayCorrectSecond(accountId)} and ${isStillInOffice(accountId, "secretariat", sql`t.round_id`)})`;

/** Of a row of `finalisations`: the first signature counts still. */
const proposerDecides = (row: SQL): SQL =>
  isStillInOffice(sql`${row}.proposed_by`, "secretariat", sql`${row}.round_id`);

const hasPapers = sql`exists (select 1 from ${ballotPapers} v where v.round_id = b.round_id)`;

const chairs = (asker: Asker, roundId: SQL): SQL =>
  sql`exists (select 1 from ${panelMembers} m
    where m.round_id = ${roundId} and m.account_id = ${asker.id} and m.role = 'chair')`;

/** Whoever signs a list sees all of it. */
const seesAllOf = (accountId: SQL, roundId: SQL): SQL =>
  sql`not exists (select 1 from ${standingConflicts} sc join ${entries} on ${entries.id} = sc.entry_id
    where sc.round_id = ${roundId} and sc.account_id = ${accountId} and ${isInRound(roundId)})`;
