/** Published results as files, and what each field means. */
export const dataset = {
  title: "Open data",
  lede: "Published results as files: the same that the pages show.",
  cycles: "Results by cycle", none: "No result has been published yet.", cycle: "Cycle", version: "Version", updated: "Last changed", files: "Files",
  link: "The whole result as a file",
  rules: [
    "A file is there as long as the page of the result is, and never before the moment of publication.",
    "The version counts up with every change: a text corrected, a result taken back and published again.",
    "Tables are UTF-8, with commas between cells. A text that a spreadsheet would take for a formula has an apostrophe before it.",
    "Texts of cities stand as they wrote them; names of cycles come in every language they have.",
  ],
  news: "News feed", newsText: "New calls and new results, for feed readers (Atom).", newsLink: "Subscribe to the feed",
  fields: "Fields", field: "Name", meaning: "Meaning",
  meanings: {
    id: "Identifier of the initiative; it stays", url: "Its page", cycle: "Address of the cycle", year: "Year of the cycle", level: "Key of the level; empty for a distinction without one", level_name: "Name of the level in English",
    city: "Name of the city or region", country: "Country, ISO 3166-1 alpha-2", country_name: "Country in English", region: "World region", title: "Title; empty where nobody recorded it", description: "Summary", theme: "Key of the theme",
    sdgs: "Sustainable Development Goals, 1 to 17", honours: "Further honours", latitude: "Degrees north, WGS 84", longitude: "Degrees east, WGS 84", population: "Inhabitants, as the entry or the source says",
    rank: "Rank among all entries of the round", reviews: "Number of reviews that count", points_sum: "Sum of their weighted totals, in parts of a point", points_parts: "In how many parts of a point that sum is counted: hundredths, or more where criteria may not apply or are scored in tenths", mean: "Mean of a review, in points", adjusted_billionths: "Adjusted score, in billionths of a point; empty where means decided",
    reason: "Reason, where the decision differs from the ranking", source_url: "Source, for entries of the archive", statement: "Words of the panel in one sentence, in English", citation: "Words of the panel, in English", co_applicants: "Cities that entered together with it, each with its country",
  },
  feed: {
    title: "Kapok: calls and results", result: (cycle: string) => `Results: ${cycle}`, call: (cycle: string) => `Call for entries: ${cycle}`,
    initiatives: (n: number) => `${n} ${n === 1 ? "initiative" : "initiatives"} on the list.`, closes: (moment: string) => `Closes on ${moment}.`,
  },
};
