/** Choosing entries after the freeze, and making the list final by two people. */
export const shortlist = {
  title: "Selection", lede: "The ranking proposes, or the ballot where the panel has voted; people decide. Whatever differs from the proposal needs a reason, and both are kept.",
  caption: "Entries and their levels", rank: "Rank", entry: "Entry", mean: "Mean points", adjusted: "Adjusted score", proposal: "Proposed", decision: "Decision", change: "Decide",
  noLevel: "No level", open: "To be decided", asProposed: "as proposed", against: "differs from the proposal", decidedBy: (name: string) => `decided by ${name}`,
  proposals: { tie: "Tie: people decide", "no-reviews": "No review counts", withheld: "Not shown" },
  places: "Places", placesOf: (taken: string, places: string) => `${taken} of ${places}`, placesNote: "Places are the most a level may have. Fewer, and none, are possible.",
  partial: "Entries you are in conflict with are not shown, and their decision is not yours. Ranks, proposed levels and counts are left out: they would tell how the absent entries stand. A decision of yours always needs a reason.",
  obstacles: "Before the list can be proposed", ready: "The list is ready to be proposed.",
  toBalance: "Balance", toFinalisation: "Make the list final", toRanking: "Ranking", final: "This list is final.", proposed: (name: string) => `${name} has proposed this list. Any change makes that void.`,
  choice: {
    title: (entry: string) => `Decide on “${entry}”`, proposal: "Proposed", level: "Level", reason: "Reason", reasonHint: "Needed unless you choose what is proposed. It is published with the result if the entry gets a level.",
    void: "The list was proposed. Changing it makes the proposal void; somebody has to propose it again.", button: "Save decision", cancel: "Back to the selection",
  },
  finalise: {
    title: "Make the list final", lede: "Two people sign: one proposes the list as it stands, another approves exactly that list.",
    frozen: "Scores frozen", by: (name: string) => `by ${name}`, reviews: "Reviews counted in the freeze", fingerprint: "Fingerprint of this list", awarded: "Entries with a level", against: "Decisions that differ from the proposal",
    propose: "Propose this list", proposeText: "You sign the list as it stands now. Any later change makes your signature void.", proposedBy: "Proposed", approve: "Approve this list", approveText: "With your signature the list is final. It cannot be changed afterwards.",
    own: "You proposed this list. A second person has to approve it.", changed: "The list has changed since it was proposed. It has to be proposed again.",
    approved: "Final", approvedText: "Two people have signed. Each entry’s decision is on record.", toPublication: "Publish the result", conflicted: "Because of a conflict of interest you do not see every line. You may propose the list; approving is for somebody who sees all of it.", cancel: "Back to the selection", none: "No entry gets a level. That is possible.",
  },
};
