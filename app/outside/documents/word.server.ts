import * as docx from "docx";
import { directionOf, type Locale } from "#app/i18n/locales.ts";
import type { Answer, Block, Document } from "./document.ts";
import { isRightToLeft, languageOf, printable } from "./text.ts";

const KAPOK = "A71D2A";
const SOFT = "655C5A";
const HAIR = "DCD5D1";
const SANS = { ascii: "Arial", hAnsi: "Arial", eastAsia: "Microsoft YaHei", cs: "Arial" };
const SERIF = { ascii: "Georgia", hAnsi: "Georgia", eastAsia: "SimSun", cs: "Times New Roman" };
const WORD_LANGUAGES: Record<Locale, string> = {
  en: "en-GB",
  "zh-Hans": "zh-CN",
  fr: "fr-FR",
  es: "es-ES",
  ar: "ar-SA",
};
/** Twentieths of a point. */
const LINE_OF_WRITING = 440;
const PAGE = { width: 11_906, height: 16_838, margin: 1_360 };
const WIDTH = PAGE.width - 2 * PAGE.margin;
const thin = { style: docx.BorderStyle.SINGLE, size: 4, color: HAIR };
const none = { style: docx.BorderStyle.NONE, size: 0, color: "auto" };

type Look = {
  size?: number;
  color?: string;
  bold?: boolean;
  font?: typeof SANS;
  heading?: (typeof docx.HeadingLevel)[keyof typeof docx.HeadingLevel];
  before?: number;
  after?: number;
  keepNext?: boolean;
};

/**
 * A Word document: headings are headings, boxes can be ticked, and where the PDF has lines to write on there is a frame
 * to type in.
 */
