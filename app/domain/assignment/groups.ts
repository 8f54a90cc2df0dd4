import { recordOf } from "./certificate.ts";
import { rounded, sum } from "./problem.ts";
import { keyOf, type Pair, type Plan, type PlanInput } from "./rules.ts";

/**
 * What a plan is of: a round as a whole; or, where it divides its criteria and some read each entry, each group of
 * those who read the same criteria. Nobody is in two groups, so what reviewers agreed to, and how alike their loads
 * are, is of each group alone.
 */
export function partsOf(input: PlanInput) {
  const { groups, ...whole } = input;
  if (!groups) return [{ criteria: null, input, isOwn: (_pair: Pick<Pair, "reviewerId">) => true }];
  return groups.map(({ criteria, reviewers }) => {
    const own = new Set(reviewers);
    const isOwn = ({ reviewerId }: Pick<Pair, "reviewerId">) => own.has(reviewerId);
    const part: PlanInput = {
      ...whole,
      reviewers: whole.reviewers.filter(({ id }) => own.has(id)),
      forbidden: whole.forbidden.filter(isOwn),
      existing: whole.existing.filter(isOwn),
      held: whole.held.filter(isOwn),
    };
    return { criteria, input: part, isOwn };
  });
}

/**
 * A plan for each group, one after the other. Side rules hold within each; two who are kept apart never read the same
 * entry across groups either, and there whoever has it already comes first, then the group that is planned first.
 */
export function planInGroups(input: PlanInput, plan: (part: PlanInput) => Plan): Plan {
  const parts: Plan[] = [];
  let given = [...input.existing];
  for (const { input: part, isOwn } of partsOf(input)) {
    const apart = keptApart(
      input,
      given.filter((pair) => !isOwn(pair)),
    ).filter(isOwn);
    const standing = new Set(part.existing.map(keyOf));
    const closed = apart.filter((pair) => !standing.has(keyOf(pair)));
    const made = plan({ ...part, forbidden: [...part.forbidden, ...closed] });
    const kept = new Set(closed.map(({ entryId }) => entryId));
    parts.push({
      ...made,
      unserved: made.unserved.map((each) =>
        each.because === "conflicts" && kept.has(each.entryId) ? { ...each, because: "rules" } : each,
      ),
    });
    const moved = new Set(made.moved.map(keyOf));
    given = [...given.filter((pair) => !moved.has(keyOf(pair))), ...made.pairs];
  }
  return together(parts);
}

/** What nobody may read because somebody they are kept apart from reads it. */
const keptApart = ({ rules }: PlanInput, given: readonly Pair[]): Pair[] =>
  given.flatMap(({ entryId, reviewerId }) =>
    rules.apart.flatMap(([one, other]) =>
      reviewerId === one
        ? [{ entryId, reviewerId: other }]
        : reviewerId === other
          ? [{ entryId, reviewerId: one }]
          : [],
    ),
  );

/** The plans of all groups as one: what each group proves of its own is proved of them together. */
function together(parts: Plan[]): Plan {
  const proofs = parts.map(({ proof }) => proof);
  return {
    pairs: parts.flatMap(({ pairs }) => pairs),
    moved: parts.flatMap(({ moved }) => moved),
    loads: new Map(parts.flatMap(({ loads }) => [...loads])),
    unserved: parts.flatMap(({ unserved }) => unserved),
    unkept: parts.flatMap(({ unkept }) => unkept),
    proof: {
      total: rounded(sum(proofs.map(({ total }) => total))),
      totalBound: rounded(sum(proofs.map(({ totalBound }) => totalBound))),
      floor: Math.min(...proofs.map(({ floor }) => floor)),
      floorBound: Math.min(...proofs.map(({ floorBound }) => floorBound)),
      capped: null,
      settled: proofs.every(({ settled }) => settled),
      solver: proofs[0]!.solver,
    },
    parts,
  };
}

/** What is kept of a plan that is carried out, for each group of its readers. */
export const recordsOf = (input: PlanInput, plan: Plan) =>
  partsOf(input).map(({ criteria, input: part }, at) => ({
    criteria,
    record: recordOf(part, plan.parts?.[at] ?? plan),
  }));
