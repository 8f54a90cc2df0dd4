import { z } from "zod";
import { optionalText } from "../input.ts";

export const captionInput = z.object({ caption: optionalText(500) });
