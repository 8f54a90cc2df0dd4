/** The secretariat’s own signature under a result. */
export const countersignature = {
  title: "Sign the result for the award",
  lede: "A signature that the portal cannot make: with a key on your own computer. Whoever reads the proof can ask for it, so nobody can put another result in the place of yours.",
  how: "How to sign",
  program: "Download the program that signs",
  keyHint: "Do this once; the key serves for all rounds. Behind your name stands the public key of the log, with those before and after it where there are any: compare them all with the printed rules. Have your own public key printed there too: readers know it from nowhere else.",
  proof: "Download the proof of the result.",
  download: "Download the proof",
  proofHint: "It holds the frozen scores and the names of the awarded. Keep it confidential until the result is public. That you took it is put on record.",
  sign: "Let the program check it, compare the list with yours, and sign:",
  signatureHint: "From “award portal countersignature v1” to the line that begins with a dash. The public reads your name and key beside the result; a signature is never replaced.",
  link: "Sign the result for the award",
  none: "Nobody has signed this result for the award with a key of their own; the portal’s log has.",
  demand: "If you want the verifier to refuse the result without this signature, write the key into trust.json, as you know it from the printed rules:",
  newest: "It takes the newest verifier: an older one does not ask for this signature.",
  told: "Who signed for the award",
  signed: (name: string, at: string) => `Signed for the award by ${name} on ${at}.`,
};
