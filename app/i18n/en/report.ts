/** A panel’s report as a document to edit. */
export const report = {
  link: "Report of the panel, to edit (Word)",
  title: (round: string) => `Report: ${round}`,
  draft: "Draft – the list is not final",
  notice: "This document is for editing. What counts is the list that two people signed; its fingerprint stands below.",
  worked: "How the panel worked",
  decided: "What the panel decided",
  entries: "Entries in this round",
  kept: "Times a conflict kept a member from an entry",
  signatures: "Signatures",
  signing: "Members of the panel sign here",
  signature: "Date and signature",
};
