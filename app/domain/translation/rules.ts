import type { CheckPoint, Theme } from "#db/schema/cycle.ts";
import { LOCALES, type Locale } from "#app/i18n/locales.ts";
import type { Localised } from "#app/i18n/localised.ts";
import { sha256 } from "../audit/rules.ts";
import { LONGEST as ofCycle } from "../cycle/rules.ts";
import type { InputProblem } from "../input.ts";
import { LONGEST as ofAward } from "../programme/rules.ts";
import { type EditedSection, LONGEST as ofQuestion, type QuestionDefinition } from "../question/rules.ts";
import { LONGEST as ofRound } from "../round/rules.ts";
import { LONGEST as ofRubric, type Rubric } from "../rubric/rules.ts";

/** English is what a text is written in; these are what it is put into. */
export type Language = Exclude<Locale, "en">;
export const LANGUAGES = LOCALES.filter((locale): locale is Language => locale !== "en");

/**
 * The most characters of a text by what it is: as many as the field takes in which its English is written, and enough
 * for one of a list.
 */
export const LONGEST = {
  award: ofAward.name,
  about: ofAward.about,
  ...ofCycle,
  theme: 500,
  level: 500,
  check: 500,
  section: 200,
  intro: 2000,
  question: ofQuestion.label,
  hint: ofQuestion.hint,
  option: 500,
  rubric: ofRubric.name,
  criterion: ofRubric.criterion,
  description: ofRubric.description,
  anchor: 1000,
  round: ofRound.name,
} as const;
export type Part = keyof typeof LONGEST;
/** Texts of paragraphs; all others are one line, as the lists are in which they are edited. */
const PARAGRAPHS: readonly Part[] = ["about", "call", "prize", "intro", "hint", "description"];
export const isLong = (part: Part): boolean => PARAGRAPHS.includes(part);

/** All of a cycle that has words. `inUse`: somebody has scored with the rubric. */
export type Words = {
  programme: { id: string; name: Localised; about: Localised };
  cycle: {
    name: Localised;
    call: Localised;
    prize: Localised | null;
    themes: Theme[];
    checklist: CheckPoint[];
    levels: { key: string; name: Localised }[];
  };
  form: EditedSection[];
  rubrics: (Rubric & { inUse: boolean })[];
  rounds: { id: string; name: Localised }[];
};

/**
 * Where a text stands. `place` names it for good ("question.title.hint"), `group` is the part of the page it is shown
 * on.
 */
export type At = { place: string; group: string; part: Part; inUse: boolean };
export type CycleText = At & { text: Localised };

/**
 * The same words with each of their texts as `visit` gives it: the one rule of what the texts of a cycle are. Questions
 * set aside are among them, because they may be taken up again.
 */
export function eachText(
  { programme, cycle, form, rubrics, rounds }: Words,
  visit: (at: At, text: Localised) => Localised,
): Words {
  const within =
    (group: string, inUse = false) =>
    (part: Part, place: string, text: Localised) =>
      visit({ place, group, part, inUse }, text);
  const [award, call, lists, judging] = [within("award"), within("call"), within("lists"), within("rounds")];
  return {
    programme: {
      ...programme,
      name: award("award", "award.name", programme.name),
      about: award("about", "award.about", programme.about),
    },
    cycle: {
      name: call("name", "cycle.name", cycle.name),
      call: call("call", "cycle.call", cycle.call),
      prize: cycle.prize && call("prize", "cycle.prize", cycle.prize),
      themes: cycle.themes.map((theme) => ({ ...theme, name: lists("theme", `theme.${theme.key}`, theme.name) })),
      levels: cycle.levels.map((level) => ({ ...level, name: lists("level", `level.${level.key}`, level.name) })),
      checklist: cycle.checklist.map((point) => ({ ...point, text: lists("check", `check.${point.key}`, point.text) })),
    },
    form: form.map((section) => {
      const asked = within(`form.${section.key}`);
      return {
        ...section,
        title: asked("section", `section.${section.key}.title`, section.title),
        intro: section.intro && asked("intro", `section.${section.key}.intro`, section.intro),
        questions: section.questions.map((question) => questionWith(asked, question)),
        aside: section.aside.map((question) => questionWith(asked, question)),
      };
    }),
    rubrics: rubrics.map((rubric) => {
      const judged = within(`rubric.${rubric.id}`, rubric.inUse);
      return {
        ...rubric,
        name: judged("rubric", `rubric.${rubric.id}.name`, rubric.name),
        criteria: rubric.criteria.map((criterion) => ({
          ...criterion,
          name: judged("criterion", `criterion.${criterion.id}.name`, criterion.name),
          description: judged("description", `criterion.${criterion.id}.description`, criterion.description),
          anchors: criterion.anchors.map((anchor) => ({
            ...anchor,
            text: judged("anchor", `criterion.${criterion.id}.anchor.${anchor.value}`, anchor.text),
          })),
        })),
      };
    }),
    rounds: rounds.map((round) => ({ ...round, name: judging("round", `round.${round.id}.name`, round.name) })),
  };
}

