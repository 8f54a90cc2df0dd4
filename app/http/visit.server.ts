import { ANONYMOUS, type Actor } from "#app/domain/context.ts";
import { isLocale, type Locale, negotiate } from "#app/i18n/locales.ts";
import { memo } from "#app/i18n/memo.ts";
import type { Services } from "#app/services.server.ts";
import type { Clock } from "#db/clock.server.ts";
import { cookieIn } from "./cookies.ts";
import { Packed } from "./compression.server.ts";
import type { SignedIn } from "./session.server.ts";
import type { RefusalBody } from "./refusal-body.ts";

declare module "@remix-run/server-runtime" {
  interface AppLoadContext extends Visit {}
}

/**
 * One request as loaders and actions see it. Made by the server when the head has arrived, so `now` is when it was
 * received.
 */
export type Visit = {
  services: Services;
  now: Date;
  /** What time it has become, for what ends long after its head has arrived: the bytes of a file. */
  clock: Clock;
  ip: string;
  url: URL;
  locale: Locale;
  timeZone: string;
  /** Set-Cookie headers to send with the answer. */
  cookies: string[];
  /** When the session of whoever reads the page ends at the latest, for `public/session.js`. */
  sessionEnd: Date | null;
  /** The form on the page was refused: its title says so. */
  refused: boolean;
  /** What a form held that was refused and sent back, should its page not be there either. */
  typed?: Record<string, string> | undefined;
  /** The rendered document, where the answer is one. */
  page: Packed | null;
  /** Renders a document, unless one made of the same is kept. */
  draw(render: () => string): Packed;
  /** Why there is no page to answer with, for the one page that says so. */
  refusal: { body: RefusalBody; status: number } | null;
  /** Who asks; read once, however many loaders a page has. */
  signedIn(): Promise<SignedIn | null>;
};

export function openVisit(services: Services, request: Request, ip: string, now: Date, clock: Clock): Visit {
  const url = new URL(request.url);
  const cookies: string[] = [];
  const secure = services.config.publicUrl.startsWith("https:") ? "; Secure" : "";
  const asked = url.searchParams.get("lang");
  if (isLocale(asked)) cookies.push(`lang=${asked}; Path=/; Max-Age=31536000; SameSite=Lax${secure}`);
  let reading: Promise<SignedIn | null> | undefined;
  return {
    services,
    now,
    clock,
    ip,
    url,
    cookies,
    sessionEnd: null,
    refused: false,
    refusal: null,
    page: null,
    draw: (render) => new Packed(render()),
    locale: isLocale(asked) ? asked : localeOf(request),
    timeZone: timeZoneOf(request),
    signedIn: () => (reading ??= services.sessions.read(request, now)),
  };
}

/** Who asks, with or without an account. */
export async function actorOf(visit: Visit): Promise<Actor> {
  return (await visit.signedIn())?.person ?? ANONYMOUS;
}

function localeOf(request: Request): Locale {
  const chosen = cookieIn(request, "lang");
  return isLocale(chosen) ? chosen : negotiate(request.headers.get("accept-language"));
}

/** The browser's zone, told by a script in a cookie; UTC until then. */
function timeZoneOf(request: Request): string {
  const zone = cookieIn(request, "tz") ?? "UTC";
  return (/^[A-Za-z][A-Za-z0-9_+/-]{0,63}$/.test(zone) && zones(zone, () => zoneNamed(zone))) || "UTC";
}

/** Asking Intl costs a third of a millisecond. */
const zones = memo<string>(1000);

/**
 * The one name of a zone that has several, and any spelling of each; empty where there is none. Intl's own list leaves
 * out names that browsers use (Asia/Kolkata).
 */
function zoneNamed(timeZone: string): string {
  try {
    return new Intl.DateTimeFormat("en", { timeZone }).resolvedOptions().timeZone;
  } catch {
    return "";
  }
}
