import type { EverAccepted } from "#app/domain/co-applicant/rules.ts";
import { formatDate } from "#app/i18n/format.ts";
import { useLocale, useTexts } from "./locale.tsx";
import { Bracketed, Place } from "./wording.tsx";

/** The cities that accepted at any time to enter together with another, one a line, each from when to when. */
export function EverTogether({ of: cities, zone }: { of: readonly EverAccepted[]; zone: string }) {
  const [
    {
      coApplicant: { span },
    },
    locale,
  ] = [useTexts(), useLocale()];
  const day = (at: string) => formatDate(at, locale, zone);
  return (
    <>
      {cities.map((city) => (
        <div key={`${city.country} ${city.cityName} ${city.acceptedAt}`}>
          <Place of={city} />
          <Bracketed>{span(day(city.acceptedAt), city.endedAt && day(city.endedAt))}</Bracketed>
        </div>
      ))}
    </>
  );
}
