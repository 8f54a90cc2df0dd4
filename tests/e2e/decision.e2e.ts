import type { Page } from "@playwright/test";
import { press, tabTo } from "./keys.ts";
import { be, expect, test } from "./support.ts";

const LIN = "Lin Yue (林悦)";
const CHEN = "Chen Rui (陈睿)";
const REASON = "The committee could not tell who now keeps it running.";

/** From the secretariat's overview to the round of a cycle, as a person finds it. */
async function openRound(page: Page, cycle: RegExp): Promise<void> {
  await page.goto("/secretariat");
  await page.getByRole("link", { name: cycle }).click();
  await expect(page.getByRole("heading", { level: 1, name: cycle })).toBeVisible();
  await page.getByRole("link", { name: "Technical committee", exact: true }).click();
  await expect(page.getByRole("navigation", { name: "Parts of this round" })).toBeVisible();
}

test("a list is decided for reasons, E1: signed by two different people with the keyboard alone, published, and only then public", async ({
  page,
  visitor,
}) => {
  test.setTimeout(120_000);
  const publicPage = await visitor();
  const unpublished = await publicPage.goto("/cycles/demo-ready/results");
  const invented = await publicPage.goto("/cycles/no-such-cycle/results");
  expect([unpublished?.status(), invented?.status()]).toEqual([404, 404]);

  await be(page, LIN);
  await openRound(page, /shortlist ready to finalise/);
  await page.getByRole("link", { name: "Ranking", exact: true }).click();
  await expect(page.getByText("The scores were frozen on")).toBeVisible();
  await expect(page.getByText(/^The line for “Shortlisted/)).toBeVisible();
  await page.getByRole("link", { name: "Selection", exact: true }).click();
  await expect(page.getByText("differs from the proposal").first()).toBeVisible();

  await decideAgainstTheRanking(page);
  await press(page, page.getByRole("link", { name: "Make the list final" }));
  await expect(page.getByText("Any later change makes your signature void.")).toBeVisible(); // as this one did
  await tabTo(page, page.getByRole("button", { name: "Propose this list" }));
  await page.keyboard.press("Enter");
  const refused = page.getByRole("button", { name: "Approve this list" });
  await expect(refused).toHaveAttribute("aria-disabled", "true");
  await expect(refused).toHaveAccessibleDescription("A second person must do this: you made the first step yourself.");
  const finalisation = page.url();

  await be(page, CHEN);
  await page.goto(finalisation);
  await tabTo(page, page.getByRole("button", { name: "Approve this list" }));
  await page.keyboard.press("Enter");
  await expect(page.getByText("Two people have signed.")).toBeVisible();
  expect((await publicPage.goto("/cycles/demo-ready/results"))?.status()).toBe(404);

  await page.getByRole("link", { name: "Publish the result" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Publish the result?" })).toBeVisible();
  await expect(page.getByText(/Letters to members of teams with an entry in this cycle: \d+/)).toBeVisible();
  const out = page.getByLabel("Leave this picture out");
  const pictures = await out.count();
  await expect(page.getByText(`Pictures that will be published: ${pictures}.`)).toBeVisible();
  await out.first().check();
  await expect(page.getByText(`Pictures that will be published: ${pictures - 1}.`)).toBeVisible();
  await page.getByLabel("Now", { exact: true }).check();
  await page.getByRole("button", { name: "Publish" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "The result is public" })).toBeVisible();

  await publicPage.goto("/");
  await publicPage.goto("/cycles/demo-ready/results");
  await expect(publicPage.getByRole("heading", { level: 1, name: /Demonstration cycle 2/ })).toBeVisible();
  await publicPage.getByRole("main").locator("a[href^='/initiatives/']").first().click();
  await expect(publicPage.getByText(/Rank \d+, \d+ reviews/)).toBeVisible();
});

/** Takes a level away from an entry that the ranking gives one. */
async function decideAgainstTheRanking(page: Page): Promise<void> {
  const asRanked = page.getByRole("row").filter({ hasText: "as proposed" }).filter({ hasText: "Deserving" }).first();
  const title = (await asRanked.getByRole("rowheader").locator("bdi").first().textContent())!;
  await asRanked.getByRole("link", { name: /^Decide/ }).click();
  await expect(page.getByText("Changing it makes the proposal void")).toBeVisible();
  await page.getByLabel("No level").check();
  await page.getByRole("button", { name: "Save decision" }).click();
  await expect(page).toHaveTitle(/^Error: /);
  await expect(page.getByRole("alert")).toContainText("There is a problem");
  await expect(page.getByLabel("No level")).toBeChecked();
  await expect(page.getByLabel("Reason")).toHaveAccessibleDescription(/Give a reason/);
  await page.getByLabel("Reason").fill(REASON);
  await page.getByRole("button", { name: "Save decision" }).click();
  const decided = page.getByRole("row").filter({ hasText: title });
  await expect(decided).toContainText(REASON);
  await expect(decided).toContainText("differs from the proposal, decided by Lin Yue");
}

test("before the freeze the chair sees the ranking and the secretariat does not", async ({ page }) => {
  await be(page, "Ingrid Solheim");
  await page.goto("/judging");
  await page
    .getByRole("region", { name: "Technical committee" })
    .or(page.locator("section"))
    .filter({ hasText: "in committee review" })
    .getByRole("link", { name: "Ranking" })
    .first()
    .click();
  await expect(page.getByText("Reviewers are still scoring.")).toBeVisible();
  await expect(page.getByRole("table").getByRole("row")).not.toHaveCount(0);
  const ranking = page.url();
  await page.getByRole("link", { name: "Freeze the scores" }).click();
  await expect(page.getByText("This cannot be taken back.")).toBeVisible();
  // not without having read what is missing
  await page.getByRole("button", { name: "Freeze the scores for good" }).click();
  await expect(page.getByRole("alert")).toContainText("Tick this box to go on");
  await be(page, LIN);
  expect((await page.goto(ranking))?.status()).not.toBe(200);
  await expect(page.getByRole("table")).toHaveCount(0);
});
