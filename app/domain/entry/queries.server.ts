import { and, desc, eq, inArray, ne, not, or, type SQL, sql } from "drizzle-orm";
import { accounts } from "#db/schema/account.ts";
import { assignments, recusals } from "#db/schema/assignment.ts";
import { attachments } from "#db/schema/attachment.ts";
import { cities } from "#db/schema/city.ts";
import { coApplicants } from "#db/schema/co-applicant.ts";
import { conflictDeclarations, standingConflicts } from "#db/schema/conflict.ts";
import { cycles } from "#db/schema/cycle.ts";
import { endorsements } from "#db/schema/endorsement.ts";
import { answerRevisions, answers, entries, submissions, withdrawals } from "#db/schema/entry.ts";
import { panelMembers } from "#db/schema/panel.ts";
import { programmes } from "#db/schema/programme.ts";
import { questions } from "#db/schema/question.ts";
import { rounds } from "#db/schema/round.ts";
import { screenings } from "#db/schema/screening.ts";
import { PER_PAGE } from "../paging.ts";
import type { Localised } from "#app/i18n/localised.ts";
import { type Asker, asker } from "../asker.server.ts";
import { canonical, sha256 } from "../audit/rules.ts";
import { type Actor, type Context, isStaff, mayName, teamRole } from "../context.ts";
import { NotFound } from "../errors.ts";
import { formJson, formWithThemes } from "../question/queries.server.ts";
import { CITY_DATA, type FormQuestion, implausible, type Warning, warnings } from "../question/rules.ts";
import { authorise } from "../verdict.ts";
import { canReadDraft } from "./policy.ts";
import {
  type CoApplicant,
  type EntryFile,
  type LastEndorsement,
  type ScanState,
  type SealedEntry,
  sealedOf,
  type StoredAnswer,
  withoutConfidential,
  withoutNames,
} from "./rules.ts";

const noConflictIn = (asker: Asker, roundId: SQL) =>
  sql`not exists (select 1 from ${standingConflicts} sc where sc.round_id = ${roundId} and sc.entry_id = ${entries.id} and sc.account_id = ${asker.id})`;

/** Sealed and past its deadline: from then on the entry is no longer its team's alone. Moments are compared with the request's own. */
const isSealed = ({ now }: Asker) => sql`exists (select 1 from ${submissions} s where s.entry_id = ${entries.id})
  and greatest(${cycles.closesAt}, coalesce(${entries.closesAt}, ${cycles.closesAt})) < ${now}`;

/** Un-recused assignment, "no conflict" declared, none standing by rule. */
const isReviewer = (asker: Asker) => sql`exists (select 1 from ${assignments} a
  where a.entry_id = ${entries.id} and a.reviewer_id = ${asker.id}
  and not exists (select 1 from ${recusals} x where x.assignment_id = a.id)
  and exists (select 1 from ${conflictDeclarations} d where d.entry_id = a.entry_id and d.account_id = a.reviewer_id and d.answer = 'none')
  and ${noConflictIn(asker, sql`a.round_id`)})`;

const isChair = (asker: Asker) => sql`exists (select 1 from ${panelMembers} p join ${rounds} r on r.id = p.round_id
  where r.cycle_id = ${entries.cycleId} and p.account_id = ${asker.id} and p.role = 'chair' and ${noConflictIn(asker, sql`r.id`)})`;

/** Whether a blind round is among those through which somebody may read an entry: as its chair or with an assignment. For queries over `entries`. */
export const readsBlind = (
  asker: Asker,
) => sql<boolean>`exists (select 1 from ${panelMembers} p join ${rounds} r on r.id = p.round_id
  where r.cycle_id = ${entries.cycleId} and p.account_id = ${asker.id} and r.blind
  and (p.role = 'chair' or exists (select 1 from ${assignments} a where a.round_id = r.id and a.entry_id = ${entries.id} and a.reviewer_id = ${asker.id})))`;

const isStaffWithoutConflict = (asker: Asker) =>
  and(
    asker.isStaff("secretariat", "observer"),
    sql`not exists (select 1 from ${standingConflicts} sc where sc.entry_id = ${entries.id} and sc.account_id = ${asker.id})`,
  );

