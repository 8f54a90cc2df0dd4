import { accessibilityProblems, be, expect, test } from "./support.ts";

test("a jury sits: a vote on a phone without JavaScript, the chair closes it, the projector follows", async ({
  page,
  visitor,
}) => {
  const phone = await visitor({ javaScriptEnabled: false, viewport: { width: 360, height: 740 } });
  await be(phone, "Ingrid Solheim");
  await phone.goto("/judging");
  const round = phone.locator("section").filter({ has: phone.getByRole("link", { name: "Meetings of the panel" }) });
  await round
    .filter({ hasText: "Technical committee" })
    .getByRole("link", { name: "Meetings of the panel" })
    .first()
    .click();
  await expect(phone.getByRole("heading", { level: 1 })).toHaveText("Meetings of the panel");
  await phone.getByRole("link", { name: "To the room" }).click();
  await expect(phone.getByText("You are marked as present.")).toBeVisible();
  expect(await phone.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
  const room = new URL(phone.url()).pathname;

  await be(page, "Lin Yue (林悦)");
  await page.goto(`${room}/screen`);
  await expect(page.getByText("Please vote now")).toBeVisible();
  expect(await accessibilityProblems(page)).toEqual([]);

  await phone.getByRole("button", { name: "Yes", exact: true }).click();
  await expect(phone.getByText("Your vote is in.")).toBeVisible();
  await phone.getByRole("link", { name: "Lead the meeting" }).click();
  await phone.getByRole("button", { name: "Close the vote" }).click();
  await expect(phone.getByText(/Yes \d+, no \d+, abstentions \d+/)).toBeVisible();

  // The projector was not touched.
  await expect(page.getByText(/Yes \d+, no \d+, abstentions \d+/)).toBeVisible({ timeout: 20_000 });
  await phone.getByRole("link", { name: "Take these words into the panel’s reasons" }).click();
  await expect(phone.locator("#citation-en")).toHaveValue(/stays on the list/);
});
