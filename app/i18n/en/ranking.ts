/** The ranking of a round, and the freeze of its scores. */
export const ranking = {
  title: "Ranking", lede: "By the mean of all reviews that count. Means are compared as exact fractions and shown with two decimals, or up to six where two would not tell them.",
  caption: "Entries by mean points", rank: "Rank", entry: "Entry", city: "City", mean: "Mean points", reviews: "Reviews", status: "At the line",
  reviewsOf: (given: string, expected: string) => `${given} of ${expected}`, missing: "Reviews missing", unranked: "Not ranked: no review counts", tied: "shared",
  tie: "Tie across the line: to be decided", line: (level: string) => `The line for “${level}” runs below this entry`,
  partial: "Some entries are not shown to you, because a conflict of interest stands between you and them. What stands in the first column counts only the entries shown, and no line is drawn.",
  partialRank: "Among those shown",
  notFrozen: "Reviewers are still scoring. This order can change until the scores are frozen.", frozen: "The scores were frozen on", none: "No entries in this round", noneText: "Entries appear once they have passed screening.",
  csv: "Download as CSV", csvColumns: { rank: "rank", code: "code", title: "title", city: "city", country: "country", reviews: "reviews", expected: "reviews expected", total: "total (hundredths of a point)", mean: "mean points", fraction: "exact mean" },
  reviewed: {
    scores: "Scores by reviewer", none: "Nobody reads this entry", caption: "Scores of each reviewer by criterion", reviewer: "Reviewer", points: "Points", waiting: "not in yet",
    mean: "Mean", spread: "Spread (standard deviation)", range: "Lowest to highest", comments: "What they wrote", noComments: "Nobody has written a comment.", decide: "Decide about this entry",
    changes: "Changed after the others’ scores were open", changed: (criterion: string, from: string, to: string) => `${criterion}: from ${from} to ${to}`,
  },
  toFreeze: "Freeze the scores", toSelection: "Selection", toRound: "The round",
  freeze: {
    title: "Freeze the scores of this round?", lede: "This cannot be taken back.",
    will: "What happens", points: ["No score can be given or changed in this round any more.", "The secretariat and observers can then read the ranking.", "A fingerprint of all scores is kept in the audit trail."],
    stillOpen: "Reviewers have been promised time until", stillOpenText: "Freezing now takes the rest of that time away from them.",
    missing: "What is missing", complete: "Every entry has all its reviews.", caption: "Entries with reviews missing", given: "Reviews in", expected: "Expected",
    drafts: (n: string) => `Reviews begun and not submitted, which will not count: ${n}`, noReviews: "An entry without any review cannot be ranked. It needs a decision with a reason.",
    button: "Freeze the scores for good", cancel: "Not now", done: "The scores are frozen.", confirm: "I have read what is missing, and want to freeze now",
  },
};
