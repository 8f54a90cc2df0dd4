import type { ReactNode } from "react";
import { LOCALE_NAMES, LOCALES, type Locale } from "#app/i18n/locales.ts";
import { useLocale, useTexts } from "./locale.tsx";
import { Mark } from "./mark.tsx";

export type ShellProps = {
  /** Who is signed in. */
  person: { name: string } | null;
  nav: { href: string; label: string; current: boolean }[];
  /** Path and query of the page being shown, so that switching language stays on it. */
  path: string;
  /** Where signing in leads back to; the page itself unless it only takes forms. */
  next?: string | undefined;
  programme?: string | undefined;
  /** Shows the strip that leads to `/demo`. */
  demo?: boolean | undefined;
  children: ReactNode;
};

/** The frame of every page: who speaks, where one is, in which language, as whom. */
export function Shell({ person, nav, path, next = path, programme, demo, children }: ShellProps) {
  const t = useTexts().ui;
  return (
    <div className="shell">
      <a className="skip" href="#main">
        {t.skip}
      </a>
      <header>
        {demo ? (
          <p className="demo-strip">
            <a href="/demo">{t.demo}</a>
          </p>
        ) : null}
        <div className="masthead">
          <a className="masthead-name" href="/">
            <Mark />
            <span className="wordmark">Kapok</span>
            {programme ? <span className="programme">{programme}</span> : null}
          </a>
          <div className="masthead-tools">
            <Languages path={path} />
            <Account person={person} path={next} />
          </div>
          {nav.length > 0 ? <Navigation nav={nav} /> : null}
        </div>
      </header>
      <main id="main" tabIndex={-1}>
        {children}
      </main>
      <Footer />
    </div>
  );
}

function Languages({ path }: { path: string }) {
  const current = useLocale();
  const t = useTexts().ui;
  return (
    <nav aria-label={t.language}>
      <details className="languages">
        <summary>{LOCALE_NAMES[current]}</summary>
        <ul>
          {LOCALES.map((locale) => (
            <li key={locale}>
              <a
                href={withLanguage(path, locale)}
                lang={locale}
                hrefLang={locale}
                aria-current={locale === current ? "true" : undefined}
              >
                {LOCALE_NAMES[locale]}
              </a>
            </li>
          ))}
        </ul>
      </details>
    </nav>
  );
}

function Account({ person, path }: Pick<ShellProps, "person" | "path">) {
  const t = useTexts().ui;
  if (!person)
    return (
      <a className="sign-in" href={`/sign-in?next=${encodeURIComponent(path)}`}>
        {t.signIn}
      </a>
    );
  return (
    <form className="account" method="post" action="/sign-out" data-sign-out="">
      <a href="/account" title={t.account}>
        <bdi>{person.name}</bdi>
      </a>
      <button className="plain">{t.signOut}</button>
    </form>
  );
}

function Navigation({ nav }: Pick<ShellProps, "nav">) {
  const t = useTexts().ui;
  return (
    <nav className="menu" aria-label={t.menu}>
      <ul>
        {nav.map(({ href, label, current }) => (
          <li key={href}>
            <a href={href} aria-current={current ? "page" : undefined}>
              {label}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

function Footer() {
  const t = useTexts().ui;
  return (
    <footer className="colophon">
      <p className="colophon-line">
        <Mark />
        {t.footerLine}
      </p>
      <ul>
        <li>
          <a href="/help">{t.footer.help}</a>
        </li>
        <li>
          <a href="/open-data">{t.footer.data}</a>
        </li>
        <li>
          <a href="/accessibility">{t.footer.accessibility}</a>
        </li>
        <li>
          <a href="/privacy">{t.footer.privacy}</a>
        </li>
        <li>
          <a href="/about">{t.footer.about}</a>
        </li>
      </ul>
    </footer>
  );
}

/**
 * The same page in another language, relative to it so that no path can lead elsewhere: "/archive?page=2" →
 * "?page=2&lang=zh-Hans".
 */
export function withLanguage(path: string, locale: Locale): string {
  const params = new URLSearchParams(path.split("?", 2)[1]);
  params.set("lang", locale);
  return `?${params}`;
}
