/** What an entry is honoured with beside its level, or without one: a special mention, a favourite of the public. */
export const honour = {
  title: (entry: string) => `Honours of “${entry}”`,
  lede: "An honour stands beside the levels: an entry may get several, with a level or without one. Two people sign it with the list, and it is published with it. An honour alone carries no entry into a later round.",
  link: "Honours",
  change: "Give or take away honours",
  entries: "Entries with an honour",
  given: "Given so far",
  none: "None. That is possible.",
  because: (name: string) => `Given by ${name}, because:`,
  take: "Take away",
  give: "Another honour",
  name: "Name",
  nameHint: "The public reads it as you write it: “Special mention”, for example.",
  reason: "Reason",
  reasonHint: "It is signed with the list and stands in the report. The public does not read it.",
  button: "Give this honour",
  void: "The list was proposed. Changing its honours makes the proposal void; somebody has to propose it again.",
};
