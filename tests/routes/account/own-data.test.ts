import { eq, type SQL, sql } from "drizzle-orm";
import { PgDialect } from "drizzle-orm/pg-core";
import { describe, expect, it } from "vitest";
import { action as endSessions } from "#app/routes/account/sessions-end.ts";
import { loader as own } from "#app/routes/account/own.tsx";
import { loader as ownData } from "#app/routes/account/own-data.ts";
import { ownData as readOwnData } from "#app/domain/account/queries.server.ts";
import { openAccount } from "#app/domain/account/commands.server.ts";
import { PORTAL } from "#app/domain/context.ts";
import { recusals } from "#db/schema/assignment.ts";
import { conflictDeclarations } from "#db/schema/conflict.ts";
import { discussionMessages } from "#db/schema/discussion.ts";
import { inquiries } from "#db/schema/inquiry.ts";
import { reviews } from "#db/schema/review.ts";
import { sessions } from "#db/schema/account.ts";
import { authenticatorApps } from "#db/schema/factor.ts";
import { inTransaction, testDatabase } from "#tests/support/database.ts";
import { aCity, aMember, NOW, personOf } from "#tests/support/factories.ts";
import { aCandidate, aJudge, aReview, aScoredRound } from "#tests/support/judging.ts";
import { concludeItem } from "#app/domain/meeting/commands.server.ts";
import { closeVote, putMotion, voteOn } from "#app/domain/meeting/motions.server.ts";
import { aMeeting, aVote, comes, inConflict } from "#tests/support/meeting.ts";
import { answerOf, visitAs } from "#tests/support/visit.ts";

const { db: database } = await testDatabase();

/** Why a column that names an account does not bring its rows into the file of one's own data. */
const NOT_IN_IT = {
  "It is in it, read without SQL of its own.": ["reviewer_profiles.account_id"],
  "A vote is secret, from buyers of votes too: whoever could show theirs could sell it.": ["ballot_papers.account_id"],
  "It is about what others wrote; that a letter told of it is among the letters.": [
    "discussion_readings.account_id",
    "discussion_told.account_id",
  ],
  "The same is among the answers that were saved.": ["answers.saved_by"],
  "What somebody decided for the award or their city is its record, not theirs; that they did, and when, is among the events.":
    [
      "answer_comments.resolved_by",
      ...["appraisal_rounds.prepared_by", "appraisal_rounds.released_by", "waves.sent_by", "feedback.by"],
      ...["assignment_rules.by", "assignment_runs.by", "assignments.by", "recusals.by"],
      ...["balances.by", "selections.by", "finalisations.proposed_by", "finalisations.approved_by", "freezes.by"],
      ...["meeting_dates.set_by", "meetings.opened_by", "meetings.ended_by"],
      ...["meeting_items.called_by", "meeting_items.concluded_by"],
      ...["ballots.opened_by", "ballots.counted_by", "citations.written_by", "citations.approved_by", "honours.by"],
      ...["co_applicants.invited_by", "co_applicants.answered_by", "co_applicants.ended_by", "endorsements.asked_by"],
      ...["corrections.opened_by", "corrections.dropped_by", "corrections.due_by"],
      ...["conflict_waivers.by", "conflict_waivers.confirmed_by", "disablements.by", "disablements.ended_by"],
      ...["eligibility_checks.by", "screenings.by", "screenings.confirmed_by"],
      ...["screening_reopenings.screened_by", "screening_reopenings.confirmed_by", "screening_reopenings.by"],
      ...["extensions.by", "inquiries.forwarded_by", "inquiries.declined_by", "packages.by", "packages.decided_by"],
      ...["one_time_tokens.created_by", "proposals.by", "proposals.decided_by", "role_grants.granted_by"],
      ...[
        "publications.published_by",
        "publications.withdrawn_by",
        "submission_attempts.by",
        "round_window_changes.by",
      ],
    ],
};

