import { parse } from "csv-parse/sync";
import { afterAll, describe, expect, it } from "vitest";
import { asAtom, asCsv, type Dataset } from "#app/domain/dataset/rules.ts";
import type { LetterKind } from "#app/domain/notification/rules.ts";
import { LOCALES } from "#app/i18n/locales.ts";
import { textsOf } from "#app/i18n/texts.ts";
import { writeLetter } from "#app/jobs/letters.ts";
import type { Document } from "#app/outside/documents/document.ts";
import { openDocuments } from "#app/outside/documents/documents.server.ts";
import { documentName, documentResponse } from "#app/outside/documents/serving.ts";
import { printable } from "#app/outside/documents/text.ts";
import { contentDisposition, nameFor } from "#app/outside/files/names.ts";
import { AttachmentList } from "#app/ui/attachment-list.tsx";
import { readPdf, squeezed } from "#tests/support/pdf.ts";
import { readWord } from "#tests/support/word.ts";
import { wordFaults } from "#tests/support/word-schema.ts";
import { render } from "#tests/ui/render.tsx";

const documents = openDocuments();
afterAll(documents.close);

/** What somebody may call a city, an initiative, a picture or a file to be more than a word wherever it stands. */
const LINE = `=HYPERLINK("//e.example") Guides</title><script>pwned=1</script>"><img src=x onerror='pwned=1'>]]>&#60;%0d%0a`;
const HOSTILE = `${LINE}\r\nBcc: all@city.example\r\n\r\n#eval("1+1") $x$ \\u{41} {{title}}`;

describe("B58: words of people stay words", () => {
  it.each(LOCALES)("in the subject of every letter, which is one line: %s", (locale) => {
    const params = new Proxy({}, { get: () => HOSTILE, has: (_, name) => name !== "listVersion" });
    for (const kind of Object.keys(textsOf(locale).mail.letters) as LetterKind[]) {
      const { subject } = writeLetter(kind, params as never, locale);
      expect([kind, subject.split(/[\r\n\u2028\u2029]/).length, subject.length > 3]).toEqual([kind, 1, true]);
    }
  });

  it("in the heads of what is downloaded", () => {
    for (const header of [
      contentDisposition(HOSTILE, true),
      contentDisposition(nameFor(HOSTILE, "application/pdf"), false),
      documentResponse(new Uint8Array(), documentName("Copy", HOSTILE, "pdf"), "pdf").headers.get(
        "content-disposition",
      )!,
    ])
      expect(header).toMatch(/^(inline|attachment); filename="[^"\\\r\n]*"; filename\*=UTF-8''[\w.%-]+$/);
  });

  it("in the feed, as text of its elements", () => {
    const item = { kind: "call" as const, id: "1", slug: "x", updatedAt: "2027-03-01T00:00:00Z", initiatives: 1 };
    const feed = asAtom(
      [{ ...item, name: { en: HOSTILE }, text: { en: HOSTILE }, closesAt: null, timeZone: "UTC", correction: null }],
      textsOf("en").dataset.feed,
      { publicUrl: "https://award.example", locale: "en", now: new Date(0) },
    );
    const tags = [...feed.matchAll(/<\/?([a-z]+)/g)].map(([, tag]) => tag);
    expect([...new Set(tags)].sort()).toEqual([
      "author",
      "entry",
      "feed",
      "id",
      "link",
      "name",
      "summary",
      "title",
      "updated",
    ]);
    expect(feed).toContain("&lt;script&gt;pwned=1&lt;/script&gt;&quot;&gt;&lt;img src=x");
  });

  it("in a table, as no formula, and again as they were without the apostrophe", () => {
    const row = { ...ROW, title: HOSTILE, cityName: LINE, description: `a\n${LINE}`, reason: "\t@SUM(1)" };
    const [, cells] = parse(asCsv({ ...DATASET, results: [row] }, "https://award.example"), {
      bom: true,
    }) as string[][];
    expect(cells!.filter((cell) => /^\s*[=+\-@|＝＋－＠]/.test(cell))).toEqual([]);
    expect(cells).toContain(`'${HOSTILE}`);
  });

  const document: Document = {
    language: "en",
    title: HOSTILE,
    eyebrow: LINE,
    subtitle: LINE,
    running: LINE,
    stamp: LINE,
    pages: "Page {page} of {pages}",
    made: new Date("2026-11-24T01:02:03Z"),
    blocks: [
      { kind: "facts", rows: [{ label: LINE, value: HOSTILE }] },
      {
        kind: "files",
        head: { name: "File", size: "Size", sha256: "SHA-256" },
        rows: [{ name: LINE, size: "1 kB", sha256: "ab", caption: HOSTILE }],
      },
      { kind: "question", label: LINE, notes: [LINE], body: [{ kind: "text", text: HOSTILE }] },
    ],
  };
  it("in a PDF", async () => {
    const pdf = await readPdf(await documents.pdf(document));
    expect(pdf.text).toContain(squeezed(`#eval("1+1") $x$ \\u{41} {{title}}`));
    expect(pdf.text).toContain(squeezed("<script>pwned=1</script>"));
    expect(pdf.tagged).toBe(true);
  });
  it("in a Word document, which stays one", async () => {
    const bytes = await documents.docx(document);
    expect(wordFaults(bytes)).toEqual([]);
    expect(readWord(bytes).text).toContain(printable(LINE));
  });

  it("in the words for whoever cannot see a picture", () => {
    const markup = render(
      <AttachmentList
        items={[
          {
            id: "1",
            name: LINE,
            contentType: "image/png",
            size: 1,
            alt: HOSTILE,
            caption: HOSTILE,
            href: "/attachments/1",
            status: "ready",
            scanned: true,
          },
        ]}
      />,
    );
    expect(markup.match(/<(script|img)/g)).toEqual(["<img"]);
    expect(markup.replace(/"[^"]*"/g, '""')).not.toMatch(/<[^>]*\sonerror=/);
  });
});

const ROW: Dataset["results"][number] = {
  id: "1",
  level: null,
  levelName: null,
  cityName: "",
  country: "UG",
  countryLabel: null,
  region: "",
  title: "",
  description: "",
  theme: "",
  sdgs: [],
  honours: [],
  lat: null,
  lon: null,
  population: null,
  rank: null,
  reviews: null,
  total: null,
  parts: 100,
  adjusted: null,
  reason: "",
  sourceUrl: null,
  words: null,
  coApplicants: [],
};
const DATASET: Dataset = {
  slug: "x",
  name: { en: "x" },
  year: 2027,
  programme: { en: "x" },
  version: 1,
  publishedAt: null,
  updatedAt: null,
  withdrawn: null,
  corrections: [],
  results: [],
};
