import { createContext, useContext } from "react";

/** The address of the built enhancement script (`app/entry.client.ts`), known only when a page is rendered. */
export const EnhancementContext = createContext<string>("");

/**
 * Loads the script that saves fields by themselves, counts words and uploads files. Pages that need none do not pay for
 * it.
 */
export function Enhancement() {
  const source = useContext(EnhancementContext);
  return source ? <script type="module" src={source} /> : null;
}
