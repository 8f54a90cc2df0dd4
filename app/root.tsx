import type { LinksFunction, MetaFunction } from "@remix-run/node";
import {
  isRouteErrorResponse,
  Links,
  Meta,
  Outlet,
  useMatches,
  useRouteError,
  useRouteLoaderData,
} from "@remix-run/react";
import type { ReactNode } from "react";
import { isStaff } from "./domain/context.ts";
import type { RefusalBody } from "./http/refusal-body.ts";
import { anyone } from "./http/wrappers.ts";
import { isoDay } from "./i18n/format.ts";
import { DEFAULT_LOCALE, directionOf } from "./i18n/locales.ts";
import { textsOf } from "./i18n/texts.ts";

import { Enhancement } from "./ui/enhancement.tsx";
import { ReaderContext } from "./ui/locale.tsx";
import { pageTitle } from "./ui/page-title.ts";
import { problemStatus } from "./ui/problem.tsx";
import { RefusalPage } from "./ui/refusal.tsx";
import { SessionEnd } from "./ui/session-end.tsx";
import { Shell } from "./ui/shell.tsx";
import styles from "./ui/styles/index.css?url";

export const links: LinksFunction = () => [
  { rel: "stylesheet", href: styles },
  { rel: "icon", href: "/favicon.svg", type: "image/svg+xml" },
];

/** For pages without a title of their own, the error page among them. */
export const meta: MetaFunction<typeof loader> = ({ error, data }) => {
  if (!error) return pageTitle([], undefined);
  const status = problemStatus(isRouteErrorResponse(error) ? error.status : 500);
  return pageTitle([], textsOf(data?.locale ?? DEFAULT_LOCALE).ui.problems[status]);
};

export const loader = anyone(async ({ ctx: { actor, now }, visit, url, t, locale }) => {
  const session = await visit.signedIn();
  const withheld = session?.withheld ?? false;
  visit.sessionEnd = session?.endsAt ?? null;
  // Rounds and their meetings are run from the secretariat and chaired from judging; in the menu they belong to
  // whichever the reader has.
  const place = /^\/(rounds|meetings)\//.test(url.pathname)
    ? isStaff(actor, "secretariat", "observer")
      ? "/secretariat"
      : "/judging"
    : url.pathname;
  const items = [
    { href: "/archive", label: t.frame.nav.archive, shown: true },
    {
      href: "/entries",
      label: t.frame.nav.entries,
      shown: (actor.id !== null && actor.staff.length === 0 && actor.panels.length === 0) || actor.teams.length > 0,
    },
    { href: "/account/second-factor", label: t.frame.nav.secondFactor, shown: withheld },
    { href: "/judging", label: t.frame.nav.judging, shown: actor.panels.length > 0 },
    { href: "/secretariat", label: t.frame.nav.secretariat, shown: isStaff(actor, "secretariat", "observer") },
    { href: "/admin/people", label: t.frame.nav.people, shown: isStaff(actor, "administrator", "secretariat") },
    { href: "/audit", label: t.frame.nav.audit, shown: isStaff(actor, "observer", "secretariat", "administrator") },
  ];
  return {
    today: isoDay(now, visit.timeZone),
    locale,
    refused: visit.refused ? t.ui.errorPrefix : "",
    timeZone: visit.timeZone,
    path: url.pathname + url.search,
    person: actor.id ? { id: actor.id, name: actor.name } : null,
    idle: session && Math.floor(session.idleFor / 60_000),
    demo: visit.services.config.demo,
    nav: items
      .filter(({ shown }) => shown)
      .map(({ href, label }) => ({ href, label, current: `${place}/`.startsWith(`${href}/`) })),
  };
});

export function Layout({ children }: { children: ReactNode }) {
  const shown = useRouteLoaderData<typeof loader>("root");
  const locale = shown?.locale ?? DEFAULT_LOCALE;
  const enhanced = useMatches().some(({ handle }) => (handle as { enhanced?: boolean } | undefined)?.enhanced);
  const { person = null, nav = [], path = "/", demo = false } = shown ?? {};
  return (
    <ReaderContext.Provider
      value={{ locale, timeZone: shown?.timeZone ?? "UTC", today: shown?.today ?? "", person: person?.id }}
    >
      <html lang={locale} dir={directionOf(locale)}>
        <head>
          <meta charSet="utf-8" />
          <meta name="viewport" content="width=device-width, initial-scale=1" />
          <Meta />
          <Links />
          <script src="/clock.js" defer />
          {shown?.idle ? <script src="/session.js" defer /> : null}
          {enhanced && <Enhancement />}
        </head>
        <body data-person={person?.id}>
          <Shell person={person} nav={nav} path={path} next={path} demo={demo}>
            {children}
          </Shell>
          {shown?.idle ? <SessionEnd idle={shown.idle} /> : null}
        </body>
      </html>
    </ReaderContext.Provider>
  );
}

export default function App() {
  return <Outlet />;
}

export function ErrorBoundary() {
  const error = useRouteError();
  const shown = useRouteLoaderData<typeof loader>("root");
  const response = isRouteErrorResponse(error) ? error : null;
  return (
    <RefusalPage
      status={response?.status ?? 500}
      problem={response?.data as Partial<RefusalBody> | undefined}
      path={shown?.path ?? "/"}
      nav={shown?.nav ?? []}
    />
  );
}
