import { z } from "zod";
import { optionalText, requiredText } from "../input.ts";

/** What somebody says; `corrects` is the message of their own that it replaces, if any. */
export const messageInput = z.object({ text: requiredText(5_000), corrects: optionalText(36) });
