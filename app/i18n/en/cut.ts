/** How sure the line is, what would move it, and how reviewers used the scale. */
export const cut = {
  title: "How sure the line is",
  lede: "Scores are not exact: other readers would have scored otherwise. This page says which places the scores decide and which they do not. People decide there.",
  partial: "A conflict of interest hides some entries from you. Everything on this page is worked out over all entries, so it is for those who see all of them.",
  none: "There are too few entries with reviews to draw a line.",
  lineLabel: "Entries above the line", lineHint: (most: number) => `From 1 to ${most}.`, move: "Move the line",
  lineOf: (level: string, after: number) => `${level}: after ${after}`,
  tie: (n: number) => `${n} entries share the same mean at this line. The ranking does not tell which of them stand above it.`,
  noChances: "No chances are shown. What other ways of counting would change stands below.",
  hits: (line: number, hits: string) => `Of the ${line} entries above this line, we expect about ${hits} to be among the true best ${line}.`,
  bands: { sure: "Sure", "near-tie": "Near-tie", out: "Out" },
  bandNotes: { sure: "90 % or more to belong above", "near-tie": "the scores do not tell", out: "10 % or less" },
  chanceNote: "Chances come from 4,000 draws of what the entries may be worth, given all scores and how much reviewers differ. The same scores always give the same chances.",
  table: "Chance of belonging above the line", place: "Place", entry: "Entry", chance: "Chance", band: "Where it stands", ranks: "Ranks, 9 times in 10", reviews: "Reviews",
  rankRange: (low: string, high: string) => (low === high ? low : `${low} to ${high}`),
  rest: (n: number) => (n === 0 ? "Every entry with reviews is listed." : `Not listed, because they are clearly out: ${n}.`),
  picture: {
    title: "Ranks between which the entries of the near-tie band lie", line: "line",
    description: (rows: number, line: number) => `${rows} entries, one a row, by place. Each bar spans the ranks the entry lies between in 9 of 10 draws. The line runs after rank ${line}.`,
    caption: "The near-tie band. A bar spans the ranks an entry may truly have; its point is its place by the ranking, filled above the line and hollow below. The table lists the same.",
  },
  spread: {
    title: "How each reviewer used the scale",
    description: (rows: number) => `${rows} reviewers, one a row. A line spans the lowest to the highest score given, a box the middle half, a bar marks the median.`,
    caption: "From lowest to highest score in points; the box holds the middle half, the bar is the median.",
  },
  extra: {
    title: "Where one more review tells most", text: "The entries whose place is most open, and the reviewer with the fewest entries whom no conflict keeps from reading.",
    entry: "Entry", reviewer: "Could read it", nobody: "Nobody is free to read it", button: "Assign",
  },
  changes: {
    title: "What would change the line", text: "Each row changes one thing and ranks anew: without one reviewer, one weight a fifth larger or smaller, another method.",
    unchanged: (n: number) => (n === 1 ? "One other change leaves every place as it is." : `${n} other changes leave every place as it is.`),
    none: "None of these changes moves any entry across the line.", variation: "If", in: "Would come above", out: "Would fall below", nobody: "–",
    without: (name: string) => `without ${name}`, withoutOne: "without one of the reviewers",
    weight: (criterion: string, percent: number) => `“${criterion}” weighed ${percent === 120 ? "20 % more" : "20 % less"}`,
    methods: { mean: "the plain mean decided", adjusted: "the adjusted score decided", median: "the median decided", standardised: "each reviewer’s scores were standardised (z-scores)" },
  },
  diagnostics: {
    title: "Reviewers and disagreement", lede: "For the chair and the secretariat only. Small panels can be recognised by their severity: nothing of this page leaves it.",
    reliability: {
      title: "How far scores can be relied on", single: "One review", mean: "Mean of the reviews", adjusted: "Adjusted score",
      note: "The share of differences that lies in the entries rather than in who happened to read them; 1 would be perfect. Single reviews in real juries reach about 0.3.",
    },
    severity: {
      title: "Severity of reviewers", text: "How many points above (+) or below (−) the others a reviewer scores the same entries. Differences are no fault: the adjusted score takes them out.",
      reviewer: "Reviewer", reviews: "Reviews", severity: "Severity", interval: "95 % interval", infit: "Infit", outfit: "Outfit", slope: "Slope", remarks: "Remarks",
      range: (low: string, high: string) => `${low} … ${high}`, harsh: "severe", lenient: "lenient", scatters: "scatters more than chance", flat: "hardly tells entries apart",
      note: "Infit and outfit: 1 as expected, 0.5 to 1.5 as usual, above 2 distorts. Slope: points given per point of the others’ judgement.",
    },
    disputed: {
      title: "Where reviewers disagree", text: "Reviewers differ on these entries more than chance would bring about, severity taken out.", none: "Nowhere do reviewers differ more than chance would bring about.",
      entry: "Entry", reviews: "Reviews", advice: "Advice", discuss: "Ask for a discussion or one more review",
    },
  },
};
