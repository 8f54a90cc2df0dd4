import { boolean, index, integer, jsonb, pgEnum, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { moment, randomId } from "./columns.ts";

export const accounts = pgTable("accounts", {
  id: randomId(),
  /** Lower case, NFC; what people sign in with. */
  email: text("email").notNull().unique(),
  name: text("name").notNull(),
  locale: text("locale").notNull().default("en"),
  emailConfirmedAt: moment("email_confirmed_at"),
  disabledAt: moment("disabled_at"),
  createdAt: moment("created_at").notNull(),
});

/** Apart from accounts, so that no query for a person can carry a hash along. */
export const credentials = pgTable("credentials", {
  accountId: uuid("account_id")
    .primaryKey()
    .references(() => accounts.id, { onDelete: "cascade" }),
  passwordHash: text("password_hash").notNull(),
  changedAt: moment("changed_at").notNull(),
});

export const sessions = pgTable(
  "sessions",
  {
    /** SHA-256 of the token in the cookie, hex. */
    id: text("id").primaryKey(),
    userId: uuid("user_id")
      .notNull()
      .references(() => accounts.id, { onDelete: "cascade" }),
    /** Idle end; slides with use. */
    expiresAt: moment("expires_at").notNull(),
    /** Absolute end; never moves. */
    endsAt: moment("ends_at").notNull(),
    createdAt: moment("created_at").notNull(),
    userAgent: text("user_agent"),
    /** A second factor was given. Without it a session has no rights beyond the person's own cities. */
    strong: boolean("strong").notNull().default(false),
  },
  (t) => [index("sessions_user").on(t.userId)],
);

/**
 * An account is disabled from one row's `at` until its `endedAt`; `accounts.disabledAt` repeats the open one for speed.
 */
export const disablements = pgTable(
  "disablements",
  {
    id: randomId(),
    accountId: uuid("account_id")
      .notNull()
      .references(() => accounts.id, { onDelete: "cascade" }),
    reason: text("reason").notNull(),
    at: moment("at").notNull(),
    by: uuid("by")
      .notNull()
      .references(() => accounts.id),
    endedAt: moment("ended_at"),
    endedBy: uuid("ended_by").references(() => accounts.id),
  },
  (t) => [index("disablements_account").on(t.accountId)],
);

export const staffRole = pgEnum("staff_role", ["secretariat", "administrator", "observer"]);

export const roleGrants = pgTable(
  "role_grants",
  {
    accountId: uuid("account_id")
      .notNull()
      .references(() => accounts.id, { onDelete: "cascade" }),
    role: staffRole("role").notNull(),
    grantedAt: moment("granted_at").notNull(),
    grantedBy: uuid("granted_by").references(() => accounts.id),
  },
  (t) => [primaryKey({ columns: [t.accountId, t.role] })],
);

export const tokenPurpose = pgEnum("token_purpose", [
  "confirm-email",
  "reset-password",
  "join-team",
  "join-panel",
  "first-administrator",
  "sign-in-step",
  "passkey-challenge",
  "change-email",
]);

/** What an invitation gives: a place in a city's team, or in a round's panel. */
export type TeamGrant = { cityId: string; role: "owner" | "editor" | "viewer" };
export type PanelGrant = { roundId: string; role: "reviewer" | "chair" | "scrutineer" };

/** Links sent by mail. Only the hash is kept; a link is used by POST, never by opening it. */
export const oneTimeTokens = pgTable(
  "one_time_tokens",
  {
    /** SHA-256 of the token, hex. */
    id: text("id").primaryKey(),
    purpose: tokenPurpose("purpose").notNull(),
    email: text("email").notNull(),
    accountId: uuid("account_id").references(() => accounts.id, { onDelete: "cascade" }),
    grants: jsonb("grants").$type<TeamGrant | PanelGrant>(),
    createdAt: moment("created_at").notNull(),
    createdBy: uuid("created_by").references(() => accounts.id),
    expiresAt: moment("expires_at").notNull(),
    usedAt: moment("used_at"),
  },
  (t) => [
    index("one_time_tokens_email").on(t.purpose, t.email),
    index("one_time_tokens_account").on(t.accountId),
    index("one_time_tokens_expiry").on(t.expiresAt),
  ],
);

/** What assignment and conflict rules need to know of a reviewer. */
export const reviewerProfiles = pgTable("reviewer_profiles", {
  accountId: uuid("account_id")
    .primaryKey()
    .references(() => accounts.id, { onDelete: "cascade" }),
  title: text("title").notNull().default(""),
  /** ISO 3166-1 alpha-2: nationality and places of work. */
  countries: text("countries").array().notNull().default([]),
  /** Cities and governments they live in or work for, now and in the last three years, as written. */
  cities: text("cities").array().notNull().default([]),
  /** Employers and boards now and in the last three years, as written; earlier profiles name cities here too. */
  organisations: text("organisations").array().notNull().default([]),
  themes: text("themes").array().notNull().default([]),
  languages: text("languages").array().notNull().default([]),
  /** The most entries this person will read in a round; null = no limit. */
  capacity: integer("capacity"),
  /** Whether single keys act on the score sheet. */
  shortcuts: boolean("shortcuts").notNull().default(true),
  /** Whether letters tell of unread messages of discussions. */
  discussionLetters: boolean("discussion_letters").notNull().default(true),
  confidentialityAcceptedAt: moment("confidentiality_accepted_at"),
  complete: boolean("complete").notNull().default(false),
  updatedAt: moment("updated_at").notNull(),
});
