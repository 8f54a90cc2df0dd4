import { expect, it } from "vitest";
import { CutReads, CutTable } from "#app/ui/ranking-cut.tsx";
import { render } from "./render.tsx";

const table = (refused: "scoring-over" | null) =>
  render(
    <CutReads
      roundId="r"
      line={1}
      refused={refused}
      extra={[{ entryId: "e", reviewer: { id: "a", name: "Sofie de Wit" } }]}
      rows={{ e: { code: "DEMO-1", title: "Public Bike Sharing", reviews: 2, given: 2, assigned: 3 } }}
    />,
  );

it("offers to assign only while somebody could score, and says what to do else", () => {
  expect(table(null)).toContain("<button");
  expect(table("scoring-over")).not.toContain("<button");
  expect(table("scoring-over")).toContain("The secretariat can open the round again first");
});

it("says beside who could read on how many reviews are awaited, so that nobody asks for one twice unawares", () => {
  expect(table(null).replaceAll(/<[^>]*>/g, " ")).toMatch(/2 of 3\s+Sofie de Wit/);
});

it("leaves out what is clearly out, and leads to all of it", () => {
  const entries = [
    { id: "a", place: 1, chance: 0.6, low: 1, high: 2, band: "near-tie" as const },
    { id: "b", place: 2, chance: 0.05, low: 2, high: 3, band: "out" as const },
  ];
  const shown = (all: boolean) =>
    render(<CutTable roundId="r" line={1} entries={entries} rows={{}} reviews={false} all={all} />);
  expect(shown(false).match(/<tr/g)).toHaveLength(2);
  expect(shown(false)).toContain('href="?line=1&amp;all=yes"');
  expect(shown(true).match(/<tr/g)).toHaveLength(3);
  expect(shown(true)).not.toContain("all=yes");
});
