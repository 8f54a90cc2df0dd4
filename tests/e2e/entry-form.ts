import type { Locator, Page } from "@playwright/test";
import { expect, field, openLetter, SAVED, savedLine } from "./support.ts";

export type Section = {
  title: string;
  choose?: [question: string, answer: RegExp][];
  write?: [label: string, words: string][];
  tick?: RegExp[];
};

export const TITLE = "Benches that listen";

/** What the Guangzhou form cannot do without, section by section, except the title. */
export const SECTIONS: Section[] = [
  {
    title: "Check that you can take part",
    choose: [
      ["Who is entering?", /^A city/],
      ["How far is the initiative?", /first results/],
      ["Does the head of your government know of this entry?", /^Yes/],
    ],
  },
  {
    title: "Introduce the initiative",
    write: [
      ["Title of the initiative", TITLE],
      ["Beginning", "2023-04"],
      ["Summary", "Benches count how long people rest, and the city puts more where they do."],
    ],
    tick: [/^Urban governance/],
  },
  {
    title: "Describe your city",
    write: [
      ["Population", "98000"],
      ["Area", "42.5"],
    ],
  },
  {
    title: "Say whom we can reach",
    write: [
      ["Name of the contact person", "Nomsa Dube"],
      ["Position and department", "Head of parks"],
      ["E-mail address", "parks@city.example"],
    ],
  },
  {
    title: "Explain why it was needed",
    write: [
      ["Background", "Nobody knew where people stop to rest."],
      ["Origins", "A park keeper's idea."],
      ["Objectives", "A seat within 200 metres of everybody by 2026."],
    ],
  },
  { title: "Name partners and resources", write: [["Resources", "USD 40,000 and two carpenters."]] },
  {
    title: "Describe the innovation",
    choose: [["Type of innovation", /^Evolutionary/]],
    write: [
      ["What is new about it?", "The bench itself asks for company."],
      ["Obstacles and solutions", "Rain. We found oil."],
    ],
  },
  {
    title: "Show the results",
    write: [
      ["Outcomes", "300 benches; older people go out twice as often."],
      ["How do you know?", "Counted by the bench, checked by the university."],
      ["Lessons for other cities", "Begin where people already lean on walls."],
    ],
  },
  { title: "Relate it to global goals", tick: [/^11 Sustainable cities/] },
  { title: "Add documents and pictures", tick: [/true to the best of our knowledge/] },
];

/** Answers one section as a person does. Nothing is sent yet where the page does not save itself. */
export async function answer(page: Page, { title, choose = [], write = [], tick = [] }: Section): Promise<void> {
  await expect(page.getByRole("heading", { level: 1, name: title })).toBeVisible();
  for (const [question, choice] of choose) await page.getByRole("group", { name: question }).getByLabel(choice).check();
  for (const [label, words] of write) await field(page, label).fill(words);
  // A tile is ticked anywhere on it: its label lies over the box.
  for (const label of tick) await page.getByLabel(label).check({ force: true });
}

export type ChosenFile = { name: string; mimeType: string; buffer: Buffer };

/** Sends a file where no script runs: on a page of its own, which leads back when it has arrived. */
export async function uploadByHand(page: Page, slot: Locator, file: ChosenFile): Promise<void> {
  const address = page.url().split("#")[0]!;
  await slot.getByRole("button", { name: "Add a file" }).click();
  await expect(page.getByRole("heading", { level: 1, name: /^Add a file: / })).toBeVisible();
  await page.getByLabel("Add a file").setInputFiles(file);
  await page.getByRole("button", { name: "Upload" }).click();
  await expect(page).toHaveURL((url) => url.href.startsWith(address));
}

/** Waits until every field of the section shows when it was saved. */
export async function allSaved(page: Page, { choose = [], write = [], tick = [] }: Section): Promise<void> {
  const lines = [
    ...choose.map(([question, choice]) => savedLine(page.getByRole("group", { name: question }).getByLabel(choice))),
    ...write.map(([label]) => savedLine(field(page, label))),
    ...tick.map((label) => savedLine(page.getByLabel(label))),
  ];
  for (const line of lines) await expect(line).toHaveText(SAVED);
}

export const PASSWORD = "three quiet benches";

/** Opens an account, confirms its address by the letter, and signs in. */
export async function register(page: Page, email: string): Promise<void> {
  await page.goto("/register");
  await page.getByLabel("Full name").fill("Nomsa Dube");
  await page.getByLabel("E-mail address").fill(email);
  await page.getByLabel("Password").fill(PASSWORD);
  await page.getByRole("button", { name: "Open account" }).click();
  await expect(page.getByRole("heading", { name: "Look into your mailbox" })).toBeVisible();
  await openLetter(page, { to: email, subject: /^Confirm your/ });
  await page
    .locator("pre.letter")
    .getByRole("link", { name: /\/confirm\// })
    .click();
  await page.getByRole("button", { name: /^Yes, this is my account/ }).click();
  await expect(page.getByText("Your e-mail address is confirmed.")).toBeVisible();
  await page.getByLabel("E-mail address").fill(email);
  await page.getByLabel("Password").fill(PASSWORD);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByRole("button", { name: "Sign out" })).toBeVisible();
}

/** Founds the team of a city that nobody has entered. */
export async function makeTeam(page: Page, city: string): Promise<void> {
  await page.goto("/entries");
  await page.getByRole("link", { name: "Find or add your city" }).click();
  await page.getByLabel("Name of the city or government").fill(city);
  await page.getByLabel("Country").selectOption({ label: "Zimbabwe" });
  await page.getByRole("button", { name: "Go on" }).click();
  await expect(page.getByText("Your city’s team exists, and you are its owner.")).toBeVisible();
}
