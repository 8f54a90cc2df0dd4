import { asc, desc, inArray, lt, sql } from "drizzle-orm";
import { logCheckpoints, logLeaves } from "#db/schema/commitment.ts";
import { publications } from "#db/schema/result.ts";
import { canonical } from "../audit/rules.ts";
import { OF_THE_LOG, STATEMENTS } from "../commitment/rules.ts";
import type { Actor, Context } from "../context.ts";
import { NotFound } from "../errors.ts";
import { statesList } from "./queries.server.ts";

type Reader = Pick<Context<Actor>, "db" | "now">;

/** A row `p` of `publications`: the result is public, or was and has been withdrawn since. */
const outOf = ({ now }: Reader) => sql`(p.published_at <= ${now.toISOString()}::timestamptz
  and (p.withdrawn_at is null or p.withdrawn_at >= p.published_at))`;

// Each in a fragment of its own: Drizzle drops the table name of a bare column in single-table selects.
const [INDEX, KIND] = [sql`${logLeaves.index}`, sql`${logLeaves.kind}`];
const [CYCLE, ROUND] = [sql`${logLeaves.cycleId}`, sql`${logLeaves.roundId}`];

/**
 * SQL, over the leaves: a statement that everybody may read. Of a round whose result is public, all that its proof
 * shows; of one whose result was taken back, that it was, and no list. And what is stated of the log itself.
 */
const isTold = (ctx: Reader) => sql<boolean>`${inArray(KIND, [...OF_THE_LOG])} or exists (
  select 1
  from ${publications} p
  where ${outOf(ctx)}
    and case
      when ${KIND} = 'seal' then ${CYCLE} = p.cycle_id and p.withdrawn_at is null and exists (
        select 1
        from ${logLeaves} f
        where f.round_id = p.round_id and f.kind = 'freeze' and f.index > ${INDEX}
      )
      else ${ROUND} = p.round_id and (p.withdrawn_at is null or ${KIND} = 'correction' and not ${statesList})
    end
)`;

const newest = ({ db }: Reader) =>
  db
    .select({ size: logCheckpoints.size, note: logCheckpoints.note })
    .from(logCheckpoints)
    .orderBy(desc(logCheckpoints.size))
    .limit(1);

/**
 * Every leaf of the log up to the state that was signed last, as canonical JSON: commitments as they are, which open
 * nothing; statements as they are stated, and of those that are not public yet "?" and the hash of the leaf alone. With
 * it the verifier sees what is stated of a round, and that nothing else is. Meant for everybody. 404 before the first
 * signature.
 */
export async function wholeLog(ctx: Reader): Promise<string> {
  const [signed] = await newest(ctx);
  if (!signed) throw new NotFound();
  const leaves = await ctx.db
    .select({ kind: logLeaves.kind, data: logLeaves.data, hash: logLeaves.hash, told: isTold(ctx) })
    .from(logLeaves)
    .where(lt(logLeaves.index, signed.size))
    .orderBy(asc(logLeaves.index));
  const states = new Set<string>(STATEMENTS);
  return canonical({
    v: 1,
    checkpoint: signed.note,
    leaves: leaves.map(({ kind, data, hash, told }) => {
      if (!states.has(kind)) return data.toString("hex");
      return told ? data.toString() : `?${hash.toString("hex")}`;
    }),
  });
}

/** All that `wholeLog` is made of: where this is the same, so is that. */
export async function stateOfLog(ctx: Reader): Promise<string> {
  const [found] = await ctx.db.execute<{ state: string }>(sql`
    select concat_ws(' ', (select max(size) from ${logCheckpoints}),
      (select string_agg(concat(p.round_id, p.withdrawn_at is null), ' ' order by p.round_id)
        from ${publications} p where ${outOf(ctx)})) as state`);
  return found!.state;
}
