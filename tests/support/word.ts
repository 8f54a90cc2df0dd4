import { filesIn } from "./zip.ts";

/**
 * What a Word document holds: its text, a line a paragraph, the styles of its headings, boxes to tick, and rows with
 * room to type in.
 */
export function readWord(bytes: Uint8Array): { text: string; headings: string[]; boxes: number; frames: number } {
  const xml = filesIn(Buffer.from(bytes)).get("word/document.xml")!.toString("utf8");
  const paragraphs = xml
    .split("</w:p>")
    .map((part) => [...part.matchAll(/<w:t(?: [^>]*)?>([^<]*)<\/w:t>/g)].map((match) => match[1]).join(""));
  const entities: Record<string, string> = { "&amp;": "&", "&lt;": "<", "&gt;": ">", "&quot;": '"', "&apos;": "'" };
  return {
    text: paragraphs.join("\n").replace(/&(amp|lt|gt|quot|apos);/g, (entity) => entities[entity]!),
    headings: [...xml.matchAll(/<w:pStyle w:val="(Title|Heading\d)"\/>/g)].map((match) => match[1]!),
    boxes: xml.match(/<w14:checkbox>/g)?.length ?? 0,
    frames: xml.match(/<w:trHeight/g)?.length ?? 0,
  };
}