export async function word(document: Document): Promise<Uint8Array> {
  const { language } = document;
  const rtl = directionOf(language) === "rtl";
  const paragraphs = (text: string, look: Look = {}) =>
    printable(text)
      .split("\n")
      .map((line) => paragraph(line, look));
  const paragraph = (
    line: string,
    { heading, before = 0, after = 80, keepNext = false, ...look }: Look = {},
    lead: docx.ParagraphChild[] = [],
  ) =>
    new docx.Paragraph({
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
            value: languageOf(line, language),
            ...(isRightToLeft(line) ? { bidirectional: languageOf(line, language) } : {}),
          },
          ...look,
        }),
      ],
    });
  const cell = (children: docx.Paragraph[], options: Partial<docx.ITableCellOptions> = {}) =>
    new docx.TableCell({ children, margins: { top: 60, bottom: 60, left: 100, right: 100 }, ...options });
  const table = (columnWidths: number[], rows: docx.TableRow[], borders: docx.ITableOptions["borders"] = {}) =>
    new docx.Table({
      rows,
      columnWidths,
      visuallyRightToLeft: rtl,
      width: { size: WIDTH, type: docx.WidthType.DXA },
      borders,
    });
  const grid = (head: string[], rows: string[][]) => {
    const size = Math.floor(WIDTH / head.length);
    const width = { width: { size, type: docx.WidthType.DXA } };
    return table(
      head.map(() => size),
      [
        new docx.TableRow({
          tableHeader: true,
          children: head.map((text) => cell(paragraphs(text, { bold: true, size: 18 }), width)),
        }),
        ...rows.map(
          (row) =>
            new docx.TableRow({
              height: { value: LINE_OF_WRITING, rule: docx.HeightRule.ATLEAST },
              children: row.map((text) => cell(paragraphs(text, { size: 18 }), width)),
            }),
        ),
      ],
    );
  };

  const answer = (part: Answer): docx.FileChild[] => {
    switch (part.kind) {
      case "text":
        return paragraphs(part.text);
      case "missing":
        return paragraphs(part.text, { color: SOFT });
      case "list":
        return part.items.map((item) => paragraph(item, {}, [new docx.TextRun("– ")]));
      case "options":
        return part.items.map((item) => paragraph(item, {}, [new docx.CheckBox(), new docx.TextRun("  ")]));
      case "table":
        return [grid(part.head, part.rows)];
      case "room":
        return [
          table(
            [WIDTH],
            [
              new docx.TableRow({
                height: { value: LINE_OF_WRITING * part.lines, rule: docx.HeightRule.ATLEAST },
                children: [cell([paragraph("")])],
              }),
            ],
            { top: thin, bottom: thin, left: thin, right: thin },
          ),
        ];
    }
  };
  const block = (part: Block): docx.FileChild[] => {
    switch (part.kind) {
      case "part":
        return [
          new docx.Paragraph({ pageBreakBefore: true }),
          ...paragraphs(part.text, { heading: docx.HeadingLevel.HEADING_1, after: 160 }),
        ];
      case "heading":
        return paragraphs(part.text, { heading: docx.HeadingLevel.HEADING_1, before: 480, after: 160 });
      case "text":
        return paragraphs(part.text);
      case "notice":
        return printable(part.text)
          .split("\n")
          .map(
            (line) =>
              new docx.Paragraph({
                bidirectional: isRightToLeft(line),
                border: {
                  [rtl ? "right" : "left"]: { style: docx.BorderStyle.SINGLE, size: 18, space: 10, color: KAPOK },
                },
                indent: { left: 160 },
                spacing: { before: 160, after: 160 },
                children: [new docx.TextRun({ text: line, rightToLeft: isRightToLeft(line) })],
              }),
          );
      case "facts":
        return [
          table(
            [2_600, WIDTH - 2_600],
            part.rows.map(
              ({ label, value }) =>
                new docx.TableRow({
                  children: [
                    cell(paragraphs(label, { color: SOFT, size: 18, after: 0 })),
                    cell(paragraphs(value, { after: 0 })),
                  ],
                }),
            ),
            { top: none, bottom: none, left: none, right: none, insideHorizontal: none, insideVertical: none },
          ),
        ];
      case "files":
        return [
          grid(
            [part.head.name, part.head.size, part.head.sha256],
            part.rows.map(({ name, size, sha256 }) => [name, size, sha256]),
          ),
        ];
      case "question":
        return [
          ...paragraphs(part.label, { heading: docx.HeadingLevel.HEADING_2, before: 320, after: 60 }),
          ...part.notes.flatMap((note) => paragraphs(note, { color: SOFT, size: 17, keepNext: true })),
          ...part.body.flatMap(answer),
        ];
    }
  };

  const [before = "", between = "", after = ""] = document.pages.split(/\{pages?\}/);
  const small = { size: 16, color: SOFT };
  const style = (font: typeof SANS, size: number, bold = false) => ({ run: { font, size, bold, color: "221B1B" } });
  const file = new docx.Document({
    title: document.title,
    creator: "Kapok",
    description: document.eyebrow,
    styles: {
      default: {
        document: { run: { font: SANS, size: 20, language: { value: WORD_LANGUAGES[language], eastAsia: "zh-CN" } } },
        title: style(SERIF, 44),
        heading1: style(SERIF, 30),
        heading2: style(SANS, 20, true),
      },
    },
    sections: [
      {
        properties: {
          page: {
            size: { width: PAGE.width, height: PAGE.height },
            margin: { top: PAGE.margin, bottom: PAGE.margin, left: PAGE.margin, right: PAGE.margin },
          },
        },
        footers: {
          default: new docx.Footer({
            children: [
              new docx.Paragraph({
                bidirectional: rtl,
                tabStops: [{ type: docx.TabStopType.RIGHT, position: WIDTH }],
                children: [
                  new docx.TextRun({
                    ...small,
                    children: [
                      printable(document.running),
                      "\t",
                      before,
                      docx.PageNumber.CURRENT,
                      between,
                      docx.PageNumber.TOTAL_PAGES,
                      after,
                    ],
                  }),
                ],
              }),
            ],
          }),
        },
        children: [
          ...(document.stamp ? paragraphs(document.stamp, { bold: true, color: KAPOK }) : []),
          ...paragraphs(document.eyebrow, { color: SOFT, size: 18 }),
          ...paragraphs(document.title, { heading: docx.HeadingLevel.TITLE, after: 240 }),
          ...(document.subtitle ? paragraphs(document.subtitle, { color: SOFT, size: 22 }) : []),
          ...document.blocks.flatMap(block),
        ],
      },
    ],
  });
  return new Uint8Array(await docx.Packer.toArrayBuffer(file));
}
