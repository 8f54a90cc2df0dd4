import type { BrowserContext, Locator, Page } from "@playwright/test";
import { samplePdf } from "#tests/support/samples.ts";
import { answer, makeTeam, PASSWORD, register, SECTIONS, uploadByHand } from "./entry-form.ts";
import { be, expect, field, SAVED, savedLine, test } from "./support.ts";

/** As when a session is over: what the page itself keeps in cookies stays. */
async function signOutSilently(context: BrowserContext): Promise<void> {
  const kept = (await context.cookies()).filter(({ httpOnly }) => !httpOnly);
  await context.clearCookies();
  await context.addCookies(kept);
}

/** The page that stands where the pressed button led to: signs in by its link, in another tab, and sends once more. */
async function signInAndSend(page: Page, signIn: (tab: Page) => Promise<void>): Promise<void> {
  await expect(page.getByText("Your session has ended. Nothing you wrote is lost")).toBeVisible();
  const opened = page.waitForEvent("popup");
  await page.getByRole("link", { name: "Sign in in a new tab" }).click();
  const tab = await opened;
  await signIn(tab);
  await tab.close();
  await page.getByRole("button", { name: "I have signed in: send it again" }).click();
}

const WRITER = "Lucía Quispe";
const asWriter = (tab: Page) => be(tab, WRITER);

async function newEntry(page: Page): Promise<void> {
  await page.goto("/cycles/demo-open/start");
  await page.getByRole("button", { name: /^Start (now|another entry)$/ }).click();
  await expect(page.getByText("0 of 10 sections completed")).toBeVisible();
}

async function openSection(page: Page, title: string): Promise<void> {
  await page.getByRole("link", { name: title }).click();
  await expect(page.getByRole("heading", { level: 1, name: title })).toBeVisible();
  await page.waitForLoadState();
}

