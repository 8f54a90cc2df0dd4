import { sql } from "drizzle-orm";
import { noConflictOf } from "#db/schema/conflict.ts";
import type { Context } from "../context.ts";

/**
 * What somebody wrote and did here themselves, and what was noted about them, for the file of their own data. Entries
 * are named by their codes, but those a reviewer is in conflict with. What others wrote is not in it, nor a vote: who
 * could show theirs could sell it.
 */
export async function ownWords({ db, actor }: Pick<Context, "db" | "actor">) {
  const [rows, me] = [async (query: ReturnType<typeof sql>) => [...(await db.execute(query))], actor.id];
  return {
    ...(await asReviewer(rows, me)),
    ...(await inMeetings(rows, me)),
    ...(await asEntrant(rows, me)),
    ...(await aboutAccess(rows, me)),
  };
}

type Rows = (query: ReturnType<typeof sql>) => Promise<Record<string, unknown>[]>;

/** Reviews with every earlier version, and all that somebody said around them. */
async function asReviewer(rows: Rows, me: string) {
  const code = codeFor(me);
  return {
    assignments: await rows(sql`
      select r.name as round, ${code} as entry, a.at as assigned_at, x.at as stepped_back_at,
        case when x.by = a.reviewer_id then x.reason end as reason
      from assignments a
      join rounds r on r.id = a.round_id
      join entries e on e.id = a.entry_id
      left join recusals x on x.assignment_id = a.id
      where a.reviewer_id = ${me}
      order by a.at, a.id`),
    criteriaRead: await rows(sql`
      select r.name as round, c.name as criterion
      from panel_criteria k
      join rounds r on r.id = k.round_id
      join criteria c on c.id = k.criterion_id
      where k.account_id = ${me}
      order by r.id, c.position, c.id`),
    reviews: await rows(sql`
      select r.name as round, ${code} as entry, v.comment, v.notes, v.started_at, v.saved_at, v.submitted_at,
        coalesce((
          select json_agg(json_build_object(
            'criterion', c.name, 'value', s.value, 'notApplicable', s.not_applicable,
            'comment', s.comment, 'reason', s.reason, 'savedAt', s.saved_at
          ) order by c.position)
          from scores s
          join criteria c on c.id = s.criterion_id
          where s.review_id = v.id
        ), '[]') as scores
      from assignments a
      join rounds r on r.id = a.round_id
      join entries e on e.id = a.entry_id
      join reviews v on v.assignment_id = a.id
      where a.reviewer_id = ${me}
      order by v.started_at, v.id`),
    earlierWords: await rows(sql`
      select ${code} as entry, w.version, w.comment, w.notes, w.saved_at
      from assignments a
      join entries e on e.id = a.entry_id
      join reviews v on v.assignment_id = a.id
      join review_revisions w on w.review_id = v.id
      where a.reviewer_id = ${me}
      order by w.saved_at, w.version`),
    earlierScores: await rows(sql`
      select ${code} as entry, c.name as criterion, w.version, w.value, w.not_applicable, w.comment, w.reason, w.saved_at
      from assignments a
      join entries e on e.id = a.entry_id
      join reviews v on v.assignment_id = a.id
      join score_revisions w on w.review_id = v.id
      join criteria c on c.id = w.criterion_id
      where a.reviewer_id = ${me}
      order by w.saved_at, w.version`),
    conflicts: await rows(sql`
      select ${code} as entry, d.answer, d.reason, d.at
      from conflict_declarations d
      join entries e on e.id = d.entry_id
      where d.account_id = ${me}
      order by d.at, e.id`),
    conflictsLifted: await rows(sql`
      select ${code} as entry, w.confirmed_at
      from conflict_waivers w
      join entries e on e.id = w.entry_id
      where w.account_id = ${me} and w.confirmed_at is not null
      order by w.confirmed_at, e.id`),
    formerTies: await rows(sql`
      select t.kind, coalesce(c.name, t.value) as value, t.ended_at
      from ended_ties t
      left join cities c on t.kind = 'team' and c.id::text = t.value
      where t.account_id = ${me}
      order by t.ended_at, t.value`),
    discussions: await rows(sql`
      select r.name as round, ${code} as entry, m.text, m.voice, m.at
      from discussion_messages m
      join rounds r on r.id = m.round_id
      join entries e on e.id = m.entry_id
      where m.by = ${me}
      order by m.at, m.id`),
    questionsAsked: await rows(sql`
      select ${code} as entry, q.proposal as question, q.asked_at
      from inquiries q
      join entries e on e.id = q.entry_id
      where q.asked_by = ${me}
      order by q.asked_at, q.id`),
    ballots: await rows(sql`
      select r.name as round
      from ballot_voters v
      join rounds r on r.id = v.round_id
      where v.account_id = ${me}
      order by r.id`),
  };
}

