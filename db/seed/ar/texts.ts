import type { Translations } from "../translated.ts";
import { CAST_TEXTS } from "./cast.ts";
import { CYCLE_TEXTS } from "./cycles.ts";
import { FORM_TEXTS } from "./form.ts";
import { RUBRIC_TEXTS } from "./rubrics.ts";

export const ARABIC: Translations = { ...FORM_TEXTS, ...RUBRIC_TEXTS, ...CYCLE_TEXTS, ...CAST_TEXTS };
