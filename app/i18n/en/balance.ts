/** Lists that keep rules of balance, and what that costs. */
export const balance = {
  title: "Balance", lede: "Works out the list that keeps your rules and gives up as little of the scores as any such list must. It chooses nothing: the panel does.",
  workedOut: (name: string) => `Worked out by ${name},`, above: (line: number) => `${line} entries stand above the line.`,
  reaches: { band: "Only the near-tie band was open to the rules.", all: "The panel opened the whole list to the rules." },
  rules: "Work out a list", rulesText: "Leave empty what should not count. A limit always holds. A target is missed by as little as it must be. A joint entry counts for the city that submitted it.",
  line: "Line", lineOf: (level: string, after: number) => `${level}: after ${after}`,
  fields: { country: "At most from one country", region: "At least from each region", theme: "At least of each theme", size: "At least of each city size (under 250,000, under a million, larger)", newcomer: "At least that enter for the first time" },
  forceOf: (field: string) => `How binding: ${field}`, limit: "Limit", target: "Target",
  reach: "What the rules may move", reachBand: "Only entries of the near-tie band, which the scores do not tell apart", reachAll: "Any entry: the panel has decided so",
  widen: "Why the panel opens the whole list", widenHint: "Needed for that only. It is kept with the list.", button: "Work out the list",
  most: (group: string, n: number) => `${group}: at most ${n}`, least: (group: string, n: number) => `${group}: at least ${n}`,
  sizes: { small: "Cities under 250,000", middle: "Cities under a million", large: "Larger cities" }, newcomers: "First-time entrants",
  unmet: "These rules cannot all be kept", short: (rule: string, n: number) => `${rule}. Missing: ${n}.`, shortPlaces: (n: number) => `The places themselves. Off by: ${n}.`,
  unmetHint: "Loosen a rule, make it a target, or let the panel open the whole list.",
  report: {
    title: "What it changes and what that costs", moved: "Entries moved", price: "Price for each place, in points", share: (share: string) => `${share} of the scores`, lostHits: "Expected true hits given up",
    deepest: "Lowest place reached for", deepestNote: (line: number) => `the line runs after ${line}`, nothing: "The list by the ranking keeps every rule already.", pairs: "Who comes and who goes", in: "Comes above the line", out: "Falls below it",
    rules: "Price of each rule", rulesCaption: "Rules that cost something or are missed", rule: "Rule", count: "On the list", rulePrice: "Price in points", kept: "Kept?", met: "kept", missed: "missed",
    free: "No rule costs anything.", rulesNote: (n: number) => `The price of a rule is what the scores of the list would gain without that rule alone. Rules that cost nothing: ${n}.`,
  },
  adopt: {
    title: "Take this list over", text: "Every entry it moves is chosen so in the selection, for the reason you give. Choices made there before give way, and a standing proposal is void.",
    reason: "Reason", reasonHint: "It stands with every entry that is moved, and is published with those that get a level.", button: "Take the list into the selection",
  },
};
