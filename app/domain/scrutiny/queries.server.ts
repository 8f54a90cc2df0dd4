import { and, asc, count, desc, eq, isNull, lte, sql } from "drizzle-orm";
import { accounts } from "#db/schema/account.ts";
import { auditEvents } from "#db/schema/audit.ts";
import { logCheckpoints, logLeaves } from "#db/schema/commitment.ts";
import { standingConflicts } from "#db/schema/conflict.ts";
import { panelMembers } from "#db/schema/panel.ts";
import { proposals } from "#db/schema/proposal.ts";
import { publications } from "#db/schema/result.ts";
import { freezes, rounds } from "#db/schema/round.ts";
import { scrutineerKeys, scrutineerSignatures } from "#db/schema/scrutiny.ts";
import { canonical, type EventType, roundStream, sha256 } from "../audit/rules.ts";
import type { Actor, Context } from "../context.ts";
import { getCycle } from "../cycle/queries.server.ts";
import { NotFound } from "../errors.ts";
import { listVersions, standingList, statementAt } from "../proof/queries.server.ts";
import { scrutineersIn } from "../proof/seeds.server.ts";
import { getRound, isLocked } from "../round/queries.server.ts";
import { isOver, roundState } from "../round/rules.ts";
import { canFollowRound } from "../round/policy.ts";
import { authorise } from "../verdict.ts";
import { canOpenSeed, canScrutinise, canSign, canStateKey, canTakeOpenings } from "./policy.ts";

type Reader = Pick<Context<Actor>, "db">;
const TAKEN: EventType = "openings.taken";

/**
 * Whether anything that was entered in a round's cycle is in conflict with the actor, drafts and what was ineligible
 * among it.
 */
export async function isInConflict({ db, actor }: Context, roundId: string): Promise<boolean> {
  const [found] = await db
    .select({ entryId: standingConflicts.entryId })
    .from(standingConflicts)
    .where(and(eq(standingConflicts.roundId, roundId), eq(standingConflicts.accountId, actor.id)))
    .limit(1);
  return found !== undefined;
}

/**
 * What the rules of scrutiny ask about a round and the actor: its freeze, a conflict, the key that they stated for it,
 * with its seed of lots, whether they signed the version that stands. Not guarded. 404 for an invented id.
 */
export async function scrutinyFacts(ctx: Context, roundId: string) {
  const standing = (await listVersions(ctx, roundId)).at(-1) ?? -1;
  const [found] = await ctx.db
    .select({
      cycleId: rounds.cycleId,
      frozen: sql<boolean>`${freezes.at} is not null`,
      // Until then the portal had committed to no seed of its own.
      ruledWithFreeze: sql<boolean>`exists (
        select 1
        from ${logLeaves}
        where ${logLeaves.roundId} = ${rounds.id} and ${logLeaves.kind} = 'rules' and ${logLeaves.at} >= ${freezes.at}
      )`,
      window: { opensAt: rounds.opensAt, closesAt: rounds.closesAt, locked: isLocked },
      key: scrutineerKeys.key,
      signed: sql<boolean>`${scrutineerSignatures.at} is not null`,
    })
    .from(rounds)
    .leftJoin(freezes, eq(freezes.roundId, rounds.id))
    .leftJoin(scrutineerKeys, and(eq(scrutineerKeys.roundId, rounds.id), eq(scrutineerKeys.accountId, ctx.actor.id)))
    .leftJoin(
      scrutineerSignatures,
      and(
        eq(scrutineerSignatures.roundId, rounds.id),
        eq(scrutineerSignatures.accountId, ctx.actor.id),
        eq(scrutineerSignatures.leaf, standing),
      ),
    )
    .where(eq(rounds.id, roundId));
  if (!found) throw new NotFound();
  const { window, ...facts } = found;
  const own = (await scrutineersIn(ctx, roundId)).find(({ key }) => key === facts.key);
  return {
    ...facts,
    roundId,
    inConflict: await isInConflict(ctx, roundId),
    ruled: (await statementAt(ctx, "rules", { roundId })) !== null,
    over: isOver(roundState(window, null, ctx.now)),
    seed: own?.commitment ? (own.opened ? ("opened" as const) : ("committed" as const)) : null,
    own,
  };
}

