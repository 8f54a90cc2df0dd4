import type { en } from "./en.ts";
import { frame } from "./zh-Hans/frame.ts";
import { problems } from "./zh-Hans/problems.ts";
import { refusals } from "./zh-Hans/refusals.ts";
import { ui } from "./zh-Hans/ui.ts";

export const zhHans: typeof en = { frame, problems, refusals, ui };
