import { DEFAULT_LOCALE, LOCALES } from "#app/i18n/locales.ts";
import type { AwardedEntry } from "../decision/queries.server.ts";
import type { PublishedAnswer } from "#db/schema/result.ts";
import type { Disclosure } from "#db/schema/round.ts";
import { readSnapshot } from "../entry/sealed.ts";
import { answerText } from "../question/answer-text.ts";
import { publicNumbers } from "../proof/rules.ts";
import type { FormQuestion } from "../question/rules.ts";
import { becomesPublic } from "../question/telling.ts";

/** The answer that presents an initiative in a few sentences. */
const SUMMARY = "summary";

/**
 * What the public reads of an entry: complete in itself, under the name it was sealed with, and nothing of a question
 * that is not public, nor of its scores than its round discloses.
 */
export function faceOf(
  { snapshot, city, title, themes, levelName: _shown, ...decided }: AwardedEntry,
  questions: readonly FormQuestion[],
  disclosure: Disclosure,
) {
  const sealed = readSnapshot(snapshot);
  const shown = questions.filter((question) => becomesPublic(question) && question.type !== "files");
  const texts = shown.map((question) => ({
    key: question.key,
    label: question.label,
    ...inEachLanguage(question, sealed.answers[question.key]),
  }));
  const sdgs = shown
    .filter(({ type }) => type === "sdgs")
    .flatMap(({ key }) => (sealed.answers[key] as number[] | undefined) ?? []);
  return {
    ...decided,
    ...publicNumbers(decided, disclosure),
    cityId: city.id,
    cityName: sealed.cityName,
    country: sealed.country,
    coApplicants: sealed.coApplicants ?? [],
    region: city.region,
    lat: city.lat,
    lon: city.lon,
    population: city.population,
    title: sealed.title || title,
    theme: themes[0] ?? "",
    sdgs,
    description: texts.find(({ key }) => key === SUMMARY)?.text ?? "",
    answers: texts.filter(({ key, text }) => text !== "" && key !== SUMMARY && key !== "title"),
  };
}

/** What somebody wrote is the same in each; options, dates, numbers and countries are not. */
function inEachLanguage(question: FormQuestion, value: unknown): Pick<PublishedAnswer, "text" | "read"> {
  const text = answerText(question, value, DEFAULT_LOCALE);
  const others = LOCALES.map((locale) => [locale, answerText(question, value, locale)] as const).filter(
    ([, other]) => other !== text,
  );
  return others.length > 0 ? { text, read: Object.fromEntries(others) } : { text };
}
