import { endSettledLetters, TO_SECOND_PERSONS } from "#app/domain/agenda/letters.server.ts";
import { isLacking } from "#app/domain/commitment/losses.server.ts";
import { type Actor, type Context, PORTAL } from "#app/domain/context.ts";
import {
  type DueLetter,
  isStillOwed,
  letterFailed,
  letterSent,
  takeDueLetter,
} from "#app/domain/notification/commands.server.ts";
import type { Enclosure, Post } from "#app/outside/mail/letter.ts";
import type { Services } from "#app/services.server.ts";
import { enclosuresOf } from "./enclosures.ts";
import { writeLetter } from "./letters.ts";
import { logFault } from "#app/faults.ts";

/**
 * Sends every letter that is due, one at a time, and returns how many went out; none to a second person for what is
 * settled, and none at all while receipts cannot be signed. A letter that fails is tried again later; whatever happens
 * between sending and noting it down, the repeated letter has the same Message-ID.
 */
export async function deliverMail(
  {
    db,
    post,
    documents,
    logKey,
    config,
  }: Pick<Services, "db" | "post" | "documents" | "logKey"> & {
    config: Pick<Services["config"], "mailFrom">;
  },
  clock: () => Date = () => new Date(),
  stopped: () => boolean = () => false,
): Promise<number> {
  let sent = 0;
  const context = (): Context<Actor> => ({ db, actor: PORTAL, now: clock() });
  // Asked for each letter: what the database turns out to lack meanwhile may have left long ago.
  while (!stopped() && !logKey.ring?.isHalted() && !(await isLacking({ db }))) {
    const letter = await takeDueLetter(context());
    if (!letter) break;
    if (await isSettled(context(), letter)) continue;
    const failure = await attempt(post, letter, () => enclosuresOf(context(), { documents, logKey, config }, letter));
    if (failure === null) sent += 1;
    await (failure === null ? letterSent(context(), letter.id) : letterFailed(context(), letter, failure));
  }
  return sent;
}

/** Whether a letter asks a second person for what is settled. Where that cannot be found out, it goes out. */
async function isSettled(ctx: Context<Actor>, letter: DueLetter): Promise<boolean> {
  if (!TO_SECOND_PERSONS.includes(letter.kind)) return false;
  await endSettledLetters(ctx).catch((error: unknown) => logFault(error, { job: "end-settled-letters" }));
  return !(await isStillOwed(ctx, letter));
}

/** Null when it went out, else the kind of failure. */
async function attempt(
  post: Post,
  { id, email, locale, kind, params }: DueLetter,
  enclosed: () => Promise<Enclosure[]>,
): Promise<string | null> {
  try {
    await post.send({ id, to: email, ...writeLetter(kind, params, locale), enclosures: await enclosed() });
    return null;
  } catch (error) {
    const { code, responseCode } = error as { code?: string; responseCode?: number };
    return [code ?? "FAILED", responseCode].filter(Boolean).join(" ");
  }
}
