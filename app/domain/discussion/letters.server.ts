import { and, asc, eq, gt, inArray, isNull, lte, ne, or, sql } from "drizzle-orm";
import { accounts, reviewerProfiles } from "#db/schema/account.ts";
import { discussionMessages } from "#db/schema/discussion.ts";
import { notifications } from "#db/schema/notification.ts";
import { panelMembers } from "#db/schema/panel.ts";
import { freezes, rounds } from "#db/schema/round.ts";
import { formatNumber } from "#app/i18n/format.ts";
import { localeOr } from "#app/i18n/locales.ts";
import { type Localised, say } from "#app/i18n/localised.ts";
import { SYSTEM_STREAM } from "../audit/rules.ts";
import { type Actor, ANONYMOUS, type Context, type PanelRole } from "../context.ts";
import { oweAll, type Owed } from "../notification/commands.server.ts";
import { REMINDER_PAUSE } from "../reminder/rules.ts";
import type { DiscussionRule } from "../round/rules.ts";
import { transact } from "../transact.server.ts";
import { unreadIn } from "./queries.server.ts";
import { TOLD_AFTER, TOLD_UNTIL } from "./rules.ts";

const KIND = "discussions-unread";
type DiscussedRound = {
  id: string;
  cycleId: string;
  name: Localised;
  discussion: DiscussionRule;
  frozenAt: Date | null;
};

/**
 * What the portal does by itself: tells whoever reviews in a round or chairs it, in their language, of how many
 * messages they have not read, in discussions they may follow by now. Only when one of them has waited for a while and
 * they were not told of it, at most once a day, and not if they want none. Gives how many letters went out.
 */
export function tellOfUnread(outer: Context<Actor>, publicUrl: string): Promise<number> {
  return transact(outer, async (ctx) => {
    // Two that run at once tell once: the second one sees what the first has sent.
    await ctx.db.execute(sql`select pg_advisory_xact_lock(hashtextextended(${KIND}, 0))`);
    const letters: Owed[] = [];
    const discussed = await discussedRounds(ctx);
    for (const reader of await possibleReaders(ctx, [...discussed.keys()])) {
      const letter = await letterTo(ctx, reader, discussed, publicUrl);
      if (letter) letters.push(letter);
    }
    await oweAll(ctx, letters);
    return {
      result: letters.length,
      event:
        letters.length === 0
          ? []
          : {
              type: "reminder.sent",
              stream: SYSTEM_STREAM,
              subjectId: null,
              details: { letters: letters.length, about: "discussions" },
            },
    };
  });
}

/** Messages that are news still, and have waited long enough to be told of. */
const isDue = ({ now }: Pick<Context<Actor>, "now">) =>
  and(
    gt(discussionMessages.at, new Date(now.getTime() - TOLD_UNTIL)),
    lte(discussionMessages.at, new Date(now.getTime() - TOLD_AFTER)),
  )!;

/** The rounds in which something was said of late. */
async function discussedRounds(ctx: Context<Actor>): Promise<Map<string, DiscussedRound>> {
  const spoken = ctx.db.selectDistinct({ id: discussionMessages.roundId }).from(discussionMessages).where(isDue(ctx));
  const found = await ctx.db
    .select({
      id: rounds.id,
      cycleId: rounds.cycleId,
      name: rounds.name,
      discussion: rounds.discussion,
      frozenAt: freezes.at,
    })
    .from(rounds)
    .leftJoin(freezes, eq(freezes.roundId, rounds.id))
    .where(and(inArray(rounds.id, spoken), ne(rounds.discussion, "off")))
    .orderBy(asc(rounds.opensAt), asc(rounds.id));
  return new Map(found.map((round) => [round.id, round]));
}

type Reader = {
  id: string;
  email: string;
  locale: string;
  told: Date | null;
  parts: { roundId: string; role: PanelRole }[];
};

/** Reviewers and chairs of these rounds who want letters and have had none within a day; whatever they may read. */
async function possibleReaders({ db, now }: Context<Actor>, roundIds: string[]): Promise<Reader[]> {
  if (roundIds.length === 0) return [];
  const told = db
    .select({ accountId: notifications.accountId, at: sql<string>`max(${notifications.createdAt})`.as("told_at") })
    .from(notifications)
    .where(eq(notifications.kind, KIND))
    .groupBy(notifications.accountId)
    .as("told");
  return db
    .select({
      id: accounts.id,
      email: accounts.email,
      locale: accounts.locale,
      told: sql<Date | null>`${told.at}`.mapWith(notifications.createdAt),
      parts: sql<Reader["parts"]>`json_agg(json_build_object(
        'roundId', ${panelMembers.roundId}, 'role', ${panelMembers.role}
      ) order by ${panelMembers.roundId}, ${panelMembers.role})`,
    })
    .from(panelMembers)
    .innerJoin(accounts, eq(accounts.id, panelMembers.accountId))
    .leftJoin(reviewerProfiles, eq(reviewerProfiles.accountId, accounts.id))
    .leftJoin(told, eq(told.accountId, accounts.id))
    .where(
      and(
        inArray(panelMembers.roundId, roundIds),
        inArray(panelMembers.role, ["reviewer", "chair"]),
        isNull(accounts.disabledAt),
        sql`coalesce(${reviewerProfiles.discussionLetters}, true)`,
        or(isNull(told.at), lte(told.at, sql`${new Date(now.getTime() - REMINDER_PAUSE).toISOString()}::timestamptz`)),
      ),
    )
    .groupBy(accounts.id, told.at)
    .orderBy(asc(accounts.id));
}

/** Null where nothing that they may read waits for them, or nothing that they were not told of. */
async function letterTo(
  { db, now }: Context<Actor>,
  { id, email, locale: given, told, parts }: Reader,
  discussed: ReadonlyMap<string, DiscussedRound>,
  publicUrl: string,
): Promise<Owed | null> {
  const panels = parts.map((part) => ({ ...part, cycleId: discussed.get(part.roundId)!.cycleId }));
  const ctx: Context = { db, actor: { ...ANONYMOUS, id, email, panels }, now };
  const own = [...discussed.values()].filter((round) => panels.some(({ roundId }) => roundId === round.id));
  const news = and(isDue(ctx), told ? gt(discussionMessages.at, told) : undefined);
  if ((await unreadIn(ctx, own, news)).size === 0) return null;
  const unread = await unreadIn(ctx, own);
  const locale = localeOr(given);
  return {
    dedupe: `${KIND}:${id}:${now.toISOString()}`,
    accountId: id,
    email,
    locale,
    kind: KIND,
    params: {
      count: formatNumber(
        [...unread.values()].reduce((sum, count) => sum + count, 0),
        locale,
      ),
      rounds: own
        .filter((round) => unread.has(round.id))
        .map((round) => `${say(round.name, locale)}\n${publicUrl}/rounds/${round.id}/discussions`)
        .join("\n\n"),
      profile: `${publicUrl}/account/profile`,
    },
  };
}
