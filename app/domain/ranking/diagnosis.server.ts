import type { Calculate } from "#app/outside/calculation/calculation.ts";
import { hiddenEntries } from "../conflict/queries.server.ts";
import type { Context } from "../context.ts";
import { named } from "../round/policy.ts";
import { getRound } from "../round/queries.server.ts";
import { authorise } from "../verdict.ts";
import { habitsOf } from "./diagnostics.ts";
import { canSeeReviews } from "./policy.ts";
import { countingReviews, entriesOf, panelNames, scoresOf } from "./queries.server.ts";

/**
 * How reviewers used the scale and where they disagree, for the chair and, after the freeze, the secretariat; 404 for
 * everybody else. `diagnosis` null for somebody from whom a conflict hides an entry, and where criteria are divided.
 */
export async function diagnosisOf(ctx: Context, calculate: Calculate, roundId: string) {
  const round = await getRound(ctx, roundId);
  authorise(canSeeReviews(ctx.actor, { roundId, frozen: round.frozenAt !== null }));
  if (round.divided || (await hiddenEntries(ctx, roundId)).size > 0) return { round, diagnosis: null };
  const given = await scoresOf(ctx, roundId);
  const diagnosis = await calculate(
    "diagnosis",
    given.sort((a, b) => (a.entry + a.reviewer < b.entry + b.reviewer ? -1 : 1)),
  );
  const { criteria, reviews } = await countingReviews(ctx, round);
  const habits = habitsOf(reviews, criteria);
  const names = new Map((await panelNames(ctx, roundId)).map(({ id, name }) => [id, name]));
  const rows = new Map((await entriesOf(ctx, roundId)).map((row) => [row.entryId, named(ctx.actor, round, row)]));
  return {
    round,
    diagnosis: {
      ...diagnosis,
      reviewers: diagnosis.reviewers
        .map((each) => ({ ...each, name: names.get(each.id) ?? "", habits: habits.get(each.id)! }))
        .sort((a, b) => a.severity - b.severity),
      disputed: diagnosis.disputed.flatMap((each) => {
        const entry = rows.get(each.id);
        return entry ? [{ ...each, code: entry.code, title: entry.title }] : [];
      }),
    },
  };
}
