import { bestPlan } from "#app/domain/assignment/plan.ts";
import { solver } from "#app/domain/assignment/solver.ts";
import { cutFigures } from "#app/domain/ranking/cut.ts";
import { diagnose } from "#app/domain/ranking/diagnostics.ts";
import { balance } from "#app/domain/shortlist/balance.ts";
import type { Calculations } from "./calculation.ts";

/** Who does what: pure functions of the domain. */
export const WORK: { [What in keyof Calculations]: (input: Calculations[What][0]) => Calculations[What][1] | Promise<Calculations[What][1]> } = {
  assignment: async (input) => bestPlan(await solver(), input),
  balance,
  cut: cutFigures,
  diagnosis: diagnose,
};
