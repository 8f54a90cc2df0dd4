import { and, eq, inArray, isNotNull, isNull, like, lte, ne, or, sql } from "drizzle-orm";
import { accounts } from "#db/schema/account.ts";
import type { Change } from "#db/schema/correction.ts";
import { cycles, levels } from "#db/schema/cycle.ts";
import { entries } from "#db/schema/entry.ts";
import { notifications } from "#db/schema/notification.ts";
import { publications } from "#db/schema/result.ts";
import { rounds } from "#db/schema/round.ts";
import { waves } from "#db/schema/wave.ts";
import { say } from "#app/i18n/localised.ts";
import { localeOr } from "#app/i18n/locales.ts";
import { textsOf } from "#app/i18n/texts.ts";
import { apart } from "../apart.ts";
import { roundStream } from "../audit/rules.ts";
import type { Actor, Context } from "../context.ts";
import { toldOf } from "../co-applicant/queries.server.ts";
import { unknownPeople } from "../decision/deliveries.server.ts";
import { givenTo, type OwnOutcome, peopleToTell, type Publication } from "../decision/queries.server.ts";
import { oweAgain, oweAll, withdraw } from "../notification/commands.server.ts";
import { lockRound, type Round } from "../round/queries.server.ts";
import { transact } from "../transact.server.ts";
import { authorise } from "../verdict.ts";
import { canTellAgain, canUnpublish } from "./policy.ts";
import { lettersAbout, standingOf } from "./publishing.server.ts";

/** Lists in the open about which nobody was written to yet: their embargo has ended. */
const isUntold = ({ now }: { now: Date }) =>
  and(
    isNotNull(publications.roundId),
    isNull(publications.withdrawnAt),
    lte(publications.publishedAt, now),
    or(isNull(publications.toldAt), ne(publications.toldAt, publications.publishedAt)),
  );

/**
 * Owes the teams their letters about every list whose embargo has ended: what the portal does by itself, so that
 * whoever gets a letter is in a team then, and not when the list was published. Gives how many letters it owes.
 */
export async function tellOfPublished(outer: Context<Actor>, publicUrl: string): Promise<number> {
  const due = await outer.db
    .select({ id: publications.id })
    .from(publications)
    .where(isUntold(outer))
    .orderBy(publications.publishedAt, publications.id);
  const letters = await apart(due, ({ id }) => tellOf(outer, id, publicUrl));
  return letters.reduce((all, each) => all + each, 0);
}

/** Holds the publication, so that two who come to it at once tell of it once. */
function tellOf(outer: Context<Actor>, id: string, publicUrl: string): Promise<number> {
  return transact(outer, async (ctx) => {
    const [found] = await ctx.db
      .select({
        publishedAt: publications.publishedAt,
        roundId: rounds.id,
        cycle: { id: cycles.id, name: cycles.name, slug: cycles.slug },
      })
      .from(publications)
      .innerJoin(rounds, eq(rounds.id, publications.roundId))
      .innerJoin(cycles, eq(cycles.id, rounds.cycleId))
      .where(and(eq(publications.id, id), isUntold(ctx)))
      .for("update", { of: publications });
    if (!found) return { result: 0, event: [] };
    const { publishedAt, roundId, cycle } = found;
    const letters = await tellTeams(ctx, { id: roundId, cycleId: cycle.id, cycle }, { id, publishedAt }, publicUrl);
    return {
      result: letters,
      event: { type: "result.told", stream: roundStream(roundId), subjectId: id, details: { round: roundId, letters } },
    };
  });
}

type Told = Pick<Round, "id" | "cycleId"> & { cycle: Pick<Round["cycle"], "name" | "slug"> };

/**
 * Owes the letters about a list that is out. Each says what became of the reader's own entries, and nothing of others.
 */
export async function tellTeams(
  ctx: Context<Actor>,
  round: Told,
  { id, publishedAt }: Pick<Publication, "id" | "publishedAt">,
  publicUrl: string,
): Promise<number> {
  const people = await peopleToTell(ctx, round);
  await oweAll(
    ctx,
    people.map(({ outcomes, ...person }) => {
      const locale = localeOr(person.locale);
      const awarded = outcomes.flatMap(({ code, title, resultId, ...place }) => {
        const given = givenTo(place, locale);
        return given
          ? [`${code} ${title}${textsOf(locale).ui.colon}${given}\n${publicUrl}/initiatives/${resultId}`]
          : [];
      });
      const others = outcomes.filter((each) => !givenTo(each, locale)).map(({ code, title }) => `${code} ${title}`);
      const params = {
        cycle: say(round.cycle.name, locale),
        awarded: awarded.join("\n\n"),
        others: others.join("\n"),
        link: `${publicUrl}/cycles/${round.cycle.slug}/results`,
      };
      return {
        dedupe: `${lettersAbout(id, publishedAt)}:${person.accountId}`,
        ...person,
        kind: "result-published" as const,
        params,
      };
    }),
  );
  await ctx.db.update(publications).set({ toldAt: publishedAt }).where(eq(publications.id, id));
  return people.length;
}

/**
 * Owes the letters about a result anew that could not be delivered, but of people of teams whose entries the actor is
 * in conflict with: whether there are any would tell of them. 409 where none failed.
 */
