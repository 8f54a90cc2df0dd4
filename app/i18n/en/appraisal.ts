/** What teams are told of how their entries were judged. */
export const appraisal = {
  title: "How your entry was judged", lede: "What the reviewers wrote, as the secretariat passes it on, and about where the means of their scores lie. Nobody is named.",
  bandsText: "Each criterion’s scale is cut in three: the mean lies in the upper, the middle or the lower third.",
  bands: { upper: "Upper third", middle: "Middle third", lower: "Lower third", none: "Not told: too few reviews" },
  overall: "On the whole", noComments: "No comment.", pdf: "As a PDF", link: "How it was judged",
  desk: {
    title: "Feedback to teams", link: "Feedback to teams", lede: "Comments and bands for each criterion, without names and without scores, read by each entry’s own team.",
    what: "The comments of all reviews that count are copied, without anything that tells who wrote them or which belong together. You read them, change or leave out what must not go out, and then let the teams read.",
    prepare: "Copy the comments", caption: "Entries", entry: "Entry", city: "City", comments: "Comments", omitted: "Left out", state: "State", few: "Few reviews", none: "There is no review that counts.",
    risk: "Where an entry has fewer than 3 reviews no band is told, and whoever knows the panel may still tell from a comment who wrote it. Leave out what only one person can have written.",
    conflicts: "Entries you are in conflict with are not shown.",
    released: "The teams can read it", releasedText: "Nothing of it can be changed any more.",
    edit: "What goes to the team", text: (n: string) => `Comment ${n}`, omit: "Leave out", save: "Save", back: "Feedback to teams",
    saved: "Saved.",
    releaseTitle: "Let the teams read?", releaseLede: "Everybody in the team of an entry that was judged gets a letter and can read what you leave in. It cannot be changed or taken back, unless the result is.",
    release: "Let the teams read", keep: "Not now",
  },
};
