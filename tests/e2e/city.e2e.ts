import { readFile } from "node:fs/promises";
import type { Page } from "@playwright/test";
import { readPdf, squeezed } from "#tests/support/pdf.ts";
import { samplePdf } from "#tests/support/samples.ts";
import { allSaved, answer, makeTeam, register, SECTIONS, TITLE, uploadByHand } from "./entry-form.ts";
import { be, expect, field, openLetter, SAVED, savedLine, test } from "./support.ts";

test("whether the initiative can take part is said as soon as it is answered, and taken back when the answer changes", async ({
  page,
}) => {
  await be(page, "Amara Okello");
  await page.goto("/cycles/demo-open/start");
  await page.getByRole("button", { name: /^Start (now|another entry)$/ }).click();
  await page.getByRole("link", { name: "Check that you can take part" }).click();
  const answer = page.locator("#eligibility");
  await expect(page.getByRole("heading", { level: 1, name: "Check that you can take part" })).toBeVisible();
  await page.waitForLoadState(); // with its script: what is answered before is saved by the button alone
  await expect(answer).toContainText("Answer all questions of this section");
  await page.getByLabel(/^Somebody else/).check();
  await expect(answer).toContainText("By these answers, the initiative cannot take part");
  await page.getByLabel("A city or municipality").check();
  await expect(answer).toContainText("Answer all questions of this section");
  await page.getByLabel("It is running and has first results").check();
  await page.getByLabel("Yes, and supports it").check();
  await expect(answer).toContainText("The initiative can take part");
});

for (const script of [true, false]) {
  test.describe(script ? "with JavaScript" : "without JavaScript", () => {
    test.use({ javaScriptEnabled: script });

    test("a city registers, makes its team, fills in the form, uploads a file, submits and gets its receipt", async ({
      page,
    }) => {
      test.setTimeout(150_000);
      const stamp = `${Date.now().toString(36)}${script ? "j" : "n"}`;
      const email = `nomsa.${stamp}@city.example`;
      await register(page, email);
      await makeTeam(page, `Benchtown ${stamp}`);

      await page.getByRole("link", { name: "Go to the entries" }).click();
      await expect(page).toHaveURL(/\/entries$/);
      await page
        .getByRole("link", { name: /^Start an entry/ })
        .first()
        .click();
      await page.getByRole("button", { name: /^Start (now|another entry)$/ }).click();
      await expect(page.getByText("0 of 10 sections completed")).toBeVisible();
      await page.getByRole("link", { name: SECTIONS[0]!.title }).click();
      for (const section of SECTIONS.slice(0, -1)) {
        await answer(page, section);
        if (script) await allSaved(page, section);
        await page.getByRole("button", { name: "Save and go on" }).click();
      }
      const last = SECTIONS.at(-1)!;
      await answer(page, last);
      if (!script) await page.getByRole("button", { name: "Save and stay here" }).click();
      await allSaved(page, last);
      await upload(page, script);
      await page.getByRole("button", { name: "Save and go on" }).click();

      await expect(page.getByRole("heading", { level: 1, name: "Check your answers" })).toBeVisible();
      await expect(page.getByText("Nothing has been sent yet.")).toBeVisible();
      await expect(page.getByText("A park keeper's idea.")).toBeVisible();
      await expect(page.getByText("Benches report.pdf")).toBeVisible();
      await page.getByRole("button", { name: "Submit initiative" }).click();
      await readReceipt(page, script);
      const [receipt, hash] = [page.url(), (await page.locator("code.hash").first().textContent())!];

      const saved = page.waitForEvent("download");
      await page.getByRole("link", { name: "PDF copy of everything" }).click();
      const file = await readFile(await (await saved).path());
      const copy = await readPdf(file);
      for (const text of [hash, TITLE, "A park keeper's idea.", "Benches report.pdf", "Not provided"])
        expect(copy.text).toContain(squeezed(text));

      await page.goto("/receipts");
      await page
        .getByLabel("The PDF copy")
        .setInputFiles({ name: "copy.pdf", mimeType: "application/pdf", buffer: file });
      await page.getByRole("button", { name: "Check the file" }).click();
      await expect(page.getByRole("status")).toContainText("This PDF is exactly what the portal signed");
      await expect(page.getByRole("status")).toContainText(hash);

      await openLetter(page, { to: email, subject: /^Received: / });
      await expect(page.locator("pre.letter")).toContainText(hash);
      await expect(page.locator("pre.letter")).toContainText(TITLE);
      await page.goto(receipt); // a receipt can be kept as a bookmark
      await expect(page.locator("code.hash").first()).toHaveText(hash);
    });
  });
}

