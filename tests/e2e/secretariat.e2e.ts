import type { Locator, Page } from "@playwright/test";
import { setUpRound } from "./round-form.ts";
import { be, expect, field, openLetter, setUpApp, test } from "./support.ts";

const LIN = "Lin Yue (林悦)";
const CHEN = "Chen Rui (陈睿)";

async function openCycle(page: Page): Promise<void> {
  await page.goto("/secretariat");
  await page.getByRole("link", { name: /in committee review/ }).click();
  await expect(page.getByRole("heading", { level: 1, name: /in committee review/ })).toBeVisible();
}

const tab = (page: Page, name: RegExp): Locator =>
  page.getByRole("navigation", { name: "Entries by state" }).getByRole("link", { name });

test("entries by state: one is screened valid, one ineligible by two people, and its team is told", async ({
  page,
}) => {
  await be(page, LIN);
  await openCycle(page);
  for (const state of [/^Drafts/, /^Received/, /^Valid/, /^Ineligible/, /^Withdrawn/])
    await expect(tab(page, state)).toBeVisible();
  await tab(page, /^Received/).click();
  await expect(page).toHaveURL(/state=received/);
  const rows = page.getByRole("table", { name: "Entries" }).getByRole("rowheader");
  await expect(rows).toHaveCount(2);

  await rows.first().getByRole("link").click();
  await expect(page.getByText("Nobody has screened this entry yet.")).toBeVisible();
  await page.getByRole("button", { name: "Save the check" }).click();
  await expect(page).toHaveTitle(/^Error: /);
  await expect(page.getByRole("alert")).toContainText("There is a problem");
  await page.getByRole("button", { name: "Every point passes" }).click();
  await expect(page.getByText("Screened by Lin Yue")).toBeVisible();

  await openCycle(page);
  await expect(rows).toHaveCount(1);
  await rows.first().getByRole("link").click();
  const points = page.locator("#check").getByRole("group");
  await expect(page.getByText("Nobody has screened this entry yet.")).toBeVisible();
  await expect(page.getByRole("button", { name: "Save the check" })).toBeVisible(); // and so every point above it
  for (const point of await points.all()) await point.getByLabel("Pass", { exact: true }).check();
  await points.first().getByLabel("Fail").check();
  await page.getByRole("button", { name: "Save the check" }).click();
  await expect(page).toHaveTitle(/^Error: /);
  await expect(page.getByText(/Give a reason/).first()).toBeVisible();
  await expect(points.first().getByLabel("Fail")).toBeChecked();
  await page
    .getByLabel(/^Reason or question/)
    .first()
    .fill("The initiative was not carried out by a local government.");
  await page.getByRole("button", { name: "Save the check" }).click();
  const confirm = page.getByRole("button", { name: "Confirm that it is ineligible" });
  await expect(confirm).toHaveAccessibleDescription(/A second person must do this/);
  const entry = page.url();

  await be(page, CHEN);
  await page.goto(entry);
  await expect(page.getByText("The initiative was not carried out by a local government.")).toBeVisible();
  await confirm.click();
  await expect(page.locator("#check").getByText("Ineligible", { exact: true })).toBeVisible();
  await expect(confirm).toHaveCount(0);
  await openCycle(page);
  await tab(page, /^Ineligible/).click();
  await expect(page).toHaveURL(/state=ineligible/);
  await expect(rows).toHaveCount(1);
  await openLetter(page, { to: "@city.example", subject: /^Not eligible/ });
  await expect(page.locator("pre.letter")).toContainText("not carried out by a local government");
});

