/** Publishing a final list, and taking it back. */
export const publication = {
  link: "Publication", title: "Publish the result?", lede: "Read what happens before you go on.",
  public: "What becomes public", initiatives: (n: string) => `Initiatives, each with a page of its own: ${n}`, facts: ["Title, city, answers to public questions, rank, mean points, number of reviews.", "The reason of each decision that differs from the ranking.", "No attachments, no contact details, no names of reviewers, nothing about entries without a level."],
  mailed: "Who is told", letters: (n: string) => `Letters to members of teams with an entry in this cycle: ${n}`, lettersNote: "They go out at the moment of publication, never before, to whoever is in a team then.",
  when: "When", now: "Now", later: "At a set moment (embargo)", date: "Date", time: "Time", timeHint: "For example 09:30.", zone: (zone: string) => `By the clock of the programme (${zone}).`,
  button: "Publish", cancel: "Not now", caption: "Initiatives that become public", city: "City", initiative: "Initiative", level: "Level", none: "No initiative gets a level. The page will say so.",
  published: "The result is public", embargo: "The result is under embargo", since: "Public since", from: "Public from", by: (name: string) => `Published by ${name}`, see: "See the public page",
  takeBack: "Take the result back", withdrawn: "This result was taken back. It can be published again.", reason: "Reason", reasonHint: "It is shown to the public in the place of the result.",
  withdrawTitle: "Take the result back?", withdrawLede: "The public page will say that the result was withdrawn, and why. Who has read it has read it. Letters that were not sent yet will not be sent.", withdrawButton: "Take it back", keep: "Keep it public",
};
