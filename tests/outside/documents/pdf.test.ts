import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { extractText, getDocumentProxy } from "unpdf";
import { afterAll, describe, expect, it } from "vitest";
import { heading } from "#app/i18n/place-names.ts";
import type { Block, Document } from "#app/outside/documents/document.ts";
import { openDocuments } from "#app/outside/documents/documents.server.ts";
import { documentName, documentResponse } from "#app/outside/documents/serving.ts";
import { inLines, isRightToLeft, languageOf, printable } from "#app/outside/documents/text.ts";
import { openTypesetter } from "#app/outside/documents/typesetting.server.ts";
import { readPdf, squeezed } from "#tests/support/pdf.ts";

const documents = openDocuments();
afterAll(documents.close);

const aDocument = (blocks: Block[], given: Partial<Document> = {}): Document => ({
  language: "en",
  title: "Quiet streets",
  eyebrow: "Guangzhou Award · 2027",
  subtitle: "Kampala, Uganda",
  running: "GZ-2027-7K3QD",
  stamp: null,
  pages: "Page {page} of {pages}",
  made: new Date("2026-11-24T01:02:03Z"),
  blocks: [{ kind: "heading", text: "About" }, ...blocks],
  ...given,
});
const says = (text: string): Block => ({
  kind: "question",
  label: "What is it?",
  notes: [],
  body: [{ kind: "text", text }],
});
const read = async (blocks: Block[], given: Partial<Document> = {}) =>
  readPdf(await documents.pdf(aDocument(blocks, given)));

