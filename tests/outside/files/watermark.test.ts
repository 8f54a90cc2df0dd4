import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { deflateSync } from "node:zlib";
import { degrees, PDFDocument, PDFName, type PDFObject, PDFRawStream } from "@cantoo/pdf-lib";
import { PDFiumLibrary } from "@hyzyla/pdfium";
import PdfKit from "pdfkit";
import sharp from "sharp";
import { getMeta } from "unpdf";
import { afterAll, describe, expect, it } from "vitest";
import { openTypesetter } from "#app/outside/documents/typesetting.server.ts";
import { openBytes } from "#app/outside/files/bytes.server.ts";
import { openPapers, PaperTooHeavy, PaperUnreadable } from "#app/outside/files/papers/papers.server.ts";
import type { Registry } from "#app/outside/files/registry.server.ts";
import { openVault } from "#app/outside/files/vault.server.ts";
import type { Locale } from "#app/i18n/locales.ts";
import { readPdf, squeezed } from "#tests/support/pdf.ts";
import { sampleJpegWithGps, samplePdf, samplePng } from "#tests/support/samples.ts";

// Processes are started here.

const folder = mkdtempSync(join(tmpdir(), "kapok-watermark-"));
const typesetter = openTypesetter();
const papers = openPapers();
const pdfium = await PDFiumLibrary.init();
afterAll(() => {
  typesetter.close();
  pdfium.destroy();
  rmSync(folder, { recursive: true, force: true });
});
const [from, to] = [join(folder, "from"), join(folder, "to")];
const LINE = "Confidential · Rafael Monteiro · 1 May 2027";

const watermarkOf = (watermark: string, language: Locale = "en") =>
  typesetter.pdf({ sheet: "watermark", language, title: watermark, made: new Date("2027-05-01T08:00:00Z"), watermark });

/** What a file becomes; the file itself must be untouched. */
async function watermarked(bytes: Buffer, contentType: string, line = LINE, language: Locale = "en"): Promise<Buffer> {
  writeFileSync(from, bytes);
  await papers.watermark({ from, to, contentType, watermark: await watermarkOf(line, language) });
  expect(readFileSync(from).equals(bytes)).toBe(true);
  return readFileSync(to);
}

/** A tagged paper of two pages of which the second is wider than high. */
function paper(): Promise<Buffer> {
  const document = new PdfKit({ size: "A4", tagged: true, lang: "en", info: { Title: "The plan" } });
  const parts: Buffer[] = [];
  document.on("data", (part: Buffer) => parts.push(part));
  document.addStructure(document.struct("P", {}, () => void document.text("A garden on every roof")));
  document.addPage({ size: "A5", layout: "landscape" }).text("Second page");
  return new Promise((resolve) => {
    document.on("end", () => resolve(Buffer.concat(parts)));
    document.end();
  });
}

/** One page with these operators as they stand; `/Away` is a layer that is not shown. */
async function drawnBy(content: string): Promise<Buffer> {
  const document = await PDFDocument.create();
  const { context, catalog } = document;
  const { node } = document.addPage([595, 842]);
  const layer = context.register(context.obj({ Type: "OCG" }));
  catalog.set(PDFName.of("OCProperties"), context.obj({ OCGs: [layer], D: { OFF: [layer] } }));
  node.set(PDFName.of("Resources"), context.obj({ Properties: { Away: layer } }));
  node.set(PDFName.of("Contents"), context.register(context.stream(content)));
  return Buffer.from(await document.save());
}

/** Pages that all draw the same. */
async function pagesOf(count: number, contents: (paper: PDFDocument) => PDFObject): Promise<Buffer> {
  const document = await PDFDocument.create();
  const drawn = contents(document);
  for (let page = 0; page < count; page += 1) document.addPage([595, 842]).node.set(PDFName.of("Contents"), drawn);
  return Buffer.from(await document.save());
}
const stream = ({ context }: PDFDocument, bytes: Uint8Array, filters: string[] = [], parms = {}) =>
  context.register(PDFRawStream.of(context.obj({ Filter: filters, DecodeParms: filters.map(() => parms) }), bytes));
const compressed = (paper: PDFDocument, bytes: Uint8Array, times = 1) =>
  stream(paper, deflateSync(bytes), Array(times).fill("FlateDecode"));

/** In how many of eight bands, from the top, a page as people see it has something red. */
async function redBands(bytes: Buffer, index = 0): Promise<boolean[]> {
  const document = await pdfium.loadDocument(bytes);
  const { data, width, height } = await document.getPage(index).render({ scale: 2, render: "bitmap" });
  document.destroy();
  return bandsOf(data, width, height, 4);
}
const bandsOf = (data: Uint8Array, width: number, height: number, channels: number) =>
  Array.from({ length: 8 }, (_none, band) => {
    const [start, end] = [Math.ceil((band * height) / 8), Math.floor(((band + 1) * height) / 8)];
    for (let at = start * width * channels; at < end * width * channels; at += channels)
      if (data[at]! > 130 && data[at + 1]! < 90 && data[at + 2]! < 100) return true;
    return false;
  });
