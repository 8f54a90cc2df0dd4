import { bigint, doublePrecision, index, integer, jsonb, pgTable, text, uuid } from "drizzle-orm/pg-core";
import type { Localised } from "#app/i18n/localised.ts";
import { accounts } from "./account.ts";
import type { PublishedWords } from "./citation.ts";
import { cities } from "./city.ts";
import { localisedText, moment, randomId } from "./columns.ts";
import type { fileStore } from "./attachment.ts";
import { cycles } from "./cycle.ts";
import { entries } from "./entry.ts";
import { rounds } from "./round.ts";

/** What a cycle's entries amounted to when its list became public. In a group null = too few to be told. */
export type Statistics = {
  received: number;
  /** Of these found not eligible, and taken back; absent where it was published before they were counted. */
  ineligible?: number;
  withdrawn?: number;
  valid: number;
  read: number;
  groups: Record<"region" | "theme" | "size", Record<string, number | null>>;
};

/** An answer in public, in English; `read` in languages that say it in words of their own: an option, a date. */
export type PublishedAnswer = { key: string; label: Localised; text: string; read?: Partial<Localised> };

/**
 * A picture in the open, as its entry's sealed version names it: `id` is of the attachment; under `key` in `store` lies
 * the copy that was drawn anew.
 */
export type PublishedPicture = {
  id: string;
  key: string;
  store: (typeof fileStore.enumValues)[number];
  caption: string;
  credit: string;
  rights: string;
  /** What its question asks for: read out where no words say what it shows. */
  asked?: Localised;
  /**
   * Where a drawing of it for lists lies, once it is made: of an initiative's first picture alone, and of none whose
   * credit or rights a list would not show.
   */
  small?: { key: string; store: (typeof fileStore.enumValues)[number] };
};

/** The moment from which the public may read a set of results. Unpublishing keeps the row and says why. */
export const publications = pgTable(
  "publications",
  {
    id: randomId(),
    cycleId: uuid("cycle_id")
      .notNull()
      .references(() => cycles.id),
    /** Null for an archive import. */
    roundId: uuid("round_id")
      .unique()
      .references(() => rounds.id),
    /** In the future = under embargo. */
    publishedAt: moment("published_at").notNull(),
    publishedBy: uuid("published_by").references(() => accounts.id),
    /** Since when the public has read a list of it at all, whatever was taken back since; null while it never has. */
    readSince: moment("read_since"),
    /** The moment of publication about which its teams were written to; another, or null, while they wait for it. */
    toldAt: moment("told_at"),
    note: localisedText("note"),
    /** Counts up with every change the public sees: published again, a text corrected, an import brought up to date. */
    version: integer("version").notNull().default(1),
    /** Since when this version is read, for all but the first. */
    revisedAt: moment("revised_at"),
    /** Null for an archive import: only the published entries are known. */
    statistics: jsonb("statistics").$type<Statistics>(),
    withdrawnAt: moment("withdrawn_at"),
    withdrawnBy: uuid("withdrawn_by").references(() => accounts.id),
    withdrawalReason: text("withdrawal_reason"),
  },
  (t) => [index("publications_cycle").on(t.cycleId, t.publishedAt)],
);

/**
 * The public face of a decision, complete in itself: public pages read this table and `publications`, nothing else of
 * an entry.
 */
export const results = pgTable(
  "results",
  {
    id: randomId(),
    /** Null = a correction took it off its list: nobody reads it any more. */
    publicationId: uuid("publication_id").references(() => publications.id, { onDelete: "cascade" }),
    cycleId: uuid("cycle_id")
      .notNull()
      .references(() => cycles.id),
    entryId: uuid("entry_id").references(() => entries.id),
    cityId: uuid("city_id").references(() => cities.id),
    /** Null = a distinction without a level (a special mention outside the shortlist). */
    levelKey: text("level_key"),
    cityName: text("city_name").notNull(),
    country: text("country").notNull(),
    /** Cities that entered together with it, as the submission names them. */
    coApplicants: jsonb("co_applicants").$type<{ cityName: string; country: string }[]>().notNull().default([]),
    /** Where the archive's own word for the country differs from the standard name. */
    countryLabel: text("country_label"),
    region: text("region").notNull(),
    /** Empty = "title not recorded". */
    title: text("title").notNull(),
    description: text("description").notNull(),
    theme: text("theme").notNull().default(""),
    sdgs: integer("sdgs").array().notNull().default([]),
    /** What it was honoured with beside its level; those of the archive are in English. */
    honours: jsonb("honours").$type<Localised[]>().notNull().default([]),
    lat: doublePrecision("lat"),
    lon: doublePrecision("lon"),
    population: integer("population"),
    /** Public answers of the entry, question key → text, in form order. */
    answers: jsonb("answers").$type<PublishedAnswer[]>().notNull().default([]),
    /** Pictures of public questions, in form order. */
    pictures: jsonb("pictures").$type<PublishedPicture[]>().notNull().default([]),
    sourceUrl: text("source_url"),
    /**
     * Rank and mean (total over reviews, in parts of a point), where the frozen statement of the round discloses them.
     */
    rank: integer("rank"),
    reviews: integer("reviews"),
    total: bigint("total", { mode: "number" }),
    parts: bigint("parts", { mode: "number" }).notNull().default(100),
    /** The adjusted score in billionths of a point, where it decided and is disclosed. */
    adjusted: bigint("adjusted", { mode: "number" }),
    reason: text("reason").notNull().default(""),
    /** What the panel says of it, as far as two people have signed it. */
    words: jsonb("words").$type<PublishedWords>(),
  },
  (t) => [
    index("results_publication").on(t.publicationId),
    index("results_cycle").on(t.cycleId, t.levelKey),
    index("results_city").on(t.cityId),
    index("results_entry").on(t.entryId),
  ],
);
