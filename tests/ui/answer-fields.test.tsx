import { expect, it } from "vitest";
import type { FormQuestion } from "#app/domain/question/rules.ts";
import { yes } from "#app/domain/verdict.ts";
import type { Locale } from "#app/i18n/locales.ts";
import { QuestionField } from "#app/ui/question-field.tsx";
import { AnswerFields, type AnswerFieldsProps, SectionProblems } from "#app/ui/answer-fields.tsx";
import { render, words } from "./render.tsx";

const question = (label: string): FormQuestion => ({
  id: "q1",
  key: "when",
  type: "period",
  label: { en: label },
  hint: null,
  required: true,
  confidential: false,
  public: false,
  settings: {},
});

it("puts no space between two sentences of Chinese", () => {
  const hint = (locale: Locale) =>
    words(
      render(
        <QuestionField
          question={{ ...question("When"), public: true, hint: { en: "A day.", "zh-Hans": "某一天。" } }}
          fields={{ all: () => [] }}
        />,
        locale,
      ),
    );
  expect(hint("en")).toContain("A day. Public if awarded");
  expect(hint("zh-Hans")).toContain("某一天。获奖后公开。");
});

const fields = (over: Partial<AnswerFieldsProps>) =>
  render(
    <AnswerFields
      address="/entries/e1"
      questions={[]}
      answers={{}}
      odd={{}}
      comments={{}}
      edit={yes}
      unasked={[]}
      more={null}
      failed={undefined}
      own={{ name: "Nomsa Dube", email: "nomsa@city.example" }}
      {...over}
    >
      {null}
    </AnswerFields>,
  );
const FAILED = { errors: {}, clashes: {}, captions: { errors: {}, clashes: {} }, refused: null, typed: {} };

const refused = (label: string) =>
  words(
    render(
      <SectionProblems
        questions={[question(label)]}
        files={[]}
        failed={{ ...FAILED, errors: { when: "not-a-known-date" } }}
      />,
    ),
  );

it("says what is wrong under the name of its question, and under one that asks without a colon after its mark", () => {
  expect(refused("Beginning")).toContain("Beginning: Enter a date");
  expect(refused("When did it begin?")).toContain("When did it begin? Enter a date");
});

it("sends again what stands now in a field that was left alone, not what its page held before a colleague wrote", () => {
  const asked: FormQuestion = { ...question("Title"), key: "title", type: "short-text" };
  const answers = { title: { value: "Theirs", version: 2, savedAt: new Date(), savedBy: "Joseph" } };
  const typed = { "q.title": ["Before"], "version:q.title": ["1"], "q.when": ["soon"] };
  const again = fields({
    questions: [asked, question("When")],
    answers,
    failed: { ...FAILED, errors: { when: "not-a-known-date" }, typed },
  });
  expect(again).toMatch(/id="q.title"[^>]*value="Theirs"/);
  expect(again).not.toContain("Before");
});

it("offers what the account of the writer says where a question asks for that, and fills in nothing", () => {
  const asked = (key: string, type: "short-text" | "email", autocomplete: "name" | "email" | "tel") => ({
    ...question(key),
    key,
    type,
    settings: { autocomplete },
  });
  const html = fields({
    questions: [
      asked("who", "short-text", "name"),
      asked("where", "email", "email"),
      asked("call", "short-text", "tel"),
    ],
  });
  expect([...html.matchAll(/<option value="(.*?)"/g)].map(([, offered]) => offered)).toEqual([
    "Nomsa Dube",
    "nomsa@city.example",
  ]);
  expect(html).toMatch(/<input[^>]*name="q.who"[^>]*autoComplete="name"[^>]*list="q.who-list"/);
  expect(html).toMatch(/<input[^>]*name="q.call"[^>]*autoComplete="tel"/);
  expect(html).not.toMatch(/<input[^>]* value="(Nomsa|nomsa)/);
});

it("lets the Enter key save and stay, whatever other buttons come first", () => {
  expect(/<form.*?<button[^>]*>/s.exec(fields({ questions: [question("When")] }))![0]).toMatch(/name="stay"[^>]*>$/);
});
