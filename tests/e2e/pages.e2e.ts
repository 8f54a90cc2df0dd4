import type { Page } from "@playwright/test";
import { kindOf, pagesFrom } from "./crawl.ts";
import { faint, judged, newParts } from "./judged.ts";
import { accessibilityProblems, be, expect, test } from "./support.ts";

/**
 * Each audience, where its walk starts, and kinds of pages that it must come across. The first to name a kind looks at
 * it closely; what nobody names, whoever comes across it first.
 */
const AUDIENCES: { who: string | null; start: string[]; has: string[]; most?: number }[] = [
  // First, because it is the longest.
  {
    who: "Chen Rui (陈睿)",
    start: ["/secretariat", "/admin/people", "/audit"],
    has: [
      "/secretariat",
      "/secretariat/cycles/:id",
      "/secretariat/cycles/:id/deadline",
      "/secretariat/cycles/:id/waves",
      "/secretariat/cycles/:id/waves/new",
      "/secretariat/cycles/:id/rubrics/new",
      "/secretariat/cycles/:id/rounds/new",
      "/secretariat/packages",
      "/secretariat/packages/:id",
      "/secretariat/entries/:id",
      "/secretariat/rubrics/:id",
      "/rounds/:id",
      "/rounds/:id/settings",
      "/rounds/:id/lock",
      "/rounds/:id/panel",
      "/rounds/:id/assignments",
      "/rounds/:id/assignments/balanced",
      "/rounds/:id/assignments/file",
      "/rounds/:id/assignments/rules",
      "/rounds/:id/conflicts",
      "/rounds/:id/ranking",
      "/rounds/:id/cut",
      "/rounds/:id/diagnostics",
      "/rounds/:id/entries/:id",
      "/rounds/:id/entries/:id/discussion",
      "/rounds/:id/selection",
      "/rounds/:id/selection/:id",
      "/rounds/:id/selection/:id/citation",
      "/rounds/:id/selection/:id/honours",
      "/rounds/:id/ballot",
      "/rounds/:id/ballot/reminders",
      "/rounds/:id/meetings",
      "/rounds/:id/meetings/dates",
      "/meeting-dates/:id",
      "/meeting-dates/:id/cancellation",
      "/meetings/:id/lead",
      "/meetings/:id/screen",
      "/meetings/:id/motions",
      "/rounds/:id/balance",
      "/rounds/:id/finalisation",
      "/rounds/:id/correction",
      "/rounds/:id/correction/publication",
      "/rounds/:id/publication/countersignature",
      "/rounds/:id/appraisals",
      "/admin/people",
      "/admin/people/:id",
      "/admin/proposals",
      "/audit",
      "/audit/log",
      "/audit/verification",
    ],
    most: 2,
  },
  {
    who: "Amara Okello",
    start: ["/entries", "/account", "/cycles/demo-open/start"],
    has: [
      "/entries",
      "/entries/:id",
      "/entries/:id/sections/:key",
      "/entries/:id/check",
      "/entries/:id/history",
      "/entries/:id/package",
      "/entries/:id/withdrawal",
      "/entries/:id/submission",
      "/entries/:id/appraisal",
      "/entries/:id/co-applicants",
      "/joint-entries/:id",
      "/entries/:id/comments",
      "/entries/:id/comments/:key",
      "/cities/:id",
      "/cities/:id/invitations",
      "/account",
      "/account/email",
      "/account/password",
      "/account/second-factor",
      "/account/second-factor/app",
      "/account/second-factor/passkeys/new",
      "/cities/new",
    ],
  },
  {
    who: "Ingrid Solheim",
    start: ["/judging"],
    has: ["/judging", "/rounds/:id", "/rounds/:id/ranking", "/rounds/:id/freeze"],
  },
  {
    who: "Rafael Monteiro",
    start: ["/judging", "/account/profile"],
    has: [
      "/judging",
      "/judging/rounds/:id",
      "/judging/assignments/:id",
      "/judging/rounds/:id/conflicts",
      "/judging/rounds/:id/finish",
      "/rounds/:id/meetings",
      "/meetings/:id",
      "/meetings/:id/minutes",
      "/meetings/:id/conflict",
      "/account/profile",
    ],
  },
  // Whose sheet has marks to type, grades, and a yes or no; and two papers, one of them open.
  {
    who: "Sofie de Wit",
    start: ["/judging"],
    has: ["/judging/assignments/:id", "/judging/rounds/:id/ballot", "/judging/rounds/:id/ballot/receipt"],
    most: 2,
  },
  {
    who: "Nadia Weber",
    start: ["/judging"],
    has: ["/judging/rounds/:id/scrutiny", "/judging/rounds/:id/scrutiny/key", "/judging/rounds/:id/scrutiny/seed"],
  },
  { who: "Fatima Zahra", start: ["/secretariat", "/audit"], has: ["/secretariat", "/rounds/:id", "/audit"] },
  { who: "Tom Becker", start: ["/admin/people", "/audit"], has: ["/admin/people", "/admin/people/:id", "/audit"] },
  // Last, because certificates follow a publication within minutes, not at once. Beginning at the joint entry, so that
  // its certificate is the one that is seen.
  {
    who: null,
    start: ["/archive?q=Weyonje", "/", "/sign-in", "/register", "/register?sent", "/reset", "/demo"],
    most: 2,
    has: [
      "/",
      "/archive",
      "/open-data",
      "/cycles/:slug",
      "/cycles/:slug/results",
      "/cycles/:slug/results/before/:id",
      "/cycles/:slug/statistics",
      "/initiatives/:id",
      "/certificates",
      "/certificates/:code",
      "/proofs/:id",
      "/receipts",
      "/cycles/:slug/start",
      "/help",
      "/accessibility",
      "/privacy",
      "/about",
      "/sign-in",
      "/register",
      "/reset",
      "/demo",
    ],
  },
];

