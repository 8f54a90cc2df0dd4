import { frame } from "./en/frame.ts";
import { problems } from "./en/problems.ts";
import { refusals } from "./en/refusals.ts";
import { ui } from "./en/ui.ts";

export const en = { frame, problems, refusals, ui };
