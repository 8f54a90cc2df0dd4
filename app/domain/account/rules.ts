import { type AuditEvent, type EventType, type JsonObject, SYSTEM_STREAM } from "../audit/rules.ts";
import { type Actor, isScrutineerAlone, type StaffRole } from "../context.ts";

export const STAFF_ROLES = ["secretariat", "administrator", "observer"] as const satisfies readonly StaffRole[];

export type ReviewerProfile = {
  title: string;
  countries: string[];
  /** Cities and governments; none where nobody was asked yet. */
  cities: string[];
  organisations: string[];
  themes: string[];
  languages: string[];
  capacity: number | null;
  /** Whether single keys act on the score sheet; what is not given stays. */
  shortcuts?: boolean;
  /** Whether letters tell of unread messages of discussions; what is not given stays. */
  discussionLetters?: boolean;
};

/**
 * Of somebody who only scrutinises it is asked who they are and what could put them in conflict, not what and how they
 * would read.
 */
export const isAskedAsScrutineer = (actor: Pick<Actor, "panels">): boolean =>
  isScrutineerAlone(actor.panels.map(({ role }) => role));

/**
 * Enough is known to find conflicts and assign entries: where somebody is from and works, and what a reviewer reads.
 * Cities and organisations may rightly be none.
 */
export const isComplete = (profile: ReviewerProfile, scrutineer: boolean): boolean =>
  profile.countries.length > 0 && (scrutineer || profile.languages.length > 0);

type Ties = Pick<ReviewerProfile, "countries" | "cities" | "organisations">;
const KINDS = { country: "countries", city: "cities", organisation: "organisations" } as const;
export type Tie = { kind: keyof typeof KINDS; value: string };

/** Countries, cities and organisations of a profile that its next version no longer names. */
export const takenOut = (before: Ties | undefined, after: Ties): Tie[] =>
  (Object.keys(KINDS) as Tie["kind"][]).flatMap((kind) =>
    (before?.[KINDS[kind]] ?? [])
      .filter((value) => !after[KINDS[kind]].includes(value))
      .map((value) => ({ kind, value })),
  );

/** What an event says of them: countries by their codes, cities and organisations by their number. */
export function recordOfTies(ties: readonly Tie[]): JsonObject {
  if (ties.length === 0) return {};
  const of = (wanted: Tie["kind"]) => ties.filter(({ kind }) => kind === wanted).map(({ value }) => value);
  return {
    countriesRemoved: of("country"),
    citiesRemoved: of("city").length,
    organisationsRemoved: of("organisation").length,
  };
}

/** Rights over others' entries need a second factor; a city's team may have one. By how many of each somebody has. */
export const needsFactor = (rolesAsStaff: number, panels: number): boolean => rolesAsStaff > 0 || panels > 0;

/** What happened to an account, as the audit trail keeps it. */
export const aboutAccount = (accountId: string, type: EventType, details: JsonObject = {}): AuditEvent => ({
  type,
  stream: SYSTEM_STREAM,
  subjectId: accountId,
  details,
});
