import { bigint, boolean, index, pgTable, text, uuid } from "drizzle-orm/pg-core";
import { accounts } from "./account.ts";
import { bytes, moment, randomId } from "./columns.ts";

/** An app that shows a new six-digit code every half minute; a person has at most one. */
export const authenticatorApps = pgTable("authenticator_apps", {
  accountId: uuid("account_id")
    .primaryKey()
    .references(() => accounts.id, { onDelete: "cascade" }),
  /** The shared secret, sealed with this installation's key: a copy of the database makes no codes. */
  sealedSecret: text("sealed_secret").notNull(),
  /** The half minute whose code was used last; no code of it or before counts again. */
  lastStep: bigint("last_step", { mode: "number" }).notNull(),
  addedAt: moment("added_at").notNull(),
});

export const passkeys = pgTable(
  "passkeys",
  {
    id: randomId(),
    accountId: uuid("account_id")
      .notNull()
      .references(() => accounts.id, { onDelete: "cascade" }),
    /** The authenticator's own name for it, base64url. */
    credentialId: text("credential_id").notNull().unique(),
    publicKey: bytes("public_key").notNull(),
    /** How often the authenticator says it has signed; a lower number than before is a copy. */
    counter: bigint("counter", { mode: "number" }).notNull(),
    transports: text("transports").array().notNull().default([]),
    /** It may be on several devices of the person's. */
    synced: boolean("synced").notNull(),
    name: text("name").notNull(),
    addedAt: moment("added_at").notNull(),
    usedAt: moment("used_at"),
  },
  (t) => [index("passkeys_account").on(t.accountId)],
);

/** Ten at a time, each good for one sign-in without the usual second factor. */
export const recoveryCodes = pgTable(
  "recovery_codes",
  {
    /** SHA-256 of account and code, hex. */
    id: text("id").primaryKey(),
    accountId: uuid("account_id")
      .notNull()
      .references(() => accounts.id, { onDelete: "cascade" }),
    madeAt: moment("made_at").notNull(),
    usedAt: moment("used_at"),
  },
  (t) => [index("recovery_codes_account").on(t.accountId)],
);
