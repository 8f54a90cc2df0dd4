import type { Page } from "@playwright/test";
import { accessibilityProblems, be, expect, test } from "./support.ts";

const PUBLIC = ["/", "/cycles/demo-open", "/cycles/demo-published/results", "/archive", "/help", "/sign-in"];
const OF_A_CITY = ["/entries", "/account"];

test.use({ viewport: { width: 360, height: 780 } });

test("pages in Arabic run from right to left, are accessible and do not scroll sideways on a phone", async ({ page }) => {
  test.setTimeout(120_000);
  const problems = await problemsOf(page, PUBLIC);
  await be(page, "Amara Okello");
  expect([...problems, ...(await problemsOf(page, OF_A_CITY))]).toEqual([]);
});

test.describe("without JavaScript", () => {
  test.use({ javaScriptEnabled: false });

  test("a city enters in Arabic: it starts, writes, and is told what is missing", async ({ page }) => {
    await be(page, "Amara Okello");
    await page.goto("/cycles/demo-open/start?lang=ar");
    await page.getByRole("button", { name: /^(ابدؤوا الآن|بدء مشاركة أخرى)$/ }).click();
    await page.getByRole("link", { name: "التعريف بالمبادرة" }).click();
    await page.getByLabel("عنوان المبادرة").fill("حدائق على الأسطح");
    await page.getByRole("button", { name: "حفظ والبقاء هنا" }).click();
    await expect(page.getByLabel("عنوان المبادرة")).toHaveValue("حدائق على الأسطح");
    await page.getByRole("link", { name: "جميع الأقسام" }).click();
    await expect(page.getByRole("heading", { level: 1 })).toContainText("حدائق على الأسطح");
    await page.getByRole("link", { name: "عرض ما ينقص" }).click();
    await expect(page.getByRole("heading", { name: "ما زالت هذه الإجابات ناقصة" })).toBeVisible();
    await expect(page.locator("html")).toHaveAttribute("dir", "rtl");
  });
});

async function problemsOf(page: Page, paths: string[]): Promise<string[]> {
  const problems: string[] = [];
  for (const path of paths) {
    await page.goto(`${path}?lang=ar`);
    const { dir, wide } = await page.evaluate(() => ({ dir: document.documentElement.dir, wide: document.documentElement.scrollWidth - document.documentElement.clientWidth }));
    if (dir !== "rtl") problems.push(`${path}: runs ${dir}`);
    if (wide > 0) problems.push(`${path}: ${wide} px too wide`);
    problems.push(...(await accessibilityProblems(page)).map((problem) => `${path}: ${problem}`));
  }
  return problems;
}
