import { frame } from "./en/frame.ts";
import { mail } from "./en/mail.ts";
import { problems } from "./en/problems.ts";
import { refusals } from "./en/refusals.ts";
import { ui } from "./en/ui.ts";
import { archive } from "./en/archive.ts";
import { home } from "./en/home.ts";
import { pages } from "./en/pages.ts";
import { result } from "./en/result.ts";

export const en = { result, pages, home, archive, frame, mail, problems, refusals, ui };
