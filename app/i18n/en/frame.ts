/** Where the header leads, and what the error page says when no rule of the domain was involved. */
export const frame = {
  nav: { secondFactor: "Second factor", archive: "Archive", entries: "Your entries", judging: "Judging", secretariat: "Secretariat", people: "People", audit: "Audit trail" },
  stale: "Somebody else changed this in the meantime. Open the page again to see what stands now.",
  signIn: "You are not signed in, or your session has ended. Sign in and try again; what you typed is below.",
};
