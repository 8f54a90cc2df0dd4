/** What waits for the secretariat, over all cycles. */
export const agenda = {
  title: "What waits for you",
  duties: {
    approve: () => "Approve a list that somebody proposed",
    correction: () => "Approve a correction of the words about an awarded entry",
    publish: () => "Publish a list that is final",
    propose: () => "Choose entries and propose the list",
    count: () => "Count a ballot that has closed",
    "vote-again": () => "Open again a ballot in which nobody voted",
    freeze: () => "Freeze the scores of a round that has closed",
    ineligible: (n: number) => (n === 1 ? "Confirm or reopen 1 entry found ineligible" : `Confirm or reopen ${n} entries found ineligible`),
    package: () => "Decide about a signed package in the place of a submission",
    inquiry: (n: number) => (n === 1 ? "Pass on or decline a reviewer’s question" : `Pass on or decline ${n} questions of reviewers`),
    screening: (n: number) => (n === 1 ? "Screen 1 entry" : `Screen ${n} entries`),
    assign: (n: number) => (n === 1 ? "Assign 1 entry that has no reader" : `Assign ${n} entries that have no reader`),
    feedback: (n: number) => (n === 1 ? "Tell 1 early entry what could be better" : `Tell ${n} early entries what could be better`),
    waiver: (n: number) => (n === 1 ? "Decide about lifting 1 conflict" : `Decide about lifting ${n} conflicts`),
    proposal: (n: number) => (n === 1 ? "Decide about 1 proposed right" : `Decide about ${n} proposed rights`),
  },
};
