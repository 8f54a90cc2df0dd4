import { pgTable, text } from "drizzle-orm/pg-core";
import { localisedText, moment, randomId } from "./columns.ts";

/** The award itself, across years. */
export const programmes = pgTable("programmes", {
  id: randomId(),
  slug: text("slug").notNull().unique(),
  name: localisedText("name").notNull(),
  about: localisedText("about").notNull(),
  /** IANA zone in which deadlines are announced. */
  timeZone: text("time_zone").notNull(),
  contactEmail: text("contact_email").notNull(),
  createdAt: moment("created_at").notNull(),
});
