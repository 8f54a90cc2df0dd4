import type { Locator, Page } from "@playwright/test";
import { samplePng } from "#tests/support/samples.ts";
import { uploadByHand } from "./entry-form.ts";
import { accessibilityProblems, be, expect, SAVED, savedLine, test } from "./support.ts";

const slotOf = (page: Page): Locator =>
  page
    .locator("section")
    .filter({ has: page.getByRole("heading", { name: "Pictures", exact: true }) })
    .last();

async function seeOrder(page: Page, names: string[]): Promise<void> {
  const links = slotOf(page)
    .locator(".attachment")
    .getByRole("link", { name: /^[A-Z]\w+\.png$/ });
  await expect(links).toHaveText(names);
}

/** From beside the name of one file to above another. */
async function drag(page: Page, from: Locator, to: Locator): Promise<void> {
  await from.scrollIntoViewIfNeeded();
  const [start, end] = [(await from.boundingBox())!, (await to.boundingBox())!];
  await page.mouse.move(start.x + start.width - 12, start.y + 12);
  await page.mouse.down();
  await page.mouse.move(start.x + start.width - 14, start.y + 4, { steps: 4 });
  await page.mouse.move(end.x + end.width - 12, end.y + 6, { steps: 8 });
  await page.mouse.move(end.x + end.width - 12, end.y + 4, { steps: 3 });
  await page.mouse.up();
}

