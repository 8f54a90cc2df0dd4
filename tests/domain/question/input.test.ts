import { describe, expect, it } from "vitest";
import { sumOf } from "#app/domain/question/figures.ts";
import { acceptAnswer, MOST_ROWS, readAnswer, writeFields } from "#app/domain/question/input.ts";
import { conditionsAmiss, QUESTION_TYPES, type QuestionType } from "#app/domain/question/rules.ts";
import { GUANGZHOU_FORM } from "#db/seed/guangzhou-form.ts";
import { aQuestion } from "#tests/support/factories.ts";

const option = (value: string) => ({ value, label: { en: value } });
const OPTIONS = { options: ["a", "b", "c"].map(option), max: 2 };
const accept = (type: QuestionType, value: unknown, settings = {}) => acceptAnswer(aQuestion(type, settings), value);
const KAMPALA = { name: "Kampala", country: "UG", lat: 0.3163, lon: 32.5822 };
const ok = (value: unknown) => ({ ok: true, value });
const wrong = (code: string, parts?: string[]) =>
  parts ? { ok: false, code, parts } : expect.objectContaining({ ok: false, code });
const fields = (sent: Record<string, string[]>) => ({
  all: (name: string) => (Object.hasOwn(sent, name) ? sent[name]! : []),
});