/** How many scrutineers of a round committed to a seed of lots and have not opened it. Not guarded: a number. */
export const unopenedSeeds = async (ctx: Reader, roundId: string): Promise<number> =>
  (await scrutineersIn(ctx, roundId)).filter(({ commitment, opened }) => commitment && !opened).length;

/** When the actor took a round's openings, the last time first, and the hash of what they got. */
export function openingsTaken({ db, actor }: Context, roundId: string) {
  return db
    .select({
      at: auditEvents.at,
      sha256: sql<string>`convert_from(${auditEvents.payload}, 'UTF8')::jsonb #>> '{details,sha256}'`,
    })
    .from(auditEvents)
    .where(
      and(eq(auditEvents.stream, roundStream(roundId)), eq(auditEvents.type, TAKEN), eq(auditEvents.actorId, actor.id)),
    )
    .orderBy(desc(auditEvents.at));
}

/**
 * The version of a round's result that stands, as a signature names it, and when that state of the log was signed;
 * null before. Not guarded: it names nothing that is hidden.
 */
export async function namedResult(ctx: Reader, roundId: string, log: string) {
  const rules = await statementAt(ctx, "rules", { roundId });
  const result = await standingList(ctx, roundId);
  const [state] = result
    ? await ctx.db
        .select({ size: logCheckpoints.size, root: logCheckpoints.root, at: logCheckpoints.at })
        .from(logCheckpoints)
        .where(eq(logCheckpoints.size, result.index + 1))
    : [];
  if (!rules || !result || !state) return null;
  return {
    log,
    cycle: rules.statement["cycle"] as string,
    round: roundId,
    result: result.index,
    sha256: sha256(canonical(result.statement)),
    size: state.size,
    root: state.root.toString("base64"),
    at: state.at,
  };
}

/**
 * A round for its scrutineer: whether its openings may be taken, when they were, which key was stated and whether one
 * may be, whether the result is in the log and public, which versions of it were signed, and whom to tell what came
 * out. 404 for everybody else.
 */
export async function scrutinyOf(ctx: Context, roundId: string) {
  authorise(canScrutinise(ctx.actor, roundId));
  const round = await getRound(ctx, roundId);
  const facts = await scrutinyFacts(ctx, roundId);
  const versions = await listVersions(ctx, roundId);
  const stated = versions.length > 0;
  const [publication] = await ctx.db
    .select({ id: publications.id })
    .from(publications)
    .where(
      and(eq(publications.roundId, roundId), lte(publications.publishedAt, ctx.now), isNull(publications.withdrawnAt)),
    )
    .limit(1);
  const signed = await ctx.db
    .select({
      note: scrutineerSignatures.note,
      leaf: scrutineerSignatures.leaf,
      checkedAt: scrutineerSignatures.checkedAt,
    })
    .from(scrutineerSignatures)
    .where(and(eq(scrutineerSignatures.roundId, roundId), eq(scrutineerSignatures.accountId, ctx.actor.id)))
    .orderBy(asc(scrutineerSignatures.leaf));
  const {
    programme: { contactEmail },
  } = await getCycle(ctx, round.cycleId);
  return {
    round,
    taking: canTakeOpenings(ctx.actor, facts),
    stating: canStateKey(ctx.actor, facts),
    signing: canSign(ctx.actor, { ...facts, stated }),
    opening: canOpenSeed(ctx.actor, facts),
    seed: facts.seed,
    ruled: facts.ruled,
    ruledWithFreeze: facts.ruledWithFreeze,
    taken: await openingsTaken(ctx, roundId),
    key: facts.key,
    signatures: signed.map(({ leaf, ...each }) => ({ ...each, version: versions.indexOf(leaf) + 1 })),
    versions: versions.length,
    contactEmail,
    stated,
    published: publication !== undefined,
  };
}

/** The keys that scrutineers of a round have stated, with whose they are. For those who follow the round. */
export function keysOfScrutineers(ctx: Context, roundId: string) {
  authorise(canFollowRound(ctx.actor, roundId));
  return ctx.db
    .select({ name: accounts.name, key: scrutineerKeys.key })
    .from(scrutineerKeys)
    .innerJoin(accounts, eq(accounts.id, scrutineerKeys.accountId))
    .where(eq(scrutineerKeys.roundId, roundId))
    .orderBy(asc(scrutineerKeys.at));
}

