import {
  type AnyPgColumn,
  boolean,
  index,
  integer,
  jsonb,
  pgEnum,
  pgTable,
  primaryKey,
  text,
  unique,
  uuid,
} from "drizzle-orm/pg-core";
import { accounts } from "./account.ts";
import { cities } from "./city.ts";
import { moment, randomId } from "./columns.ts";
import { cycles } from "./cycle.ts";
import { questions } from "./question.ts";

/** A file of the entry that another began with, and why it did not come along. */
export type FileLeft = {
  name: string;
  because: "not-asked" | "wrong-type" | "too-big" | "file-limit" | "infected" | "interrupted";
};

export const entries = pgTable(
  "entries",
  {
    id: randomId(),
    /** What people quote: GZ-2027-7K3QD. The last part is random, so it tells no count. */
    code: text("code").notNull().unique(),
    cycleId: uuid("cycle_id")
      .notNull()
      .references(() => cycles.id),
    cityId: uuid("city_id")
      .notNull()
      .references(() => cities.id),
    /** The answer to the question `title`, kept in step for lists. */
    title: text("title").notNull().default(""),
    startedAt: moment("started_at").notNull(),
    startedBy: uuid("started_by")
      .notNull()
      .references(() => accounts.id),
    /** An earlier entry of the same city, whose answers and files this one began with. */
    startedFrom: uuid("started_from").references((): AnyPgColumn => entries.id),
    filesLeft: jsonb("files_left").$type<FileLeft[]>().notNull().default([]),
    /** An extension for this entry alone. */
    closesAt: moment("closes_at"),
    /** The last acknowledged save of any field or file. */
    savedAt: moment("saved_at").notNull(),
    /** Names of partners in the last submission: what organisation conflicts are matched with. */
    partners: text("partners").array().notNull().default([]),
    /** Themes in the last submission. */
    themes: text("themes").array().notNull().default([]),
    /** The framework of its city that the last submission names; empty for none. */
    framework: text("framework").notNull().default(""),
  },
  (t) => [index("entries_cycle").on(t.cycleId, t.id), index("entries_city").on(t.cityId)],
);

export const answers = pgTable(
  "answers",
  {
    entryId: uuid("entry_id")
      .notNull()
      .references(() => entries.id, { onDelete: "cascade" }),
    questionId: uuid("question_id")
      .notNull()
      .references(() => questions.id),
    value: jsonb("value").$type<unknown>(),
    version: integer("version").notNull(),
    savedAt: moment("saved_at").notNull(),
    savedBy: uuid("saved_by")
      .notNull()
      .references(() => accounts.id),
  },
  (t) => [primaryKey({ columns: [t.entryId, t.questionId] })],
);

/** Every version of every answer that was ever acknowledged. Append-only. */
export const answerRevisions = pgTable(
  "answer_revisions",
  {
    entryId: uuid("entry_id")
      .notNull()
      .references(() => entries.id, { onDelete: "cascade" }),
    questionId: uuid("question_id")
      .notNull()
      .references(() => questions.id),
    version: integer("version").notNull(),
    value: jsonb("value").$type<unknown>(),
    savedAt: moment("saved_at").notNull(),
    savedBy: uuid("saved_by")
      .notNull()
      .references(() => accounts.id),
  },
  (t) => [primaryKey({ columns: [t.entryId, t.questionId, t.version] })],
);

/**
 * sent: somebody pressed the button. completed: files that were under way at the last sealing have arrived. automatic:
 * the portal sealed a complete draft at the bell, as the call provides. package: two of the secretariat accepted a
 * signed package in its place.
 */
export const submissionKind = pgEnum("submission_kind", ["sent", "completed", "automatic", "package"]);

/** A file that had been announced but had not arrived when an entry was sealed. `key` is the upload's. */
export type AwaitedFile = { key: string; questionKey: string; name: string; size: number };

/** A sealed version of an entry. Append-only; the highest number counts. */
export const submissions = pgTable(
  "submissions",
  {
    id: randomId(),
    entryId: uuid("entry_id")
      .notNull()
      .references(() => entries.id),
    number: integer("number").notNull(),
    /** When the portal had it: with a package, when the last save in it was. */
    receivedAt: moment("received_at").notNull(),
    /** When a package was accepted; null for everything else. */
    acceptedAt: moment("accepted_at"),
    submittedBy: uuid("submitted_by")
      .notNull()
      .references(() => accounts.id),
    /** Canonical JSON (RFC 8785) of everything that was sealed: answers, and name, size and SHA-256 of each file. */
    snapshot: text("snapshot").notNull(),
    /** SHA-256 of the snapshot's UTF-8 bytes, hex. */
    sha256: text("sha256").notNull(),
    /** Which cities the snapshot names as entering together: their names there stay, whatever they are called later. */
    together: uuid("together").array().notNull().default([]),
    kind: submissionKind("kind").notNull().default("sent"),
    awaited: jsonb("awaited").$type<AwaitedFile[]>().notNull().default([]),
  },
  (t) => [unique("submissions_number").on(t.entryId, t.number)],
);

/**
 * Every attempt to submit that was refused, the portal's own at the bell among them, and what blocked it; the entrant
 * can read it.
 */
export const submissionAttempts = pgTable(
  "submission_attempts",
  {
    id: randomId(),
    entryId: uuid("entry_id")
      .notNull()
      .references(() => entries.id, { onDelete: "cascade" }),
    at: moment("at").notNull(),
    by: uuid("by")
      .notNull()
      .references(() => accounts.id),
    because: text("because").notNull(),
    automatic: boolean("automatic").notNull().default(false),
    issues: jsonb("issues").$type<{ questionKey: string; code: string }[]>().notNull().default([]),
  },
  (t) => [index("submission_attempts_entry").on(t.entryId, t.at)],
);

export const withdrawals = pgTable("withdrawals", {
  entryId: uuid("entry_id")
    .primaryKey()
    .references(() => entries.id),
  reason: text("reason").notNull(),
  at: moment("at").notNull(),
  by: uuid("by")
    .notNull()
    .references(() => accounts.id),
});
