import type { MetaDescriptor } from "@remix-run/react";
import { LOCALES, type Locale } from "#app/i18n/locales.ts";
import { pageTitle } from "./page-title.ts";

type LinkedData = Extract<MetaDescriptor, { "script:ld+json": unknown }>["script:ld+json"];

const OPEN_GRAPH: Record<Locale, string> = { en: "en_GB", "zh-Hans": "zh_CN", fr: "fr_FR", es: "es_ES", ar: "ar_AR" };

/**
 * Title, description and addresses of a public page, for search engines and link previews. `here` is its full address
 * without a language, `picture` that of a picture of it, `data` what it tells machines (schema.org; data, which
 * browsers do not run); `matches` where a form on it may be refused.
 */
export function publicMeta({
  title,
  description,
  here,
  locale,
  picture,
  data,
  matches = [],
}: {
  title: string;
  description: string;
  here: string;
  locale: Locale;
  picture?: string | undefined;
  data?: NonNullable<LinkedData>;
  matches?: Parameters<typeof pageTitle>[0];
}): MetaDescriptor[] {
  const withLanguage = (language: Locale) => `${here}${here.includes("?") ? "&" : "?"}lang=${language}`;
  return [
    ...pageTitle(matches, title),
    { name: "description", content: description },
    { property: "og:type", content: "website" },
    { property: "og:site_name", content: "Kapok" },
    { property: "og:title", content: title },
    { property: "og:description", content: description },
    { property: "og:url", content: here },
    { property: "og:locale", content: OPEN_GRAPH[locale] },
    ...(picture ? [{ property: "og:image", content: picture }] : []),
    { tagName: "link", rel: "canonical", href: here },
    ...LOCALES.map((language) => ({
      tagName: "link" as const,
      rel: "alternate",
      hrefLang: language,
      href: withLanguage(language),
    })),
    { tagName: "link", rel: "alternate", hrefLang: "x-default", href: here },
    { tagName: "link", rel: "alternate", type: "application/atom+xml", title: "Kapok", href: "/feed.atom" },
    ...(data ? [{ "script:ld+json": data }] : []),
  ];
}
