import type { Page } from "@playwright/test";
import { samplePdf } from "#tests/support/samples.ts";
import { makeTeam, register } from "./entry-form.ts";
import { be, expect, field, SAVED, savedLine, test } from "./support.ts";

const NARROWEST = { width: 320, height: 640 };
/** 1.4.12 of WCAG: what a reader may set, whatever the page had in mind. */
const SPACING =
  "* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important } p { margin-block-end: 2em !important }";
const TWICE = "html { font-size: 200% !important }";

const addressesIn = (page: Page, part: string): Promise<string[]> =>
  page
    .locator(`main a[href*="${part}"]`)
    .evaluateAll((links) => [...new Set(links.map((link) => link.getAttribute("href")!.split(/[?#]/)[0]!))]);

/** A draft of Kampala and what it has sent. */
async function entriesOf(page: Page): Promise<{ draft: string; sent: string }> {
  await be(page, "Amara Okello");
  await page.goto("/entries");
  const weyonje = page.getByRole("link", { name: /Weyonje/ }).last();
  const sent = (await weyonje.getAttribute("href"))!;
  const draft = (await addressesIn(page, "/entries/")).find(
    (each) => each.split("/").length === 3 && !sent.startsWith(each),
  )!;
  return { draft, sent: sent.split("/").slice(0, 3).join("/") };
}

/** A style sheet of the reader's own, which no content policy has a say in. */
const restyle = (page: Page, css: string) =>
  page.evaluate(async (text) => {
    document.adoptedStyleSheets = [await new CSSStyleSheet().replace(text)];
  }, css);

/** As German or Finnish would say it: each word two fifths longer. */
const widen = (page: Page) =>
  page.evaluate(() => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode())
      if (!node.parentElement!.closest("script, style, code, pre, textarea, option, bdi"))
        node.textContent = node.textContent!.replace(
          /\p{L}{3,}/gu,
          (word) => word + word.slice(1, 1 + Math.round(word.length * 0.4)).toLowerCase(),
        );
  });

/** What makes the page scroll sideways, and text that its own box cuts off. An ellipsis says so itself. */
const squeezed = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const root = document.documentElement;
    const called = (each: Element) => `${each.localName}.${each.className} “${each.textContent!.trim().slice(0, 40)}”`;
    const cut = [...document.querySelectorAll("body *")].filter((each) => {
      const { overflowX, overflowY, textOverflow } = getComputedStyle(each);
      if (each.clientWidth <= 1 || textOverflow === "ellipsis" || each.matches("input, select, textarea, .unseen"))
        return false;
      const hides = (overflow: string) => overflow === "hidden" || overflow === "clip";
      return (
        each.textContent!.trim() !== "" &&
        ((hides(overflowX) && each.scrollWidth > each.clientWidth + 1) ||
          (hides(overflowY) && each.scrollHeight > each.clientHeight + 2))
      );
    });
    const beyond = [...document.querySelectorAll("body *")].filter(
      (each) => each.getBoundingClientRect().right > root.clientWidth + 1,
    );
    const wide =
      root.scrollWidth > root.clientWidth
        ? [`scrolls sideways: ${root.scrollWidth}, by ${beyond.slice(-2).map(called)}`]
        : [];
    return [...wide, ...cut.map((each) => `cuts ${called(each)}`)];
  });

/** Controls without an edge where colours are the reader's own, and whatever moves though no motion is wished. */
const edgeless = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const shown = (each: Element) => each.getClientRects().length > 0;
    const bare = [...document.querySelectorAll("main .button, main button, main input, main select, main textarea")]
      .filter(
        (each) => shown(each) && !each.matches("[type=hidden], [type=radio], [type=checkbox], [type=file], .link"),
      )
      .filter((each) => {
        const { borderBlockEndWidth, borderBlockEndStyle, textDecorationLine } = getComputedStyle(each);
        const edge = borderBlockEndStyle !== "none" && Number.parseFloat(borderBlockEndWidth) >= 1;
        return !edge && textDecorationLine !== "underline";
      });
    const moving = [...document.querySelectorAll("body *")].filter((each) => {
      const { animationName, animationDuration, transitionDuration } = getComputedStyle(each);
      return (animationName !== "none" && animationDuration !== "0s") || /[1-9]/.test(transitionDuration);
    });
    return [
      ...bare.map((each) => `no edge: ${each.outerHTML.slice(0, 120)}`),
      ...moving.map((each) => `moves: ${each.outerHTML.slice(0, 120)}`),
    ];
  });

