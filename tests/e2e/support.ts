import fs from "node:fs";
import { createRequire } from "node:module";
import {
  type BrowserContext,
  type BrowserContextOptions,
  expect,
  type Locator,
  type Page,
  test as base,
} from "@playwright/test";
import { codeAt } from "#app/domain/factor/rules.ts";

/** The small one: it is compiled anew on each page that is looked at. */
const AXE = fs.readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

type Fixtures = {
  /** A further browser of its own, watched like the first. */
  visitor: (options?: BrowserContextOptions) => Promise<Page>;
  /** Says that this text in a browser's complaint is what the test is about. */
  tolerate: (complaint: RegExp) => void;
  watch: { complaints: string[]; tolerated: RegExp[] };
};

/**
 * Every journey fails when the browser complains: errors, violations of the content policy, requests that fail or leave
 * for somebody else.
 */
export const test = base.extend<Fixtures>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads which fixtures are wanted from the pattern
  watch: async ({}, use) => {
    const watch = { complaints: [] as string[], tolerated: [] as RegExp[] };
    await use(watch);
    expect(watch.complaints.filter((complaint) => !watch.tolerated.some((each) => each.test(complaint)))).toEqual([]);
  },
  tolerate: async ({ watch }, use) => use((complaint) => void watch.tolerated.push(complaint)),
  context: async ({ context, watch, baseURL }, use) => {
    listen(context, watch.complaints, baseURL!);
    await use(context);
  },
  visitor: async ({ browser, watch, baseURL, contextOptions }, use) => {
    const opened: BrowserContext[] = [];
    await use(async (options = {}) => {
      const context = await browser.newContext({
        ...contextOptions,
        baseURL: baseURL!,
        locale: "en-GB",
        timezoneId: "Africa/Kampala",
        ...options,
      });
      opened.push(context);
      listen(context, watch.complaints, baseURL!);
      return context.newPage();
    });
    for (const context of opened) await context.close();
  },
});

/**
 * Refused pages are answers, so a document may be 4xx; a script, a picture or a save may not, unless the test tolerates
 * it.
 */
function listen(context: BrowserContext, complaints: string[], baseURL: string): void {
  context.on("weberror", (error) => complaints.push(`error on ${error.page()?.url()}: ${error.error().message}`));
  context.on("console", (message) => {
    if (message.type() === "error" && !message.text().startsWith("Failed to load resource"))
      complaints.push(`console on ${message.page()?.url()}: ${message.text()}`);
  });
  context.on("request", (request) => {
    const { origin, protocol } = new URL(request.url());
    if (protocol.startsWith("http") && origin !== baseURL) complaints.push(`request to ${request.url()}`);
  });
  context.on("response", (response) => {
    const limit = response.request().isNavigationRequest() ? 500 : 400;
    if (response.status() >= limit)
      complaints.push(`${response.status()} ${response.request().method()} ${response.url()}`);
  });
}

/** Signs in as one of the cast, by one click at /demo. */
export async function be(page: Page, name: string): Promise<void> {
  await page.goto("/demo");
  const button = page.getByRole("button", { name: `Sign in as ${name}`, exact: true });
  if (!(await button.isVisible())) await page.locator("main details summary").first().click();
  await button.click();
  await expect(page).not.toHaveURL(/\/demo/); // where somebody else may be signed in still
  await expect(page.locator("form.account")).toContainText(name);
}

/** Waits for a letter in the outbox and opens it; the newest of those that fit. */
export async function openLetter(page: Page, { to, subject }: { to: string; subject: RegExp }): Promise<void> {
  const row = page
    .getByRole("row")
    .filter({ has: page.getByRole("rowheader", { name: subject }) })
    .filter({ hasText: to })
    .first();
  await expect(async () => {
    await page.goto("/demo");
    if (!(await row.isVisible())) await page.locator("#outbox details summary").click({ timeout: 500 });
    await expect(row).toBeVisible({ timeout: 500 });
  }).toPass({ timeout: 30_000 });
  await row.getByRole("link").click();
  await expect(page.locator("pre.letter")).toBeVisible();
}

