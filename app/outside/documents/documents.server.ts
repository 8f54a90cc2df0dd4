import type { Documents } from "./document.ts";
import { openTypesetter } from "./typesetting.server.ts";

export type { Documents } from "./document.ts";

/** Whoever needs a document asks here; what makes it is nobody else's business. */
export function openDocuments(): Documents {
  const { pdf, close } = openTypesetter();
  return { pdf, close };
}