describe("what an answer may be", () => {
  it.each([
    ["77,108", 77_108],
    ["77 108", 77_108],
    ["1,234,567.5", 1_234_567.5],
    [" 5", 5],
    ["-0.4", -0.4],
    ["0012", 12],
    ["0", 0],
    ["1,2", 1.2],
    ["0,38", 0.38],
    ["0,380", 0.38],
    ["-12,5", -12.5],
    ["12 345,67", 12_345.67],
    ["12.345,67", 12_345.67],
    ["12,345.67", 12_345.67],
    ["12’345.6", 12_345.6],
    ["12\u00a0345,6", 12_345.6],
    ["1,234", 1234],
    ["1.234", 1.234],
    ["1234,567", 1234.567],
    ["12.345.678", 12_345_678],
  ])("B55: the number %j is %d", (typed, value) => expect(accept("number", typed)).toEqual(ok(value)));

  it.each([
    "1e309",
    "0x10",
    "５",
    "-0",
    "-0.0",
    "NaN",
    "Infinity",
    "1,2,3",
    "1,234,56",
    "1.234.5",
    "1 234.567 8",
    "1.2.3",
    "5.",
    "5,",
    ".5",
    "--1",
    "1 0",
    "٣",
  ])("B55: %j is not a number", (typed) => expect(accept("number", typed)).toEqual(wrong("not-a-number")));

  it.each([
    ["below", "0", "too-small"],
    ["above", "101", "too-large"],
    ["a number already", 50, null],
    ["infinite", Number.POSITIVE_INFINITY, "not-a-number"],
    ["minus zero", -0, "not-a-number"],
    ["a list", ["5"], "not-text"],
    ["an object", {}, "not-text"],
    ["true", true, "not-text"],
  ])("B55: a number %s", (_case, value, code) =>
    expect(accept("number", value, { min: 1, max: 100 })).toEqual(code ? wrong(code) : ok(value)),
  );

  it.each([
    ["2019", true],
    ["2019-03", true],
    ["2019-03-31", true],
    ["2024-02-29", true],
    ["2023-02-29", false],
    ["2019-13", false],
    ["2019-00", false],
    ["2019-3-1", false],
    ["31.3.2019", false],
    ["0999", false],
    ["2019-03-31T00:00", false],
  ])("the date %s", (typed, good) =>
    expect(accept("date", typed)).toEqual(good ? ok(typed) : wrong("not-a-known-date")),
  );

  it.each([
    ["open end", { from: "2019", to: "" }, ok({ from: "2019", to: "" })],
    ["known unequally", { from: "2019-05", to: "2019" }, ok({ from: "2019-05", to: "2019" })],
    ["backwards", { from: "2020", to: "2019-12" }, wrong("wrong-order")],
    ["without beginning", { from: "", to: "2020" }, wrong("no-beginning")],
    ["empty", { from: "", to: "" }, ok(null)],
    ["not a pair", ["2019", "2020"], wrong("not-a-known-date")],
    ["that goes on", { from: "2019-05", to: "ongoing" }, ok({ from: "2019-05", to: "ongoing" })],
    ["ticked as going on", { from: "2019", to: "", ongoing: "yes" }, ok({ from: "2019", to: "ongoing" })],
    ["with an end and going on", { from: "2019", to: "2020", ongoing: "yes" }, wrong("end-or-ongoing")],
    ["going on from nowhere", { from: "", to: "ongoing" }, wrong("no-beginning")],
  ])("a period %s", (_case, value, expected) => expect(accept("period", value)).toEqual(expected));

  it.each([
    ["with everything", KAMPALA, ok(KAMPALA)],
    ["as it is typed", { name: " Kampala ", country: "UG", lat: "0,3163", lon: "32.5822" }, ok(KAMPALA)],
    [
      "by name alone",
      { name: "Kampala", country: "", lat: "", lon: "" },
      ok({ name: "Kampala", country: "", lat: null, lon: null }),
    ],
    ["left empty", { name: "", country: "", lat: "", lon: "" }, ok(null)],
    ["without a name", { name: "", country: "UG", lat: "", lon: "" }, wrong("nameless-place")],
    ["with half a point", { ...KAMPALA, lon: "" }, wrong("not-a-point")],
    ["off the globe", { ...KAMPALA, lat: "90.1" }, wrong("not-a-point")],
    ["in no country", { ...KAMPALA, country: "ZZ" }, wrong("not-a-country")],
    ["as a list", ["Kampala"], wrong("not-text")],
  ])("a place %s", (_case, value, expected) => expect(accept("place", value)).toEqual(expected));

  it.each([
    ["UG", ok("UG")],
    ["", ok(null)],
    ["Uganda", wrong("not-a-country")],
    ["__proto__", wrong("not-a-country")],
    [["UG"], wrong("not-a-country")],
  ])("the country %j", (value, expected) => expect(accept("country", value)).toEqual(expected));

  it.each([
    ["12,500.5", ok("12500.5")],
    ["1 250 000", ok("1250000")],
    ["", ok("")],
    ["-5", wrong("not-an-amount")],
    ["a lot", wrong("not-an-amount")],
    ["1.234", wrong("not-an-amount")],
    ["1e9", wrong("not-an-amount")],
  ])("B55: the amount %j", (typed, expected) => {
    const line = (amount: unknown) => [{ name: "Radios", source: "city", amount }];
    expect(accept("budget", line(typed))).toEqual(
      expected.ok ? ok(line((expected as { value: unknown }).value)) : expected,
    );
  });

  it.each([
    ["https://kampala.example/boda?x=1", true],
    ["http://www.gz.gov.cn", true],
    ["javascript:alert(1)", false],
    ["ftp://a.example", false],
    ["https://user@evil.example", false],
    ["https://localhost", false],
    ["kampala.example", false],
    ["https://a b.example", false],
  ])("B84: the link %s", (typed, good) =>
    expect(accept("link", typed)).toEqual(good ? ok(typed) : wrong("not-a-link")),
  );

  it.each([
    ["Amara@Kampala.Example", ok("amara@kampala.example")],
    ["a@b", wrong("not-an-email")],
    ["a@b.c\r\nBcc: x@y.example", wrong("not-an-email")],
    ["Amara <a@b.example>", wrong("not-an-email")],
  ])("B79: the e-mail address %j", (typed, expected) => expect(accept("email", typed)).toEqual(expected));

  it.each([
    ["choices out of order", ["c", "a"], ok(["a", "c"])],
    ["none", [], ok(null)],
    ["too many", ["a", "b", "c"], wrong("too-many")],
    ["one twice", ["a", "a"], wrong("repeated")],
    ["an unknown one", ["a", "x"], wrong("not-a-choice")],
    ["not a list", "a", wrong("not-a-choice")],
  ])("B55: %s", (_case, value, expected) => expect(accept("choices", value, OPTIONS)).toEqual(expected));

  it.each([
    ["strings", ["11", "3"], ok([3, 11])],
    ["eighteen", ["18"], wrong("not-a-choice")],
    ["zero", [0], wrong("not-a-choice")],
    ["twice", ["3", 3], wrong("repeated")],
    ["text", ["03x"], wrong("not-a-choice")],
  ])("SDGs as %s", (_case, value, expected) => expect(accept("sdgs", value)).toEqual(expected));

  it("B55: an option named like a member of every object is nobody's answer", () => {
    for (const value of ["__proto__", "constructor", "toString"])
      expect(accept("choice", value, OPTIONS)).toEqual(wrong("not-a-choice"));
    expect(accept("partners", [JSON.parse('{"__proto__":{"name":"x"}}')])).toEqual(ok(null));
    expect(accept("partners", [Object.create({ name: "inherited" })])).toEqual(ok(null));
    expect(({} as Record<string, unknown>)["name"]).toBeUndefined();
  });

  it.each([
    [
      "budget",
      { "0.name": "Trees", "0.amount": "5", "1.name": "", "2.name": "Lamps", "2.amount": "a lot" },
      ["2.amount"],
    ],
    ["budget", { "0.amount": "5", "1.amount": "x" }, ["0.name", "1.name"]],
    ["partners", { "0.name": "UITP", "1.role": "a".repeat(501) }, ["1.role"]],
    ["period", { from: "2019", to: "soon" }, ["to"]],
    ["period", { from: "", to: "2020" }, ["from"]],
    ["period", { from: "2020", to: "2019" }, ["to"]],
    ["place", { name: "", country: "UG" }, ["name"]],
    ["place", { name: "Kampala", lat: "95", lon: "32" }, ["lat"]],
    ["place", { name: "Kampala", lat: "0.3", lon: "" }, ["lon"]],
  ] as const)("of a %s %j the parts that are wrong are told", (type, typed, parts) => {
    const sent = Object.fromEntries(Object.entries(typed).map(([part, value]) => [`q.q.${part}`, [value]]));
    expect(readAnswer(aQuestion(type), fields(sent))).toMatchObject({ ok: false, parts });
  });

  it("rows drop what is empty, need a name and a year of four digits, and end somewhere", () => {
    const row = (over: object) => [
      { name: "Deaths", baseline: "31", value: "12", year: "2025", source: "police", ...over },
    ];
    expect(accept("indicators", [...row({}), { name: " " }])).toEqual(ok(row({})));
    expect(accept("indicators", row({ name: "" }))).toEqual(wrong("nameless-row", ["0.name"]));
    expect(accept("indicators", row({ year: "25" }))).toEqual(wrong("not-a-year", ["0.year"]));
    expect(
      accept(
        "partners",
        Array.from({ length: MOST_ROWS + 1 }, () => ({ name: "x", role: "" })),
      ),
    ).toEqual(wrong("too-many"));
    expect(accept("partners", [{ name: ["x"] }])).toEqual(wrong("not-text"));
  });
});

