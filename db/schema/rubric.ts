import { bigint, boolean, index, integer, jsonb, pgEnum, pgTable, uuid } from "drizzle-orm/pg-core";
import type { Localised } from "#app/i18n/localised.ts";
import { localisedText, moment, randomId } from "./columns.ts";
import { cycles } from "./cycle.ts";

/** How the steps of a scale read. What counts is the step's value, whichever it is; of tenths, a tenth of it. */
export const scaleKind = pgEnum("scale_kind", ["numbers", "percent", "letters", "yes-no", "tenths"]);
export type ScaleKind = (typeof scaleKind.enumValues)[number];

/** When a reviewer must say why: never, always, or for scores up to or from a bound. */
export const commentRule = pgEnum("comment_rule", ["optional", "always", "at-most", "at-least"]);
export type CommentRule = (typeof commentRule.enumValues)[number];

/** Criteria, weights and scales. Frozen from the first score given with it. */
export const rubrics = pgTable(
  "rubrics",
  {
    id: randomId(),
    cycleId: uuid("cycle_id")
      .notNull()
      .references(() => cycles.id, { onDelete: "cascade" }),
    name: localisedText("name").notNull(),
    /**
     * In how many equal parts totals count a point, so that each is whole: hundredths, unless criteria may be left out.
     * See `partsOf`.
     */
    parts: bigint("parts", { mode: "number" }).notNull().default(100),
    createdAt: moment("created_at").notNull(),
  },
  (t) => [index("rubrics_cycle").on(t.cycleId)],
);

export type Anchor = { value: number; text: Localised };

export const criteria = pgTable(
  "criteria",
  {
    id: randomId(),
    rubricId: uuid("rubric_id")
      .notNull()
      .references(() => rubrics.id, { onDelete: "cascade" }),
    position: integer("position").notNull(),
    name: localisedText("name").notNull(),
    description: localisedText("description").notNull(),
    /** Whole per cent; the weights of a rubric add up to 100. */
    weight: integer("weight").notNull(),
    scale: scaleKind("scale").notNull().default("numbers"),
    /** Whole values: 1 to 5 by 1, 0 to 100 by 10; 0.0 to 5.0 by 0.5 is 0 to 50 by 5 tenths. */
    min: integer("min").notNull(),
    max: integer("max").notNull(),
    step: integer("step").notNull().default(1),
    anchors: jsonb("anchors").$type<Anchor[]>().notNull(),
    /** A reviewer may say that it does not apply; then the others carry its weight. */
    notApplicable: boolean("not_applicable").notNull().default(false),
    commentRule: commentRule("comment_rule").notNull().default("optional"),
    commentBound: integer("comment_bound"),
    /** In characters, where a comment is needed. */
    commentLength: integer("comment_length").notNull().default(0),
  },
  (t) => [index("criteria_rubric").on(t.rubricId)],
);
