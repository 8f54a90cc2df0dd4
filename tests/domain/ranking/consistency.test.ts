import { describe, expect, it } from "vitest";
import { normals } from "#app/domain/ranking/chances.ts";
import { digamma, priorOf, trigamma, weighed } from "#app/domain/ranking/consistency.ts";
import { type CountingReview, cutAt, cutFigures } from "#app/domain/ranking/cut.ts";
import { fitSeverity, type Score } from "#app/domain/ranking/severity.ts";
import { fitted } from "#app/domain/ranking/standing.ts";
import { scoresOf } from "#tests/support/references.ts";

it.each([
  ["digamma", digamma, 1, -0.577215664901533],
  ["digamma", digamma, 0.5, -1.963510026021423],
  ["digamma", digamma, 10, 2.251752589066721],
  ["trigamma", trigamma, 1, Math.PI ** 2 / 6],
  ["trigamma", trigamma, 0.5, Math.PI ** 2 / 2],
  ["trigamma", trigamma, 10, 0.105166335681686],
] as const)("%s at %d (Abramowitz & Stegun, table 6.1 and 6.4.4)", (_name, of, x, value) =>
  expect(of === digamma ? digamma(x) : trigamma(x)).toBeCloseTo(value, 12),
);

/** Worked out apart from the portal, with dense matrices and the functions of SciPy 1.17. */
describe("the references of dense matrices", () => {
  it("the prior of six variances, and of four that differ less than chance", () => {
    const freedom = [4, 6, 8, 5, 3, 7];
    const differing = [0.5, 1, 2, 4, 0.25, 9].map((s2, at) => ({ squares: s2 * freedom[at]!, freedom: freedom[at]! }));
    expect(priorOf(differing).variance).toBeCloseTo(1.1863760937769459, 9);
    expect(priorOf(differing).freedom).toBeCloseTo(2.70427552420317, 7);
    const alike = [1, 1.1, 0.9, 1.05].map((s2) => ({ squares: s2 * 9, freedom: 9 }));
    expect(priorOf(alike)).toEqual({ variance: expect.closeTo(1.13302543098, 8), freedom: Infinity });
  });

  /** Twelve entries, each read by three of four reviewers. */
  const SMALL: (Score & { by: number; of: number })[] = Array.from(
    { length: 48 },
    (_, at) => [at >> 2, at % 4] as const,
  )
    .filter(([entry, reviewer]) => (entry + reviewer) % 4 !== 0)
    .map(([of, by]) => ({
      of,
      by,
      entry: `e${of}`,
      reviewer: `r${by}`,
      score: ((7 * of + 3 * by) % 11) / 2 + (of % 5) - [0, 1.5, -1, 0.5][by]! + ((of * by) % 3) * (by === 2 ? 3 : 0.4),
    }));
  const effects = (fit: ReturnType<typeof fitSeverity>) => [
    ["e0", "e3", "e8", "e10"].map((id) => fit.entries.find((each) => each.id === id)!.effect),
    ["r0", "r1", "r2", "r3"].map((id) => fit.reviewers.find((each) => each.id === id)!.severity),
  ];
  const close = (values: number[]) => values.map((value) => expect.closeTo(value, 5));

  it("scores that weigh 1, 0.5, 0.25 and 2 by their reviewer", () => {
    const fit = fitSeverity(SMALL.map((score) => ({ ...score, weight: [1, 0.5, 0.25, 2][score.by]! })));
    expect(fit.minus2LogREML).toBeCloseTo(170.204089402192, 8);
    expect(fit.variance.residual).toBeCloseTo(2.7428523265, 5);
    expect(fit.intercept).toBeCloseTo(4.7469149757, 6);
    expect(effects(fit)).toEqual([
      close([-0.7794931851554702, 1.8503964283298626, 2.084635672172543, -2.35476583125602]),
      close([-0.18798086687529114, -1.2410904838531542, 1.9194972617819546, -0.49042591105350725]),
    ]);
  });

  it("what is shown of a weighted fit can be redone", () => {
    const fit = fitSeverity(SMALL.map((score) => ({ ...score, weight: [1, 0.5, 0.25, 2][score.by]! })));
    for (const { effect, mean, correction, shrinkage } of fit.entries)
      expect(shrinkage * (mean + correction - fit.intercept)).toBeCloseTo(effect, 8);
  });

  it("scores of two rounds, each with its own intercept", () => {
    const fit = fitSeverity(
      SMALL.map((score) => ({ ...score, round: score.of % 2 === 1 || score.by < 2 ? "1" : "2" })),
    );
    expect(fit.minus2LogREML).toBeCloseTo(164.59607151490772, 8);
    expect(fit.variance.residual).toBeCloseTo(3.9456493751, 5);
    expect(effects(fit)).toEqual([
      close([-1.4139938918942765, 0.9209547805474898, 1.4494414224627217, -1.4309940987699272]),
      close([-0.44176854789573294, -1.6259152258389933, 2.650890573700212, -0.5832067999654891]),
    ]);
    const leverages = fit.misfits().map(({ leverage }) => leverage);
    expect(leverages.every((each) => each > 0 && each < 1)).toBe(true);
  });
});

