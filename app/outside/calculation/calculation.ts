import type { Plan, PlanInput } from "#app/domain/assignment/rules.ts";
import type { CutFigures, CutInput } from "#app/domain/ranking/cut.ts";
import type { Diagnosis } from "#app/domain/ranking/diagnostics.ts";
import type { Balanced, BalanceInput } from "#app/domain/shortlist/balance.ts";
import type { Score } from "#app/domain/ranking/severity.ts";

/** What takes long enough that nobody else should wait for it: what goes in and what comes out, all plain data. */
export type Calculations = {
  assignment: [PlanInput, Plan];
  cut: [CutInput, CutFigures];
  balance: [BalanceInput, Balanced];
  diagnosis: [readonly Score[], Diagnosis];
};

export type Calculate = <What extends keyof Calculations>(what: What, input: Calculations[What][0]) => Promise<Calculations[What][1]>;

/** Calculates beside the server; the same question is worked out once. */
export type Calculation = { run: Calculate; close(): void };
