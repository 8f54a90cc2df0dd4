import type { Page } from "@playwright/test";
import { verify } from "../../public/verify.mjs";
import { setUpRound } from "./round-form.ts";
import { be, expect, field, openLetter, test } from "./support.ts";

const LIN = "Lin Yue (林悦)";
const CHEN = "Chen Rui (陈睿)";
const CHAIR = { name: "Ingrid Solheim", email: "ingrid.solheim@committee.example" };
type Specialist = { name: string; email: string; reads: string[]; others: string[] };
const [HALF, REST] = [
  ["Innovation", "Effectiveness"],
  ["Context", "Replicability", "Relevance to the SDGs and the New Urban Agenda"],
];
const THABO: Specialist = { name: "Thabo Nkosi", email: "thabo.nkosi@jury.example", reads: HALF, others: REST };
const KENJI: Specialist = { name: "Kenji Morita", email: "kenji.morita@jury.example", reads: REST, others: HALF };

/** So many sheets are filled in as a person does; the others are sent, because there are a dozen. */
const BY_HAND = 2;

/** A prize of its own: no other journey reads or judges it. */
test("criteria are divided between two specialists, one without JavaScript, the panel compares pairs, and the result verifies", async ({
  page,
  visitor,
}) => {
  test.setTimeout(300_000);
  const plain = await visitor({ javaScriptEnabled: false });
  const name = `Divided prize ${Date.now().toString(36)}`;
  await be(page, LIN);
  const round = await setUpPrize(page, name);
  await invite(page, round, { email: THABO.email, role: "Reviewer" });
  await invite(page, round, { email: KENJI.email, role: "Reviewer" });
  await invite(page, round, { email: CHAIR.email, role: "Chair" });
  await be(page, CHEN);
  await page.goto(`${round}/panel`);
  await page
    .getByRole("link", { name: new RegExp(`${CHAIR.name}|${CHAIR.email}`) })
    .last()
    .click();
  await page.getByRole("button", { name: "Confirm" }).click();
  await expect(page.getByText(/confirmed/i).first()).toBeVisible();
  for (const { name: who, email } of [THABO, CHAIR]) await accept(page, who, email, name);
  await accept(plain, KENJI.name, KENJI.email, name);

  await be(page, LIN);
  await nameCriteria(page, round, THABO);
  await be(plain, LIN);
  await nameCriteria(plain, round, KENJI);
  await page.goto(`${round}/assignments`);
  await page.getByRole("link", { name: "Assign in balance" }).click();
  await page.getByRole("button", { name: "Search for the best plan" }).click();
  await page.getByRole("button", { name: "Carry out this plan and tell the reviewers" }).click();
  await expect(page).toHaveURL(/\/assignments$/);

  const best = await judge(page, round, THABO, { best: 5, others: 3 });
  await be(page, CHAIR.name);
  await page.goto(`${round}/ranking`);
  await expect(page.getByRole("row").filter({ hasText: best })).toContainText(
    "Not ranked: no score on Context, Replicability",
  );
  expect(await judge(plain, round, KENJI, { best: 4, others: 3 })).toBe(best);
  await freeze(page, round, best);
  await voteInPairs(page, plain, round, best);
  await sign(page, round);
  await publishAndCheck(page, round, best);
});

async function setUpPrize(page: Page, name: string): Promise<string> {
  await page.goto("/secretariat");
  await page.getByRole("link", { name: /Demonstration cycle.*published/ }).click();
  await expect(page.getByRole("heading", { level: 1, name: /published/ })).toBeVisible();
  await page.getByRole("link", { name: "Set up a round" }).click();
  await setUpRound(page, {
    name,
    rubric: { label: "Technical Committee 2023" },
    level: "Winner (demonstration)",
    places: 1,
    divided: true,
  });
  await expect(page.getByRole("heading", { level: 1, name })).toBeVisible();
  return page.url();
}

