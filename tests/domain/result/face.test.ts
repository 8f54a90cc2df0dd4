import { expect, it } from "vitest";
import type { AwardedEntry } from "#app/domain/decision/queries.server.ts";
import type { FormQuestion } from "#app/domain/question/rules.ts";
import { faceOf } from "#app/domain/result/face.ts";

const question = (key: string, more: Partial<FormQuestion>): FormQuestion => ({
  ...{ id: key, key, type: "long-text", label: { en: key }, hint: null, required: false },
  ...{ confidential: false, public: true, settings: {} },
  ...more,
});
const scale = { value: "district", label: { en: "A district", fr: "Un quartier", ar: "حي" } };

it("what has words of its own in a language is published in each; what somebody wrote as they wrote it", () => {
  const sealed = {
    ...{ cityName: "Kampala", country: "UG", title: "Boda boda guides" },
    answers: { scale: "district", began: "2019-03-01", outcomes: "Fewer injuries", secret: "district" },
  };
  const entry = { snapshot: JSON.stringify(sealed), city: {}, title: "", themes: [] } as unknown as AwardedEntry;
  const { answers } = faceOf(
    entry,
    [
      question("scale", { type: "choice", settings: { options: [scale] } }),
      question("began", { type: "date" }),
      question("outcomes", {}),
      question("secret", { type: "choice", settings: { options: [scale] }, public: false }),
    ],
    0,
  );
  expect(answers).toMatchObject([
    { key: "scale", text: "A district", read: { fr: "Un quartier", ar: "حي" } },
    { key: "began", text: "1 March 2019", read: { "zh-Hans": "2019年3月1日", es: "1 de marzo de 2019" } },
    { key: "outcomes", text: "Fewer injuries" },
  ]);
  expect(answers[0]!.read).not.toHaveProperty("zh-Hans"); // nobody translated it
  expect(answers[2]).not.toHaveProperty("read");
});