test("pictures are sent at once, put in order by dragging and by keyboard, and said to be translations", async ({
  page,
}) => {
  await be(page, "Amara Okello");
  await page.goto("/cycles/demo-open/start");
  await page.getByRole("button", { name: /^Start (now|another entry)$/ }).click();
  await page.getByRole("link", { name: "Add documents and pictures" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Add documents and pictures" })).toBeVisible();
  const slot = slotOf(page);
  await expect(slot.getByLabel("Add a file")).toBeVisible(); // the script has come
  const files = await Promise.all(
    ["Alpha", "Beta", "Gamma"].map(async (name, index) => ({
      name: `${name}.png`,
      mimeType: "image/png",
      buffer: await samplePng(40 + index, 30),
    })),
  );
  const chosen = ["Big", "Bigger"].map((name) => ({
    ...files[0]!,
    name: `${name}.png`,
    buffer: Buffer.alloc(20_000_001),
  }));
  await slot.getByLabel("Add a file").setInputFiles([...chosen, ...files]);
  await seeOrder(page, ["Alpha.png", "Beta.png", "Gamma.png"]);
  await expect(slot.getByRole("status")).toHaveText("Big.png: This file is too bigBigger.png: This file is too big");

  const item = (name: string) => slot.locator(".attachment").filter({ hasText: name });
  await page.setViewportSize({ width: 1280, height: 2000 }); // both ends of the way are in view
  const moved = page.waitForResponse("**/order");
  await drag(page, item("Gamma.png"), item("Alpha.png"));
  await seeOrder(page, ["Gamma.png", "Alpha.png", "Beta.png"]);
  await moved;
  await page.reload();
  await seeOrder(page, ["Gamma.png", "Alpha.png", "Beta.png"]);

  await page.getByRole("button", { name: "Move up: Beta.png" }).focus();
  await page.keyboard.press("Enter");
  await seeOrder(page, ["Gamma.png", "Beta.png", "Alpha.png"]);

  await slot.getByRole("button", { name: /^Credit, rights, language.*Beta\.png/ }).click();
  await page.getByLabel("Translation of").selectOption("Alpha.png");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(item("Beta.png").getByText("Translation of Alpha.png")).toBeVisible();
});

test("what a picture shows is saved when one goes on, named at the check where it lacks, and stays while files come", async ({
  page,
}) => {
  await be(page, "Amara Okello");
  await page.goto("/cycles/demo-open/start");
  await page.getByRole("button", { name: /^Start (now|another entry)$/ }).click();
  await page.getByRole("link", { name: "Add documents and pictures" }).click();
  const slot = slotOf(page);
  await expect(slot.getByLabel("Add a file")).toBeVisible(); // the script has come
  const picture = async (name: string) => ({ name, mimeType: "image/png", buffer: await samplePng(41, 30) });
  await slot.getByLabel("Add a file").setInputFiles([await picture("Alpha.png"), await picture("Beta.png")]);
  await seeOrder(page, ["Alpha.png", "Beta.png"]);

  await page.getByRole("link", { name: "All sections" }).click();
  await page.getByRole("link", { name: "See what is missing" }).click();
  await page.getByRole("link", { name: "Pictures: say what each picture shows" }).click();
  const [alpha, beta] = [slot.getByLabel("What it shows Alpha.png"), slot.getByLabel("What it shows Beta.png")];
  await expect(alpha).toBeInViewport();
  await alpha.fill("A bench in the rain");
  await beta.focus();
  await expect(savedLine(alpha)).toHaveText(SAVED);
  await page.keyboard.type("An old man sits");
  await slot.getByLabel("Add a file").setInputFiles(await picture("Gamma.png"));
  await seeOrder(page, ["Alpha.png", "Beta.png", "Gamma.png"]);
  await expect(alpha).toHaveValue("A bench in the rain");
  await expect(beta).toHaveValue("An old man sits");
  await slot.getByLabel("What it shows Gamma.png").fill("Both of them");
  const stayed = page.waitForEvent("load");
  await page.getByRole("button", { name: "Save and stay here" }).click();
  await stayed;
  await page.reload();
  await expect(slot.getByLabel("What it shows Gamma.png")).toHaveValue("Both of them");
  await expect(beta).toHaveValue("An old man sits");
  await page.getByRole("link", { name: "All sections" }).click();
  await page.getByRole("link", { name: "See what is missing" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Check your answers" })).toBeVisible();
  await expect(page.getByRole("link", { name: /say what each picture shows/ })).toHaveCount(0);
});

/** The page with one picture of a new entry, in the window of its writer. */
async function newPicture(page: Page): Promise<string> {
  await be(page, "Amara Okello");
  await page.goto("/cycles/demo-open/start");
  await page.getByRole("button", { name: /^Start (now|another entry)$/ }).click();
  await page.getByRole("link", { name: "Add documents and pictures" }).click();
  const slot = slotOf(page);
  await expect(slot.getByLabel("Add a file")).toBeVisible(); // the script has come
  const buffer = await samplePng(43, 30);
  await slot.getByLabel("Add a file").setInputFiles({ name: "Alpha.png", mimeType: "image/png", buffer });
  await seeOrder(page, ["Alpha.png"]);
  return page.url();
}

test("two windows say what a picture shows: the later one sees both texts, and chooses", async ({
  page,
  visitor,
  tolerate,
}) => {
  tolerate(/^409 POST .*\/attachments\/[^/]+\/caption$/);
  const address = await newPicture(page);
  const colleague = await visitor();
  await be(colleague, "Joseph Ssempa");
  await colleague.goto(address);
  await colleague.waitForLoadState();
  const [mine, theirs] = [page, colleague].map((each) => slotOf(each).getByLabel("What it shows Alpha.png")) as [
    Locator,
    Locator,
  ];
  await mine.fill("A bench in the rain");
  await mine.blur();
  await expect(savedLine(mine)).toHaveText(SAVED);
  await theirs.fill("An old man");
  await theirs.blur();
  const both = colleague.getByRole("group", { name: /Somebody else changed this/ });
  await expect(both).toContainText("A bench in the rain");
  await expect(both).toContainText("An old man");
  await expect(both).toContainText("Amara Okello");
  await both.getByRole("button", { name: "Keep mine" }).click();
  await expect(savedLine(theirs)).toHaveText(SAVED);
  await page.reload();
  await expect(mine).toHaveValue("An old man");
});

test("two windows say what a picture shows without JavaScript: nothing typed is lost, nothing is overwritten unseen", async ({
  page,
  visitor,
}) => {
  const address = await newPicture(page);
  const colleague = await visitor({ javaScriptEnabled: false });
  await be(colleague, "Joseph Ssempa");
  await colleague.goto(address);
  const mine = slotOf(page).getByLabel("What it shows Alpha.png");
  await mine.fill("A bench in the rain");
  await mine.blur();
  await expect(savedLine(mine)).toHaveText(SAVED);
  const slot = slotOf(colleague);
  await slot.getByLabel("What it shows Alpha.png").fill("An old man");
  await slot.getByRole("button", { name: "Remove Alpha.png" }).click();
  await expect(colleague.getByRole("alert")).toContainText("Alpha.png: Somebody else changed this");
  await expect(slot).toContainText("A bench in the rain");
  await expect(slot.getByLabel("What it shows Alpha.png")).toHaveValue("An old man");
  await page.reload();
  await expect(mine).toHaveValue("A bench in the rain");
  await slot.locator(".attachment").getByRole("button", { name: "Save", exact: true }).click();
  await expect(colleague.getByRole("alert")).toHaveCount(0);
  await expect(slot.getByLabel("What it shows Alpha.png")).toHaveValue("An old man");
});

test("without JavaScript whatever is done to a file, all that is typed on the page is saved before", async ({
  visitor,
}) => {
  const page = await visitor({ javaScriptEnabled: false });
  await be(page, "Amara Okello");
  await page.goto("/cycles/demo-open/start");
  await page.getByRole("button", { name: /^Start (now|another entry)$/ }).click();
  await page.getByRole("link", { name: "Add documents and pictures" }).click();
  const address = page.url();
  const slot = slotOf(page);
  const [declared, shows] = [
    page.getByLabel(/true to the best of our knowledge/),
    (name: string) => slot.getByLabel(`What it shows ${name}`),
  ];
  const picture = async (name: string) => ({ name, mimeType: "image/png", buffer: await samplePng(44, 30) });

  await declared.check({ force: true });
  await uploadByHand(page, slot, await picture("Alpha.png"));
  await expect(declared).toBeChecked();
  await shows("Alpha.png").fill("A bench");
  await uploadByHand(page, slot, await picture("Beta.png"));
  await shows("Beta.png").fill("An old man");
  await declared.uncheck({ force: true });
  await slot.getByRole("button", { name: "Move up: Beta.png" }).click();
  await seeOrder(page, ["Beta.png", "Alpha.png"]);
  await expect(declared).not.toBeChecked();

  await declared.check({ force: true });
  await slot.getByRole("button", { name: /^Credit, rights, language.*Beta\.png/ }).click();
  await page.getByLabel("Credit").fill("City archive");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(declared).toBeChecked();
  await expect(shows("Beta.png")).toHaveValue("An old man");

  await shows("Alpha.png").fill("A bench in the rain");
  await slot.getByRole("button", { name: "Remove Beta.png" }).click();
  await page.getByRole("button", { name: "Remove the file" }).click();
  await seeOrder(page, ["Alpha.png"]);
  await expect(shows("Alpha.png")).toHaveValue("A bench in the rain");

  await declared.uncheck({ force: true });
  await shows("Alpha.png").press("Enter");
  await expect(page).toHaveURL((url) => url.href.startsWith(address));
  await expect(declared).not.toBeChecked();
  await seeOrder(page, ["Alpha.png"]);
});

test("without JavaScript a file that is refused says why where it was chosen, and takes nothing along", async ({
  visitor,
}) => {
  const page = await visitor({ javaScriptEnabled: false });
  await be(page, "Amara Okello");
  await page.goto("/cycles/demo-open/start");
  await page.getByRole("button", { name: /^Start (now|another entry)$/ }).click();
  await page.getByRole("link", { name: "Add documents and pictures" }).click();
  const declared = page.getByLabel(/true to the best of our knowledge/);
  await declared.check({ force: true });
  await slotOf(page).getByRole("button", { name: "Add a file" }).click();
  const text = { name: "Alpha.png", mimeType: "image/png", buffer: Buffer.from("no picture") };
  await page.getByLabel("Add a file").setInputFiles(text);
  await page.getByRole("button", { name: "Upload" }).click();
  await expect(page).toHaveTitle(/^Error: /);
  await expect(page.getByRole("alert")).toContainText("Alpha.png: ");
  const scripted = await visitor();
  await be(scripted, "Amara Okello");
  await scripted.goto(page.url());
  expect(await accessibilityProblems(scripted)).toEqual([]);
  await page.getByRole("link", { name: "Back", exact: true }).click();
  await expect(declared).toBeChecked();
});