/** Kinds that have been looked at closely in this process. */
const seen = new Set<string>();
const PUBLIC =
  /^\/(archive|open-data|cycles|initiatives|certificates|proofs|receipts|verify\.html|help|accessibility|privacy|about|sign-in|register|reset|demo)?(\/|$)/;

for (const { who, start, has, most } of AUDIENCES) {
  test(`every page ${who ? `${who} comes across` : "of the public"} is accessible, wide and narrow, light and dark, in English and Chinese`, async ({
    page,
  }) => {
    test.setTimeout(600_000);
    if (who) await be(page, who);
    const { paths, broken } = await pagesFrom(page, start, most);
    const kinds = paths.map(kindOf);
    expect(
      has.filter((kind) => !kinds.includes(kind)),
      "pages that nothing leads to",
    ).toEqual([]);
    const problems = broken;
    const titles = new Map<string, string>();
    const tabs = await openTabs(page);
    for (const path of paths.filter((each) => !who || !PUBLIC.test(each) || start.includes(each))) {
      const say = (problem: string) => problems.push(`${path}: ${problem}`);
      const kind = kindOf(path);
      const named = AUDIENCES.find((each) => each.has.includes(kind));
      const closely = !seen.has(kind) && (!named || named.who === who);
      (await examine(tabs, path, closely)).forEach(say);
      if (closely) seen.add(kind);
      const title = await tabs.dark.title();
      const other = titles.get(title);
      if (other && kindOf(other) !== kindOf(path)) say(`has the same title as ${other}: ${title}`);
      titles.set(title, path);
    }
    expect(problems).toEqual([]);
  });
}

type Tabs = { dark: Page; light: Page };
const NARROWEST = { width: 320, height: 780 };

/** One tab for each look: to change the look of a page costs more than to open it. */
async function openTabs(page: Page): Promise<Tabs> {
  const tabs = { dark: page, light: await page.context().newPage() };
  for (const [colorScheme, tab] of Object.entries(tabs) as [keyof Tabs, Page][]) {
    await tab.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    await tab.setViewportSize(NARROWEST);
  }
  return tabs;
}

/**
 * One examination by dark on the narrowest phone, and of what is built of parts not met before the same width in the
 * longer language. Looked at closely, there is another, different in everything.
 */
async function examine({ dark, light }: Tabs, path: string, closely: boolean): Promise<string[]> {
  const with_ = (language: string) => `${path}${path.includes("?") ? "&" : "?"}lang=${language}`;
  await dark.goto(with_("zh-Hans"));
  const problems: string[] = [];
  const say = (where: string) => (each: string) => problems.push(`[${where}] ${each}`);
  [...(await outline(dark, "zh-Hans")), ...(await overflow(dark)), ...(await faint(dark, "dark"))].forEach(
    say("zh, 320, dark"),
  );
  const unknown = await newParts(dark);
  if (!closely && unknown.length === 0) return problems;
  (await accessibilityProblems(dark, { contrast: false })).forEach(say("zh, 320, dark"));
  for (const part of unknown) judged.add(part);
  await light.goto(with_("en"));
  (await overflow(light)).forEach(say("en, 320"));
  if (closely) {
    await light.setViewportSize({ width: 1280, height: 900 });
    [
      ...(await outline(light, "en")),
      ...(await accessibilityProblems(light, { contrast: false })),
      ...(await faint(light, "light")),
    ].forEach(say("en, 1280, light"));
    await light.setViewportSize(NARROWEST);
  }
  return problems;
}

async function outline(page: Page, language: string): Promise<string[]> {
  const { lang, headings, title, colons } = await page.evaluate(() => ({
    lang: document.documentElement.lang,
    headings: document.querySelectorAll("h1").length,
    title: document.title,
    // biome-ignore lint/performance/useDomNodeTextContent: what is seen counts, not what is hidden
    colons: /.{0,30}[^\d:：][:：] ?[:：](?!\d).{0,10}/.exec(document.body.innerText)?.[0],
  }));
  return [
    ...(colons ? [`two colons: ${colons}`] : []),
    ...(lang === language ? [] : [`lang is ${lang}`]),
    ...(headings === 1 ? [] : [`${headings} first-level headings`]),
    ...(/ – Kapok$/.test(title) ? [] : [`title “${title}”`]),
  ];
}

/** What makes the page scroll sideways. Tables scroll by themselves. */
function overflow(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    for (const each of document.querySelectorAll<HTMLElement>(".results > li, .colophon"))
      each.style.contentVisibility = "visible"; // what is laid out only when it comes near
    const { scrollWidth, clientWidth } = document.documentElement;
    if (scrollWidth <= clientWidth) return [];
    const wide = [...document.querySelectorAll("main *, header *, footer *")].filter(
      (each) => each.getBoundingClientRect().right > clientWidth + 1 && !each.closest(".table-scroll, [tabindex='0']"),
    );
    return [
      `scrolls sideways: ${scrollWidth} in ${clientWidth}; ${wide
        .slice(-3)
        .map((each) => `${each.tagName.toLowerCase()}.${each.className}`)
        .join(", ")}`,
    ];
  });
}
