import { and, asc, eq, gt, inArray, isNull, lte, notExists, type SQL, sql } from "drizzle-orm";
import { accounts, reviewerProfiles } from "#db/schema/account.ts";
import { discussionMessages, discussionTold } from "#db/schema/discussion.ts";
import { notifications } from "#db/schema/notification.ts";
import { panelMembers } from "#db/schema/panel.ts";
import { freezes, rounds } from "#db/schema/round.ts";
import { formatNumber } from "#app/i18n/format.ts";
import { localeOr } from "#app/i18n/locales.ts";
import { type Localised, say } from "#app/i18n/localised.ts";
import type { Actor, Context, PanelRole } from "../context.ts";
import { type Owed, tellOnce } from "../notification/commands.server.ts";
import { REMINDER_PAUSE } from "../reminder/rules.ts";
import { type DiscussionRule, isDiscussed } from "../round/rules.ts";
import { asDiscussed, type Follower, unreadOf } from "./queries.server.ts";
import { TOLD_AFTER, TOLD_UNTIL } from "./rules.ts";

const KIND = "discussions-unread";
type DiscussedRound = {
  id: string;
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
    const discussed = await discussedRounds(ctx);
    const { after, until } = dueTimes(ctx);
    const due = (await readersOf(ctx, discussed)).filter(({ unread }) =>
      unread.some(({ at, told }) => !told && at > after && at <= until),
    );
    const told = due.flatMap(({ id, unread }) => unread.map((message) => ({ messageId: message.id, accountId: id })));
    for (let start = 0; start < told.length; start += 1000)
      await ctx.db
        .insert(discussionTold)
        .values(told.slice(start, start + 1000))
        .onConflictDoNothing();
    return due.map((reader) => letterTo(ctx, reader, discussed, publicUrl));
  });
}

/** A message that is news still, and has waited long enough to be told of, was written between these. */
const dueTimes = ({ now }: Pick<Context<Actor>, "now">) => ({
  after: new Date(now.getTime() - TOLD_UNTIL),
  until: new Date(now.getTime() - TOLD_AFTER),
});

/** The rounds in which something was said of late and talk goes on. */
async function discussedRounds(ctx: Context<Actor>): Promise<DiscussedRound[]> {
  const { after, until } = dueTimes(ctx);
  const spoken = ctx.db
    .selectDistinct({ id: discussionMessages.roundId })
    .from(discussionMessages)
    .where(and(gt(discussionMessages.at, after), lte(discussionMessages.at, until)));
  const found = await ctx.db
    .select({
      id: rounds.id,
      name: rounds.name,
      discussion: rounds.discussion,
      frozenAt: freezes.at,
    })
    .from(rounds)
    .leftJoin(freezes, eq(freezes.roundId, rounds.id))
    .where(inArray(rounds.id, spoken))
    .orderBy(asc(rounds.opensAt), asc(rounds.id));
  return found.filter(({ discussion, frozenAt }) => isDiscussed(discussion, frozenAt !== null));
}

type Unread = { id: string; roundId: string; first: string; at: Date; told: boolean };
type Reader = { id: string; email: string; locale: string; unread: Unread[] };

/** Everybody in turn, in a statement over `accounts`, with the part that they have in the panel of a round. */
const eachMember: Follower = {
  id: sql`${accounts.id}`,
  judges: (roundId) => hasPart(roundId, "reviewer"),
  seesReviews: ({ roundId }) => hasPart(roundId, "chair"),
};
const hasPart = (roundId: string, role: PanelRole): SQL => sql`exists (
  select 1 from ${panelMembers} pm where pm.round_id = ${roundId} and pm.account_id = ${accounts.id} and pm.role = ${role})`;

/**
 * Reviewers and chairs of these rounds for whom something waits in them, who want letters and have had none within a
 * day, with all that waits and whether a letter has told them of it.
 */
async function readersOf(ctx: Context<Actor>, discussed: readonly DiscussedRound[]): Promise<Reader[]> {
  if (discussed.length === 0) return [];
  const { db, now } = ctx;
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
  const members = db
    .select({ id: panelMembers.accountId })
    .from(panelMembers)
    .where(
      inArray(
        panelMembers.roundId,
        discussed.map(({ id }) => id),
      ),
    );
  const waiting = unreadOf(ctx, eachMember, discussed.map(asDiscussed));
  const found = await db
    .select({
      reader: { id: accounts.id, email: accounts.email, locale: accounts.locale },
      message: {
        id: waiting.id,
        roundId: waiting.roundId,
        first: waiting.first,
        at: waiting.at,
        told: sql<boolean>`${discussionTold.messageId} is not null`,
      },
    })
    .from(accounts)
    .leftJoin(reviewerProfiles, eq(reviewerProfiles.accountId, accounts.id))
    .innerJoinLateral(waiting, sql`true`)
    .leftJoin(discussionTold, and(eq(discussionTold.messageId, waiting.id), eq(discussionTold.accountId, accounts.id)))
    .where(
      and(
        inArray(accounts.id, members), // of whom few are asked what waits: there may be thousands of others
        isNull(accounts.disabledAt),
        sql`coalesce(${reviewerProfiles.discussionLetters}, true)`,
        notExists(written),
      ),
    )
    .orderBy(asc(accounts.id));
  const readers = new Map<string, Reader>();
  for (const { reader, message } of found) {
    const known = readers.get(reader.id) ?? { ...reader, unread: [] };
    known.unread.push(message);
    readers.set(reader.id, known);
  }
  return [...readers.values()];
}

function letterTo(
  { now }: Context<Actor>,
  { id, email, locale: given, unread }: Reader,
  discussed: readonly DiscussedRound[],
  publicUrl: string,
): Owed {
  const locale = localeOr(given);
  return {
    dedupe: `${KIND}:${id}:${now.toISOString()}`,
    accountId: id,
    email,
    locale,
    kind: KIND,
    params: {
      count: formatNumber(new Set(unread.map(({ first }) => first)).size, locale),
      rounds: discussed
        .filter((round) => unread.some(({ roundId }) => roundId === round.id))
        .map((round) => `${say(round.name, locale)}\n${publicUrl}/rounds/${round.id}/discussions`)
        .join("\n\n"),
      profile: `${publicUrl}/account/profile`,
    },
  };
}