describe("one's own data", () => {
  it("matrix 60: is one's own, without secrets and without anybody else", () =>
    inTransaction(database, async (db) => {
      const id = await openAccount(
        { db, actor: PORTAL, now: NOW },
        { email: "amara@kampala.example", name: "Amara Okello", locale: "en", passwordHash: "CNRY-hash" },
      );
      const city = await aCity(db);
      await db
        .insert(authenticatorApps)
        .values({ accountId: id, sealedSecret: "CNRY-secret", lastStep: 0, addedAt: NOW });
      const other = await aMember(db, city.id);
      const read = async (person: { id: string }) => {
        const response = (await ownData(await visitAs(db, person, "/account/data.json"))) as Response;
        expect(response.headers.get("cache-control")).toContain("no-store");
        return response.text();
      };
      const [mine, theirs] = [await read({ id }), await read(other)];
      expect(JSON.parse(mine)).toMatchObject({
        account: { email: "amara@kampala.example" },
        teams: [],
        secondFactors: [{ kind: "app" }],
        sessions: [{ strong: true }],
      });
      expect(JSON.parse(theirs)).toMatchObject({ teams: [{ city: city.name }], secondFactors: [] });
      for (const secret of ["CNRY", other.id, other.email, city.name]) expect(mine).not.toContain(secret);
      expect(theirs).not.toContain("amara");
    }));

  it("matrix 60: has one's own words as a reviewer, and nobody else's", () =>
    inTransaction(database, async (db) => {
      const round = await aScoredRound(db);
      const entry = await aCandidate(db, { cycle: { id: round.cycleId } });
      const [reviewer, other] = [await aJudge(db, round), await aJudge(db, round)];
      const { assignment } = await aReview(db, { round, entry, reviewer, values: [4, 3], comment: "MINE-comment" });
      await db.update(reviews).set({ notes: "MINE-notes" }).where(eq(reviews.assignmentId, assignment.id));
      await aReview(db, { round, entry, reviewer: other, values: [1, 1], comment: "THEIRS-comment" });
      await db
        .update(conflictDeclarations)
        .set({ reason: "MINE-declaration" })
        .where(eq(conflictDeclarations.accountId, reviewer.id));
      const at = { roundId: round.id, entryId: entry.id, at: NOW };
      await db.insert(discussionMessages).values([
        { ...at, text: "MINE-message", voice: "reviewer", by: reviewer.id },
        { ...at, text: "THEIRS-message", voice: "reviewer", by: other.id },
      ]);
      await db.insert(inquiries).values({
        entryId: entry.id,
        roundId: round.id,
        proposal: "MINE-proposal",
        askedAt: NOW,
        askedBy: reviewer.id,
        declinedAt: NOW,
        declinedBy: other.id,
        declineReason: "THEIRS-reason",
      });
      await db
        .insert(recusals)
        .values({ assignmentId: assignment.id, reason: "THEIRS-stepping", at: NOW, by: other.id });
      const text = JSON.stringify(await readOwnData({ db, actor: await personOf(db, reviewer.id), now: NOW }));
      for (const own of ["comment", "notes", "message", "proposal", "declaration"])
        expect(text).toContain(`MINE-${own}`);
      expect(JSON.parse(text)).toMatchObject({
        reviews: [{ entry: entry.code, scores: [{ value: 4 }, { value: 3 }] }],
      });
      expect(text).not.toContain("THEIRS");
      expect(text).not.toContain(other.id);
    }));

  it("B30: names no entry that its reviewer is in conflict with, and keeps their words about it", () =>
    inTransaction(database, async (db) => {
      const round = await aScoredRound(db);
      const entry = await aCandidate(db, { cycle: { id: round.cycleId } });
      const reviewer = await aJudge(db, round);
      await aReview(db, { round, entry, reviewer, values: [4, 3], comment: "MINE" });
      const read = async () => readOwnData({ db, actor: await personOf(db, reviewer.id), now: NOW });
      expect(JSON.stringify(await read())).toContain(entry.code);
      await db.update(conflictDeclarations).set({ answer: "conflict", reason: "a friend" });
      const told = await read();
      expect(told).toMatchObject({
        reviews: [{ entry: null, comment: "MINE" }],
        conflicts: [{ entry: null, reason: "a friend" }],
      });
      expect(JSON.stringify(told)).not.toContain(entry.code);
    }));

  it("has what one did in meetings of the panel, that one voted and never what; no entry one had to leave for", () =>
    inTransaction(database, async (db) => {
      const meeting = await aMeeting(db);
      const { judges, chair, entries, ids, meetingId } = meeting;
      await comes(judges[3]!, meetingId);
      const { itemId, motionId } = await aVote(meeting, judges[3]!);
      await putMotion(judges[0]!, meetingId, { itemId, text: "MINE-motion" });
      for (const judge of judges.slice(0, 3)) await voteOn(judge, { meetingId, motionId, vote: "abstain" });
      await closeVote(chair, meetingId, motionId);
      await concludeItem(chair, meetingId, itemId, "");
      const [voter, away] = [await readOwnData(judges[0]!), await readOwnData(judges[3]!)];
      expect(voter).toMatchObject({
        meetings: [{ left_at: null }],
        leftForItems: [],
        motionsPut: [{ entry: entries[0]!.code, text: "MINE-motion" }],
        motionsVotedOn: [{ entry: entries[0]!.code }],
      });
      expect(JSON.stringify(voter)).not.toMatch(/abstain|"yes"|Alpha belongs/);
      expect(away).toMatchObject({ leftForItems: [{ entry: null }], motionsPut: [], motionsVotedOn: [] });
      expect(JSON.stringify(away)).not.toContain(entries[0]!.code);
      await inConflict(db, judges[0]!.actor.id, ids.a);
      expect(await readOwnData(judges[0]!)).toMatchObject({
        motionsPut: [{ entry: null, text: "MINE-motion" }],
        motionsVotedOn: [{ entry: null }],
      });
    }));

  it("every column of the database that names an account is in it, or is named here with the reason", () =>
    inTransaction(database, async (db) => {
      const dialect = new PgDialect();
      const asked: string[] = [];
      const listening = new Proxy(db, {
        get: (of, name) => {
          if (name === "execute")
            return (query: SQL) => {
              asked.push(dialect.sqlToQuery(query).sql);
              return of.execute(query);
            };
          const found = Reflect.get(of, name) as unknown;
          return typeof found === "function" ? (found as () => unknown).bind(of) : found;
        },
      });
      await readOwnData({ db: listening, actor: await aMember(db, (await aCity(db)).id), now: NOW });
      const told = asked
        .flatMap((text) => text.split(/union all/))
        .flatMap((query) => {
          const tables = new Map(
            [...query.matchAll(/(?:from|join) (\w+)(?: ([a-z]))?\b/g)].map(([, table, alias]) => [alias ?? "", table]),
          );
          return [...query.matchAll(/(?:\b([a-z])\.)?\b(\w+) = \$\d/g)].map(
            ([, alias = "", column]) => `${tables.get(alias) ?? tables.get("k")}.${column}`,
          );
        });
      const columns = (
        await db.execute<{ name: string }>(sql`
          select r.relname || '.' || a.attname as name
          from pg_constraint c
          join pg_class r on r.oid = c.conrelid
          join pg_attribute a on a.attrelid = c.conrelid and a.attnum = any(c.conkey)
          where c.contype = 'f' and c.confrelid = 'accounts'::regclass and r.relnamespace = 'public'::regnamespace`)
      ).map(({ name }) => name);
      const left = Object.values(NOT_IN_IT).flat();
      expect(columns.filter((each) => !told.includes(each) && !left.includes(each))).toEqual([]);
      expect(left.filter((each) => !columns.includes(each) || told.includes(each))).toEqual([]);
    }));

  it("B72: signing out elsewhere ends every session but a new one here", () =>
    inTransaction(database, async (db) => {
      const me = await aMember(db, (await aCity(db)).id);
      const elsewhere = (await visitAs(db, me, "/account")).request.headers.get("cookie")!;
      const visit = await visitAs(db, me, "/account/sessions", { form: {} });
      expect(await answerOf(endSessions(visit))).toMatchObject({ status: 303, location: "/account?saved=elsewhere" });
      expect(await db.select().from(sessions)).toHaveLength(1);
      const status = async (cookie: string) =>
        (await answerOf(own(await visitAs(db, null, "/account", { headers: { cookie } })))).status;
      expect(await status(elsewhere)).toBe(302);
      expect(await status(visit.context.cookies.find((each) => each.startsWith("sid="))!.split(";")[0]!)).toBe(200);
    }));
});
