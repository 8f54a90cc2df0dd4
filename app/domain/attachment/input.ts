import { z } from "zod";
import { USUAL_LANGUAGES } from "#app/i18n/languages.ts";
import { choice, optionalText } from "../input.ts";
import type { FileDetails } from "./rules.ts";

export const LONGEST_CAPTION = 500;
const nothing = z.literal("");

export const captionInput = z.object({ caption: optionalText(LONGEST_CAPTION) });

/** What is said of a file; what a form does not send stays as it is. */
export const detailsInput = z.object({
  caption: optionalText(LONGEST_CAPTION).optional(),
  credit: optionalText(200).optional(),
  rights: optionalText(200).optional(),
  language: nothing.or(choice(USUAL_LANGUAGES)).optional(),
  translationOf: z.union([nothing.transform(() => null), z.uuid("not-a-choice")], "not-a-choice").optional(),
});

/** What the fields hold in which that is typed. */
export const detailsFields = ({ caption, credit, rights, language, translationOf }: FileDetails) => ({
  ...{ caption, credit, rights, language },
  translationOf: translationOf ?? "",
});

/** Before which other file of its question a file goes; empty: to the end. */
export const orderInput = z.object({
  before: z.union([nothing.transform(() => null), z.uuid("not-a-choice")], "not-a-choice"),
});
