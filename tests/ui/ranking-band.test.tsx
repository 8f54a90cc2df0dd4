import { expect, it } from "vitest";
import { RankBand, ScoreSpread } from "#app/ui/ranking-band.tsx";
import { Spreads } from "#app/ui/ranking-diagnostics.tsx";
import { render } from "./render.tsx";

it("draws a band near the end of a long list over its whole breadth, with the line inside", () => {
  const markup = render(<RankBand line={45} rows={[{ id: "a", place: 46, low: 44, high: 48, above: false }]} />);
  const [, from, to] = /figure-span" x1="([\d.]+)" x2="([\d.]+)"/.exec(markup)!.map(Number);
  const [, width] = /width="(\d+)"/.exec(markup)!.map(Number);
  const [, line] = /figure-line" x1="([\d.]+)"/.exec(markup)!.map(Number);
  expect(width).toBeLessThan(300);
  expect([from! < width! / 4, to! > width! * 0.9, from! < line! && line! < to!]).toEqual([true, true, true]);
});

it("draws how reviewers used the scale no broader than the narrowest phone, under their whole names", () => {
  const name = "Maria Guadalupe Fernández de la Torre";
  const markup = render(<ScoreSpread scale={[1, 5]} rows={[{ id: "a", name, spread: [1, 2, 3, 4, 5] }]} />);
  const [, width] = /width="(\d+)"/.exec(markup)!.map(Number);
  const [, from, to] = /figure-span" x1="([\d.]+)" x2="([\d.]+)"/.exec(markup)!.map(Number);
  expect(width).toBeLessThan(300);
  expect(markup).toContain(name);
  expect([from! < width! / 8, to! > width! * 0.9]).toEqual([true, true]);
});

it("tells in a table what the picture of the scale shows", () => {
  const markup = render(<Spreads rows={[{ id: "a", name: "Elif Kaya", spread: [1, 1.75, 2.5, 3.25, 5] }]} />);
  const cells = [...markup.matchAll(/<td[^>]*>(.*?)<\/td>/g)].map(([, cell]) => cell!.replaceAll(/<[^>]*>/g, ""));
  expect([markup.includes("Elif Kaya"), cells]).toEqual([true, ["1.00", "1.75 … 3.25", "2.50", "5.00"]]);
});
