import { pastedNote } from "../scrutiny/rules.ts";

/** What the program printed, from the note on. */
export const pastedCountersignature = pastedNote("award portal countersignature v1\n");
