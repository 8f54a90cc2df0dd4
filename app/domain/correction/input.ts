import { z } from "zod";
import { requiredText } from "../input.ts";

/** Why a list is corrected, in words for the public. */
export const correctionInput = z.object({ reason: requiredText(2000) });
