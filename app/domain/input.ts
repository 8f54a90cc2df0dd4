import { z } from "zod";
import type { Localised } from "#app/i18n/localised.ts";

/** What can be wrong with a field. The sentences live in the `problems` catalogues. */
export type InputProblem =
  | "required"
  | "no-rule"
  | "repeated"
  | "too-long"
  | "not-text"
  | "not-an-email"
  | "not-a-number"
  | "not-whole"
  | "too-small"
  | "too-large"
  | "not-a-date"
  | "not-a-link"
  | "not-a-choice"
  | "conflict-unsaid"
  | "not-a-zone"
  | "wrong-password"
  | "password-weak"
  | "email-taken"
  | "too-many-attempts"
  | "busy"
  | "not-current-password"
  | "not-a-time"
  | "anchors-incomplete"
  | "score-needed"
  | "comment-needed"
  | "comment-short"
  | "change-unexplained"
  | "wrong-order"
  | "wrong-scale"
  | "not-tenths"
  | "not-a-step"
  | "one-must-apply"
  | "all-must-apply"
  | "not-divided"
  | "too-many-left-out"
  | "not-a-known-date"
  | "not-a-year"
  | "nameless-row"
  | "in-the-past"
  | "has-begun"
  | "too-far-ahead"
  | "adds-no-time"
  | "weights-not-100"
  | "reason-needed"
  | "must-accept"
  | "slug-taken"
  | "honour-given"
  | "too-many"
  | "too-many-for-model"
  | "not-a-country"
  | "no-beginning"
  | "end-or-ongoing"
  | "nameless-place"
  | "not-a-point"
  | "not-an-amount"
  | "wrong-code"
  | "no-such-certificate"
  | "no-passkey"
  | "step-ended"
  | "not-an-address"
  | "not-a-prefix"
  | "level-in-use"
  | "two-options"
  | "one-question"
  | "one-lets-in"
  | "unknown-field"
  | "recipients-changed"
  | "names-an-entry"
  | "not-in-the-call"
  | "own-city"
  | "already-asked"
  | "not-a-witness-key"
  | "key-taken"
  | "key-name-taken"
  | "not-a-scrutineer-key"
  | "not-your-signature"
  | "not-your-seed"
  | "seed-too-late"
  | "not-a-countersignature"
  | "openings-unknown"
  | "clock-wrong"
  | "changed-meanwhile"
  | "text-fixed"
  | "unknown-place"
  | "place-taken"
  | "nothing-ranked"
  | "unknown-entry"
  | "not-a-fingerprint"
  | "not-a-table"
  | "not-a-plan"
  | "not-utf8"
  | "table-outdated";

/** A problem of a field, as zod keeps it: a code that catalogues have a sentence for. */
export const problem = (code: InputProblem) => code;

/** Control characters but tab and newline; zero-width and bidirectional controls. */
const CONTROLS = /(?![\t\n])[\p{Cc}\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]/gu;
const OTHER_CONTROLS = /(?![\t\n])[\p{Cc}\u200b\u200e\u200f\u202a-\u202e\u2060\ufeff]/gu;

const cleaned = (controls: RegExp) =>
  z
    .string(problem("not-text"))
    .refine((text) => !text.includes("\0"), problem("not-text"))
    .transform((text) => text.toWellFormed().normalize("NFC").replace(/\r\n?/g, "\n").replace(controls, "").trim());

/**
 * Text as it is stored: NFC, "\n" line ends, no NUL, no control or direction-changing characters, no lone surrogates.
 * A NUL is an error, not something to drop: it means the bytes were not text.
 */
export const cleanText = cleaned(CONTROLS);

const ISOLATES = /[\u2066-\u2069]/g;
/**
 * As `cleanText`, for translations: Arabic keeps dates and addresses in order by isolates, which reach no further than
 * their text where each is closed.
 */
export const isolatingText = cleaned(OTHER_CONTROLS).transform((text) =>
  isClosed(text) ? text : text.replace(ISOLATES, ""),
);

function isClosed(text: string): boolean {
  let open = 0;
  for (const [mark] of text.matchAll(ISOLATES)) {
    open += mark === "\u2069" ? -1 : 1;
    if (open < 0) return false;
  }
  return open === 0;
}

/**
 * One line or many; `max` in characters, generous: what people are told to keep to is a softer limit of the question.
 */
export const optionalText = (max: number) => cleanText.pipe(z.string().max(max, problem("too-long"))).default("");
export const requiredText = (max: number) =>
  z
    .string(problem("required"))
    .pipe(cleanText)
    .pipe(z.string().min(1, problem("required")).max(max, problem("too-long")));

/** Lower case, NFC, no display name, one @: what two people cannot share. */
export const emailAddress = requiredText(254)
  .transform((text) => text.toLowerCase())
  .refine(
    (text) =>
      /^[^\s@<>"(),;:\\]{1,64}@[a-z0-9\u00a1-\uffff](?:[a-z0-9\u00a1-\uffff.-]{0,180}[a-z0-9\u00a1-\uffff])?\.[a-z\u00a1-\uffff]{2,63}$/u.test(
        text,
      ),
    problem("not-an-email"),
  );

export const wholeNumber = (min: number, max: number) =>
  requiredText(20)
    .refine((text) => /^-?\d{1,15}$/.test(text), problem("not-whole"))
    .transform(Number)
    .pipe(z.number().min(min, problem("too-small")).max(max, problem("too-large")));

/** As `wholeNumber`; null where nothing was given. */
export const optionalWholeNumber = (min: number, max: number) =>
  optionalText(20)
    .transform((text) => text || null)
    .pipe(wholeNumber(min, max).nullable());

/** At most one decimal, after a point or a comma, as whole tenths: "3.7" is 37. `min` and `max` are tenths too. */
export const tenths = (min: number, max: number) =>
  requiredText(20)
    .refine((text) => /^\d{1,3}([.,]\d)?$/.test(text), problem("not-tenths"))
    .transform((text) => Math.round(Number(text.replace(",", ".")) * 10))
    .pipe(z.number().min(min, problem("too-small")).max(max, problem("too-large")));

export const choice = <const T extends readonly [string, ...string[]]>(
  values: T,
  unanswered: InputProblem = "not-a-choice",
) => z.enum(values, problem(unanswered));

/** The name in a public address: "guangzhou-2027". */
export const slug = requiredText(60).refine((text) => /^[a-z0-9]+(-[a-z0-9]+)*$/.test(text), problem("not-an-address"));

/** A text of a cycle from its two fields; the Chinese one may be empty. */
export const bothLanguages = (en: string, zh: string): Localised => (zh ? { en, "zh-Hans": zh } : { en });

/** A box that must be ticked. */
export const accepted = z.literal("yes", problem("must-accept"));

/** Long enough to resist guessing; no rules of composition, which only make people write passwords down. */
export const newPassword = z
  .string(problem("required"))
  .min(12, problem("password-weak"))
  .max(200, problem("too-long"));

/** A text as a part of anything, for `ilike`: its own wildcards mean themselves. */
export const likePattern = (text: string): string => `%${text.replace(/[\\%_]/g, "\\$&")}%`;

export const isUuid = (text: string | undefined): text is string =>
  /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/.test(text ?? "");