for (const script of [true, false]) {
  test.describe(`a session that ends before a button is pressed, ${script ? "with" : "without"} JavaScript`, () => {
    test.use({ javaScriptEnabled: script });

    test("“Save and go on” saves and goes on", async ({ page, context, tolerate }) => {
      tolerate(/^401 POST .*\/(answers\/.*|presence)$/);
      await be(page, WRITER);
      await newEntry(page);
      await openSection(page, "Describe the innovation");
      const address = page.url();
      await signOutSilently(context);
      await field(page, "Obstacles and solutions").fill("Written while signed out.\nIn two lines & “signs”.");
      await page
        .getByRole("group", { name: "Type of innovation" })
        .getByLabel(/^Evolutionary/)
        .check();
      await page.getByRole("button", { name: "Save and go on" }).click();
      await signInAndSend(page, asWriter);
      await expect(page.getByRole("heading", { level: 1, name: "Show the results" })).toBeVisible();
      await page.goto(address);
      await expect(field(page, "Obstacles and solutions")).toHaveValue(/^Written while signed out\.\nIn two lines/);
      await expect(page.getByRole("group", { name: "Type of innovation" }).getByLabel(/^Evolutionary/)).toBeChecked();
      await expect(page.getByRole("group", { name: /Somebody else changed this|two texts of yours/ })).toHaveCount(0);
    });

    test("a row is added", async ({ page, context, tolerate }) => {
      tolerate(/^401 POST .*\/(answers\/.*|presence)$/);
      await be(page, WRITER);
      await newEntry(page);
      await openSection(page, "Name partners and resources");
      const partners = page
        .locator("fieldset")
        .filter({ has: page.locator('[data-adds-row="q.partners"]') })
        .last();
      await signOutSilently(context);
      const names = partners.getByRole("textbox", { name: "Name" });
      const before = await names.count();
      await names.first().fill("Union of benches");
      await partners.getByRole("button", { name: /Add/ }).click();
      if (!script) await signInAndSend(page, asWriter);
      await expect.poll(() => names.count()).toBeGreaterThan(before);
      await expect(names.first()).toHaveValue("Union of benches");
      if (script) {
        await expect(page.getByRole("alert").filter({ hasText: "Nothing is lost" })).toBeVisible();
        const tab = await context.newPage();
        await asWriter(tab);
        await tab.close();
        await page.evaluate(() => dispatchEvent(new Event("focus")));
        await expect(savedLine(names.first())).toHaveText(SAVED, { timeout: 40_000 });
      }
      await page.reload();
      await expect(names.first()).toHaveValue("Union of benches");
    });

    test("a file is attached", async ({ page, context, tolerate }) => {
      tolerate(/^401 POST .*\/(api\/uploadthing.*|presence)$/);
      await be(page, WRITER);
      await newEntry(page);
      await openSection(page, "Add documents and pictures");
      const [slot, address] = [documents(page), page.url()];
      if (script) await expect(slot.getByLabel("Add a file")).toBeVisible();
      const file = { name: "Benches.pdf", mimeType: "application/pdf", buffer: await samplePdf() };
      if (script) {
        await signOutSilently(context);
        await slot.getByLabel("Add a file").setInputFiles(file);
        await expect(slot.getByText("You have been signed out.")).toBeVisible();
        const opened = page.waitForEvent("popup");
        await slot.getByRole("link", { name: "Sign in in a new tab" }).click();
        const tab = await opened;
        await asWriter(tab);
        await tab.close();
        await slot.getByRole("button", { name: "Try again" }).click();
      } else {
        await page.getByLabel(/true to the best of our knowledge/).check({ force: true });
        await slot.getByRole("button", { name: "Add a file" }).click();
        const upload = new URL(page.url());
        await signOutSilently(context);
        await page.getByLabel("Add a file").setInputFiles(file);
        await page.getByRole("button", { name: "Upload" }).click();
        await expect(page.getByText("choose the file once more")).toBeVisible();
        const { searchParams } = new URL(
          (await page.getByRole("link", { name: "Sign in" }).last().getAttribute("href")) ?? "",
          page.url(),
        );
        expect(searchParams.get("next")).toBe(upload.pathname + upload.search);
        await asWriter(page);
        await page.goto(address);
        await expect(page.getByLabel(/true to the best of our knowledge/)).toBeChecked();
        await uploadByHand(page, slot, file);
      }
      await expect(slot.getByRole("link", { name: "Benches.pdf", exact: true })).toBeVisible();
    });

    test("a picture is moved", async ({ page, context, tolerate }) => {
      tolerate(/^401 POST .*\/(order|presence)$/);
      await be(page, WRITER);
      await newEntry(page);
      await openSection(page, "Add documents and pictures");
      const slot = documents(page);
      const links = slot.locator(".attachment").getByRole("link", { name: /^[AB]\.pdf$/ });
      for (const name of ["A.pdf", "B.pdf"]) {
        const file = { name, mimeType: "application/pdf", buffer: await samplePdf() };
        if (script) await slot.getByLabel("Add a file").setInputFiles(file);
        else await uploadByHand(page, slot, file);
        await expect(slot.getByRole("link", { name, exact: true })).toBeVisible();
      }
      await signOutSilently(context);
      if (script)
        await slot
          .locator(".attachment")
          .last()
          .dragTo(slot.locator(".attachment").first(), {
            sourcePosition: { x: 200, y: 8 },
            targetPosition: { x: 200, y: 4 },
          });
      else await page.getByRole("button", { name: "Move up: B.pdf" }).click();
      await signInAndSend(page, asWriter);
      await expect(links).toHaveText(["B.pdf", "A.pdf"]);
    });

    test("the initiative is submitted", async ({ page, context, tolerate }) => {
      tolerate(/^401 POST .*\/presence$/);
      test.setTimeout(150_000);
      const email = `nomsa.late.${Date.now().toString(36)}${script}@city.example`;
      await register(page, email);
      await makeTeam(page, `Latetown ${Date.now().toString(36)}${script}`);
      await newEntry(page);
      await page.getByRole("link", { name: SECTIONS[0]!.title }).click();
      for (const section of SECTIONS) {
        await answer(page, section);
        await page.getByRole("button", { name: "Save and go on" }).click();
      }
      await expect(page.getByRole("heading", { level: 1, name: "Check your answers" })).toBeVisible();
      await signOutSilently(context);
      await page.getByRole("button", { name: "Submit initiative" }).click();
      await signInAndSend(page, async (tab) => {
        await tab.getByLabel("E-mail address").fill(email);
        await tab.getByLabel("Password").fill(PASSWORD);
        await tab.getByRole("button", { name: "Sign in" }).click();
        await expect(tab.getByRole("button", { name: "Sign out" })).toBeVisible();
      });
      await expect(page.getByRole("heading", { level: 1, name: "Your initiative was received" })).toBeVisible();
    });
  });
}

const documents = (page: Page): Locator =>
  page
    .locator("section")
    .filter({ has: page.getByRole("heading", { name: "Documents", exact: true }) })
    .last();
