import type { Page } from "@playwright/test";
import { be, expect, field, test } from "./support.ts";

/** Starts another entry of Kampala in the open call, and answers who is entering. */
async function enterAs(page: Page, who: RegExp): Promise<void> {
  await be(page, "Amara Okello");
  await page.goto("/cycles/demo-open/start");
  await page.getByRole("button", { name: /^Start (now|another entry)$/ }).click();
  await page.getByRole("link", { name: "Check that you can take part" }).click();
  await answerWho(page, who);
}

async function answerWho(page: Page, who: RegExp): Promise<void> {
  await expect(page.getByRole("heading", { level: 1, name: "Check that you can take part" })).toBeVisible();
  await page.getByRole("group", { name: "Who is entering?" }).getByLabel(who).check();
  await page.getByRole("button", { name: "Save and go on" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Introduce the initiative" })).toBeVisible();
}

for (const script of [true, false]) {
  test.describe(script ? "with JavaScript" : "without JavaScript", () => {
    test.use({ javaScriptEnabled: script });

    test("a union is asked for its members, a city is not; what hangs on an answer of the page comes up", async ({
      page,
    }) => {
      await enterAs(page, /^A union/);
      const entry = page.url().replace(/\/sections\/.*/, "");
      const members = page.getByLabel(/^Governments that belong to the union/);
      await page.goto(`${entry}/sections/city`);
      await expect(members).toBeVisible();
      await page.goto(`${entry}/check`);
      await expect(page.getByRole("link", { name: "Governments that belong to the union", exact: true })).toBeVisible();

      await page.goto(`${entry}/sections/eligibility`);
      await answerWho(page, /^A city/);
      await page.goto(`${entry}/sections/city`);
      await expect(page.getByLabel("Population").first()).toBeVisible();
      await expect(members).toHaveCount(0);
      await page.goto(`${entry}/check`);
      await expect(page.getByRole("heading", { level: 1, name: "Check your answers" })).toBeVisible();
      await expect(page.getByText("Governments that belong to the union")).toHaveCount(0);

      await page.goto(`${entry}/sections/innovation`);
      const kind = page.getByRole("group", { name: "Type of innovation" });
      const further = page.locator("[data-when]");
      await expect(further).toBeHidden();
      await kind.getByLabel(/^Revolutionary/).check();
      if (!script) await page.getByRole("button", { name: "Save and stay here" }).click();
      await expect(further).toBeVisible();
    });
  });
}

test("the secretariat ticks of whom a section is asked, and reads it in the form", async ({ page }) => {
  await be(page, "Lin Yue (林悦)");
  await page.goto("/secretariat/cycles/new");
  const stamp = Date.now().toString(36);
  const write = (label: string, words: string) => field(page, label).fill(words);
  await page.getByLabel("Programme").selectOption({ index: 1 });
  await write("Name", `Variants ${stamp}`);
  await write("Number", "99");
  await write("Year", "2031");
  await write("Address", `variants-${stamp}`);
  await write("Prefix of entry codes", "VAR");
  await write("Opens on", "2031-03-01");
  await write("Closes on", "2031-06-01");
  await page.getByRole("button", { name: "Make the draft" }).click();
  await page.getByRole("link", { name: "Entry form" }).click();

  const section = page
    .locator("section")
    .filter({ has: page.getByRole("heading", { name: "Name partners and resources" }) })
    .last();
  await section.getByRole("link", { name: "Who is asked this" }).click();
  await page
    .getByRole("group", { name: "Who is entering?" })
    .getByLabel(/^Another local/)
    .check();
  await page
    .getByRole("group", { name: "Who is entering?" })
    .getByLabel(/^A union/)
    .check();
  await page.getByRole("button", { name: "Save who is asked" }).click();
  await expect(page.getByText("The form is saved.")).toBeVisible();
  await expect(section).toContainText(/Only if you answered “Another local .* or A union .*” to “Who is entering\?”\./);
});
