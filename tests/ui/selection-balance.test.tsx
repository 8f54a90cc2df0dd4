import { expect, it } from "vitest";
import { BalanceForm } from "#app/ui/selection-balance-form.tsx";
import { BalanceReport } from "#app/ui/selection-balance.tsx";
import { render, words } from "./render.tsx";

const bound = { rule: 0, dimension: "country" as const, least: 1, most: null, limit: true, count: 1, met: true };

it("shows both lists in full, the rules that cost something, and behind them those that cost nothing", () => {
  const said = words(
    render(
      <BalanceReport
        line={2}
        names={{
          a: { code: "E-1", title: "Alpha", rank: 1 },
          b: { code: "E-2", title: "Beta", rank: 2 },
          c: { code: "E-3", title: "Gamma", rank: 3 },
        }}
        report={{
          ...{ merit: ["a", "b"], chosen: ["a", "c"], in: ["c"], out: ["b"], lostHits: null, deepest: 3 },
          price: { sum: 1, perPlace: 0.5, share: 0.1 },
          bounds: [
            { ...bound, group: "PE", price: 1 },
            { ...bound, group: "KE", price: 0 },
          ],
        }}
      />,
    ),
  );
  expect(said).toMatch(/By the ranking.*By the rules.*Alpha.*Alpha.*Beta.*Gamma/);
  expect(said).toMatch(/Peru: at least 1.*Rules that cost nothing: 1.*Kenya: at least 1/);
});

it("begins with the rules that were asked for last, and after a refusal with what was typed", () => {
  const form = (refused?: { errors: Record<string, string>; typed: Record<string, string> }) =>
    render(
      <BalanceForm
        {...{ roundId: "r", lines: [], levels: [], adoptable: false, refused }}
        last={{ "region-most": "12", "region-most-force": "target" }}
      />,
    );
  expect(form()).toMatch(/name="region-most"[^>]*value="12"/);
  expect(form({ errors: {}, typed: { "region-most": "x" } })).toMatch(/name="region-most"[^>]*value="x"/);
});
