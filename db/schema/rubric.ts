import { boolean, integer, jsonb, pgTable, uuid } from "drizzle-orm/pg-core";
import type { Localised } from "#app/i18n/localised.ts";
import { localisedText, moment, randomId } from "./columns.ts";
import { cycles } from "./cycle.ts";

/** Criteria, weights and scales. Frozen from the first score given with it. */
export const rubrics = pgTable("rubrics", {
  id: randomId(),
  cycleId: uuid("cycle_id").notNull().references(() => cycles.id, { onDelete: "cascade" }),
  name: localisedText("name").notNull(),
  createdAt: moment("created_at").notNull(),
});

export type Anchor = { value: number; text: Localised };

export const criteria = pgTable("criteria", {
  id: randomId(),
  rubricId: uuid("rubric_id").notNull().references(() => rubrics.id, { onDelete: "cascade" }),
  position: integer("position").notNull(),
  name: localisedText("name").notNull(),
  description: localisedText("description").notNull(),
  /** Whole per cent; the weights of a rubric add up to 100. */
  weight: integer("weight").notNull(),
  /** Whole steps: 1 to 5. */
  min: integer("min").notNull(),
  max: integer("max").notNull(),
  anchors: jsonb("anchors").$type<Anchor[]>().notNull(),
  commentRequired: boolean("comment_required").notNull().default(false),
});