export function tellAgain(outer: Context, roundId: string): Promise<void> {
  return transact(outer, async (ctx) => {
    await lockRound(ctx, roundId, "update");
    const { round, publication, facts } = await standingOf(ctx, roundId);
    authorise(canUnpublish(ctx.actor, facts));
    const { id, publishedAt } = publication!;
    const isNewest = sql`not exists (
      select 1
      from notifications n
      where n.account_id = ${notifications.accountId} and n.created_at > ${notifications.createdAt}
        and n.dedupe like ${`${lettersAbout(id, publishedAt)}:%`}
    )`;
    const except = unknownPeople(ctx, { cycleId: round.cycleId, since: publishedAt });
    const again = await oweAgain(ctx, lettersAbout(id, publishedAt), { except, which: isNewest });
    authorise(canTellAgain(ctx.actor, facts, again));
    const details = { round: roundId, letters: again };
    return {
      result: undefined,
      event: { type: "result.told-again", stream: roundStream(roundId), subjectId: id, details },
    };
  });
}

/**
 * Ends what was written to teams by their result in a cycle and is not out yet, once its last result is taken back: a
 * wave may be about any that stands.
 */
export async function endWaves(ctx: Context, cycleId: string): Promise<void> {
  const [standing] = await ctx.db
    .select({ id: publications.id })
    .from(publications)
    .innerJoin(rounds, eq(rounds.id, publications.roundId))
    .where(and(eq(rounds.cycleId, cycleId), isNull(publications.withdrawnAt)))
    .limit(1);
  if (standing) return;
  const told = await ctx.db
    .select({ id: waves.id })
    .from(waves)
    .where(and(eq(waves.cycleId, cycleId), or(eq(waves.audience, "unlisted"), like(waves.audience, "listed%"))));
  for (const { id } of told) await withdraw(ctx, `wave:${id}`);
}

type Corrected = { publicationId: string; id: string; reason: string; changes: readonly Change[]; publicUrl: string };

/**
 * Owes a letter to everybody in a team of an entry that a correction gave another level, or other honours, once the
 * teams were told of the list at all, in the place of what was not sent to them yet: so it says what became of each
 * entry of the reader's, of those too that are where they were, and why the list was corrected.
 */
export async function tellOfCorrection(
  ctx: Context<Actor>,
  round: Told,
  { publicationId, id, reason, changes, publicUrl }: Corrected,
): Promise<number> {
  const [known] = await ctx.db
    .select({ toldAt: publications.toldAt, publishedAt: publications.publishedAt })
    .from(publications)
    .where(eq(publications.id, publicationId));
  if (!known || changes.length === 0 || known.toldAt?.getTime() !== known.publishedAt.getTime()) return 0;
  const people = await outcomesOf(ctx, round, changes);
  await ctx.db.delete(notifications).where(
    and(
      like(notifications.dedupe, `${lettersAbout(publicationId)}:%`),
      isNull(notifications.sentAt),
      inArray(
        notifications.accountId,
        people.map(({ accountId }) => accountId),
      ),
    ),
  );
  await oweAll(
    ctx,
    people.map(({ outcomes, accountId, email, locale: theirs }) => {
      const locale = localeOr(theirs);
      const given = (entry: Outcome) => givenTo(entry, locale);
      const [on, off] = [outcomes.filter(given), outcomes.filter((entry) => !given(entry))];
      const named = ({ code, title }: Outcome) => `${code} ${title}`;
      const params = {
        cycle: say(round.cycle.name, locale),
        awarded: on.map((entry) => `${named(entry)}${textsOf(locale).ui.colon}${given(entry)}`).join("\n"),
        others: off.map(named).join("\n"),
        reason,
        link: `${publicUrl}/cycles/${round.cycle.slug}/results`,
      };
      const dedupe = `${lettersAbout(publicationId, known.publishedAt)}:${id}:${accountId}`;
      return { dedupe, accountId, email, locale, kind: "list-corrected" as const, params };
    }),
  );
  return people.length;
}

type Outcome = Omit<OwnOutcome, "resultId">;

/**
 * Everybody in a team of one of these entries, with what became of each entry of theirs; of one that changed its place
 * though it was withdrawn since.
 */
async function outcomesOf(ctx: Context<Actor>, round: Told, changes: readonly Change[]) {
  const standing = new Map((await peopleToTell(ctx, round)).map(({ accountId, outcomes }) => [accountId, outcomes]));
  const levelNames = await ctx.db
    .select({ key: levels.key, name: levels.name })
    .from(levels)
    .where(eq(levels.cycleId, round.cycleId));
  const people = new Map<string, { accountId: string; email: string; locale: string; outcomes: Outcome[] }>();
  for (const { accountId, email, locale, entryId, code } of await teamsOf(ctx, changes)) {
    const { title, to, honours } = changes.find((change) => change.entryId === entryId)!;
    const person = people.get(accountId) ?? { accountId, email, locale, outcomes: [] };
    const level = levelNames.find(({ key }) => key === to)?.name ?? null;
    person.outcomes.push({ code, title, level, honours: honours?.to ?? [] });
    people.set(accountId, person);
  }
  return [...people.values()].map((person) => {
    const changed = person.outcomes.map(({ code }) => code);
    const others = (standing.get(person.accountId) ?? []).filter(({ code }) => !changed.includes(code));
    return { ...person, outcomes: [...person.outcomes, ...others] };
  });
}

/** Everybody in a team of one of these entries, once for each. */
function teamsOf(ctx: Pick<Context, "db">, changes: readonly Change[]) {
  const told = toldOf(ctx);
  const entryIds = changes.map(({ entryId }) => entryId);
  return ctx.db
    .select({
      accountId: accounts.id,
      email: accounts.email,
      locale: accounts.locale,
      entryId: entries.id,
      code: entries.code,
    })
    .from(entries)
    .innerJoin(told, eq(told.entryId, entries.id))
    .innerJoin(accounts, eq(accounts.id, told.accountId))
    .where(and(inArray(entries.id, entryIds), isNull(accounts.disabledAt)))
    .orderBy(accounts.id, entries.code);
}
