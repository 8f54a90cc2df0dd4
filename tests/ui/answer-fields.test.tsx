import { expect, it } from "vitest";
import type { FormQuestion } from "#app/domain/question/rules.ts";
import { yes } from "#app/domain/verdict.ts";
import type { Locale } from "#app/i18n/locales.ts";
import { QuestionField } from "#app/ui/question-field.tsx";
import { AnswerFields } from "#app/ui/answer-fields.tsx";
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

const refused = (label: string) =>
  words(
    render(
      <AnswerFields
        address="/entries/e1"
        questions={[question(label)]}
        answers={{}}
        odd={{}}
        comments={{}}
        edit={yes}
        unasked={[]}
        more={null}
        failed={{ errors: { when: "not-a-known-date" }, clashes: {}, refused: null, typed: {} }}
      />,
    ),
  );

it("says what is wrong under the name of its question, and under one that asks without a colon after its mark", () => {
  expect(refused("Beginning")).toContain("Beginning: Enter a date");
  expect(refused("When did it begin?")).toContain("When did it begin? Enter a date");
});
