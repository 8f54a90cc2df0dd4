import { isLate } from "../cycle/rules.ts";
import { contentOf, type SealedEndorsement, type SealedEntry, type WrittenEntry } from "../entry/sealed.ts";
import type { FormSection } from "../question/rules.ts";

/**
 * All that a team has saved of an entry, to be signed and taken home: whoever holds it can show what the portal had,
 * and since when, though the portal was away at the bell. Moments are the server's, as ISO 8601; `saved` is that of the
 * last save. `sha256` is the hash of what would have been sealed as it stood: of `packedEntry`. Files that were
 * announced and had not arrived stand under `underWay`.
 */
export type Package = {
  id: string;
  entry: string;
  cycle: string;
  city: string;
  country: string;
  /** Of the city; null in packages that did not tell it. */
  cityId: string | null;
  made: string;
  saved: string;
  sha256: string;
  submission: { number: number; received: string; sha256: string } | null;
  /** The cities that had accepted to enter together. */
  together: { id: string; city: string; country: string }[];
  answers: { question: string; version: number; saved: string; value: unknown }[];
  /** In their own order. */
  files: PackedFile[];
  signedOff: SealedEndorsement | null;
  underWay: { question: string; name: string; size: number }[];
};
type PackedFile = {
  id: string;
  question: string;
  name: string;
  size: number;
  sha256: string;
  type: string;
  caption: string;
  credit: string;
  rights: string;
  language: string;
  translationOf: string | null;
  saved: string;
};

const PACKAGE_TITLE = "award portal package v1\n";

/** The text of a package, to be signed as a note: its title, and JSON with a value on each line. */
export function packageText(content: Package): string {
  const json = JSON.stringify(content, null, 2).replace(
    /[^\n\P{Cc}]/gu,
    (control) => `\\u${control.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
  return `${PACKAGE_TITLE}${json}\n`;
}

/** What packages did not tell at first: where it was not so, their hash is of something else than what they tell. */
const [UNTOLD, UNTOLD_OF_FILE] = [
  { cityId: null, together: [], signedOff: null },
  { type: "", caption: "", credit: "", rights: "", language: "", translationOf: null },
];

/** What a text says that the portal has signed; null where that is no package. */
export function readPackage(text: string): Package | null {
  if (!text.startsWith(PACKAGE_TITLE)) return null;
  const told = JSON.parse(text.slice(PACKAGE_TITLE.length)) as Package;
  return { ...UNTOLD, ...told, files: told.files.map((file) => ({ ...UNTOLD_OF_FILE, ...file })) };
}

/** What a team had written, as a package tells it. */
export function packedContent(
  form: FormSection[],
  { entry: code, city: cityName, country, together, answers, files }: Package,
): WrittenEntry {
  return {
    form,
    code,
    cityName,
    country,
    coApplicants: together.map((each) => ({
      cityId: each.id,
      cityName: each.city,
      country: each.country,
      accepted: true,
    })),
    answers: Object.fromEntries(
      answers.map(({ question, value, version, saved }) => [
        question,
        { value, version, savedAt: new Date(saved), savedBy: "" },
      ]),
    ),
    files: files.map(({ question: questionKey, type: contentType, saved: _when, ...file }, position) => ({
      ...file,
      questionKey,
      contentType,
      position,
    })),
  };
}

/** The entry as it would have been sealed when the package was made, by the form of its call. */
export function packedEntry(form: FormSection[], signed: Package): SealedEntry {
  const content = contentOf(packedContent(form, signed));
  return signed.signedOff ? { ...content, endorsement: signed.signedOff } : content;
}

/**
 * One answer or file of a package: whether exactly this is stored here, and whether it was saved after the deadline
 * that holds for the entry.
 */
export type PackedSave = {
  question: string;
  name: string | null;
  version: number | null;
  saved: string;
  stored: boolean;
  late: boolean;
};

type Bell = { closesAt: Date; graceSeconds: number };

/**
 * Whether an answer or a file was saved after the bell: as for everybody, bytes that were announced before it may
 * arrive within the window.
 */
export function isLateSave(
  { saved, isFile }: { saved: string; isFile: boolean },
  { closesAt, graceSeconds }: Bell,
): boolean {
  return isLate(new Date(new Date(saved).getTime() - (isFile ? graceSeconds * 1000 : 0)), closesAt);
}
