import { and, eq, sql } from "drizzle-orm";
import { prepared } from "#db/prepared.server.ts";
import { accounts } from "#db/schema/account.ts";
import { cycles } from "#db/schema/cycle.ts";
import { answerRevisions, answers, entries, withdrawals } from "#db/schema/entry.ts";
import { presences } from "#db/schema/presence.ts";
import { questions } from "#db/schema/question.ts";
import { canonical, entryStream, sha256 } from "../audit/rules.ts";
import type { Context } from "../context.ts";
import { Invalid, NotFound, Stale } from "../errors.ts";
import { acceptAnswer, type Fields, readAnswer, type Reading } from "../question/input.ts";
import { withThemes } from "../question/queries.server.ts";
import type { FormQuestion, QuestionType } from "../question/rules.ts";
import { transact } from "../transact.server.ts";
import { authorise } from "../verdict.ts";
import { canEdit } from "./policy.ts";
import { getRevision } from "./revisions.server.ts";
import { titleOf } from "./rules.ts";

type Target = { entryId: string; questionKey: string; baseVersion: number | null };
export type SavedAnswer = {
  question: Pick<FormQuestion, "key" | "type" | "settings">;
  value: unknown;
  version: number;
  savedAt: Date;
};

/**
 * Saves one answer. Throws Invalid for a value the question does not take, Stale when somebody saved another value
 * since `baseVersion`.
 */
export function saveAnswer(ctx: Context, { value, ...target }: Target & { value: unknown }): Promise<SavedAnswer> {
  return save(ctx, target, (question) => acceptAnswer(question, value));
}

/** As `saveAnswer`, from the fields of a form. */
export function saveTypedAnswer(
  ctx: Context,
  { fields, ...target }: Target & { fields: Fields },
): Promise<SavedAnswer> {
  return save(ctx, target, (question) => readAnswer(question, fields));
}

/**
 * Makes an earlier version of an answer the newest, through the same door and under the same rules as a save: Stale
 * when somebody saved since `baseVersion`, Invalid when the question does not take it any more.
 */
export function restoreAnswer(
  outer: Context,
  { version, ...target }: Target & { version: number },
): Promise<SavedAnswer> {
  return transact(outer, async (ctx) => {
    const { value } = await getRevision(ctx, { ...target, version });
    const saved = await saveAnswer(ctx, { ...target, value });
    const details = { question: target.questionKey, version: saved.version, from: version };
    return {
      result: saved,
      event:
        saved.version === target.baseVersion
          ? []
          : { type: "answer.restored", stream: entryStream(target.entryId), subjectId: target.entryId, details },
    };
  });
}

function save(
  outer: Context,
  target: Target,
  read: (question: SavedAnswer["question"]) => Reading,
): Promise<SavedAnswer> {
  return transact(outer, async (ctx) => {
    const found = await lockForSave(ctx, target);
    authorise(canEdit(ctx.actor, found.entry, ctx.now));
    if (!found.question) throw new NotFound();
    const { question, current } = found;
    const reading = read(question);
    if (!reading.ok) throw new Invalid({ [question.key]: reading.code });
    const { value } = reading;

    const unchanged = (stored: { value: unknown } | null) => canonical(stored?.value ?? null) === canonical(value);
    if (current && unchanged(current))
      return { result: { question, value, version: current.version, savedAt: current.savedAt }, event: [] };
    const version = (target.baseVersion ?? 0) + 1;
    const saved =
      (current?.version ?? null) === target.baseVersion &&
      (await storeAnswer(ctx, target.entryId, question, value, version));
    if (saved) {
      const details = { question: question.key, version, sha256: sha256(canonical(value)) };
      return {
        result: { question, value, version, savedAt: ctx.now },
        event: { type: "answer.saved", stream: entryStream(target.entryId), subjectId: target.entryId, details },
      };
    }
    authorise(canEdit(ctx.actor, { ...found.entry, withdrawnAt: await withdrawnAt(ctx, target.entryId) }, ctx.now));
    const theirs = await standingAnswer(ctx, target.entryId, question.id);
    // The same save arriving twice, the second time while the first was still under way.
    if (theirs && unchanged(theirs))
      return { result: { question, value, version: theirs.version, savedAt: theirs.at }, event: [] };
    throw new Stale("answer was changed elsewhere", theirs);
  });
}

type LockedRow = {
  cityId: string;
  entryClosesAt: string | null;
  opensAt: string;
  closesAt: string;
  themes: (typeof cycles.$inferSelect)["themes"];
  withdrawnAt: string | null;
  questionId: string | null;
  key: string;
  type: QuestionType;
  settings: FormQuestion["settings"];
  value: unknown;
  version: number | null;
  savedAt: string;
};