/** Each page is opened once, and then changed as its reader may. */
async function look(page: Page, paths: string[]): Promise<string[]> {
  const problems: string[] = [];
  await page.emulateMedia({ reducedMotion: "reduce", forcedColors: "active" });
  for (const path of paths) {
    const say = (what: string) => (found: string[]) =>
      problems.push(...found.map((each) => `${path}, ${what}: ${each}`));
    await page.setViewportSize(NARROWEST);
    await page.goto(path);
    await edgeless(page).then(say("E9 colours of the reader, no motion"));
    await restyle(page, SPACING);
    await squeezed(page).then(say("E2 spaced"));
    await page.setViewportSize({ width: 640, height: 640 });
    await restyle(page, TWICE);
    await squeezed(page).then(say("E2 letters twice as large"));
    await page.setViewportSize(NARROWEST);
    await restyle(page, "");
    await widen(page);
    await squeezed(page).then(say("E16 longer words"));
  }
  return problems;
}

test("E2, E9, E16: pages of those who enter hold wide spacing, large letters, long words and the reader's own colours", async ({
  page,
}) => {
  const { draft, sent } = await entriesOf(page);
  await page.goto(draft);
  const sections = await addressesIn(page, "/sections/");
  expect(sections.length).toBeGreaterThan(8);
  const own = ["check", "history", "comments", "co-applicants", "withdrawal"].map((each) => `${draft}/${each}`);
  const others = [
    "/register",
    "/entries",
    "/cycles/demo-open/start",
    "/account",
    "/receipts",
    sent,
    `${sent}/submission`,
  ];
  expect(await look(page, [...others, draft, ...sections, ...own])).toEqual([]);
});

test("E2, E9, E16: pages of those who judge hold them too", async ({ page }) => {
  await be(page, "Rafael Monteiro");
  await page.goto("/judging");
  const rounds = (await addressesIn(page, "/judging/rounds/")).slice(0, 2);
  await page.goto(rounds[0]!);
  const sheets = (await addressesIn(page, "/judging/assignments/")).slice(0, 2);
  expect(await look(page, ["/judging", ...rounds, ...sheets, "/account/profile"])).toEqual([]);
});

test("E15: with a keyboard on the screen, whatever has the focus is in view and not covered", async ({ page }) => {
  const { draft } = await entriesOf(page);
  await page.goto(draft);
  await page.setViewportSize({ width: 360, height: 320 });
  await page.goto((await addressesIn(page, "/sections/"))[1]!);
  const covered: string[] = [];
  for (let step = 0; step < 60; step += 1) {
    await page.keyboard.press("Tab");
    const hidden = await page.evaluate(() => {
      const active = document.activeElement!;
      if (active === document.body) return null; // between the page and the browser's own controls
      const { left, top, bottom, width } = active.getBoundingClientRect();
      const at = document.elementFromPoint(
        left + Math.min(width / 2, 20),
        Math.min(Math.max(top + 4, 0), innerHeight - 1),
      );
      const labels = [...((active as HTMLInputElement).labels ?? [])];
      const isSeen = active.contains(at) || at?.contains(active) || labels.some((label) => label.contains(at));
      return bottom > 0 && top < innerHeight && isSeen ? null : active.outerHTML.slice(0, 120);
    });
    if (hidden) covered.push(hidden);
  }
  expect(covered).toEqual([]);
});

test("E11: an entry and its receipt on paper are whole, without what only a screen can do", async ({ page }) => {
  const { draft, sent } = await entriesOf(page);
  await page.emulateMedia({ media: "print" });
  await page.setViewportSize({ width: 660, height: 990 }); // A4 without its margins
  for (const path of [draft, `${draft}/check`, sent, `${sent}/submission`]) {
    await page.goto(path);
    expect(await squeezed(page), path).toEqual([]);
    await expect(page.locator(".masthead-tools, .menu, .buttons").filter({ visible: true })).toHaveCount(0);
    const { untold } = await linksOnPaper(page);
    expect(untold, path).toEqual([]);
  }
});

/** Links to be read on paper: whether their target stands behind them. */
const linksOnPaper = (page: Page): Promise<{ told: string[]; untold: string[] }> =>
  page.locator("main a[href^='http']").evaluateAll((links) => {
    const read = links.filter((link) => link.getClientRects().length > 0 && !link.closest(".results, .task-list"));
    const isTold = (link: Element) => getComputedStyle(link, "::after").content.includes(link.getAttribute("href")!);
    const targets = (of: Element[]) => of.map((link) => link.getAttribute("href")!);
    return { told: targets(read.filter(isTold)), untold: targets(read.filter((link) => !isTold(link))) };
  });

