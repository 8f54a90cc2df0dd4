import { boolean, index, integer, jsonb, pgEnum, pgTable, text, unique, uuid } from "drizzle-orm/pg-core";
import type { Localised } from "#app/i18n/localised.ts";
import { localisedText, randomId } from "./columns.ts";
import { cycles } from "./cycle.ts";

export const questionType = pgEnum("question_type", [
  "short-text",
  "long-text",
  "choice",
  "choices",
  "number",
  "date",
  "period",
  "email",
  "link",
  "sdgs",
  "themes",
  "partners",
  "indicators",
  "files",
  "declaration",
  "country",
  "place",
  "budget",
]);

/** Holds when the answer to an earlier question is, or has among its choices, one of these. */
export type Condition = { question: string; is: string[] };

/** What a question type needs to know beyond its label; absent members mean "no limit". */
export type QuestionSettings = {
  limit?: { count: number; unit: "words" | "characters" };
  options?: { value: string; label: Localised }[];
  /** Of a question about eligibility: the answers with which an entry may take part. */
  eligible?: string[];
  min?: number;
  max?: number;
  /** Of a number: a value outside is worth a second look. */
  usual?: { from: number; to: number };
  /** What a number counts, or the currency of a budget. */
  unit?: string;
  /** What of a person it asks for, as browsers call it: they and the writer's account suggest that. */
  autocomplete?: "name" | "organization-title" | "email" | "tel";
  /** Asked only of those who gave one of these answers. */
  when?: Condition;
  /** The answer tells who is entering, so blind rounds do not see it. A place always does. */
  identifies?: boolean;
  /** `described`: pictures are sent only with words for whoever cannot see them. */
  files?: { types: string[]; maxBytes: number; maxCount: number; described?: boolean };
};

/** A question that is not asked just now, to be switched on again. */
export type QuestionAside = {
  key: string;
  type: (typeof questionType.enumValues)[number];
  label: Localised;
  hint?: Localised;
  required?: boolean;
  confidential?: boolean;
  public?: boolean;
  settings?: QuestionSettings;
};

/** A page of the form: one task in the task list. */
export const sections = pgTable(
  "sections",
  {
    id: randomId(),
    cycleId: uuid("cycle_id")
      .notNull()
      .references(() => cycles.id, { onDelete: "cascade" }),
    key: text("key").notNull(),
    position: integer("position").notNull(),
    /** A verb-led task: "Describe the initiative". */
    title: localisedText("title").notNull(),
    intro: localisedText("intro"),
    /** Asked only of those who gave one of these answers earlier in the form. */
    when: jsonb("condition").$type<Condition>(),
    /** Questions switched off, as they were worded. */
    aside: jsonb("aside").$type<QuestionAside[]>().notNull().default([]),
  },
  (t) => [unique("sections_key").on(t.cycleId, t.key)],
);

export const questions = pgTable(
  "questions",
  {
    id: randomId(),
    cycleId: uuid("cycle_id")
      .notNull()
      .references(() => cycles.id, { onDelete: "cascade" }),
    sectionId: uuid("section_id")
      .notNull()
      .references(() => sections.id, { onDelete: "cascade" }),
    key: text("key").notNull(),
    position: integer("position").notNull(),
    type: questionType("type").notNull(),
    label: localisedText("label").notNull(),
    hint: localisedText("hint"),
    required: boolean("required").notNull(),
    /** Contact details: the entrant's team and the secretariat only, never reviewers. */
    confidential: boolean("confidential").notNull().default(false),
    /** Shown to the public if the initiative is published. */
    public: boolean("public").notNull().default(false),
    settings: jsonb("settings").$type<QuestionSettings>().notNull().default({}),
  },
  (t) => [unique("questions_key").on(t.cycleId, t.key), index("questions_section").on(t.sectionId, t.position)],
);