const lockedForSave = prepared(
  "lock_for_save",
  () => sql<LockedRow>`
    select e.city_id as "cityId", e.closes_at as "entryClosesAt", c.opens_at as "opensAt", c.closes_at as "closesAt", c.themes,
      (select w.at from ${withdrawals} w where w.entry_id = e.id) as "withdrawnAt",
      q.id as "questionId", q.key, q.type, q.settings, a.value, a.version, a.saved_at as "savedAt"
    from ${entries} e
    join ${cycles} c on c.id = e.cycle_id
    left join ${questions} q on q.cycle_id = e.cycle_id and q.key = ${sql.placeholder("questionKey")}
    left join ${answers} a on a.entry_id = e.id and a.question_id = q.id
    where e.id = ${sql.placeholder("entryId")}
    for share of c for no key update of e`,
);

/**
 * One statement locks the cycle (shared: a moving deadline waits), then the entry, and reads the question with its
 * standing answer.
 */
async function lockForSave(ctx: Context, { entryId, questionKey }: Target) {
  const [row] = await lockedForSave(ctx.db, { entryId, questionKey });
  if (!row) throw new NotFound();
  const { questionId, key, type, settings } = row;
  return {
    entry: {
      cityId: row.cityId,
      closesAt: moment(row.entryClosesAt),
      withdrawnAt: moment(row.withdrawnAt),
      cycle: { opensAt: new Date(row.opensAt), closesAt: new Date(row.closesAt) },
    },
    question: questionId === null ? null : withThemes({ id: questionId, key, type, settings }, row.themes),
    current: row.version === null ? null : { value: row.value, version: row.version, savedAt: new Date(row.savedAt) },
  };
}

const moment = (written: string | null): Date | null => (written === null ? null : new Date(written));

const storedAnswer = prepared(
  "store_answer",
  () => sql`
    with saved as (
      insert into ${answers} as a (entry_id, question_id, value, version, saved_at, saved_by)
      select e.id, ${sql.placeholder("questionId")}::uuid, ${sql.placeholder("value")}::text::jsonb,
        ${sql.placeholder("version")}::int, ${sql.placeholder("now")}::timestamptz, ${sql.placeholder("by")}::uuid
      from ${entries} e
      where e.id = ${sql.placeholder("entryId")}
        and not exists (select 1 from ${withdrawals} w where w.entry_id = e.id)
      on conflict (entry_id, question_id) do update
      set value = excluded.value, version = excluded.version, saved_at = excluded.saved_at, saved_by = excluded.saved_by
      where a.version = excluded.version - 1
      returning a.*
    ),
    kept as (
      insert into ${answerRevisions} (entry_id, question_id, version, value, saved_at, saved_by)
      select entry_id, question_id, version, value, saved_at, saved_by from saved
    ),
    touched as (
      update ${entries}
      set saved_at = saved.saved_at, title = coalesce(${sql.placeholder("title")}::text, title)
      from saved
      where id = saved.entry_id
    ),
    seen as (
      update ${presences} p
      set seen_at = saved.saved_at
      from saved
      where p.entry_id = saved.entry_id and p.account_id = saved.saved_by
    )
    select version from saved`,
);

/**
 * Answer, revision and the entry's own "last saved" in one statement; false when the standing version is not the one
 * before, or the entry was withdrawn while its lock was waited for: what the statement that took the lock read is older
 * than the lock.
 */
async function storeAnswer(
  ctx: Context,
  entryId: string,
  question: { id: string; key: string },
  value: unknown,
  version: number,
): Promise<boolean> {
  const title = question.key === "title" ? titleOf({ title: value }) : null;
  const written = value === null ? null : JSON.stringify(value);
  const stored = await storedAnswer(ctx.db, {
    entryId,
    questionId: question.id,
    value: written,
    version,
    now: ctx.now.toISOString(),
    by: ctx.actor.id,
    title,
  });
  return stored.length === 1;
}

async function withdrawnAt({ db }: Context, entryId: string): Promise<Date | null> {
  const [withdrawn] = await db.select({ at: withdrawals.at }).from(withdrawals).where(eq(withdrawals.entryId, entryId));
  return withdrawn?.at ?? null;
}

async function standingAnswer({ db }: Context, entryId: string, questionId: string) {
  const [standing] = await db
    .select({ value: answers.value, version: answers.version, at: answers.savedAt, by: accounts.name })
    .from(answers)
    .innerJoin(accounts, eq(accounts.id, answers.savedBy))
    .where(and(eq(answers.entryId, entryId), eq(answers.questionId, questionId)));
  return standing;
}
