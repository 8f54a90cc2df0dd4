import { diffArrays } from "diff";
import { canonical, sha256 } from "../audit/rules.ts";
import {
  askedOf,
  type FormQuestion,
  type FormSection,
  eligibility,
  ELIGIBILITY,
  implausible,
  isAnswered,
  type Partner,
  type Warning,
  warnings,
} from "../question/rules.ts";

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
type WrittenFile = {
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
export type EntryFile = WrittenFile & { hasPreview: boolean; scan: ScanState; active: boolean; cleaned: boolean };
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
  return isAnswered(question, answers[question.key]?.value);
}

export type Issue = { questionKey: string; sectionKey: string; code: "required" | "must-accept" };

/** What still stands between an entry and its submission: the to-do list and the refusal are this one list. */
export function readiness({ form, ...given }: Content): Issue[] {
  return askedOf(form, valuesOf(given.answers)).flatMap((section) =>
    section.questions
      .filter((question) => question.required && !isGiven(question, given))
      .map((question) => ({
        questionKey: question.key,
        sectionKey: section.key,
        code: question.type === "declaration" ? ("must-accept" as const) : ("required" as const),
      })),
  );
}

export type SectionStatus = "completed" | "in-progress" | "not-started" | "problem";

/**
 * A section as a task in words. A section without required questions is complete as soon as anything is in it. `lacking` names the answers that
 * kept the last attempt to submit from succeeding: where they still lack, there is a problem.
 */
export function sectionStatus(
  section: FormSection,
  given: Omit<Content, "form">,
  lacking: readonly string[] = [],
): SectionStatus {
  if (
    section.questions.some(
      (question) => question.required && lacking.includes(question.key) && !isGiven(question, given),
    )
  )
    return "problem";
  if (section.key === ELIGIBILITY && eligibility(section, valuesOf(given.answers)).verdict === "no") return "problem";
  const answered = section.questions.filter((question) => isGiven(question, given));
  if (answered.length === 0) return "not-started";
  return section.questions.every((question) => !question.required || answered.includes(question))
    ? "completed"
    : "in-progress";
}

/** Where to go on after a section was saved: there again where the new answers brought up more questions of it, else to the next section that is asked. */
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

/** What became of an earlier text, word by word as the language parts them. Changes with nothing but space between them read as one. */
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

export type SealedFile = {
  attachmentId: string;
  questionKey: string;
  name: string;
  size: number;
  sha256: string;
  contentType: string;
  caption: string;
  credit?: string;
  rights?: string;
  language?: string;
  translationOf?: string;
  /** What a virus scanner says now; not part of what was sealed. */
  scan?: ScanState;
  /** There is no copy of it without personal data, so it is kept from who may not learn the entrant: this reader, or others. Not part of what was sealed. */
  withheld?: "here" | "elsewhere";
};
/** A city that enters together with the one whose entry it is, from its acceptance on; until then it was only asked. */
export type CoApplicant = { cityId: string; cityName: string; country: string; accepted: boolean };
export type NamedCity = Pick<CoApplicant, "cityName" | "country">;
/** Exactly what a submission holds. Its canonical JSON is what is hashed. Without co-applicants it hashes as it did before there were any. */
export type SealedEntry = {
  code: string;
  title: string;
  cityName: string;
  country: string;
  coApplicants?: NamedCity[];
  answers: Record<string, unknown>;
  files: SealedFile[];
  endorsement?: SealedEndorsement;
};
/** Who signed exactly this content off, and its hash then: through a link, or by the letter that is named. */
export type SealedEndorsement = { name: string; office: string; at: string; sha256: string; letter?: SealedLetter };
export type SealedLetter = Pick<SealedFile, "attachmentId" | "name" | "size" | "sha256" | "contentType" | "scan">;
/** The last time somebody was asked to sign the entry off, and what came of it; moments as ISO 8601. A letter was signed when it came, and has no end. */
export type LastEndorsement = {
  name: string;
  office: string;
  sha256: string;
  askedAt: string;
  expiresAt: string | null;
  answeredAt: string | null;
  endorsed: boolean | null;
  reason: string;
  letter: (SealedLetter & { scan: ScanState }) | null;
};

/** Whether a sign-off is of content with this hash. Any other content voids it, and so does a virus in its letter. */
export function isSignedOff({ endorsed, sha256: signed, letter }: LastEndorsement, hash: string): boolean {
  return endorsed === true && signed === hash && letter?.scan !== "infected";
}

export type WrittenEntry = {
  code: string;
  cityName: string;
  country: string;
  coApplicants?: readonly CoApplicant[];
} & Content;

/** The entry as it would be sealed now, with its sign-off if that is of exactly this content. */
export function sealedOf({
  endorsement,
  ...entry
}: WrittenEntry & { endorsement?: LastEndorsement | null }): SealedEntry {
  const content = contentOf(entry);
  const hash = sha256(canonical(content));
  if (!endorsement?.answeredAt || !isSignedOff(endorsement, hash)) return content;
  const { name, office, answeredAt, letter } = endorsement;
  const signed = { name, office, at: new Date(answeredAt).toISOString(), sha256: hash };
  return { ...content, endorsement: letter ? { ...signed, letter: asSealed(letter) } : signed };
}

