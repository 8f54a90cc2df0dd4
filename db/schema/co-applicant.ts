import { sql } from "drizzle-orm";
import { boolean, check, index, pgTable, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { accounts } from "./account.ts";
import { cities } from "./city.ts";
import { moment, randomId } from "./columns.ts";
import { entries } from "./entry.ts";

/**
 * A city that was asked to enter together with the one whose entry it is. Of the entry from its acceptance until it is
 * taken off or leaves. A row is answered once and ended once; whoever accepted once has read the draft, so for
 * conflicts of interest its team counts to the end of the cycle, and the city itself, with its country and name, unless
 * it ended before the entry was last sent.
 */
export const coApplicants = pgTable(
  "co_applicants",
  {
    id: randomId(),
    entryId: uuid("entry_id")
      .notNull()
      .references(() => entries.id),
    cityId: uuid("city_id")
      .notNull()
      .references(() => cities.id),
    /** Whom the invitation was mailed to. The team answers in which this person is. */
    email: text("email").notNull(),
    invitedAt: moment("invited_at").notNull(),
    invitedBy: uuid("invited_by")
      .notNull()
      .references(() => accounts.id),
    answeredAt: moment("answered_at"),
    answeredBy: uuid("answered_by").references(() => accounts.id),
    accepted: boolean("accepted"),
    endedAt: moment("ended_at"),
    endedBy: uuid("ended_by").references(() => accounts.id),
  },
  (t) => [
    uniqueIndex("co_applicants_standing")
      .on(t.entryId, t.cityId)
      .where(sql`${t.endedAt} is null and ${t.accepted} is not false`),
    index("co_applicants_entry").on(t.entryId, t.invitedAt),
    index("co_applicants_city").on(t.cityId),
    index("co_applicants_email").on(t.email),
    check("answered_by_somebody", sql`num_nonnulls(${t.answeredAt}, ${t.answeredBy}, ${t.accepted}) in (0, 3)`),
    check("ended_by_somebody", sql`num_nonnulls(${t.endedAt}, ${t.endedBy}) in (0, 2)`),
  ],
);
