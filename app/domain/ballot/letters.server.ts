import { and, asc, eq, isNotNull, isNull } from "drizzle-orm";
import { accounts } from "#db/schema/account.ts";
import { ballotPapers, ballots, ballotVoters } from "#db/schema/ballot.ts";
import { formatMoment } from "#app/i18n/format.ts";
import { localeOr } from "#app/i18n/locales.ts";
import { say } from "#app/i18n/localised.ts";
import type { Context } from "../context.ts";
import type { Owed } from "../notification/commands.server.ts";
import { rested } from "../reminder/queries.server.ts";
import { reminderOf } from "../reminder/rules.ts";
import { getRound } from "../round/queries.server.ts";
import { authorise } from "../verdict.ts";
import { candidatesOf } from "./papers.server.ts";
import { canRemindVoters, canSeeReminders } from "./policy.ts";
import { ballotIn, isWhole, type Reader } from "./queries.server.ts";
import { ballotState, fewestToMark } from "./rules.ts";

/**
 * Everybody who votes in a round and can be written to. Not guarded: for letters, each of which its reader alone gets.
 */
const votersIn = ({ db }: Reader, roundId: string) =>
  db
    .select({
      id: accounts.id,
      email: accounts.email,
      locale: accounts.locale,
      voted: isNotNull(ballotPapers.accountId).mapWith(Boolean),
      whole: isWhole.mapWith(Boolean),
    })
    .from(ballotVoters)
    .innerJoin(ballots, eq(ballots.roundId, ballotVoters.roundId))
    .innerJoin(accounts, eq(accounts.id, ballotVoters.accountId))
    .leftJoin(
      ballotPapers,
      and(eq(ballotPapers.roundId, ballotVoters.roundId), eq(ballotPapers.accountId, ballotVoters.accountId)),
    )
    .where(and(eq(ballotVoters.roundId, roundId), isNull(accounts.disabledAt)))
    .orderBy(asc(accounts.email));

type Voter = Awaited<ReturnType<typeof votersIn>>[number];

/** A letter about a ballot in its reader's language, with until when one votes and the address of the paper. */
function letterAbout(
  { round, ballot: { closesAt } }: { round: Awaited<ReturnType<typeof getRound>>; ballot: { closesAt: Date } },
  kind: "ballot-open" | "reminder-ballot",
  publicUrl: string,
) {
  return ({ locale: given }: Voter) => {
    const locale = localeOr(given);
    const params = {
      round: say(round.name, locale),
      closes: formatMoment(closesAt, locale, round.cycle.timeZone),
      closesUtc: formatMoment(closesAt, locale, "UTC"),
      link: `${publicUrl}/judging/rounds/${round.id}/ballot`,
    };
    return { kind, params };
  };
}

/** To everybody who votes, when the ballot opens; again when it is opened anew. Not guarded: for opening it. */
export async function openingLetters(ctx: Context, roundId: string, publicUrl: string): Promise<Owed[]> {
  const ballot = (await ballotIn(ctx, roundId))!;
  const letter = letterAbout({ round: await getRound(ctx, roundId), ballot }, "ballot-open", publicUrl);
  return (await votersIn(ctx, roundId)).map((voter) => ({
    dedupe: `ballot-open:${roundId}:${ballot.openedAt.toISOString()}:${voter.id}`,
    accountId: voter.id,
    email: voter.email,
    locale: localeOr(voter.locale),
    ...letter(voter),
  }));
}

/** To everybody who voted, when the ballot is counted. Not guarded: for the count. */
export async function countedLetters(ctx: Context, roundId: string, publicUrl: string): Promise<Owed[]> {
  const { name } = await getRound(ctx, roundId);
  return (await votersIn(ctx, roundId))
    .filter(({ voted }) => voted)
    .map(({ id, email, locale: given }) => {
      const locale = localeOr(given);
      return {
        dedupe: `ballot-counted:${roundId}:${id}`,
        accountId: id,
        email,
        locale,
        kind: "ballot-counted",
        params: { round: say(name, locale), link: `${publicUrl}/judging/rounds/${roundId}/ballot/receipt` },
      };
    });
}

/**
 * The letters that would remind those whose paper is not in, or not whole, of whoever can still vote on something, and
 * whether they may be sent. For those who decide, who read that in the register; 404 for others, 409 while no ballot is
 * open.
 */
export async function ballotReminders(ctx: Context, roundId: string, publicUrl: string) {
  const round = await getRound(ctx, roundId);
  const ballot = await ballotIn(ctx, roundId);
  const facts = { roundId, state: ballotState(ballot, ctx.now) };
  authorise(canSeeReminders(ctx.actor, facts));
  const waiting = (await votersIn(ctx, roundId)).filter(({ whole }) => !whole);
  const mayVote = await candidatesOf(
    ctx,
    waiting.map(({ id }) => id),
    { roundId, method: ballot!.method },
  );
  const able = waiting.filter(({ id }) => mayVote(id).length >= fewestToMark(ballot!.method));
  const { letters, resting } = await rested(
    ctx,
    reminderOf("ballot", roundId),
    able,
    letterAbout({ round, ballot: ballot! }, "reminder-ballot", publicUrl),
  );
  return { round, letters, resting, reminding: canRemindVoters(ctx.actor, facts, letters.length) };
}
