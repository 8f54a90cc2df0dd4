import { describe, expect, it } from "vitest";
import {
  askedOf,
  conditionsAmiss,
  eligibility,
  type FormQuestion,
  type FormSection,
  isAnswered,
  type QuestionDefinition,
} from "#app/domain/question/rules.ts";
import { conditionsTelling } from "#app/domain/question/telling.ts";
import { implausible, warnings } from "#app/domain/question/warnings.ts";
import { answerText } from "#app/domain/question/answer-text.ts";
import type { Condition } from "#db/schema/question.ts";
import { warningText } from "#app/i18n/warnings.ts";
import { aQuestion } from "#tests/support/factories.ts";

describe("city data", () => {
  it("10805 km², 77,108 people and 7140 per km² do not fit together", () => {
    const odd = implausible({ area: 10_805, population: 77_108, density: 7_140 });
    expect(odd).toEqual({ density: { code: "density-differs", stated: 7_140, computed: 7.14 } });
    expect(warningText(odd["density"]!, "en")).toContain("about 7.14 people per km², but 7,140 is stated");
  });
  it.each([
    ["exact", { area: 100, population: 1000, density: 10 }],
    ["rounded", { area: 189, population: 1_680_000, density: 9_000 }],
    ["one unknown", { area: 100, population: 1000 }],
    ["cleared", { area: 100, population: 1000, density: null }],
  ])("nothing to say: %s", (_case, answers) => expect(implausible(answers)).toEqual({}));
});

describe("limits", () => {
  const limited = { ...aQuestion("long-text", { limit: { count: 3, unit: "words" } }) };
  it("warn above, count Chinese by character, and say nothing at the limit", () => {
    expect(warnings(limited, "one two three", "en", 2027)).toEqual([]);
    expect(warnings(limited, "one two three four", "en", 2027)).toEqual([
      { code: "over-limit", unit: "words", limit: 3, used: 4, over: 1 },
    ]);
    expect(warnings(limited, "广州奖城市", "zh-Hans", 2027)).toEqual([
      { code: "over-limit", unit: "words", limit: 3, used: 5, over: 2 },
    ]);
  });
});

describe("figures worth a second look", () => {
  const usual = aQuestion("number", { usual: { from: 0.2, to: 0.7 } });
  it.each([
    [0.38, []],
    [0.2, []],
    [38, [{ code: "unusual", stated: 38, from: 0.2, to: 0.7 }]],
    [null, []],
  ])("a Gini index of %j", (value, odd) => expect(warnings(usual, value, "en", 2027)).toEqual(odd));
  it("years to come and years long past, each once", () => {
    const row = (year: string) => ({ name: "Deaths", baseline: "", value: "", year, source: "" });
    expect(
      warnings(aQuestion("indicators"), [row("2028"), row("2028"), row("1925"), row("2026"), row("")], "en", 2027),
    ).toEqual([
      { code: "year-ahead", year: 2028 },
      { code: "year-long-past", year: 1925 },
    ]);
    expect(warnings(aQuestion("period"), { from: "2031-05", to: "" }, "en", 2027)).toEqual([
      { code: "year-ahead", year: 2031 },
    ]);
    expect(warningText({ code: "year-ahead", year: 2028 }, "en")).toContain("2028 is still to come");
  });
});

