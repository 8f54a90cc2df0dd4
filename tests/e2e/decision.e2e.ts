import type { Page } from "@playwright/test";
import { verify } from "../../public/verify.mjs";
import { press, tabTo } from "./keys.ts";
import { be, expect, field, test } from "./support.ts";

const LIN = "Lin Yue (林悦)";
const CHEN = "Chen Rui (陈睿)";
const REASON = "The committee could not tell who now keeps it running.";
const RESULTS = "/cycles/demo-ready/results";
const MENTION = "Special mention";

/** From the secretariat's overview to the round of a cycle, as a person finds it. */
async function openRound(page: Page, cycle: RegExp): Promise<void> {
  await page.goto("/secretariat");
  await page.getByRole("link", { name: cycle }).click();
  await expect(page.getByRole("heading", { level: 1, name: cycle })).toBeVisible();
  await page.getByRole("link", { name: "Technical committee", exact: true }).click();
  await expect(page.getByRole("navigation", { name: "Parts of this round" })).toBeVisible();
}

test("a list is decided for reasons, E1: signed by two different people with the keyboard alone, published, and only then public; and corrected by its next version", async ({
  page,
  visitor,
}) => {
  test.setTimeout(240_000);
  const publicPage = await visitor();
  const unpublished = await publicPage.goto(RESULTS);
  const invented = await publicPage.goto("/cycles/no-such-cycle/results");
  expect([unpublished?.status(), invented?.status()]).toEqual([404, 404]);

  const plain = await visitor({ javaScriptEnabled: false }); // for half of it, as it must go without
  await be(plain, LIN);
  await openRound(plain, /shortlist ready to finalise/);
  await plain.getByRole("link", { name: "Ranking", exact: true }).click();
  await expect(plain.getByText("The scores were frozen on")).toBeVisible();
  await expect(plain.getByText(/^The line for “Shortlisted/)).toBeVisible();
  await plain.getByRole("link", { name: "Selection", exact: true }).click();
  await expect(plain.getByText("differs from the proposal").first()).toBeVisible();

  await decideAgainstTheRanking(plain);
  const mentioned = await mention(plain);
  await press(plain, plain.getByRole("link", { name: "Make the list final" }));
  await expect(plain.getByText("Any later change makes your signature void.")).toBeVisible(); // as this one did
  await tabTo(plain, plain.getByRole("button", { name: "Propose this list" }));
  await plain.keyboard.press("Enter");
  const refused = plain.getByRole("button", { name: "Approve this list" });
  await expect(refused).toHaveAttribute("aria-disabled", "true");
  await expect(refused).toHaveAccessibleDescription("A second person must do this: you made the first step yourself.");
  const finalisation = plain.url();

  await be(page, CHEN);
  await page.goto(finalisation);
  await expect(page.getByRole("row").filter({ hasText: mentioned })).toContainText(MENTION);
  await tabTo(page, page.getByRole("button", { name: "Approve this list" }));
  await page.keyboard.press("Enter");
  await expect(page.getByText("Two people have signed.")).toBeVisible();
  expect((await publicPage.goto(RESULTS))?.status()).toBe(404);

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
  await publicPage.goto(RESULTS);
  await expect(publicPage.getByRole("heading", { level: 1, name: /Demonstration cycle 2/ })).toBeVisible();
  await readMention(publicPage, mentioned);
  await publicPage.goto(RESULTS);
  await publicPage.getByRole("main").locator("a[href^='/initiatives/']").first().click();
  await expect(publicPage.getByText(/Rank \d+, \d+ reviews/)).toBeVisible();

  const round = finalisation.replace(/\/finalisation$/, "");
  await publicPage.request.get(proofOf(round)); // signs the log up to the list, which the portal does each minute
  const why = "An initiative on the list is run by another city.";
  const off = await openCorrection(plain, round, why);
  await signCorrection(plain, round);
  await publicPage.goto(RESULTS);
  await expect(publicPage.getByText(why)).toHaveCount(0);
  await plain.getByRole("link", { name: "Publish the new version" }).click();
  await expect(plain.getByRole("main")).toContainText(off);
  await plain.getByLabel("Now", { exact: true }).check();
  await plain.getByRole("button", { name: "Publish" }).click();
  await expect(plain.getByRole("heading", { name: /^Version 2 of / })).toBeVisible();
  await readCorrection(publicPage, { round, why, off });

  // another waits for its day, so that the walks come across what publishes it
  await openCorrection(page, round, "Another initiative on the list is run by another city.");
  await signCorrection(page, round);
});

