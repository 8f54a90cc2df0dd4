import { type Actor, isScrutineerAlone, type Person, type StaffRole } from "../context.ts";

/** How passwords are kept: the work is done outside, one at a time. `verify(null, …)` is false and takes as long as true. */
export type Passwords = {
  hash(password: string): Promise<string>;
  verify(stored: string | null, password: string): Promise<boolean>;
};

export const STAFF_ROLES = ["secretariat", "administrator", "observer"] as const satisfies readonly StaffRole[];

/** Mailed links. */
export type LinkPurpose =
  | "confirm-email"
  | "reset-password"
  | "join-team"
  | "join-panel"
  | "first-administrator"
  | "change-email";
/** What a browser holds between two steps: the password was right; a passkey is asked. Several may be open at once. */
export type StepPurpose = "sign-in-step" | "passkey-challenge";
export type TokenPurpose = LinkPurpose | StepPurpose;
export const isStep = (purpose: TokenPurpose): purpose is StepPurpose =>
  purpose === "sign-in-step" || purpose === "passkey-challenge";

const HOUR = 3_600_000;
/** How long a link or a step holds, in milliseconds. */
export const LINK_LIFETIME: Record<TokenPurpose, number> = {
  "confirm-email": 72 * HOUR,
  "reset-password": HOUR / 2,
  "join-team": 14 * 24 * HOUR,
  "join-panel": 21 * 24 * HOUR,
  "first-administrator": 7 * 24 * HOUR,
  "change-email": 24 * HOUR,
  "sign-in-step": HOUR / 6,
  "passkey-challenge": HOUR / 12,
};

const LINK_PATH: Record<LinkPurpose, string> = {
  "confirm-email": "/confirm",
  "reset-password": "/reset",
  "join-team": "/invitations",
  "join-panel": "/invitations",
  "first-administrator": "/setup",
  "change-email": "/account/email",
};

/** The address a mail points to. Made from the configured address only, never from what a request says of itself. */
export const linkTo = (publicUrl: string, purpose: LinkPurpose, token: string): string =>
  `${publicUrl}${LINK_PATH[purpose]}/${token}`;

export const isToken = (text: string): boolean => /^[A-Za-z0-9_-]{43}$/.test(text);

/**
 * Where to go after signing in: a path of the portal, or its start page. Anything a browser could read as another host
 * ("//evil", "/\\evil", "https:evil", line ends, "javascript:") leads to the start page.
 */
export function ownPath(next: string | null | undefined): string {
  if (!next || !/^\/(?![/\\])[\x21-\x7e]*$/.test(next) || /[\\]|%(0a|0d|5c|2f%2f)/i.test(next)) return "/";
  const url = new URL(next, "http://own.invalid");
  return url.host === "own.invalid" && !url.pathname.startsWith("//") ? url.pathname + url.search : "/";
}

const BROWSERS = [
  ["Edg", "Edge"],
  ["OPR", "Opera"],
  ["Firefox", "Firefox"],
  ["FxiOS", "Firefox"],
  ["Chrome", "Chrome"],
  ["CriOS", "Chrome"],
  ["Safari", "Safari"],
] as const;
const SYSTEMS = [
  ["iPhone", "iPhone"],
  ["iPad", "iPad"],
  ["Android", "Android"],
  ["Windows", "Windows"],
  ["Mac OS X", "macOS"],
  ["CrOS", "ChromeOS"],
  ["Linux", "Linux"],
] as const;

/** What a browser says it is, in two words, so that people know their own devices again. Empty where it says nothing known. */
export function deviceOf(userAgent: string | null): string {
  const named = (list: readonly (readonly [string, string])[]) => list.find(([sign]) => userAgent?.includes(sign))?.[1];
  return [named(BROWSERS), named(SYSTEMS)].filter(Boolean).join(", ");
}

export type ReviewerProfile = {
  title: string;
  countries: string[];
  organisations: string[];
  themes: string[];
  languages: string[];
  capacity: number | null;
  /** Whether single keys act on the score sheet; what is not given stays. */
  shortcuts?: boolean;
};

/** Of somebody who only scrutinises it is asked who they are and what could put them in conflict, not what and how they would read. */
export const isAskedAsScrutineer = (actor: Pick<Actor, "panels">): boolean =>
  isScrutineerAlone(actor.panels.map(({ role }) => role));

/** Enough is known to find conflicts and assign entries: where somebody is from and works, and what a reviewer reads. Organisations may rightly be none. */
export const isComplete = (profile: ReviewerProfile, scrutineer: boolean): boolean =>
  profile.countries.length > 0 && (scrutineer || profile.languages.length > 0);

export type Tie = { kind: "country" | "organisation"; value: string };

/** Countries and organisations of a profile that its next version no longer names. */
export const takenOut = (
  before: Pick<ReviewerProfile, "countries" | "organisations"> | undefined,
  after: Pick<ReviewerProfile, "countries" | "organisations">,
): Tie[] => [
  ...(before?.countries ?? [])
    .filter((value) => !after.countries.includes(value))
    .map((value): Tie => ({ kind: "country", value })),
  ...(before?.organisations ?? [])
    .filter((value) => !after.organisations.includes(value))
    .map((value): Tie => ({ kind: "organisation", value })),
];

/** What an event says of them: countries by their codes, organisations by their number. */
export const recordOf = (ties: readonly Tie[]): { countriesRemoved?: string[]; organisationsRemoved?: number } =>
  ties.length === 0
    ? {}
    : {
        countriesRemoved: ties.filter(({ kind }) => kind === "country").map(({ value }) => value),
        organisationsRemoved: ties.filter(({ kind }) => kind === "organisation").length,
      };

/** One line per item, as people type lists. */
export const lines = (text: string): string[] => [
  ...new Set(
    text
      .split("\n")
      .map((line) => line.trim())
      .filter(Boolean),
  ),
];

/** Where somebody's work is, when they have just signed in and were not on the way to a page. */
export function landingOf({ staff, panels }: Pick<Person, "staff" | "panels">): string {
  if (staff.includes("secretariat")) return "/secretariat";
  if (panels.length > 0) return "/judging";
  if (staff.includes("administrator")) return "/admin/people";
  return staff.includes("observer") ? "/secretariat" : "/entries";
}
