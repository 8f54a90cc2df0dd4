import { formatDate, formatNumber } from "#app/i18n/format.ts";
import { say } from "#app/i18n/localised.ts";
import type { Locale } from "#app/i18n/locales.ts";
import { heading, nameOfCountry, togetherText } from "#app/i18n/place-names.ts";
import { textsOf } from "#app/i18n/texts.ts";
import type { Sheet } from "#app/outside/documents/document.ts";
import type { Issued } from "./queries.server.ts";
import { honoursOf, spacedCode } from "./rules.ts";

/**
 * A certificate to print: what it says, on what it rests, and where anybody can check it. `publicUrl` is the portal's
 * own address.
 */
export function certificateSheet(
  { code, certified, level, cycle, programme, timeZone, fingerprint, roundId, sourceUrl }: Issued,
  locale: Locale,
  publicUrl: string,
): Sheet {
  const t = textsOf(locale);
  const { certificate, result, ui } = t;
  const { city, coApplicants, title, published, version } = certified;
  const honours = honoursOf(certified).map((name) => say(name, locale));
  const [first, ...others] = level
    ? [say(level, locale), ...honours]
    : honours.length > 0
      ? honours
      : [result.distinction];
  return {
    sheet: "certificate",
    language: locale,
    title: `${certificate.title(spacedCode(code))}${ui.comma}${city}`,
    made: new Date(published),
    programme: say(programme, locale),
    heading: certificate.heading,
    certifies: certificate.certifies,
    place: `${heading(city, locale)}${ui.comma}${nameOfCountry(certified, locale, t)}`,
    together: togetherText(coApplicants ?? [], locale, t),
    stands: certificate.stands(say(cycle.name, locale)),
    award: first!,
    honours: others,
    initiative: { before: certificate.initiative, title },
    facts: [
      { label: certificate.published(formatNumber(version, locale)), value: formatDate(published, locale, timeZone) },
      { label: certificate.basis, value: roundId ? certificate.decided : certificate.archived },
    ],
    check: { label: certificate.check, code: spacedCode(code), address: `${publicUrl}/certificates/${code}` },
    foot: [
      { label: certificate.fingerprint, value: fingerprint },
      ...(sourceUrl ? [{ label: `${result.source}${ui.colon}`, value: sourceUrl }] : []),
    ],
  };
}
