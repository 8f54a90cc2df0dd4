import type { Page } from "@playwright/test";
import { be, expect, test } from "./support.ts";

const KILOBYTE = 1000;

/**
 * Bytes that came over the line for one page, compressed, without images: as the browser's own network layer counts
 * them.
 */
async function weigh(page: Page, path: string): Promise<{ bytes: number; parts: string[] }> {
  const session = await page.context().newCDPSession(page);
  await session.send("Network.enable");
  await session.send("Network.setCacheDisabled", { cacheDisabled: true });
  const types = new Map<string, string>();
  let bytes = 0;
  const parts: string[] = [];
  session.on("Network.responseReceived", ({ requestId, type, response }) =>
    types.set(requestId, `${type} ${new URL(response.url).pathname}`),
  );
  session.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
    const what = types.get(requestId) ?? "?";
    if (what.startsWith("Image")) return;
    bytes += encodedDataLength;
    parts.push(`${what}: ${encodedDataLength}`);
  });
  await page.goto(path, { waitUntil: "networkidle" });
  await session.detach();
  return { bytes, parts };
}

test("public pages weigh at most 60 kB", async ({ page }) => {
  await page.goto("/cycles/demo-published/results");
  const initiative = (await page.getByRole("main").locator("a[href^='/initiatives/']").first().getAttribute("href"))!;
  for (const path of [
    "/",
    "/cycles/demo-open",
    "/cycles/demo-published/results",
    "/cycles/demo-published/statistics",
    initiative,
    "/archive",
    "/open-data",
    "/help",
    "/sign-in",
    "/register",
    "/cycles/demo-open/start",
  ]) {
    const { bytes, parts } = await weigh(page, path);
    console.log(`  ${path.replace(/[0-9a-f-]{36}/, "…")}: ${(bytes / KILOBYTE).toFixed(1)} kB`);
    expect(bytes, `${path}: ${parts.join(", ")}`).toBeGreaterThan(1000);
    expect(bytes, `${path}: ${parts.join(", ")}`).toBeLessThanOrEqual(60 * KILOBYTE);
  }
});

test("the first pages of the form and the score sheet weigh at most 200 kB with their scripts", async ({ page }) => {
  await be(page, "Amara Okello");
  await page.goto("/entries");
  const entry = (await page.getByRole("main").locator("a[href^='/entries/']").first().getAttribute("href"))!;
  for (const section of ["eligibility", "initiative", "materials"]) {
    const { bytes, parts } = await weigh(page, `${entry}/sections/${section}`);
    console.log(`  section ${section}: ${(bytes / KILOBYTE).toFixed(1)} kB`);
    expect(bytes, parts.join(", ")).toBeLessThanOrEqual(200 * KILOBYTE);
    expect(parts.some((part) => part.startsWith("Script"))).toBe(true);
  }
});
