import { bigint, pgTable, text } from "drizzle-orm/pg-core";
import { bytes, moment, randomId } from "./columns.ts";
import { logCheckpoints } from "./commitment.ts";

/**
 * What time-stamping authorities signed of states of the log (RFC 3161). Append-only. `token` is as the authority sent
 * it, `chain` the certificates up to its root that it does not enclose, one after the other, `root` the SHA-256 of
 * that root, null where it was taken before this was kept.
 */
export const timestamps = pgTable("timestamps", {
  id: randomId(),
  size: bigint("size", { mode: "number" })
    .notNull()
    .references(() => logCheckpoints.size),
  token: bytes("token").notNull(),
  chain: bytes("chain").notNull(),
  root: bytes("root"),
  /** SHA-256 of the token: the same one is kept once. */
  hash: bytes("hash").notNull().unique(),
  /** What the authority calls itself, and when it says that it signed. */
  authority: text("authority").notNull(),
  stampedAt: moment("stamped_at").notNull(),
  at: moment("at").notNull(),
});
