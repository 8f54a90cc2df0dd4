import { LOCALES, type Locale } from "#app/i18n/locales.ts";
import { type Localised, say } from "#app/i18n/localised.ts";
import { isUuid } from "../input.ts";

/**
 * Teams by what their entries are, and reviewers of a round. What a result made of an entry is an audience only once
 * the result is public.
 */
export const TEAM_AUDIENCES = ["drafts", "entered", "valid", "listed", "unlisted", "ineligible", "withdrawn"] as const;
export const REVIEWER_AUDIENCES = ["reviewers", "missing"] as const;
export type AudienceKey = (typeof TEAM_AUDIENCES)[number] | (typeof REVIEWER_AUDIENCES)[number];
/** `roundId` is set for reviewers alone; `level`: of a published list, only teams of this level. */
export type Audience = { key: AudienceKey; roundId: string | null; level?: string };

export const needsResult = ({ key }: Audience): boolean => key === "listed" || key === "unlisted";

/** An audience as a form sends it: "valid", "listed:<level>", "reviewers:<round>". Null for anything else. */
export function readAudience(sent: string): Audience | null {
  const [key, part, ...more] = sent.split(":");
  if (more.length > 0) return null;
  const team = TEAM_AUDIENCES.find((each) => each === key);
  if (team && part === undefined) return { key: team, roundId: null };
  if (team === "listed" && part) return { key: team, roundId: null, level: part };
  const reviewers = REVIEWER_AUDIENCES.find((each) => each === key);
  return reviewers && isUuid(part) ? { key: reviewers, roundId: part } : null;
}
/** The audience of a wave, as it is kept. */
export const audienceOf = (kept: string, roundId: string | null): Audience =>
  readAudience(roundId ? `${kept}:${roundId}` : kept)!;
export const audienceValue = ({ key, roundId, level }: Audience): string =>
  [key, roundId ?? level].filter(Boolean).join(":");

/** What stands in braces in a text and is filled in for each recipient. */
export const TEAM_FIELDS = ["name", "city", "entries", "cycle", "closes", "link"] as const;
export const REVIEWER_FIELDS = ["name", "round", "cycle", "missing", "closes", "link"] as const;
export type MergeField = (typeof TEAM_FIELDS)[number] | (typeof REVIEWER_FIELDS)[number];
export type MergeValues = Partial<Record<MergeField, string>>;
export const fieldsOf = ({ roundId }: Audience): readonly MergeField[] => (roundId ? REVIEWER_FIELDS : TEAM_FIELDS);

/** Whether every brace of a text belongs to a field of the audience. */
export const hasOnlyFieldsOf = (text: string, audience: Audience): boolean =>
  !/[{}]/.test(
    text.replace(/\{(\w+)\}/g, (whole, name: string) =>
      fieldsOf(audience).some((field) => field === name) ? "" : whole,
    ),
  );

/** A text with its fields filled in, once: what a city writes in braces stays as it is. */
export const merged = (text: string, values: MergeValues): string =>
  text.replace(/\{(\w+)\}/g, (whole, name: string) => values[name as MergeField] ?? whole);

export type WaveText = { subject: Localised; body: Localised };

/** What a reader of a language gets: subject and body in it, or both in English. */
export function textFor({ subject, body }: WaveText, locale: Locale): { subject: string; body: string } {
  const spoken = subject[locale] && body[locale] ? locale : "en";
  return { subject: say(subject, spoken), body: say(body, spoken) };
}

/** Languages of the portal in which a text was not written: their readers get English. */
export const unwritten = ({ subject, body }: WaveText): Locale[] =>
  LOCALES.filter((locale) => !subject[locale] || !body[locale]);

/** Letters of a wave begin with it, so that they can be found. */
export const waveOf = (id: string): string => `wave:${id}`;
