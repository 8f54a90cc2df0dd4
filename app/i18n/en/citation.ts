/**
 * The words of a panel about an entry on its list: written before the list is final, corrected afterwards by two
 * people.
 */
export const citation = {
  title: (entry: string) => `Words about “${entry}”`,
  lede: "What the panel says of this entry. It is signed with the list and published with it, if the entry gets a level or an honour.",
  ledeFinal: "The list is final. A correction needs a reason and a second person; the public sees that it was corrected, when and why.",
  back: "Back to the selection",
  statement: "In one sentence",
  citation: "The panel’s reasons",
  hints: { statement: "Stands below the title in lists.", citation: "Stands on the page of the initiative." },
  void: "The list was proposed. Changing these words makes the proposal void; somebody has to propose it again.",
  standing: "The words that stand",
  pending: "A correction waits",
  because: (name: string) => `Proposed by ${name}, because:`,
  approve: "Approve the correction",
  reason: "Why it is corrected",
  reasonHint: "It is published with the new words and stands in the public log for good. So name nobody in it.",
  propose: "Propose the correction",
  save: "Save the words",
  link: "Words",
  missing: "no words yet",
  public: "The panel’s words",
  corrected: (version: string, date: string) => `Version ${version}, corrected on ${date}:`,
};