/** A question with each of its texts as `visit` gives it. */
function questionWith<
  Question extends Pick<QuestionDefinition, "key" | "label" | "settings"> & { hint?: Localised | null },
>(visit: (part: Part, place: string, text: Localised) => Localised, question: Question): Question {
  const { key, label, hint, settings } = question;
  return {
    ...question,
    label: visit("question", `question.${key}.label`, label),
    ...(hint ? { hint: visit("hint", `question.${key}.hint`, hint) } : {}),
    ...(settings?.options
      ? {
          settings: {
            ...settings,
            options: settings.options.map((option) => ({
              ...option,
              label: visit("option", `question.${key}.option.${option.value}`, option.label),
            })),
          },
        }
      : {}),
  };
}

/** The texts that say something, in the order in which people come to read them. */
export function textsOf(words: Words): CycleText[] {
  const found: CycleText[] = [];
  eachText(words, (at, text) => {
    if (text.en.trim() !== "") found.push({ ...at, text });
    return text;
  });
  return found;
}

/** A part of the page; sections and rubrics have titles of their own. */
export type Group = {
  key: string;
  kind: "award" | "call" | "lists" | "form" | "rubric" | "rounds";
  title: Localised | null;
};

/** The parts of the page, in order. */
export function groupsOf({ form, rubrics }: Words): Group[] {
  return [
    ...(["award", "call", "lists"] as const).map((key) => ({ key, kind: key, title: null })),
    ...form.map(({ key, title }) => ({ key: `form.${key}`, kind: "form" as const, title })),
    ...rubrics.map(({ id, name }) => ({ key: `rubric.${id}`, kind: "rubric" as const, title: name })),
    { key: "rounds", kind: "rounds", title: null },
  ];
}

export const isMissing = ({ text }: Pick<CycleText, "text">, language: Language): boolean => !text[language];

/** How many texts each language lacks. */
export function missingIn(texts: readonly CycleText[]): Record<Language, number> {
  return Object.fromEntries(
    LANGUAGES.map((language) => [language, texts.filter((text) => isMissing(text, language)).length]),
  ) as Record<Language, number>;
}

/**
 * What stood when somebody began to write: changes with the English and with the translation. Begins with a letter,
 * because a spreadsheet would make a number of "123e45".
 */
export const versionOf = ({ text }: Pick<CycleText, "text">, language: Language): string =>
  versionIf(text, text[language] ?? "");
const versionIf = ({ en }: Localised, translation: string) =>
  `v${sha256(`${en.trim()}\n\n${translation.trim()}`).slice(0, 12)}`;

/** One line has no line ends. */
export const asWritten = (part: Part, text: string): string =>
  isLong(part) ? text : text.replace(/\s+/g, (gap) => (gap.includes("\n") ? " " : gap));

/** A translation to be kept, empty for none; `version` is that of what its writer began from. */
export type Given = { place: string; text: string; version: string };

/**
 * What writing these would change, by place, and what is wrong with which. A field that its writer left as it was
 * changes nothing, whatever stands there now; where both have changed it, the later writer is asked. In a rubric that
 * somebody has scored with, missing translations may be added and those that stand stay.
 */
export function changesOf(
  texts: readonly CycleText[],
  language: Language,
  given: readonly Given[],
): { changes: Map<string, Localised>; problems: Record<string, InputProblem> } {
  const known = new Map(texts.map((text) => [text.place, text]));
  const [changes, problems] = [new Map<string, Localised>(), {} as Record<string, InputProblem>];
  for (const { place, text: sent, version } of given) {
    const standing = known.get(place);
    if (!standing) {
      if (sent !== "") problems[place] = "unknown-place";
      continue;
    }
    const [written, before] = [asWritten(standing.part, sent), standing.text[language]?.trim() ?? ""];
    if (written === before || versionIf(standing.text, written) === version) continue;
    if (version !== versionOf(standing, language)) problems[place] = "changed-meanwhile";
    else if (standing.inUse && before !== "") problems[place] = "text-fixed";
    else if (written.length > LONGEST[standing.part]) problems[place] = "too-long";
    else {
      changes.set(place, withTranslation(standing.text, language, written));
    }
  }
  return { changes, problems };
}

/**
 * The text with a translation of its English as it is now, empty for none; what it was in an earlier English is done
 * with then.
 */
function withTranslation({ earlier = {}, ...text }: Localised, language: Language, written: string): Localised {
  const without = <Of extends object>(of: Of) =>
    Object.fromEntries(Object.entries(of).filter(([each]) => each !== language));
  const rest = written === "" ? earlier : without(earlier);
  return {
    en: text.en,
    ...without(text),
    ...(written === "" ? {} : { [language]: written }),
    ...(Object.keys(rest).length > 0 ? { earlier: rest } : {}),
  };
}