const VECTORS = [
  "<img src=x onerror=pwned=1>",
  "<svg/onload=pwned=1>",
  "</title></textarea><script>pwned=1</script>",
  "[a](javascript:pwned=1)",
  '"><a href="javascript:pwned=1">a</a>',
  "<math><mtext><table><mglyph><style><!--</style><img src=x onerror=pwned=1>",
];
const WEB_PAGE = "https://benches.example/";

test("B57, B58, E10, E11, D4: script stored in names, answers, comments and titles stays text; an Arabic name is isolated; on paper links say where they lead; submitting takes few bytes", async ({
  page,
}) => {
  await page.addInitScript(() => {
    addEventListener("securitypolicyviolation", ({ violatedDirective }) =>
      console.error(`the policy had to stop ${violatedDirective}`),
    );
  });
  test.setTimeout(120_000);
  const stamp = Date.now().toString(36);
  const city = `مدينة ${stamp} <img src=x onerror=pwned=1>`;
  await register(page, `hostile.${stamp}@city.example`);
  await makeTeam(page, city);
  await inert(page);
  await page.goto("/cycles/demo-open/start");
  await page.getByRole("button", { name: /^Start (now|another entry)$/ }).click();
  await expect(page.getByText("0 of 10 sections completed")).toBeVisible();
  const entry = page.url().split(/[?#]/)[0]!;

  await page.getByRole("link", { name: "Introduce the initiative" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Introduce the initiative" })).toBeVisible();
  await page.waitForLoadState();
  await field(page, "Title of the initiative").fill(`Benches ${VECTORS[2]}`);
  await field(page, "Summary").fill(`${VECTORS.join("\n\n")}\n\n${"> - ".repeat(500)}`);
  await field(page, "Web page about the initiative").fill(WEB_PAGE);
  await expect(savedLine(field(page, "Web page about the initiative"))).toHaveText(SAVED);
  await expect(savedLine(field(page, "Title of the initiative"))).toHaveText(SAVED);
  await expect(savedLine(field(page, "Summary"))).toHaveText(SAVED);

  await page.goto(`${entry}/comments/title`);
  await page.getByRole("textbox").last().fill(VECTORS.join("\n"));
  await page.getByRole("main").getByRole("button").last().click();
  await expect(page.getByText(VECTORS[0]!).first()).toBeVisible();
  await inert(page);

  await page.goto(`${entry}/sections/materials`);
  await page.waitForLoadState();
  const slot = page
    .locator("section")
    .filter({ has: page.getByRole("heading", { name: "Documents", exact: true }) })
    .last();
  await expect(slot.getByLabel("Add a file")).toBeVisible();
  const name = "a<img src=x onerror=pwned=1>.pdf";
  await slot.getByLabel("Add a file").setInputFiles({ name, mimeType: "application/pdf", buffer: await samplePdf() });
  await expect(slot.locator(".attachment").first()).toContainText("onerror", { timeout: 30_000 });

  for (const path of ["", "/sections/initiative", "/sections/materials", "/check", "/history", "/comments"]) {
    await page.goto(`${entry}${path}`);
    await inert(page);
  }
  await page.goto(`${entry}/check`);
  await expect(page.getByText(VECTORS[5]!)).toBeVisible();
  await page.emulateMedia({ media: "print" });
  expect(await linksOnPaper(page)).toEqual({ told: [WEB_PAGE], untold: [] });
  await page.emulateMedia({ media: "screen" });
  const bytes = await page
    .locator("form[action$='/submission']")
    .evaluate((form: HTMLFormElement) => new URLSearchParams(new FormData(form) as never).toString().length);
  expect(bytes).toBeLessThan(2048);

  await page.goto("/entries");
  await inert(page);
  await expect(page.locator("bdi").filter({ hasText: city }).first()).toBeVisible();
});

/** Nothing of what was stored has become an element, and nothing has run. */
async function inert(page: Page): Promise<void> {
  const found = await page.evaluate(() => ({
    ran: "pwned" in window,
    elements: [...document.querySelectorAll("[onerror], [onload], [href^='javascript:'], math, mglyph")].map(
      ({ outerHTML }) => outerHTML.slice(0, 120),
    ),
    scripts: [...document.scripts].filter(({ text }) => text.includes("pwned")).length,
  }));
  expect(found, page.url()).toEqual({ ran: false, elements: [], scripts: 0 });
}