/**
 * What axe finds on the page, in words; [] when nothing. The first rows of a table and of a list stand for those after
 * them. Contrast takes half of it.
 */
export function accessibilityProblems(page: Page, { contrast = true } = {}): Promise<string[]> {
  return axeProblems(
    page,
    { exclude: ["tbody > tr:nth-child(n+6)", "li:nth-child(n+6)"] },
    {
      runOnly: RULES,
      rules: { "color-contrast": { enabled: contrast } },
    },
  );
}

/** Letters that are hard to read among these elements, as `accessibilityProblems` tells them. */
export const contrastProblems = (page: Page, among: string): Promise<string[]> =>
  axeProblems(page, { include: [among] }, { runOnly: { type: "rule", values: ["color-contrast"] } });

type Among = { include: string[] } | { exclude: string[] };
type Rules = { runOnly: string[] | { type: "rule"; values: string[] }; rules?: Record<string, { enabled: boolean }> };

async function axeProblems(page: Page, among: Among, rules: Rules): Promise<string[]> {
  await loadAxe(page);
  const violations = await page.evaluate(
    async ({ among, rules }) => {
      const { axe } = window as unknown as { axe: typeof import("axe-core") };
      return (await axe.run(among, { ...rules, resultTypes: ["violations"] })).violations;
    },
    { among, rules },
  );
  return violations.flatMap(({ id, nodes }) =>
    nodes.map((node) => `${id}: ${node.target.join(" ")} ${node.failureSummary?.split("\n")[1]?.trim() ?? ""}`),
  );
}

/** Half a megabyte takes longer to send than to run: sent once, the tab keeps it from page to page. */
async function loadAxe(page: Page): Promise<void> {
  if (await page.evaluate("'axe' in sessionStorage")) await page.evaluate("void eval(sessionStorage.axe)");
  else await page.evaluate(`sessionStorage.axe = ${JSON.stringify(AXE)}; void eval(sessionStorage.axe)`);
}

/** A field by its label, whether or not "(optional)" follows. */
export function field(page: Page | Locator, label: string): Locator {
  return page.getByLabel(new RegExp(`^${label.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}( \\(optional\\))?$`));
}

/** The nearest box around a control that saves itself, with its line "Saved 12:04:31". */
export function savedLine(control: Locator): Locator {
  return control.locator("xpath=ancestor::*[@data-autosave][1]//*[@data-saved]");
}

/** Scripts, or those so named, come only when what this gives is called. */
export async function holdScripts(page: Page, named = "*.js"): Promise<() => void> {
  let release = () => {};
  const late = new Promise<void>((resolve) => (release = resolve));
  await page.route(`**/assets/${named}`, async (route) => {
    await late;
    await route.continue();
  });
  return release;
}

export const SAVED = /^Saved \d{2}:\d{2}:\d{2}/;
export { expect };

/**
 * From "One more step" or "Second factor": sets an authenticator app up, makes recovery codes and goes on. Gives the
 * app's secret and the codes.
 */
export async function setUpApp(page: Page): Promise<{ secret: string; codes: string[] }> {
  await page.getByRole("link", { name: "Set up an app" }).click();
  await expect(page.getByRole("img", { name: "QR code with the secret below" })).toBeVisible();
  const secret = (await page.locator("code").first().textContent())!.replaceAll(" ", "");
  await page.getByLabel("Six-digit code").fill(codeAt(secret, new Date()));
  await page.getByRole("button", { name: "Set up this app" }).click();
  await page.getByRole("button", { name: "Make recovery codes" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Your ten recovery codes" })).toBeVisible();
  await expect(page.locator(".recovery-codes code")).toHaveCount(10);
  const codes = await page.locator(".recovery-codes code").allTextContents();
  await page.getByRole("link", { name: "Go on" }).click();
  return { secret, codes };
}
