import type { Locale } from "#app/i18n/locales.ts";
import { bearsCode } from "../failure.ts";

/**
 * A document to print or to keep: what it says and in which order, not how it looks. Every text is shown as it is
 * written; nothing in it is markup.
 */
export type Document = {
  /** Of the words around what people wrote. */
  language: Locale;
  title: string;
  /** A line above the title, and one below it. */
  eyebrow: string;
  subtitle: string;
  /** In the head of every page after the first. */
  running: string;
  /** A word that must not be missed on any page: "Draft – not sent". */
  stamp: string | null;
  /** Across every page, for what is one person's alone; such a document is not kept to be asked for again. */
  watermark?: string;
  /** "Page {page} of {pages}", in the document's language. */
  pages: string;
  /** Stands in the document's properties: the same document is the same bytes. */
  made: Date;
  blocks: Block[];
};

export type Fact = { label: string; value: string };

export type Block =
  | { kind: "part"; text: string }
  | { kind: "heading"; text: string }
  | { kind: "text"; text: string }
  | { kind: "notice"; text: string }
  | { kind: "facts"; rows: Fact[] }
  | {
      kind: "files";
      head: { name: string; size: string; sha256: string };
      rows: { name: string; size: string; sha256: string; caption: string }[];
    }
  | { kind: "question"; label: string; notes: string[]; body: Answer[] };

/** What stands below a question: what was answered, or room to answer. */
export type Answer =
  | { kind: "text"; text: string }
  | { kind: "missing"; text: string }
  | { kind: "list"; items: string[] }
  | { kind: "table"; head: string[]; rows: string[][] }
  | { kind: "options"; items: string[] }
  | { kind: "room"; lines: number };

/**
 * One sheet to hang up: what a city was given, and how anybody can check it. Set as `Document` is: every text is shown
 * as it is written.
 */
export type Sheet = {
  sheet: "certificate";
  language: Locale;
  title: string;
  made: Date;
  programme: string;
  heading: string;
  /**
   * The words between the names: "This certifies that", "stands in the published result of …", "with the initiative".
   */
  certifies: string;
  place: string;
  /** The cities that entered together with it; "" where there are none. */
  together: string;
  stands: string;
  award: string;
  honours: string[];
  initiative: { before: string; title: string };
  facts: Fact[];
  check: { label: string; code: string; address: string };
  /** What stands small at the foot. */
  foot: Fact[];
};

/** A line to lay on papers of others, on a page no larger than itself: who may read them. */
export type Watermark = { sheet: "watermark"; language: Locale; title: string; made: Date; watermark: string };

/** Whose document it is: somebody's who signed in or gets a letter, or one that anybody may ask for. */
export type Lane = "known" | "anybody";

/**
 * Makes documents; those of known people first. Throws TypesettingBusy when too many wait, or the typesetter cannot run
 * here.
 */
export type Documents = {
  /** A tagged PDF, A4. */
  pdf(document: Document | Sheet | Watermark, lane?: Lane): Promise<Uint8Array>;
  /** A Word document with the same content. */
  docx(document: Document, lane?: Lane): Promise<Uint8Array>;
  close(): void;
};

/** Come again in a moment. */
export class TypesettingBusy extends Error {
  readonly code = "TYPESETTING_BUSY";
  constructor(why = "too many documents are waiting") {
    super(why);
  }
}

export const isTypesettingBusy = (error: unknown): boolean => bearsCode(error, "TYPESETTING_BUSY");
