import { canonical, sha256 } from "../audit/rules.ts";

/** `length` in words; `uid` to `stamp` are for the calendar file that goes with the letter, moments in ISO 8601. */
type MeetingLetter = {
  round: string;
  cycle: string;
  starts: string;
  startsUtc: string;
  length: string;
  place: string;
  agenda: string;
  link: string;
  uid: string;
  sequence: string;
  from: string;
  to: string;
  stamp: string;
};

/**
 * What people are told by mail, and what each letter needs to know. Everything is text, as the recipient will read it.
 */
export type LetterParams = {
  "confirm-email": { name: string; link: string };
  "reset-password": { name: string; link: string };
  "account-exists": { name: string; link: string };
  "join-team": { city: string; inviter: string; link: string };
  "join-request": { city: string; name: string; link: string };
  "team-joined": { city: string; name: string; link: string };
  "office-in-team": {
    city: string;
    name: string;
    by: string;
    whom: string;
    step: "invited" | "admitted" | "owner" | "changed" | "removed";
    link: string;
  };
  "team-handed-over": { city: string; name: string; by: string; link: string };
  "join-declined": { city: string; name: string };
  "entry-submitted": {
    code: string;
    title: string;
    programme: string;
    receivedProgramme: string;
    receivedUtc: string;
    sha256: string;
    link: string;
    copy: string;
    submission: string;
    /** Names of pictures that it holds without the words that were asked for; empty for none. */
    bare: string;
    /** The newest checkpoint of the log, as it is signed; empty before the first. */
    checkpoint: string;
  };
  /** `received` is when the last save in the package was. */
  "package-accepted": LetterParams["entry-submitted"] & { acceptedProgramme: string; acceptedUtc: string };
  "endorsement-asked": {
    name: string;
    city: string;
    title: string;
    cycle: string;
    asker: string;
    sha256: string;
    until: string;
    link: string;
  };
  "endorsement-answered": {
    code: string;
    title: string;
    name: string;
    office: string;
    answer: "yes" | "no";
    reason: string;
    link: string;
  };
  "co-applicant-invited": {
    city: string;
    lead: string;
    inviter: string;
    title: string;
    cycle: string;
    closes: string;
    link: string;
  };
  "co-applicant-answered": { code: string; title: string; city: string; answer: "yes" | "no" | "left"; link: string };
  "co-applicant-removed": { code: string; title: string; city: string; lead: string };
  "feedback-given": { code: string; title: string; cycle: string; closes: string; closesUtc: string; link: string };
  "entry-withdrawn": { code: string; title: string };
  "attachment-infected": { code: string; title: string; file: string; link: string };
  "screening-ineligible": { code: string; title: string; reason: string };
  "inquiry-asked": {
    code: string;
    title: string;
    cycle: string;
    question: string;
    until: string;
    untilUtc: string;
    link: string;
  };
  "inquiry-answered": { code: string; link: string };
  "panel-invitation": { round: string; cycle: string; link: string };
  "chair-invitation": { round: string; cycle: string; link: string };
  "scrutineer-invitation": { round: string; cycle: string; link: string };
  /** To the secretariat, who compares the key with what its holder tells; and to its holder. */
  "scrutineer-key-stated": { name: string; key: string; round: string; cycle: string; link: string };
  /** To a scrutineer who committed to a seed of lots: it can be opened now. */
  "seed-due": { round: string; cycle: string; link: string };
  "own-key-stated": { key: string; round: string; cycle: string; link: string };
  /** To a reviewer: how many of their reviews were frozen, their digest, and the signed state of the log. */
  "scores-frozen": {
    round: string;
    cycle: string;
    reviews: string;
    digest: string;
    checkpoint: string;
    link: string;
  };
  /** Also of a corrected list: `listVersion` is then which, and empty of the first. */
  "result-to-check": { round: string; cycle: string; listVersion: string; link: string };
  /** Under a proposed list, `by` whom. */
  "second-signature": { round: string; cycle: string; by: string; link: string };
  /** Found ineligible by somebody else; `count` of them. */
  "ineligible-waits": { cycle: string; count: string; link: string };
  "signature-due": { round: string; cycle: string; listVersion: string; link: string };
  "deadline-moved": { cycle: string; newDeadline: string; newDeadlineUtc: string; reason: string; link: string };
  "extension-proposed": { cycle: string; from: string; to: string; deadline: string; proposed: string; link: string };
  /** How often the audit chain does not hold, `at` which moment in UTC. */
  "chain-broken": { faults: string; at: string; link: string };
  "entry-extended": {
    code: string;
    cycle: string;
    newDeadline: string;
    newDeadlineUtc: string;
    reason: string;
    link: string;
  };
  "assignments-ready": { round: string; count: string; closes: string; closesUtc: string; link: string };
  "round-unlocked": {
    round: string;
    cycle: string;
    until: string;
    untilUtc: string;
    reason: string;
    link: string;
  };
  "reminder-drafts": { cycle: string; codes: string; deadline: string; deadlineUtc: string; link: string };
  "reminder-reviews": { round: string; missing: string; deadline: string; deadlineUtc: string; link: string };
  /** `rounds`: the name of each with the address of its discussions below. */
  "discussions-unread": { count: string; rounds: string; profile: string };
  "meeting-called": MeetingLetter;
  "meeting-changed": MeetingLetter;
  "meeting-cancelled": MeetingLetter;
  "ballot-open": { round: string; closes: string; closesUtc: string; link: string };
  "reminder-ballot": { round: string; closes: string; closesUtc: string; link: string };
  "ballot-counted": { round: string; link: string };
  /** `awarded` and `others` are lists of the reader's own entries, either may be empty. */
  "result-published": { cycle: string; awarded: string; others: string; link: string };
  /** As `result-published`, of entries that a correction of the list gave another level, or none. */
  "list-corrected": { cycle: string; awarded: string; others: string; reason: string; link: string };
  "factor-changed": { name: string };
  "codes-made": { name: string };
  /** `reason`: empty where whoever runs the machine did it there. */
  "factor-reset": { name: string; reason: string; link: string };
  "account-disabled": { name: string; reason: string };
  "account-enabled": { name: string; link: string };
  "proposal-made": { name: string; by: string; about: string; reason: string; link: string };
  "role-granted": { name: string; role: string; link: string };
  "change-email": { name: string; link: string };
  "email-changed": { name: string; email: string };
  "appraisal-released": { code: string; title: string; cycle: string; link: string };
  /** What the secretariat wrote to many, already in the reader's language and about the reader. */
  wave: { subject: string; body: string };
};
export type LetterKind = keyof LetterParams;

