import { describe, expect, it } from "vitest";
import { searchNameOf } from "#app/domain/city/rules.ts";
import { csvRow } from "#app/domain/csv.ts";
import { keyOf, readLines } from "#app/domain/cycle/rules.ts";
import { frameworkOf } from "#app/domain/entry/rules.ts";
import { cleanText, emailAddress, isolatingText, slug } from "#app/domain/input.ts";
import { countText } from "#app/domain/question/counting.ts";
import { plainDecimal } from "#app/domain/question/figures.ts";
import { acceptAnswer } from "#app/domain/question/input.ts";
import { columnsOf, partsOf, QUESTION_TYPES } from "#app/domain/question/rules.ts";
import { readAnchors } from "#app/domain/rubric/rules.ts";
import { asWritten } from "#app/domain/translation/rules.ts";
import { cookieIn } from "#app/http/cookies.ts";
import { cleanName, contentDisposition } from "#app/outside/files/names.ts";
import { documentName } from "#app/outside/documents/serving.ts";
import { aQuestion } from "#tests/support/factories.ts";
import { growth } from "#tests/support/growth.ts";
import { attacksOn, type Pattern, patternsIn } from "#tests/support/patterns.ts";

/** Twice the text is twice the work for whoever reads it once; four times where each place is a start of its own. */
const ONCE = 3;

/** What a pattern does at the most places: finds itself everywhere, or fails. */
const user = (pattern: Pattern) => {
  const it = new RegExp(pattern.source, pattern.flags);
  return (text: string) => (it.global ? text.replace(it, "") : it.test(text));
};

/** The worst of what a pattern makes of texts that are made of it, each with ends that it may refuse. */
function worstOf(pattern: Pattern): { growth: number; text: string } {
  const read = user(pattern);
  const tried = attacksOn(pattern).flatMap(({ before, piece }) =>
    ["", "\u0000!x", " x\nx x"].map((end) => ({
      text: JSON.stringify([before, piece, end]),
      growth: growth(read, (length) => before + piece.repeat(length / piece.length) + end),
    })),
  );
  return tried.reduce((worst, each) => (each.growth > worst.growth ? each : worst), { growth: 0, text: "" });
}

describe("B56: every pattern reads long input once", () => {
  const { written, made } = patternsIn("app", "db");
  const each = [...new Map(written.map((pattern) => [`${pattern.file}: /${pattern.source}/`, pattern]))];

  it("finds the patterns that are written", () => {
    expect(each.length).toBeGreaterThan(200);
    expect(each.map(([name]) => name)).toContain("app/domain/input.ts: /\\r\\n?/");
  });

  it.each(each)("%s", (_name, pattern) => {
    const { growth, text } = worstOf(pattern);
    expect(growth, text).toBeLessThan(ONCE);
  });

  it("knows those that are made of a text", () => {
    expect(made).toEqual(["app/domain/proof/rules.ts", "app/ui/way-back.ts"]);
    for (const alike of [/^name (.*)$/m, /^\/(rounds|entries)\/[^/?]+(?=\/)/])
      expect(worstOf(alike).growth).toBeLessThan(ONCE);
  });

  it.each([
    /\s+$/,
    /^(a+)+b/,
    / *; */g,
    /[ \t]*\n/g,
    /\.+$/,
    /^https?:\/\/\S+\s*\S*$/,
    /^(?:a|a)*$/,
    /(?:\s*,\s*)+$/,
    /^(\d{1,3})[\s.:]+(.+)$/,
  ])("would find %s", (pattern) => {
    expect(worstOf(pattern).growth).toBeGreaterThan(ONCE);
  });
});

const STRETCHES = [
  " ",
  "\n",
  "\t",
  "\r",
  ".",
  ",",
  "-",
  "1",
  "a",
  "1,",
  "a.",
  "a-",
  ". ",
  "\u0301",
  "é",
  "'",
  '"',
  ";",
];
const HOSTILE = STRETCHES.flatMap((piece) =>
  ["", "1", "=", "https://"].flatMap((before) =>
    ["", "!x"].map((end) => (length: number) => `${before}${piece.repeat(length / piece.length)}${end}`),
  ),
);

const READERS: Record<string, (text: string) => unknown> = {
  "any text": (text) => cleanText.safeParse(text),
  "a translation": (text) => isolatingText.safeParse(text),
  "an address of mail": (text) => emailAddress.safeParse(text.slice(0, 254)),
  "an address of a page": (text) => slug.safeParse(text),
  "a name of a city": searchNameOf,
  "a framework": (text) => frameworkOf({ framework: text }),
  "a key": keyOf,
  "a list": (text) => readLines(text),
  "a number": plainDecimal,
  "a translated line": (text) => asWritten("name", text),
  "steps of a scale": (text) => [
    readAnchors(text, "", { scale: "numbers" }),
    readAnchors(text, "", { scale: "tenths" }),
  ],
  "a name of a file": cleanName,
  "a head of a download": (text) => contentDisposition(text, false),
  "a name of a document": (text) => documentName(text, text, "pdf"),
  "a cell of a table": (text) => csvRow([text]),
  "a cookie": (text) => cookieIn({ headers: { get: () => `lang=${text}` } as never }, "lang"),
};

describe("B56: whatever reads people's input reads it once", () => {
  it.each(Object.entries(READERS))("%s", (_what, read) => {
    for (const textOf of HOSTILE) expect(growth(read, textOf), textOf(20)).toBeLessThan(ONCE);
  });

  it.each(QUESTION_TYPES)("an answer: %s", (type) => {
    const question = aQuestion(type, { options: [{ value: "a", label: { en: "A" } }] });
    const [columns, parts] = [columnsOf(type), partsOf(type)];
    const read = (text: string) =>
      acceptAnswer(
        question,
        columns.length
          ? [Object.fromEntries(columns.map((column) => [column, text]))]
          : parts.length
            ? Object.fromEntries(parts.map((part) => [part, text]))
            : text,
      );
    for (const textOf of HOSTILE) expect(growth(read, textOf), textOf(20)).toBeLessThan(ONCE);
  });

  it("counting words", () => {
    const read = (text: string) => countText(text, "words", "en");
    for (const textOf of HOSTILE) expect(growth(read, textOf), textOf(20)).toBeLessThan(ONCE);
  });
});
