import type { en } from "./en.ts";
import { frame } from "./zh-Hans/frame.ts";
import { mail } from "./zh-Hans/mail.ts";
import { problems } from "./zh-Hans/problems.ts";
import { refusals } from "./zh-Hans/refusals.ts";
import { ui } from "./zh-Hans/ui.ts";
import { archive } from "./zh-Hans/archive.ts";
import { home } from "./zh-Hans/home.ts";
import { pages } from "./zh-Hans/pages.ts";
import { result } from "./zh-Hans/result.ts";

export const zhHans: typeof en = { result, pages, home, archive, frame, mail, problems, refusals, ui };
