import { inflateRawSync } from "node:zlib";

/** What a Word document holds: its text, a line a paragraph, the styles of its headings, boxes to tick, and rows with room to type in. */
export function readWord(bytes: Uint8Array): { text: string; headings: string[]; boxes: number; frames: number } {
  const xml = unpacked(Buffer.from(bytes), "word/document.xml");
  const paragraphs = xml.split("</w:p>").map((part) => [...part.matchAll(/<w:t(?: [^>]*)?>([^<]*)<\/w:t>/g)].map((match) => match[1]).join(""));
  const entities: Record<string, string> = { "&amp;": "&", "&lt;": "<", "&gt;": ">", "&quot;": '"', "&apos;": "'" };
  return {
    text: paragraphs.join("\n").replace(/&(amp|lt|gt|quot|apos);/g, (entity) => entities[entity]!),
    headings: [...xml.matchAll(/<w:pStyle w:val="(Title|Heading\d)"\/>/g)].map((match) => match[1]!),
    boxes: xml.match(/<w14:checkbox>/g)?.length ?? 0,
    frames: xml.match(/<w:trHeight/g)?.length ?? 0,
  };
}

/** One file of an archive, found in the directory at its end. */
function unpacked(zip: Buffer, wanted: string): string {
  for (let at = zip.readUInt32LE(zip.lastIndexOf("PK\u0005\u0006") + 16); zip.readUInt32LE(at) === 0x02014b50; at += 46 + zip.readUInt16LE(at + 28) + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32)) {
    const name = zip.toString("utf8", at + 46, at + 46 + zip.readUInt16LE(at + 28));
    if (name !== wanted) continue;
    const local = zip.readUInt32LE(at + 42);
    const start = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
    const packed = zip.subarray(start, start + zip.readUInt32LE(at + 20));
    return (zip.readUInt16LE(at + 10) === 0 ? packed : inflateRawSync(packed)).toString("utf8");
  }
  throw new Error(`${wanted} is not in the archive`);
}
