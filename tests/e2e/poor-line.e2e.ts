import { randomBytes } from "node:crypto";
import type { Page } from "@playwright/test";
import sharp from "sharp";
import { openLine } from "./line.ts";
import { be, expect, field, SAVED, savedLine, test } from "./support.ts";

/** A telephone on 64 kbit/s that waits 0.4 s for each answer. */
async function slow(page: Page): Promise<void> {
  const line = await page.context().newCDPSession(page);
  await line.send("Network.enable");
  const throughput = { downloadThroughput: 8_000, uploadThroughput: 8_000 };
  await line.send("Network.emulateNetworkConditions", { offline: false, latency: 400, ...throughput });
}

const LABEL = "What is new about it?";

test("on a slow line that breaks, a telephone says what is saved and what waits, and all of it arrives", async ({
  visitor,
  tolerate,
}) => {
  tolerate(/^console on .*\/ut\//); // the uploader tells of each request that is lost
  test.setTimeout(180_000);
  const line = await openLine({ loss: 0.02, seed: 11, of: /\/(answers|ut)\// });
  try {
    const page = await visitor({ viewport: { width: 360, height: 740 }, proxy: line.proxy });
    await be(page, "Lucía Quispe");
    await page.goto("/cycles/demo-open/start");
    await page.getByRole("button", { name: /^Start (now|another entry)$/ }).click();
    await page.getByRole("link", { name: "Describe the innovation" }).click();
    await expect(field(page, LABEL)).toBeVisible();
    await page.waitForLoadState();
    const entry = page.url().replace(/[^/]+$/, "");
    await slow(page);
    await field(page, LABEL).fill("The bench asks for company.");
    await field(page, LABEL).blur();
    await expect(savedLine(field(page, LABEL))).toHaveText(SAVED, { timeout: 40_000 });

    await page.goto(`${entry}materials`);
    await page.waitForLoadState();
    const slot = page
      .locator("section")
      .filter({ has: page.getByRole("heading", { name: "Pictures", exact: true }) })
      .last();
    await expect(slot.getByLabel("Add a file")).toBeVisible({ timeout: 40_000 }); // its script has come
    const picture = await sharp(randomBytes(250 * 160 * 3), { raw: { width: 250, height: 160, channels: 3 } })
      .png()
      .toBuffer();
    await slot
      .getByLabel("Add a file")
      .setInputFiles({ name: "Bench at noon.png", mimeType: "image/png", buffer: picture });
    const bar = slot.getByRole("progressbar");
    await expect.poll(() => bar.getAttribute("value").then(Number), { timeout: 60_000 }).toBeGreaterThan(30_000);
    line.cut();
    await expect(slot.getByText("No news of Bench at noon.png for a moment.")).toBeVisible({ timeout: 20_000 });
    line.mend();
    await expect(slot.getByText("Bench at noon.png has arrived.")).toBeVisible({ timeout: 90_000 });
    await expect(slot.getByRole("link", { name: "Bench at noon.png", exact: true })).toBeVisible({ timeout: 20_000 });
  } finally {
    line.close();
  }
});