const ONLY_BELOW = [false, false, false, false, false, false, false, true];

describe("a paper with a watermark", () => {
  it("bears it on every page, along the lower edge, and keeps its words, tags and language", async () => {
    const made = await watermarked(await paper(), "application/pdf");
    const read = await readPdf(made);
    expect(read).toMatchObject({ pages: 2, tagged: true, language: "en" });
    expect(read.text).toContain("Agardenoneveryroof");
    expect(read.text.split(squeezed(LINE)).length - 1).toBe(2);
    expect([await redBands(made, 0), await redBands(made, 1)]).toEqual([ONLY_BELOW, ONLY_BELOW]);
    expect(JSON.stringify(await getMeta(new Uint8Array(made)))).not.toContain("pdf-lib");
  });

  it.each([90, 180, 270])(
    "bears it below as people see it, where its pages are turned by %d degrees and cut",
    async (angle) => {
      const turned = await PDFDocument.load(await paper());
      const page = turned.getPage(0);
      page.setRotation(degrees(angle));
      page.setCropBox(100, 150, 300, 500);
      const made = await watermarked(Buffer.from(await turned.save()), "application/pdf");
      expect(await redBands(made)).toEqual(ONLY_BELOW);
    },
  );

  it.each<[Locale, string]>([
    ["zh-Hans", "保密 · 林悦 · 2027年5月1日"],
    ["ar", "سري · فاطمة الزهراء"],
    ["en", "Confidential · Київ გიორგი አበበ"],
  ])("names people in their own letters (%s)", async (language, line) => {
    const made = await watermarked(await samplePdf(), "application/pdf", line, language);
    const read = await readPdf(made);
    for (const word of line.split(/ · | /)) expect(read.text).toContain(squeezed(word));
    expect(await redBands(made)).toEqual(ONLY_BELOW);
  });

  it.each([
    ["a clip", "q 0 0 1 1 re W n q"],
    ["a place off the page", "q 1 0 0 1 5000 0 cm q"],
    ["a clip under what was never opened", "Q Q Q 0 0 1 1 re W n q 0 0 1 1 re W n"],
    ["a layer that is not shown", "q /OC /Away BDC /P BMC 0 0 1 1 re W n"],
    ["words", "q 0 0 1 1 re W n q q BT (Q \\) (Q) Q) Tj"],
    ["a comment", "q 0 0 1 1 re W n % Q"],
    ["a clip after a picture among its words", "q 0 0 1 1 re W n q q BI /W 3 /H 1 /BPC 8 /CS /G ID Q Q EI "],
    ["a clip before what only looks like a picture", "0 0 1 1 re W n ID q q EI"],
    ["a clip before a picture that a list only names", "0 0 1 1 re W n [BI] 0 d ID q q EI"],
    ["names and lists that look like an end", "q 0 0 1 1 re W n q q [(Q) <51>] 0 d /P << /Q /Q >> DP"],
  ])("bears it too where a page leaves open: %s", async (_what, content) => {
    expect(await redBands(await watermarked(await drawnBy(content), "application/pdf"))).toEqual(ONLY_BELOW);
  });

  it.each([
    "(never ends",
    "[1 2 3",
    "/P << /A 1",
    "<41",
    "BI /W 1 ID x",
    "BI /W 1",
    "BI q ID x EI",
    "BI [ q ] ID x EI",
  ])("is told to be impossible where what follows on a page would not be read: %s", async (content) => {
    await expect(watermarked(await drawnBy(content), "application/pdf")).rejects.toBeInstanceOf(PaperUnreadable);
  });

  it.each<[string, (paper: PDFDocument) => PDFObject]>([
    ["one stream of 70 MB", (paper) => compressed(paper, Buffer.alloc(70_000_000, " "))],
    ["a stream that is compressed twice", (paper) => compressed(paper, deflateSync(Buffer.alloc(70_000_000, " ")), 2)],
    [
      "runs of the same byte",
      (paper) => stream(paper, Buffer.alloc(1_200_000, Buffer.of(0x81, 0x20)), ["RunLengthDecode"]),
    ],
    [
      "the same stream again and again",
      (paper) => paper.context.obj(Array(700).fill(compressed(paper, Buffer.alloc(100_000, " ")))),
    ],
    [
      "the same bare stream again and again",
      (paper) => paper.context.obj(Array(700).fill(stream(paper, Buffer.alloc(100_000, " ")))),
    ],
    [
      "a very long list of streams",
      (paper) => paper.context.obj(Array(100_000).fill(stream(paper, Buffer.from("q Q")))),
    ],
  ])("is told to be impossible where a page is too heavy to be looked into: %s", async (_what, contents) => {
    const bytes = await pagesOf(1, contents);
    await expect(watermarked(bytes, "application/pdf")).rejects.toBeInstanceOf(PaperUnreadable);
  });

  it("is told to be impossible where its pages together are too heavy, and not where they are less so", async () => {
    const tenth = (paper: PDFDocument) => compressed(paper, Buffer.alloc(6_000_000, " "));
    await expect(watermarked(await pagesOf(12, tenth), "application/pdf")).rejects.toBeInstanceOf(PaperUnreadable);
    expect(await redBands(await watermarked(await pagesOf(10, tenth), "application/pdf"), 9)).toEqual(ONLY_BELOW);
  });

  it("bears it where its pages are written in several ways, one within the other", async () => {
    const bytes = await pagesOf(1, (paper) => {
      const twice = Buffer.from(deflateSync(Buffer.from("q 0 0 1 1 re W n q"))).toString("hex");
      return stream(paper, Buffer.from(`${twice}>`), ["ASCIIHexDecode", "FlateDecode"]);
    });
    expect(await redBands(await watermarked(bytes, "application/pdf"))).toEqual(ONLY_BELOW);
  });

  it.each<[string, (paper: PDFDocument) => PDFObject]>([
    [
      "differences",
      (paper) => stream(paper, deflateSync(Buffer.from("\x01q")), ["FlateDecode"], { Predictor: 12, Columns: 1 }),
    ],
    [
      "compressed under another name",
      ({ context }) =>
        context.register(PDFRawStream.of(context.obj({ F: "FlateDecode" }), deflateSync(Buffer.from("q")))),
    ],
  ])(
    "is told to be impossible where others read a page in another way than it is read here: %s",
    async (_what, make) => {
      const bytes = await pagesOf(1, make);
      await expect(watermarked(bytes, "application/pdf")).rejects.toBeInstanceOf(PaperUnreadable);
    },
  );

  it("is told to be impossible where there is no paper", async () => {
    await expect(watermarked(Buffer.from("%PDF-1.7 nothing"), "application/pdf")).rejects.toBeInstanceOf(
      PaperUnreadable,
    );
  });
});

