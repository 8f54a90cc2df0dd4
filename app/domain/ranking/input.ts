import { pairInput } from "../assignment/input.ts";
import { wholeNumber } from "../input.ts";

/** One more review near the line, and the line to come back to. */
export const extraReadInput = pairInput.extend({ line: wholeNumber(1, 100_000) });