const asSealed = ({ scan: _asOfNow, ...letter }: SealedLetter): SealedLetter => letter;

/** What is signed off and sealed: the cities that have accepted, answers to questions that are asked and nothing else, files in their own order, so that equal content hashes equal. */
export function contentOf(entry: WrittenEntry): SealedEntry {
  const values = valuesOf(entry.answers);
  const asked = questionsOf(askedOf(entry.form, values));
  const answered = asked.filter((question) => question.type !== "files" && isAnswered(question, values[question.key]));
  const keys = new Set(asked.map(({ key }) => key));
  const kept = entry.files
    .filter(({ questionKey }) => keys.has(questionKey))
    .toSorted((a, b) => a.position - b.position || (a.id < b.id ? -1 : 1));
  const files = inFormOrder(entry.form, kept.map(sealedFile));
  const together = (entry.coApplicants ?? [])
    .filter(({ accepted }) => accepted)
    .map(({ cityName, country }) => ({ cityName, country }));
  return {
    code: entry.code,
    title: titleOf(values),
    cityName: entry.cityName,
    country: entry.country,
    ...(together.length > 0
      ? { coApplicants: together.toSorted((a, b) => (canonical(a) < canonical(b) ? -1 : 1)) }
      : {}),
    answers: Object.fromEntries(answered.map(({ key }) => [key, values[key]])),
    files,
  };
}

/** What nobody said of a file is left out, so that files without it hash as they always did. */
export function sealedFile({
  id,
  questionKey,
  name,
  size,
  sha256,
  contentType,
  caption,
  credit,
  rights,
  language,
  translationOf,
}: WrittenFile): SealedFile {
  const said = Object.fromEntries(
    Object.entries({ credit, rights, language, translationOf }).filter(([, value]) => value),
  );
  return { attachmentId: id, questionKey, name, size, sha256, contentType, caption, ...said };
}

/** Files by question, of each in the order they have. */
export function inFormOrder(form: FormSection[], files: readonly SealedFile[]): SealedFile[] {
  const place = new Map(questionsOf(form).map(({ key }, index) => [key, index]));
  return files.toSorted((a, b) => (place.get(a.questionKey) ?? 0) - (place.get(b.questionKey) ?? 0));
}

/** A file name that tells only which file of a submission it is, and of what kind: "Attachment 1.pdf". */
export function plainFileName(name: string, number: number): string {
  return `Attachment ${number}.${name.split(".").at(-1)}`;
}

/** Without the answers and files of some questions, and without who signed it off. */
export function withoutConfidential(
  { endorsement: _who, ...sealed }: SealedEntry,
  confidential: string[],
): SealedEntry {
  return {
    ...sealed,
    answers: Object.fromEntries(Object.entries(sealed.answers).filter(([key]) => !confidential.includes(key))),
    files: sealed.files.filter(({ questionKey }) => !confidential.includes(questionKey)),
  };
}

/** For blind rounds: neither cities nor countries, no answers that tell who is entering, and files under names that tell nothing. */
export function withoutNames(
  { coApplicants: _who, ...sealed }: SealedEntry,
  identifying: readonly string[],
): SealedEntry {
  const answers = Object.fromEntries(Object.entries(sealed.answers).filter(([key]) => !identifying.includes(key)));
  return {
    ...sealed,
    answers,
    cityName: "",
    country: "",
    files: sealed.files.map(({ credit: _whose, ...file }, index) => ({
      ...file,
      name: plainFileName(file.name, index + 1),
    })),
  };
}

/** What a stored snapshot holds. */
export const readSnapshot = (snapshot: string): SealedEntry => JSON.parse(snapshot) as SealedEntry;

export const titleOf = (values: Readonly<Record<string, unknown>>): string =>
  typeof values["title"] === "string" ? values["title"] : "";

/** What conflict rules and filters match an entry by, taken from its answers. */
export function matchedBy(
  form: FormSection[],
  values: Readonly<Record<string, unknown>>,
): { partners: string[]; themes: string[] } {
  const of = (type: FormQuestion["type"]) =>
    questionsOf(form)
      .filter((question) => question.type === type)
      .flatMap(({ key }) => (Array.isArray(values[key]) ? (values[key] as unknown[]) : []));
  return { partners: (of("partners") as Partner[]).map(({ name }) => name), themes: of("themes") as string[] };
}

/** Letters and digits that are not taken for one another (Crockford). */
export const CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/** The code people quote, from 25 random bits: no letters that look like digits, and nothing that tells how many there are. */
export function entryCode({ codePrefix, year }: { codePrefix: string; year: number }, random: number): string {
  const letters = Array.from({ length: 5 }, (_none, index) => CROCKFORD[(random >>> (5 * index)) & 31]);
  return `${codePrefix}-${year}-${letters.join("")}`;
}
