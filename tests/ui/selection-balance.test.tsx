import { expect, it } from "vitest";
import { balanceFields } from "#app/domain/shortlist/input.ts";
import type { Composition } from "#app/domain/shortlist/rules.ts";
import { LOCALES } from "#app/i18n/locales.ts";
import { textsOf } from "#app/i18n/texts.ts";
import { BalanceForm } from "#app/ui/selection-balance-form.tsx";
import { ListComposition } from "#app/ui/selection-composition.tsx";
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
            { ...bound, group: "TD", price: 0 },
          ],
          movedBy: { b: { alone: true, bounds: [0] }, c: { alone: false, bounds: [0, 1] } },
        }}
        themes={[]}
      />,
    ),
  );
  expect(said).toMatch(/E-3.*only together.*Peru: at least 1.*Kenya: at least 1.*E-2.*Peru: at least 1/);
  expect(said).toMatch(/Peru: at least 1.*1\.00.*E-3, E-2.*kept/);
  expect(said).toMatch(/By the ranking.*By the rules.*Alpha.*Alpha.*Beta.*Gamma/);
  expect(said).toMatch(/Peru: at least 1.*Kenya: at least 1.*Rules that cost nothing: 1.*Chad: at least 1/);
});

it("begins with the rules that were asked for last, and after a refusal with what was typed", () => {
  const form = (refused?: { errors: Record<string, string>; typed: Record<string, string> }) =>
    render(
      <BalanceForm
        {...{ roundId: "r", lines: [], levels: [], groups: [], themes: [], adoptable: false, refused }}
        last={{ "region-most": "12", "region-most-force": "target" }}
      />,
    );
  expect(form()).toMatch(/name="region-most"[^>]*value="12"/);
  expect(form({ errors: {}, typed: { "region-most": "x" } })).toMatch(/name="region-most"[^>]*value="x"/);
});

it("says of a list that was kept earlier what it can, and not which rule moved whom", () => {
  const report = { merit: ["a"], chosen: ["b"], in: ["b"], out: ["a"], lostHits: null, deepest: 2 };
  const said = words(
    render(
      <BalanceReport
        line={1}
        names={{}}
        themes={[]}
        report={{
          ...report,
          price: { sum: 1, perPlace: 1, share: 0.1 },
          bounds: [{ ...bound, group: "PE", price: 1 }],
        }}
      />,
    ),
  );
  expect(said).toContain("Peru: at least 1");
  expect(said).not.toMatch(/Moved by|together/);
});

it("says of rules to whoever may not learn what they cost only whether they are kept", () => {
  const { count: _, ...told } = bound;
  const said = words(
    render(
      <BalanceReport
        line={1}
        names={{}}
        themes={[]}
        report={{
          ...{ merit: ["a"], chosen: ["b"], in: ["b"], out: ["a"], lostHits: null, deepest: 2 },
          ...{ price: { sum: 1, perPlace: 1, share: 0.1 }, bounds: [{ ...told, group: "PE" }] },
        }}
      />,
    ),
  );
  expect(said).toMatch(/Rules.*Kept\?.*Peru: at least 1.*kept/);
  expect(said).not.toMatch(/Price in points|Price of each rule|On the list|Moves|No rule costs|NaN/);
});

const THEMES = [{ key: "water", name: { en: "Water for all", fr: "De l’eau pour tous" } }];
const MADE_OF: Composition = [
  { dimension: "region", groups: [{ group: "Africa", counts: [7, 2] }] },
  { dimension: "country", groups: [{ group: "KE", counts: [5, 2] }] },
  {
    dimension: "theme",
    groups: [
      { group: "water", counts: [4, 0] },
      { group: "", counts: [1, 1] },
    ],
  },
];

const NAMES = MADE_OF.map(({ dimension, groups }) => ({ dimension, groups: groups.map(({ group }) => group) }));

it("offers the groups there are, by their names, for rules about one; keeps what is named, and three rows to fill", () => {
  const form = render(
    <BalanceForm
      {...{ roundId: "r", lines: [], levels: [], groups: NAMES, themes: THEMES, adoptable: false }}
      last={balanceFields({ line: 1, rules: [{ dimension: "goal", group: "11", least: 2, most: null, limit: false }] })}
      refused={undefined}
    />,
  );
  expect(form).toMatch(/<optgroup label="Regions"><option value="region:Africa">Africa<\/option>/);
  expect(form).toContain('<option value="theme:water">Water for all</option>');
  expect(form).toMatch(/<option value="goal:11" selected="">/);
  expect(form).not.toContain('value="theme:"');
  expect(form).toMatch(/name="named-1"[^>]*value="2"/);
  expect(["named-4", "named-5"].map((row) => form.includes(`name="${row}"`))).toEqual([true, false]);
});

it("says beside its field what is wrong with a rule for one group, and loses nothing that was typed", () => {
  const typed = { "named-2": "x", "named-2-group": "country:KE", "named-2-bound": "most", "named-2-force": "target" };
  const form = render(
    <BalanceForm
      {...{ roundId: "r", lines: [], levels: [], groups: [], themes: [], adoptable: false, last: null }}
      refused={{ errors: { "named-2": "not-whole", "named-1-group": "required" }, typed }}
    />,
  );
  expect(form).toMatch(/href="#named-2"[^>]*>[^<]*Rule 2/);
  expect(form).toMatch(/id="named-2-error"/);
  expect(form).toMatch(/<option value="country:KE" selected="">Kenya/);
  expect(form.match(/<option value="(most|target)" selected="">/g)).toHaveLength(2);
});

it.each(LOCALES)(
  "what lists are made of is told in %s, with the names of themes and of what is not recorded",
  (locale) => {
    const said = words(
      render(
        <ListComposition composition={{ valid: 9, firsts: [2], balanced: 2, of: MADE_OF }} themes={THEMES} />,
        locale,
      ),
    );
    expect(said).toContain(locale === "fr" ? "De l’eau pour tous" : "Water for all");
    expect(said).toContain(textsOf(locale).statistics.unknown);
    expect(said).toContain(textsOf(locale).balance.composition.title);
  },
);
