import { diffArrays } from "diff";
import {
  askedOf,
  type FormQuestion,
  type FormSection,
  eligibility,
  ELIGIBILITY,
  FRAMEWORK,
  isAnswered,
  isPicture,
  type Partner,
} from "../question/rules.ts";
import { implausible, type Warning, warnings } from "../question/warnings.ts";

/** What the secretariat counts, each distinct from the others: "313 received" is the sum of all but drafts. */
export const ENTRY_STATES = ["draft", "received", "valid", "ineligible", "withdrawn"] as const;
export type EntryState = (typeof ENTRY_STATES)[number];
type Screened = { outcome: "valid" | "ineligible"; confirmedAt: Date | null };

/** "Valid" stands at once; "ineligible" only when a second person has confirmed it. */
export function isScreened(screening: Screened | null): boolean {
  return screening !== null && (screening.outcome === "valid" || screening.confirmedAt !== null);
}

/** Where an entry stands, derived from what happened to it. */
export function entryState({
  submitted,
  withdrawn,
  screening,
}: {
  submitted: boolean;
  withdrawn: boolean;
  screening: Screened | null;
}): EntryState {
  if (withdrawn) return "withdrawn";
  if (!submitted) return "draft";
  return screening && isScreened(screening) ? screening.outcome : "received";
}

export type StoredAnswer = { value: unknown; version: number; savedAt: Date; savedBy: string };
/** What a team says of a file, and what it is. */
export type WrittenFile = {
  id: string;
  questionKey: string;
  name: string;
  caption: string;
  size: number;
  contentType: string;
  sha256: string;
  credit: string;
  rights: string;
  language: string;
  translationOf: string | null;
  position: number;
};
export type EntryFile = WrittenFile & {
  captionVersion: number;
  /** ISO; null for the caption that the file came with. */
  captionedAt: string | null;
  hasPreview: boolean;
  scan: ScanState;
  active: boolean;
  cleaned: boolean;
};
export type ScanState = "off" | "waiting" | "clean" | "infected";
/** What a city has written so far, by question key. */
export type Content = {
  form: FormSection[];
  answers: Readonly<Record<string, StoredAnswer>>;
  files: readonly WrittenFile[];
};

export const questionsOf = (form: FormSection[]): FormQuestion[] => form.flatMap(({ questions }) => questions);

/** The bare values, question key → value. */
export function valuesOf(answers: Content["answers"]): Record<string, unknown> {
  return Object.fromEntries(Object.entries(answers).map(([key, { value }]) => [key, value]));
}

function isGiven(question: FormQuestion, { answers, files }: Omit<Content, "form">): boolean {
  if (question.type === "files") return files.some(({ questionKey }) => questionKey === question.key);
  return isAnswered(answers[question.key]?.value);
}

/** `file`: the one that lacks a description. */
export type Issue = {
  questionKey: string;
  sectionKey: string;
  code: "required" | "must-accept" | "undescribed";
  file?: string;
};

/** What a question still lacks before its entry may be sent; null = nothing. */
function lackOf(question: FormQuestion, given: Omit<Content, "form">): Pick<Issue, "code" | "file"> | null {
  if (question.required && !isGiven(question, given))
    return { code: question.type === "declaration" ? "must-accept" : "required" };
  const bare = given.files.find(
    ({ questionKey, contentType, caption }) =>
      questionKey === question.key && needsDescription(question, contentType) && caption.trim() === "",
  );
  return bare ? { code: "undescribed", file: bare.id } : null;
}

/** Whether a file is a picture that its question wants described, for whoever cannot see it. */
export const needsDescription = ({ settings }: Pick<FormQuestion, "settings">, contentType: string): boolean =>
  settings.files?.described === true && isPicture(contentType);

/** What still stands between an entry and its submission: the to-do list and the refusal are this one list. */
export function readiness({ form, ...given }: Content): Issue[] {
  return askedOf(form, valuesOf(given.answers)).flatMap((section) =>
    section.questions.flatMap((question) => {
      const lack = lackOf(question, given);
      return lack ? [{ questionKey: question.key, sectionKey: section.key, ...lack }] : [];
    }),
  );
}

/**
 * What keeps an entry from being sealed where its team cannot mend it any more, at the bell and from a signed package:
 * a picture without a description does not.
 */
export const keepingBack = (issues: readonly Issue[]): Issue[] => issues.filter(({ code }) => code !== "undescribed");

export type SectionStatus = "completed" | "in-progress" | "not-started" | "problem";

/**
 * A section as a task in words. A section without required questions is complete as soon as anything is in it.
 * `lacking` names the answers that kept the last attempt to submit from succeeding: where they still lack, there is a
 * problem.
 */
export function sectionStatus(
  section: FormSection,
  given: Omit<Content, "form">,
  lacking: readonly string[] = [],
): SectionStatus {
  const lacks = section.questions.filter((question) => lackOf(question, given) !== null);
  if (lacks.some(({ key }) => lacking.includes(key))) return "problem";
  if (section.key === ELIGIBILITY && eligibility(section, valuesOf(given.answers)).verdict === "no") return "problem";
  const answered = section.questions.filter((question) => isGiven(question, given));
  if (answered.length === 0) return "not-started";
  return lacks.length === 0 ? "completed" : "in-progress";
}

