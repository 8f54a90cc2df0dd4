// as a whole: rules that stand on these are read by pages too, and browsers have no such module
import crypto from "node:crypto";

/** Everything that can happen. Past tense, `noun.verb`. */
export const EVENT_TYPES = [
  "account.registered",
  "account.email-confirmed",
  "account.signed-in",
  "account.signed-out",
  "account.password-changed",
  "account.updated",
  "account.role-granted",
  "account.role-revoked",
  "account.profile-saved",
  "account.disabled",
  "account.enabled",
  "account.email-changed",
  "factor.added",
  "factor.removed",
  "factor.refused",
  "factor.reset",
  "factor.codes-made",
  "proposal.made",
  "proposal.confirmed",
  "proposal.declined",
  "proposal.withdrawn",
  "token.issued",
  "token.used",
  "city.created",
  "city.member-joined",
  "city.join-requested",
  "city.join-declined",
  "city.member-removed",
  "city.role-changed",
  "city.invited",
  "city.invitation-revoked",
  "programme.created",
  "programme.changed",
  "cycle.created",
  "cycle.copied",
  "cycle.changed",
  "cycle.translated",
  "cycle.published",
  "cycle.entering-set",
  "cycle.deadline-moved",
  "service.interrupted",
  "audit.verified",
  "form.created",
  "form.changed",
  "entry.started",
  "entry.submitted",
  "entry.submission-refused",
  "entry.withdrawn",
  "entry.extended",
  "package.proposed",
  "package.accepted",
  "package.declined",
  "package.taken",
  "answer.saved",
  "answer.restored",
  "endorsement.asked",
  "endorsement.given",
  "endorsement.declined",
  "endorsement.letter-added",
  "co-applicant.invited",
  "co-applicant.accepted",
  "co-applicant.declined",
  "co-applicant.removed",
  "co-applicant.left",
  "feedback.given",
  "comment.added",
  "comment.resolved",
  "comment.reopened",
  "attachment.added",
  "attachment.removed",
  "attachment.described",
  "attachment.moved",
  "attachment.brought",
  "attachment.scanned",
  "entry.screened",
  "entry.screening-confirmed",
  "entry.screening-reopened",
  "rubric.created",
  "rubric.changed",
  "round.created",
  "round.changed",
  "round.locked",
  "round.unlocked",
  "round.moved",
  "round.frozen",
  "reminder.sent",
  "panel.invited",
  "panel.invitation-revoked",
  "panel.joined",
  "panel.criteria-named",
  "panel.removed",
  "panel.finished",
  "panel.confidentiality-accepted",
  "conflict.declared",
  "conflict.waiver-proposed",
  "conflict.waiver-declined",
  "conflict.waived",
  "assignment.made",
  "assignment.balanced",
  "assignment.imported",
  "assignment.rules-set",
  "assignment.search-begun",
  "assignment.search-stopped",
  "assignment.recused",
  "inquiry.proposed",
  "inquiry.forwarded",
  "inquiry.declined",
  "inquiry.answered",
  "score.saved",
  "review.saved",
  "review.submitted",
  "review.attested",
  "discussion.said",
  "discussion.corrected",
  "dossier.taken",
  "openings.taken",
  "proof.taken",
  "entry.viewed",
  "attachment.viewed",
  "reviews.viewed",
  "ranking.viewed",
  "diagnostics.viewed",
  "ranking.taken",
  "assignments.taken",
  "report.taken",
  "reviews.taken",
  "audit.taken",
  "scrutineer.key-stated",
  "scrutineer.seed-opened",
  "scrutineer.signed",
  "shortlist.selected",
  "shortlist.balanced",
  "shortlist.balance-adopted",
  "ballot.opened",
  "ballot.cast",
  "ballot.counted",
  "meeting.date-set",
  "meeting.date-changed",
  "meeting.date-cancelled",
  "meeting.opened",
  "meeting.ended",
  "meeting.entered",
  "meeting.left",
  "meeting.item-added",
  "meeting.item-moved",
  "meeting.item-removed",
  "meeting.item-called",
  "meeting.item-concluded",
  "motion.put",
  "motion.opened",
  "motion.voted",
  "motion.closed",
  "citation.written",
  "citation.proposed",
  "citation.corrected",
  "honour.given",
  "honour.taken",
  "shortlist.proposed",
  "shortlist.returned",
  "shortlist.finalised",
  "log.signed",
  "log.restored",
  "log.key-revoked",
  "log.next-key",
  "log.cosigned",
  "log.timestamped",
  "witness.registered",
  "witness.ended",
  "round.rules-stated",
  "cycle.sealed",
  "result.picture-removed",
  "result.pictures-drawn",
  "result.pictures-lost",
  "correction.opened",
  "correction.dropped",
  "correction.scheduled",
  "correction.published",
  "result.published",
  "result.told",
  "result.told-again",
  "result.countersigned",
  "result.unpublished",
  "certificate.issued",
  "wave.sent",
  "wave.retried",
  "appraisals.prepared",
  "appraisal.moderated",
  "appraisals.released",
  "archive.imported",
] as const;
/**
 * In the chain, and left out of the trail for everybody: beside the time of a voter's last paper a receipt that they
 * show would prove what was counted. The ballot's register says who voted.
 */
