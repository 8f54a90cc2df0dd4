import { and, eq, inArray, type SQL, type SQLWrapper, sql } from "drizzle-orm";
import { accounts } from "#db/schema/account.ts";
import { attachments } from "#db/schema/attachment.ts";
import { cities, cityNames } from "#db/schema/city.ts";
import { coApplicants } from "#db/schema/co-applicant.ts";
import { cycles } from "#db/schema/cycle.ts";
import { endorsements } from "#db/schema/endorsement.ts";
import { answers, entries, submissions, withdrawals } from "#db/schema/entry.ts";
import { programmes } from "#db/schema/programme.ts";
import { questions } from "#db/schema/question.ts";
import type { Localised } from "#app/i18n/localised.ts";
import { asker } from "../asker.server.ts";
import { canonical, sha256 } from "../audit/rules.ts";
import type { Actor, Context } from "../context.ts";
import { NotFound } from "../errors.ts";
import { formJson, formWithThemes } from "../question/queries.server.ts";
import type { FormQuestion } from "../question/rules.ts";
import { CITY_DATA, implausible, type Warning, warnings } from "../question/warnings.ts";
import { authorise } from "../verdict.ts";
import { canReadDraft } from "./policy.ts";
import type { CoApplicant, EntryFile, StoredAnswer } from "./rules.ts";
import { type EarlierName, type LastEndorsement, sealedOf, underNamesOfThen } from "./sealed.ts";
import { partsOf, isOfCoApplicant, visibleTo } from "./visibility.server.ts";

export const cycleColumns = {
  id: cycles.id,
  slug: cycles.slug,
  name: cycles.name,
  opensAt: cycles.opensAt,
  closesAt: cycles.closesAt,
  earlyAt: cycles.earlyAt,
  timeZone: cycles.timeZone,
  resultsExpectedAt: cycles.resultsExpectedAt,
};
export const submittedAt =
  sql<Date | null>`(select max(s.received_at) from ${submissions} s where s.entry_id = ${entries.id})`.mapWith(
    entries.startedAt,
  );
export const withdrawnAt =
  sql<Date | null>`(select w.at from ${withdrawals} w where w.entry_id = ${entries.id})`.mapWith(entries.startedAt);

/** Of the entry with this id: submitted and not withdrawn. */
export const isSubmitted = (entryId: SQLWrapper): SQL<boolean> => sql`(
  exists (select 1 from ${submissions} s where s.entry_id = ${entryId})
  and not exists (select 1 from ${withdrawals} w where w.entry_id = ${entryId})
)`;

/** Of the cycle under this name: takes only so many entries of a city. */
const hasLimits = (cycle: SQL): SQL => sql`coalesce(${cycle}.entry_limit, ${cycle}.framework_limit) is not null`;

const entryColumns = {
  id: entries.id,
  code: entries.code,
  title: entries.title,
  cityId: entries.cityId,
  cityName: cities.name,
  country: cities.country,
  closesAt: entries.closesAt,
  startedAt: entries.startedAt,
  savedAt: entries.savedAt,
  withdrawnAt,
};

/**
 * The facts of an entry, without answers, for whoever may know it; else NotFound. `ownPart` is how a city of the
 * asker's enters together with it.
 */