describe("a picture with a watermark", () => {
  it.each<[string, () => Promise<Buffer>, string, number]>([
    ["a photograph", () => sampleJpegWithGps(1600, 900), "jpeg", 1600],
    ["a tall one", () => samplePng(300, 900), "png", 300],
    ["one narrower than a line that can be read", () => samplePng(40, 30), "png", 200],
  ])("has it on a strip below, which covers nothing: %s", async (_which, sample, format, least) => {
    const original = await sample();
    const [before, made] = [await sharp(original).metadata(), await watermarked(original, `image/${format}`)];
    const after = await sharp(made).metadata();
    expect([after.format, after.exif]).toEqual([format, undefined]);
    expect(after.width).toBeGreaterThanOrEqual(least);
    expect(after.height - before.height).toBeGreaterThanOrEqual(16);
    const strip = { left: 0, top: before.height, width: after.width, height: after.height - before.height };
    const { data, info } = await sharp(made).extract(strip).removeAlpha().raw().toBuffer({ resolveWithObject: true });
    expect(bandsOf(data, info.width, info.height, 3)).toContain(true);
    const kept = { left: 0, top: 0, width: before.width, height: before.height };
    const [was, is] = await Promise.all(
      [sharp(original), sharp(made).extract(kept)].map((picture) =>
        picture.removeAlpha().resize(8, 8).raw().toBuffer(),
      ),
    );
    expect(Math.max(...was!.map((value, at) => Math.abs(value - is![at]!)))).toBeLessThan(12);
  });

  it("is told to be impossible where there is no picture", async () => {
    await expect(watermarked(Buffer.from("no picture"), "image/png")).rejects.toBeInstanceOf(PaperUnreadable);
  });
});

describe("a file that took too long to bear a watermark", () => {
  it("is not tried again for the next reviewer; one that cannot be read, or another, is", async () => {
    writeFileSync(from, "bytes");
    const vault = openVault(folder, { keepFree: 0 });
    const { blob } = await vault.take(from);
    const registry = { find: async () => ({ blob }) } as unknown as Registry;
    const tried: string[] = [];
    const watermark = async ({ contentType }: { contentType: string }) => {
      tried.push(contentType);
      throw contentType === "heavy" ? new PaperTooHeavy() : new PaperUnreadable();
    };
    const bytes = openBytes({ registry, vault, cloud: null, papers: { ...papers, watermark }, maxBytes: 1_000 });
    for (const contentType of ["heavy", "heavy", "broken", "broken"])
      expect(
        await bytes.lendWatermarked({ key: contentType, store: "local", contentType }, new Uint8Array(), async () => 1),
      ).toBeNull();
    expect(tried).toEqual(["heavy", "broken", "broken"]);
  });
});
