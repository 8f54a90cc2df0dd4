import type { BrowserContext, Page } from "@playwright/test";
import { samplePdf } from "#tests/support/samples.ts";
import { be, expect, field, holdScripts, SAVED, savedLine, test } from "./support.ts";

const SECTION = "Describe the innovation";
const LABEL = "Obstacles and solutions";

/** A section of a new entry of one's own team in the open call. */
async function newSection(page: Page, who: string): Promise<string> {
  await be(page, who);
  await page.goto("/cycles/demo-open/start");
  await page.getByRole("button", { name: /^Start (now|another entry)$/ }).click();
  await page.getByRole("link", { name: SECTION }).click();
  await expect(page.getByRole("heading", { level: 1, name: SECTION })).toBeVisible();
  await page.waitForLoadState(); // with its script: a line that is cut before saves nothing by itself
  return page.url();
}

/** Words typed and left, as by somebody who goes on to the next field. */
async function write(page: Page, words: string): Promise<void> {
  await field(page, LABEL).fill(words);
  await field(page, LABEL).blur();
}

const saved = (page: Page) => savedLine(field(page, LABEL));

/** Words that take the place of saved ones: the line beside them says "Saved" before and after. */
async function rewrite(page: Page, words: string): Promise<void> {
  const answered = page.waitForResponse("**/answers/obstacles");
  await write(page, words);
  expect((await answered).ok()).toBe(true);
  await expect(saved(page)).toHaveText(SAVED);
}

for (const choice of ["Keep mine", "Use theirs"]) {
  test(`two windows: the later one sees both texts, nothing is overwritten, “${choice}” does what it says`, async ({
    page,
    visitor,
    tolerate,
  }) => {
    tolerate(/^409 POST .*\/answers\/obstacles$/);
    const address = await newSection(page, "Amara Okello");
    const colleague = await visitor();
    await be(colleague, "Joseph Ssempa");
    await colleague.goto(address);
    await write(page, "Rain, said Amara.");
    await expect(saved(page)).toHaveText(SAVED);

    await write(colleague, "Money, said Joseph.");
    const both = colleague.getByRole("group", { name: /Somebody else changed this/ });
    await expect(both).toContainText("Money, said Joseph.");
    await expect(both).toContainText("Rain, said Amara.");
    await expect(both).toContainText("Amara Okello");
    await page.reload();
    await expect(field(page, LABEL)).toHaveValue("Rain, said Amara.");

    await both.getByRole("button", { name: choice }).click();
    const kept = choice === "Keep mine" ? "Money, said Joseph." : "Rain, said Amara.";
    await expect(field(colleague, LABEL)).toHaveValue(kept);
    if (choice === "Keep mine") await expect(saved(colleague)).toHaveText(SAVED);
    await page.reload();
    await expect(field(page, LABEL)).toHaveValue(kept);
  });
}

test("two windows without JavaScript: the later one sees both texts and nothing is overwritten", async ({
  visitor,
}) => {
  const [first, second] = [await visitor({ javaScriptEnabled: false }), await visitor({ javaScriptEnabled: false })];
  const address = await newSection(first, "Amara Okello");
  await be(second, "Joseph Ssempa");
  await second.goto(address);
  await field(first, LABEL).fill("Rain, said Amara.");
  await first.getByRole("button", { name: "Save and stay here" }).click();
  await expect(saved(first)).toHaveText(SAVED);
  await field(second, LABEL).fill("Money, said Joseph.");
  await second.getByRole("button", { name: "Save and stay here" }).click();
  await expect(second.getByRole("alert")).toContainText("Somebody else changed this while you were writing");
  await expect(field(second, LABEL)).toHaveValue("Money, said Joseph.");
  await expect(second.getByRole("main")).toContainText("Rain, said Amara.");
  await first.goto(address);
  await expect(field(first, LABEL)).toHaveValue("Rain, said Amara.");
  await second.getByRole("button", { name: "Save and stay here" }).click();
  await expect(second.getByRole("alert")).toHaveCount(0);
  await expect(saved(second)).toHaveText(SAVED);
  await first.goto(address);
  await expect(field(first, LABEL)).toHaveValue("Money, said Joseph.");
});

