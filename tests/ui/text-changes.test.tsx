import { expect, it } from "vitest";
import { compareTexts } from "#app/domain/entry/rules.ts";
import { AnswerText } from "#app/ui/answer-text.tsx";
import { TextChanges } from "#app/ui/text-changes.tsx";
import { render } from "./render.tsx";

/** What decides the direction of an element with `dir="auto"`: its first letter, but for those in a `bdi`. */
const directions = (markup: string): string[] =>
  [...markup.matchAll(/<(\w+)[^>]*dir="auto"[^>]*>(.*?)<\/\1>/gs)].map(([, , inner]) => {
    const [first] = inner!.replace(/<bdi.*?<\/bdi>|<[^>]*>/gs, "").match(/\p{L}/u) ?? [""];
    return /\p{Script=Arabic}/u.test(first) ? "rtl" : "ltr";
  });
const compared = (earlier: string, present: string, locale: "en" | "ar") =>
  directions(render(<TextChanges pieces={compareTexts(earlier, present, locale)} />, locale));

it("a comparison runs as its texts do, whatever the language of the page", () => {
  expect(compared("Rain fell on benches", "Snow fell on benches", "ar")).toEqual(["ltr"]);
  expect(compared("المطر على المقاعد", "الثلج على المقاعد", "en")).toEqual(["rtl"]);
});

it("two texts without a word in common each run in their own direction", () => {
  expect(compared("Rain fell on benches", "هطل المطر", "ar")).toEqual(["ltr", "rtl"]);
  expect(compared("هطل المطر", "Rain fell on benches", "en")).toEqual(["rtl", "ltr"]);
});

it("each paragraph of an answer runs in its own direction", () => {
  const question = { type: "long-text" as const, settings: {} };
  const shown = render(<AnswerText question={question} value={"هطل المطر\n\nRain fell"} />, "en");
  expect(directions(shown)).toEqual(["rtl", "ltr"]);
});