/** `j`: the asker's cities that have accepted to enter together with the one whose entry it is, and take part still. */
const partsOf = (asker: Asker) =>
  sql`${coApplicants} j where j.entry_id = ${sql`${entries.id}`} and j.accepted and j.ended_at is null and ${asker.isOfTeam(sql`j.city_id`)}`;

/** Of the team of such a city: reads what the team whose entry it is reads of the entry itself, and changes nothing. For queries over `entries`. */
export const isOfCoApplicant = (asker: Asker) => sql<boolean>`exists (select 1 from ${partsOf(asker)})`;

const isOfApplicants = (asker: Asker) => or(asker.isOfTeam(entries.cityId), isOfCoApplicant(asker))!;

/** Whether the submission `s` was one by the early date, a package from its acceptance on. For queries over `cycles`. */
export const wasEarly = sql`coalesce(s.accepted_at, s.received_at) <= ${cycles.earlyAt}`;

/** Sent by the early date, which has passed: the secretariat may say what could be better, except where it is in conflict or of the team. */
export const isEarlyFor = (asker: Asker): SQL =>
  and(
    asker.isStaff("secretariat"),
    isStaffWithoutConflict(asker),
    not(isOfApplicants(asker)),
    sql`${cycles.earlyAt} < ${asker.now} and exists (select 1 from ${submissions} s where s.entry_id = ${entries.id} and ${wasEarly})`,
  )!;

/** The one rule of who may know an entry's sealed content, of which version `lastReadable` says. Needs `entries` joined with `cycles`. A conflict outranks every role but that of one's own team. */
export function visibleTo(asker: Asker): SQL {
  const others = or(isStaffWithoutConflict(asker), isChair(asker), isReviewer(asker));
  return or(isOfApplicants(asker), and(isSealed(asker), others), isEarlyFor(asker))!;
}

/** The last submission; before the bell, for whoever is of none of its teams, the last one of the early date. For those to whom the entry is visible. */
export const lastReadable = (
  asker: Asker,
): SQL => sql`(select s.* from ${submissions} s where s.entry_id = ${entries.id}
  and (${isOfApplicants(asker)} or ${isSealed(asker)} or ${wasEarly}) order by s.number desc limit 1)`;

const cycleColumns = {
  id: cycles.id,
  slug: cycles.slug,
  name: cycles.name,
  opensAt: cycles.opensAt,
  closesAt: cycles.closesAt,
  earlyAt: cycles.earlyAt,
  timeZone: cycles.timeZone,
  resultsExpectedAt: cycles.resultsExpectedAt,
};
const submittedAt =
  sql<Date | null>`(select max(s.received_at) from ${submissions} s where s.entry_id = ${entries.id})`.mapWith(
    entries.startedAt,
  );
const withdrawnAt = sql<Date | null>`(select w.at from ${withdrawals} w where w.entry_id = ${entries.id})`.mapWith(
  entries.startedAt,
);

/** The facts of an entry, without answers, for whoever may know it; else NotFound. `ownPart` is how a city of the asker's enters together with it. */
export async function getEntry(ctx: Context, entryId: string) {
  const [entry] = await ctx.db
    .select({
      id: entries.id,
      code: entries.code,
      title: entries.title,
      cityId: entries.cityId,
      cityName: cities.name,
      country: cities.country,
      closesAt: entries.closesAt,
      startedAt: entries.startedAt,
      savedAt: entries.savedAt,
      submittedAt,
      withdrawnAt,
      cycle: cycleColumns,
      ownPart: sql<string | null>`(select j.id from ${partsOf(asker(ctx))} limit 1)`,
    })
    .from(entries)
    .innerJoin(cycles, eq(cycles.id, entries.cycleId))
    .innerJoin(cities, eq(cities.id, entries.cityId))
    .where(and(eq(entries.id, entryId), visibleTo(asker(ctx))));
  if (!entry) throw new NotFound();
  return entry;
}

/**
 * Holds the cycle (shared: a moving deadline waits) and then the entry (against other writers) until the transaction ends. What is read in
 * statements after this one is what stands. NotFound for no entry.
 */
export async function lockEntry({ db }: Pick<Context<Actor>, "db">, entryId: string | SQL): Promise<void> {
  const [locked] = await db.execute(
    sql`select e.id from ${entries} e join ${cycles} c on c.id = e.cycle_id where e.id = ${entryId} for share of c for no key update of e`,
  );
  if (!locked) throw new NotFound();
}

