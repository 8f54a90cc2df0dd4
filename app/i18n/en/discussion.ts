/** What the readers of an entry say to each other about it. */
export const discussion = {
  title: "Discussion", list: "Discussions",
  lede: "Read by the reviewers of this entry whose own review is in, and by the chair; once the scores are frozen also by the secretariat. Never by anybody in conflict with it.",
  listLede: "Entries that were talked about, the latest first. Nobody gets a letter when something is said, so look in from time to time.",
  link: (count: number, number: string) => (count === 0 ? "Discuss this entry" : count === 1 ? "Discussion: 1 message" : `Discussion: ${number} messages`),
  rules: { off: "", "after-own": "Once your review of an entry is in, you can discuss it with its other reviewers.", "after-freeze": "Entries are discussed once the scores are frozen." },
  caption: "Entries that were talked about", entry: "Entry", messages: "Messages", last: "Latest",
  none: "Nobody has said anything yet", listNoneHint: "A discussion begins on the page of an entry.",
  chair: "Chair", you: "you", former: "Former reviewer", gone: "Does not review this entry any more.",
  corrected: "Corrected", correct: "Correct this", correcting: "Correct your message",
  add: "Your message", asReviewer: (letter: string) => `You speak as Reviewer ${letter}. What you say can be corrected, not deleted.`, asChair: "You speak as the chair. What you say can be corrected, not deleted.",
  button: "Send", save: "Save correction", cancel: "Leave it as it is", over: "The list is final. What was said can be read and no longer added to.", back: "The entry",
};
