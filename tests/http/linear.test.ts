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

/**
 * What reads people's input, and text on which a pattern that tries one stretch again from each of its places would
 * not come to an end in the time of a test: it takes the square of this length, forty thousand million steps.
 */
const LENGTH = 200_000;
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
const hostile = STRETCHES.flatMap((piece) => {
  const stretch = piece.repeat(LENGTH / piece.length);
  return ["", "1", "=", "https://"].flatMap((before) => [`${before}${stretch}`, `${before}${stretch}!x`]);
});

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

describe("B56: patterns read long input once", { timeout: 60_000 }, () => {
  it.each(Object.entries(READERS))("%s", (_what, read) => {
    for (const text of hostile) read(text);
  });

  it.each(QUESTION_TYPES)("an answer: %s", (type) => {
    const question = aQuestion(type, { options: [{ value: "a", label: { en: "A" } }] });
    const [columns, parts] = [columnsOf(type), partsOf(type)];
    for (const text of hostile) {
      const given = columns.length
        ? [Object.fromEntries(columns.map((column) => [column, text]))]
        : parts.length
          ? Object.fromEntries(parts.map((part) => [part, text]))
          : text;
      expect(typeof acceptAnswer(question, given).ok).toBe("boolean");
    }
  });

  it("counting words", () => {
    for (const text of hostile) countText(text.slice(0, 5_000), "words", "en");
  });
});
