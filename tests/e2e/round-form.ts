import type { Page } from "@playwright/test";
import { field } from "./support.ts";

export type RoundForm = {
  name: string;
  rubric: { index: number } | { label: string };
  level: string;
  places: number;
  /** Everybody reads all, each the criteria that are named for them, and no profile bars anybody. */
  divided?: boolean;
};

/**
 * On the page that sets up a round: one review an entry, open since yesterday, with every conflict rule that bars, or
 * criteria that are divided.
 */
export async function setUpRound(
  page: Page,
  { name, rubric, level, places, divided = false }: RoundForm,
): Promise<void> {
  const day = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
  await field(page, "Name of the round").fill(name);
  await field(page, "First day").fill(day(-1));
  await field(page, "Opens at").fill("00:00");
  await field(page, "Last day").fill(day(9));
  await field(page, "Closes at").fill("23:59:59");
  await field(page, "Rubric").selectOption(rubric);
  if (divided) {
    await page.getByLabel("Every reviewer reads every entry").check();
    await page.getByLabel("are divided: each reviewer scores only those named for them").check();
  } else {
    await page.getByLabel("A number of reviewers for each entry").check();
    await field(page, "Reviewers for each entry").fill("1");
  }
  await page.getByLabel("Nothing", { exact: true }).check();
  for (const rule of [
    "A reviewer from the entry’s country",
    "A reviewer who lives in",
    "A reviewer of an organisation",
  ])
    await page
      .getByRole("group", { name: rule })
      .getByLabel(divided ? "nothing is asked because of it" : "may not read it")
      .check();
  await field(page, level).fill(String(places));
  await page.getByRole("button", { name: "Save the round" }).click();
}
