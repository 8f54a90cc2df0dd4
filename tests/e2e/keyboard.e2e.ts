import type { Page } from "@playwright/test";
import { samplePng } from "#tests/support/samples.ts";
import { allSaved, SECTIONS, type Section, TITLE } from "./entry-form.ts";
import { press, tabTo } from "./keys.ts";
import { be, expect, field, openLetter, SAVED, savedLine, test } from "./support.ts";

const PASSWORD = "kapok flower red 2012";

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

test("E1: by keyboard alone, from opening an account to the receipt, with files in the order that is wanted", async ({
  page,
}) => {
  test.setTimeout(240_000);
  const stamp = Date.now().toString(36);
  await openAccount(page, `keys.${stamp}@city.example`);
  await press(page, page.getByRole("link", { name: "Find or add your city" }));
  await typeInto(page, "Name of the city or government", `Keytown ${stamp}`);
  await tabTo(page, page.getByLabel("Country"));
  await page.keyboard.type("Zimbabwe");
  await press(page, page.getByRole("button", { name: "Go on" }));
  await press(page, page.getByRole("link", { name: "Go to the entries" }));
  await press(page, page.getByRole("link", { name: /^Start an entry/ }).first());
  await press(page, page.getByRole("button", { name: /^Start (now|another entry)$/ }));
  await press(page, page.getByRole("link", { name: SECTIONS[0]!.title }));
  for (const section of SECTIONS.slice(0, -1)) {
    await answerByKeys(page, section);
    await press(page, page.getByRole("button", { name: "Save and go on" }));
  }
  await answerByKeys(page, { ...SECTIONS.at(-1)!, tick: [] });
  await sendPictures(page);
  await answerByKeys(page, SECTIONS.at(-1)!);
  await press(page, page.getByRole("button", { name: "Save and go on" }));
  await expect(page.getByRole("heading", { level: 1, name: "Check your answers" })).toBeVisible();
  await press(page, page.getByRole("button", { name: "Submit initiative" }));
  await expect(page.getByRole("heading", { level: 1, name: "Your initiative was received" })).toBeVisible();
  await expect(page.getByText(TITLE).first()).toBeVisible();
});

async function typeInto(page: Page, label: string, words: string): Promise<void> {
  await tabTo(page, field(page, label));
  await page.keyboard.type(words);
}

async function openAccount(page: Page, email: string): Promise<void> {
  await page.goto("/register");
  await typeInto(page, "Full name", "Nomsa Dube");
  await typeInto(page, "E-mail address", email);
  await typeInto(page, "Password", PASSWORD);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: "Look into your mailbox" })).toBeVisible();
  await openLetter(page, { to: email, subject: /^Confirm your/ }); // a mailbox is not the portal's
  await press(page, page.locator("pre.letter").getByRole("link", { name: /\/confirm\// }));
  await press(page, page.getByRole("button", { name: /^Yes, this is my account/ }));
  await typeInto(page, "E-mail address", email);
  await typeInto(page, "Password", PASSWORD);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("button", { name: "Sign out" })).toBeVisible();
}

/** Answers a section in the order of its page. */
async function answerByKeys(page: Page, section: Section): Promise<void> {
  await expect(page.getByRole("heading", { level: 1, name: section.title })).toBeVisible();
  await page.waitForLoadState();
  for (const [question, choice] of section.choose ?? []) {
    const group = page.getByRole("group", { name: question });
    await tabTo(page, group.getByRole("radio").first());
    await page.keyboard.press("Space");
    for (let step = 0; step < 9 && !(await group.getByLabel(choice).isChecked()); step += 1)
      await page.keyboard.press("ArrowDown");
  }
  for (const [label, words] of section.write ?? []) await typeInto(page, label, words);
  for (const label of section.tick ?? []) {
    await tabTo(page, page.getByLabel(label));
    await page.keyboard.press("Space");
  }
  await allSaved(page, section);
}

/** Two pictures, the second of which is moved up, and what each shows. */
async function sendPictures(page: Page): Promise<void> {
  const slot = page
    .locator("section")
    .filter({ has: page.getByRole("heading", { name: "Pictures", exact: true }) })
    .last();
  const names = ["Alpha.png", "Beta.png"];
  const files = names.map(async (name, index) => ({
    name,
    mimeType: "image/png",
    buffer: await samplePng(40 + index, 30),
  }));
  const chosen = page.waitForEvent("filechooser");
  await tabTo(page, slot.getByLabel("Add a file"));
  await page.keyboard.press("Enter");
  await (await chosen).setFiles(await Promise.all(files));
  const links = slot.locator(".attachment").getByRole("link", { name: /^[A-Z]\w+\.png$/ });
  await expect(links).toHaveText(names, { timeout: 30_000 });
  await tabTo(page, page.getByRole("button", { name: "Move up: Beta.png" }));
  await page.keyboard.press("Enter");
  await expect(links).toHaveText(names.toReversed());
  for (const name of names.toReversed()) {
    await tabTo(page, slot.getByLabel(`What it shows ${name}`));
    await page.keyboard.type("A bench in the rain");
  }
  await page.keyboard.press("Tab"); // what is written is saved as one goes on
  await expect(slot.locator(".attachment").getByText(/^Saved \d/)).toHaveCount(names.length);
}
