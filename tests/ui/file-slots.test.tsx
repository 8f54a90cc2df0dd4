import { expect, it } from "vitest";
import type { FormQuestion } from "#app/domain/question/rules.ts";
import { notNow, yes } from "#app/domain/verdict.ts";
import { LOCALES, type Locale } from "#app/i18n/locales.ts";
import { textsOf } from "#app/i18n/texts.ts";
import { FileSlots } from "#app/ui/file-slots.tsx";
import { render } from "./render.tsx";

const question: FormQuestion = {
  id: "q1",
  key: "pictures",
  type: "files",
  label: { en: "Pictures" },
  hint: null,
  required: true,
  confidential: false,
  public: false,
  settings: { files: { types: ["image/jpeg"], maxBytes: 9_000_000, maxCount: 3 } },
};
const slots = (locale: Locale, edit = yes) =>
  render(<FileSlots entryId="e1" questions={[question]} files={[]} comments={{}} edit={edit} failed={null} />, locale);

it.each(LOCALES)("without scripts a choice of files says that its own button sends them (%s)", (locale) => {
  const { withoutScript, upload } = textsOf(locale).entry.files;
  const [, hint] = /<p class="hint" data-by-hand="">(.*?)<\/p><button[^>]*>/.exec(slots(locale)) ?? [];
  expect(hint).toBe(withoutScript(upload));
  expect(hint).toContain(upload);
});

it("says so only where files may be added", () => {
  expect(slots("en", notNow("call-closed"))).not.toContain("data-by-hand");
});
