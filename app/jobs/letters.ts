import type { LetterKind, LetterParams } from "#app/domain/notification/rules.ts";
import type { Locale } from "#app/i18n/locales.ts";
import { textsOf } from "#app/i18n/texts.ts";

/** A letter's words in the recipient's language. The subject is one line, whatever a city or a person is called. */
export function writeLetter(kind: LetterKind, params: LetterParams[LetterKind], locale: Locale): { subject: string; text: string } {
  const { letters, closing } = textsOf(locale).mail;
  const { subject, body } = (letters[kind] as (params: LetterParams[LetterKind]) => { subject: string; body: string })(params);
  return { subject: subject.replace(/\s+/g, " ").trim(), text: `${body}\n\n-- \n${closing}\n` };
}