type JsonAnswer = { key: string; value: unknown; version: number; savedAt: string; savedBy: string };

/** Everything a team has written so far, with its form and cycle, in one statement. Only the team may read it; NotFound for all others. */
export async function getDraft(ctx: Context<Actor>, entryId: string) {
  const draft = await readDraft(ctx, entryId);
  authorise(canReadDraft(ctx.actor, draft));
  return draft;
}
export type Draft = Awaited<ReturnType<typeof getDraft>>;

/** The same for the team of a city that has accepted to enter together; NotFound for all others. */
export const getJointDraft = (ctx: Context, entryId: string) => readDraft(ctx, entryId, isOfCoApplicant(asker(ctx)));

async function readDraft(ctx: Context<Actor>, entryId: string, condition?: SQL) {
  const [row] = await ctx.db
    .select({
      id: entries.id,
      code: entries.code,
      title: entries.title,
      cityId: entries.cityId,
      cityName: cities.name,
      country: cities.country,
      closesAt: entries.closesAt,
      startedAt: entries.startedAt,
      startedBy: entries.startedBy,
      savedAt: entries.savedAt,
      withdrawnAt,
      cycle: {
        ...cycleColumns,
        themes: cycles.themes,
        endorsement: cycles.endorsement,
        autoSubmit: cycles.autoSubmit,
        graceSeconds: cycles.graceSeconds,
      },
      programme: { name: programmes.name, contactEmail: programmes.contactEmail },
      form: formJson(entries.cycleId),
      filesLeft: entries.filesLeft,
      startedFrom: sql<{
        id: string;
        code: string;
        title: string;
        cycle: Localised;
      } | null>`(select json_build_object('id', o.id, 'code', o.code, 'title', o.title, 'cycle', c.name)
        from entries o join ${cycles} c on c.id = o.cycle_id where o.id = ${entries.startedFrom})`,
      coApplicants: sql<
        CoApplicant[]
      >`coalesce((select json_agg(json_build_object('cityId', o.id, 'cityName', o.name, 'country', o.country, 'accepted', j.accepted is true) order by j.invited_at, j.id)
        from ${coApplicants} j join ${cities} o on o.id = j.city_id where j.entry_id = ${entries.id} and j.ended_at is null and j.accepted is not false), '[]'::json)`,
      answers: sql<
        JsonAnswer[]
      >`coalesce((select json_agg(json_build_object('key', q.key, 'value', a.value, 'version', a.version, 'savedAt', a.saved_at, 'savedBy', p.name))
        from ${answers} a join ${questions} q on q.id = a.question_id join ${accounts} p on p.id = a.saved_by where a.entry_id = ${entries.id}), '[]'::json)`,
      files: sql<
        EntryFile[]
      >`coalesce((select json_agg(json_build_object('id', f.id, 'questionKey', q.key, 'name', f.name, 'caption', f.caption, 'size', f.size,
        'contentType', f.content_type, 'sha256', f.sha256, 'hasPreview', f.preview_key is not null, 'credit', f.credit, 'rights', f.rights, 'language', f.language,
        'translationOf', f.translation_of, 'position', f.position, 'scan', f.scan, 'active', f.active, 'cleaned', ${isCleaned}) order by f.position, f.uploaded_at, f.id)
        from ${attachments} f join ${questions} q on q.id = f.question_id where f.entry_id = ${entries.id} and f.removed_at is null), '[]'::json)`,
      submission: sql<{
        number: number;
        receivedAt: string;
        sha256: string;
      } | null>`(select json_build_object('number', s.number, 'receivedAt', s.received_at, 'sha256', s.sha256)
        from ${submissions} s where s.entry_id = ${entries.id} order by s.number desc limit 1)`,
      endorsement: sql<LastEndorsement | null>`(select json_build_object('name', x.name, 'office', x.office, 'sha256', x.sha256, 'askedAt', x.asked_at, 'expiresAt', x.expires_at,
        'answeredAt', x.answered_at, 'endorsed', x.endorsed, 'reason', x.reason, 'letter', (select json_build_object('attachmentId', l.id, 'name', l.name, 'size', l.size,
        'sha256', l.sha256, 'contentType', l.content_type, 'scan', l.scan) from ${attachments} l where l.id = x.letter_id)) from ${endorsements} x where x.entry_id = ${entries.id} order by x.asked_at desc, x.replaced_at is null desc limit 1)`,
    })
    .from(entries)
    .innerJoin(cycles, eq(cycles.id, entries.cycleId))
    .innerJoin(programmes, eq(programmes.id, cycles.programmeId))
    .innerJoin(cities, eq(cities.id, entries.cityId))
    .where(and(eq(entries.id, entryId), condition));
  if (!row) throw new NotFound();
  const stored = row.answers.map(({ key, savedAt, ...answer }): [string, StoredAnswer] => [
    key,
    { ...answer, savedAt: new Date(savedAt) },
  ]);
  const { submission } = row;
  const written = { ...row, form: formWithThemes(row.form, row.cycle.themes), answers: Object.fromEntries(stored) };
  return {
    ...written,
    submission: submission && { ...submission, receivedAt: new Date(submission.receivedAt) },
    /** Something differs from the last submission: equal content hashes equal, so an edit taken back does not count. */
    unsent: submission !== null && sha256(canonical(sealedOf(written))) !== submission.sha256,
  };
}

