/** Where the header leads, and what the error page says when no rule of the domain was involved. */
export const frame = {
  nav: { secondFactor: "Second factor", archive: "Archive", entries: "Your entries", judging: "Judging", secretariat: "Secretariat", people: "People", audit: "Audit trail" },
  stale: "Somebody else changed this in the meantime. Open the page again to see what stands now.",
  notFound: "The address may not have been copied whole, or the page is not for you to read. If a letter led you here, sign in with the account it was sent to.",
  signIn: "You are not signed in, or your session has ended. Sign in and try again; what you typed is below.",
  signInAgain: "Your session has ended. Nothing you wrote is lost: sign in again in a new tab, come back here, and send it once more.",
  sendAgain: "I have signed in: send it again",
  ways: { round: "The round", entry: "The entry", team: "The team", call: "The call", tasks: "Your entries in this round", sheet: "The score sheet", rubric: "The rubric" },
  fields: {
    title: "Title",
    name: "Name",
    email: "E-mail address",
    reason: "Reason",
    comment: "Comment",
    notes: "Notes",
    message: "Message",
    caption: "What it shows",
    organisation: "Organisation",
    country: "Country",
    role: "Part",
  },
  fieldAt: (n: string) => `Field ${n}`,
};
