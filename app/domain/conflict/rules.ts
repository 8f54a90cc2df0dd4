import type { ConflictKind } from "#db/schema/conflict.ts";
import type { ConflictRules } from "#db/schema/round.ts";

export type { ConflictKind };
export type ConflictAnswer = "none" | "conflict" | "unsure";

const WEIGHT: Record<ConflictAnswer, number> = { none: 0, unsure: 1, conflict: 2 };

/** One may see more conflict than before, never less: taking a word back is for somebody else. */
export const isTakingBack = (before: ConflictAnswer | null, after: ConflictAnswer): boolean =>
  before !== null && WEIGHT[after] < WEIGHT[before];

/** Kinds that an explicit, reasoned override can lift. One's own city is not among them. */
export const isWaivable = (kinds: readonly ConflictKind[]): boolean => kinds.length > 0 && !kinds.includes("team");

/** A kind as one may read it who must not learn who entered: what profiles and teams say is only "recorded". */
export type ShownKind = ConflictKind | "recorded";
export const unnamedKinds = (kinds: readonly ConflictKind[]): ShownKind[] => [
  ...new Set(kinds.map((kind) => (kind === "declared" || kind === "unsure" ? kind : "recorded"))),
];

export type Contradiction = { kind: "country"; country: string } | { kind: "city" | "organisation"; name: string };
type Profile = Record<"countries" | "cities" | "organisations", readonly string[] | null>;

/**
 * What a person's profile says against "no conflict", as far as the round's rules ask for it. Only what these do not
 * already block comes this far; a rule that is off says nothing.
 */
export function contradictionsOf(
  profile: Profile,
  entry: {
    cityName: string | null;
    country: string | null;
    partners: readonly string[];
    coApplicants: readonly { cityName: string; country: string }[];
    /** What those cities were called before, and their countries then. */
    earlierNames: readonly { cityName: string; country: string }[];
  },
  rules: ConflictRules,
): Contradiction[] {
  const plain = (name: string) => name.trim().toLowerCase();
  const others = [...entry.coApplicants, ...entry.earlierNames];
  const countries = [entry.country, ...others.map(({ country }) => country)];
  const taking = [entry.cityName ?? "", ...others.map(({ cityName }) => cityName), ...entry.partners]
    .map(plain)
    .filter(Boolean);
  const named = (kind: "city" | "organisation", names: readonly string[] | null) =>
    (names ?? []).filter((name) => taking.includes(plain(name))).map((name) => ({ kind, name }));
  return [
    ...(profile.countries ?? [])
      .filter((country) => countries.includes(country))
      .map((country) => ({ kind: "country" as const, country })),
    ...named("city", profile.cities),
    ...named("organisation", profile.organisations),
  ].filter(({ kind }) => rules[kind] !== "off");
}
