import { execFile } from "node:child_process";
import { copyFileSync } from "node:fs";
import path from "node:path";
import { promisify } from "node:util";
import type { Page } from "@playwright/test";
import { setUpRound } from "./round-form.ts";
import { be, expect, field, openLetter, test } from "./support.ts";

const LIN = "Lin Yue (林悦)";
const CHEN = "Chen Rui (陈睿)";
const NADIA = "Nadia Weber";
const ADDRESS = "nadia.weber@notary.example";

/** In the scrutineer's own folder, which has the programs as they are downloaded. */
const inFolder = (file: string) => test.info().outputPath(file);

/** Answers what the program prints there. */
async function run(...args: string[]): Promise<string> {
  const { stdout } = await promisify(execFile)(process.execPath, ["scrutineer.mjs", ...args], { cwd: inFolder("") });
  return stdout;
}

/** A prize of its own, for what the published list has: no other journey reads or judges it. */
test("a scrutineer states a key before the freeze, checks the result and signs it, and the public reads so", async ({
  page,
  visitor,
}) => {
  test.setTimeout(180_000);
  for (const program of ["scrutineer.mjs", "verify.mjs"])
    copyFileSync(path.resolve(import.meta.dirname, "../../public", program), inFolder(program));
  const name = `Prize to check ${Date.now().toString(36)}`;
  await be(page, LIN);
  const round = await setUpPrize(page, name);
  await inviteNadia(page, round, name);
  const scrutiny = `/judging${new URL(round).pathname}/scrutiny`;
  const key = await stateKey(page, scrutiny);
  await decide(page, round);
  await sign(page, scrutiny);

  const publicPage = await visitor();
  await publicPage.goto("/cycles/demo-published/results");
  await publicPage
    .locator("section")
    .filter({ has: publicPage.getByRole("heading", { name: new RegExp(name) }) })
    .getByRole("link", { name: /Check/ })
    .click();
  await expect(publicPage.getByText(`Checked and signed by the scrutineer ${NADIA}`)).toBeVisible();
  await expect(publicPage.getByText(key)).toBeVisible();
});

async function setUpPrize(page: Page, name: string): Promise<string> {
  await page.goto("/secretariat");
  await page.getByRole("link", { name: /Demonstration cycle.*published/ }).click();
  await expect(page.getByRole("heading", { level: 1, name: /published/ })).toBeVisible();
  await page.getByRole("link", { name: "Set up a round" }).click();
  await setUpRound(page, { name, rubric: { index: 1 }, level: "Winner (demonstration)", places: 1 });
  await expect(page.getByRole("heading", { level: 1, name })).toBeVisible();
  return page.url();
}

