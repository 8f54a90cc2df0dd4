import type { Page } from "@playwright/test";
import { makeTeam, register, TITLE } from "./entry-form.ts";
import { expect, field, openLetter, SAVED, savedLine, test } from "./support.ts";

/** Invites somebody to the city's team; the page is the team's, an owner's. */
async function invite(page: Page, { email, role }: { email: string; role: "Editor" | "Viewer" }): Promise<void> {
  await page.getByRole("link", { name: "Invite a colleague" }).click();
  await page.getByLabel("E-mail address of your colleague").fill(email);
  await page.getByLabel(role).check();
  await page.getByRole("button", { name: "Send invitation" }).click();
  await expect(page.getByText("The invitation is on its way.")).toBeVisible();
}

/** Opens the letter's link, makes an account with the invited address and is in the team. */
async function join(page: Page, email: string, name: string): Promise<void> {
  await openLetter(page, { to: email, subject: /invites you to the team of/ });
  await page.locator("pre.letter").getByRole("link").first().click();
  await expect(page.getByText(`This invitation was sent to ${email}.`)).toBeVisible();
  await page.getByLabel("Full name").fill(name);
  await page.getByLabel("Password").fill("three quiet benches");
  await page.getByRole("button", { name: "Open account and accept" }).click();
  await expect(page.getByText("You are in the team.")).toBeVisible();
}

for (const script of [true, false]) {
  test.describe(script ? "with JavaScript" : "without JavaScript", () => {
    test.use({ javaScriptEnabled: script });

    test("an invited editor writes, an invited viewer only reads, and who hands the team over no longer runs it", async ({
      page,
      visitor,
    }) => {
      test.setTimeout(150_000);
      const stamp = `${Date.now().toString(36)}${script ? "j" : "n"}`;
      const address = (who: string) => `${who}.${stamp}@city.example`;
      await register(page, address("owner"));
      await makeTeam(page, `Teamtown ${stamp}`);
      const team = new URL(page.url()).pathname;
      await invite(page, { email: address("editor"), role: "Editor" });
      await invite(page, { email: address("viewer"), role: "Viewer" });
      await page.goto("/cycles/demo-open/start");
      await page.getByRole("button", { name: /^Start (now|another entry)$/ }).click();
      await expect(page.getByText("0 of 10 sections completed")).toBeVisible();
      const section = `${new URL(page.url()).pathname}/sections/initiative`;

      const editor = await visitor({ javaScriptEnabled: script });
      await join(editor, address("editor"), "Tendai Moyo");
      await editor.goto(section);
      await field(editor, "Title of the initiative").fill(TITLE);
      if (!script) await editor.getByRole("button", { name: "Save and stay here" }).click();
      await expect(savedLine(field(editor, "Title of the initiative"))).toHaveText(SAVED);

      const viewer = await visitor({ javaScriptEnabled: script });
      await join(viewer, address("viewer"), "Rudo Ncube");
      await viewer.goto(section);
      await expect(viewer.getByText(TITLE).first()).toBeVisible();
      await expect(viewer.getByText("You can read this entry but not change it.")).toBeVisible();
      await expect(viewer.getByRole("button", { name: /^Save and/ })).toHaveCount(0);

      await page.goto(team);
      await page.getByRole("link", { name: "Hand the team over" }).click();
      await page.getByLabel(/^Tendai Moyo/).check();
      await page.getByLabel("I stay as a viewer").check();
      await page.getByRole("button", { name: "Hand over" }).click();
      await expect(page.getByText("The team has a new owner, who has got a letter.")).toBeVisible();
      await expect(page.getByRole("link", { name: "Invite a colleague" })).toHaveCount(0);
      await expect(page.getByRole("link", { name: "Hand the team over" })).toHaveCount(0);
      await page.goto(section);
      await expect(page.getByText("You can read this entry but not change it.")).toBeVisible();
      await openLetter(editor, { to: address("editor"), subject: /^You now run the team of/ });
      await expect(editor.locator("pre.letter")).toContainText("you are its owner");
      await editor.goto(team);
      await expect(editor.getByRole("link", { name: "Invite a colleague" })).toBeVisible();
      const change = editor.getByRole("combobox", { name: "Part of Nomsa Dube in the team" });
      await change.selectOption({ label: "Take out of the team" });
      await editor.getByRole("button", { name: "Save the part of Nomsa Dube" }).click();
      await expect(editor.getByText("The team has been changed.")).toBeVisible();
      await page.goto(section);
      await expect(page.getByRole("heading", { level: 1, name: "Page not found" })).toBeVisible();
    });
  });
}
