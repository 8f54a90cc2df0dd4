import type { Page } from "@playwright/test";
import { be, expect, holdScripts, SAVED, savedLine, test } from "./support.ts";

async function openTasks(page: Page, name: string): Promise<void> {
  await be(page, name);
  await page.goto("/judging");
  await page
    .locator("section")
    .filter({ hasText: "in committee review" })
    .getByRole("link", { name: "Your entries" })
    .click();
  await expect(page.getByRole("heading", { level: 1, name: "Technical committee" })).toBeVisible();
}

const reviewed = async (page: Page) =>
  Number(/(\d+) of \d+ reviewed/.exec((await page.locator(".meter").textContent())!)?.[1]);

const WAYS = [
  { how: "with JavaScript", who: "Rafael Monteiro", javaScriptEnabled: true, viewport: { width: 1280, height: 900 } },
  { how: "without JavaScript", who: "Elif Kaya", javaScriptEnabled: false, viewport: { width: 1280, height: 900 } },
  { how: "on a phone", who: "Priya Raman", javaScriptEnabled: true, viewport: { width: 360, height: 740 } },
];

for (const { how, who, javaScriptEnabled, viewport } of WAYS) {
  test.describe(how, () => {
    test.use({ javaScriptEnabled, viewport });

    test("a reviewer answers the conflict question, scores beside the entry, and submits", async ({ page }) => {
      await openTasks(page, who);
      await expect(page.locator(".meter")).toContainText("reviewed");
      const before = await reviewed(page);
      await page.getByRole("listitem").filter({ hasText: "Conflict question first" }).first().getByRole("link").click();
      await expect(page.getByRole("heading", { level: 1, name: "Are you in conflict with this entry?" })).toBeVisible();
      await expect(page.getByRole("heading", { name: "Your scores" })).toHaveCount(0);
      await page.getByLabel("No conflict").check();
      await page.getByRole("button", { name: "Continue" }).click();

      await expect(page.getByRole("heading", { name: "Your scores" })).toBeVisible();
      await expect(page.getByText("What the others gave")).toHaveCount(0); // own score first
      const files = page.locator("details").filter({ hasText: "Initiative in brief.pdf" });
      await files.locator("summary").click();
      await expect(files.locator("iframe, img").first()).toBeVisible();
      const criteria = page.locator("fieldset.scale");
      await expect(page.getByLabel(/^Overall comment/)).toBeVisible(); // and so every criterion above it
      const total = await criteria.count();
      expect(total).toBeGreaterThan(1);

      if (javaScriptEnabled) {
        await criteria.first().getByRole("radio").first().check();
        await expect(page.locator(".sheet-jump a").first()).toHaveText(`Your scores · 1 of ${total}`);
      }
      await page.getByRole("button", { name: "Submit review" }).click();
      await expect(page.getByRole("alert").filter({ hasText: "There is a problem" })).toBeVisible();
      await expect(page.getByText("Choose a score for this criterion").first()).toBeVisible();
      await expect(page.getByLabel(/^Overall comment/)).toBeVisible();
      for (let index = 0; index < total; index += 1)
        await criteria
          .nth(index)
          .getByRole("radio")
          .nth(index % 4)
          .check();
      for (const why of await page.getByLabel("Why", { exact: true }).all())
        await why.fill("Because the figures say so.");
      await page.getByLabel(/^Overall comment/).fill("Worth a visit.");
      if (javaScriptEnabled) {
        await expect(savedLine(criteria.first())).toHaveText(SAVED);
        await expect(savedLine(page.getByLabel(/^Overall comment/))).toHaveText(SAVED);
      }
      await page.getByRole("button", { name: "Submit review" }).click();
      await expect(page.getByText(/^Your review of “.+” is in\.$/)).toBeVisible();
      await expect.poll(() => reviewed(page)).toBe(before + 1);
      if (viewport.width < 500)
        expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(viewport.width);
    });
  });
}

test("a conflict takes the entry off the list, and what was saved comes back after a reload", async ({ page }) => {
  await openTasks(page, "Wanjiru Mwangi");
  const asked = page.getByRole("listitem").filter({ hasText: "Conflict question first" });
  const title = (await asked.first().getByRole("link").textContent())!.trim();
  await asked.first().getByRole("link").click();
  await expect(page.getByRole("heading", { level: 1, name: "Are you in conflict with this entry?" })).toBeVisible();
  await page.getByLabel("Yes, a conflict").check();
  await page.getByRole("button", { name: "Continue" }).click(); // a reason is needed
  await expect(page.getByRole("alert")).toContainText("Give a reason");
  await page.getByLabel("What connects you").fill("I advised this city last year.");
  await page.getByRole("button", { name: "Continue" }).click();
  await expect(page.getByText("The entry is no longer on your list.")).toBeVisible();
  await expect(page.getByRole("link", { name: title, exact: true })).toHaveCount(0);

  await asked.first().getByRole("link").click();
  await page.getByLabel("No conflict").check();
  await page.getByRole("button", { name: "Continue" }).click();
  await expect(page.getByRole("heading", { name: "Your scores" })).toBeVisible();
  const first = page.locator("fieldset.scale").first();
  await first.getByRole("radio").nth(2).check();
  await expect(savedLine(first)).toHaveText(SAVED);
  const release = await holdScripts(page);
  await page.reload({ waitUntil: "commit" });
  await expect(first.getByRole("radio").nth(2)).toBeChecked();
  const second = page.locator("fieldset.scale").nth(1);
  await second.getByRole("radio").first().check(); // before the script that counts and saves
  await expect(page.locator(".sheet-jump a").first()).toContainText("Your scores · 1 of");
  release();
  await expect(page.locator(".sheet-jump a").first()).toContainText("Your scores · 2 of");
  await expect(savedLine(second)).toHaveText(SAVED);
});

test("whoever has scored everything checks all scores and finishes", async ({ page }) => {
  await openTasks(page, "Han Min-ji");
  await page.getByRole("link", { name: "See all your scores and finish" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "All your scores" })).toBeVisible();
  await expect(page.getByText("You said that you have finished.")).toBeVisible();
  const table = page.getByRole("table", { name: "Your scores" });
  const byPoints = table.getByRole("link", { name: /Points/ });
  const points = async () => {
    const headings = await table.getByRole("columnheader").allTextContents();
    const column = headings.findIndex((heading) => heading.includes("Points"));
    const cells = await table.locator(`tbody tr > :nth-child(${column + 1})`).allTextContents();
    return cells.map(Number);
  };
  const given = (await points()).toSorted((a, b) => a - b);
  expect(new Set(given).size).toBeGreaterThan(1);
  await byPoints.click();
  await expect(page).toHaveURL(/sort=points&order=up/);
  await expect.poll(points).toEqual(given);
  await byPoints.click();
  await expect(page).toHaveURL(/order=down/);
  await expect.poll(points).toEqual(given.toReversed());
});