/** How many scrutineers of a round have not stated a key. Not guarded: a number. */
export async function keylessScrutineers({ db }: Reader, roundId: string): Promise<number> {
  const keyed = and(eq(scrutineerKeys.roundId, roundId), eq(scrutineerKeys.accountId, panelMembers.accountId));
  const [found] = await db
    .select({ keyless: count() })
    .from(panelMembers)
    .leftJoin(scrutineerKeys, keyed)
    .where(
      and(eq(panelMembers.roundId, roundId), eq(panelMembers.role, "scrutineer"), isNull(scrutineerKeys.accountId)),
    );
  return found!.keyless;
}

/**
 * The keys of scrutineers that stood in the log before a round was frozen, and who signed which version of its result
 * with them, when: the version that stands for each key, and those before where they were signed. Meant for everybody:
 * a name is told where its holder signed, and nowhere else.
 */
export async function signaturesTold(ctx: Reader, roundId: string) {
  const versions = await listVersions(ctx, roundId);
  const last = Math.max(versions.length, 1);
  const keys = await ctx.db
    .select({ accountId: scrutineerKeys.accountId, key: scrutineerKeys.key, name: accounts.name })
    .from(scrutineerKeys)
    .innerJoin(accounts, eq(accounts.id, scrutineerKeys.accountId))
    .where(eq(scrutineerKeys.roundId, roundId))
    .orderBy(asc(scrutineerKeys.at));
  const signed = await ctx.db
    .select({
      accountId: scrutineerSignatures.accountId,
      leaf: scrutineerSignatures.leaf,
      checkedAt: scrutineerSignatures.checkedAt,
    })
    .from(scrutineerSignatures)
    .where(eq(scrutineerSignatures.roundId, roundId))
    .orderBy(asc(scrutineerSignatures.leaf));
  return keys.flatMap(({ accountId, key, name }) => {
    const own = signed
      .filter((each) => each.accountId === accountId)
      .map(({ leaf, checkedAt }) => ({ key, name, checkedAt, version: versions.indexOf(leaf) + 1 }));
    const missing = { key, name: null, checkedAt: null, version: last };
    return own.some(({ version }) => version === last) ? own : [...own, missing];
  });
}

/**
 * What everybody may know of the scrutiny of a published round: how many scrutineers it has, when one of them took the
 * openings last, and how many took them who scrutinise no longer, and of how many of these two persons decided that.
 * Without names: the rules of a round publish none.
 */
export async function scrutinyTold(
  { db }: Reader,
  roundId: string,
): Promise<{ scrutineers: number; takenAt: Date | null; left: number; leftByTwo: number }> {
  const [appointed] = await db
    .select({ scrutineers: count() })
    .from(panelMembers)
    .where(and(eq(panelMembers.roundId, roundId), eq(panelMembers.role, "scrutineer")));
  const gone = sql`count(distinct ${auditEvents.actorId}) filter (where ${panelMembers.accountId} is null`;
  const byTwo = sql`exists (
    select 1
    from ${proposals} "removal"
    where "removal".kind = 'scrutineer-removal'
      and "removal".outcome = 'confirmed'
      and "removal".round_id = ${roundId}
      and "removal".account_id = ${auditEvents.actorId}
  )`;
  const [taken] = await db
    .select({
      takenAt: sql<Date | null>`max(${auditEvents.at}) filter (where ${panelMembers.accountId} is not null)`.mapWith(
        auditEvents.at,
      ),
      left: sql<number>`(${gone}))::int`,
      leftByTwo: sql<number>`(${gone} and ${byTwo}))::int`,
    })
    .from(auditEvents)
    .leftJoin(
      panelMembers,
      and(
        eq(panelMembers.accountId, auditEvents.actorId),
        eq(panelMembers.roundId, roundId),
        eq(panelMembers.role, "scrutineer"),
      ),
    )
    .where(and(eq(auditEvents.stream, roundStream(roundId)), eq(auditEvents.type, TAKEN)));
  return { ...appointed!, ...taken! };
}

/**
 * Holds a signing key until the transaction ends, in whichever round: it is one person's, and two who bring it at once
 * would each find it free. Taken after the round.
 */
export async function holdKey({ db }: Pick<Context, "db">, bare: Buffer): Promise<void> {
  await db.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`signing-key:${bare.toString("hex")}`}, 0))`);
}
