import type { ReactElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import type { Locale } from "#app/i18n/locales.ts";
import { ReaderContext } from "#app/ui/locale.tsx";

/** What a reader's browser would receive. */
export function render(element: ReactElement, locale: Locale = "en", timeZone = "UTC", today = "1970-01-01"): string {
  return renderToStaticMarkup(
    <ReaderContext.Provider value={{ locale, timeZone, today }}>{element}</ReaderContext.Provider>,
  );
}

/** The words alone, as they would be read out. */
export function words(markup: string): string {
  return markup
    .replace(/<[^>]+>/g, "")
    .replaceAll("&#x27;", "'")
    .replaceAll("&amp;", "&");
}
