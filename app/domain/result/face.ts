import { DEFAULT_LOCALE } from "#app/i18n/locales.ts";
import type { AwardedEntry } from "../decision/queries.server.ts";
import { readSnapshot } from "../entry/sealed.ts";
import { answerText } from "../question/answer-text.ts";
import type { FormQuestion } from "../question/rules.ts";
import { becomesPublic } from "./rules.ts";

/** The answer that presents an initiative in a few sentences. */
const SUMMARY = "summary";

/**
 * What the public reads of an entry: complete in itself, under the name it was sealed with, and nothing of a question
 * that is not public.
 */
export function faceOf(
  { snapshot, city, title, themes, levelName: _shown, ...decided }: AwardedEntry,
  questions: readonly FormQuestion[],
) {
  const sealed = readSnapshot(snapshot);
  const shown = questions.filter((question) => becomesPublic(question) && question.type !== "files");
  const texts = shown.map((question) => ({
    key: question.key,
    label: question.label,
    text: answerText(question, sealed.answers[question.key], DEFAULT_LOCALE),
  }));
  const sdgs = shown
    .filter(({ type }) => type === "sdgs")
    .flatMap(({ key }) => (sealed.answers[key] as number[] | undefined) ?? []);
  return {
    ...decided,
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
