import type { Person } from "../context.ts";

const MINUTE = 60_000;
/** Whoever can decide over others' entries leaves no screen open for long. */
const IDLE_WATCHED = 30 * MINUTE;
const IDLE = 120 * MINUTE;

/** After how long without a click somebody is signed out, in milliseconds. */
export const idleOf = ({ staff, panels }: Pick<Person, "staff" | "panels">): number =>
  staff.length > 0 || panels.some(({ role }) => role === "chair") ? IDLE_WATCHED : IDLE;

const FRESH = 10 * MINUTE;
/** So long after a page was opened on the strength of it, what is done there counts. */
const READING = 5 * MINUTE;

/**
 * Whether somebody who proved at `provenAt` who they are, by signing in or once more, may change how they sign in:
 * open the page for it, or do what it is for. A browser left open is not enough.
 */
export const isFresh = (provenAt: Date, now: Date, what: "open" | "act"): boolean =>
  now.getTime() - provenAt.getTime() <= (what === "act" ? FRESH + READING : FRESH);

/**
 * How passwords are kept: the work is done outside, one at a time. `verify(null, …)` is false and takes as long as
 * true.
 */
export type Passwords = {
  hash(password: string): Promise<string>;
  verify(stored: string | null, password: string): Promise<boolean>;
};

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

/**
 * What a browser says it is, in two words, so that people know their own devices again. Empty where it says nothing
 * known.
 */
export function deviceOf(userAgent: string | null): string {
  const named = (list: readonly (readonly [string, string])[]) => list.find(([sign]) => userAgent?.includes(sign))?.[1];
  return [named(BROWSERS), named(SYSTEMS)].filter(Boolean).join(", ");
}

/** Where somebody's work is, when they have just signed in and were not on the way to a page. */
export function landingOf({ staff, panels }: Pick<Person, "staff" | "panels">): string {
  if (staff.includes("secretariat")) return "/secretariat";
  if (panels.length > 0) return "/judging";
  if (staff.includes("administrator")) return "/admin/people";
  return staff.includes("observer") ? "/secretariat" : "/entries";
}
