import { and, asc, eq, inArray, isNotNull, isNull, like, lte, type SQL, sql } from "drizzle-orm";
import { accounts } from "#db/schema/account.ts";
import { notifications } from "#db/schema/notification.ts";
import { type Locale, localeOr } from "#app/i18n/locales.ts";
import { SYSTEM_STREAM } from "../audit/rules.ts";
import type { Actor, Context } from "../context.ts";
import { transact } from "../transact.server.ts";
import { type AnyLetter, type LetterKind, type LetterParams, nextAttempt, SENDING_TIME, type ToldOf } from "./rules.ts";

type Recipient = {
  /** At most one letter is ever owed under this name: "entry-submitted:<submission id>:<account id>". */
  dedupe: string;
  accountId: string | null;
  email: string;
  /** The recipient's language, never the sender's. */
  locale: string;
};

/** A letter with whom it is for. */
export type Owed = Recipient & AnyLetter;

/**
 * Owes somebody a letter. Called inside the `transact` of the event it is about, so that there is no letter without the
 * event and no event without its letter. Owing the same letter twice changes nothing, but that one which was withdrawn
 * before it went out is owed after all.
 */
export const owe = (ctx: Context<Actor>, letter: Owed): Promise<void> => oweAll(ctx, [letter]);

/** As `owe`, for many people at once: a thousand letters in one statement. */
export async function oweAll({ db, now }: Context<Actor>, owed: readonly Owed[]): Promise<void> {
  // Postgres refuses a statement that would owe one letter twice.
  const letters = [...new Map(owed.map((letter) => [letter.dedupe, letter])).values()];
  for (let start = 0; start < letters.length; start += 1000) {
    await db
      .insert(notifications)
      .values(
        letters.slice(start, start + 1000).map(({ dedupe, accountId, email, locale, kind, params }) => ({
          dedupe,
          accountId,
          email,
          locale,
          kind,
          params,
          createdAt: now,
          dueAt: now,
        })),
      )
      .onConflictDoUpdate({
        target: notifications.dedupe,
        set: {
          email: sql`excluded.email`,
          locale: sql`excluded.locale`,
          params: sql`excluded.params`,
          dueAt: now,
          attempts: 0,
          failedAt: null,
          lastError: null,
        },
        setWhere: isWithdrawn,
      });
  }
}

/**
 * Owes what the portal tells people of by itself, all letters of one kind, and notes in the trail how many and what
 * `about`. Gives how many were owed.
 */
export function tellOnce(
  outer: Context<Actor>,
  { kind, about }: { kind: LetterKind; about: ToldOf },
  lettersOf: (ctx: Context<Actor>) => Promise<Owed[]>,
): Promise<number> {
  return transact(outer, async (ctx) => {
    // Two that run at once tell once: the second one sees what the first has owed.
    await ctx.db.execute(sql`select pg_advisory_xact_lock(hashtextextended(${kind}, 0))`);
    const letters = await lettersOf(ctx);
    await oweAll(ctx, letters);
    const details = { letters: letters.length, about };
    const event = { type: "reminder.sent", stream: SYSTEM_STREAM, subjectId: null, details } as const;
    return { result: letters.length, event: letters.length === 0 ? [] : event };
  });
}

const WITHDRAWN = "WITHDRAWN";

/** SQL, over `notifications`: it was withdrawn before it went out, so that nobody was told. */
export const isWithdrawn: SQL = and(eq(notifications.lastError, WITHDRAWN), isNull(notifications.sentAt))!;

/** SQL, over `notifications`: it could not be delivered, and whoever it is for can still sign in. */
export const mayGoAgain: SQL = and(
  isNotNull(notifications.failedAt),
  sql`(${isWithdrawn}) is not true`,
  sql`exists (select 1 from ${accounts} a where a.id = ${notifications.accountId} and a.disabled_at is null)`,
)!;

/**
 * Owes letters that begin with a name anew, to the address that their people have now, where they could not be
 * delivered. Gives how many. Without accounts of `except`, which the actor may not know to be among them.
 */
