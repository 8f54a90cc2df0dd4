import { demo } from "./en/demo.ts";
import { city } from "./en/city.ts";
import { audit } from "./en/audit.ts";
import { admin } from "./en/admin.ts";
import { account } from "./en/account.ts";
import { attachment } from "./en/attachment.ts";
import { entry } from "./en/entry.ts";
import { frame } from "./en/frame.ts";
import { mail } from "./en/mail.ts";
import { problems } from "./en/problems.ts";
import { question } from "./en/question.ts";
import { refusals } from "./en/refusals.ts";
import { ui } from "./en/ui.ts";
import { archive } from "./en/archive.ts";
import { home } from "./en/home.ts";
import { pages } from "./en/pages.ts";
import { result } from "./en/result.ts";

export const en = { attachment, entry, question, result, pages, home, archive, account, admin, audit, city, demo, frame, mail, problems, refusals, ui };
