import type { Page } from "@playwright/test";
import { codeAt } from "#app/domain/factor/rules.ts";
import { DEMO_PASSWORD } from "#db/seed/cast.ts";
import { accessibilityProblems, be, expect, field, holdScripts, setUpApp, test } from "./support.ts";

async function givePassword(page: Page, email: string, next = ""): Promise<void> {
  await page.goto(`/sign-in${next ? `?next=${encodeURIComponent(next)}` : ""}`);
  await field(page, "E-mail address").fill(email);
  await field(page, "Password").fill(DEMO_PASSWORD);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
}
const heading = (page: Page, name: string) => page.getByRole("heading", { level: 1, name });
async function signOut(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Sign out" }).click();
  await expect(heading(page, "Sign in")).toBeVisible();
}

test.describe("without JavaScript", () => {
  test.use({ javaScriptEnabled: false });

  test("staff who sign in with a password alone set up an app first; then it takes a code, or a recovery code, each once", async ({
    page,
  }) => {
    test.setTimeout(120_000);
    await givePassword(page, "fatima.zahra@observer.example", "/audit");
    await expect(heading(page, "One more step before you go on")).toBeVisible();
    await page.goto("/secretariat");
    await expect(heading(page, "One more step before you go on")).toBeVisible();
    await page.goto("/sign-in?next=%2Faudit");
    const { secret, codes } = await setUpApp(page);
    await expect(heading(page, "Audit trail")).toBeVisible();

    await signOut(page);
    await givePassword(page, "fatima.zahra@observer.example", "/audit");
    await expect(heading(page, "Enter your code")).toBeVisible();
    await field(page, "Code").fill("000000");
    await page.getByRole("button", { name: "Sign in", exact: true }).click();
    await expect(page.getByRole("alert")).toContainText("This code is not right");
    // The code of the half minute in which it was set up is used up; the next one is near enough.
    await field(page, "Code").fill(codeAt(secret, new Date(Date.now() + 30_000)));
    await page.getByRole("button", { name: "Sign in", exact: true }).click();
    await expect(heading(page, "Audit trail")).toBeVisible();

    for (const [code, title] of [
      [codes[0]!, "Audit trail"],
      [codes[0]!, "Enter your code"],
    ] as const) {
      await signOut(page);
      await givePassword(page, "fatima.zahra@observer.example", "/audit");
      await expect(heading(page, "Enter your code")).toBeVisible();
      await field(page, "Code").fill(code);
      await page.getByRole("button", { name: "Sign in", exact: true }).click();
      if (title === "Enter your code") await expect(page.getByRole("alert")).toContainText("This code is not right");
      await expect(heading(page, title)).toBeVisible();
    }
  });
});

test("E7: who has sent nothing is told minutes before the session ends, and stays by one key or one click", async ({
  page,
}) => {
  await page.clock.install();
  await be(page, "Lin Yue (林悦)");
  await page.goto("/secretariat");
  const bar = page.locator("[data-idle]");
  const hours = () => page.evaluate(() => (Number(localStorage["kapok:ends"]) - Date.now()) / 3_600_000);
  await expect.poll(hours).toBeGreaterThan(11);
  expect(await hours()).toBeLessThan(12);
  await page.clock.fastForward("23:00");
  await expect(bar).toBeEmpty();
  await page.clock.fastForward("01:30");
  await expect(bar).toContainText(/You will be signed out at \d\d:\d\d/);
  expect(await accessibilityProblems(page)).toEqual([]);
  await page.getByRole("button", { name: "Stay signed in" }).click();
  await expect(bar).toHaveText("You stay signed in.");
  await expect(bar).toBeFocused();
  await page.clock.fastForward("01:00");
  await expect(bar).toBeEmpty();
  await page.clock.fastForward("24:00");
  await expect(bar).toContainText("You will be signed out at");
  const staying = page.waitForResponse("**/account/stay");
  await page.keyboard.press("Shift");
  expect((await staying).status()).toBe(204);
  await expect(bar).toHaveText("You stay signed in.");
  await page.clock.fastForward("40:00");
  await expect(bar).toContainText("You have been signed out.");
  await page.reload();
  await page.evaluate(() => (localStorage["kapok:ends"] = Date.now() + 180_000));
  await page.clock.fastForward("00:40");
  await expect(bar).toContainText("twelve hours after signing in");
  await expect(bar.getByRole("button")).toHaveCount(0);
});

test("somebody adds a passkey and signs in with it, without a password", async ({ page }) => {
  test.setTimeout(120_000);
  const device = await page.context().newCDPSession(page);
  await device.send("WebAuthn.enable");
  await device.send("WebAuthn.addVirtualAuthenticator", {
    options: {
      protocol: "ctap2",
      transport: "internal",
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  await be(page, "Joseph Ssempa");
  await page.goto("/account");
  const release = await holdScripts(page, "passkeys-*.js");
  await page.getByRole("link", { name: "Passkeys, authenticator app, recovery codes" }).click();
  await page.getByRole("link", { name: "Add a passkey" }).click();
  await expect(heading(page, "Add a passkey")).toBeVisible();
  await page.waitForLoadState(); // with its script, but for the part that knows passkeys
  expect(await accessibilityProblems(page)).toEqual([]);
  await field(page, "A name to know it by").fill("Office laptop");
  await page.getByRole("button", { name: "Make the passkey" }).click(); // too early, and not in vain
  release();
  await expect(heading(page, "Recovery codes")).toBeVisible();
  await page.getByRole("link", { name: "Go on" }).click();
  await expect(page.getByRole("rowheader", { name: "Office laptop" })).toBeVisible();
  expect(await accessibilityProblems(page)).toEqual([]);

  await signOut(page);
  await givePassword(page, "joseph.ssempa@kampala.example");
  await expect(heading(page, "Enter your code")).toBeVisible();
  expect(await accessibilityProblems(page)).toEqual([]);
  await page.getByRole("link", { name: "Use a passkey instead" }).click();
  await expect(heading(page, "Sign in with a passkey")).toBeVisible();
  await page.waitForLoadState();
  await page.getByRole("button", { name: "Use my passkey" }).click();
  await expect(page.getByRole("button", { name: "Sign out" })).toBeVisible();

  await signOut(page);
  await page.goto("/sign-in?next=%2Faccount%2Fsecond-factor");
  await page.getByRole("link", { name: "Sign in with a passkey" }).click();
  await expect(heading(page, "Sign in with a passkey")).toBeVisible();
  await page.waitForLoadState();
  expect(await accessibilityProblems(page)).toEqual([]);
  await page.getByRole("button", { name: "Use my passkey" }).click();
  await expect(heading(page, "Second factor")).toBeVisible();
  await page.getByRole("button", { name: "Remove the passkey “Office laptop”" }).click();
  await expect(page.getByText("You have no passkey yet.")).toBeVisible();
});
