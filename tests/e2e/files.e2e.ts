import type { Locator, Page } from "@playwright/test";
import { samplePng } from "#tests/support/samples.ts";
import { be, expect, test } from "./support.ts";

const slotOf = (page: Page): Locator =>
  page
    .locator("section")
    .filter({ has: page.getByRole("heading", { name: "Pictures", exact: true }) })
    .last();

async function seeOrder(page: Page, names: string[]): Promise<void> {
  const links = slotOf(page)
    .locator(".attachment")
    .getByRole("link", { name: /^[A-Z]\w+\.png$/ });
  await expect(links).toHaveText(names);
}

/** From beside the name of one file to above another. */
async function drag(page: Page, from: Locator, to: Locator): Promise<void> {
  await from.scrollIntoViewIfNeeded();
  const [start, end] = [(await from.boundingBox())!, (await to.boundingBox())!];
  await page.mouse.move(start.x + start.width - 12, start.y + 12);
  await page.mouse.down();
  await page.mouse.move(start.x + start.width - 14, start.y + 4, { steps: 4 });
  await page.mouse.move(end.x + end.width - 12, end.y + 6, { steps: 8 });
  await page.mouse.move(end.x + end.width - 12, end.y + 4, { steps: 3 });
  await page.mouse.up();
}

test("pictures are sent at once, put in order by dragging and by keyboard, and said to be translations", async ({
  page,
}) => {
  await be(page, "Amara Okello");
  await page.goto("/cycles/demo-open/start");
  await page.getByRole("button", { name: /^Start (now|another entry)$/ }).click();
  await page.getByRole("link", { name: "Add documents and pictures" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Add documents and pictures" })).toBeVisible();
  const slot = slotOf(page);
  await expect(slot.getByRole("button", { name: "Upload" })).toBeHidden(); // the script has come
  const files = await Promise.all(
    ["Alpha", "Beta", "Gamma"].map(async (name, index) => ({
      name: `${name}.png`,
      mimeType: "image/png",
      buffer: await samplePng(40 + index, 30),
    })),
  );
  await slot.getByLabel("Add a file").setInputFiles(files);
  await seeOrder(page, ["Alpha.png", "Beta.png", "Gamma.png"]);

  const item = (name: string) => slot.locator(".attachment").filter({ hasText: name });
  await page.setViewportSize({ width: 1280, height: 2000 }); // both ends of the way are in view
  const moved = page.waitForResponse("**/order");
  await drag(page, item("Gamma.png"), item("Alpha.png"));
  await seeOrder(page, ["Gamma.png", "Alpha.png", "Beta.png"]);
  await moved;
  await page.reload();
  await seeOrder(page, ["Gamma.png", "Alpha.png", "Beta.png"]);

  await page.getByRole("button", { name: "Move up: Beta.png" }).focus();
  await page.keyboard.press("Enter");
  await seeOrder(page, ["Gamma.png", "Beta.png", "Alpha.png"]);

  await slot.getByRole("link", { name: /^Credit, rights, language.*Beta\.png/ }).click();
  await page.getByLabel("Translation of").selectOption("Alpha.png");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(item("Beta.png").getByText("Translation of Alpha.png")).toBeVisible();
});
