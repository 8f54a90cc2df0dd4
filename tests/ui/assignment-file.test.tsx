import { expect, it } from "vitest";
import { GivenFaults, GivenPlan } from "#app/ui/assignment-file.tsx";
import { render, words } from "./render.tsx";

const nobody = { added: [], ends: [], begun: [] };
const plan = { added: 2, stays: 1, ends: 1, begun: 1, short: 1, faults: [], sha256: "x" };

it("tells what a table would change by reader, and offers to carry it out", () => {
  const readers = [
    { id: "1", name: "Elif Kaya", load: 3, ...nobody, added: ["A-1", "A-2"], ends: ["A-3"], begun: ["A-4"] },
    { id: "2", name: "Rafael Monteiro", load: 2, ...nobody },
  ];
  const page = render(<GivenPlan plan={{ ...plan, readers }} form="plan" />);
  const said = words(page);
  for (const each of ["2 new assignments", "1 assignment stays", "1 assignment that nobody has begun ends"])
    expect(said).toContain(each);
  expect(said).toContain("Elif Kaya3A-1, A-2A-3A-4");
  expect(words(page)).not.toContain("Rafael");
  expect(page).toMatch(/<button[^>]*form="plan"[^>]*>|<button[^>]*name="carry"/);
});

it("offers nothing where nothing would change", () => {
  const page = render(<GivenPlan plan={{ ...plan, added: 0, ends: 0, begun: 0, short: 0, readers: [] }} form="plan" />);
  expect(words(page)).toContain("nothing would change");
  expect(page).not.toContain("<button");
});

it.each([
  ["entry-unknown", "Row 7: A-1 is not among the entries you can assign"],
  ["reviewer-unknown", "Row 7: Li is not among the reviewers of this round"],
  ["reviewer-ambiguous", "Row 7: Li is the name of several reviewers; give the e-mail address"],
  ["repeated", "Row 7: this reading stands further up already"],
  ["conflict", "Row 7: Li is in conflict with A-1"],
  ["stepped-back", "Row 7: Li has stepped back from A-1; assign it by hand if they are to read it after all"],
  ["full", "Row 7: Li would have more entries than agreed"],
] as const)("names the row that cannot be: %s", (fault, sentence) =>
  expect(words(render(<GivenFaults faults={[{ line: { row: 7, entry: "A-1", reviewer: "Li" }, fault }]} />))).toContain(
    sentence,
  ),
);

it("shows of very many rows that cannot be the first two hundred, and says how many there are", () => {
  const wrong = (count: number) =>
    Array.from({ length: count }, (_none, at) => ({
      line: { row: at + 2, entry: "A-1", reviewer: "Li" },
      fault: "full" as const,
    }));
  const page = render(<GivenFaults faults={wrong(3482)} />);
  expect(page.match(/<li>/g)).toHaveLength(200);
  expect(words(page)).toContain("3,482 rows cannot be carried out. These are the first 200.");
  expect(words(render(<GivenFaults faults={wrong(200)} />))).not.toContain("the first");
});
