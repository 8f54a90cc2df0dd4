import { readdirSync, readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { expect, it } from "vitest";

const folder = new URL("../../app/ui/styles/", import.meta.url);
const sheets = readdirSync(folder).map((name) => readFileSync(new URL(name, folder), "utf8"));
const tokens = readFileSync(new URL("tokens.css", folder), "utf8");

const light = colours(tokens.slice(0, tokens.indexOf("@media")));
const dark = { ...light, ...colours(tokens.slice(tokens.indexOf("@media"))) };

function colours(css: string): Record<string, string> {
  return Object.fromEntries(
    [...css.matchAll(/--(\w+): (#[0-9a-f]{3,6});/g)].map(([, name = "", value = ""]) => [
      name,
      value.length === 4 ? value.replace(/[0-9a-f]/g, "$&$&") : value,
    ]),
  );
}

function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5]
    .map((at) => Number.parseInt(colour.slice(at, at + 2), 16) / 255)
    .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one = "", other = ""): number {
  const [darker = 0, lighter = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (lighter + 0.05) / (darker + 0.05);
}

const WORDS = ["ink", "soft", "kapok", "good", "warn"].flatMap((word) =>
  ["paper", "well"].map((ground) => [word, ground, 4.5] as const),
);
const EDGES = ["edge", "focus", "kapok"].flatMap((edge) =>
  ["paper", "well"].map((ground) => [edge, ground, 3] as const),
);

it.each([...WORDS, ["paper", "ink", 4.5] as const, ["paper", "kapok", 4.5] as const, ...EDGES])(
  "%s on %s keeps %d:1 by day and by night",
  (word, ground, least) => {
    expect(contrast(light[word], light[ground])).toBeGreaterThanOrEqual(least);
    expect(contrast(dark[word], dark[ground])).toBeGreaterThanOrEqual(least);
  },
);

it("fits into nine kilobytes and asks nobody for anything", () => {
  const css = sheets.join("\n");
  const sent = css.replaceAll(/\/\*[\s\S]*?\*\/|@import [^;]+;/g, ""); // neither comments nor imports are
  expect(gzipSync(sent).length).toBeLessThan(9216);
  expect(css).not.toMatch(/url\(|@font-face|https?:/);
});

it("imports every sheet", () => {
  const index = readFileSync(new URL("index.css", folder), "utf8");
  expect([...index.matchAll(/"\.\/(.+)"/g)].map(([, name]) => name).sort()).toEqual(
    readdirSync(folder)
      .filter((name) => name !== "index.css")
      .sort(),
  );
});

it("lays out by start and end, so that it can be read from right to left", () => {
  expect(sheets.join("\n").match(/\b(margin|padding|border|inset)?-?(left|right)\s*:/g)).toBeNull();
});

it.each([
  ["clock", 1250],
  ["session", 1100],
])("keeps %s.js within %i bytes on the wire", (name, most) => {
  expect(gzipSync(readFileSync(new URL(`../../public/${name}.js`, import.meta.url))).length).toBeLessThan(most);
});
