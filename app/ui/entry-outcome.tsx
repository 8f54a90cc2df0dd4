import { type Localised, say } from "#app/i18n/localised.ts";
import { useLocale, useTexts } from "./locale.tsx";

export type Outcome = { appraised: boolean; certificates: { code: string; level: Localised | null }[] };

/** What became of an entry, as items of a list of links. */
export function EntryOutcome({ id, appraised, certificates }: Outcome & { id: string }) {
  const [{ appraisal, certificate, result }, locale] = [useTexts(), useLocale()];
  return (
    <>
      {appraised ? (
        <li>
          <a href={`/entries/${id}/appraisal`}>{appraisal.link}</a>
        </li>
      ) : null}
      {certificates.map(({ code, level }) => (
        <li key={code}>
          <a href={`/certificates/${code}`}>{certificate.link(level ? say(level, locale) : result.distinction)}</a>
        </li>
      ))}
    </>
  );
}
