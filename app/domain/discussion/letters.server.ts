import { and, asc, eq, gt, inArray, isNull, lte, notExists, sql } from "drizzle-orm";
import { accounts, reviewerProfiles } from "#db/schema/account.ts";
import { discussionMessages, discussionTold } from "#db/schema/discussion.ts";
import { notifications } from "#db/schema/notification.ts";
import { panelMembers } from "#db/schema/panel.ts";
import { freezes, rounds } from "#db/schema/round.ts";
import { formatNumber } from "#app/i18n/format.ts";
import { localeOr } from "#app/i18n/locales.ts";
import { type Localised, say } from "#app/i18n/localised.ts";
import { type Actor, ANONYMOUS, type Context, type PanelRole } from "../context.ts";
import { type Owed, tellOnce } from "../notification/commands.server.ts";
import { REMINDER_PAUSE } from "../reminder/rules.ts";
import type { DiscussionRule } from "../round/rules.ts";
import { unreadOf } from "./queries.server.ts";
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
  return tellOnce(outer, { kind: KIND, about: "discussions" }, async (ctx) => {
    const letters: Owed[] = [];
    const discussed = await discussedRounds(ctx);
    for (const reader of await possibleReaders(ctx, [...discussed.keys()])) {
      const letter = await letterTo(ctx, reader, discussed, publicUrl);
      if (letter) letters.push(letter);
    }
    return letters;
  });
}

/** A message that is news still, and has waited long enough to be told of, was written between these. */
const dueTimes = ({ now }: Pick<Context<Actor>, "now">) => ({
  after: new Date(now.getTime() - TOLD_UNTIL),
  until: new Date(now.getTime() - TOLD_AFTER),
});

/** The rounds in which something was said of late. */
async function discussedRounds(ctx: Context<Actor>): Promise<Map<string, DiscussedRound>> {
  const { after, until } = dueTimes(ctx);
  const spoken = ctx.db
    .selectDistinct({ id: discussionMessages.roundId })
    .from(discussionMessages)
    .where(and(gt(discussionMessages.at, after), lte(discussionMessages.at, until)));
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
    .where(inArray(rounds.id, spoken))
    .orderBy(asc(rounds.opensAt), asc(rounds.id));
  return new Map(found.map((round) => [round.id, round]));
}

type Reader = {
  id: string;
  email: string;
  locale: string;
  parts: { roundId: string; role: PanelRole }[];
};

/** Reviewers and chairs of these rounds who want letters and have had none within a day; whatever they may read. */
async function possibleReaders({ db, now }: Context<Actor>, roundIds: string[]): Promise<Reader[]> {
  if (roundIds.length === 0) return [];
  const written = db
    .select({ one: sql`1` })
    .from(notifications)
    .where(
      and(
        eq(notifications.kind, KIND),
        eq(notifications.accountId, accounts.id),
        gt(notifications.createdAt, new Date(now.getTime() - REMINDER_PAUSE)),
      ),
    );
  return db
    .select({
      id: accounts.id,
      email: accounts.email,
      locale: accounts.locale,
      parts: sql<Reader["parts"]>`json_agg(
        json_build_object('roundId', ${panelMembers.roundId}, 'role', ${panelMembers.role})
        order by ${panelMembers.roundId}, ${panelMembers.role}
      )`,
    })
    .from(panelMembers)
    .innerJoin(accounts, eq(accounts.id, panelMembers.accountId))
    .leftJoin(reviewerProfiles, eq(reviewerProfiles.accountId, accounts.id))
    .where(
      and(
        inArray(panelMembers.roundId, roundIds),
        inArray(panelMembers.role, ["reviewer", "chair"]),
        isNull(accounts.disabledAt),
        sql`coalesce(${reviewerProfiles.discussionLetters}, true)`,
        notExists(written),
      ),
    )
    .groupBy(accounts.id)
    .orderBy(asc(accounts.id));
}

/** Null where nothing that they may read waits for them, or nothing that they were not told of. */
async function letterTo(
  { db, now }: Context<Actor>,
  { id, email, locale: given, parts }: Reader,
  discussed: ReadonlyMap<string, DiscussedRound>,
  publicUrl: string,
): Promise<Owed | null> {
  const panels = parts.map((part) => ({ ...part, cycleId: discussed.get(part.roundId)!.cycleId }));
  const ctx: Context = { db, actor: { ...ANONYMOUS, id, email, panels }, now };
  const own = [...discussed.values()].filter((round) => panels.some(({ roundId }) => roundId === round.id));
  const unread = await unreadBy(ctx, own);
  const { after, until } = dueTimes(ctx);
  if (!unread.some(({ at, told }) => !told && at > after && at <= until)) return null;
  const told = unread.map((message) => ({ messageId: message.id, accountId: id }));
  for (let start = 0; start < told.length; start += 1000)
    await db
      .insert(discussionTold)
      .values(told.slice(start, start + 1000))
      .onConflictDoNothing();
  const locale = localeOr(given);
  return {
    dedupe: `${KIND}:${id}:${now.toISOString()}`,
    accountId: id,
    email,
    locale,
    kind: KIND,
    params: {
      count: formatNumber(new Set(unread.map(({ first }) => first)).size, locale),
      rounds: own
        .filter((round) => unread.some(({ roundId }) => roundId === round.id))
        .map((round) => `${say(round.name, locale)}\n${publicUrl}/rounds/${round.id}/discussions`)
        .join("\n\n"),
      profile: `${publicUrl}/account/profile`,
    },
  };
}

/** What waits for the reader whose context this is, and whether a letter has told them of it. */
async function unreadBy({ db, ...rest }: Context, own: readonly DiscussedRound[]) {
  const waiting = unreadOf({ db, ...rest }, own);
  if (!waiting) return [];
  return db
    .select({
      id: waiting.id,
      roundId: waiting.roundId,
      first: waiting.first,
      at: waiting.at,
      told: sql<boolean>`${discussionTold.messageId} is not null`,
    })
    .from(waiting)
    .leftJoin(
      discussionTold,
      and(eq(discussionTold.messageId, waiting.id), eq(discussionTold.accountId, rest.actor.id)),
    );
}