/** What somebody put and did in meetings of the panel: that they voted, never what. */
async function inMeetings(rows: Rows, me: string) {
  const code = codeFor(me);
  return {
    meetings: await rows(sql`
      select r.name as round, s.arrived_at, s.left_at
      from meeting_stays s
      join meetings g on g.id = s.meeting_id
      join rounds r on r.id = g.round_id
      where s.account_id = ${me}
      order by s.arrived_at, s.id`),
    leftForItems: await rows(sql`
      select r.name as round, ${code} as entry, i.called_at, i.concluded_at
      from meeting_departures d
      join meeting_items i on i.id = d.item_id
      join meetings g on g.id = i.meeting_id
      join rounds r on r.id = g.round_id
      left join entries e on e.id = i.entry_id
      where d.account_id = ${me}
      order by i.called_at, i.id`),
    motionsPut: await rows(sql`
      select r.name as round, ${code} as entry, o.text, o.put_at
      from motions o
      join meeting_items i on i.id = o.item_id
      join meetings g on g.id = i.meeting_id
      join rounds r on r.id = g.round_id
      left join entries e on e.id = i.entry_id
      where o.put_by = ${me}
      order by o.put_at, o.id`),
    motionsVotedOn: await rows(sql`
      select r.name as round, ${code} as entry, o.opened_at
      from motion_voters v
      join motions o on o.id = v.motion_id
      join meeting_items i on i.id = o.item_id
      join meetings g on g.id = i.meeting_id
      join rounds r on r.id = g.round_id
      left join entries e on e.id = i.entry_id
      where v.account_id = ${me}
      order by o.opened_at, o.id`),
  };
}

/** SQL: an entry's code, for whoever is not in conflict with it; to them it is named nowhere. */
const codeFor = (me: string) => sql`case when ${noConflictOf(me, { entryId: sql`e.id` })} then e.code end`;

/** What somebody did for the entries of their cities. */
async function asEntrant(rows: Rows, me: string) {
  return {
    entriesStarted: await rows(sql`
      select e.code as entry, e.started_at from entries e where e.started_by = ${me} order by e.started_at, e.id`),
    submissions: await rows(sql`
      select e.code as entry, s.number, s.received_at
      from submissions s
      join entries e on e.id = s.entry_id
      where s.submitted_by = ${me}
      order by s.received_at, s.number`),
    withdrawals: await rows(sql`
      select e.code as entry, w.reason, w.at
      from withdrawals w
      join entries e on e.id = w.entry_id
      where w.by = ${me}
      order by w.at, e.id`),
    files: await rows(sql`
      select e.code as entry, f.name, f.uploaded_at, f.removed_at
      from attachments f
      join entries e on e.id = f.entry_id
      where f.uploaded_by = ${me}
      order by f.uploaded_at, f.id`),
    captions: await rows(sql`
      select e.code as entry, f.name, f.caption, f.captioned_at
      from attachments f
      join entries e on e.id = f.entry_id
      where f.captioned_by = ${me}
      order by f.captioned_at, f.id`),
    comments: await rows(sql`
      select e.code as entry, q.key as question, c.text, c.at
      from answer_comments c
      join entries e on e.id = c.entry_id
      join questions q on q.id = c.question_id
      where c.by = ${me}
      order by c.at, c.id`),
    questionsAnswered: await rows(sql`
      select e.code as entry, q.answer, q.answered_at
      from inquiries q
      join entries e on e.id = q.entry_id
      where q.answered_by = ${me}
      order by q.answered_at, q.id`),
    requestsToJoin: await rows(sql`
      select c.name as city, j.message, j.requested_at
      from join_requests j
      join cities c on c.id = j.city_id
      where j.account_id = ${me}
      order by j.requested_at, c.id`),
    lastSeen: await rows(sql`
      select e.code as entry, p.section_key as section, p.seen_at
      from presences p
      join entries e on e.id = p.entry_id
      where p.account_id = ${me}
      order by p.seen_at, e.id`),
  };
}

/** How the account was come by, and what was decided about it. */
async function aboutAccess(rows: Rows, me: string) {
  return {
    passwordSet: await rows(sql`select changed_at from credentials where account_id = ${me}`),
    recoveryCodes: await rows(
      sql`select made_at, used_at from recovery_codes where account_id = ${me} order by made_at, used_at`,
    ),
    links: await rows(sql`
      select purpose, email, created_at, expires_at, used_at
      from one_time_tokens
      where account_id = ${me}
      order by created_at, id`),
    shut: await rows(sql`select reason, at, ended_at from disablements where account_id = ${me} order by at`),
    decided: await rows(sql`
      select kind, role, at, decided_at, outcome
      from proposals
      where account_id = ${me} and decided_at is not null
      order by at, id`),
  };
}
