import { fork } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { deflateSync } from "node:zlib";
import { PDFArray, PDFDict, PDFDocument, PDFName, PDFString } from "@cantoo/pdf-lib";
import PdfKit from "pdfkit";
import sharp from "sharp";
import { afterAll, describe, expect, it, vi } from "vitest";
import { isNoRoom } from "#app/outside/files/files.ts";
import { openPapers, PaperTooHeavy, PaperUnreadable } from "#app/outside/files/papers/papers.server.ts";
import { readPdf } from "#tests/support/pdf.ts";
import { sampleJpegWithGps, samplePdf } from "#tests/support/samples.ts";

// Processes are started here.

const folder = mkdtempSync(join(tmpdir(), "kapok-papers-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const place = (name: string) => join(folder, name);
const papers = openPapers();

/**
 * A tagged paper with an author, a program's path, a photograph that tells a place and a photographer, and two pages.
 */
async function telltale(more: { attach?: boolean } = {}): Promise<Buffer> {
  const document = new PdfKit({
    size: "A6",
    tagged: true,
    lang: "en",
    info: {
      Author: "CNRY-author",
      Creator: "C:\\Users\\CNRY-user\\plan.docx",
      Title: "CNRY-title",
      Keywords: "CNRY-keyword",
    },
  });
  const parts: Buffer[] = [];
  document.on("data", (part: Buffer) => parts.push(part));
  document.addStructure(
    document.struct("P", {}, () => {
      document.text("A garden on every roof");
    }),
  );
  document.image(await sampleJpegWithGps(64, 48), 20, 60);
  if (more.attach) document.file(Buffer.from("CNRY-attached"), { name: "CNRY-attached.txt" });
  document.addPage().text("Second page");
  return new Promise((resolve) => {
    document.on("end", () => resolve(Buffer.concat(parts)));
    document.end();
  });
}

async function copied(
  bytes: Buffer,
): Promise<{ active: boolean; copy: Buffer; paper: PDFDocument; everything: string }> {
  writeFileSync(place("from.pdf"), bytes);
  const { active } = await papers.copy({
    from: place("from.pdf"),
    to: place("to.pdf"),
    contentType: "application/pdf",
    pages: place("pages.webp"),
  });
  const copy = readFileSync(place("to.pdf"));
  const paper = await PDFDocument.load(copy, { updateMetadata: false });
  const objects = paper.context
    .enumerateIndirectObjects()
    .map(
      ([, object]) =>
        `${object.toString()}${"contents" in object ? Buffer.from(object.contents as Uint8Array).toString("latin1") : ""}`,
    );
  return { active, copy, paper, everything: `${copy.toString("latin1")}${objects.join("\n")}` };
}

/** A plain paper changed by hand. */
async function changed(change: (paper: PDFDocument) => void): Promise<Buffer> {
  const paper = await PDFDocument.load(await samplePdf());
  change(paper);
  return Buffer.from(await paper.save({ useObjectStreams: false }));
}
const dict = (paper: PDFDocument, object: Record<string, unknown>) =>
  paper.context.obj(object as never) as unknown as PDFDict;

describe("B44: the copy that others read", () => {
  it("says nothing of author, program, machine, camera or place, and keeps words, tags and language", async () => {
    const written = await PDFDocument.load(await telltale(), { updateMetadata: false });
    written.catalog.set(
      PDFName.of("Metadata"),
      written.context.register(
        written.context.stream("<x:xmpmeta>CNRY-xmp</x:xmpmeta>", { Type: "Metadata", Subtype: "XML" }),
      ),
    );
    written
      .getPage(0)
      .node.set(PDFName.of("PieceInfo"), dict(written, { Program: { Private: PDFString.of("CNRY-program") } }));
    const original = Buffer.from(await written.save({ useObjectStreams: false }));
    for (const secret of ["Somebody", "CNRY-author", "CNRY-xmp", "CNRY-program"])
      expect(original.toString("latin1")).toContain(secret);
    const { active, copy, paper, everything } = await copied(original);
    expect(active).toBe(false);
    for (const secret of ["CNRY", "Somebody", "Kapok Camera", "PDFKit", "Users"])
      expect(everything).not.toContain(secret);
    const read = await readPdf(new Uint8Array(copy));
    expect(read).toMatchObject({ tagged: true, language: "en" });
    expect(read.text).toContain("Agardenoneveryroof");
    expect(paper.getPageCount()).toBe(2);
  });

  it("forgets what earlier versions of the file said, and what stands between its objects", async () => {
    const first = (await telltale()).toString("latin1");
    const start = first.length;
    const update = `9999 0 obj\n<</Author(CNRY-second)>>\nendobj\n%CNRY-between\nxref\n9999 1\n${String(start).padStart(10, "0")} 00000 n \ntrailer\n<</Size 10000/Root ${/\/Root (\d+ \d+ R)/.exec(first)?.[1]}/Info 9999 0 R/Prev ${/startxref\s+(\d+)/.exec(first)?.[1]}>>\nstartxref\n${start + 44}\n%%EOF\n`;
    const { everything } = await copied(Buffer.from(first + update, "latin1"));
    expect(everything).not.toContain("CNRY");
  });

  it("comes with a picture of the first pages, one below the other", async () => {
    await copied(await telltale());
    const { format, width, height, exif } = await sharp(place("pages.webp")).metadata();
    expect({ format, width, exif }).toEqual({ format: "webp", width: 900, exif: undefined });
    expect(height).toBeGreaterThan(900 * 1.4 * 2 - 50);
  });
});

describe("B36: a paper that does something", () => {
  const script = (paper: PDFDocument) =>
    dict(paper, { Type: "Action", S: "JavaScript", JS: PDFString.of("app.alert('CNRY')") });

  it.each<[string, () => Promise<Buffer>]>([
    [
      "runs a script when it is opened",
      () => changed((paper) => paper.catalog.set(PDFName.of("OpenAction"), script(paper))),
    ],
    [
      "calls home when it is opened",
      () =>
        changed((paper) =>
          paper.catalog.set(
            PDFName.of("OpenAction"),
            dict(paper, { S: "URI", URI: PDFString.of("https://CNRY.example") }),
          ),
        ),
    ],
    [
      "starts a program",
      () =>
        changed((paper) =>
          paper.catalog.set(
            PDFName.of("OpenAction"),
            paper.context.register(dict(paper, { S: "Launch", F: PDFString.of("CNRY.exe") })),
          ),
        ),
    ],
    [
      "writes a name another way",
      async () =>
        Buffer.from(
          (
            await changed((paper) =>
              paper.catalog.set(
                PDFName.of("Names"),
                dict(paper, { JavaScript: { Names: [PDFString.of("a"), script(paper)] } }),
              ),
            )
          )
            .toString("latin1")
            .replaceAll("/JavaScript", "/Java#53cript"),
          "latin1",
        ),
    ],
    [
      "acts when a page is turned",
      () => changed((paper) => paper.getPage(0).node.set(PDFName.of("AA"), dict(paper, { O: script(paper) }))),
    ],
    [
      "sends a form",
      () =>
        changed((paper) =>
          paper.getPage(0).node.set(
            PDFName.of("Annots"),
            paper.context.obj([
              {
                Type: "Annot",
                Subtype: "Widget",
                Rect: [0, 0, 1, 1],
                A: { S: "SubmitForm", F: PDFString.of("https://CNRY.example") },
              },
            ]),
          ),
        ),
    ],
    ["carries a file", () => telltale({ attach: true })],
  ])("that %s is marked, and its copy does nothing", async (_case, make) => {
    const { active, everything } = await copied(await make());
    expect(active).toBe(true);
    for (const trace of ["CNRY", "JavaScript", "Launch", "EmbeddedFile", "SubmitForm", "/AA"])
      expect(everything).not.toContain(trace);
  });

  it("a link that somebody may press, and a place to open at, do nothing by themselves and stay", async () => {
    const { active, paper } = await copied(
      await changed((each) => {
        each.getPage(0).node.set(
          PDFName.of("Annots"),
          each.context.obj([
            {
              Type: "Annot",
              Subtype: "Link",
              Rect: [0, 0, 9, 9],
              T: PDFString.of("CNRY"),
              A: { S: "URI", URI: PDFString.of("https://a.example") },
            },
          ]),
        );
        each.catalog.set(PDFName.of("OpenAction"), each.context.obj([each.getPage(0).ref, "Fit"]));
      }),
    );
    expect(active).toBe(false);
    const annotation = paper.getPage(0).node.lookup(PDFName.of("Annots"), PDFArray).lookup(0, PDFDict);
    expect(annotation.toString()).toContain("https://a.example");
    expect(annotation.toString()).not.toContain("CNRY");
    expect(paper.catalog.has(PDFName.of("OpenAction"))).toBe(true);
  });
});

/** A paper of one page, with an object packed among so many spaces. */
function packed(spaces: number): string {
  const stream = deflateSync(`5 0 null${" ".repeat(spaces)}`).toString("latin1");
  const objects = [
    "1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj",
    "2 0 obj\n<</Type/Pages/Kids[3 0 R]/Count 1>>\nendobj",
    "3 0 obj\n<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>\nendobj",
    `4 0 obj\n<</Type/ObjStm/N 1/First 4/Filter/FlateDecode/Length ${stream.length}>>\nstream\n${stream}\nendstream\nendobj`,
  ];
  return ["%PDF-1.7", ...objects, "trailer\n<</Root 1 0 R>>\n%%EOF"].join("\n");
}

describe("B37: what cannot be copied", () => {
  it.each<[string, string]>([
    ["no paper at all", "hello"],
    [
      "a paper without pages",
      "%PDF-1.4\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n2 0 obj\n<</Type/Pages/Kids[]/Count 0>>\nendobj\ntrailer\n<</Root 1 0 R>>\n%%EOF",
    ],
    ["a paper whose packed objects fill the memory", packed(100 * 2 ** 20)],
  ])("%s is unreadable, and the next is read all the same", async (_case, bytes) => {
    await expect(copied(Buffer.from(bytes, "latin1"))).rejects.toBeInstanceOf(PaperUnreadable);
    expect((await copied(await samplePdf())).active).toBe(false);
  });

  it("packed objects of a usual size are read", async () => {
    expect((await copied(Buffer.from(packed(2 ** 20), "latin1"))).active).toBe(false);
  });

  it.each([
    ["never answers", "setInterval(() => undefined, 1000)"],
    ["dies", "process.on('message', () => process.exit(1))"],
    [
      "eats memory",
      "process.on('message', () => { const all = []; for (;;) all.push(new Array(1e6).fill(all.length)); })",
    ],
  ])("a process that %s ends, and says nothing but that it was too heavy", async (_case, source) => {
    const program = place(`bad-${source.length}.mjs`);
    writeFileSync(program, source);
    const bad = openPapers({ program, longestJob: 1_500, memory: 64 });
    await expect(bad.copy({ from: "a", to: "b", contentType: "application/pdf", pages: null })).rejects.toBeInstanceOf(
      PaperTooHeavy,
    );
    await expect(bad.copy({ from: "a", to: "b", contentType: "application/pdf", pages: null })).rejects.toBeInstanceOf(
      PaperTooHeavy,
    );
  });

  it("where the disk is full says so, and not that the document is broken", async () => {
    writeFileSync(place("whole.pdf"), await samplePdf());
    const job = { from: place("whole.pdf"), to: "/dev/full", contentType: "application/pdf" };
    await expect(papers.copy({ ...job, pages: null })).rejects.toSatisfy(isNoRoom);
  });

  it("what takes long to bear a watermark holds up no copy", async () => {
    const program = place("slow-watermarks.mjs");
    writeFileSync(
      program,
      `process.on("message", ({ id, watermark }) => watermark || process.send({ id, active: true }));`,
    );
    const slow = openPapers({ program, longestJob: 20_000 });
    const job = { from: "a", to: "b", contentType: "application/pdf" };
    const watermarked = slow.watermark({ ...job, watermark: new Uint8Array([1]) }).then(
      () => "watermarked",
      () => "too heavy",
    );
    const copied = slow.copy({ ...job, pages: null }).then(
      ({ active }) => active,
      () => "too heavy",
    );
    expect(await Promise.race([watermarked, copied])).toBe(true);
  });

  it.each(["SIGTERM", "SIGKILL"] as const)("what never lets go ends with the portal, by %s", async (signal) => {
    const [program, portal, begun] = [place("endless.mjs"), place("portal.mts"), place(`begun-${signal}`)];
    const door = new URL("../../../app/outside/files/papers/papers.server.ts", import.meta.url);
    writeFileSync(
      program,
      `import { writeFileSync } from "node:fs";
       process.on("message", ({ to }) => { writeFileSync(to, String(process.pid)); for (;;); });`,
    );
    writeFileSync(
      portal,
      `import { openPapers } from ${JSON.stringify(door)};
       process.on("SIGTERM", () => process.exit());
       openPapers({ program: ${JSON.stringify(program)} }).copy({ to: ${JSON.stringify(begun)} });`,
    );
    const started = fork(portal, { execArgv: ["--import", "tsx"] });
    const endless = await vi.waitFor(() => Number(/^\d+$/.exec(readFileSync(begun, "utf8"))![0]), { timeout: 60_000 });
    const ended = once(started, "exit");
    started.kill(signal);
    await ended;
    try {
      await vi.waitFor(() => expect(() => process.kill(endless, 0)).toThrow("ESRCH"), { timeout: 60_000 });
    } catch (error) {
      process.kill(endless, "SIGKILL");
      throw error;
    }
  });
});
