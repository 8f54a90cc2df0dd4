import { NO_RULES, type PlanInput } from "#app/domain/assignment/rules.ts";

/** A round without conflicts, themes, capacities or side rules. */
export function free(entries: number, reviewers: number, reviewsPerEntry: number): PlanInput {
  return {
    entries: Array.from({ length: entries }, (_none, index) => ({ id: `e${index}`, themes: [] })),
    reviewers: Array.from({ length: reviewers }, (_none, index) => ({
      id: `r${index}`,
      themes: [],
      capacity: null,
      region: null,
    })),
    forbidden: [],
    existing: [],
    reviewsPerEntry,
    seed: "round",
    rules: NO_RULES,
    calibration: [],
    held: [],
  };
}
