import type { EndorsementState } from "#app/domain/endorsement/rules.ts";

const status: Record<EndorsementState, string> = {
  none: "Not asked for", asked: "Waiting for an answer", "asked-changed": "Changed since: ask again", expired: "Link has run out: ask again", declined: "Not signed off",
  endorsed: "Signed off", "endorsed-changed": "Changed since: ask again",
};

/** A government's head signs an entry off. */
export const endorsement = {
  status,
  task: "Have it signed off",
  taskHint: { optional: "By the mayor or whoever may speak for your government, through a link and without an account. Optional.", required: "By the mayor or whoever may speak for your government, through a link and without an account. Needed to submit.", off: "" },
  title: "Sign-off",
  lede: "Whoever may speak for your government reads the entry through a link of their own and signs exactly that text. Any change afterwards makes the sign-off void.",
  back: "The entry",
  signed: (name: string, office: string, at: string) => `Signed off by ${name}, ${office}, on ${at}`,
  asked: (name: string, office: string, at: string) => `Asked ${name}, ${office}, on ${at}`,
  declined: (name: string, office: string, at: string) => `${name}, ${office}, did not sign off, on ${at}`,
  changed: "The entry was changed since. Ask again for the new text.",
  expired: "The link has run out without an answer. Ask again.",
  until: (at: string) => `The link holds until ${at}.`,
  resend: "When the entry is sealed, the sign-off is sealed with it.",
  needed: "This call needs a sign-off before you can submit.",
  reason: "Reason",
  hash: "SHA-256 of what is signed",
  ask: "Ask for a sign-off",
  askAgain: "Ask again",
  name: "Name",
  office: "Office",
  officeHint: "For example “Mayor of Kampala”.",
  email: "E-mail address",
  emailHint: "The link goes there, for this person alone. It holds for 30 days.",
  button: "Send the link",
  signing: {
    title: "Please sign off this entry",
    lede: (asker: string, city: string, cycle: string) => `${asker} asks you to sign it off for ${city}, before it is entered for ${cycle}.`,
    you: "You are asked as",
    changed: "The team has gone on working on it since. You are asked about the text below, as it stood when the link was sent.",
    read: "Read all of it",
    files: "Files",
    yes: "I endorse this entry",
    yesHint: "You confirm that your government stands behind exactly this text.",
    no: "I do not endorse it",
    reason: "Why not?",
    reasonHint: "The team reads this.",
    closed: "It cannot be signed off any more",
  },
  answered: { title: "Thank you: your answer was received", body: "The team has been told. The link does not work any more; you can close this page." },
};
