import { formatList } from "#app/i18n/format.ts";
import { type Localised, say } from "#app/i18n/localised.ts";
import { useLocale, useTexts } from "./locale.tsx";

/** The criteria that were named for a reviewer, none = all; and where they are chosen, for who may choose them. */
export function ReadsCriteria({
  name,
  criteria,
  href,
}: {
  name: string;
  criteria: readonly { name: Localised }[];
  href: string | null;
}) {
  const [t, locale] = [useTexts().panel, useLocale()];
  const named = criteria.map((criterion) => say(criterion.name, locale));
  return (
    <>
      {named.length === 0 ? t.readsAll : formatList(named, locale)}
      {href ? (
        <>
          <br />
          <a href={href} aria-label={t.division.linkFor(name)}>
            {t.division.link}
          </a>
        </>
      ) : null}
    </>
  );
}
