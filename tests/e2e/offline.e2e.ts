import type { Page } from "@playwright/test";
import { openLine } from "./line.ts";
import { accessibilityProblems, be, expect, SAVED, savedLine, test } from "./support.ts";

const PASSPHRASE = "three kapok trees";
const ENTRIES = 25;
const CRITERIA = 3;

/**
 * The open round as its reviewer sees it, with so many entries whose conflict question has been answered and that have
 * no scores yet.
 */
async function openRound(page: Page, who: string, wanted: number): Promise<{ round: string; sheets: string[] }> {
  await be(page, who);
  await page.goto("/judging");
  await page
    .getByRole("main")
    .locator("section")
    .filter({ hasText: "UTC+8" })
    .getByRole("link", { name: "Your entries" })
    .first()
    .click();
  await expect(page).toHaveURL(/\/judging\/rounds\/[^/]+$/);
  const round = new URL(page.url()).pathname;
  const asked = page.locator(".task-list li").filter({ hasText: "Conflict question first" }).getByRole("link");
  const found: string[] = [];
  for (const part of [1, 2]) {
    await page.goto(`${round}?page=${part}`);
    found.push(...(await asked.evaluateAll((links) => links.map((link) => link.getAttribute("href")!))));
  }
  const sheets = found.slice(0, wanted);
  for (const sheet of sheets) {
    const answered = await page.request.post(`${sheet}/conflict`, {
      form: { answer: "none" },
      headers: { origin: new URL(page.url()).origin },
      maxRedirects: 0,
    });
    expect(answered.status()).toBe(303);
  }
  return { round, sheets };
}

async function takeAlong(page: Page, round: string): Promise<void> {
  await page.goto(`${round}/offline`);
  await page.getByLabel("Passphrase", { exact: true }).filter({ visible: true }).fill(PASSPHRASE);
  await page.getByLabel("Passphrase once more").fill(PASSPHRASE);
  await page.getByRole("button", { name: "Take along" }).click();
  await expect(page.getByText("Everything is on this device. You can go without a line now.")).toBeVisible({
    timeout: 60_000,
  });
}

async function unlock(page: Page, passphrase = PASSPHRASE): Promise<void> {
  await page.getByLabel("Passphrase", { exact: true }).filter({ visible: true }).fill(passphrase);
  await page.getByRole("button", { name: "Unlock" }).click();
}

const step = (page: Page, criterion: number, value: number) =>
  page
    .locator("fieldset.scale")
    .nth(criterion)
    .getByRole("radio")
    .nth(value - 1);
const line = (page: Page, criterion: number) => savedLine(page.locator("fieldset.scale").nth(criterion));
const KEPT = "Kept on this device, not sent yet";
const WAITS_FOR_LINE = "This review is handed in as soon as the line is back.";
const banner = (page: Page) => page.locator("#autosave-banner");
/** A score from 1 to 5 for the criterion of an entry, different enough to be told apart. */
const given = (entry: number, criterion: number) => 1 + ((entry * 2 + criterion * 3) % 5);

/** One's own scores as the portal has them, by the address of the sheet: what stands in the columns of the criteria. */
async function ownScores(page: Page, round: string): Promise<Record<string, string[]>> {
  await page.goto(`${round}/finish`);
  const rows = page.getByRole("table", { name: "Your scores" }).locator("tbody tr");
  return Object.fromEntries(
    await rows.evaluateAll((found) =>
      found.map((row) => [
        row.querySelector("a")?.getAttribute("href") ?? "",
        [...row.querySelectorAll("td")].map((cell) => cell.textContent ?? ""),
      ]),
    ),
  );
}

