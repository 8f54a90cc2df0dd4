import { describe, expect, it } from "vitest";
import { entryCode, entryState, keepingBack, matchedBy, readiness, sectionStatus } from "#app/domain/entry/rules.ts";
import { sealedOf } from "#app/domain/entry/sealed.ts";
import type { FormSection } from "#app/domain/question/rules.ts";
import { formatMoment } from "#app/i18n/format.ts";
import { SMALL_FORM } from "#tests/support/factories.ts";

const NEVER = new Date(0);
const form: FormSection[] = SMALL_FORM.map((section) => ({
  id: section.key,
  intro: null,
  when: null,
  key: section.key,
  title: section.title,
  questions: section.questions.map((question) => ({
    id: question.key,
    hint: null,
    required: false,
    confidential: false,
    public: false,
    settings: {},
    ...question,
  })),
}));
const stored = (values: Record<string, unknown>) =>
  Object.fromEntries(
    Object.entries(values).map(([key, value]) => [key, { value, version: 1, savedAt: NEVER, savedBy: "Amara" }]),
  );
const file = (id: string, questionKey: string) => ({
  id,
  questionKey,
  name: `${id}.pdf`,
  caption: "",
  size: 1,
  contentType: "application/pdf",
  sha256: id,
  hasPreview: false,
  credit: "",
  rights: "",
  language: "",
  translationOf: null,
  position: 0,
  scan: "off" as const,
  active: false,
  cleaned: true,
});

it.each([
  ["nothing sent", { submitted: false }, "draft"],
  ["sent", {}, "received"],
  ["screened", { screening: { outcome: "valid", confirmedAt: null } }, "valid"],
  ["ineligible by one person", { screening: { outcome: "ineligible", confirmedAt: null } }, "received"],
  ["ineligible by two", { screening: { outcome: "ineligible", confirmedAt: NEVER } }, "ineligible"],
  ["withdrawn, whatever else", { withdrawn: true, screening: { outcome: "valid", confirmedAt: null } }, "withdrawn"],
  ["a draft withdrawn", { submitted: false, withdrawn: true }, "withdrawn"],
] as const)("state: %s", (_case, facts, state) =>
  expect(entryState({ submitted: true, withdrawn: false, screening: null, ...facts })).toBe(state),
);

describe("readiness", () => {
  it("lists what is required and missing, in the order of the form", () => {
    expect(readiness({ form, answers: {}, files: [] })).toEqual([
      { questionKey: "title", sectionKey: "initiative", code: "required" },
      { questionKey: "contact-email", sectionKey: "contacts", code: "required" },
    ]);
    expect(readiness({ form, answers: stored({ title: "x", "contact-email": "a@b.example" }), files: [] })).toEqual([]);
    expect(
      readiness({ form, answers: stored({ title: null, "contact-email": "a@b.example" }), files: [] }).map(
        ({ questionKey }) => questionKey,
      ),
    ).toEqual(["title"]);
  });
  it("asks for a file where one is required, and for a box to be ticked", () => {
    const strict = form.map((section) => ({
      ...section,
      questions: section.questions.map((question) => ({ ...question, required: question.key === "documents" })),
    }));
    expect(readiness({ form: strict, answers: {}, files: [] }).map(({ questionKey }) => questionKey)).toEqual([
      "documents",
    ]);
    expect(readiness({ form: strict, answers: {}, files: [file("f", "documents")] })).toEqual([]);
  });
  it("E13: asks what each picture shows, where the question says so, and of nothing else", () => {
    const slot = { types: ["image/png", "application/pdf"], maxBytes: 9, maxCount: 9 };
    const asking = (described: boolean) =>
      form.map((section) => ({
        ...section,
        questions: section.questions.map((question) =>
          question.key === "documents" ? { ...question, settings: { files: { ...slot, described } } } : question,
        ),
      }));
    const picture = (id: string, caption: string) => ({ ...file(id, "documents"), contentType: "image/png", caption });
    const files = [file("plan", "documents"), picture("a", "A bench"), picture("b", " "), picture("c", "")];
    const answers = stored({ title: "x", "contact-email": "a@b.example" });
    const lacks = readiness({ form: asking(true), answers, files });
    expect(lacks).toEqual([{ questionKey: "documents", sectionKey: "materials", code: "undescribed", file: "b" }]);
    expect(keepingBack(lacks)).toEqual([]);
    expect(readiness({ form: asking(true), answers, files: files.slice(0, 2) })).toEqual([]);
    expect(readiness({ form: asking(false), answers, files })).toEqual([]);
    const section = asking(true).find(({ key }) => key === "materials")!;
    expect(sectionStatus(section, { answers, files })).toBe("in-progress");
    expect(sectionStatus(section, { answers, files }, ["documents"])).toBe("problem");
    expect(sectionStatus(section, { answers, files: files.slice(0, 2) })).toBe("completed");
  });
});