describe("questions that depend on an answer", () => {
  const ask = (key: string, settings: FormQuestion["settings"] = {}) => ({
    id: key,
    key,
    type: "choice" as const,
    label: { en: key },
    hint: null,
    required: true,
    confidential: false,
    public: false,
    settings,
  });
  const section = (key: string, questions: FormQuestion[], when: FormSection["when"] = null): FormSection => ({
    id: key,
    key,
    title: { en: key },
    intro: null,
    when,
    questions,
  });
  const form = [
    section("who", [
      ask("applicant"),
      ask("kind", { when: { question: "applicant", is: ["region", "union"] } }),
      ask("sort", { when: { question: "kind", is: ["state"] } }),
    ]),
    section("union", [ask("members")], { question: "applicant", is: ["union"] }),
    section("rest", [ask("title")]),
  ];
  const keys = (answers: Record<string, unknown>) =>
    askedOf(form, answers).map(({ key, questions }) => [key, ...questions.map((question) => question.key)].join(" "));
  it.each([
    ["nothing answered", {}, ["who applicant", "rest title"]],
    ["another answer", { applicant: "city" }, ["who applicant", "rest title"]],
    ["a question and a whole section", { applicant: "union" }, ["who applicant kind", "union members", "rest title"]],
    ["one after the other", { applicant: "region", kind: "state" }, ["who applicant kind sort", "rest title"]],
    [
      "an answer that is kept but not asked for any more counts for nothing",
      { applicant: "city", kind: "state" },
      ["who applicant", "rest title"],
    ],
    ["one choice of several", { applicant: ["city", "union"] }, ["who applicant kind", "union members", "rest title"]],
  ])("%s", (_case, answers, shown) => expect(keys(answers)).toEqual(shown));
  it("finds conditions that nobody could meet", () => {
    const choice = (key: string, when?: Condition): QuestionDefinition => ({
      key,
      type: "choice",
      label: { en: key },
      settings: { options: [{ value: "yes", label: { en: "Yes" } }], ...(when ? { when } : {}) },
    });
    const amiss = (one: Condition) =>
      conditionsAmiss([{ key: "s", title: { en: "" }, questions: [choice("b", one), choice("a")] }]);
    expect(amiss({ question: "a", is: ["yes"] })).toEqual(["b"]);
    expect(
      conditionsAmiss([
        {
          key: "s",
          title: { en: "" },
          questions: [
            choice("a"),
            choice("b", { question: "a", is: ["yes"] }),
            choice("c", { question: "a", is: ["maybe"] }),
            choice("d", { question: "a", is: [] }),
          ],
        },
      ]),
    ).toEqual(["c", "d"]);
  });
});

describe("a condition on an answer that its readers do not see", () => {
  const ask = (key: string, more: Partial<QuestionDefinition> = {}): QuestionDefinition => ({
    key,
    type: "choice",
    label: { en: key },
    ...more,
  });
  const when = { question: "secret", is: ["yes"] };
  const TOLD = [{ asked: "asked", tells: "secret" }];
  const telling = (secret: Partial<QuestionDefinition>, asked: Partial<QuestionDefinition>, wholePart = false) =>
    conditionsTelling([
      { key: "first", title: { en: "" }, questions: [ask("secret", secret)] },
      {
        key: "then",
        title: { en: "" },
        ...(wholePart ? { when } : {}),
        questions: [ask("asked", { ...asked, settings: { ...asked.settings, ...(wholePart ? {} : { when }) } })],
      },
    ]);
  it.each([
    ["nothing is kept", {}, {}, []],
    ["one that the public does not read, to the public", {}, { public: true }, TOLD],
    ["one that the public reads", { public: true }, { public: true }, []],
    ["one that the public does not read, to others", {}, { public: true, confidential: true }, []],
    ["a confidential one, to all readers", { confidential: true }, {}, TOLD],
    ["a confidential one, to those who read confidential answers", { confidential: true }, { confidential: true }, []],
    ["who is entering, in blind rounds", { settings: { identifies: true } }, {}, TOLD],
    [
      "who is entering, where that is not shown either",
      { settings: { identifies: true } },
      { settings: { identifies: true } },
      [],
    ],
  ])("%s", (_case, secret, asked, expected) => {
    expect(telling(secret, asked)).toEqual(expected);
    expect(telling(secret, asked, true)).toEqual(expected);
  });
});

