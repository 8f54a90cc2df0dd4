import { createContext, useContext } from "react";
import { DEFAULT_LOCALE, type Locale } from "#app/i18n/locales.ts";
import { type Texts, textsOf } from "#app/i18n/texts.ts";

/** The reader's language and clock, given once by the root and read by every component. */
export type Reader = { locale: Locale; timeZone: string; /** The server's clock when the page was made. */ now: Date };

export const ReaderContext = createContext<Reader>({ locale: DEFAULT_LOCALE, timeZone: "UTC", now: new Date(0) });

export const useLocale = (): Locale => useContext(ReaderContext).locale;
export const useTimeZone = (): string => useContext(ReaderContext).timeZone;
export const useNow = (): Date => useContext(ReaderContext).now;
export const useTexts = (): Texts => textsOf(useLocale());
