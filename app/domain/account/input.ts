import { z } from "zod";
import { LOCALES } from "#app/i18n/locales.ts";
import { isCountry } from "../countries.ts";
import { choice, cleanText, emailAddress, type InputProblem, newPassword, optionalText, requiredText, wholeNumber } from "../input.ts";
import { lines, STAFF_ROLES } from "./rules.ts";

const problem = (code: InputProblem) => code;

/** A person's name: one line, because it stands in the subject of letters. */
export const personName = requiredText(120).refine((text) => !/[\n\t]/.test(text), problem("not-text"));
const language = choice(LOCALES);
const currentPassword = z.string(problem("required")).min(1, problem("required")).max(200, problem("wrong-password"));

export const registration = z.object({ name: personName, email: emailAddress, password: newPassword });
export const signInInput = z.object({ email: emailAddress, password: currentPassword });
export const resetRequest = z.object({ email: emailAddress });
export const passwordReset = z.object({ password: newPassword });
export const passwordChange = z.object({ current: currentPassword, password: newPassword });
export const accountDetails = z.object({ name: personName, locale: language });
/** For people whose address a mailed link has proven already. */
export const newcomer = z.object({ name: personName, password: newPassword });

export const staffRoles = z.object({ roles: z.array(choice(STAFF_ROLES)).max(STAFF_ROLES.length, problem("repeated")) });

const textLines = (max: number) => optionalText(5000).transform(lines)
  .pipe(z.array(z.string().max(200, problem("too-long"))).max(max, problem("too-many")));

export const reviewerProfileInput = z.object({
  title: optionalText(200),
  countries: z.array(cleanText.refine(isCountry, problem("not-a-country"))).max(20, problem("too-many")).transform((codes) => [...new Set(codes)]),
  organisations: textLines(50),
  themes: z.array(requiredText(80)).max(30, problem("too-many")),
  languages: z.array(z.string(problem("not-a-choice")).regex(/^[a-z]{2,3}$/, problem("not-a-choice"))).max(30, problem("too-many")),
  capacity: z.union([z.literal("").transform(() => null), wholeNumber(1, 1000)]).default(null),
});
