import { type Documents, type Lane, TypesettingBusy } from "#app/outside/documents/document.ts";
import type { Visit } from "./visit.server.ts";

/**
 * A document that needs no account to be asked for: made behind those of people who are known, and so many from one
 * place, so that nobody's copy or letter waits for a stranger's.
 */
export async function forAnybody(
  { services: { limits, documents }, ip }: Pick<Visit, "services" | "ip">,
  make: (documents: Documents, lane: Lane) => Promise<Uint8Array>,
): Promise<Uint8Array> {
  if (!(await limits.mayPrint(ip))) throw new TypesettingBusy("too many documents were asked for from one place");
  return make(documents, "anybody");
}