/** Gives an entry without a level an honour, forgets its name first, and gives another one that is taken away again. */
async function mention(page: Page): Promise<string> {
  const selection = page.url();
  const unlisted = page.getByRole("row").filter({ hasText: "No level" }).filter({ hasText: "as proposed" }).first();
  const title = (await unlisted.getByRole("rowheader").locator("bdi").first().textContent())!;
  await unlisted.getByRole("link", { name: /^Decide/ }).click();
  await page.getByRole("link", { name: "Give or take away honours" }).click();
  await expect(page.getByText("None. That is possible.")).toBeVisible();
  await page.getByText("Français", { exact: true }).last().click();
  await page.locator("#name-fr").fill("Mention spéciale");
  await page.getByRole("textbox", { name: "Reason" }).fill("It dared most.");
  await page.getByRole("button", { name: "Give this honour" }).click();
  await expect(page).toHaveTitle(/^Error: /);
  await expect(page.locator("#name-en")).toHaveAccessibleDescription(/Fill in “Name/);
  await expect(page.locator("#name-fr")).toHaveValue("Mention spéciale");
  await page.locator("#name-en").fill(MENTION);
  await page.getByRole("button", { name: "Give this honour" }).click();
  await expect(page.getByRole("heading", { level: 3, name: MENTION })).toBeVisible();
  await page.locator("#name-en").fill("Golden kapok");
  await page.getByRole("textbox", { name: "Reason" }).fill("By mistake.");
  await page.getByRole("button", { name: "Give this honour" }).click();
  await page.getByRole("button", { name: /^Take away.*Golden kapok$/ }).click();
  await expect(page.getByText("Golden kapok")).toHaveCount(0);
  await page.goto(selection);
  await expect(page.getByRole("row").filter({ hasText: title })).toContainText(MENTION);
  return title;
}

/** What the public reads of it: beside the levels, in their language, and in the proof. */
async function readMention(page: Page, title: string): Promise<void> {
  const honoured = page.locator("section").filter({ has: page.getByRole("heading", { name: /^Distinction/ }) });
  await expect(honoured.getByRole("listitem").filter({ hasText: title }).first()).toContainText(MENTION);
  await page.goto(`${RESULTS}?lang=fr`);
  await expect(page.getByRole("listitem").filter({ hasText: title }).first()).toContainText("Mention spéciale");
  await page.goto(`${RESULTS}?lang=en`);
  await expect(page.getByText("It dared most.")).toHaveCount(0);
}

/** Takes the first of those on the list off it, in the next version of it, and proposes that. Gives its title. */
async function openCorrection(page: Page, round: string, why: string): Promise<string> {
  await page.goto(`${round}/correction`);
  await field(page, "Reason").fill(why);
  await page.getByRole("button", { name: "Begin a new version" }).click();
  await page.getByRole("link", { name: "To the selection" }).click();
  const listed = page.getByRole("row").filter({ hasText: "as proposed" }).filter({ hasText: "Deserving" }).first();
  const title = (await listed.getByRole("rowheader").locator("bdi").first().textContent())!;
  await listed.getByRole("link", { name: /^Decide/ }).click();
  await page.getByLabel("No level").check();
  await field(page, "Reason").fill("It is run by another city.");
  await page.getByRole("button", { name: "Save decision" }).click();
  await page.getByRole("link", { name: "Make the list final" }).click();
  await page.getByRole("button", { name: "Propose this list" }).click();
  await expect(page.getByRole("button", { name: "Approve this list" })).toHaveAttribute("aria-disabled", "true");
  return title;
}

/** The second signature, by whoever of the two did not propose it, who is left on the page of the correction. */
async function signCorrection(page: Page, round: string): Promise<void> {
  await be(page, (await page.locator("form.account").textContent())!.includes(CHEN) ? LIN : CHEN);
  await page.goto(`${round}/finalisation`);
  await page.getByRole("button", { name: "Approve this list" }).click();
  await expect(page.getByText("Two people have signed.")).toBeVisible();
  await page.goto(`${round}/correction`);
}

const proofOf = (round: string) => `/proofs/${new URL(round).pathname.split("/").at(-1)}/bundle.json`;

/** What anybody reads of it: on the page, in the files, in the feed, and by the proof. */
async function readCorrection(
  page: Page,
  { round, why, off }: { round: string; why: string; off: string },
): Promise<void> {
  await page.goto(RESULTS);
  const told = page.locator("section").filter({ has: page.getByRole("heading", { name: "Corrections of this list" }) });
  await expect(told.getByRole("heading", { name: /^Version 2 of / })).toBeVisible();
  await expect(told).toContainText(why);
  await expect(told.getByRole("listitem").filter({ hasText: off })).toContainText("off the list");
  await expect(page.getByRole("link", { name: new RegExp(`${off}$`) })).toHaveCount(0);
  await told.getByRole("link", { name: "The list before it: version 1" }).click();
  const before = page.getByRole("main").getByRole("listitem").filter({ hasText: off });
  await expect(before).toContainText("No longer on the list");
  const data = await (await page.request.get(`${RESULTS}.json`)).json();
  const [{ changes }] = data.corrections;
  expect((await page.request.get(`/initiatives/${changes[0].id}`)).status()).toBe(410);
  expect(data.corrections).toMatchObject([{ version: 2, reason: why, changes: [{ title: off, to: null }] }]);
  expect(await (await page.request.get("/feed.atom")).text()).toContain(why);
  const bundle = await page.request.get(proofOf(round));
  const verdict = await verify(await bundle.text(), await (await page.request.get("/trust.json")).json());
  expect(verdict).toMatchObject({ ok: true });
  expect(verdict.lines.join("\n")).toContain(`two people approved it: ${why}`);
  expect(verdict.lines.join("\n")).toContain(`; honours: ${MENTION}`);
}

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
