import type { EverAccepted } from "#app/domain/entry/rules.ts";
import { Tag } from "./feedback.tsx";
import { useTexts } from "./locale.tsx";
import { Moment } from "./time.tsx";
import { Place } from "./wording.tsx";

/** The cities that accepted at any time to enter together with another, one a line, each with when that ended. */
export function EverTogether({ of: cities, zone }: { of: readonly EverAccepted[]; zone: string }) {
  const { status } = useTexts().coApplicant;
  return <>{cities.map((city) => <div key={`${city.country} ${city.cityName} ${city.endedAt}`}><Place of={city} />{city.endedAt ? <> <Tag>{status.ended}</Tag> <Moment at={city.endedAt} zone={zone} /></> : null}</div>)}</>;
}