describe("a PDF", () => {
  it("is tagged, has a title and a language, and numbers its pages", async () => {
    const pdf = await read([says("Trees"), { kind: "facts", rows: [{ label: "Reference", value: "GZ-1" }] }], {
      stamp: "Draft – not sent",
    });
    expect(pdf).toMatchObject({ pages: 1, title: "Quiet streets", language: "en", tagged: true });
    expect(pdf.structure.filter((role) => /^H\d/.test(role))).toEqual(["H1", "H2", "H3"]);
    for (const text of [
      "Guangzhou Award · 2027",
      "Kampala, Uganda",
      "ReferenceGZ-1",
      "Draft – not sent",
      "Page 1 of 1",
    ])
      expect(pdf.text).toContain(squeezed(text));
    expect(await read([], { language: "zh-Hans", pages: "第 {page} 页，共 {pages} 页" })).toMatchObject({
      language: "zh",
      text: expect.stringContaining("第1页，共1页"),
    });
  });

  it("says PDF/UA-1 of itself, also when some letter is in no font", async () => {
    const claims = async (text: string) =>
      Buffer.from(await documents.pdf(aDocument([says(text)])))
        .toString("latin1")
        .includes("pdfuaid:part");
    expect(await claims("Plain text, 中文, العربية")).toBe(true);
    expect((await read([says("Rare \u{2a6d6}\u{10ffff} end")])).text).toContain("end");
  });

  it.each([
    ["Latin with marks", "Lucía Quispe, Bogotá, Đà Nẵng, Łódź, Malmö, İzmir"],
    ["Chinese", "广州市的“木棉花”项目改善了老旧小区的生活质量，参与居民超过一万人。"],
    ["Traditional Chinese and Japanese", "臺北市與東京都へようこそ"],
    ["Korean", "서울특별시의 새로운 교통"],
    ["Cyrillic and Greek", "Київ, Москва, Αθήνα"],
    ["Thai, Ethiopic, Georgian, Armenian", "กรงเทพ አዲስ አበባ თბილისი Երևան"],
  ])("keeps text to be copied: %s", async (_script, text) =>
    expect((await read([says(text)])).text).toContain(squeezed(text)),
  );

  it("keeps what introduces a question on its page", async () => {
    const intro: Block[] = [
      { kind: "heading", text: "Part two" },
      { kind: "text", text: "Said of all questions here." },
      { kind: "question", label: "First of them", notes: [], body: [{ kind: "room", lines: 3 }] },
    ];
    for (let lines = 18; lines <= 26; lines += 1) {
      const before: Block = { kind: "question", label: "Before", notes: [], body: [{ kind: "room", lines }] };
      const pdf = await getDocumentProxy(new Uint8Array(await documents.pdf(aDocument([before, ...intro]))));
      const { text: pages } = await extractText(pdf);
      expect(pages.find((page) => page.includes("Said of all questions here."))).toContain("First of them");
    }
  });

  it("begins head, foot and title of an Arabic document at the right, also where they begin with Latin letters", async () => {
    const bytes = await documents.pdf(aDocument([], { language: "ar", running: "GZ-2027 · الدورة" }));
    const page = await (await getDocumentProxy(new Uint8Array(bytes))).getPage(1);
    const items = (await page.getTextContent()).items as { str: string; transform: number[]; width: number }[];
    const ends = (text: string) =>
      items.filter(({ str }) => str.includes(text)).map((it) => it.transform[4]! + it.width);
    const [width] = page.view.slice(2) as [number];
    for (const text of ["GZ-2027", "Quiet"]) expect(Math.max(...ends(text)), text).toBeGreaterThan(width * 0.8);
  });

  it("keeps Arabic word for word and sets it from the right", async () => {
    const pdf = await read([says("تعمل المدينة على تحسين جودة الحياة")]);
    for (const word of ["تعمل", "المدينة", "تحسين", "جودة", "الحياة"]) expect(pdf.text).toContain(word);
    expect(["مدينة Kapok", "12 שלום", "Kapok مدينة", "2026", ""].map(isRightToLeft)).toEqual([
      true,
      true,
      false,
      false,
      false,
    ]);
  });

  it("has a glyph for every character of the common Chinese sets", async () => {
    const every = Array.from({ length: 0x9fa5 - 0x4e00 }, (_none, index) => String.fromCodePoint(0x4e00 + index));
    const some = every.filter((_character, index) => index % 3 === 0).join("");
    const bytes = Buffer.from(await documents.pdf(aDocument([says(some)])));
    // The standard refuses text without glyphs.
    expect(bytes.toString("latin1")).toContain("pdfuaid:part");
  });

  it("shows hostile text as text", async () => {
    const hostile = [
      '#panic("no")',
      '#read("/etc/passwd")',
      '#import "@preview/cetz:0.1.0"',
      "*bold* _emph_ $x^2$ `raw` @ref <label>",
      '"); #eval("1+1")',
      "]]}} \\ // /* comment",
      "= Heading",
      "- item\n+ item",
      "https://example.org/#x",
    ];
    const pdf = await read(
      [
        says(hostile.join("\n")),
        { kind: "heading", text: hostile[0]! },
        { kind: "facts", rows: [{ label: hostile[1]!, value: hostile[2]! }] },
      ],
      { title: hostile[1]!, running: hostile[3]!, eyebrow: hostile[4]!, stamp: hostile[5]! },
    );
    for (const text of hostile) expect(pdf.text).toContain(squeezed(text));
    expect(pdf.title).toBe(hostile[1]);
    expect(pdf.text).not.toContain("root:");
  });

  it("breaks a word that is longer than a line, anywhere", async () => {
    const word = "a3f5".repeat(200);
    expect((await read([says(word)])).text).toContain(word);
    const sha256 = "b".repeat(64);
    const files: Block = {
      kind: "files",
      head: { name: "File", size: "Size", sha256: "SHA-256" },
      rows: [{ name: `${"n".repeat(140)}.pdf`, size: "3 MB", sha256, caption: "" }],
    };
    expect((await read([files])).text).toContain(sha256);
  });

  it("is the same bytes for the same document", async () => {
    const [first, second] = [await documents.pdf(aDocument([says("A")])), await documents.pdf(aDocument([says("A")]))];
    expect(Buffer.compare(first, second)).toBe(0);
    expect(first.length).toBeLessThan(60_000);
  });
});

describe("text", () => {
  it("loses control characters and halves of characters, and nothing else", () => {
    expect(printable("a\u0000b\u0007c\r\nd\u2028e\ud800f\ufffeg\t😀")).toBe("abc\nd\ne\ufffdfg\t😀");
  });

  it.each([
    ["Київ", "uk"],
    ["Москва", "ru"],
    ["広場へ", "ja"],
    ["木棉", "zh"],
    ["서울", "ko"],
    ["القاهرة", "ar"],
    ["Kampala", "en"],
    ["2026", "en"],
  ])("%s is read as %s", (text, lang) => expect(languageOf(text, "en")).toBe(lang));

  it("of a city before its country runs as the document does, and so does a number by itself", () => {
    const rtl = (text: string, language: Document["language"]) =>
      (inLines(aDocument([{ kind: "text", text }], { language })) as { blocks: { text: { rtl: boolean }[] }[] })
        .blocks[1]!.text[0]!.rtl;
    expect(rtl(`${heading("Kampala", "ar")}، أوغندا`, "ar")).toBe(true);
    expect(rtl(`${heading("كمبالا", "en")}, Uganda`, "en")).toBe(false);
    expect([rtl("1,738,000", "ar"), rtl("1,738,000", "en"), rtl("+256 41 234", "ar")]).toEqual([true, false, false]);
  });

  it("is told apart from what says how it is shown", () => {
    expect(inLines(aDocument([{ kind: "text", text: "kind\nتم" }]))).toMatchObject({
      blocks: [
        {},
        {
          kind: "text",
          text: [
            { text: "kind", rtl: false, lang: "en" },
            { text: "تم", rtl: true, lang: "ar" },
          ],
        },
      ],
      stamp: null,
      language: "en",
    });
  });
});

