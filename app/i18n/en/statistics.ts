/** What became of the entries of a cycle, in figures. */
export const statistics = {
  title: "Statistics", of: (cycle: string) => `Statistics: ${cycle}`, back: "The results",
  lede: "How many entries came in, how far they got, and where they are from.",
  funnel: "From entry to list", stage: "Stage", entries: "Entries", share: "As a bar", notTold: "not told",
  received: "Received", valid: "Valid", read: "Read", chosen: "On the list",
  onlyChosen: "The archive knows the recognised initiatives only, not how many were entered.",
  meanings: ["Received: every entry that was sent in, also what was withdrawn or found ineligible later.", "Valid: entries that passed the eligibility check and were not withdrawn.", "Read: valid entries with at least one review that counts."],
  by: { region: "By region", theme: "By theme", size: "By population" }, group: { region: "Region", theme: "Theme", size: "Population" },
  sizes: { large: "1,000,000 and more", middle: "250,000 to 999,999", small: "Fewer than 250,000", "": "Not recorded" }, unknown: "Not recorded",
  untold: (least: string) => `A dash: where fewer than ${least} entries of a group got no level, their number is not told, because it could identify a city. The counts are of the day the result was published; an entry counts under the theme it names first, and a joint entry once, for the city that submitted it.`,
};