test("a session that ends while somebody writes: the words stay, and are saved after signing in in another tab", async ({
  page,
  context,
  tolerate,
}) => {
  tolerate(/^401 POST .*\/answers\/obstacles$/);
  const address = await newSection(page, "Lucía Quispe");
  await signOutSilently(context);
  await write(page, "Written while signed out.");
  const banner = page.getByRole("alert").filter({ hasText: "You have been signed out. Nothing is lost" });
  await expect(banner).toBeVisible();
  await expect(field(page, LABEL)).toHaveValue("Written while signed out.");

  const tab = await context.newPage();
  await be(tab, "Lucía Quispe");
  await tab.close();
  // what coming back to a tab does; without a screen every tab has the focus always
  await page.evaluate(() => dispatchEvent(new Event("focus")));
  await expect(saved(page)).toHaveText(SAVED, { timeout: 40_000 });
  await expect(banner).toHaveCount(0);
  await page.goto(address);
  await expect(field(page, LABEL)).toHaveValue("Written while signed out.");
});

test("what the button could not save is asked about on leaving, and is there again on coming back", async ({
  page,
  tolerate,
}) => {
  tolerate(/^422 POST .*\/answers\/period$/);
  const address = (await newSection(page, "Amara Okello")).replace(/[^/]+$/, "initiative");
  const from = page.getByLabel("Beginning");
  await page.goto(address);
  await from.fill("sometime soon");
  await page.getByRole("button", { name: "Save and stay here" }).click();
  await expect(page).toHaveTitle(/^Error: /); // not only what the field said of itself
  await page.waitForLoadState();
  await expect(from).toHaveValue("sometime soon");

  let asked = false;
  page.once("dialog", (dialog) => {
    asked = true;
    void dialog.accept();
  });
  await page.getByRole("link", { name: "All sections" }).click();
  await expect(page).toHaveURL(/\/entries\/[^/]+$/);
  expect(asked).toBe(true);
  await page.goto(address);
  await expect(from).toHaveValue("sometime soon");
});

test("without a line the words wait, and are saved when it is back", async ({ page, context }) => {
  const address = await newSection(page, "Lucía Quispe");
  await context.setOffline(true);
  await write(page, "Written in the lift.");
  await expect(saved(page)).toHaveText("Not saved yet: trying again");
  await context.setOffline(false);
  await expect(saved(page)).toHaveText(SAVED, { timeout: 40_000 });
  await page.goto(address);
  await expect(field(page, LABEL)).toHaveValue("Written in the lift.");
});

const FIELDS: [label: string, words: string][] = [
  ["What is new about it?", "The bench asks for company."],
  [LABEL, "Rain. We found oil."],
];

test("ten minutes without a line: one banner, every field waits, all are saved when it is back", async ({
  page,
  context,
}) => {
  await page.clock.install();
  const address = await newSection(page, "Amara Okello");
  await context.setOffline(true);
  for (const [label, words] of FIELDS) await field(page, label).fill(words);
  await page.getByRole("radio", { name: /^Evolutionary/ }).check();
  for (let minute = 0; minute < 10; minute += 1) await page.clock.runFor(60_000);
  const banner = page.getByRole("alert").filter({ hasText: "The portal cannot be reached just now" });
  await expect(banner).toHaveCount(1);
  await page.getByRole("button", { name: "Save and go on" }).click();
  await page.clock.runFor(5_000);
  await expect(page).toHaveURL(address);
  for (const [label, words] of FIELDS) {
    await expect(field(page, label)).toHaveValue(words);
    await expect(savedLine(field(page, label))).toHaveText("Not saved yet: trying again");
  }

  await context.setOffline(false);
  for (const [label] of FIELDS) await expect(savedLine(field(page, label))).toHaveText(SAVED);
  await expect(savedLine(page.getByRole("radio", { name: /^Evolutionary/ }))).toHaveText(SAVED);
  await expect(banner).toHaveCount(0);
  await page.reload();
  for (const [label, words] of FIELDS) await expect(field(page, label)).toHaveValue(words);
  await expect(page.getByRole("radio", { name: /^Evolutionary/ })).toBeChecked();
});