test("what was typed is there after a reload, and a wrong answer is named on top and beside the field", async ({
  page,
  tolerate,
}) => {
  tolerate(/^422 POST .*\/answers\/area$/);
  const stamp = Date.now().toString(36);
  await register(page, `reload.${stamp}@city.example`);
  await makeTeam(page, `Reloadville ${stamp}`);
  await page.goto("/cycles/demo-open/start");
  await page.getByRole("button", { name: /^Start (now|another entry)$/ }).click();
  await page.getByRole("link", { name: "Describe your city" }).click();
  const section = {
    title: "Describe your city",
    write: [
      ["Population", "98000"],
      ["Main source of prosperity", "Port and 贸易 🌳"],
    ] as [string, string][],
  };
  await answer(page, section);
  await allSaved(page, section);
  await page.reload();
  await expect(field(page, "Population")).toHaveValue("98000");
  await expect(field(page, "Main source of prosperity")).toHaveValue("Port and 贸易 🌳");

  const area = field(page, "Area");
  await area.fill("about forty");
  await area.blur();
  await expect(area).toHaveAttribute("aria-invalid", "true");
  await expect(area).toHaveAccessibleDescription(/^Square kilometres.* “Area” must be a number, like 1250 or 3.5$/);
  await area.fill("42");
  await area.blur();
  await expect(savedLine(area)).toHaveText(SAVED);
  await expect(area).not.toHaveAttribute("aria-invalid", "true");
  await expect(area).not.toHaveAccessibleDescription(/must be a number|Saved/);
  await area.fill("about forty");
  await page.getByRole("button", { name: "Save and go on" }).click();
  await expect(page).toHaveTitle(/^Error: /);
  const summary = page.getByRole("alert").filter({ hasText: "There is a problem" });
  await expect(summary).toBeFocused();
  await expect(field(page, "Area")).toHaveValue("about forty");
  await expect(field(page, "Area")).toHaveAttribute("aria-invalid", "true");
  await expect(field(page, "Area")).toHaveAccessibleDescription(/“Area” must be a number/);
  await summary.getByRole("link", { name: /“Area” must be a number/ }).click();
  await expect(field(page, "Area")).toBeFocused();
});

async function upload(page: Page, script: boolean): Promise<void> {
  const slot = page
    .getByRole("region", { name: "Documents" })
    .or(page.locator("section").filter({ has: page.getByRole("heading", { name: "Documents", exact: true }) }))
    .last();
  if (script) await expect(slot.getByLabel("Add a file")).toBeVisible(); // files go when they are chosen
  const file = { name: "Benches report.pdf", mimeType: "application/pdf", buffer: await samplePdf() };
  if (script) {
    await slot.getByLabel("Add a file").setInputFiles(file);
    await expect(slot.getByText("Benches report.pdf has arrived.")).toBeVisible();
  } else await uploadByHand(page, slot, file);
  await expect(slot.getByRole("link", { name: "Benches report.pdf", exact: true })).toBeVisible();
}

async function readReceipt(page: Page, script: boolean): Promise<void> {
  await expect(page.getByRole("heading", { level: 1, name: "Your initiative was received" })).toBeVisible();
  await expect(page.getByText(/^DEMO-\d+-\w+|^DEMO-?\w+/).first()).toBeVisible();
  const facts = page.locator("dl");
  await expect(facts).toContainText(/Received.*UTC\+8/s);
  // in Kampala; the server learns the zone from the browser
  if (script) await expect(facts.getByText(/UTC\+3 where you are/)).toBeVisible();
  await expect(facts).toContainText(/Received \(UTC\).*\d{2}:\d{2}:\d{2}/s);
  await expect(page.locator("code.hash").first()).toHaveText(/^[0-9a-f]{64}$/);
}
