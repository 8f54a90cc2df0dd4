import { and, asc, eq, exists, gt, inArray, isNull, or, sql } from "drizzle-orm";
import { accounts, roleGrants } from "#db/schema/account.ts";
import { logCheckpoints, logLeaves } from "#db/schema/commitment.ts";
import { cycles } from "#db/schema/cycle.ts";
import { notifications } from "#db/schema/notification.ts";
import { panelMembers } from "#db/schema/panel.ts";
import { publications } from "#db/schema/result.ts";
import { rounds } from "#db/schema/round.ts";
import { localeOr } from "#app/i18n/locales.ts";
import { say } from "#app/i18n/localised.ts";
import { PANELS, STAFF } from "../account/queries.server.ts";
import { type Actor, ANONYMOUS, type Context, type Person } from "../context.ts";
import { type Owed, tellOnce } from "../notification/commands.server.ts";
import { listVersions, statesList } from "../proof/queries.server.ts";
import { canTakeResult } from "../scrutiny/policy.ts";
import { scrutinyFacts } from "../scrutiny/queries.server.ts";
import { canCountersign } from "./policy.ts";
import { countersignatureFacts } from "./queries.server.ts";

/** For how long a stated result is news to who may sign it, in milliseconds. */
const NEWS = 7 * 86_400_000;
const KIND = "signature-due";

/**
 * Tells who may check or sign a result that it stands in the signed log: its scrutineers, and of the secretariat who
 * publishes, nobody in conflict with anything in the round. Each once for each version of it, by the rules that hold
 * for their pages; answers how many letters were owed.
 */
export function tellSigners(outer: Context<Actor>, publicUrl: string): Promise<number> {
  return tellOnce(outer, { kind: KIND, about: "signatures" }, async (ctx) => {
    const letters: Owed[] = [];
    for (const { leaf, ...round } of await statedOfLate(ctx)) {
      const versions = await listVersions(ctx, round.id);
      if (versions.at(-1) !== leaf) continue;
      const stated = { ...round, version: versions.length };
      for (const signer of await possibleSigners(ctx, stated)) {
        const letter = await letterTo(ctx, signer, stated, publicUrl);
        if (letter) letters.push(letter);
      }
    }
    return letters;
  });
}

type StatedRound = Omit<Awaited<ReturnType<typeof statedOfLate>>[number], "leaf"> & { version: number };

/**
 * Rounds whose result, or a version that took its place, was stated of late, in a state of the log that is signed:
 * before, there is nothing to sign. Not those whose publication is withdrawn.
 */
const statedOfLate = ({ db, now }: Context<Actor>) =>
  db
    .select({ id: rounds.id, name: rounds.name, cycle: cycles.name, leaf: logLeaves.index })
    .from(logLeaves)
    .innerJoin(logCheckpoints, eq(logCheckpoints.size, sql`${logLeaves.index} + 1`))
    .innerJoin(rounds, eq(rounds.id, logLeaves.roundId))
    .innerJoin(cycles, eq(cycles.id, rounds.cycleId))
    .leftJoin(publications, eq(publications.roundId, rounds.id))
    .where(
      and(
        inArray(logLeaves.kind, ["result", "correction"]),
        sql`(${eq(logLeaves.kind, "result")} or ${statesList})`,
        gt(logLeaves.at, new Date(now.getTime() - NEWS)),
        isNull(publications.withdrawnAt),
      ),
    )
    .orderBy(asc(logLeaves.index));

/** One letter to a person for each version; of the first as before there were others. */
const dedupeOf = ({ id: roundId, version }: Pick<StatedRound, "id" | "version">, { id }: { id: string }) =>
  `${KIND}:${roundId}:${version > 1 ? `${version}:` : ""}${id}`;

/** Scrutineers of the round and the secretariat, whom no letter has told of this version; whatever they may sign. */
async function possibleSigners({ db }: Context<Actor>, round: StatedRound): Promise<(Person & { locale: string })[]> {
  const some = { one: sql`1` };
  const scrutinises = db
    .select(some)
    .from(panelMembers)
    .where(
      and(
        eq(panelMembers.accountId, accounts.id),
        eq(panelMembers.roundId, round.id),
        eq(panelMembers.role, "scrutineer"),
      ),
    );
  const runs = db
    .select(some)
    .from(roleGrants)
    .where(and(eq(roleGrants.accountId, accounts.id), eq(roleGrants.role, "secretariat")));
  const people = await db
    .select({
      id: accounts.id,
      name: accounts.name,
      email: accounts.email,
      locale: accounts.locale,
      staff: STAFF,
      panels: PANELS,
    })
    .from(accounts)
    .where(and(isNull(accounts.disabledAt), or(exists(scrutinises), exists(runs))))
    .orderBy(asc(accounts.id));
  const letters = await db
    .select({ dedupe: notifications.dedupe })
    .from(notifications)
    .where(
      inArray(
        notifications.dedupe,
        people.map((person) => dedupeOf(round, person)),
      ),
    );
  const told = new Set(letters.map(({ dedupe }) => dedupe));
  return people.filter((person) => !told.has(dedupeOf(round, person))).map((person) => ({ ...ANONYMOUS, ...person }));
}

/** Null where they may neither check the result nor sign it, or have signed. */
async function letterTo(
  { db, now }: Context<Actor>,
  { locale: given, ...actor }: Person & { locale: string },
  { id, name, cycle, version }: StatedRound,
  publicUrl: string,
): Promise<Owed | null> {
  const [ctx, locale]: [Context, ReturnType<typeof localeOr>] = [{ db, actor, now }, localeOr(given)];
  const checking = await scrutinyFacts(ctx, id);
  const checks = canTakeResult(actor, { ...checking, stated: true }).allowed && !checking.signed;
  if (!checks && !canCountersign(actor, await countersignatureFacts(ctx, id)).allowed) return null;
  return {
    dedupe: dedupeOf({ id, version }, actor),
    accountId: actor.id,
    email: actor.email,
    locale,
    kind: checks ? "result-to-check" : KIND,
    params: {
      round: say(name, locale),
      cycle: say(cycle, locale),
      listVersion: version > 1 ? String(version) : "",
      link: checks
        ? `${publicUrl}/judging/rounds/${id}/scrutiny`
        : `${publicUrl}/rounds/${id}/publication/countersignature`,
    },
  };
}
