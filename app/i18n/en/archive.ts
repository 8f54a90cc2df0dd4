/** Searching all published results. Regions and goals are data with names of their own; unknown ones are shown as they are written. */
export const archive = {
  title: "Archive",
  lede: "Every published initiative of every cycle.",
  description: "Search published urban initiatives by cycle, level, region, country, theme, goal and words.",
  filters: "Narrow down",
  invented: "Results of the demonstration cycles are invented; the archive is real.",
  q: "Words",
  qHint: "In titles, descriptions, cities and honours",
  all: "All",
  search: "Show",
  clear: "Show everything",
  found: (n: string, count: number) => `${n} ${count === 1 ? "initiative" : "initiatives"} found`,
  range: (from: string, to: string, of: string) => `Showing ${from} to ${to} of ${of}`,
  nothing: "Nothing matches",
  nothingHint: "Take away a filter, or look for fewer words.",
  map: "Where the initiatives found are.",
  sdg: "Goal",
  regions: {
    Africa: "Africa", "Asia-Pacific": "Asia-Pacific", Eurasia: "Eurasia", Europe: "Europe", "Latin America and Caribbean": "Latin America and Caribbean",
    "Middle East and West Asia": "Middle East and West Asia", "North America": "North America",
  } as Record<string, string>,
  countries: {} as Record<string, string>,
  goals: [
    "No poverty", "Zero hunger", "Good health and well-being", "Quality education", "Gender equality", "Clean water and sanitation", "Affordable and clean energy",
    "Decent work and economic growth", "Industry, innovation and infrastructure", "Reduced inequalities", "Sustainable cities and communities",
    "Responsible consumption and production", "Climate action", "Life below water", "Life on land", "Peace, justice and strong institutions", "Partnerships for the goals",
  ],
};
