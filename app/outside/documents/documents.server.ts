import type { Document, Documents, Sheet } from "./document.ts";
import { openTypesetter } from "./typesetting.server.ts";

export type { Documents } from "./document.ts";

const REMEMBERED = 24;

/** Whoever needs a document asks here; what makes it is nobody else's business. */
export function openDocuments(): Documents {
  const { pdf, close } = openTypesetter();
  return { pdf: remembering(pdf), docx: remembering(async (document: Document) => (await import("./word.server.ts")).word(document)), close };
}

/** The same document is the same bytes, so asking twice costs once: a call's blank form is asked for by everybody. */
function remembering<Made extends Document | Sheet>(make: (document: Made) => Promise<Uint8Array>) {
  const made = new Map<string, Promise<Uint8Array>>();
  return (document: Made): Promise<Uint8Array> => {
    const key = JSON.stringify(document);
    const known = made.get(key);
    if (known) return known;
    const making = make(document);
    made.set(key, making);
    making.catch(() => made.delete(key));
    const [oldest] = made.keys();
    if (made.size > REMEMBERED && oldest !== undefined) made.delete(oldest);
    return making;
  };
}
