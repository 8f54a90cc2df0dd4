import { index, pgTable, text, uuid } from "drizzle-orm/pg-core";
import { accounts } from "./account.ts";
import { moment, randomId } from "./columns.ts";
import { submissions } from "./entry.ts";

/**
 * What the secretariat told a team about the version it had sent by the early date. Never changed: whoever wants to say
 * more writes again.
 */
export const feedback = pgTable(
  "feedback",
  {
    id: randomId(),
    submissionId: uuid("submission_id")
      .notNull()
      .references(() => submissions.id),
    text: text("text").notNull(),
    at: moment("at").notNull(),
    by: uuid("by")
      .notNull()
      .references(() => accounts.id),
  },
  (t) => [index("feedback_submission").on(t.submissionId, t.at)],
);
