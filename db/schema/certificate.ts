import { index, integer, pgTable, text, unique, uuid } from "drizzle-orm/pg-core";
import { moment } from "./columns.ts";
import { publications, results } from "./result.ts";

/**
 * What the portal certifies of each place on a published list, once for every version of the list that the public could
 * read. Append-only.
 */
export const certificates = pgTable(
  "certificates",
  {
    /** Follows from `record`: whoever has the one can compute the other. */
    code: text("code").primaryKey(),
    publicationId: uuid("publication_id")
      .notNull()
      .references(() => publications.id),
    resultId: uuid("result_id")
      .notNull()
      .references(() => results.id),
    /** Of the publication, when this was certified. */
    version: integer("version").notNull(),
    /** Canonical JSON of what is certified (`Certified`). */
    record: text("record").notNull(),
    at: moment("at").notNull(),
  },
  (t) => [
    unique("certificates_version").on(t.resultId, t.version),
    index("certificates_list").on(t.publicationId, t.version),
  ],
);