describe("text as it is stored", () => {
  it.each([
    ["B51: NUL", "a\0b", wrong("not-text")],
    ["B52: a lone surrogate", "a\ud800b", ok("a\ufffdb")],
    ["B53: direction and zero-width marks", "Kam\u202epa\u200bla\u2066", ok("Kampala")],
    ["B53: composed and decomposed letters are one", "Bogota\u0301", ok("Bogot\u00e1")],
    ["B53: a thousand marks on one letter", `a${"\u0323".repeat(1000)}`, ok(`\u1ea1${"\u0323".repeat(6)}`)],
    ["line ends", "a\r\nb\rc", ok("a\nb\nc")],
    ["only spaces", " \u3000 ", ok(null)],
    ["B54: far too long", "a".repeat(50_001), wrong("too-long")],
    ["a list", ["a"], wrong("not-text")],
  ])("%s", (_case, value, expected) => expect(accept("long-text", value)).toEqual(expected));

  it("is one line where one line is asked for", () =>
    expect(accept("short-text", "Boda\n boda")).toEqual(ok("Boda boda")));
  it("B54: is never cut by a limit that people are told", () => {
    const long = "word ".repeat(900).trim();
    expect(accept("long-text", long, { limit: { count: 10, unit: "words" } })).toEqual(ok(long));
  });
  it("B54, B56: fifty thousand characters are read to their end, whatever they are", () => {
    for (const nasty of [
      "a".repeat(50_000),
      "\u0301".repeat(50_000),
      " ".repeat(50_000),
      "1,".repeat(20_000),
      `https://${"a.".repeat(20_000)}`,
    ]) {
      for (const type of ["short-text", "long-text", "number", "link", "email", "date"] as const)
        expect(typeof accept(type, nasty).ok).toBe("boolean");
    }
  });
});

it("B59: whatever an answer's JSON names, no other object has anything of it", () => {
  const hostile = '{"__proto__":{"polluted":1,"name":"x"},"constructor":{"prototype":{"polluted":1}},"name":"Kampala"}';
  const before = Object.getOwnPropertyNames(Object.prototype);
  for (const type of QUESTION_TYPES)
    for (const value of [JSON.parse(hostile), [JSON.parse(hostile)]]) {
      const read = accept(type, value, OPTIONS);
      if (read.ok) expect(JSON.stringify(read.value)).not.toContain("polluted");
    }
  expect(Object.getOwnPropertyNames(Object.prototype)).toEqual(before);
  expect("polluted" in {}).toBe(false);
});

