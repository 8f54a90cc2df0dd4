import type { Document, Documents, Lane, Sheet } from "./document.ts";
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
    pdf: (document, lane) => ("watermark" in document ? long.pdf(document) : pdf(document, lane)),
    docx: remembering(async (document: Document) => (await import("./word.server.ts")).word(document)),
    close: () => {
      short.close();
      long.close();
    },
  };
}

/**
 * The same document is the same bytes, so asking twice costs once: a call's blank form is asked for by everybody. What
 * anybody asks for crowds out nothing that was made for somebody known.
 */
function remembering<Made extends Document | Sheet>(make: (document: Made, lane: Lane) => Promise<Uint8Array>) {
  const lanes: Record<Lane, Map<string, Promise<Uint8Array>>> = { known: new Map(), anybody: new Map() };
  return (document: Made, lane: Lane = "known"): Promise<Uint8Array> => {
    const made = lanes[lane];
    const key = JSON.stringify(document);
    const known = made.get(key);
    if (known) return known;
    const making = make(document, lane);
    made.set(key, making);
    making.catch(() => made.delete(key));
    const [oldest] = made.keys();
    if (made.size > REMEMBERED && oldest !== undefined) made.delete(oldest);
    return making;
  };
}
