import { eq, sql } from "drizzle-orm";
import { accounts } from "#db/schema/account.ts";
import { commitments } from "#db/schema/commitment.ts";
import { cycles } from "#db/schema/cycle.ts";
import { programmes } from "#db/schema/programme.ts";
import { rounds } from "#db/schema/round.ts";
import { type NoteKey, signNote } from "../commitment/note.ts";
import { commitmentOf } from "../commitment/queries.server.ts";
import { type AttestationRecord, attestationReceipt } from "../commitment/rules.ts";
import type { Actor, Context } from "../context.ts";
import { ownDigest } from "../proof/own-reviews.server.ts";
import { statementAt } from "../proof/queries.server.ts";
import { canFollowRound } from "../round/policy.ts";
import { authorise } from "../verdict.ts";
import type { AttestationFacts } from "./policy.ts";

type Reader = Pick<Context<Actor>, "db">;

/** What somebody may confirm: their reviews as they were handed in last, by number and digest. Not guarded. */
export async function attestationFacts(
  ctx: Context,
  roundId: string,
): Promise<AttestationFacts & { digest: string | null }> {
  const given = await commitmentOf(ctx, "attestation", ctx.actor.id, roundId);
  return {
    ...(await ownDigest(ctx, roundId)),
    roundId,
    frozen: (await statementAt(ctx, "freeze", { roundId })) !== null,
    stated: (await statementAt(ctx, "result", { roundId })) !== null,
    attestedAt: given?.at ?? null,
  };
}

/** The signed receipt for one's own confirmation, the same each time; null where there is none. */
export async function ownAttestation(ctx: Context, key: NoteKey, roundId: string): Promise<string | null> {
  const given = await commitmentOf(ctx, "attestation", ctx.actor.id, roundId);
  if (!given) return null;
  const { hash: commitment, salt } = given;
  return signNote(attestationReceipt({ record: given.record as AttestationRecord, commitment, salt }), key);
}

/** To whom a reviewer writes whose scores are not theirs. */
export async function contactOf({ db }: Reader, roundId: string): Promise<string> {
  const [found] = await db
    .select({ email: programmes.contactEmail })
    .from(rounds)
    .innerJoin(cycles, eq(cycles.id, rounds.cycleId))
    .innerJoin(programmes, eq(programmes.id, cycles.programmeId))
    .where(eq(rounds.id, roundId));
  return found!.email;
}

/** A commitment `s` to a review of a round, and whether its author has confirmed. */
const reviewersOf = (roundId: string) => sql`
  select distinct s.record->>'reviewer' as id, exists (
    select 1
    from ${commitments} a
    where a.round_id = ${roundId} and a.type = 'attestation' and a.subject_id = (s.record->>'reviewer')::uuid
  ) as given
  from ${commitments} s
  where s.round_id = ${roundId} and s.type = 'score-event'`;

/** How many of those who handed in reviews have confirmed them. Tells nothing of scores, and everybody may know it. */
export async function attestedOf({ db }: Reader, roundId: string): Promise<{ given: number; of: number }> {
  const [found] = await db.execute<{ given: number; of: number }>(sql`
    select count(*) filter (where r.given)::int as given, count(*)::int as of from (${reviewersOf(roundId)}) r`);
  return { ...found! };
}

/**
 * Who has not confirmed their scores yet, by name, and how many have; null before the freeze. For those who follow the
 * round.
 */
export async function missingAttestations(ctx: Context, roundId: string) {
  authorise(canFollowRound(ctx.actor, roundId));
  if (!(await statementAt(ctx, "freeze", { roundId }))) return null;
  const rows = await ctx.db.execute<{ name: string }>(sql`
    select ${accounts.name} as name
    from (${reviewersOf(roundId)}) r
    join ${accounts} on ${accounts.id} = r.id::uuid
    where not r.given
    order by ${accounts.name} collate "names", ${accounts.id}`);
  return { ...(await attestedOf(ctx, roundId)), missing: rows.map(({ name }) => name) };
}
