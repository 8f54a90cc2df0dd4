/** A scrutineer’s page of a round. */
export const scrutiny = {
  title: "Scrutiny",
  lede: "You check what the public cannot: that every frozen score is the last word of one reviewer, that none was left out, and which order the adjusted scores give.",
  refused: { "round-not-frozen": "The openings are here once the scores are frozen.", conflict: "A conflict of interest with an entry of this award keeps the openings from you.", "roles-apart": "You have another part in this award, and whoever has one cannot scrutinise it." },
  openings: "The openings",
  openingsText: "One file: every score that was handed in, under the number of its reviewer’s account instead of a name. What reviewers wrote is not in it. Keep it confidential. That you took it is put on record, and the page of the proof says when.",
  early: "The list is not final yet. Take the file again once it is: where adjusted scores decide, they are in it only then.",
  download: "Download the openings",
  taken: "Taken",
  how: "How to check",
  first: "Download the proof and the public key from the page of the proof, once the result is public.",
  second: "Give them to the verifier together with the openings, on its page or as a program:",
  third: "Whatever comes out, tell it to the address of the call:",
  command: "node verify.mjs bundle.json trust.json --openings openings.json",
  proof: "The page of the proof",
  page: "Open the verifier page",
};