test("a script that comes late on a slow line: what was typed before it is saved, not put back", async ({ page }) => {
  const address = await newSection(page, "Amara Okello");
  const release = await holdScripts(page);
  await page.goto(address, { waitUntil: "commit" });
  await field(page, LABEL).fill("Typed at once.");
  release();
  await expect(saved(page)).toHaveText(SAVED);
  await expect(field(page, LABEL).locator("xpath=ancestor::*[@data-autosave][1]//*[@data-counts]")).toContainText(
    "3 of",
  );
  await page.reload();
  await expect(field(page, LABEL)).toHaveValue("Typed at once.");
});

test("a script that comes late: until it is there the page asks to save by hand, and files are sent on a page of their own", async ({
  page,
}) => {
  const address = (await newSection(page, "Amara Okello")).replace(/[^/]+$/, "materials");
  const release = await holdScripts(page);
  await page.goto(address, { waitUntil: "commit" });
  const byHand = page.getByText("Save with the button at the end of this page.");
  await expect(byHand).toBeVisible();
  const slot = page
    .locator("section")
    .filter({ has: page.getByRole("heading", { name: "Documents", exact: true }) })
    .last();
  await slot.getByRole("button", { name: "Add a file" }).click();
  const file = { mimeType: "application/pdf", buffer: await samplePdf() };
  await page.getByLabel("Add a file").setInputFiles({ name: "Chosen at once.pdf", ...file });
  release();
  await page.waitForLoadState();
  await page.getByRole("button", { name: "Upload" }).click(); // what was chosen before the script came
  await expect(slot.getByRole("link", { name: "Chosen at once.pdf", exact: true })).toBeVisible();
  await expect(page.getByText("Every field saves itself as you go.")).toBeVisible();
  await expect(byHand).toHaveCount(0);
  await slot.getByLabel("Add a file").setInputFiles({ name: "Chosen later.pdf", ...file });
  await expect(slot.getByRole("link", { name: "Chosen later.pdf", exact: true })).toBeVisible();
});

for (const choice of ["Keep the later text", "Use the earlier text"]) {
  test(`a script that comes late where earlier words wait: both texts are seen, “${choice}” does what it says`, async ({
    page,
    context,
  }) => {
    const address = await newSection(page, "Amara Okello");
    let tunnel = true;
    await context.route("**/answers/**", (route) => (tunnel ? route.abort() : route.continue()));
    await page.getByRole("radio", { name: /^Evolutionary/ }).check();
    await write(page, "Written in the lift.");
    await expect(saved(page)).toHaveText("Not saved yet: trying again");
    await page.goto("chrome://crash").catch(() => undefined); // a page that is closed tries once more
    tunnel = false;

    const again = await context.newPage();
    const release = await holdScripts(again);
    await again.goto(address, { waitUntil: "commit" });
    await again.getByRole("radio", { name: /^Revolutionary/ }).check();
    await field(again, LABEL).fill("Typed at once.");
    release();
    await expect(twoTexts(again).nth(0)).toContainText("Revolutionary: it replaces what was there before");
    await expect(twoTexts(again).nth(0)).toContainText("Evolutionary: it develops what was there before");
    await expect(twoTexts(again).nth(1)).toContainText("Typed at once.");
    await expect(twoTexts(again).nth(1)).toContainText("Written in the lift.");
    await expect(field(again, LABEL)).toHaveValue("Typed at once.");

    // A browser that crashes before somebody has chosen loses neither.
    await again.goto("chrome://crash").catch(() => undefined);
    const third = await context.newPage();
    await third.goto(address);
    await expect(field(third, LABEL)).toHaveValue("Typed at once.");
    await expect(twoTexts(third).nth(1)).toContainText("Written in the lift.");
    for (const left of [1, 0]) {
      await twoTexts(third).first().getByRole("button", { name: choice }).click();
      await expect(twoTexts(third)).toHaveCount(left);
    }
    const chosen = choice.startsWith("Keep") ? "Typed at once." : "Written in the lift.";
    await expect(field(third, LABEL)).toHaveValue(chosen);
    await expect(saved(third)).toHaveText(SAVED);
    await third.reload();
    await expect(field(third, LABEL)).toHaveValue(chosen);
    await expect(twoTexts(third)).toHaveCount(0);
  });
}

