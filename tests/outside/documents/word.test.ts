import { strFromU8, strToU8, unzipSync, zipSync } from "fflate";
import { expect, it } from "vitest";
import { blankForm } from "#app/domain/question/blank-form.ts";
import type { FormSection } from "#app/domain/question/rules.ts";
import { LOCALES } from "#app/i18n/locales.ts";
import type { Document } from "#app/outside/documents/document.ts";
import { word } from "#app/outside/documents/word.server.ts";
import { GUANGZHOU_FORM } from "#db/seed/guangzhou-form.ts";
import { wordFaults } from "#tests/support/word-schema.ts";

const form = GUANGZHOU_FORM.map((section) => ({
  intro: null,
  when: null,
  ...section,
  id: section.key,
  questions: section.questions.map((question) => ({
    hint: null,
    required: false,
    confidential: false,
    public: false,
    settings: {},
    ...question,
    id: question.key,
  })),
})) as FormSection[];
const cycle = {
  name: { en: "8th Guangzhou Award" },
  opensAt: new Date("2027-03-01T00:00:00Z"),
  closesAt: new Date("2027-04-01T00:00:00Z"),
  timeZone: "Asia/Shanghai",
  programme: { name: { en: "Guangzhou Award" }, contactEmail: "award@guangzhou.example" },
};
const address = "https://award.example/cycles/guangzhou-2027/start";

it.each(LOCALES)("the blank form is what the schema of Word documents allows: %s", async (locale) => {
  expect(wordFaults(await word(blankForm({ cycle, form, address }, locale)))).toEqual([]);
});

/** Every kind of block, one after the other and before the end. */
const EVERYTHING: Document = {
  language: "ar",
  title: "Quiet streets",
  eyebrow: "Guangzhou Award",
  subtitle: "Kampala",
  running: "GZ-2027-7K3QD",
  stamp: "Draft",
  pages: "Page {page} of {pages}",
  made: new Date("2026-11-24T01:02:03Z"),
  blocks: [
    { kind: "part", text: "Part" },
    { kind: "heading", text: "Heading" },
    { kind: "text", text: "One\nTwo" },
    { kind: "notice", text: "تنبيه\nNotice" },
    { kind: "facts", rows: [{ label: "Reference", value: "GZ" }] },
    { kind: "facts", rows: [{ label: "Again", value: "GZ" }] },
    {
      kind: "files",
      head: { name: "File", size: "Size", sha256: "SHA-256" },
      rows: [{ name: "a.pdf", size: "1 kB", sha256: "ab", caption: "" }],
    },
    {
      kind: "question",
      label: "Question",
      notes: ["Required."],
      body: [
        { kind: "text", text: "Text" },
        { kind: "missing", text: "Not provided" },
        { kind: "list", items: ["One", "قائمة"] },
        { kind: "options", items: ["One", "Two"] },
        { kind: "table", head: ["A", "B"], rows: [["1", "2"]] },
        { kind: "room", lines: 4 },
      ],
    },
  ],
};
it("so is every kind of block, one after the other, as reports have them", async () => {
  expect(wordFaults(await word(EVERYTHING))).toEqual([]);
});

it.each([
  [
    "an order that is not the schema's",
    /<w:pPr>(<w:pStyle[^>]*>)(<w:keepNext\/>)/,
    "<w:pPr>$2$1",
    "w:pStyle stands after w:keepNext in w:pPr",
  ],
  ["a part that leads nowhere", /r:id="rId\d+"/, 'r:id="rId99"', "rId99 is no relationship of it"],
  [
    "a cell without a paragraph",
    /<w:tc>(<w:tcPr>.*?<\/w:tcPr>).*?<\/w:tc>/s,
    "<w:tc>$1</w:tc>",
    "a cell does not end with a paragraph",
  ],
])("finds %s", async (_what, from, to, fault) => {
  const files = unzipSync(await word(EVERYTHING));
  const name = "word/document.xml";
  const xml = strFromU8(files[name]!);
  expect(xml).toMatch(from);
  expect(wordFaults(zipSync({ ...files, [name]: strToU8(xml.replace(from, to)) }))).toContain(`${name}: ${fault}`);
});
