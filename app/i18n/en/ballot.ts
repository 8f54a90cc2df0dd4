import { MOST_BY_MODEL } from "#app/domain/ballot/rules.ts";

/** The vote of a panel: opening it, one's own paper, the count. */
export const ballot = {
  title: "Ballot", lede: "The panel votes in secret. Nobody sees a count before the ballot is closed. The list then proposes what the votes gave.",
  back: "Selection", link: "Ballot", partial: "You are in conflict with an entry of this round. You open no ballot, and what the votes gave is not shown to you.",
  methods: {
    approval: { name: "Approval", hint: "Everybody ticks as many entries as they approve of. Places go by the share of ticks." },
    "yes-no": { name: "Yes or no", hint: "Everybody says yes or no to each entry. It needs more than half; places go by the share of yes." },
    borda: { name: "Ranking, Borda points", hint: "Everybody ranks. Among 10 entries the first gets 9 points, the next 8, and so on. Unranked entries share the rest. Places go by the mean." },
    stv: { name: "Ranking, single transferable vote", hint: "Everybody ranks. Votes pass on until the seats are filled. The count follows the Weighted Inclusive Gregory Method of Scottish council elections, in exact fractions. Equals go by the last stage that tells them apart, then by lot." },
    "plackett-luce": { name: "Ranking, Plackett-Luce model", hint: `For finals of at most ${MOST_BY_MODEL} entries. Everybody ranks all entries or only the first few. A ranking counts as one choice after another among the entries that are left. Places go by the strengths that make these choices most likely. Equals go by lot. An entry that nobody ranks gets no place.` },
  },
  open: {
    title: "Open a ballot", text: "Once somebody has voted nothing of this can be changed: who votes, on what, how, and until when. A round has one ballot.", method: "How the panel votes", seats: "Seats", seatsHint: "Only for the single transferable vote.",
    first: "Only the first entries of the ranking, up to rank", firstHint: "Leave it empty to vote on every entry.", date: "Last day", time: "Time", button: "Open the ballot", again: "Open it by other rules", replaces: "Nobody has voted yet. A ballot opened here replaces the one above.",
  },
  conflicts: "Nobody votes on an entry they are in conflict with. It is not on their paper, and its share is counted among the others.",
  transferable: "Where votes are transferable, a conflict with one entry of the round keeps a member from voting at all.",
  recount: { never: "The votes are not published. Nobody outside can repeat the count.", open: "The votes are published with the result, without names, if at least four people voted on each entry. Then anybody can count again.", rankings: "Rankings stay closed if somebody could not rank an entry, because that would tell who it is.", recognised: "A published ranking can be recognised: whoever buys votes can dictate an unusual order and look for it.", lot: "A lot that decided between equals can be drawn again, too." },
  until: "Open until", counted: "Counted", turnoutLabel: "Votes in", turnout: (voted: string, all: string) => `${voted} of ${all} have voted`, toPaper: "Your ballot paper",
  remind: "Remind those who have not voted", remindLede: "One letter to each voter whose paper is not in, in their language. Nobody is reminded twice within a day.",
  count: "Close and count", countText: "Closing is final. The count then takes the place of the ranking in the selection; decisions already made about these entries are taken back.",
  register: "Who votes", voter: "Name", state: "Vote", voted: "in", waiting: "not in yet", candidates: "What stands for election", none: "There is no ballot in this round.",
  result: "What the votes gave", papers: (count: number) => (count === 1 ? "1 paper was counted." : `${count} papers were counted.`), place: "Place", entry: "Entry", share: "Share", votes: "Votes", chance: "Ranked first, by the model", interval: "In brackets: 95 % interval.", between: (low: string, high: string) => `${low} to ${high}`, voters: "Could vote on it", notChosen: "not chosen",
  stages: "The count, stage by stage", quota: (votes: string) => `Needed to be elected: ${votes}`, elected: (titles: string) => `Elected: ${titles}`, passed: { surplus: (title: string) => `Surplus passed on: ${title}`, excluded: (title: string) => `Excluded, votes passed on: ${title}` },
  placeOf: (place: string) => `Place ${place}`,
  decided: (method: string) => `The panel voted (${method}), and its votes order what stood for election.`,
  opened: { "": "The votes are in the proof without names: anybody can count them again.", rules: "The votes are not published.", "few-papers": "Fewer than four people voted, at least on some entry, so the votes are not published.", conflicts: "The votes are not published, because a ranking that leaves out an entry would tell who keeps away from it." },
  paper: {
    title: "Your ballot paper", lede: "Only you see what you give. You can change it until the ballot is closed.", back: "Judging", open: "The panel votes: your ballot paper", cast: "Your vote is in", castText: "You can still change it.",
    approve: "I approve of", yes: "Yes", no: "No", unranked: "not ranked", best: "1 is the best. You may leave some unranked.", button: "Hand in", again: "Hand in again",
  },
};
