import { be, expect, savedLine, test } from "./support.ts";

test.use({ viewport: { width: 360, height: 780 }, javaScriptEnabled: false });

test("in Arabic, on a phone and without scripts: a section is written, what is missing is named, and a receipt is read from right to left", async ({
  page,
}) => {
  await be(page, "Amara Okello"); // before the language is chosen: the button is found by its English words
  await page.goto("/cycles/demo-open/start?lang=ar");
  await page.getByRole("button", { name: /^(ابدؤوا الآن|بدء مشاركة أخرى)$/ }).click();
  await page.getByRole("link", { name: "التعريف بالمبادرة" }).click();
  await page.getByLabel("عنوان المبادرة").fill("حدائق على الأسطح");
  await page.getByRole("button", { name: "حفظ والبقاء هنا" }).click();
  await expect(savedLine(page.getByLabel("عنوان المبادرة"))).toContainText("حُفظ");
  await expect(page.getByLabel("عنوان المبادرة")).toHaveValue("حدائق على الأسطح");
  await page.getByRole("link", { name: "جميع الأقسام" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("حدائق على الأسطح");
  await page.getByRole("link", { name: "عرض ما ينقص" }).click();
  await expect(page.getByText("ما زالت هذه الإجابات ناقصة")).toBeVisible();

  await page.goto("/entries");
  await page
    .getByRole("link", { name: /Weyonje/ })
    .last()
    .click();
  await expect(page).toHaveURL(/\/entries\/[0-9a-f-]{36}$/);
  await page.goto(`${page.url()}/submission`);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("استُلمت مبادرتكم");
  await expect(page.locator("html")).toHaveAttribute("dir", "rtl");
  expect(await page.locator("html").evaluate((html) => html.scrollWidth - html.clientWidth)).toBe(0);
});
