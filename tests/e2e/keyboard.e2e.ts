import type { Locator, Page } from "@playwright/test";
import { be, expect, field, SAVED, savedLine, test } from "./support.ts";

const PASSWORD = "kapok flower red 2012";
const MOST_STEPS = 120;

/**
 * Goes on with the Tab key alone until `target` has the focus, and looks at every step whether one can see where one
 * is.
 */
async function tabTo(page: Page, target: Locator): Promise<void> {
  for (let step = 0; step < MOST_STEPS; step += 1) {
    await page.keyboard.press("Tab");
    if (!(await page.evaluate(hasVisibleFocus)))
      throw new Error(
        `the focus cannot be seen on ${await page.evaluate(() => document.activeElement?.outerHTML.slice(0, 120))}`,
      );
    if (await target.evaluate((element) => element === document.activeElement)) return;
  }
  throw new Error(`${target} is not reached with ${MOST_STEPS} steps of the Tab key`);
}

/**
 * An outline or a shadow of at least two pixels on the control, its label or the box around it, and nothing in front of
 * it.
 */
function hasVisibleFocus(): boolean {
  const active = document.activeElement;
  if (!active || active === document.body) return true; // between the page and the browser's own controls
  const marked = (element: Element | null | undefined) => {
    if (!element) return false;
    const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(element);
    return (outlineStyle !== "none" && Number.parseFloat(outlineWidth) >= 2) || boxShadow !== "none";
  };
  const box = active.getBoundingClientRect();
  const inView = box.bottom > 0 && box.top < innerHeight;
  return inView && (marked(active) || marked(active.closest("label, .choice")) || marked(active.nextElementSibling));
}

/** Follows a link or sends a form, and waits for the page it leads to. */
async function press(page: Page, target: Locator): Promise<void> {
  await tabTo(page, target);
  const here = page.url();
  await page.keyboard.press("Enter");
  await page.waitForURL((url) => url.href !== here);
}

async function signIn(page: Page, email: string): Promise<void> {
  await page.goto("/");
  await page.keyboard.press("Tab");
  await expect(page.getByRole("link", { name: "Skip to main content" })).toBeFocused();
  await press(page, page.getByRole("link", { name: "Sign in", exact: true }));
  await tabTo(page, page.getByLabel("E-mail address"));
  await page.keyboard.type(email);
  await tabTo(page, page.getByLabel("Password"));
  await page.keyboard.type(PASSWORD);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("button", { name: "Sign out" })).toBeVisible();
}

test("by keyboard alone: sign in, open a section, answer it, save", async ({ page }) => {
  await signIn(page, "lucia.quispe@lapaz.example");
  await page.goto("/entries");
  await press(page, page.getByRole("row").filter({ hasText: "open for entries" }).getByRole("link").first());
  await press(page, page.getByRole("link", { name: "Check that you can take part" }));
  await expect(page.getByRole("heading", { level: 1, name: "Check that you can take part" })).toBeVisible();
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter"); // past the header
  const choices = page.getByRole("group", { name: "Who is entering?" }).getByRole("radio");
  const chosen = page.getByRole("group", { name: "Who is entering?" }).locator("input:checked");
  await tabTo(page, (await chosen.count()) > 0 ? chosen : choices.first());
  await page.keyboard.press("ArrowDown");
  await expect(savedLine(choices.first())).toHaveText(SAVED);
  await press(page, page.getByRole("button", { name: "Save and go on" }));
  await expect(page.getByRole("heading", { level: 1, name: "Introduce the initiative" })).toBeVisible();
  await tabTo(page, field(page, "Title of the initiative"));
  await page.keyboard.press("ControlOrMeta+A");
  const answered = page.waitForResponse("**/answers/title");
  await page.keyboard.type("Zebras without a mouse");
  await tabTo(page, page.getByLabel("Beginning"));
  expect((await answered).ok()).toBe(true);
  await expect(savedLine(field(page, "Title of the initiative"))).toHaveText(SAVED);
});

test("by keyboard alone: a score sheet, from the list of entries to a saved score", async ({ page }) => {
  await be(page, "Anika Vogt"); // a juror of a running round needs a second factor to sign in by password
  await page.goto("/judging");
  await press(
    page,
    page.locator("section").filter({ hasText: "in committee review" }).getByRole("link", { name: "Your entries" }),
  );
  await press(
    page,
    page.getByRole("listitem").filter({ hasText: "Conflict question first" }).first().getByRole("link"),
  );
  await tabTo(page, page.getByLabel("No conflict"));
  await page.keyboard.press("Space");
  await press(page, page.getByRole("button", { name: "Continue" }));
  await expect(page.getByRole("heading", { name: "Your scores" })).toBeVisible();
  await expect(page.getByText("Keys for this page")).toBeVisible(); // not before they work
  const first = page.locator("fieldset.scale").first();
  await tabTo(page, first.getByRole("radio").first());
  await page.keyboard.press("ArrowRight");
  await expect(first.getByRole("radio").nth(1)).toBeChecked();
  await expect(savedLine(first)).toHaveText(SAVED);

  const second = page.locator("fieldset.scale").nth(1);
  await page.keyboard.press("j");
  await expect(second.getByRole("radio").first()).toBeFocused();
  await page.keyboard.press("4");
  await expect(second.getByRole("radio").nth(3)).toBeChecked();
  await expect(savedLine(second)).toHaveText(SAVED);
  const why = page.locator(".criterion").nth(1).getByRole("textbox");
  await page.keyboard.press("c");
  await page.keyboard.type("No 1 jnp");
  await expect(why).toHaveValue("No 1 jnp");
  await expect(second.getByRole("radio").nth(3)).toBeChecked();

  const sheet = page.url();
  await page.keyboard.press("Escape");
  await expect(second.getByRole("radio").nth(3)).toBeFocused();
  await page.keyboard.press("n");
  await expect(page).not.toHaveURL(sheet);
});

test("keys on the score sheet are listed there, and are gone once they are turned off", async ({ page }) => {
  await be(page, "Claire Tremblay");
  await page.goto("/judging");
  await page
    .locator("section")
    .filter({ hasText: "in committee review" })
    .getByRole("link", { name: "Your entries" })
    .click();
  await expect(page.getByRole("heading", { level: 1, name: "Technical committee" })).toBeVisible();
  await page.getByRole("listitem").filter({ hasText: "Submitted" }).first().getByRole("link").click();
  await expect(page.getByRole("heading", { name: "Your scores" })).toBeVisible();
  await page.getByText("Keys for this page").click();
  await page.getByRole("link", { name: "Turn these keys off" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Your profile as a reviewer" })).toBeVisible();
  await page.getByLabel("Single keys act on the score sheet").uncheck();
  await page.getByRole("button", { name: "Save profile" }).click();
  await expect(page.getByText("Your profile is saved.")).toBeVisible();
  await page.goBack();
  await expect(page.getByLabel("Single keys act on the score sheet")).toBeVisible();
  await page.goBack();
  await expect(page.getByRole("heading", { name: "Your scores" })).toBeVisible();
  await page.reload();
  await expect(page.getByRole("heading", { name: "Your scores" })).toBeVisible();
  await expect(page.getByText("Keys for this page")).toHaveCount(0);
});
