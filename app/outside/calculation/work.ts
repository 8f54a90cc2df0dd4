import { bestPlan } from "#app/domain/assignment/plan.ts";
import { solver } from "#app/domain/assignment/solver.ts";
import { cutFigures } from "#app/domain/ranking/cut.ts";
import { diagnose } from "#app/domain/ranking/diagnostics.ts";
import { pooledOrder } from "#app/domain/ranking/pooled.ts";
import { balance } from "#app/domain/shortlist/balance.ts";
import type { Calculations } from "./calculation.ts";

/** Who does what: pure functions of the domain, which may tell on the way how far they have got. */
export const WORK: {
  [What in keyof Calculations]: (
    input: Calculations[What][0],
    tell?: (told: Calculations[What][2]) => void,
  ) => Calculations[What][1] | Promise<Calculations[What][1]>;
} = {
  assignment: async (input, tell) => bestPlan(await solver(), input, tell),
  balance,
  cut: cutFigures,
  diagnosis: diagnose,
  pooled: pooledOrder,
};
