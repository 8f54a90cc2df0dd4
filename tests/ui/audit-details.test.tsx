import { expect, it } from "vitest";
import { LOCALES } from "#app/i18n/locales.ts";
import { textsOf } from "#app/i18n/texts.ts";
import { AuditDetails } from "#app/ui/audit-details.tsx";
import { render, words } from "./render.tsx";

const [FIRST, SECOND] = ["24bfb32e-0b0e-4d25-9c7e-2a4e4f1d9f01", "54ef46ca-6f0f-4a54-8d55-6f4c2b6b7a02"];

it("versions by criterion and pairs taken back are a line each, an id by its first digits", () => {
  const shown = render(<AuditDetails details={{ versions: { [FIRST]: 1, [SECOND]: 12 }, moved: [[FIRST, SECOND]] }} />);
  const lines = [...shown.matchAll(/<li>((?:(?!<ul|<li).)*?)<\/li>/g)].map(([, line]) => words(line!));
  expect(lines).toEqual(["24bfb32e · 1", "54ef46ca · 12", "24bfb32e · 54ef46ca"]);
});

it("nothing runs on behind a list", () => {
  const shown = render(<AuditDetails details={{ moved: [[FIRST, SECOND]], settled: true, pairs: 3 }} />);
  expect(shown).toMatch(/^<ul class="run">.*proved best.*<\/ul><ul>.*taken back.*<\/ul>$/s);
  expect(shown.indexOf("</ul>")).toBeGreaterThan(shown.indexOf("3"));
});

it("many lines are opened, none are told as none, and words are the reader's", () => {
  const many = Array.from({ length: 40 }, () => [FIRST, SECOND]);
  expect(render(<AuditDetails details={{ moved: many }} />)).toContain("<details><summary>40</summary><ul>");
  expect(words(render(<AuditDetails details={{ moved: [], settled: true }} />))).toBe(
    "taken back: noneproved best: yes",
  );
  expect(render(<AuditDetails details={{}} />)).toBe("");
});

it.each(LOCALES)("what a plan that was carried out leaves on record has words, in %s", (locale) => {
  const of = ["pairs", "unserved", "moved", "planSha256", "total", "totalBound", "floor", "floorBound", "settled"];
  const details = Object.fromEntries(of.map((key) => [key, 1]));
  const said = words(render(<AuditDetails details={details} />, locale));
  for (const key of of) {
    expect(said).toContain(textsOf(locale).audit.keys[key]);
    expect(textsOf(locale).audit.keys[key]).not.toBe(key);
  }
});
