import { bigint, index, pgTable, primaryKey, text, unique, uuid } from "drizzle-orm/pg-core";
import { bytes, moment } from "./columns.ts";

/** The last link of each chain. The row lock on it is what puts events in order. */
export const auditHeads = pgTable("audit_heads", {
  stream: text("stream").primaryKey(),
  seq: bigint("seq", { mode: "number" }).notNull(),
  hash: bytes("hash").notNull(),
});

/**
 * Append-only, hash-chained per stream; written only by the SQL function `audit_append`. The columns after `hash`
 * repeat the payload for filtering.
 */
export const auditEvents = pgTable(
  "audit_events",
  {
    stream: text("stream").notNull(),
    seq: bigint("seq", { mode: "number" }).notNull(),
    at: moment("at").notNull(),
    payload: bytes("payload").notNull(),
    prev: bytes("prev").notNull(),
    hash: bytes("hash").notNull(),
    type: text("type").notNull(),
    actorId: uuid("actor_id"),
    subjectId: uuid("subject_id"),
  },
  (t) => [
    primaryKey({ columns: [t.stream, t.seq] }),
    unique("audit_events_no_fork").on(t.stream, t.prev),
    index("audit_events_at").on(t.at),
    index("audit_events_subject").on(t.subjectId, t.at),
    index("audit_events_actor").on(t.actorId, t.at),
  ],
);

/**
 * Events of the audit trail that had been seen and that the database did not hold when somebody looked: it was restored
 * from an older copy, or changed by hand. While one is not accepted, `audit_append` refuses, so nothing is written.
 */
export const lostEvents = pgTable("audit_lost_events", {
  /** When they were seen last. */
  until: moment("until").primaryKey(),
  /** How many are missing at least. */
  events: bigint("events", { mode: "number" }).notNull(),
  at: moment("at").notNull(),
  acceptedAt: moment("accepted_at"),
  /** Why the portal goes on without them. */
  reason: text("reason"),
});