/** What the portal tells people of by itself, as its trail says it; the catalogues hold each word. */
export const TOLD_OF = ["discussions", "signatures", "second signatures", "frozen scores", "seeds"] as const;
export type ToldOf = (typeof TOLD_OF)[number];

/** A letter of one kind with its own parameters. */
export type AnyLetter = { [Kind in LetterKind]: { kind: Kind; params: LetterParams[Kind] } }[LetterKind];

export const MOST_ATTEMPTS = 8;
/** Nobody else takes up a letter for this long after somebody has begun to send it, in milliseconds. */
export const SENDING_TIME = 60_000;
const PAUSES = [10, 30, 120, 600, 1800, 7200, 21_600];

/** When to try again after the given number of failed attempts, or null when it is time to give up. */
export function nextAttempt(attempts: number, now: Date): Date | null {
  const pause = PAUSES[attempts - 1];
  return attempts >= MOST_ATTEMPTS || pause === undefined ? null : new Date(now.getTime() + pause * 1000);
}

type Previewed = { dedupe: string; email: string; locale: string; kind: LetterKind; params: object };

/** What stands for letters that somebody has read before they go out: just these are sent. When is not part of it. */
export const seenOf = (letters: readonly Previewed[]): string =>
  sha256(
    canonical(
      letters.map(({ dedupe, email, locale, kind, params }) => {
        const { stamp: _, ...read } = params as { stamp?: string };
        return { dedupe, email, locale, kind, ...read };
      }),
    ),
  );

export type Delivery = "sent" | "failed" | "trying" | "queued";

/** Where a letter is on its way; "sent" is as much as a mail server tells. */
export function deliveryOf({
  sentAt,
  failedAt,
  lastError,
}: {
  sentAt: unknown;
  failedAt: unknown;
  lastError: unknown;
}): Delivery {
  if (sentAt) return "sent";
  if (failedAt) return "failed";
  return lastError ? "trying" : "queued";
}

/** What a log of deliveries tells of a letter. */
export type DeliveryRow = {
  id: string;
  email: string;
  name: string | null;
  locale: string;
  sentAt: Date | null;
  failedAt: Date | null;
  dueAt: Date;
  lastError: string | null;
  state: Delivery;
};