export async function getEntry(ctx: Context, entryId: string) {
  const [entry] = await ctx.db
    .select({
      ...entryColumns,
      submittedAt,
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
 * Holds the cycle (shared: a moving deadline waits) and then the entry (against other writers) until the transaction
 * ends. What is read in statements after this one is what stands. NotFound for no entry.
 */
export async function lockEntry({ db }: Pick<Context<Actor>, "db">, entryId: string | SQL): Promise<void> {
  const [locked] = await db.execute(
    sql`select e.id
      from ${entries} e
      join ${cycles} c on c.id = e.cycle_id
      where e.id = ${entryId}
      for share of c for no key update of e`,
  );
  if (!locked) throw new NotFound();
}

/**
 * The same, with all entries of its city in a call that takes only so many: of two submitted at the same moment the
 * second sees the first. By id, so that neither waits for the other crosswise.
 */
export async function lockForSubmission({ db }: Pick<Context<Actor>, "db">, entryId: string): Promise<void> {
  const locked = await db.execute(
    sql`select e.id
      from ${entries} e
      join ${cycles} c on c.id = e.cycle_id
      join entries own on own.cycle_id = e.cycle_id and own.city_id = e.city_id
      where own.id = ${entryId} and (e.id = own.id or ${hasLimits(sql`c`)})
      order by e.id
      for share of c for no key update of e`,
  );
  if (locked.length === 0) throw new NotFound();
}

type JsonAnswer = { key: string; value: unknown; version: number; savedAt: string; savedBy: string };

/** Of the attachment `f`: others than its team get a copy without personal data. */
export const isCleaned = sql`(f.copy_key is not null or f.preview_key is not null)`;

const draftColumns = {
  ...entryColumns,
  startedBy: entries.startedBy,
  cycle: {
    ...cycleColumns,
    themes: cycles.themes,
    endorsement: cycles.endorsement,
    autoSubmit: cycles.autoSubmit,
    graceSeconds: cycles.graceSeconds,
    entryLimit: cycles.entryLimit,
    frameworkLimit: cycles.frameworkLimit,
  },
  framework: entries.framework,
  sentBeside: sql<string[]>`coalesce((
    select json_agg(o.framework)
    from entries o
    where ${hasLimits(sql`${cycles}`)}
      and o.cycle_id = ${entries.cycleId} and o.city_id = ${entries.cityId} and o.id <> ${entries.id}
      and ${isSubmitted(sql`o.id`)}
  ), '[]'::json)`,
  programme: { name: programmes.name, contactEmail: programmes.contactEmail },
  form: formJson(entries.cycleId),
  filesLeft: entries.filesLeft,
  startedFrom: sql<{
    id: string;
    code: string;
    title: string;
    cycle: Localised;
  } | null>`(
    select json_build_object('id', o.id, 'code', o.code, 'title', o.title, 'cycle', c.name)
    from entries o
    join ${cycles} c on c.id = o.cycle_id
    where o.id = ${entries.startedFrom}
  )`,
  coApplicants: sql<CoApplicant[]>`coalesce((
    select json_agg(json_build_object(
      'cityId', o.id, 'cityName', o.name, 'country', o.country, 'accepted', j.accepted is true
    ) order by j.invited_at, j.id)
    from ${coApplicants} j
    join ${cities} o on o.id = j.city_id
    where j.entry_id = ${entries.id} and j.ended_at is null and j.accepted is not false
  ), '[]'::json)`,
  earlierNames: sql<EarlierName[]>`coalesce((
    select json_agg(json_build_object(
      'cityId', n.city_id, 'cityName', n.name, 'country', n.country, 'until', n.until
    ) order by n.until desc)
    from ${cityNames} n
    where n.city_id = ${entries.cityId}
      or n.city_id in (select j.city_id from ${coApplicants} j where j.entry_id = ${entries.id})
  ), '[]'::json)`,
  answers: sql<JsonAnswer[]>`coalesce((
    select json_agg(json_build_object(
      'key', q.key, 'value', a.value, 'version', a.version, 'savedAt', a.saved_at, 'savedBy', p.name
    ))
    from ${answers} a
    join ${questions} q on q.id = a.question_id
    join ${accounts} p on p.id = a.saved_by
    where a.entry_id = ${entries.id}
  ), '[]'::json)`,
  files: sql<EntryFile[]>`coalesce((
    select json_agg(json_build_object(
      'id', f.id, 'questionKey', q.key, 'name', f.name, 'caption', f.caption, 'size', f.size,
      'contentType', f.content_type, 'sha256', f.sha256, 'hasPreview', f.preview_key is not null,
      'captionVersion', f.caption_version, 'captionedAt', f.captioned_at, 'credit', f.credit, 'rights', f.rights,
      'language', f.language, 'translationOf', f.translation_of,
      'position', f.position, 'scan', f.scan, 'active', f.active, 'cleaned', ${isCleaned}
    ) order by f.position, f.uploaded_at, f.id)
    from ${attachments} f
    join ${questions} q on q.id = f.question_id
    where f.entry_id = ${entries.id} and f.removed_at is null
  ), '[]'::json)`,
  submission: sql<{
    number: number;
    receivedAt: string;
    sha256: string;
  } | null>`(
    select json_build_object('number', s.number, 'receivedAt', s.received_at, 'sha256', s.sha256)
    from ${submissions} s
    where s.entry_id = ${entries.id}
    order by s.number desc
    limit 1
  )`,
  endorsement: sql<LastEndorsement | null>`(
    select json_build_object(
      'name', x.name, 'office', x.office, 'sha256', x.sha256, 'askedAt', x.asked_at, 'expiresAt', x.expires_at,
      'answeredAt', x.answered_at, 'endorsed', x.endorsed, 'reason', x.reason,
      'letter', (
        select json_build_object(
          'attachmentId', l.id, 'name', l.name, 'size', l.size, 'sha256', l.sha256,
          'contentType', l.content_type, 'scan', l.scan
        )
        from ${attachments} l
        where l.id = x.letter_id
      )
    )
    from ${endorsements} x
    where x.entry_id = ${entries.id}
    order by x.asked_at desc, x.replaced_at is null desc
    limit 1
  )`,
};

/**
 * Everything a team has written so far, with its form and cycle, in one statement. Only the team may read it; NotFound
 * for all others.
 */
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
    .select(draftColumns)
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
  const { submission, earlierNames, ...facts } = row;
  const written = underNamesOfThen(
    { ...facts, submission, form: formWithThemes(row.form, row.cycle.themes), answers: Object.fromEntries(stored) },
    earlierNames,
  );
  return {
    ...written,
    submission: submission && { ...submission, receivedAt: new Date(submission.receivedAt) },
    /** Something differs from the last submission: equal content hashes equal, so an edit taken back does not count. */
    unsent: submission !== null && sha256(canonical(sealedOf(written))) !== submission.sha256,
  };
}

/**
 * Second looks at an answer that was just saved. Figures about the city are compared with each other, and only they
 * need another query.
 */
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

/** NotFound for anybody but the team of an entry: the gate of what belongs to a draft. */
export async function authoriseTeam(ctx: Context, entryId: string): Promise<void> {
  const [entry] = await ctx.db.select({ cityId: entries.cityId }).from(entries).where(eq(entries.id, entryId));
  if (!entry) throw new NotFound();
  authorise(canReadDraft(ctx.actor, entry));
}
