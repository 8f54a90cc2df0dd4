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
      questions={[question]}
      files={[]}
      comments={{}}
      edit={edit}
      failed={undefined}
      unasked={[]}
    />,
    locale,
  );

it.each(LOCALES)(
  "without scripts a button of the form leads to where files are sent, and their choice waits (%s)",
  (locale) => {
    const { add } = textsOf(locale).entry.files;
    const [, words] = /<button[^>]* name="attach" value="pictures">(.*?)<\/button>/.exec(slots(locale)) ?? [];
    expect(words).toContain(add);
    expect(slots(locale)).toMatch(/<div hidden="" data-by-script="">.*type="file"/);
    expect(slots(locale)).not.toContain("<form");
  },
);

it("does so only where files may be added", () => {
  expect(slots("en", notNow("call-closed"))).not.toContain("attach");
});

it("keeps in sight the files of a question that is not asked any more, says so, and takes no more", () => {
  const file: EntryFile = {
    ...{ id: "f1", questionKey: "pictures", name: "Bench.jpg", caption: "", captionVersion: 1, captionedAt: null },
    ...{ size: 9, contentType: "image/jpeg", sha256: "", credit: "", rights: "", language: "", translationOf: null },
    ...{ position: 0, hasPreview: false, scan: "off", active: false, cleaned: true },
  };
  const all = {
    entryId: "e1",
    questions: [question],
    files: [file],
    comments: {},
    edit: yes,
    failed: undefined,
  };
  const shown = render(<FileSlots {...all} unasked={["pictures"]} />, "en");
  expect(shown).toContain(textsOf("en").attachment.unasked);
  expect(shown).toContain('name="file" value="removal:f1"');
  expect(shown).not.toContain("data-upload");
  expect(render(<FileSlots {...all} unasked={[]} />, "en")).not.toContain(textsOf("en").attachment.unasked);
});
