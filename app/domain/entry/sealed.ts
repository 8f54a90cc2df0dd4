import { canonical, sha256 } from "../audit/rules.ts";
import { askedOf, type Conditional, type FormQuestion, type FormSection, isAnswered } from "../question/rules.ts";
import {
  type WrittenFile,
  type ScanState,
  type Content,
  needsDescription,
  questionsOf,
  valuesOf,
  type CoApplicant,
  type NamedCity,
  titleOf,
} from "./rules.ts";

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
  /**
   * There is no copy of it without personal data, so it is kept from who may not learn the entrant: this reader, or
   * others. Not part of what was sealed.
   */
  withheld?: "here" | "elsewhere";
};

/**
 * Exactly what a submission holds. Its canonical JSON is what is hashed. Without co-applicants it hashes as it did
 * before there were any.
 */
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
/**
 * The last time somebody was asked to sign the entry off, and what came of it; moments as ISO 8601. A letter was signed
 * when it came, and has no end.
 */
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

/** The pictures of a sealed entry that no words describe, though their question wants them. */
export function bareIn(form: readonly FormSection[], { files }: Pick<SealedEntry, "files">): SealedFile[] {
  const asked = new Map(form.flatMap(({ questions }) => questions.map((each) => [each.key, each] as const)));
  return files.filter(({ questionKey, contentType, caption }) => {
    const question = asked.get(questionKey);
    return question !== undefined && needsDescription(question, contentType) && caption.trim() === "";
  });
}

/** What a city was called, until when. */
export type EarlierName = NamedCity & { cityId: string; until: string };
type Kept = WrittenEntry & {
  cityId: string;
  endorsement: Pick<LastEndorsement, "sha256"> | null;
  submission: { sha256: string } | null;
};

/**
 * An entry under the names its cities had when it was last sent, or somebody was last asked to sign it off, where
 * nothing but names has changed since: a city that is called otherwise leaves nothing unsent and voids no sign-off. Any
 * other entry goes under the names of today. `earlier` are its cities' former names, the latest first.
 */
export function underNamesOfThen<Entry extends Kept & Parameters<typeof sealedOf>[0]>(
  entry: Entry,
  earlier: readonly EarlierName[],
): Entry {
  const moments = [...new Set(earlier.map(({ until }) => until))];
  const isAsThen = (named: Entry) =>
    named.endorsement?.sha256 === sha256(canonical(contentOf(named))) ||
    named.submission?.sha256 === sha256(canonical(sealedOf(named)));
  return [entry, ...moments.map((at) => namedAt(entry, earlier, at))].find(isAsThen) ?? entry;
}

function namedAt<Entry extends Kept>(entry: Entry, earlier: readonly EarlierName[], at: string): Entry {
  const named = <City extends NamedCity & { cityId: string }>(city: City): City => {
    const then = earlier.findLast(({ cityId, until }) => cityId === city.cityId && until >= at);
    return then ? { ...city, cityName: then.cityName, country: then.country } : city;
  };
  return { ...named(entry), coApplicants: (entry.coApplicants ?? []).map(named) };
}

const asSealed = ({ scan: _asOfNow, ...letter }: SealedLetter): SealedLetter => letter;

/**
 * What is signed off and sealed: the cities that have accepted, answers to questions that are asked and nothing else,
 * files in their own order, so that equal content hashes equal.
 */
export function contentOf(entry: WrittenEntry): SealedEntry {
  const values = valuesOf(entry.answers);
  const asked = questionsOf(askedOf(entry.form, values));
  const answered = asked.filter((question) => question.type !== "files" && isAnswered(values[question.key]));
  const keys = new Set(asked.map(({ key }) => key));
  const kept = entry.files
    .filter(({ questionKey }) => keys.has(questionKey))
    .toSorted((a, b) => a.position - b.position); // stable: those that share a place stay as the team sees them
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

/** Whether a submission holds an answer to a question, or a file. */
export function isGiven(
  { answers, files }: Pick<SealedEntry, "answers" | "files">,
  { key, type }: Pick<FormQuestion, "key" | "type">,
): boolean {
  return type === "files" ? files.some(({ questionKey }) => questionKey === key) : isAnswered(answers[key]);
}

/**
 * What a reader finds of a form in a submission: what was asked, and what has an answer. That something was asked may
 * rest on an answer that this reader is not shown.
 */
export function askedOrGiven<
  Section extends Omit<Conditional, "questions"> & { questions: Pick<FormQuestion, "key" | "type" | "settings">[] },
>(form: readonly Section[], sealed: Pick<SealedEntry, "answers" | "files">): Section[] {
  const asked = new Set(askedOf(form, sealed.answers).flatMap(({ questions }) => questions.map(({ key }) => key)));
  const found = form.map((section) => ({
    ...section,
    questions: section.questions.filter((question) => asked.has(question.key) || isGiven(sealed, question)),
  }));
  return found.filter(({ questions }) => questions.length > 0);
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

/**
 * For blind rounds: neither cities nor countries, no answers that tell who is entering, and files under names that tell
 * nothing.
 */
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
