import { z } from "zod";
import { requiredText } from "../input.ts";

export const commentInput = z.object({ text: requiredText(2_000) });