/** Second looks at an answer that was just saved. Figures about the city are compared with each other, and only they need another query. */
export async function notesOn(
  { db, now }: Context,
  entryId: string,
  { question, value }: { question: Pick<FormQuestion, "key" | "type" | "settings">; value: unknown },
  language: string,
): Promise<Warning[]> {
  const own = warnings(question, value, language, now.getUTCFullYear());
  if (!(CITY_DATA as readonly string[]).includes(question.key)) return own;
  const figures = await db
    .select({ key: questions.key, value: answers.value })
    .from(answers)
    .innerJoin(questions, eq(questions.id, answers.questionId))
    .where(and(eq(answers.entryId, entryId), inArray(questions.key, [...CITY_DATA])));
  return [
    ...own,
    ...Object.values(implausible(Object.fromEntries(figures.map((figure) => [figure.key, figure.value])))),
  ];
}

/** Of the attachment `f`: others than its team get a copy without personal data. */
const isCleaned = sql`(f.copy_key is not null or f.preview_key is not null)`;

type StoredSeal = {
  submission: { id: string; number: number; receivedAt: string; acceptedAt: string | null; sha256: string };
  snapshot: SealedEntry;
  confidential: string[];
  identifying: string[];
  states: Record<string, { scan: ScanState; cleaned: boolean }>;
  blind: boolean;
  joint: boolean;
};

/** The last sealed version as one JSON value, for `openSeal`. Null while nothing was sent, and for whoever may not read it. For queries over `entries` joined with `cycles`. */
export function sealJson(asker: Asker): SQL<StoredSeal | null> {
  return sql<StoredSeal | null>`case when ${visibleTo(asker)} then (select json_build_object(
    'submission', json_build_object('id', s.id, 'number', s.number, 'receivedAt', s.received_at, 'acceptedAt', s.accepted_at, 'sha256', s.sha256), 'snapshot', s.snapshot::json,
    'confidential', coalesce((select json_agg(q.key) from ${questions} q where q.cycle_id = ${entries.cycleId} and q.confidential), '[]'::json),
    'identifying', coalesce((select json_agg(q.key) from ${questions} q where q.cycle_id = ${entries.cycleId} and (q.type = 'place' or q.settings -> 'identifies' = 'true'::jsonb)), '[]'::json),
    'states', coalesce((select json_object_agg(f.id, json_build_object('scan', f.scan, 'cleaned', ${isCleaned})) from ${attachments} f where f.entry_id = ${entries.id}), '{}'::json),
    'blind', ${readsBlind(asker)}, 'joint', ${isOfCoApplicant(asker)})
    from ${lastReadable(asker)} s) end`;
}

/**
 * What somebody may read of a sealed version; NotFound where there is none for them. Reviewers and chairs get no contact details, and in
 * blind rounds no city and country either, nor files of which there is no copy without personal data: what is not here cannot leak from a page.
 */