describe("the typesetter", () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), "kapok-typesetter-"));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const program = (source: string) => {
    const file = path.join(folder, `${source.length}.mjs`);
    writeFileSync(file, source);
    return file;
  };

  it("makes a few at once wait, refuses more, and makes those that waited", async () => {
    const typesetter = openTypesetter();
    const asked = await Promise.allSettled(Array.from({ length: 16 }, () => typesetter.pdf(aDocument([says("A")]))));
    typesetter.close();
    expect(asked.map(({ status }) => status)).toEqual([
      ...Array.from({ length: 13 }, () => "fulfilled"),
      "rejected",
      "rejected",
      "rejected",
    ]);
    expect(asked.at(-1)).toMatchObject({
      reason: { code: "TYPESETTING_BUSY", message: "too many documents are waiting" },
    });
  });

  it("makes what known people wait for before what anybody may ask for, of which fewer wait", async () => {
    const typesetter = openTypesetter({
      program: program(
        "process.on('message', ({ id }) => setTimeout(() => process.send({ id, pdf: new Uint8Array([1]) }), 20))",
      ),
    });
    const made: string[] = [];
    const ask = (lane: "known" | "anybody", name: string) =>
      typesetter.pdf(aDocument([]), lane).then(
        () => made.push(name),
        (error: { code: string }) => made.push(`${name} ${error.code}`),
      );
    const strangers = Array.from({ length: 13 }, (_, each) => ask("anybody", `stranger ${each}`));
    await Promise.all([...strangers, ask("known", "copy"), ask("known", "letter")]);
    typesetter.close();
    expect(made.filter((name) => name.includes("BUSY"))).toHaveLength(8);
    expect(made.filter((name) => !name.includes("BUSY"))).toEqual([
      "stranger 0",
      "copy",
      "letter",
      ...[1, 2, 3, 4].map((each) => `stranger ${each}`),
    ]);
  });

  it("that hangs is stopped, and the next document gets a new one", async () => {
    const typesetter = openTypesetter({
      program: program("process.on('message', () => { for (;;); })"),
      longestJob: 300,
    });
    const [first, second] = [typesetter.pdf(aDocument([])), typesetter.pdf(aDocument([]))];
    await expect(first).rejects.toThrow("the typesetter stopped");
    await expect(second).rejects.toThrow("the typesetter stopped");
    typesetter.close();
  });

  it("that crashes takes only its document with it", async () => {
    const typesetter = openTypesetter({
      program: program(
        "process.on('message', ({ id, document }) => document.includes('crash') ? process.abort() : process.send({ id, pdf: new Uint8Array([1]) }))",
      ),
    });
    await expect(typesetter.pdf(aDocument([says("crash")]))).rejects.toThrow("the typesetter stopped");
    expect(await typesetter.pdf(aDocument([]))).toEqual(new Uint8Array([1]));
    typesetter.close();
  });
});

describe("a document that is sent", () => {
  it.each([
    ["GZ-2027-7K3QD", "Bus lanes / for all!", "GZ-2027-7K3QD Bus-lanes-for-all.pdf"],
    ["GZ-1", "广州：微改造", "GZ-1 广州-微改造.pdf"],
    ["GZ-1", "", "GZ-1.pdf"],
    ["GZ-1", "../../\u202eetc\r\npasswd\u0000", "GZ-1 etc-passwd.pdf"],
  ])("%s, %j is called %s", (what, about, name) => expect(documentName(what, about, "pdf")).toBe(name));

  it("names itself to old and new browsers and stays out of caches", () => {
    const { headers } = documentResponse(new Uint8Array(3), "GZ-1 广州.pdf", "pdf");
    expect(Object.fromEntries(headers)).toMatchObject({
      "content-type": "application/pdf",
      "content-length": "3",
      "cache-control": "private, no-store",
      "content-disposition": "attachment; filename=\"GZ-1 __.pdf\"; filename*=UTF-8''GZ-1%20%E5%B9%BF%E5%B7%9E.pdf",
    });
  });
});
