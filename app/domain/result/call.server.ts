import { sql } from "drizzle-orm";
import type { Disclosure, DiscussionRule, RankingMethod, TieRule } from "#db/schema/round.ts";
import type { Localised } from "#app/i18n/localised.ts";
import { NotFound } from "../errors.ts";
import { CYCLE, type PublicCycle, type PublicReader } from "./queries.server.ts";

export type Rubric = {
  name: Localised;
  criteria: { name: Localised; description: Localised; weight: number }[];
  /**
   * The rounds that judge by it, in their order, by which method each ranks, what breaks its ties, when reviewers
   * discuss, and how much of the scores it discloses.
   */
  rounds: {
    name: Localised;
    method: RankingMethod;
    divided: boolean;
    ties: TieRule[];
    discussion: DiscussionRule;
    disclosure: Disclosure;
  }[];
};

type StatedKey = { key: string; at: string; round: Localised };

/**
 * The keys that the scrutineers of a cycle c have stated, once their rounds are open: what outsiders keep before there
 * is a result. Whose each is only the key's own name says.
 */
const STATED_KEYS = ({ now }: PublicReader) => sql`(
  select json_agg(json_build_object('key', s.key, 'at', s.at, 'round', o.name) order by o.position, s.at, s.key)
  from scrutineer_keys s
  join rounds o on o.id = s.round_id
  join panel_members m on m.round_id = s.round_id and m.account_id = s.account_id and m.role = 'scrutineer'
  where o.cycle_id = c.id and o.opens_at <= ${now.toISOString()}::timestamptz
)`;

type Call = { rubrics: Rubric[]; keys: StatedKey[]; hasForm: boolean };

/**
 * The public page of a call: texts, dates, the criteria of its rounds, and the keys of their scrutineers. 404 for an
 * unknown address.
 */
export async function getPublicCycle(ctx: PublicReader, slug: string): Promise<PublicCycle & Call> {
  const [found] = await ctx.db.execute<{ cycle: PublicCycle } & Call>(sql`
    select ${CYCLE(ctx)} as cycle, coalesce(${STATED_KEYS(ctx)}, '[]'::json) as keys,
      exists (select 1 from sections f where f.cycle_id = c.id) as "hasForm",
      coalesce((
        select json_agg(json_build_object(
          'name', u.name,
          'criteria', (
            select json_agg(json_build_object(
              'name', k.name, 'description', k.description, 'weight', k.weight
            ) order by k.position)
            from criteria k
            where k.rubric_id = u.id
          ),
          'rounds', (
            select json_agg(json_build_object(
              'name', o.name, 'method', o.method, 'ties', o.ties, 'divided', o.divided, 'discussion', o.discussion,
              'disclosure', o.disclosure
            ) order by o.position)
            from rounds o
            where o.rubric_id = u.id
          )
        ) order by u.first)
        from (
          select u.id, u.name, min(o.position) as first
          from rubrics u
          join rounds o on o.rubric_id = u.id
          where o.cycle_id = c.id
          group by u.id
        ) u
      ), '[]'::json) as rubrics
    from cycles c
    join programmes g on g.id = c.programme_id
    where c.slug = ${slug} and c.published_at is not null`);
  if (!found) throw new NotFound();
  const { cycle, ...call } = found;
  return { ...cycle, ...call };
}
