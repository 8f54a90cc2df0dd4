import type { en } from "./en.ts";
import { problems } from "./zh-Hans/problems.ts";
import { refusals } from "./zh-Hans/refusals.ts";
import { ui } from "./zh-Hans/ui.ts";

export const zhHans: typeof en = { problems, refusals, ui };
