import { z } from "zod";
import { LOCALES } from "#app/i18n/locales.ts";
import { isCountry } from "../countries.ts";
import {
  choice,
  cleanText,
  emailAddress,
  newPassword,
  optionalText,
  optionalWholeNumber,
  requiredText,
  problem,
} from "../input.ts";
import { STAFF_ROLES } from "./rules.ts";

/** One line per item, as people type lists. */
export const lines = (text: string): string[] => [
  ...new Set(
    text
      .split("\n")
      .map((line) => line.trim())
      .filter(Boolean),
  ),
];

/** A person's name: one line, because it stands in the subject of letters. */
const personName = requiredText(120).refine((text) => !/[\n\t]/.test(text), problem("not-text"));
const language = choice(LOCALES);
export const currentPassword = z
  .string(problem("required"))
  .min(1, problem("required"))
  .max(200, problem("wrong-password"));

export const registration = z.object({ name: personName, email: emailAddress, password: newPassword });
export const emailChange = z.object({ email: emailAddress, currentPassword });
/** What whoever got a confirming link says to it. */
export const confirmation = z.object({ answer: choice(["mine", "not-mine"]).default("mine") });
export const accountDetails = z.object({ name: personName, locale: language });
/** For people whose address a mailed link has proven already. */
export const newcomer = z.object({ name: personName, password: newPassword });

export const staffRoles = z.object({
  roles: z.array(choice(STAFF_ROLES)).max(STAFF_ROLES.length, problem("repeated")),
});

const textLines = (max: number) =>
  optionalText(5000)
    .transform(lines)
    .pipe(z.array(z.string().max(200, problem("too-long"))).max(max, problem("too-many")));
const country = z
  .union([z.literal(""), cleanText.refine(isCountry, problem("not-a-country"))], problem("not-a-country"))
  .default("");

/** One list each for countries would be 249 boxes long, so the page has a few fields: `country1`, … */
export const COUNTRY_FIELDS = ["country1", "country2", "country3", "country4", "country5"] as const;

/**
 * What the page asks of a scrutineer: who they are, and what could put them in conflict. What it does not ask stays as
 * it is.
 */
export const scrutineerInput = z.object({
  title: optionalText(200),
  country1: country,
  country2: country,
  country3: country,
  country4: country,
  country5: country,
  cities: textLines(50),
  organisations: textLines(50),
});

const ticked = z
  .literal("yes", problem("not-a-choice"))
  .optional()
  .transform((given) => given === "yes");

/** What it asks of everybody else: what and how they read, too. */
export const profileInput = scrutineerInput.extend({
  themes: z
    .array(z.string(problem("not-a-choice")).regex(/^[a-z0-9-]{1,80}$/, problem("not-a-choice")))
    .max(30, problem("too-many")),
  languages: z
    .array(z.string(problem("not-a-choice")).regex(/^[a-z]{2,3}$/, problem("not-a-choice")))
    .max(40, problem("too-many")),
  capacity: optionalWholeNumber(1, 1000),
  shortcuts: ticked,
  discussionLetters: ticked,
});

/** What the page's fields make of a profile. */
export function profileOf<Given extends z.output<typeof scrutineerInput>>({
  country1,
  country2,
  country3,
  country4,
  country5,
  ...rest
}: Given) {
  return { ...rest, countries: [...new Set([country1, country2, country3, country4, country5].filter(Boolean))] };
}