/** A hundred entries of the synthetic round, in which every fourth reviewer is thrown 25 points up or down. */
const WILD: Score[] = (() => {
  const all = scoresOf("synthetic_300x60");
  const first = new Set([...new Set(all.map(({ entry }) => entry))].sort().slice(0, 100));
  const scores = all.filter(({ entry }) => first.has(entry));
  const [entries, reviewers] = (["entry", "reviewer"] as const).map((side) =>
    [...new Set(scores.map((score) => score[side]))].sort(),
  ) as [string[], string[]];
  return scores.map((each) => ({
    ...each,
    score:
      each.score +
      (reviewers.indexOf(each.reviewer) % 4 === 0 ? 25 : 0) * ((entries.indexOf(each.entry) * 7) % 2 ? 1 : -1),
  }));
})();
/** By the same calculation apart from the portal: of the first 20 by adjusted scores, who comes and who goes. */
const REFERENCE = {
  in: ["E009", "E022", "E028", "E094"],
  out: ["E033", "E037", "E047", "E051"],
  weights: { R00: 0.7184768322, R01: 1.0160215996, R02: 0.8427167014, R03: 1.1632426272 },
};
const asReviews = (scores: readonly Score[]): CountingReview[] =>
  scores.map(({ entry, reviewer, score }) => ({ entry, reviewer, values: [score] }));
const variationOf = (scores: readonly Score[], method: "mean" | "adjusted" = "adjusted") => {
  const figures = cutFigures({
    reviews: asReviews(scores),
    weights: [100],
    method,
    ranked: [...new Set(scores.map(({ entry }) => entry))],
    seed: "1",
    draws: 10,
  });
  return { figures, found: figures.variations.find(({ variation }) => variation.kind === "consistency") };
};

describe("reviewers weighed by how consistently they score, as one more way to rank", () => {
  it("changes the places at the line that a calculation apart from the portal changes", () => {
    const { figures, found } = variationOf(WILD);
    expect(found!.variation).toEqual({ kind: "consistency", trusted: true });
    const change = cutAt(figures, 20).changes.find(({ variation }) => variation.kind === "consistency")!;
    expect([change.in.toSorted(), change.out.toSorted()]).toEqual([REFERENCE.in, REFERENCE.out]);
    const { scores, fit } = fitted(WILD);
    const { weights } = weighed(fit!, scores);
    for (const [id, weight] of Object.entries(REFERENCE.weights)) expect(weights.get(id)).toBeCloseTo(weight, 4);
  });

  it("never decides: chances and order are those without weights, and so are they where the mean decides", () => {
    const { figures, found } = variationOf(WILD);
    expect(found!.order).not.toEqual(figures.order);
    expect(figures.order).toEqual(
      fitted(WILD)
        .fit!.entries.toSorted((a, b) => b.effect - a.effect)
        .map(({ id }) => id),
    );
    expect(variationOf(WILD, "mean").found!.order).toEqual(found!.order);
  });

  it("is told of even where it changes nothing, and how little it means with few reviewers", () => {
    const small = WILD.filter(({ reviewer }) => reviewer < "R12");
    const { figures, found } = variationOf(small);
    expect(found!.variation).toEqual({ kind: "consistency", trusted: false });
    const all = cutAt(figures, figures.order.length - 1);
    expect(all.changes.map(({ variation }) => variation.kind)).toContain("consistency");
    expect(all.unchanged + all.changes.length).toBe(figures.variations.length);
  });

  it("is left out where nothing can be corrected", () => expect(variationOf(WILD.slice(0, 12)).found).toBeUndefined());
});

it("finds more of the true top 15 where reviewers' errors differ (scenario G)", () => {
  const normal = normals("G");
  let [gain, rounds] = [0, 8];
  for (let round = 0; round < rounds; round++) {
    const [entries, reviewers] = [300, 60];
    const quality = Array.from({ length: entries }, normal);
    const severity = Array.from({ length: reviewers }, () => 0.7 * normal());
    const error = Array.from({ length: reviewers }, () => 0.8 * Math.exp(0.5 * normal()));
    const scores = quality.flatMap((value, entry) =>
      [0, 1, 2].map((read) => {
        const by = (entry * 3 + read * 7 + Math.floor(entry / 20) * read) % reviewers;
        return { entry: `${entry}`, reviewer: `${by}`, score: value + severity[by]! + error[by]! * normal() };
      }),
    );
    const plain = fitSeverity(scores, [1, 0.7]);
    const { weights } = weighed(plain, scores);
    const weighted = fitSeverity(
      scores.map((each) => ({ ...each, weight: weights.get(each.reviewer)! })),
      plain.ratios,
    );
    const top = (values: number[]) =>
      new Set(
        values
          .map((value, at) => [value, at] as const)
          .sort(([a], [b]) => b - a)
          .slice(0, 15)
          .map(([, at]) => at),
      );
    const truth = top(quality);
    const hits = (fit: typeof plain) =>
      [...top(fit.entries.map(({ effect }) => effect))].filter((at) => truth.has(at)).length;
    gain += (hits(weighted) - hits(plain)) / 15 / rounds;
  }
  expect(gain).toBeGreaterThan(0.03);
});