describe("an answer as text", () => {
  const options = {
    options: [
      { value: "a", label: { en: "First", "zh-Hans": "第一" } },
      { value: "b", label: { en: "Second" } },
    ],
  };
  it.each([
    ["choice", options, "a", "First"],
    ["choices", options, ["a", "b"], "First and Second"],
    ["number", { unit: "km²" }, 10_805.5, "10,805.5 km²"],
    ["period", {}, { from: "2019", to: "" }, "since 2019"],
    ["sdgs", {}, [3, 11], "SDG 3, SDG 11"],
    [
      "partners",
      {},
      [
        { name: "UITP", role: "advice" },
        { name: "GIZ", role: "" },
      ],
      "UITP: advice\nGIZ",
    ],
    [
      "indicators",
      {},
      [{ name: "Deaths", baseline: "31", value: "12", year: "2025", source: "police" }],
      "Deaths: 31 → 12 (2025) [police]",
    ],
    ["period", {}, { from: "2019-03", to: "ongoing" }, "March 2019 – goes on"],
    ["date", {}, "2019-03-31", "31 March 2019"],
    ["country", {}, "UG", "Uganda"],
    ["place", {}, { name: "La Paz", country: "BO", lat: -16.5, lon: -68.15 }, "La Paz, Bolivia (16.5° S, 68.15° W)"],
    ["place", {}, { name: "Dannieh", country: "", lat: null, lon: null }, "Dannieh"],
    [
      "budget",
      { unit: "USD" },
      [
        { name: "Radios", source: "city", amount: "12500.5" },
        { name: "Wages", source: "", amount: "1000" },
      ],
      "Radios: 12,500.5 [city]\nWages: 1,000\nTotal: USD 13,500.5",
    ],
    ["short-text", {}, "", ""],
    ["long-text", {}, null, ""],
    ["declaration", {}, true, "✓"],
  ] as const)("%s", (type, settings, value, text) =>
    expect(answerText(aQuestion(type, settings as object), value, "en")).toBe(text),
  );
  it("speaks the reader's language where the cycle has it, else English", () => {
    expect(answerText(aQuestion("choices", options), ["a", "b"], "zh-Hans")).toBe("第一和Second");
  });
  it.each([
    ["en", "Kampala", "Kampala, Uganda (0.31° N, 32.58° E)"],
    ["zh-Hans", "Kampala", "Kampala，乌干达（北纬 0.31°，东经 32.58°）"],
    ["fr", "Kampala", "Kampala, Ouganda (0,31° N, 32,58° E)"],
    ["es", "Kampala", "Kampala, Uganda (0,31° N, 32,58° E)"],
    ["ar", "Kampala", "\u200f\u2068Kampala\u2069، أوغندا (0.31° شمالًا، 32.58° شرقًا)"],
    ["ar", "كمبالا", "كمبالا، أوغندا (0.31° شمالًا، 32.58° شرقًا)"],
    ["en", "كمبالا", "\u200e\u2068كمبالا\u2069, Uganda (0.31° N, 32.58° E)"],
  ] as const)("in %s %s stands before its country, whichever way its name runs", (locale, name, text) =>
    expect(answerText(aQuestion("place", {}), { name, country: "UG", lat: 0.31, lon: 32.58 }, locale)).toBe(text),
  );
  it.each([
    ["en", "2023-04", "since April 2023"],
    ["en", "2023-04-05", "since 5 April 2023"],
    ["zh-Hans", "2023-04", "自2023年4月起"],
    ["fr", "2023-04", "depuis avril 2023"],
    ["fr", "2023-04-05", "depuis le 5 avril 2023"],
    ["es", "2023", "desde 2023"],
    ["es", "2023-04-05", "desde el 5 de abril de 2023"],
    ["ar", "2023-04", "منذ أبريل 2023"],
  ] as const)("in %s a period from %s without an end says since when", (locale, from, text) =>
    expect(answerText(aQuestion("period", {}), { from, to: "" }, locale)).toBe(text),
  );
  it.each([
    [null, false],
    [undefined, false],
    ["", false],
    [false, false],
    [[], false],
    [0, true],
    ["x", true],
    [true, true],
  ])("%j is an answer: %s", (value, answered) => expect(isAnswered(value)).toBe(answered));
});

describe("eligibility", () => {
  const ask = (key: string) => ({
    id: key,
    key,
    type: "choice" as const,
    label: { en: key },
    hint: null,
    required: true,
    confidential: false,
    public: false,
    settings: { eligible: ["yes"], options: [] },
  });
  const section: FormSection = {
    id: "s",
    key: "eligibility",
    title: { en: "" },
    intro: null,
    when: null,
    questions: [ask("one"), ask("two")],
  };
  it.each([
    ["nothing answered", {}, "open", []],
    ["one good answer", { one: "yes" }, "open", []],
    ["all good", { one: "yes", two: "yes" }, "yes", []],
    ["one bad answer decides at once", { two: "no" }, "no", ["two"]],
  ] as const)("%s", (_case, answers, verdict, against) => {
    const found = eligibility(section, answers);
    expect([found.verdict, found.against.map(({ key }) => key)]).toEqual([verdict, against]);
  });
});