async function invite(page: Page, round: string, { email, role }: { email: string; role: string }): Promise<void> {
  await page.goto(`${round}/panel`);
  await field(page, "E-mail address").fill(email);
  await page.getByRole("radio", { name: role, exact: true }).check();
  if (role === "Chair") await field(page, "Reason").fill("She has chaired the jury of this award.");
  await page.getByRole("button", { name: "Send the invitation", exact: true }).click();
  await expect(page.getByText(email).first()).toBeVisible();
}

async function accept(page: Page, who: string, email: string, round: string): Promise<void> {
  await be(page, who);
  await openLetter(page, { to: email, subject: new RegExp(round) });
  await page
    .locator("pre.letter")
    .getByRole("link", { name: /\/invitations\// })
    .click();
  await page.getByRole("button", { name: "Accept" }).click();
  await expect(page).not.toHaveURL(/\/invitations\//);
}

async function nameCriteria(page: Page, round: string, { name, reads }: Specialist): Promise<void> {
  await page.goto(`${round}/panel`);
  await page.getByRole("link", { name: `Choose the criteria of ${name}` }).click();
  for (const criterion of reads) await page.getByLabel(criterion, { exact: true }).check();
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("row").filter({ hasText: name })).toContainText(reads.at(-1)!);
}

/**
 * Reads all entries, whose conflict questions the jury has answered, and scores what is asked: the first by title best.
 * Answers which that is.
 */
async function judge(
  page: Page,
  round: string,
  { name, reads, others }: Specialist,
  points: { best: number; others: number },
): Promise<string> {
  await be(page, name);
  const tasks = `/judging${new URL(round).pathname}`;
  await page.goto(tasks);
  const list = page.getByRole("main").locator("li a[href*='/judging/assignments/']");
  const sheets = await list.evaluateAll((all) =>
    all.map((link) => ({ href: (link as HTMLAnchorElement).href, title: link.textContent!.trim() })),
  );
  const [first] = sheets.map(({ title }) => title).sort();
  const pointsFor = (title: string) => (title === first ? points.best : points.others);
  for (const { href, title } of sheets.slice(0, BY_HAND)) {
    await page.goto(href);
    await expect(page.getByText(`You score: ${reads[0]}`)).toBeVisible();
    const scales = page.locator("fieldset.scale");
    await expect(scales).toHaveCount(reads.length);
    for (const other of others) await expect(scales.filter({ hasText: other })).toHaveCount(0);
    for (const scale of await scales.all())
      await scale
        .getByRole("radio")
        .nth(pointsFor(title) - 1)
        .check();
    await page.getByRole("button", { name: "Submit review" }).click();
    await expect(page.getByText(/^Your review of “.+” is in\.$/)).toBeVisible();
  }
  for (const { href, title } of sheets.slice(BY_HAND)) await handIn(page, href, String(pointsFor(title)), reads.length);
  return first!;
}

/** Gives every criterion of a sheet the same score and submits, as its form would without JavaScript. */
async function handIn(page: Page, sheet: string, score: string, criteria: number): Promise<void> {
  const html = await (await page.request.get(sheet)).text();
  const hidden = [...html.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)].map(
    ([, name, value]) => [name!, value!] as const,
  );
  const scales = new Set([...html.matchAll(/name="(score\.[^"]+)"/g)].map(([, name]) => name!));
  expect(scales.size).toBe(criteria);
  const form = Object.fromEntries([...hidden, ...[...scales].map((name) => [name, score] as const)]);
  const { origin } = new URL(sheet);
  const answer = await page.request.post(`${sheet}/submission`, { form, headers: { origin }, maxRedirects: 0 });
  expect(answer.status()).toBe(303);
}

/** The chair reads the ranking and freezes. */
async function freeze(page: Page, round: string, best: string): Promise<void> {
  await be(page, CHAIR.name);
  await page.goto(`${round}/ranking`);
  // half of the weight at 5, half at 4
  await expect(page.getByRole("row").nth(1)).toContainText(best);
  await expect(page.getByRole("row").nth(1)).toContainText("4.50");
  await expect(page.getByText("Criteria are divided among the reviewers").first()).toBeVisible();
  await page.getByRole("link", { name: "Freeze the scores" }).click();
  await expect(page.getByText("Every entry has all its reviews.")).toBeVisible();
  await page.getByLabel("I have read what is missing, and want to freeze now").check();
  await page.getByRole("button", { name: "Freeze the scores for good" }).click();
  await expect(page.getByText("The scores were frozen on")).toBeVisible();
}

/** The chair opens a ballot of pairs; all three compare, page by page, one without JavaScript; the best wins. */
async function voteInPairs(page: Page, plain: Page, round: string, best: string): Promise<void> {
  await page.goto(`${round}/ballot`);
  await page.getByRole("radio", { name: /^Pairs, Bradley-Terry/ }).check();
  await field(page, "Last day").fill(new Date(Date.now() + 2 * 86_400_000).toISOString().slice(0, 10));
  await field(page, "Time").fill("18:00");
  await page.getByRole("button", { name: "Open the ballot" }).click();
  await expect(page.getByText("0 of 3 have voted")).toBeVisible();
  const paper = `/judging${new URL(round).pathname}/ballot`;
  for (const [voter, at] of [
    [THABO.name, page],
    [KENJI.name, plain],
    [CHAIR.name, page],
  ] as const) {
    await be(at, voter);
    await at.goto(paper);
    await compare(at, best);
  }
  await page.goto(`${round}/ballot`);
  await page.getByRole("button", { name: "Close and count" }).click();
  await expect(page.getByText("3 papers were counted.")).toBeVisible();
  await expect(page.getByRole("row").nth(1)).toContainText(best);
}

/**
 * Answers every page of a paper: the best where it stands, else whichever is first. The first pair of a page as a
 * person does; the others in one go, because there are ninety.
 */
async function compare(page: Page, best: string): Promise<void> {
  for (;;) {
    const heading = page.getByRole("heading", { name: /^Page \d+ of \d+$/ });
    const [, number, pages] = /(\d+) of (\d+)/.exec((await heading.textContent())!)!;
    const pairs = page.locator("fieldset");
    const wins = pairs.first().getByRole("radio", { name: best });
    await ((await wins.count()) > 0 ? wins : pairs.first().getByRole("radio").first()).check();
    await pairs.evaluateAll((all, title) => {
      for (const pair of all.slice(1)) {
        const labels = [...pair.querySelectorAll("label")];
        (labels.find((label) => label.textContent!.includes(title)) ?? labels[0]!).click();
      }
    }, best);
    await page.getByRole("button", { name: /^Hand in/ }).click();
    if (number === pages) break;
    await expect(page.getByRole("heading", { name: `Page ${Number(number) + 1} of ${pages}` })).toBeVisible();
  }
  await expect(page.getByText("Your vote is in")).toBeVisible();
  await expect(page.getByText(/^Pairs answered: (\d+) of \1$/)).toBeVisible();
}

/** Two sign the list that the ballot gives. */
async function sign(page: Page, round: string): Promise<void> {
  await page.goto(`${round}/finalisation`);
  await page.getByRole("button", { name: "Propose this list" }).click();
  await expect(page.getByRole("button", { name: "Approve this list" })).toBeVisible();
  await be(page, CHEN);
  await page.goto(`${round}/finalisation`);
  await page.getByRole("button", { name: "Approve this list" }).click();
  await expect(page.getByText("Two people have signed.")).toBeVisible();
}

async function publishAndCheck(page: Page, round: string, best: string): Promise<void> {
  await page.getByRole("link", { name: "Publish the result" }).click();
  await page.getByLabel("Now", { exact: true }).check();
  await page.getByRole("button", { name: "Publish" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "The result is public" })).toBeVisible();
  await page.goto("/cycles/demo-published");
  await expect(page.getByText("criteria are divided among the reviewers; entries are ranked by").first()).toBeVisible();
  const proof = `/proofs/${new URL(round).pathname.split("/").at(-1)}`;
  await page.goto(proof);
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  const bundle = await (await page.request.get(`${proof}/bundle.json`)).text();
  const verdict = await verify(bundle, await (await page.request.get("/trust.json")).json());
  expect(verdict).toMatchObject({ ok: true });
  expect(verdict.lines.join("\n")).toContain(best);
}
