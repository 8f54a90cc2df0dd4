import { describe, expect, it } from "vitest";
import { adjust } from "#app/domain/ranking/adjusted.ts";
import { normals } from "#app/domain/ranking/chances.ts";
import { LOCALES } from "#app/i18n/locales.ts";
import { textsOf } from "#app/i18n/texts.ts";
import { RankingTable, type RankingTableProps } from "#app/ui/ranking-table.tsx";
import { HowToRedo } from "#app/ui/ranking-workings.tsx";
import { render, words } from "./render.tsx";

/** Fourteen entries, each read by three of five, who differ in severity. */
const normal = normals("a table that anyone can redo");
const severity = [0.9, -0.8, 0.3, -0.4, 0];
const scores = Array.from({ length: 14 }, (_, at) => {
  const quality = normal();
  return [0, 1, 2].map((step) => {
    const reader = (at + step * 2) % 5;
    // In hundredths, as totals are.
    return {
      entry: `e${at}`,
      reviewer: `r${reader}`,
      score: Math.round(100 * (3 + quality + severity[reader]! + 0.6 * normal())) / 100,
    };
  });
}).flat();
const { entries, ...adjustment } = adjust(scores);
const props: RankingTableProps = {
  rows: [...entries].map(([entryId, adjusted], at) => ({
    ...{ entryId, code: entryId, title: entryId, rank: at + 1, tied: false, atLine: false, adjusted, parts: 100 },
    ...{ reviews: 3, given: 3, assigned: 3, cityName: "Kisumu", country: "KE", coApplicants: [] },
    total: Math.round(300 * adjusted.mean),
  })),
  ...{ first: 0, lines: [], levels: [], partial: false, adjustment, deciding: "adjusted" },
};
const heads = (markup: string) => [...markup.matchAll(/<th scope="col"[^>]*>([^<]*)/g)].map(([, head]) => head);
const bodyOf = (markup: string) =>
  [...markup.matchAll(/<tr[^>]*>(.*?)<\/tr>/g)]
    .slice(1)
    .map(([, row]) => [...row!.matchAll(/<t[dh][^>]*>(.*?)<\/t[dh]>/g)].map(([, cell]) => words(cell!)));
const figure = (text: string | undefined) => Number((text ?? "").replace("−", "-"));

describe("a ranking whose scores are adjusted", () => {
  it("can be redone from its own columns to the last digit that is shown", () => {
    const markup = render(<RankingTable {...props} />);
    const columns = heads(markup);
    const at = (head: string) => columns.indexOf(head);
    const middle = figure(/\(([\d.,−]+)\)/.exec(words(render(<HowToRedo intercept={adjustment.intercept} />)))?.[1]);
    const rows = bodyOf(markup);
    expect(rows).toHaveLength(14);
    for (const row of rows) {
      const [mean, correction, share, adjusted] = ["Mean points", "Correction", "Share kept", "Adjusted score"].map(
        (head) => figure(row[at(head)]),
      ) as [number, number, number, number];
      expect(Math.abs(middle + share * (mean + correction - middle) - adjusted)).toBeLessThan(0.0055);
    }
    expect(new Set(rows.map((row) => row[at("Correction")])).size).toBeGreaterThan(3);
  });

  it("shows the score that decides first, and on a phone says in each cell what its figure is", () => {
    const shown = (given: Partial<RankingTableProps>) =>
      heads(render(<RankingTable {...props} {...given} />)).slice(3, -2);
    const parts = ["Mean points", "Correction", "Share kept"];
    expect(shown({})).toEqual(["Adjusted score", ...parts]);
    expect(shown({ deciding: "mean" })).toEqual([...parts, "Adjusted score"]);
    expect(render(<RankingTable {...props} />)).toMatch(
      /data-label="Correction">[^<]*\d[^<]*<.*data-label="Share kept">0\.\d/,
    );
  });

  it("has none of it where nothing is adjusted, or the reader may not see it", () => {
    for (const given of [null, { corrected: false }])
      expect(heads(render(<RankingTable {...props} adjustment={given} deciding="mean" />)).slice(3, -2)).toEqual([
        "Mean points",
      ]);
  });

  it.each(LOCALES)("is told in %s, with the middle in figures", (locale) => {
    const t = textsOf(locale).ranking;
    expect(heads(render(<RankingTable {...props} />, locale))).toEqual(
      expect.arrayContaining([t.correction, t.shrinkage]),
    );
    expect(words(render(<HowToRedo intercept={2.5432} />, locale))).toMatch(/[2٢][.,٫][5٥][4٤][3٣][2٢]/);
  });
});
