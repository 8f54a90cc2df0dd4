import type { Document, Documents, Sheet } from "./document.ts";
import { openTypesetter } from "./typesetting.server.ts";

export type { Documents } from "./document.ts";

const REMEMBERED = 24;
/**
 * What bears a watermark runs to a thousand pages: it has a typesetter of its own, so that nobody's receipt waits
 * behind it.
 */
const LONGEST_DOSSIER = 180_000;
const DOSSIERS_WAITING = 4;

/** Whoever needs a document asks here; what makes it is nobody else's business. */
export function openDocuments(): Documents {
  const [short, long] = [
    openTypesetter(),
    openTypesetter({ longestJob: LONGEST_DOSSIER, mostWaiting: DOSSIERS_WAITING }),
  ];
  const pdf = remembering(short.pdf);
  return {
    pdf: (document) => ("watermark" in document ? long.pdf(document) : pdf(document)),
    docx: remembering(async (document: Document) => (await import("./word.server.ts")).word(document)),
    close: () => {
      short.close();
      long.close();
    },
  };
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