export async function oweAgain(
  { db, now }: Context,
  name: string,
  { except, which }: { except: SQL | undefined; which?: SQL },
): Promise<number> {
  const again = await db
    .update(notifications)
    .set({
      email: sql`(select a.email from ${accounts} a where a.id = ${notifications.accountId})`,
      failedAt: null,
      lastError: null,
      attempts: 0,
      dueAt: now,
    })
    .where(
      and(
        like(notifications.dedupe, `${name}:%`),
        mayGoAgain,
        except ? sql`${notifications.accountId} not in ${except}` : undefined,
        which,
      ),
    )
    .returning({ id: notifications.id });
  return again.length;
}

/** Ends letters that begin with a name and are not out yet, where others take their place: those would arrive late. */
export const withdraw = (ctx: Context<Actor>, name: string): Promise<void> =>
  withdrawWhere(ctx, like(notifications.dedupe, `${name}:%`));

/**
 * Ends letters of these kinds that are not out yet and whose names begin with none of those that `waiting` selects:
 * what they ask for is settled.
 */
export const withdrawSettled = (ctx: Context<Actor>, kinds: readonly LetterKind[], waiting: SQL): Promise<void> =>
  withdrawWhere(
    ctx,
    and(
      inArray(notifications.kind, [...kinds]),
      sql`not exists (select 1 from (${waiting}) w (name) where starts_with(${sql`${notifications.dedupe}`}, w.name))`,
    )!,
  );

async function withdrawWhere({ db, now }: Context<Actor>, which: SQL): Promise<void> {
  await db
    .update(notifications)
    .set({ failedAt: now, lastError: WITHDRAWN })
    .where(and(which, isNull(notifications.sentAt), isNull(notifications.failedAt)));
}

export type DueLetter = {
  id: string;
  email: string;
  locale: Locale;
  attempts: number;
  kind: LetterKind;
  params: LetterParams[LetterKind];
};

/**
 * Takes up the longest due letter, or null. Other processes leave it alone for SENDING_TIME; after that it is due
 * again, so a process that dies while sending loses none. Delivery is no event of the award and leaves no audit event.
 */
export async function takeDueLetter({ db, now }: Context<Actor>): Promise<DueLetter | null> {
  const due = db
    .select({ id: notifications.id })
    .from(notifications)
    .where(and(isNull(notifications.sentAt), isNull(notifications.failedAt), lte(notifications.dueAt, now)))
    .orderBy(asc(notifications.dueAt), asc(notifications.id))
    .limit(1)
    .for("update", { skipLocked: true });
  const [taken] = await db
    .update(notifications)
    .set({ attempts: sql`${notifications.attempts} + 1`, dueAt: new Date(now.getTime() + SENDING_TIME) })
    .where(eq(notifications.id, sql`(${due})`))
    .returning({
      id: notifications.id,
      email: notifications.email,
      locale: notifications.locale,
      attempts: notifications.attempts,
      kind: notifications.kind,
      params: notifications.params,
    });
  return taken ? ({ ...taken, locale: localeOr(taken.locale) } as DueLetter) : null;
}

/** Notes that a letter is on its way: it is owed no more. */
export async function letterSent({ db, now }: Context<Actor>, id: string): Promise<void> {
  await db.update(notifications).set({ sentAt: now, lastError: null }).where(eq(notifications.id, id));
}

/** Whether a letter that was taken up is still to go out: nobody has withdrawn it since. */
export async function isStillOwed({ db }: Context<Actor>, { id }: DueLetter): Promise<boolean> {
  return (await db.$count(notifications, and(eq(notifications.id, id), isNull(notifications.failedAt)))) > 0;
}

/**
 * Plans the next attempt, or gives up; what was withdrawn meanwhile stays so. `code` is the kind of failure, never its
 * text: that may quote the letter.
 */
export async function letterFailed(
  { db, now }: Context<Actor>,
  { id, attempts }: DueLetter,
  code: string,
): Promise<void> {
  const next = nextAttempt(attempts, now);
  await db
    .update(notifications)
    .set(next ? { dueAt: next, lastError: code } : { failedAt: now, lastError: code })
    .where(and(eq(notifications.id, id), isNull(notifications.failedAt)));
}