test("a script that comes late after a reload: both texts are seen where earlier words wait, others are saved", async ({
  page,
  context,
}) => {
  const address = await newSection(page, "Amara Okello");
  let tunnel = true;
  await context.route("**/answers/**", (route) => (tunnel ? route.abort() : route.continue()));
  await write(page, "Written in the lift.");
  await expect(saved(page)).toHaveText("Not saved yet: trying again");
  await page.goto("chrome://crash").catch(() => undefined); // a page that is closed tries once more
  tunnel = false;

  const again = await context.newPage();
  const release = await holdScripts(again);
  await again.goto(address, { waitUntil: "commit" });
  await expect(field(again, LABEL)).toBeVisible();
  await again.reload({ waitUntil: "commit" });
  await field(again, LABEL).fill("Typed at once.");
  release();
  await expect(twoTexts(again)).toContainText("Typed at once.");
  await expect(twoTexts(again)).toContainText("Written in the lift.");
  // What may have arrived goes first once more, then the later text.
  const later = again.waitForResponse(
    async (answer) =>
      answer.url().endsWith("/answers/obstacles") && ((await answer.json()) as { version: number }).version === 2,
  );
  await twoTexts(again).getByRole("button", { name: "Keep the later text" }).click();
  expect((await later).ok()).toBe(true);
  await expect(saved(again)).toHaveText(SAVED);

  const releaseAgain = await holdScripts(again);
  await again.reload({ waitUntil: "commit" });
  await expect(field(again, LABEL)).toHaveValue("Typed at once.");
  await field(again, LABEL).fill("Typed after it was saved.");
  const answered = again.waitForResponse("**/answers/obstacles");
  releaseAgain();
  expect((await answered).ok()).toBe(true);
  await expect(saved(again)).toHaveText(SAVED);
  await expect(twoTexts(again)).toHaveCount(0);
  await again.reload();
  await expect(field(again, LABEL)).toHaveValue("Typed after it was saved.");
});

test("a script that comes late after a reload: words typed upon kept ones overwrite nothing that a colleague saved meanwhile", async ({
  page,
  context,
  visitor,
  tolerate,
}) => {
  tolerate(/^409 POST .*\/answers\/obstacles$/);
  const address = await newSection(page, "Amara Okello");
  await write(page, "The first words.");
  await expect(saved(page)).toHaveText(SAVED);
  let tunnel = true;
  await context.route("**/answers/**", (route) => (tunnel ? route.abort() : route.continue()));
  await write(page, "Written in the lift.");
  await expect(saved(page)).toHaveText("Not saved yet: trying again");
  const colleague = await visitor();
  await be(colleague, "Joseph Ssempa");
  await colleague.goto(address);
  await write(colleague, "Money, said Joseph.");
  await expect(saved(colleague)).toHaveText(SAVED);

  page.on("dialog", (dialog) => void dialog.accept());
  const release = await holdScripts(page);
  await page.reload({ waitUntil: "commit" });
  await field(page, LABEL).fill("Written in the lift."); // as browsers do that put back what was left
  await field(page, LABEL).fill("Typed at once.");
  tunnel = false;
  release();
  await twoTexts(page).getByRole("button", { name: "Keep the later text" }).click();
  const both = page.getByRole("group", { name: /Somebody else changed this/ });
  await expect(both).toContainText("Typed at once.");
  await expect(both).toContainText("Money, said Joseph.");
  await colleague.reload();
  await expect(field(colleague, LABEL)).toHaveValue("Money, said Joseph.");
});

