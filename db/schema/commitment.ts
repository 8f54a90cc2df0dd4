import { bigint, index, jsonb, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { bytes, moment, randomId } from "./columns.ts";
import { entries } from "./entry.ts";

/**
 * What was committed to, with what opens it. Append-only; nothing of it is public but what a bundle opens. Cycles and
 * rounds are named without foreign keys, here and in the log: checking one would lock their rows after the log, where
 * everybody else locks them before it.
 */
export const commitments = pgTable(
  "commitments",
  {
    id: randomId(),
    type: text("type").notNull(),
    /** The submission, review or entry that it is about, or the voter; null for the audit trail. */
    subjectId: uuid("subject_id"),
    cycleId: uuid("cycle_id"),
    roundId: uuid("round_id"),
    record: jsonb("record").$type<Record<string, unknown>>().notNull(),
    salt: bytes("salt").notNull(),
    hash: bytes("hash").notNull().unique(),
    at: moment("at").notNull(),
  },
  (t) => [index("commitments_subject").on(t.subjectId, t.type, t.at), index("commitments_round").on(t.roundId, t.type)],
);

/**
 * The log that anybody can check: leaves of one RFC 6962 tree in their order. Append-only. `data` is a commitment, or a
 * statement's canonical JSON.
 */
export const logLeaves = pgTable(
  "log_leaves",
  {
    index: bigint("index", { mode: "number" }).primaryKey(),
    kind: text("kind").notNull(),
    cycleId: uuid("cycle_id"),
    roundId: uuid("round_id"),
    data: bytes("data").notNull(),
    /** SHA-256(0x00 ‖ data). */
    hash: bytes("hash").notNull(),
    at: moment("at").notNull(),
  },
  (t) => [index("log_leaves_round").on(t.roundId, t.kind), index("log_leaves_cycle").on(t.cycleId, t.kind)],
);

/** One row: how many leaves there are. Its lock is what puts them in order. */
export const logHeads = pgTable("log_heads", {
  log: text("log").primaryKey(),
  size: bigint("size", { mode: "number" }).notNull(),
});

/** Signed states of the log, after every statement. Append-only. */
export const logCheckpoints = pgTable("log_checkpoints", {
  size: bigint("size", { mode: "number" }).primaryKey(),
  root: bytes("root").notNull(),
  note: text("note").notNull(),
  at: moment("at").notNull(),
});

/**
 * States of the log that were signed and that the database did not hold when somebody looked: it was restored from an
 * older copy, or changed by hand. While one is not accepted, `audit_append` refuses, so nothing is written.
 */
export const lostStates = pgTable("log_lost_states", {
  root: bytes("root").primaryKey(),
  size: bigint("size", { mode: "number" }).notNull(),
  note: text("note").notNull(),
  /** How many leaves the log held instead. */
  held: bigint("held", { mode: "number" }).notNull(),
  at: moment("at").notNull(),
  acceptedAt: moment("accepted_at"),
  /** Why the portal goes on without that state; everybody reads it. */
  reason: text("reason"),
});

/** Which commitment of which entry a seal statement counts. Append-only. */
export const sealedEntries = pgTable(
  "sealed_entries",
  {
    seal: bigint("seal", { mode: "number" })
      .notNull()
      .references(() => logLeaves.index),
    entryId: uuid("entry_id")
      .notNull()
      .references(() => entries.id),
    hash: bytes("hash").notNull(),
  },
  (t) => [primaryKey({ columns: [t.seal, t.entryId] }), index("sealed_entries_hash").on(t.hash)],
);
