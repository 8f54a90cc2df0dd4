/** What the questions of a form say around the cycle's own words. */
export const question = {
  period: { from: "Beginning", to: "End" },
  rows: { partners: (n: string) => `Partner ${n}`, indicators: (n: string) => `Figure ${n}` },
  columns: {
    partners: { name: "Name", role: "What they contributed" },
    indicators: { name: "What is measured", baseline: "Before", value: "Now", year: "Year", source: "Source" },
  },
  moreRows: "More lines appear when you save.",
  bounds: { least: (n: string) => `Enter a number of at least ${n}`, most: (n: string) => `Enter a number of at most ${n}`, longest: (n: string) => `This is too long: at most ${n} characters are kept` },
  public: "Made public if the initiative is awarded.",
  understood: (number: string) => `Understood as ${number}.`,
  declaration: "Declaration",
  declared: "Yes, declared",
  upTo: (n: string) => `Choose up to ${n}.`,
  sdg: (number: string, name: string) => `${number}. ${name}`,
  sdgs: [
    "No poverty", "Zero hunger", "Good health and well-being", "Quality education", "Gender equality", "Clean water and sanitation", "Affordable and clean energy",
    "Decent work and economic growth", "Industry, innovation and infrastructure", "Reduced inequalities", "Sustainable cities and communities",
    "Responsible consumption and production", "Climate action", "Life below water", "Life on land", "Peace, justice and strong institutions", "Partnerships for the goals",
  ],
  files: (endings: string, size: string, count: string) => `${endings}. Up to ${size} each, at most ${count}.`,
  warnings: {
    "over-limit": {
      words: (used: string, limit: string, over: string) => `${used} words, ${over} more than the ${limit} asked for. Nothing has been cut.`,
      characters: (used: string, limit: string, over: string) => `${used} characters, ${over} more than the ${limit} asked for. Nothing has been cut.`,
    },
    "density-differs": (stated: string, computed: string) => `Population and area give about ${computed} people per km², but ${stated} is stated. Please look at the three figures again.`,
  },
  problems: {
    "wrong-type": "This kind of file is not accepted here; the kinds that are stand above. A file is known by what is in it, whatever its name ends in",
    "too-big": "This file is too big",
    empty: "This file is empty",
    broken: "This file is damaged and cannot be opened",
    "password-protected": "This file is protected by a password. Save it without one and upload it again",
    "too-many-pixels": "This picture is too large. Make it smaller, up to 50 million pixels",
    macros: "This document contains macros. Save it without them and upload it again",
    "archive-bomb": "This document unpacks to far more than it should",
    missing: "Choose a file",
    interrupted: "The upload broke off. Try again",
  },
};
