/** Early entries: what the secretariat tells a team about the version of the early date. */
export const feedback = {
  early: "Early date",
  earlyHint: "Send your entry by then and the secretariat tells you what could be better. You can send another version until the call closes.",
  team: {
    title: "Feedback from the secretariat",
    about: (number: string, at: string) => `On submission ${number}, written on ${at}`,
    hint: "What you submitted counts until you submit again. You can change the entry and send another version until the call closes.",
  },
  staff: {
    link: "Early entries",
    title: "Early entries",
    lede: (at: string) => `What was sent by ${at}. You read each entry as it stood then, not what came later. Its team can send another version until the call closes.`,
    before: "The early date has not passed yet. Until then you read nothing.",
    none: "Nothing was sent by the early date",
    caption: "Early entries", entry: "Entry", city: "City", received: "Received", told: "Feedback",
    untold: "Not given yet",
    withdrawn: "Withdrawn",
    one: "Feedback on an early entry",
    given: "Given so far",
    write: "Write to the team",
    text: "What could be better",
    textHint: "The team reads it here and is told by mail. Reviewers never read it. It cannot be changed afterwards.",
    button: "Send the feedback",
  },
};
