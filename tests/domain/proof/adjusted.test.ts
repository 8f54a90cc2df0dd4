import { describe, expect, it } from "vitest";
import { adjust } from "#app/domain/ranking/adjusted.ts";
import type { Score } from "#app/domain/ranking/severity.ts";
import { reference, scoresOf } from "#tests/support/references.ts";
import { adjustedScores } from "../../../public/verify.mjs";

const deviation = (scores: readonly Score[]) => {
  const mean = scores.reduce((sum, { score }) => sum + score, 0) / scores.length;
  return Math.sqrt(scores.reduce((sum, { score }) => sum + (score - mean) ** 2, 0) / scores.length);
};

/** Two codes that share nothing but SCIENCE.md 3.2: the portal's and the verifier's. */
describe("the verifier's own adjusted scores", () => {
  it.each(["aibs_overall", "aibs_Innovation", "aibs_Approach", "aibs_Investig", "aibs_Signif", "synthetic_300x60"])(
    "%s: are lme4's and the portal's, ten times closer than it allows",
    (name) => {
      const [scores, theirs] = [scoresOf(name), reference(name)];
      const [ours, portal] = [adjustedScores(scores)!, adjust(scores)];
      expect(ours.within).toBeCloseTo(1e-5 * deviation(scores), 12);
      const far = (wanted: (entry: string) => number) =>
        Math.max(...[...ours.scores].map(([entry, score]) => Math.abs(score - wanted(entry)))) / ours.within;
      const blups = new Map(theirs.entries.map(({ id, blup }) => [id, theirs.intercept + blup]));
      expect(ours.scores.size).toBe(blups.size);
      expect(far((entry) => blups.get(entry)!)).toBeLessThan(0.1);
      expect(far((entry) => portal.entries.get(entry)!.billionths / 1e9)).toBeLessThan(0.1);
    },
  );
});
