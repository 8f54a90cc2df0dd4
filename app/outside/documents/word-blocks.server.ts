import * as docx from "docx";
import type { Answer, Block } from "./document.ts";
import { isRightToLeft, printable } from "./text.ts";
import { KAPOK, LINE_OF_WRITING, SOFT, WIDTH, type WordParts } from "./word-parts.server.ts";

const HAIR = "DCD5D1";
const thin = { style: docx.BorderStyle.SINGLE, size: 4, color: HAIR };
const none = { style: docx.BorderStyle.NONE, size: 0, color: "auto" };

/** A block of a document, as Word lays it out. */
export function wordBlock(parts: WordParts, part: Block): docx.FileChild[] {
  switch (part.kind) {
    case "part":
      return [
        new docx.Paragraph({ pageBreakBefore: true }),
        ...parts.paragraphs(part.text, { heading: docx.HeadingLevel.HEADING_1, after: 160 }),
      ];
    case "heading":
      return parts.paragraphs(part.text, { heading: docx.HeadingLevel.HEADING_1, before: 480, after: 160 });
    case "text":
      return parts.paragraphs(part.text);
    case "notice":
      return notice(parts, part.text);
    case "facts":
      return [facts(parts, part.rows)];
    case "files":
      return [
        parts.grid(
          [part.head.name, part.head.size, part.head.sha256],
          part.rows.map(({ name, size, sha256 }) => [name, size, sha256]),
        ),
      ];
    case "question":
      return [
        ...parts.paragraphs(part.label, { heading: docx.HeadingLevel.HEADING_2, before: 320, after: 60 }),
        ...part.notes.flatMap((note) => parts.paragraphs(note, { color: SOFT, size: 17, keepNext: true })),
        ...part.body.flatMap((each) => answer(parts, each)),
      ];
  }
}

function answer(parts: WordParts, part: Answer): docx.FileChild[] {
  switch (part.kind) {
    case "text":
      return parts.paragraphs(part.text);
    case "missing":
      return parts.paragraphs(part.text, { color: SOFT });
    case "list":
      return part.items.map((item) => parts.paragraph(item, {}, [new docx.TextRun("– ")]));
    case "options":
      return part.items.map((item) => parts.paragraph(item, {}, [new docx.CheckBox(), new docx.TextRun("  ")]));
    case "table":
      return [parts.grid(part.head, part.rows)];
    case "room":
      return [frame(parts, part.lines)];
  }
}

/** Text with a bar at its side. */
function notice(parts: WordParts, text: string): docx.Paragraph[] {
  return printable(text)
    .split("\n")
    .map(
      (line) =>
        new docx.Paragraph({
          bidirectional: isRightToLeft(line),
          border: {
            [parts.rtl ? "right" : "left"]: { style: docx.BorderStyle.SINGLE, size: 18, space: 10, color: KAPOK },
          },
          indent: { left: 160 },
          spacing: { before: 160, after: 160 },
          children: [new docx.TextRun({ text: line, rightToLeft: isRightToLeft(line) })],
        }),
    );
}

function facts(parts: WordParts, rows: readonly { label: string; value: string }[]): docx.Table {
  return parts.table(
    [2_600, WIDTH - 2_600],
    rows.map(
      ({ label, value }) =>
        new docx.TableRow({
          children: [
            parts.cell(parts.paragraphs(label, { color: SOFT, size: 18, after: 0 })),
            parts.cell(parts.paragraphs(value, { after: 0 })),
          ],
        }),
    ),
    { top: none, bottom: none, left: none, right: none, insideHorizontal: none, insideVertical: none },
  );
}

/** An empty frame to type in, where paper has lines. */
function frame(parts: WordParts, lines: number): docx.Table {
  return parts.table(
    [WIDTH],
    [
      new docx.TableRow({
        height: { value: LINE_OF_WRITING * lines, rule: docx.HeightRule.ATLEAST },
        children: [parts.cell([parts.paragraph("")])],
      }),
    ],
    { top: thin, bottom: thin, left: thin, right: thin },
  );
}