describe("reading a form", () => {
  it("B55: refuses a field that was sent twice", () => {
    expect(readAnswer(aQuestion("short-text"), fields({ "q.q": ["a", "b"] }))).toEqual(wrong("repeated"));
    expect(readAnswer(aQuestion("period"), fields({ "q.q.from": ["2019", "2020"] }))).toEqual(wrong("repeated"));
    expect(readAnswer(aQuestion("partners"), fields({ "q.q.0.name": ["a", "b"] }))).toEqual(wrong("repeated"));
  });
  it("reads what was not sent as cleared", () => {
    for (const type of [
      "short-text",
      "number",
      "choice",
      "choices",
      "sdgs",
      "period",
      "partners",
      "declaration",
    ] as const) {
      expect(readAnswer(aQuestion(type, OPTIONS), fields({}))).toEqual(ok(null));
    }
  });
  it("finds no question whose answer is a file", () =>
    expect(readAnswer(aQuestion("files"), fields({ "q.q": ["x"] }))).toEqual(wrong("not-text")));
});

describe("an answer shown in its controls", () => {
  const examples: [QuestionType, unknown][] = [
    ["short-text", "Boda boda"],
    ["long-text", "one\n\ntwo"],
    ["choice", "b"],
    ["choices", ["a", "b"]],
    ["number", 10805.5],
    ["date", "2019-03"],
    ["period", { from: "2019", to: "" }],
    ["email", "a@b.example"],
    ["link", "https://a.example"],
    ["sdgs", [3, 11]],
    ["themes", ["a"]],
    [
      "partners",
      [
        { name: "UITP", role: "advice" },
        { name: "GIZ", role: "" },
      ],
    ],
    ["indicators", [{ name: "Deaths", baseline: "31", value: "12", year: "2025", source: "police" }]],
    ["declaration", true],
    ["period", { from: "2019", to: "ongoing" }],
    ["country", "UG"],
    ["place", KAMPALA],
    ["place", { name: "Union of Dannieh", country: "", lat: null, lon: null }],
    [
      "budget",
      [
        { name: "Radios", source: "city", amount: "12500.5" },
        { name: "Wages", source: "", amount: "" },
      ],
    ],
  ];
  it.each(examples)("reads back the same: %s", (type, value) => {
    const question = aQuestion(type, type === "number" ? {} : OPTIONS);
    expect(readAnswer(question, writeFields(question, value))).toEqual(ok(value));
    expect(acceptAnswer(question, value)).toEqual(ok(value));
  });
});

it("a sum is exact to the hundredth, however amounts are written, and passes over what is none", () => {
  expect(sumOf(["0.1", "0.2"])).toBe(0.3);
  expect(sumOf(["12,500.50", "1 000", "2.000.000", "", "a lot", "-5"])).toBe(2_013_500.5);
});

describe("the Guangzhou form", () => {
  const asked = GUANGZHOU_FORM.flatMap(({ questions }) => questions);
  it("speaks both languages everywhere", () => {
    const texts = [
      ...GUANGZHOU_FORM.flatMap(({ title, intro }) => [title, intro]),
      ...asked.flatMap(({ label, hint, settings }) => [
        label,
        hint,
        ...(settings?.options ?? []).map((each) => each.label),
      ]),
    ];
    expect(texts.filter((text) => text && !text["zh-Hans"])).toEqual([]);
  });
  it("has conditions that can be met, and hides from blind rounds what tells the city", () => {
    expect(conditionsAmiss(GUANGZHOU_FORM)).toEqual([]);
    expect(
      asked.filter(({ type, settings }) => type === "place" || settings?.identifies).map(({ key }) => key),
    ).toEqual(["framework", "website", "location", "members"]);
  });
  it("has each key once, and marks contacts as confidential and never as public", () => {
    expect(new Set(asked.map(({ key }) => key)).size).toBe(asked.length);
    expect(
      asked
        .filter(({ key }) => key.startsWith("contact"))
        .map(({ confidential, public: shown }) => [confidential, shown]),
    ).toEqual([
      [true, undefined],
      [true, undefined],
      [true, undefined],
      [true, undefined],
    ]);
  });
});
