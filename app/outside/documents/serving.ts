import { cleanName, contentDisposition } from "#app/outside/files/names.ts";

const TYPES = {
  pdf: "application/pdf",
  docx: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
  zip: "application/zip",
} as const;
export type DocumentType = keyof typeof TYPES;
const LONGEST_PART = 60;

/** "GZ-2027-7K3QD bus-lanes-for-all.pdf": what it is first, then what it is about. */
export function documentName(what: string, about: string, type: DocumentType): string {
  const slug = [...about.normalize("NFC").replace(/[^\p{L}\p{M}\p{N}]+/gu, "-")]
    .slice(0, LONGEST_PART)
    .join("")
    .replace(/^-+|-+$/g, "");
  return cleanName(`${[what, slug].filter(Boolean).join(" ")}.${type}`);
}

/** A document to save, for the one person who asked; its length is told where it is known. */
export function documentResponse(
  bytes: Uint8Array | ReadableStream<Uint8Array>,
  name: string,
  type: DocumentType,
): Response {
  return new Response(bytes as BodyInit, {
    headers: {
      "content-type": TYPES[type],
      "content-disposition": contentDisposition(name, false),
      ...("byteLength" in bytes ? { "content-length": String(bytes.byteLength) } : {}),
      "content-security-policy": "sandbox; default-src 'none'",
      "cache-control": "private, no-store",
    },
  });
}