test("three days without a line: 75 scores on a device with a wrong clock, some of them changed on another one, and none is lost", async ({
  visitor,
  tolerate,
}, { retry }) => {
  test.setTimeout(240_000);
  // It uses entries up: a second attempt is made by somebody who still has as many.
  const who = retry % 2 === 0 ? "Dewi Hartono" : "Mateo Herrera";
  tolerate(/^409 POST .*\/scores\//);
  const way = await openLine();
  const [page, desk] = [await visitor({ proxy: way.proxy }), await visitor()];
  await page.clock.install({ time: Date.now() - 7 * 3_600_000 });
  const { round, sheets } = await openRound(desk, who, ENTRIES);
  expect(sheets.length).toBe(ENTRIES);
  await be(page, who);
  await takeAlong(page, round);

  way.cut();
  for (const [entry, sheet] of sheets.entries()) {
    if (entry % 9 === 8) {
      await page.clock.fastForward("24:00:00");
      await expect(page.getByRole("heading", { level: 1, name: "Locked on this device" })).toBeVisible();
      await page.reload(); // a page that opens while the clock is moved gets the days twice
      await unlock(page);
      await expect(page.locator("fieldset.scale").first()).toBeVisible();
    }
    await page.goto(sheet);
    for (let criterion = 0; criterion < CRITERIA; criterion += 1)
      await step(page, criterion, given(entry, criterion)).check();
    for (let criterion = 0; criterion < CRITERIA; criterion += 1) await expect(line(page, criterion)).toHaveText(KEPT);
  }
  await page.getByLabel(/^Overall comment/).fill("Worth a visit.");
  await page.getByLabel(/^Private notes/).fill("Ask about the costs.");
  for (const words of [/^Overall comment/, /^Private notes/])
    await expect(savedLine(page.getByLabel(words))).toHaveText(KEPT);
  const last = page.url();
  await page.goto(`${round}?page=1`);
  await expect(page.locator(".task-list li").filter({ hasText: "In progress" })).not.toHaveCount(0);
  await page.goto(last);
  await expect(banner(page)).toHaveText(
    new RegExp(`^Offline since .+ Changes kept on this device: ${ENTRIES * CRITERIA + 2}\\.$`),
  );
  await page.reload();
  await expect(page.getByLabel(/^Overall comment/)).toHaveValue("Worth a visit.");
  await expect(page.getByLabel(/^Private notes/)).toHaveValue("Ask about the costs.");

  // Meanwhile at the desk: another score for the first entry, the same for the second, one on a criterion left alone
  // for the third.
  const other = given(0, 0) === 5 ? 1 : given(0, 0) + 1;
  for (const [entry, criterion, value] of [
    [0, 0, other],
    [1, 0, given(1, 0)],
    [2, CRITERIA, 2],
  ] as const) {
    await desk.goto(sheets[entry]!);
    await step(desk, criterion, value).check();
    await expect(line(desk, criterion)).toHaveText(SAVED);
  }

  await page.context().clearCookies({ name: "sid" }); // three days are longer than any session
  await page.close();
  way.mend();
  const back = await page.context().newPage();
  await be(back, who);
  await back.goto(round);
  await expect(banner(back)).toHaveText(
    `Changes kept on this device that have not been sent: ${ENTRIES * CRITERIA + 2}. See them`,
  );
  await back.getByRole("link", { name: "See them" }).click();
  await unlock(back);
  const unsent = back.getByRole("table", { name: "Changes that have not been sent" }).locator("tbody tr");
  await expect(unsent).toHaveCount(1, { timeout: 40_000 });
  await expect(unsent).toContainText("Innovation");
  const stands = await ownScores(desk, round);
  for (const [entry, sheet] of sheets.entries()) {
    const expected = Array.from({ length: CRITERIA }, (_none, criterion) =>
      String(entry === 0 && criterion === 0 ? other : given(entry, criterion)),
    );
    expect(stands[sheet]!.join(" "), `entry ${entry}`).toContain(
      entry === 2 ? [...expected, "2"].join(" ") : expected.join(" "),
    );
  }

  await unsent.getByRole("link").click();
  const both = back.getByRole("group", { name: /Somebody else changed this/ });
  await expect(both.locator("pre").first()).toHaveText(new RegExp(`^${given(0, 0)} `));
  await expect(both.locator("pre").nth(1)).toHaveText(String(other));
  await both.getByRole("button", { name: "Keep mine" }).click();
  await expect(line(back, 0)).toHaveText(SAVED);
  await expect(banner(back)).toHaveCount(0);
  expect((await ownScores(desk, round))[sheets[0]!]!.join(" ")).toContain(
    [0, 1, 2].map((criterion) => given(0, criterion)).join(" "),
  );
  way.close();
});

test("nothing can be read without the passphrase, an entry in conflict leaves the device, a review is handed in at the return, and signing out removes everything", async ({
  visitor,
}) => {
  test.setTimeout(180_000);
  const way = await openLine();
  const [page, desk] = [await visitor({ proxy: way.proxy }), await visitor()];
  const {
    round,
    sheets: [first = "", second = "", third = ""],
  } = await openRound(desk, "Anika Vogt", 3);
  await be(page, "Anika Vogt");
  await page.goto(first);
  // nobody gets a worker unasked
  expect(await page.evaluate(async () => (await navigator.serviceWorker.getRegistrations()).length)).toBe(0);
  const title = (await page.getByRole("heading", { level: 1 }).textContent())!;
  await takeAlong(page, round);
  const readable = await page.evaluate(readByThief);
  expect(readable).toContain("Locked on this device");
  expect(readable).not.toContain(title);
  expect(readable).not.toContain("Anika Vogt");

  way.cut();
  await page.goto(first);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(title);
  await handIn(page);
  await expect(page.getByText(WAITS_FOR_LINE)).toBeVisible();
  await page.goto(`${round}?page=1`);
  const task = page.locator(".task-list li").filter({ has: page.locator(`a[href="${first}"]`) });
  await expect(task).toContainText("Handed in when the line is back");
  await page.goto(`${round}/pair`);
  await expect(page.getByRole("heading", { level: 1, name: "Not on this device" })).toBeVisible();
  await page.goto(`${round}?page=1`);
  await page.getByRole("link", { name: "Discussions" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "This needs the line" })).toBeVisible();
  expect(await accessibilityProblems(page)).toEqual([]);
  const discussions = page.url();
  await page.close(); // with its last page the key is gone
  const again = await page.context().newPage();
  await expect(async () => {
    await again.goto(first);
    await expect(again.getByRole("heading", { level: 1, name: "Locked on this device" })).toBeVisible({ timeout: 500 });
  }).toPass();
  expect(await accessibilityProblems(again)).toEqual([]);
  await unlock(again, "four kapok trees");
  await expect(again.getByRole("alert")).toHaveText("That is not the passphrase.");
  await unlock(again);
  await expect(again.getByRole("heading", { level: 1 })).toHaveText(title);

  await desk.goto(`${second}/conflict`);
  await desk.getByLabel("Yes, a conflict").check();
  await desk.getByLabel("What connects you").fill("I advised this city last year.");
  await desk.getByRole("button", { name: "Continue" }).click();
  await expect(desk.getByText("The entry is no longer on your list.")).toBeVisible();

  way.mend();
  // In the only tab, and for longer than a worker stays awake: the page holds the key meanwhile.
  await again.goto(discussions);
  await expect(again.getByRole("heading", { level: 1, name: "Discussions" })).toBeVisible();
  await putToSleep(again);
  await again.getByRole("link", { name: "Help" }).click();
  await expect(again.getByRole("heading", { level: 1, name: "Help" })).toBeVisible();
  await putToSleep(again);
  way.cutAfter(new RegExp(`^GET ${first}$`)); // the review is in, and its sheet not yet copied
  await again.goto(round);
  await expect(async () => {
    await desk.goto(first);
    await expect(desk.getByText("Your signed receipt")).toBeVisible({ timeout: 1_000 });
  }).toPass();
  await again.goto(first);
  await expect(again.getByText(WAITS_FOR_LINE)).toBeVisible();
  way.mend();
  await lineIsBack(again);
  await expect(again.getByText("Submitted", { exact: true })).toBeVisible();
  await again.goto(round);
  await expect.poll(() => again.evaluate(namesKept)).not.toContain(`copy:${second}`);
  await expect(banner(again)).toHaveCount(0);
  // Half an hour without anybody, on a page that shows nothing of it.
  await again.goto("/help");
  await expect(again.getByRole("heading", { level: 1, name: "Help" })).toBeVisible();
  await leftAlone(again);
  await putToSleep(again);
  expect(await again.evaluate(isOpen)).toBe(false);
  way.cut();
  await again.goto(first);
  await expect(again.getByRole("heading", { level: 1, name: "Locked on this device" })).toBeVisible();
  await unlock(again);
  await expect(again.getByRole("heading", { level: 1 })).toHaveText(title);

  // A new tab gets nothing of what the last one left with the worker.
  way.mend();
  await again.goto("/help");
  await expect(again.getByRole("heading", { level: 1, name: "Help" })).toBeVisible();
  await again.close();
  const tab = await again.context().newPage();
  await tab.goto("/help");
  await expect.poll(() => tab.evaluate(isOpen)).toBe(false);
  way.cut();
  await tab.goto(first);
  await expect(tab.getByRole("heading", { level: 1, name: "Locked on this device" })).toBeVisible();
  await unlock(tab);
  await expect(tab.getByRole("heading", { level: 1 })).toHaveText(title);
  await tab.goto(second);
  await expect(tab.getByRole("heading", { level: 1, name: "Not on this device" })).toBeVisible();
  await tab.goto(first);
  await expect(tab.getByText("Submitted", { exact: true })).toBeVisible();

  // Handed in with a line that took the answer away.
  way.mend();
  await tab.goto(third);
  way.cutAfter(/^POST .*\/submission$/);
  await handIn(tab);
  await expect(tab.getByText(WAITS_FOR_LINE)).toBeVisible();
  way.mend();
  await lineIsBack(tab);
  await expect(tab.getByText("Submitted", { exact: true })).toBeVisible();
  await expect(banner(tab)).toHaveCount(0);
  way.cut();
  await tab.goto(third);
  await expect(tab.getByText("Submitted", { exact: true })).toBeVisible();

  // Nothing waits to be sent: the line that is back is noticed all the same, sooner than by the next look.
  await expect(banner(tab)).toHaveText(/^Offline since/);
  way.mend();
  await lineIsBack(tab);
  await expect(banner(tab)).toHaveCount(0, { timeout: 10_000 });
  way.cut();

  // Nor does a tab whose page asks for nothing.
  await tab.close();
  await aMoment(tab);
  const bare = await tab.context().newPage();
  way.mend();
  await bare.goto("/clock.js");
  await expect.poll(() => bare.evaluate(isOpen)).toBe(false);
  way.cut();
  await bare.goto(first);
  await expect(bare.getByRole("heading", { level: 1, name: "Locked on this device" })).toBeVisible();

  // Signed out in one tab, another keeps nothing open: neither what it shows nor the key.
  await unlock(bare);
  await expect(bare.getByRole("heading", { level: 1 })).toHaveText(title);
  const other = await bare.context().newPage();
  await other.goto(first);
  await expect(other.getByRole("heading", { level: 1 })).toHaveText(title);
  way.mend();
  await bare.goto(round);
  await bare.getByRole("button", { name: "Sign out" }).click();
  await expect(other.getByRole("heading", { level: 1, name: title })).toHaveCount(0);
  await expect(bare.getByRole("heading", { level: 1, name: "Sign in" })).toBeVisible();
  await expect
    .poll(() =>
      bare.evaluate(async () => [
        (await navigator.serviceWorker.getRegistrations()).length,
        (await caches.keys()).length,
      ]),
    )
    .toEqual([0, 0]);
  // A tab that is just leaving may open the store once more, and finds it empty.
  await expect.poll(() => bare.evaluate(namesKept)).toEqual([]);
  way.close();
});