for (const javaScriptEnabled of [true, false])
  test.describe(javaScriptEnabled ? "with JavaScript" : "without JavaScript", () => {
    test.use({ javaScriptEnabled });

    test("a round from nothing: rubric, settings, an invitation by mail, a balanced plan, the freeze", async ({
      page,
      visitor,
    }) => {
      test.setTimeout(120_000);
      const stamp = Date.now().toString(36);
      const email = `noor.${stamp}@university.example`;
      await be(page, LIN);
      await openCycle(page);
      await page.getByRole("link", { name: "Write a rubric" }).click();
      await writeRubric(page, stamp);
      await openCycle(page);
      await page.getByRole("link", { name: "Set up a round" }).click();
      await setUpRound(page, {
        name: `Second reading ${stamp}`,
        rubric: { label: `Two questions ${stamp}` },
        level: "Shortlisted (demonstration)",
        places: 5,
      });
      await expect(page.getByRole("heading", { level: 1, name: `Second reading ${stamp}` })).toBeVisible();
      const round = page.url();

      await page.getByRole("navigation", { name: "Parts of this round" }).getByRole("link", { name: "Panel" }).click();
      await field(page, "E-mail address").fill(email);
      await page.getByRole("button", { name: "Send the invitation" }).click();
      await expect(page.getByText(email)).toBeVisible();
      await acceptInvitation(await visitor({ javaScriptEnabled }), email);

      await page.goto(round);
      await page
        .getByRole("navigation", { name: "Parts of this round" })
        .getByRole("link", { name: "Assignments" })
        .click();
      await page.getByRole("link", { name: "Assign in balance" }).click();
      await expect(page).toHaveURL(/\/assignments\/balanced$/);
      await page.getByRole("button", { name: "Search for the best plan" }).click();
      await expect(page.getByRole("row").filter({ hasText: "Noor Haidari" })).toContainText(/[1-9]/);
      await page.getByRole("button", { name: "Carry out this plan and tell the reviewers" }).click();
      await expect(page).toHaveURL(/\/assignments$/);
      await expect(page.getByRole("row").filter({ hasText: "Noor Haidari" }).first()).toBeVisible();
      await openLetter(page, { to: email, subject: /to read: Second reading/ });

      await page.goto(`${round}/freeze`);
      await page.getByLabel("I have read what is missing, and want to freeze now").check();
      await page.getByRole("button", { name: "Freeze the scores for good" }).click();
      await expect(page.getByText("The scores were frozen on")).toBeVisible();
      await expect(page.getByText("Not ranked: no review counts").first()).toBeVisible();
    });
  });

async function writeRubric(page: Page, stamp: string): Promise<void> {
  await field(page, "Name of the rubric").fill(`Two questions ${stamp}`);
  const first = page
    .locator("section")
    .filter({ has: page.getByRole("heading", { name: "Criterion 1" }) })
    .last();
  await first.getByLabel("Name", { exact: true }).fill("Use");
  await first.getByLabel("What reviewers should look at", { exact: true }).fill("Who has more than before?");
  await first.getByLabel("Weight").fill("90");
  await first.getByLabel("Anchors", { exact: true }).fill("1 nobody\n2 few\n3 some\n4 many\n5 everybody");
  await page.getByRole("button", { name: "Save the rubric" }).click();
  await expect(page).toHaveTitle(/^Error: /);
  await expect(page.getByRole("alert")).toContainText("The weights must add up to 100");
  await first.getByLabel("Weight").fill("100");
  await page.getByRole("button", { name: "Save the rubric" }).click();
  await expect(page.getByRole("heading", { level: 1, name: `Two questions ${stamp}` })).toBeVisible();
}

/** Somebody new comes by the link in the mail, opens an account with it, and says where they are from. */
async function acceptInvitation(page: Page, email: string): Promise<void> {
  await openLetter(page, { to: email, subject: /^Invitation to judge/ });
  await page
    .locator("pre.letter")
    .getByRole("link", { name: /\/invitations\// })
    .click();
  await field(page, "Full name").fill("Noor Haidari");
  await field(page, "Password").fill("three patient readers");
  await page.getByRole("button", { name: "Open account and accept" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "One more step before you go on" })).toBeVisible();
  await setUpApp(page);
  await expect(page.getByRole("heading", { level: 1, name: "Your profile as a reviewer" })).toBeVisible();
  await page.getByLabel("Country 1").selectOption({ label: "Finland" });
  await field(page, "Cities and governments you live in or work for, now and in the last three years").fill("Oslo");
  await field(page, "Employers and boards, now and in the last three years").fill("University of the North");
  await page.getByRole("group", { name: "Languages you read" }).getByLabel("English", { exact: true }).check();
  await page.getByRole("button", { name: "Save profile" }).click();
  await expect(page.getByText("Your profile is saved.")).toBeVisible();
}
