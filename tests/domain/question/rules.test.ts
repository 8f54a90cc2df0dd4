import { describe, expect, it } from "vitest";
import { answerText, eligibility, type FormSection, implausible, isAnswered, warnings } from "#app/domain/question/rules.ts";
import { warningText } from "#app/i18n/warnings.ts";
import { aQuestion } from "#tests/support/factories.ts";

describe("city data", () => {
  it("10805 km², 77,108 people and 7140 per km² do not fit together", () => {
    const odd = implausible({ area: 10_805, population: 77_108, density: 7_140 });
    expect(odd).toEqual({ density: { code: "density-differs", stated: 7_140, computed: 7.14 } });
    expect(warningText(odd["density"]!, "en")).toContain("about 7.14 people per km², but 7,140 is stated");
  });
  it.each([
    ["exact", { area: 100, population: 1000, density: 10 }], ["rounded", { area: 189, population: 1_680_000, density: 9_000 }], ["one unknown", { area: 100, population: 1000 }], ["cleared", { area: 100, population: 1000, density: null }],
  ])("nothing to say: %s", (_case, answers) => expect(implausible(answers)).toEqual({}));
});

describe("limits", () => {
  const limited = { ...aQuestion("long-text", { limit: { count: 3, unit: "words" } }) };
  it("warn above, count Chinese by character, and say nothing at the limit", () => {
    expect(warnings(limited, "one two three", "en")).toEqual([]);
    expect(warnings(limited, "one two three four", "en")).toEqual([{ code: "over-limit", unit: "words", limit: 3, used: 4, over: 1 }]);
    expect(warnings(limited, "广州奖城市", "zh-Hans")).toEqual([{ code: "over-limit", unit: "words", limit: 3, used: 5, over: 2 }]);
  });
});

describe("an answer as text", () => {
  const options = { options: [{ value: "a", label: { en: "First", "zh-Hans": "第一" } }, { value: "b", label: { en: "Second" } }] };
  it.each([
    ["choice", options, "a", "First"], ["choices", options, ["a", "b"], "First and Second"], ["number", { unit: "km²" }, 10_805.5, "10,805.5 km²"], ["period", {}, { from: "2019", to: "" }, "2019 –"],
    ["sdgs", {}, [3, 11], "SDG 3, SDG 11"], ["partners", {}, [{ name: "UITP", role: "advice" }, { name: "GIZ", role: "" }], "UITP: advice\nGIZ"],
    ["indicators", {}, [{ name: "Deaths", baseline: "31", value: "12", year: "2025", source: "police" }], "Deaths: 31 → 12 (2025) [police]"],
    ["short-text", {}, "", ""], ["long-text", {}, null, ""], ["declaration", {}, true, "✓"],
  ] as const)("%s", (type, settings, value, text) => expect(answerText(aQuestion(type, settings as object), value, "en")).toBe(text));
  it("speaks the reader's language where the cycle has it, else English", () => {
    expect(answerText(aQuestion("choices", options), ["a", "b"], "zh-Hans")).toBe("第一和Second");
  });
  it.each([[null, false], [undefined, false], ["", false], [false, false], [[], false], [0, true], ["x", true], [true, true]])("%j is an answer: %s", (value, answered) =>
    expect(isAnswered(aQuestion("number"), value)).toBe(answered));
});

describe("eligibility", () => {
  const ask = (key: string) => ({ id: key, key, type: "choice" as const, label: { en: key }, hint: null, required: true, confidential: false, public: false, settings: { eligible: ["yes"], options: [] } });
  const section: FormSection = { id: "s", key: "eligibility", title: { en: "" }, intro: null, questions: [ask("one"), ask("two")] };
  it.each([
    ["nothing answered", {}, "open", []], ["one good answer", { one: "yes" }, "open", []], ["all good", { one: "yes", two: "yes" }, "yes", []], ["one bad answer decides at once", { two: "no" }, "no", ["two"]],
  ] as const)("%s", (_case, answers, verdict, against) => {
    const found = eligibility(section, answers);
    expect([found.verdict, found.against.map(({ key }) => key)]).toEqual([verdict, against]);
  });
});
