/**
 * ISO 3166-1 alpha-2 codes by the regions the award counts in. The names come from the reader's browser language
 * (`countryName`).
 */
const BY_REGION = {
  Africa:
    "AO BF BI BJ BW CD CF CG CI CM CV DJ DZ EG EH ER ET GA GH GM GN GQ GW KE KM LR LS LY MA MG ML MR MU MW MZ NA NE NG RE RW SC SD SH SL SN SO SS ST SZ TD TG TN TZ UG YT ZA ZM ZW IO",
  "Asia-Pacific":
    "AS AU BD BN BT CC CK CN CX FJ FM GU HK HM ID IN JP KH KI KP KR LA LK MH MM MN MO MP MV MY NC NF NP NR NU NZ PF PG PH PK PN PW SB SG TF TH TK TL TO TV TW UM VN VU WF WS",
  Europe:
    "AD AL AT AX BA BE BG BV CH CY CZ DE DK EE ES FI FO FR GB GG GI GR HR HU IE IM IS IT JE LI LT LU LV MC MD ME MK MT NL NO PL PT RO RS SE SI SJ SK SM UA VA",
  Eurasia: "AM AZ BY GE KG KZ RU TJ TM UZ",
  "Latin America and Caribbean":
    "AG AI AR AW BB BL BO BQ BR BS BZ CL CO CR CU CW DM DO EC FK GD GF GP GS GT GY HN HT JM KN KY LC MF MQ MS MX NI PA PE PR PY SR SV SX TC TT UY VC VE VG VI",
  "Middle East and West Asia": "AE AF BH IL IQ IR JO KW LB OM PS QA SA SY TR YE",
  "North America": "BM CA GL PM US",
  Antarctica: "AQ",
} as const;

/** The seven regions a city can be in; nobody governs a city in Antarctica. */
export const REGIONS = [
  "Africa",
  "Asia-Pacific",
  "Europe",
  "Eurasia",
  "Latin America and Caribbean",
  "Middle East and West Asia",
  "North America",
] as const;
export type Region = (typeof REGIONS)[number];

const REGION_OF = new Map(
  REGIONS.flatMap((region) => BY_REGION[region].split(" ").map((code) => [code, region] as const)),
);

export const COUNTRIES: readonly string[] = [...REGION_OF.keys(), BY_REGION.Antarctica].sort();

export const isCountry = (code: string): boolean => COUNTRIES.includes(code);

/** The region of a country, or null where there are no cities. */
export const regionOf = (country: string): Region | null => REGION_OF.get(country) ?? null;