/**
 * Where to go on after a section was saved: there again where the new answers brought up more questions of it, else to
 * the next section that is asked.
 */
export function sectionAfter(
  form: FormSection[],
  sectionKey: string,
  before: Readonly<Record<string, unknown>>,
  now: Readonly<Record<string, unknown>>,
): string | null {
  const [known, asked] = [before, now].map(
    (values) =>
      new Map(askedOf(form, values).map(({ key, questions }) => [key, questions.map((question) => question.key)])),
  ) as [Map<string, string[]>, Map<string, string[]>];
  if (asked.get(sectionKey)?.some((key) => !known.get(sectionKey)?.includes(key))) return sectionKey;
  const place = form.findIndex(({ key }) => key === sectionKey);
  return form.slice(place + 1).find(({ key }) => asked.has(key))?.key ?? null;
}

/** Everything odd about the answers, by question key. Nothing of it stops a submission. `year` is the present one. */
export function oddities({ form, answers }: Content, language: string, year: number): Record<string, Warning[]> {
  const values = valuesOf(answers);
  const together = implausible(values);
  const found = questionsOf(askedOf(form, values)).map((question) => {
    const own = warnings(question, values[question.key], language, year);
    const shared = together[question.key];
    return [question.key, shared ? [...own, shared] : own] as const;
  });
  return Object.fromEntries(found.filter(([, odd]) => odd.length > 0));
}

export type Piece = { kind: "same" | "removed" | "added"; text: string };
/** Words put in or taken out; two texts that differ by more have too little in common to be worth comparing further. */
const MOST_EDITS = 1_500;

/**
 * What became of an earlier text, word by word as the language parts them. Changes with nothing but space between them
 * read as one.
 */
export function compareTexts(earlier: string, present: string, language: string): Piece[] {
  const words = new Intl.Segmenter(language, { granularity: "word" });
  const [before, after] = [earlier, present].map((text) =>
    Array.from(words.segment(text), ({ segment }) => segment),
  ) as [string[], string[]];
  const found = diffArrays(before, after, { maxEditLength: MOST_EDITS }) ?? [
    { removed: true, added: false, value: before },
    { removed: false, added: true, value: after },
  ];
  const pieces: Piece[] = [];
  let [gone, come, gap] = ["", "", ""];
  for (const { removed, added, value } of [...found, { removed: false, added: false, value: [] }]) {
    const text = value.join("");
    const isChange = removed || added;
    if (isChange) [gone, come, gap] = [gone + gap + (removed ? text : ""), come + gap + (added ? text : ""), ""];
    else if (text !== "" && text.trim() === "" && gone + come !== "") gap = text;
    else {
      pieces.push({ kind: "removed", text: gone }, { kind: "added", text: come }, { kind: "same", text: gap + text });
      [gone, come, gap] = ["", "", ""];
    }
  }
  return pieces.filter((piece) => piece.text !== "");
}

/** A city that enters together with the one whose entry it is, from its acceptance on; until then it was only asked. */
export type CoApplicant = { cityId: string; cityName: string; country: string; accepted: boolean };
export type NamedCity = Pick<CoApplicant, "cityName" | "country">;

export const titleOf = (values: Readonly<Record<string, unknown>>): string =>
  typeof values["title"] === "string" ? values["title"] : "";

/** What conflict rules and filters match an entry by, taken from its answers. */
export function matchedBy(
  form: FormSection[],
  values: Readonly<Record<string, unknown>>,
): { partners: string[]; themes: string[]; framework: string } {
  const of = (type: FormQuestion["type"]) =>
    questionsOf(form)
      .filter((question) => question.type === type)
      .flatMap(({ key }) => (Array.isArray(values[key]) ? (values[key] as unknown[]) : []));
  return {
    partners: (of("partners") as Partner[]).map(({ name }) => name),
    themes: of("themes") as string[],
    framework: frameworkOf(values),
  };
}

/** What of a text nobody sees, an empty pattern of Braille among it. */
const UNSEEN = /[\p{Cf}\p{Default_Ignorable_Code_Point}\u2800]/gu;

/** The framework that answers name, without spaces and letters that nobody sees; empty for none. */
export function frameworkOf(values: Readonly<Record<string, unknown>>): string {
  const named = values[FRAMEWORK];
  return typeof named === "string"
    ? named.normalize("NFKC").replace(UNSEEN, "").normalize("NFKC").trim().replace(/\s+/gu, " ")
    : "";
}

/** Letters and digits that are not taken for one another (Crockford). */
export const CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/**
 * The code people quote, from 25 random bits: no letters that look like digits, and nothing that tells how many there
 * are.
 */
export function entryCode({ codePrefix, year }: { codePrefix: string; year: number }, random: number): string {
  const letters = Array.from({ length: 5 }, (_none, index) => CROCKFORD[(random >>> (5 * index)) & 31]);
  return `${codePrefix}-${year}-${letters.join("")}`;
}