export const UNLISTED = "ballot.cast" satisfies EventType;
export type EventType = (typeof EVENT_TYPES)[number];
/** Whose details tell how many people were written to. */
export const COUNTING_LETTERS = ["wave.sent", "wave.retried", "reminder.sent"] as const satisfies EventType[];

export const isEventType = (text: unknown): text is EventType => EVENT_TYPES.some((type) => type === text);

/**
 * What the trail is narrowed to. `code` is an entry's, `person` a part of a name, `from` and `to` days in UTC, both
 * included.
 */
export type AuditFilter = {
  subjectId: string | null;
  actorId: string | null;
  code: string;
  person: string;
  type: EventType | null;
  only: "changes" | "readings" | null;
  from: string | null;
  to: string | null;
};

export type Json = null | boolean | number | string | Json[] | JsonObject;
export type JsonObject = { [key: string]: Json };

/**
 * One thing that happened. `stream` is the chain it belongs to: `system`, `entry:<id>` or `round:<id>`.
 * Details hold ids, versions and hashes: never names, texts or score values.
 */
export type AuditEvent = {
  type: EventType;
  stream: string;
  subjectId: string | null;
  details?: JsonObject;
};

export const SYSTEM_STREAM = "system";
export const entryStream = (entryId: string): string => `entry:${entryId}`;
export const roundStream = (roundId: string): string => `round:${roundId}`;

/**
 * Canonical JSON after RFC 8785, for what we hash: keys sorted by UTF-16 code units, no white space. Refuses what other
 * implementations would silently change: undefined, non-finite or unsafe numbers, lone surrogates, dates, maps.
 */
export function canonical(value: unknown): string {
  if (value === null || typeof value === "boolean") return String(value);
  if (typeof value === "string") {
    if (!value.isWellFormed()) throw new TypeError("canonical JSON: lone surrogate");
    return JSON.stringify(value);
  }
  if (typeof value === "number") {
    if (!Number.isFinite(value) || (Number.isInteger(value) && !Number.isSafeInteger(value)))
      throw new TypeError(`canonical JSON: ${value}`);
    return JSON.stringify(value);
  }
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (typeof value !== "object" || Object.getPrototypeOf(value) !== Object.prototype)
    throw new TypeError("canonical JSON: not plain data");
  const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([key, member]) => `${canonical(key)}:${canonical(member)}`).join(",")}}`;
}

export const sha256 = (data: string | Uint8Array): string => crypto.createHash("sha256").update(data).digest("hex");

/**
 * The hash of a link: SHA-256(0x01 ‖ seq as int64 ‖ previous hash ‖ SHA-256(0x00 ‖ payload)). The SQL function
 * `audit_append` computes the same.
 */
export function linkHash(seq: number, prev: Buffer, payload: Buffer): Buffer {
  const number = Buffer.alloc(8);
  number.writeBigInt64BE(BigInt(seq));
  const leaf = crypto
    .createHash("sha256")
    .update(Buffer.from([0]))
    .update(payload)
    .digest();
  return crypto
    .createHash("sha256")
    .update(Buffer.from([1]))
    .update(number)
    .update(prev)
    .update(leaf)
    .digest();
}

export const CHAIN_START = Buffer.alloc(32);

/** The last event of a stream. */
export type Head = { stream: string; seq: number; hash: Buffer };
/**
 * Where every stream stood at a moment; the event by which its database is known, null before there is one; and which
 * losses somebody had accepted in it by then, by when what was lost was seen last.
 */
export type Trail = { at: Date; first: Head | null; accepted: readonly string[]; heads: readonly Head[] };
/** Where that is kept beside the database: what is restored there does not change it. */
export type TrailMemory = { lastTrail(): Trail | null; keepTrail(trail: Trail): void };
/** How many events are missing at least, and when they were still there. */
export type LostEvents = { events: number; until: Date };