/** Two people invite her, and she accepts by the letter. */
async function inviteNadia(page: Page, round: string, name: string): Promise<void> {
  await page.goto(`${round}/panel`);
  await field(page, "E-mail address").fill(ADDRESS);
  await page.getByRole("radio", { name: "Scrutineer" }).check();
  await field(page, "Reason").fill("A notary, who has no part in the award.");
  await page.getByRole("button", { name: "Send the invitation" }).click();
  await expect(page.getByText("to become scrutineer")).toBeVisible();
  await be(page, CHEN);
  await page.goto(`${round}/panel`);
  await page.getByRole("link", { name: /Nadia Weber|nadia\.weber/ }).click();
  await page.getByRole("button", { name: "Confirm" }).click();
  await expect(page.getByText(/confirmed/i).first()).toBeVisible();
  await be(page, NADIA);
  await openLetter(page, { to: ADDRESS, subject: new RegExp(`^Invitation to scrutinise: ${name}`) });
  await page
    .locator("pre.letter")
    .getByRole("link", { name: /\/invitations\// })
    .click();
  await page.getByRole("button", { name: "Accept" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Your profile as a scrutineer" })).toBeVisible();
}

/** A key made as the page says, once handed in wrong. Answers its public half. */
async function stateKey(page: Page, scrutiny: string): Promise<string> {
  await page.goto(`${scrutiny}/key`);
  const command = await page
    .locator("pre")
    .filter({ hasText: /^node scrutineer\.mjs key/ })
    .textContent();
  // What the page puts behind the name: the log's key, and the round until its rules stand in the log.
  const printed = await run("key", "scrutineer.example/nadia", ...command!.trim().split(" ").slice(4));
  const wrong = printed.replace(/^log .*$/m, "log another+00000000+AA");
  const box = page.getByLabel("What the program printed");
  await box.fill(wrong);
  await page.getByRole("button", { name: "Put it into the log" }).click();
  await expect(page.getByRole("alert")).toContainText("There is a problem");
  await expect(box).toHaveValue(wrong);
  await box.fill(printed);
  await page.getByRole("button", { name: "Put it into the log" }).click();
  await expect(page.getByText("This key of yours stands in the public log and cannot be changed:")).toBeVisible();
  return printed.split("\n")[0]!;
}

/** Freezes the round, in which nobody has read anything, and publishes a list that people decide alone. */
async function decide(page: Page, round: string): Promise<void> {
  await be(page, LIN);
  await page.goto(`${round}/freeze`);
  await page.getByLabel("I have read what is missing, and want to freeze now").check();
  await page.getByRole("button", { name: "Freeze the scores for good" }).click();
  await expect(page.getByText("The scores were frozen on")).toBeVisible();
  await page.goto(`${round}/selection`);
  const links = page.getByRole("link", { name: /^Decide/ });
  await expect(links.first()).toBeVisible();
  const choices = await links.evaluateAll((all) => all.map((link) => (link as HTMLAnchorElement).href));
  for (const choice of choices) {
    await page.goto(choice);
    // the last by name: the first of the public list, which others read meanwhile, stays one with a rank
    await page.getByLabel(choice === choices.at(-1) ? "Winner (demonstration)" : "No level").check();
    await field(page, "Reason").fill("The jury knows them from its visit.");
    await page.getByRole("button", { name: "Save decision" }).click();
    await expect(page).toHaveURL(`${round}/selection`);
  }
  await page.getByRole("link", { name: "Make the list final" }).click();
  await page.getByRole("button", { name: "Propose this list" }).click();
  await expect(page.getByRole("button", { name: "Approve this list" })).toBeVisible();
  await be(page, CHEN);
  await page.goto(`${round}/finalisation`);
  await page.getByRole("button", { name: "Approve this list" }).click();
  await expect(page.getByText("Two people have signed.")).toBeVisible();
  await page.getByRole("link", { name: "Publish the result" }).click();
  await page.getByLabel("Now", { exact: true }).check();
  await page.getByRole("button", { name: "Publish" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "The result is public" })).toBeVisible();
}

/** Takes both files from her page, has the program check and sign, and hands that in: once with a word changed. */
async function sign(page: Page, scrutiny: string): Promise<void> {
  await be(page, NADIA);
  await page.goto(scrutiny);
  for (const [button, file] of [
    ["Download the openings", "openings.json"],
    ["Download the proof", "bundle.json"],
  ] as const) {
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("button", { name: button }).click(),
    ]);
    await download.saveAs(inFolder(file));
  }
  // She entered no seed of the lots: nobody has scored, and whether the rules stood in time is up to the minute.
  const printed = await run("sign", "bundle.json", "openings.json", "--although-seed-is-missing");
  await page.goto(`${scrutiny}/signature`);
  const box = page.getByLabel("What the program printed");
  const wrong = printed.slice(printed.indexOf("award portal scrutiny v1")).replace(/^result \d+$/m, "result 1");
  await box.fill(wrong);
  await page.getByRole("button", { name: "Hand in the signature" }).click();
  await expect(page.getByRole("alert")).toContainText("There is a problem");
  await expect(box).toHaveAccessibleDescription(/key/);
  await expect(box).toHaveValue(wrong);
  await box.fill(printed);
  await page.getByRole("button", { name: "Hand in the signature" }).click();
  await expect(page.getByText("You have signed this result, checked on")).toBeVisible();
}
