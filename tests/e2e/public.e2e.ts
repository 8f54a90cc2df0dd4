import { appendFileSync } from "node:fs";
import { expect, test } from "./support.ts";

for (const script of [true, false]) {
  test.describe(script ? "with JavaScript" : "without JavaScript", () => {
    test.use({ javaScriptEnabled: script });

    test("anybody reads the call with its criteria and both clocks, results, initiatives and the archive", async ({
      page,
    }) => {
      await page.goto("/");
      await page.getByRole("link", { name: "Read the call" }).first().click();
      await expect(page.getByText("Open for entries").first()).toBeVisible();
      await expect(page.getByText(/Times are given in the award’s zone/)).toBeVisible();
      await expect(page.getByText(/23:59:59 UTC\+8/).first()).toBeVisible();
      if (script)
        await expect(page.getByText(/18:59:59 UTC\+3 where you are|UTC\+3 where you are/).first()).toBeVisible();
      await expect(page.getByRole("heading", { name: "What entries are judged by" })).toBeVisible();

      await page.goto("/cycles/demo-published/results");
      await expect(page.getByRole("heading", { name: /^Winner/ })).toBeVisible();
      await expect(page.getByRole("heading", { name: "Decisions that differ from the ranking" })).toBeVisible();
      await page.getByRole("main").locator("a[href^='/initiatives/']").first().click();
      await expect(page.getByText(/Rank \d+, \d+ reviews/)).toBeVisible();
      await expect(page.getByText("About this award")).toBeVisible();

      await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Archive" }).click();
      await expect(page.getByRole("heading", { level: 1, name: "Archive" })).toBeVisible();
      await expect(page.getByRole("group", { name: /Where the initiatives found are/ })).toBeVisible();
      const all = await found();
      expect(all).toBeGreaterThanOrEqual(105);
      await page.getByLabel("Words").fill("Yiwu");
      await page.getByRole("button", { name: "Show", exact: true }).click();
      await expect(page).toHaveURL(/q=Yiwu/);
      await expect.poll(found).toBeLessThan(all);
      await page.getByRole("main").getByRole("listitem").getByRole("link", { name: /^Yiwu/ }).first().click();
      await expect(page).toHaveURL(/\/initiatives\//);
      await expect(page.getByRole("heading", { level: 1 })).toBeVisible();

      async function found(): Promise<number> {
        return Number((await page.getByText(/^[\d,]+ initiatives? found$/).textContent())!.replace(/\D/g, ""));
      }
    });
  });
}

test("2016: La Paz won and was Online Popular City; Yiwu has a special mention outside the shortlist; missing titles are named as missing", async ({
  page,
}) => {
  await page.goto("/cycles/guangzhou-award-2016/results");
  const winners = page
    .locator("section")
    .filter({ has: page.getByRole("heading", { name: /^Winner/ }) })
    .last();
  await expect(winners).toContainText("La Paz");
  await expect(
    page
      .getByRole("listitem")
      .or(page.getByRole("row"))
      .filter({ hasText: "La Paz" })
      .filter({ hasText: "Online Popular City" })
      .first(),
  ).toBeVisible();
  const shortlist = page
    .locator("section")
    .filter({ has: page.getByRole("heading", { name: /^Shortlisted/ }) })
    .last();
  await expect(shortlist).not.toContainText("Yiwu");
  const mentioned = page
    .locator("section")
    .filter({ has: page.getByRole("heading", { name: /^Distinction/ }) })
    .last();
  await expect(mentioned.getByRole("listitem").filter({ hasText: "Yiwu" })).toContainText("Special Mention");
  await expect(mentioned.getByRole("listitem").filter({ hasText: "Yiwu" })).toContainText("Title not recorded");
});

test("Chinese stays from page to page, and switching keeps the page and its filters", async ({ page }) => {
  await page.goto("/archive?q=water");
  await page.locator(".languages summary").click();
  await page.getByRole("link", { name: "简体中文" }).click();
  await expect(page).toHaveURL(/q=water/);
  await expect(page.locator("html")).toHaveAttribute("lang", "zh-Hans");
  await expect(page.getByRole("searchbox").or(page.getByRole("textbox")).first()).toHaveValue("water");
  await page.goto("/");
  await expect(page.locator("html")).toHaveAttribute("lang", "zh-Hans");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(/\p{Script=Han}/u);
  await page.goto("/cycles/demo-open?lang=zh-Hans");
  await expect(page.getByText("演示第4届", { exact: false }).first()).toBeVisible();
  await page.locator(".languages summary").click();
  await page.getByRole("link", { name: "English" }).click();
  await expect(page.locator("html")).toHaveAttribute("lang", "en");
  await page.goto("/about");
  await expect(page.locator("html")).toHaveAttribute("lang", "en");
});

test("what does not exist and what is not public answer alike", async ({ page }) => {
  for (const path of [
    "/cycles/demo-review/results",
    "/cycles/never/results",
    "/initiatives/3f2b1c9e-0000-4000-8000-000000000000",
    "/initiatives/1",
    "/nowhere",
  ]) {
    const answer = await page.goto(path);
    expect([path, answer?.status()]).toEqual([path, 404]);
    await expect(page.getByRole("heading", { level: 1, name: "Page not found" })).toBeVisible();
  }
});

test("the verifier page says first whether the proof holds, then what to be careful of, and checks once at a time", async ({
  page,
}) => {
  await page.goto("/cycles/demo-published/results");
  await page.locator("main a[href^='/proofs/']").first().click();
  const take = async (link: string): Promise<string> => {
    const file = page.waitForEvent("download");
    await page.locator(`main a[href$='${link}']`).click();
    return (await file).path();
  };
  const [proof, trust, log] = [await take("/bundle.json"), await take("/trust.json"), await take("/log/leaves")];
  await page.getByRole("link", { name: "Open the verifier page" }).click();
  await expect(page).toHaveURL(/\/verify\.html$/);

  const said = page.getByRole("status").locator(":scope > *");
  const check = page.getByRole("button", { name: "Check", exact: true });
  await page.getByLabel("The proof").setInputFiles(proof);
  await check.click();
  await expect(said).toHaveText(["Choose the proof and the key first."]);

  await page.getByLabel("The public key").setInputFiles(trust);
  await page.getByText("More to check").click();
  await page.getByLabel("The whole log").setInputFiles(log);
  const closed = await check.evaluate((button: HTMLButtonElement) => [button.click(), button.disabled].at(-1));
  expect(closed).toBe(true); // to the click after that one
  await expect(check).toBeEnabled();
  await expect(said).toHaveText(["Everything holds.", /^WARNING: .* not public yet/, /^\d+ checkpoints of /]);
  await expect(said.last().getByRole("listitem").filter({ hasText: "WARNING" })).toHaveCount(0);

  await page.getByLabel("The public key").setInputFiles(proof);
  await check.click();
  await expect(said.first()).toHaveText("This does not hold: the trust file names no keys");
  await page.getByLabel("The public key").setInputFiles(trust);
  await page.getByLabel("The proof").setInputFiles(log);
  await check.click();
  await expect(said.first()).toHaveText(/^This does not hold: the bundle does not have /);
  appendFileSync(log, " "); // the browser does not read any more what changed after it was chosen
  await check.click();
  await expect(said).toHaveText([/^This does not hold: .* file could not be read/]);

  await page.goto("/verify.html?lang=ar");
  await page.locator("#bundle").setInputFiles(proof);
  await page.locator("#trust").setInputFiles(trust);
  const checkInArabic = page.getByRole("button", { name: "تحقق", exact: true });
  await checkInArabic.click();
  await expect(said.first()).toHaveCSS("direction", "rtl");
  await expect(said.getByRole("listitem").first()).toHaveCSS("direction", "ltr"); // “19 checkpoints”, not “checkpoints 19”
  await page.locator("#trust").setInputFiles(proof);
  await checkInArabic.click();
  await expect(page.getByText("the trust file names no keys", { exact: true })).toHaveCSS("direction", "ltr");
});
