import { signedIn } from "#app/http/wrappers.ts";
import { countryName } from "#app/i18n/format.ts";

/** Places by what somebody has typed of their name, for the field that fills itself in. */
export const loader = signedIn(async ({ url, locale, t, visit }) => {
  const found = visit.services.gazetteer.find(url.searchParams.get("name") ?? "");
  return Response.json(
    found.map((place) => ({
      ...place,
      label: [place.name, place.region, countryName(place.country, locale)].filter(Boolean).join(t.ui.comma),
    })),
  );
});
