import { z } from "zod";
import { USUAL_LANGUAGES } from "#app/i18n/languages.ts";
import { choice, optionalText } from "../input.ts";

export const LONGEST_CAPTION = 500;
const nothing = z.literal("");

/** What is said of a file; what a form does not send stays as it is. */
export const detailsInput = z.object({
  caption: optionalText(LONGEST_CAPTION).optional(),
  credit: optionalText(200).optional(),
  rights: optionalText(200).optional(),
  language: nothing.or(choice(USUAL_LANGUAGES)).optional(),
  translationOf: z.union([nothing.transform(() => null), z.uuid("not-a-choice")], "not-a-choice").optional(),
});

/** Where a file goes: one place up or down, or before another one of its question (empty: to the end). */
export const orderInput = z.object({
  to: choice(["up", "down"]).optional(),
  before: z.union([nothing.transform(() => null), z.uuid("not-a-choice")], "not-a-choice").optional(),
});