export function openSeal(actor: Actor, { cityId }: { cityId: string }, stored: StoredSeal | null) {
  if (!stored) throw new NotFound();
  const { receivedAt, acceptedAt } = stored.submission;
  const submission = {
    ...stored.submission,
    receivedAt: new Date(receivedAt),
    acceptedAt: acceptedAt === null ? null : new Date(acceptedAt),
  };
  const isTold = teamRole(actor, cityId) !== undefined || stored.joint || isStaff(actor, "secretariat");
  const withheld = isTold ? ("elsewhere" as const) : mayName(actor, stored) ? null : ("here" as const);
  const asOfNow = <File extends { attachmentId: string }>(file: File) => {
    const { scan, cleaned } = stored.states[file.attachmentId] ?? { scan: "off" as const, cleaned: false };
    return { ...file, scan, ...(withheld && !cleaned ? { withheld } : {}) };
  };
  const { endorsement, files, ...rest } = stored.snapshot;
  const signed = endorsement && {
    endorsement: endorsement.letter ? { ...endorsement, letter: asOfNow(endorsement.letter) } : endorsement,
  };
  const whole = { ...rest, files: files.map(asOfNow), ...signed };
  if (isTold) return { submission, sealed: whole, cityId, isWhole: true };
  // Named before any is left out: a file has the same number wherever it is read.
  const named = mayName(actor, stored) ? whole : withoutNames(whole, stored.identifying);
  return {
    submission,
    sealed: withoutConfidential(named, stored.confidential),
    cityId: named === whole ? cityId : "",
    isWhole: false,
  };
}

/** The last sealed version of an entry, for whoever may read it and as far as they may; NotFound while nothing was submitted. */
export async function getSealedEntry(ctx: Context, entryId: string) {
  const [row] = await ctx.db
    .select({
      id: entries.id,
      code: entries.code,
      cityId: entries.cityId,
      cycleId: entries.cycleId,
      withdrawnAt,
      seal: sealJson(asker(ctx)),
    })
    .from(entries)
    .innerJoin(cycles, eq(cycles.id, entries.cycleId))
    .where(eq(entries.id, entryId));
  if (!row) throw new NotFound();
  const { seal, ...entry } = row;
  const { cityId, ...opened } = openSeal(ctx.actor, entry, seal);
  return { entry: { ...entry, cityId }, ...opened };
}

/** The entries of one's teams, the last touched first, `PER_PAGE` a page; one row more tells that there is another page. */
export function teamEntries({ db, actor }: Context, page: number) {
  return db
    .select({
      id: entries.id,
      code: entries.code,
      title: entries.title,
      cityId: entries.cityId,
      cityName: cities.name,
      savedAt: entries.savedAt,
      closesAt: entries.closesAt,
      cycle: cycleColumns,
      submittedAt,
      withdrawnAt,
      screening: { outcome: screenings.outcome, confirmedAt: screenings.confirmedAt },
    })
    .from(entries)
    .innerJoin(cycles, eq(cycles.id, entries.cycleId))
    .innerJoin(cities, eq(cities.id, entries.cityId))
    .leftJoin(screenings, eq(screenings.entryId, entries.id))
    .where(
      inArray(
        entries.cityId,
        actor.teams.map(({ cityId }) => cityId),
      ),
    )
    .orderBy(desc(entries.savedAt), entries.id)
    .limit(PER_PAGE + 1)
    .offset((page - 1) * PER_PAGE);
}

/** Drafts of one's teams in a call that were neither sent nor withdrawn, the last touched first: what "resume" leads to. Ten at most. */
export function openDrafts({ db, actor }: Context, cycleId: string) {
  return db
    .select({
      id: entries.id,
      code: entries.code,
      title: entries.title,
      cityName: cities.name,
      savedAt: entries.savedAt,
    })
    .from(entries)
    .innerJoin(cities, eq(cities.id, entries.cityId))
    .where(
      and(
        eq(entries.cycleId, cycleId),
        inArray(
          entries.cityId,
          actor.teams.map(({ cityId }) => cityId),
        ),
        sql`not exists (select 1 from ${submissions} s where s.entry_id = ${entries.id}) and not exists (select 1 from ${withdrawals} w where w.entry_id = ${entries.id})`,
      ),
    )
    .orderBy(desc(entries.savedAt), entries.id)
    .limit(10);
}

