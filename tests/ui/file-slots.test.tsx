import { expect, it } from "vitest";
import type { EntryFile } from "#app/domain/entry/rules.ts";
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
  render(
    <FileSlots
      entryId="e1"
      sectionKey="s1"
      questions={[question]}
      files={[]}
      comments={{}}
      edit={edit}
      failed={null}
      unasked={[]}
    />,
    locale,
  );

it.each(LOCALES)("without scripts a choice of files says that its own button sends them (%s)", (locale) => {
  const { withoutScript, upload } = textsOf(locale).entry.files;
  const [, hint] = /<p class="hint" data-by-hand="">(.*?)<\/p><button[^>]*>/.exec(slots(locale)) ?? [];
  expect(hint).toBe(withoutScript(upload));
  expect(hint).toContain(upload);
});

it("says so only where files may be added", () => {
  expect(slots("en", notNow("call-closed"))).not.toContain("data-by-hand");
});

it("keeps in sight the files of a question that is not asked any more, says so, and takes no more", () => {
  const file: EntryFile = {
    ...{ id: "f1", questionKey: "pictures", name: "Bench.jpg", caption: "", captionVersion: 1, captionedAt: null },
    ...{ size: 9, contentType: "image/jpeg", sha256: "", credit: "", rights: "", language: "", translationOf: null },
    ...{ position: 0, hasPreview: false, scan: "off", active: false, cleaned: true },
  };
  const all = {
    entryId: "e1",
    sectionKey: "s1",
    questions: [question],
    files: [file],
    comments: {},
    edit: yes,
    failed: null,
  };
  const shown = render(<FileSlots {...all} unasked={["pictures"]} />, "en");
  expect(shown).toContain(textsOf("en").attachment.unasked);
  expect(shown).toContain("/attachments/f1/removal");
  expect(shown).not.toContain("data-upload");
  expect(render(<FileSlots {...all} unasked={[]} />, "en")).not.toContain(textsOf("en").attachment.unasked);
});
