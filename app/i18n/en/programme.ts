/** Awards, and what they say of themselves. */
export const programme = {
  title: "Programmes",
  newTitle: "New programme",
  lede: "An award across the years. Its cycles come afterwards.",
  back: "Secretariat",
  add: "New programme",
  name: "Name",
  slug: "Address",
  slugHint: "Small letters, figures and hyphens, like guangzhou-award. It stays.",
  about: "About the award",
  aboutHint: "Who gives it, and for what. It stands on every page of a call.",
  timeZone: "Time zone",
  timeZoneHint: "In which deadlines are announced, like Asia/Shanghai. Cycles keep the zone they were made with.",
  contactEmail: "E-mail address for questions",
  contactHint: "Public: it stands on the page of every call.",
  create: "Create the programme",
  save: "Save",
};
