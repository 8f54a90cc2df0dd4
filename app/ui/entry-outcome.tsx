import { type Localised, say } from "#app/i18n/localised.ts";
import { useLocale, useTexts } from "./locale.tsx";

type Placed = { level: Localised | null; honours: Localised[] };
export type Outcome = {
  appraised: boolean;
  /** The call whose result is public, and the entry's own pages there. */
  publicly: { slug: string; initiatives: (Placed & { id: string })[] } | null;
  certificates: (Placed & { code: string })[];
};

/** What became of an entry, as items of a list of links. */
export function EntryOutcome({ id, appraised, publicly, certificates }: Outcome & { id: string }) {
  const [{ appraisal, certificate, result, ui }, locale] = [useTexts(), useLocale()];
  const nameOf = ({ level, honours }: Placed) =>
    [...(level ? [level] : []), ...honours].map((name) => say(name, locale)).join(ui.comma) || result.distinction;
  return (
    <>
      {publicly ? (
        <li>
          <a href={`/cycles/${publicly.slug}/results`}>{result.ofCall}</a>
        </li>
      ) : null}
      {publicly?.initiatives.map((initiative) => (
        <li key={initiative.id}>
          <a href={`/initiatives/${initiative.id}`}>{result.ofEntry(nameOf(initiative))}</a>
        </li>
      ))}
      {certificates.map((each) => (
        <li key={each.code}>
          <a href={`/certificates/${each.code}`}>{certificate.link(nameOf(each))}</a>
        </li>
      ))}
      {appraised ? (
        <li>
          <a href={`/entries/${id}/appraisal`}>{appraisal.link}</a>
        </li>
      ) : null}
    </>
  );
}
