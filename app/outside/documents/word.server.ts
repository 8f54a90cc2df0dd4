import * as docx from "docx";
import type { Locale } from "#app/i18n/locales.ts";
import type { Document } from "./document.ts";
import { printable } from "./text.ts";
import { wordBlock } from "./word-blocks.server.ts";
import { type Font, KAPOK, PAGE, SANS, SOFT, WIDTH, WordParts } from "./word-parts.server.ts";

const SERIF = { ascii: "Georgia", hAnsi: "Georgia", eastAsia: "SimSun", cs: "Times New Roman" };
const WORD_LANGUAGES: Record<Locale, string> = {
  en: "en-GB",
  "zh-Hans": "zh-CN",
  fr: "fr-FR",
  es: "es-ES",
  ar: "ar-SA",
};

/**
 * A Word document: headings are headings, boxes can be ticked, and where the PDF has lines to write on there is a frame
 * to type in.
 */
export async function word(document: Document): Promise<Uint8Array> {
  const parts = new WordParts(document.language);
  const file = new docx.Document({
    title: document.title,
    creator: "Kapok",
    description: document.eyebrow,
    styles: stylesOf(document.language),
    sections: [
      {
        properties: {
          page: {
            size: { width: PAGE.width, height: PAGE.height },
            margin: { top: PAGE.margin, bottom: PAGE.margin, left: PAGE.margin, right: PAGE.margin },
          },
        },
        footers: { default: footer(document, parts) },
        children: [
          ...(document.stamp ? parts.paragraphs(document.stamp, { bold: true, color: KAPOK }) : []),
          ...parts.paragraphs(document.eyebrow, { color: SOFT, size: 18 }),
          ...parts.paragraphs(document.title, { heading: docx.HeadingLevel.TITLE, after: 240 }),
          ...(document.subtitle ? parts.paragraphs(document.subtitle, { color: SOFT, size: 22 }) : []),
          ...parted(document.blocks.flatMap((block) => wordBlock(parts, block))),
        ],
      },
    ],
  });
  return new Uint8Array(await docx.Packer.toArrayBuffer(file));
}

/** Word makes one table of two that nothing parts. */
const parted = (blocks: docx.FileChild[]): docx.FileChild[] =>
  blocks.flatMap((block, index) =>
    block instanceof docx.Table && blocks[index + 1] instanceof docx.Table ? [block, new docx.Paragraph({})] : [block],
  );

function stylesOf(language: Locale): docx.IStylesOptions {
  const style = (font: Font, size: number, bold = false) => ({ run: { font, size, bold, color: "221B1B" } });
  return {
    default: {
      document: { run: { font: SANS, size: 20, language: { value: WORD_LANGUAGES[language], eastAsia: "zh-CN" } } },
      title: style(SERIF, 44),
      heading1: style(SERIF, 30),
      heading2: style(SANS, 20, true),
    },
  };
}

/** What runs along the foot of every page, with its number. */
function footer({ pages, running }: Document, { rtl }: WordParts): docx.Footer {
  const [before = "", between = "", after = ""] = pages.split(/\{pages?\}/);
  const small = { size: 16, color: SOFT };
  return new docx.Footer({
    children: [
      new docx.Paragraph({
        bidirectional: rtl,
        tabStops: [{ type: docx.TabStopType.RIGHT, position: WIDTH }],
        children: [
          new docx.TextRun({
            ...small,
            children: [
              printable(running),
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
  });
}
