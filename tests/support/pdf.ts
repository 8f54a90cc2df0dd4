import { extractText, getDocumentProxy, getMeta } from "unpdf";

export type ReadPdf = {
  pages: number;
  text: string;
  title: string;
  language: string;
  tagged: boolean;
  structure: string[];
};

/**
 * What a reader's program finds in a PDF: its text without line ends and spaces, its properties, and the roles of its
 * tags.
 */
export async function readPdf(bytes: Uint8Array): Promise<ReadPdf> {
  const pdf = await getDocumentProxy(new Uint8Array(bytes));
  const { totalPages, text } = await extractText(pdf, { mergePages: true });
  const { info } = await getMeta(pdf);
  const structure: string[] = [];
  for (let number = 1; number <= totalPages; number += 1)
    collect(await (await pdf.getPage(number)).getStructTree(), structure);
  const marks = (await pdf.getMarkInfo()) as { Marked?: boolean } | null;
  return {
    pages: totalPages,
    text: squeezed(text),
    title: String(info["Title"] ?? ""),
    language: String(info["Language"] ?? ""),
    tagged: marks?.Marked === true,
    structure,
  };
}

/** Where a line breaks is no part of the text. */
export const squeezed = (text: string): string => text.replace(/\s+/g, "");

type Node = { role?: string; children?: unknown[] };
function collect(node: Node | null, into: string[]): void {
  if (node?.role) into.push(node.role);
  for (const child of node?.children ?? []) collect(child as Node, into);
}
