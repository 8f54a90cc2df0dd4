import * as docx from "docx";
import { directionOf, type Locale } from "#app/i18n/locales.ts";
import { isRightToLeft, languageOf, printable } from "./text.ts";

export const KAPOK = "A71D2A";
export const SOFT = "655C5A";
export const SANS = { ascii: "Arial", hAnsi: "Arial", eastAsia: "Microsoft YaHei", cs: "Arial" };
export type Font = typeof SANS;
/** Twentieths of a point. */
export const LINE_OF_WRITING = 440;
export const PAGE = { width: 11_906, height: 16_838, margin: 1_360 };
export const WIDTH = PAGE.width - 2 * PAGE.margin;

type Look = {
  size?: number;
  color?: string;
  bold?: boolean;
  font?: Font;
  heading?: (typeof docx.HeadingLevel)[keyof typeof docx.HeadingLevel];
  before?: number;
  after?: number;
  keepNext?: boolean;
};

/** What a Word document is made of, in the direction of its language. */
export class WordParts {
  readonly rtl: boolean;
  readonly #language: Locale;

  constructor(language: Locale) {
    this.#language = language;
    this.rtl = directionOf(language) === "rtl";
  }

  paragraphs(text: string, look: Look = {}): docx.Paragraph[] {
    return printable(text)
      .split("\n")
      .map((line) => this.paragraph(line, look));
  }

  paragraph(
    line: string,
    { heading, before = 0, after = 80, keepNext = false, ...look }: Look = {},
    lead: docx.ParagraphChild[] = [],
  ): docx.Paragraph {
    return new docx.Paragraph({
      ...(heading ? { heading } : {}),
      bidirectional: isRightToLeft(line),
      keepNext: keepNext || heading !== undefined,
      spacing: { before, after, line: 300 },
      children: [
        ...lead,
        new docx.TextRun({
          text: line,
          rightToLeft: isRightToLeft(line),
          language: {
            value: languageOf(line, this.#language),
            ...(isRightToLeft(line) ? { bidirectional: languageOf(line, this.#language) } : {}),
          },
          ...look,
        }),
      ],
    });
  }

  cell(children: docx.Paragraph[], options: Partial<docx.ITableCellOptions> = {}): docx.TableCell {
    return new docx.TableCell({ children, margins: { top: 60, bottom: 60, left: 100, right: 100 }, ...options });
  }

  table(columnWidths: number[], rows: docx.TableRow[], borders: docx.ITableOptions["borders"] = {}): docx.Table {
    return new docx.Table({
      rows,
      columnWidths,
      visuallyRightToLeft: this.rtl,
      width: { size: WIDTH, type: docx.WidthType.DXA },
      borders,
    });
  }

  /** Columns of one width under a head that stands on every page. */
  grid(head: string[], rows: string[][]): docx.Table {
    const size = Math.floor(WIDTH / head.length);
    const width = { width: { size, type: docx.WidthType.DXA } };
    return this.table(
      head.map(() => size),
      [
        new docx.TableRow({
          tableHeader: true,
          children: head.map((text) => this.cell(this.paragraphs(text, { bold: true, size: 18 }), width)),
        }),
        ...rows.map(
          (row) =>
            new docx.TableRow({
              height: { value: LINE_OF_WRITING, rule: docx.HeightRule.ATLEAST },
              children: row.map((text) => this.cell(this.paragraphs(text, { size: 18 }), width)),
            }),
        ),
      ],
    );
  }
}
