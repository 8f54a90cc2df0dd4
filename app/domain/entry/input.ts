import { z } from "zod";
import { requiredText } from "../input.ts";

export const startInput = z.object({ cityId: z.uuid("not-a-choice") });
/** With what an entry begins: an earlier one. */
export const startFromInput = z.object({ from: z.uuid("not-a-choice") });
export const withdrawalInput = z.object({ reason: requiredText(2_000) });

/**
 * The version somebody's words were written upon: null where nothing had been saved. Anything else than a whole number
 * reads as null.
 */
export function baseVersion(given: string): number | null {
  return /^[1-9]\d{0,8}$/.test(given) ? Number(given) : null;
}