it.each([
  ["nothing in it", 0, {}, [], "not-started"],
  ["an optional answer", 0, { summary: "x" }, [], "in-progress"],
  ["all that is required", 0, { title: "x" }, [], "completed"],
  ["cleared again", 0, { title: null }, [], "not-started"],
  ["nothing required and nothing in it", 2, {}, [], "not-started"],
  ["nothing required but a file", 2, {}, [file("f", "documents")], "completed"],
] as const)("a section with %s", (_case, index, values, files, status) =>
  expect(sectionStatus(form[index]!, { answers: stored(values), files: [...files] })).toBe(status),
);

it("a section has a problem while it lacks what an attempt to submit was refused for", () => {
  const status = (values: Record<string, unknown>, lacking: string[]) =>
    sectionStatus(form[0]!, { answers: stored(values), files: [] }, lacking);
  expect(status({}, ["title"])).toBe("problem");
  expect(status({ summary: "x" }, ["title"])).toBe("problem");
  expect(status({ title: "x" }, ["title"])).toBe("completed");
  expect(status({}, ["contact-email"])).toBe("not-started");
});

describe("what is sealed", () => {
  const entry = { code: "GZ-2027-7K3QD", cityName: "Kampala", country: "UG", form };
  it("holds answered questions only, and files in the form's order, those that share a place as they stand", () => {
    const [a, b, c] = [file("a", "pictures"), file("b", "documents"), file("c", "documents")];
    const sealed = sealedOf({
      ...entry,
      answers: stored({ title: "Guides", summary: null, area: 189 }),
      files: [a, c, b],
    });
    expect(sealed.answers).toEqual({ title: "Guides", area: 189 });
    expect(sealed.files.map(({ attachmentId }) => attachmentId)).toEqual(["c", "b", "a"]);
    expect(
      sealedOf({
        ...entry,
        answers: stored({}),
        files: [
          { ...b, position: 1 },
          { ...c, position: 0, credit: "City of Kampala", translationOf: "b" },
        ],
      }).files,
    ).toEqual([
      {
        attachmentId: "c",
        questionKey: "documents",
        name: "c.pdf",
        size: 1,
        sha256: "c",
        contentType: "application/pdf",
        caption: "",
        credit: "City of Kampala",
        translationOf: "b",
      },
      {
        attachmentId: "b",
        questionKey: "documents",
        name: "b.pdf",
        size: 1,
        sha256: "b",
        contentType: "application/pdf",
        caption: "",
      },
    ]);
    expect(sealed.title).toBe("Guides");
    expect(sealedOf({ ...entry, answers: stored({ area: 189, title: "Guides" }), files: [c, b, a] })).toEqual(sealed);
  });
  it("leaves out what is not asked any more, answers and files alike", () => {
    const conditional = form.map((section) => ({
      ...section,
      questions: section.questions.map((question) =>
        ["summary", "documents"].includes(question.key)
          ? {
              ...question,
              required: true,
              settings: { ...question.settings, when: { question: "title", is: ["Guides"] } },
            }
          : question,
      ),
    }));
    const given = {
      answers: stored({ title: "Guides", summary: "kept", "contact-email": "a@b.example" }),
      files: [file("b", "documents")],
    };
    expect(sealedOf({ ...entry, form: conditional, ...given })).toMatchObject({
      answers: { summary: "kept" },
      files: [{ attachmentId: "b" }],
    });
    const otherwise = { ...given, answers: { ...given.answers, ...stored({ title: "Other" }) } };
    expect(sealedOf({ ...entry, form: conditional, ...otherwise })).toMatchObject({
      answers: { title: "Other", "contact-email": "a@b.example" },
      files: [],
    });
    expect(
      readiness({ form: conditional, answers: stored({ title: "Other", "contact-email": "a@b.example" }), files: [] }),
    ).toEqual([]);
    expect(
      readiness({
        form: conditional,
        answers: stored({ title: "Guides", "contact-email": "a@b.example" }),
        files: [],
      }).map(({ questionKey }) => questionKey),
    ).toEqual(["summary", "documents"]);
  });
  it("names partners, themes and the framework, for conflict rules and filters", () => {
    expect(matchedBy(form, { partners: [{ name: "UITP", role: "" }], themes: ["governance"], title: "x" })).toEqual({
      partners: ["UITP"],
      themes: ["governance"],
      framework: "",
    });
    expect(matchedBy(form, { framework: " Green\n Kampala" })).toEqual({
      partners: [],
      themes: [],
      framework: "Green Kampala",
    });
  });
});

it("a code has five letters that nobody mistakes for another, from 25 bits", () => {
  const cycle = { codePrefix: "GZ", year: 2027 };
  expect(entryCode(cycle, 0)).toBe("GZ-2027-00000");
  expect(entryCode(cycle, 2 ** 25 - 1)).toBe("GZ-2027-ZZZZZ");
  expect(new Set(Array.from({ length: 32 }, (_none, index) => entryCode(cycle, index))).size).toBe(32);
});

it("8: 31 Oct 2020 23:59:59 UTC+8 reads 16:59:59 in Berlin", () => {
  const bell = new Date("2020-10-31T23:59:59+08:00");
  expect(formatMoment(bell, "en", "Asia/Shanghai")).toBe("31 October 2020 at 23:59:59 UTC+8");
  expect(formatMoment(bell, "en", "Europe/Berlin")).toMatch(/^31 October 2020 at 16:59:59/);
});
