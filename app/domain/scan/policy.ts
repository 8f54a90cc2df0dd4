import { type Actor, PORTAL } from "../context.ts";
import { hidden, type Verdict, yes } from "../verdict.ts";

/** What a virus scanner found is noted by the portal alone. */
export function canRecordScan(actor: Actor | typeof PORTAL): Verdict {
  return actor === PORTAL ? yes : hidden;
}