/** Entries of other cycles with which one may begin another, the last touched first. Twenty at most. */
export function earlierEntries({ db, actor }: Context, cycleId: string) {
  return db
    .select({ id: entries.id, code: entries.code, title: entries.title, cityName: cities.name, cycle: cycles.name })
    .from(entries)
    .innerJoin(cities, eq(cities.id, entries.cityId))
    .innerJoin(cycles, eq(cycles.id, entries.cycleId))
    .where(and(ne(entries.cycleId, cycleId), inArray(entries.cityId, writableTeams(actor))))
    .orderBy(desc(entries.savedAt), entries.id)
    .limit(20);
}

/** Names of the cities one may start an entry for. */
export const writableCities = ({ db, actor }: Context) =>
  db
    .select({ id: cities.id, name: cities.name, country: cities.country })
    .from(cities)
    .where(inArray(cities.id, writableTeams(actor)))
    .orderBy(cities.name);

const writableTeams = ({ teams }: Actor): string[] =>
  teams.filter(({ role }) => role !== "viewer").map(({ cityId }) => cityId);

/** The receipt of the last submission, for the team; NotFound while nothing was submitted. */
export async function getReceipt(ctx: Context, entryId: string) {
  const [found] = await ctx.db
    .select({
      cityId: entries.cityId,
      number: submissions.number,
      receivedAt: submissions.receivedAt,
      acceptedAt: submissions.acceptedAt,
      sha256: submissions.sha256,
      snapshot: submissions.snapshot,
      kind: submissions.kind,
      awaited: submissions.awaited,
      submittedBy: accounts.name,
    })
    .from(submissions)
    .innerJoin(entries, eq(entries.id, submissions.entryId))
    .innerJoin(accounts, eq(accounts.id, submissions.submittedBy))
    .where(eq(submissions.entryId, entryId))
    .orderBy(desc(submissions.number))
    .limit(1);
  if (!found) throw new NotFound();
  authorise(canReadDraft(ctx.actor, found));
  return found;
}

/** Who changed which answer, or one alone, and when, the newest first; one row more than a page tells that there is another. */
export async function answerHistory(
  ctx: Context,
  entryId: string,
  { questionKey, page }: { questionKey?: string | null; page: number },
) {
  await getDraftFacts(ctx, entryId);
  return ctx.db
    .select({
      questionKey: questions.key,
      label: questions.label,
      type: questions.type,
      settings: questions.settings,
      version: answerRevisions.version,
      value: answerRevisions.value,
      savedAt: answerRevisions.savedAt,
      savedBy: accounts.name,
    })
    .from(answerRevisions)
    .innerJoin(questions, eq(questions.id, answerRevisions.questionId))
    .innerJoin(accounts, eq(accounts.id, answerRevisions.savedBy))
    .where(and(eq(answerRevisions.entryId, entryId), questionKey ? eq(questions.key, questionKey) : undefined))
    .orderBy(desc(answerRevisions.savedAt), desc(answerRevisions.version), questions.key)
    .limit(PER_PAGE + 1)
    .offset((page - 1) * PER_PAGE);
}

/** One version of one answer, for the team; NotFound when there was none. */
export async function getRevision(
  ctx: Context,
  { entryId, questionKey, version }: { entryId: string; questionKey: string; version: number },
) {
  await getDraftFacts(ctx, entryId);
  const [revision] = await ctx.db
    .select({
      version: answerRevisions.version,
      value: answerRevisions.value,
      savedAt: answerRevisions.savedAt,
      savedBy: accounts.name,
    })
    .from(answerRevisions)
    .innerJoin(questions, eq(questions.id, answerRevisions.questionId))
    .innerJoin(accounts, eq(accounts.id, answerRevisions.savedBy))
    .where(
      and(eq(answerRevisions.entryId, entryId), eq(questions.key, questionKey), eq(answerRevisions.version, version)),
    );
  if (!revision) throw new NotFound();
  return revision;
}

/** Throws NotFound for anybody but the team. */
export async function getDraftFacts(ctx: Context, entryId: string): Promise<void> {
  const [entry] = await ctx.db.select({ cityId: entries.cityId }).from(entries).where(eq(entries.id, entryId));
  if (!entry) throw new NotFound();
  authorise(canReadDraft(ctx.actor, entry));
}
