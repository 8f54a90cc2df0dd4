import { type Actor, PORTAL } from "../context.ts";
import { hidden, type Verdict, yes } from "../verdict.ts";

/** Archives are read in by whoever runs the portal, at its command line. */
export const canImport = (actor: Actor): Verdict => (actor === PORTAL ? yes : hidden);