test("a tab in which somebody has signed out holds nothing of what they typed, saved or not", async ({
  page,
  context,
}) => {
  await newSection(page, "Amara Okello");
  await write(page, "Said in confidence.");
  await expect(saved(page)).toHaveText(SAVED);
  await page.reload();
  const holds = () => page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }]));
  await expect.poll(holds).toContain("kapok:left:");
  expect(await holds()).not.toContain("confidence");
  await context.route("**/answers/**", (route) => route.abort());
  await write(page, "Written in the lift.");
  await expect(saved(page)).toHaveText("Not saved yet: trying again");
  await expect.poll(holds).toContain("kapok:unsent:");
  page.on("dialog", (dialog) => void dialog.accept());
  await page.getByRole("button", { name: "Sign out" }).click();
  await expect(page).toHaveURL(/\/sign-in\?done=out$/);
  await expect(page.getByRole("heading", { level: 1, name: "Sign in" })).toBeVisible();
  expect(await holds()).not.toMatch(/kapok:|confidence|lift/);
});

test("back and forward: a page shows what was saved last, not what it held when it was left, and unsent words come along", async ({
  page,
}) => {
  await newSection(page, "Amara Okello");
  await write(page, "The first thought.");
  await expect(saved(page)).toHaveText(SAVED);
  await page.getByRole("link", { name: "All sections" }).click();
  await expect(page).toHaveURL(/\/entries\/[^/]+$/);
  await page.getByRole("link", { name: SECTION }).click();
  await expect(page.getByRole("heading", { level: 1, name: SECTION })).toBeVisible();
  await rewrite(page, "The second thought.");
  await page.goBack();
  await expect(page).toHaveURL(/\/entries\/[^/]+$/);
  await page.goBack();
  await expect(field(page, LABEL)).toHaveValue("The second thought.");
  await page.goForward();
  await expect(page).toHaveURL(/\/entries\/[^/]+$/);
  await page.goForward();
  await expect(field(page, LABEL)).toHaveValue("The second thought.");

  await field(page, LABEL).fill("The third thought."); // and away, before a pause would have sent it
  await page.goBack();
  await page.goForward();
  await expect(field(page, LABEL)).toHaveValue("The third thought.");
  await expect(saved(page)).toHaveText(SAVED);
  await page.reload();
  await expect(field(page, LABEL)).toHaveValue("The third thought.");
});

test("back to a page whose script comes late: what was typed before it is saved", async ({ page }) => {
  await newSection(page, "Amara Okello");
  await write(page, "The first thought.");
  await expect(saved(page)).toHaveText(SAVED);
  await page.getByRole("link", { name: "All sections" }).click();
  await expect(page.getByRole("link", { name: SECTION })).toBeVisible();
  const release = await holdScripts(page);
  await page.goBack({ waitUntil: "commit" });
  await field(page, LABEL).fill("Typed at once.");
  const answered = page.waitForResponse("**/answers/obstacles");
  release();
  expect((await answered).ok()).toBe(true);
  await expect(saved(page)).toHaveText(SAVED);
  await page.reload();
  await expect(field(page, LABEL)).toHaveValue("Typed at once.");
});

test("a slow line that loses requests and answers: each field is saved once at last, and what was called saved is there", async ({
  page,
  context,
}) => {
  const address = await newSection(page, "Lucía Quispe");
  const line = await context.newCDPSession(page);
  await line.send("Network.enable");
  await line.send("Network.emulateNetworkConditions", {
    offline: false,
    latency: 300,
    downloadThroughput: 8_000,
    uploadThroughput: 8_000,
  }); // 64 kbit/s
  const called = new Map<string, number>();
  let requests = 0;
  // Far more than two in a hundred: the first on its way, the third on its way back.
  await context.route("**/answers/**", async (route) => {
    requests += 1;
    if (requests === 1) return route.abort();
    if (requests !== 3) return route.continue();
    await route.fetch();
    return route.abort();
  });
  page.on("response", async (response) => {
    if (response.url().includes("/answers/") && response.ok())
      called.set(response.url().split("/").at(-1)!, ((await response.json()) as { version: number }).version);
  });
  for (const [label, words] of FIELDS) {
    await field(page, label).fill(words);
    await field(page, label).blur();
  }
  await page.getByRole("radio", { name: /^Evolutionary/ }).check();
  for (const [label] of FIELDS) await expect(savedLine(field(page, label))).toHaveText(SAVED);
  await expect(savedLine(page.getByRole("radio", { name: /^Evolutionary/ }))).toHaveText(SAVED);
  expect(requests).toBeGreaterThan(4);
  await expect.poll(() => [...called.values()]).toEqual([1, 1, 1]);

  await line.detach();
  await page.goto(address.replace(/\/sections\/.*$/, "/history"));
  for (const [, words] of FIELDS) await expect(page.getByRole("main").getByText(words)).toHaveCount(1);
});

