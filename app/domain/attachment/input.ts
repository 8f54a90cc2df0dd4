import { z } from "zod";
import { optionalText } from "../input.ts";

export const LONGEST_CAPTION = 500;
export const captionInput = z.object({ caption: optionalText(LONGEST_CAPTION) });
