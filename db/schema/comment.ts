import { index, pgTable, text, uuid } from "drizzle-orm/pg-core";
import { accounts } from "./account.ts";
import { moment, randomId } from "./columns.ts";
import { entries } from "./entry.ts";
import { questions } from "./question.ts";

/**
 * What members of a team say to each other about an answer. Never part of what is sealed, and nobody's outside the
 * team.
 */
export const answerComments = pgTable(
  "answer_comments",
  {
    id: randomId(),
    entryId: uuid("entry_id")
      .notNull()
      .references(() => entries.id, { onDelete: "cascade" }),
    questionId: uuid("question_id")
      .notNull()
      .references(() => questions.id),
    text: text("text").notNull(),
    at: moment("at").notNull(),
    by: uuid("by")
      .notNull()
      .references(() => accounts.id),
    resolvedAt: moment("resolved_at"),
    resolvedBy: uuid("resolved_by").references(() => accounts.id),
  },
  (t) => [index("answer_comments_entry").on(t.entryId, t.questionId, t.at)],
);