test("a browser that crashes: unsent words come back when the page is opened again", async ({ page, context }) => {
  const address = await newSection(page, "Lucía Quispe");
  let tunnel = true;
  await context.route("**/answers/**", (route) => (tunnel ? route.abort() : route.continue()));
  await write(page, "Written in the tunnel.");
  await expect(saved(page)).toHaveText("Not saved yet: trying again");
  await page.goto("chrome://crash").catch(() => undefined);
  tunnel = false;
  const again = await context.newPage();
  await again.goto(address);
  await expect(again.getByText("Brought back what you had typed here").first()).toBeVisible();
  await expect(field(again, LABEL)).toHaveValue("Written in the tunnel.");
  await expect(saved(again)).toHaveText(SAVED);
  await again.reload();
  await expect(field(again, LABEL)).toHaveValue("Written in the tunnel.");
});

test("a tab that crashes beside another one: what it could not send is seen beside what the other one saved", async ({
  page,
  context,
  tolerate,
}) => {
  tolerate(/^409 POST .*\/answers\/obstacles$/);
  const address = await newSection(page, "Amara Okello");
  const other = await context.newPage();
  await other.goto(address);
  await other.waitForLoadState();
  let tunnel = true;
  await context.route("**/answers/**", (route) => (tunnel ? route.abort() : route.continue()));
  await write(page, "Written in the lift.");
  await expect(saved(page)).toHaveText("Not saved yet: trying again");
  await page.goto("chrome://crash").catch(() => undefined);
  tunnel = false;
  await rewrite(other, "Written at the desk.");

  await other.reload();
  const both = other.getByRole("group", { name: /Somebody else changed this/ });
  await expect(both).toContainText("Written in the lift.");
  await expect(both).toContainText("Written at the desk.");
  await expect(both).toContainText("Amara Okello");
  await both.getByRole("button", { name: "Keep mine" }).click();
  await expect(saved(other)).toHaveText(SAVED);
  await other.reload();
  await expect(field(other, LABEL)).toHaveValue("Written in the lift.");
  await expect(saved(other)).toHaveText(SAVED);
  await expect(both).toHaveCount(0);
});

test("an open tab hears of what another tab cannot send, at once when that one is gone, and no more once it was sent", async ({
  page,
  context,
}) => {
  const address = await newSection(page, "Amara Okello");
  const other = await context.newPage();
  await other.goto(address);
  await other.waitForLoadState();
  const note = other.getByText("Another tab of this browser holds a text for this that has not been sent");
  let tunnel = true;
  await context.route("**/answers/**", (route) => (tunnel ? route.abort() : route.continue()));
  await write(page, "Written in the lift.");
  await expect(saved(page)).toHaveText("Not saved yet: trying again");
  await expect(note.first()).toBeVisible({ timeout: 15_000 });
  await expect(other.locator(".elsewhere")).toContainText("Written in the lift.");
  tunnel = false;
  await expect(saved(page)).toHaveText(SAVED, { timeout: 40_000 });
  await expect(other.locator(".elsewhere")).toHaveCount(0);

  // Words that are saved in their time are not told of: only what is left behind is.
  tunnel = true;
  await field(page, LABEL).fill("Written before it crashed.");
  await page.goto("chrome://crash").catch(() => undefined);
  await expect(other.locator(".elsewhere")).toContainText("Written before it crashed.");
});

const twoTexts = (page: Page) => page.getByRole("group", { name: /two texts of yours/ });

async function signOutSilently(context: BrowserContext): Promise<void> {
  const kept = (await context.cookies()).filter(({ httpOnly }) => !httpOnly);
  await context.clearCookies();
  await context.addCookies(kept);
}
