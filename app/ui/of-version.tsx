import { formatNumber } from "#app/i18n/format.ts";
import { useLocale, useTexts } from "./locale.tsx";

type Given = { version: number; versions: number; children: string };

/** What is said of one version of a list; of which, where there are several. */
export function OfVersion({ version, versions, children }: Given) {
  const [{ correction, ui }, locale] = [useTexts(), useLocale()];
  if (versions < 2) return children;
  return `${correction.numbered(formatNumber(version, locale))}${ui.colon}${children}`;
}
