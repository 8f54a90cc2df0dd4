import type { LetterKind, LetterParams } from "#app/domain/notification/rules.ts";
import type { Owed } from "#app/domain/notification/commands.server.ts";
import { type Locale, LOCALES } from "#app/i18n/locales.ts";
import { textsOf } from "#app/i18n/texts.ts";

/** A letter's words in the recipient's language. The subject is one line, whatever a city or a person is called. */
export function writeLetter(
  kind: LetterKind,
  given: LetterParams[LetterKind],
  locale: Locale,
): { subject: string; text: string } {
  const { mail, entry, correction } = textsOf(locale);
  const { letters, closing } = mail;
  const params = ofVersion(given, correction.numbered);
  const named = "title" in params && params.title === "" ? { ...params, title: entry.untitled } : params;
  const { subject, body } = (letters[kind] as (params: LetterParams[LetterKind]) => { subject: string; body: string })(
    named,
  );
  return { subject: subject.replace(/\s+/g, " ").trim(), text: `${body}\n\n-- \n${closing}\n` };
}

/** With a round's name goes which version of its list a letter is about, where it is not the first. */
function ofVersion(params: LetterParams[LetterKind], numbered: (version: string) => string): LetterParams[LetterKind] {
  if (!("listVersion" in params) || params.listVersion === "") return params;
  return { ...params, round: `${params.round} – ${numbered(params.listVersion)}` };
}

/** What a heap of letters looks like before it goes out: how many, to whom, and the first in each language. */
export function previewOf(letters: readonly Owed[]) {
  const samples = LOCALES.flatMap((locale) => {
    const [first, ...rest] = letters.filter((letter) => letter.locale === locale);
    return first ? [{ locale, count: rest.length + 1, ...writeLetter(first.kind, first.params, locale) }] : [];
  });
  return { count: letters.length, recipients: letters.map(({ email }) => email), samples };
}
