import { createContext, useContext } from "react";
import { DEFAULT_LOCALE, type Locale } from "#app/i18n/locales.ts";
import { type Texts, textsOf } from "#app/i18n/texts.ts";

/** The reader's language and clock, given once by the root and read by every component. */
export type Reader = {
  locale: Locale;
  timeZone: string;
  /** The day it is there, "2026-11-23". */
  today: string;
  /** Their account, where they are signed in. */
  person?: string | undefined;
};

export const ReaderContext = createContext<Reader>({ locale: DEFAULT_LOCALE, timeZone: "UTC", today: "1970-01-01" });

export const useLocale = (): Locale => useContext(ReaderContext).locale;
export const useTimeZone = (): string => useContext(ReaderContext).timeZone;
export const usePerson = (): string | undefined => useContext(ReaderContext).person;
export const useToday = (): string => useContext(ReaderContext).today;
export const useTexts = (): Texts => textsOf(useLocale());