/** Fills the sheet that is open and presses the button. */
async function handIn(page: Page): Promise<void> {
  await expect(page.getByLabel(/^Overall comment/)).toBeVisible(); // and so everything above it
  for (const criterion of await page.locator("fieldset.scale").all()) await criterion.getByRole("radio").nth(2).check();
  for (const why of await page.getByLabel("Why", { exact: true }).all()) await why.fill("Because the figures say so.");
  await page.getByRole("button", { name: "Submit review" }).click();
}

/** Stops the worker, as a browser does after half a minute of quiet. */
async function putToSleep(page: Page): Promise<void> {
  const session = await page.context().newCDPSession(page);
  await session.send("ServiceWorker.enable");
  await session.send("ServiceWorker.stopAllWorkers");
  await session.detach();
}

/** What a browser says when it sees a line again. */
const lineIsBack = (page: Page) => page.evaluate(() => void dispatchEvent(new Event("online")));

/** As long as the worker gives to the next page of a tab, and a second more, by the worker's own clock. */
async function aMoment(page: Page): Promise<void> {
  const [worker] = page.context().serviceWorkers();
  await worker!.evaluate(() => new Promise((resolve) => setTimeout(resolve, 6_000)));
}

/** Half an hour passes without anybody, as when the device sleeps: no timer of the page runs. */
const leftAlone = (page: Page) =>
  page.evaluate(() => localStorage.setItem("kapok:active", String(Date.now() - 31 * 60_000)));

