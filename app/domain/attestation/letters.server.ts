import { and, asc, eq, gt, isNull, notExists, sql } from "drizzle-orm";
import { accounts } from "#db/schema/account.ts";
import { logCheckpoints, logLeaves } from "#db/schema/commitment.ts";
import { cycles } from "#db/schema/cycle.ts";
import { notifications } from "#db/schema/notification.ts";
import { panelMembers } from "#db/schema/panel.ts";
import { rounds } from "#db/schema/round.ts";
import { localeOr } from "#app/i18n/locales.ts";
import { say } from "#app/i18n/localised.ts";
import { PANELS } from "../account/queries.server.ts";
import { type Actor, ANONYMOUS, type Context } from "../context.ts";
import { type Owed, tellOnce } from "../notification/commands.server.ts";
import { canAttest } from "./policy.ts";
import { attestationFacts } from "./queries.server.ts";

/** For how long a freeze is news to its reviewers, in milliseconds. */
const NEWS = 7 * 86_400_000;
const KIND = "scores-frozen";

/**
 * Tells reviewers that the scores of their round are frozen, in a state of the log that is signed, with the digest of
 * their own: the letter itself shows later what was under their name. Each once, and only who may still confirm them;
 * answers how many letters were owed.
 */
export function tellReviewers(outer: Context<Actor>, publicUrl: string): Promise<number> {
  return tellOnce(outer, { kind: KIND, about: "frozen scores" }, async (ctx) => {
    const letters: Owed[] = [];
    for (const { locale: given, roundId, round, cycle, note, ...reviewer } of await untold(ctx)) {
      const own: Context = { ...ctx, actor: { ...ANONYMOUS, ...reviewer } };
      const facts = await attestationFacts(own, roundId);
      if (!canAttest(own.actor, facts).allowed) continue;
      const locale = localeOr(given);
      letters.push({
        dedupe: `${KIND}:${roundId}:${reviewer.id}`,
        accountId: reviewer.id,
        email: reviewer.email,
        locale,
        kind: KIND,
        params: {
          round: say(round, locale),
          cycle: say(cycle, locale),
          reviews: String(facts.reviews),
          digest: facts.digest!,
          checkpoint: note,
          link: `${publicUrl}/judging/rounds/${roundId}/finish#confirm`,
        },
      });
    }
    return letters;
  });
}

/** Reviewers of rounds frozen of late without a result, not told yet; with the signed state of the freeze. */
const untold = ({ db, now }: Context<Actor>) =>
  db
    .select({
      id: accounts.id,
      name: accounts.name,
      email: accounts.email,
      locale: accounts.locale,
      panels: PANELS,
      roundId: rounds.id,
      round: rounds.name,
      cycle: cycles.name,
      note: logCheckpoints.note,
    })
    .from(logLeaves)
    .innerJoin(logCheckpoints, eq(logCheckpoints.size, sql`${logLeaves.index} + 1`))
    .innerJoin(rounds, eq(rounds.id, logLeaves.roundId))
    .innerJoin(cycles, eq(cycles.id, rounds.cycleId))
    .innerJoin(panelMembers, and(eq(panelMembers.roundId, rounds.id), eq(panelMembers.role, "reviewer")))
    .innerJoin(accounts, and(eq(accounts.id, panelMembers.accountId), isNull(accounts.disabledAt)))
    .where(
      and(
        eq(logLeaves.kind, "freeze"),
        gt(logLeaves.at, new Date(now.getTime() - NEWS)),
        notExists(
          db
            .select({ one: sql`1` })
            .from(notifications)
            .where(eq(notifications.dedupe, sql`concat_ws(':', ${KIND}::text, ${rounds.id}, ${accounts.id})`)),
        ),
        sql`not exists (select 1 from ${logLeaves} l where l.round_id = ${rounds.id} and l.kind = 'result')`,
      ),
    )
    .orderBy(asc(logLeaves.index), asc(accounts.id));