/** Whether what was taken along can be read. Runs in the page. */
async function isOpen(): Promise<boolean> {
  const registration = await navigator.serviceWorker.getRegistration("/judging");
  const { port1, port2 } = new MessageChannel();
  const answer = new Promise<{ unlocked: boolean }>((resolve) => (port1.onmessage = ({ data }) => resolve(data)));
  registration!.active!.postMessage({ ask: "state" }, [port2]);
  return (await answer).unlocked;
}

/** The records of the encrypted store, by name. Runs in the page. */
async function namesKept(): Promise<string[]> {
  const database = await new Promise<IDBDatabase>((resolve) => {
    const opening = indexedDB.open("kapok-offline");
    opening.onsuccess = () => resolve(opening.result);
  });
  if (!database.objectStoreNames.contains("records")) {
    database.close();
    return [];
  }
  const names = database.transaction("records").objectStore("records").getAllKeys();
  await new Promise((resolve) => (names.onsuccess = resolve));
  database.close();
  return names.result.map(String);
}

/** All that the browser keeps of the portal, as a thief would read it. Runs in the page. */
async function readByThief(): Promise<string> {
  const texts: string[] = [JSON.stringify({ ...localStorage, ...sessionStorage })];
  for (const name of await caches.keys())
    for (const request of await (await caches.open(name)).keys())
      texts.push(await (await caches.match(request, { ignoreVary: true }))!.text());
  const database = await new Promise<IDBDatabase>((resolve) => {
    const opening = indexedDB.open("kapok-offline");
    opening.onsuccess = () => resolve(opening.result);
  });
  const all = database.transaction("records").objectStore("records").getAll();
  await new Promise((resolve) => (all.onsuccess = resolve));
  database.close();
  const read = (value: unknown): string =>
    value instanceof ArrayBuffer || ArrayBuffer.isView(value)
      ? new TextDecoder().decode(value as ArrayBuffer)
      : value && typeof value === "object"
        ? Object.values(value).map(read).join(" ")
        : String(value);
  return [...texts, ...all.result.map(read)].join(" ");
}
