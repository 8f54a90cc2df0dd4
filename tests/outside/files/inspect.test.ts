import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { inspect } from "#app/outside/files/inspection/inspect.server.ts";
import {
  onDisk,
  sampleJpegWithGps,
  sampleMp4,
  sampleOffice,
  sampleOldOffice,
  samplePdf,
  samplePng,
  samplePngThatClaims,
  sampleWebp,
  sampleZip,
  type ZipPart,
} from "#tests/support/samples.ts";

const folder = mkdtempSync(join(tmpdir(), "kapok-inspect-"));
afterAll(() => rmSync(folder, { recursive: true }));

const OFFICE = "application/vnd.openxmlformats-officedocument";
const inspected = async (bytes: Buffer | string | Promise<Buffer>, name?: string, most = 1_000_000) =>
  inspect(await onDisk(folder, Buffer.from(await bytes), name), most);
const many = (count: number): ZipPart[] =>
  Array.from({ length: count }, (_none, index) => ({ name: `word/media/${index}.png` }));

describe("what is accepted", () => {
  it.each([
    ["a PDF", () => samplePdf(), "application/pdf"],
    ["a PNG", () => samplePng(), "image/png"],
    ["a JPEG", () => sampleJpegWithGps(), "image/jpeg"],
    ["a WebP", () => sampleWebp(), "image/webp"],
    ["a document", () => sampleOffice("docx"), `${OFFICE}.wordprocessingml.document`],
    ["a workbook", () => sampleOffice("xlsx"), `${OFFICE}.spreadsheetml.sheet`],
    ["a presentation", () => sampleOffice("pptx"), `${OFFICE}.presentationml.presentation`],
    ["a film", () => sampleMp4(), "video/mp4"],
  ])("%s", async (_case, make, contentType) => expect(await inspected(make())).toEqual({ contentType, problem: null }));

  it("what a file is called does not matter", async () => {
    expect(await inspected(samplePng(), "paper.pdf")).toEqual({ contentType: "image/png", problem: null });
  });
});

describe("what is not", () => {
  const svg = '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>';
  const html = "<!doctype html><script>alert(1)</script>";
  const refused = { contentType: null, problem: "wrong-type" };

  it.each([
    ["B32: a drawing with a script", svg, "x.svg"],
    ["B32: the same called PNG", svg, "x.png"],
    ["B33: a page", html, "x.html"],
    ["B33: a script", "alert(1)", "x.js"],
    ["B33: XML", `<?xml version="1.0"?><a/>`, "x.xml"],
    ["B34: a page called PDF", html, "a.pdf"],
    ["B34: a page that mentions PDF later", `${html}%PDF-1.7\n%%EOF`, "a.pdf"],
    ["B33: a mail archive", "MIME-Version: 1.0\nContent-Type: multipart/related\n\n", "x.mht"],
    ["a program", Buffer.concat([Buffer.from("MZ"), Buffer.alloc(200)]), "a.exe"],
    ["an archive of something", sampleZip([{ name: "a.txt", bytes: "a" }]), "a.docx"],
    ["an old document", sampleOldOffice("WordDocument"), "a.doc"],
  ])("%s", async (_case, bytes, name) => expect(await inspected(bytes, name)).toEqual(refused));

  it.each([
    ["a PDF", () => samplePdf()],
    ["a JPEG", () => sampleJpegWithGps(64, 64)],
    ["a PNG", () => samplePng()],
  ])("B35: %s that is an archive as well", async (_case, make) => {
    const both = Buffer.concat([await make(), sampleZip([{ name: "Main.class", bytes: "x" }])]);
    expect(await inspected(both)).toMatchObject({ contentType: null });
    expect((await inspected(both)).problem).not.toBeNull();
  });

  it("an empty file, and one that is too big", async () => {
    expect(await inspected(Buffer.alloc(0))).toEqual({ contentType: null, problem: "empty" });
    expect(await inspected(samplePdf(), "a.pdf", 100)).toEqual({ contentType: null, problem: "too-big" });
  });
});

describe("B37: papers nobody could read", () => {
  it("with a password", async () =>
    expect(await inspected(samplePdf("secret", "hunter2"))).toMatchObject({ problem: "password-protected" }));

  it.each([0.3, 0.6, 0.9])("cut off after %d of it", async (share) => {
    const whole = await samplePdf();
    expect(await inspected(whole.subarray(0, Math.floor(whole.length * share)))).toMatchObject({ problem: "broken" });
  });

  it("with the password named in a packed table of references", async () => {
    const body = `%PDF-1.7\n7 0 obj\n<</Type/XRef/Encrypt 5 0 R/Size 8/Length 3>>\nstream\nabc\nendstream\nendobj\n%${"x".repeat(8_000)}\n`;
    expect(await inspected(`${body}startxref\n9\n%%EOF\n`)).toMatchObject({ problem: "password-protected" });
    expect(await inspected(`${body.replace("/Encrypt 5 0 R", "")}startxref\n9\n%%EOF\n`)).toEqual({
      contentType: "application/pdf",
      problem: null,
    });
  });

  it("with the password named in a trailer that is not where it should be", async () => {
    const body = `%PDF-1.4\n%${"x".repeat(8_000)}\ntrailer\n<</Size 8/Encrypt 5 0 R>>\nstartxref\n99999\n%%EOF\n`;
    expect(await inspected(body)).toMatchObject({ problem: "password-protected" });
    expect(await inspected(body.replace("/Encrypt 5 0 R", "").replace("xxx", "/Encrypt 5 0 R"))).toMatchObject({
      problem: null,
    });
  });

  it("a document with a password", async () => {
    expect(await inspected(sampleOldOffice("EncryptedPackage"))).toMatchObject({ problem: "password-protected" });
    expect(await inspected(sampleOffice("docx", [{ name: "word/a.xml", encrypted: true }]))).toMatchObject({
      problem: "password-protected",
    });
  });

  it("pictures and films cut off", async () => {
    for (const whole of [
      await samplePng(400, 400),
      await sampleJpegWithGps(),
      await sampleWebp(600, 600),
      sampleMp4(),
    ]) {
      expect(await inspected(whole.subarray(0, Math.floor(whole.length * 0.6)))).toMatchObject({ problem: "broken" });
    }
  });

  it("an archive cut off", async () => {
    const whole = sampleOffice("docx");
    expect(await inspected(whole.subarray(0, whole.length - 30))).toMatchObject({ problem: "broken" });
  });
});

describe("B38: archives that would fill a disk", () => {
  const refused = { contentType: null, problem: "archive-bomb" };

  it.each<[string, ZipPart[]]>([
    [
      "ten gigabytes of media",
      Array.from({ length: 3 }, (_none, index) => ({
        name: `word/media/${index}.png`,
        bytes: "a".repeat(1000),
        claims: { unpacked: 4_000_000_000 },
      })),
    ],
    ["more files than a document has", many(2_001)],
    ["a hundred times its size", [{ name: "word/a.xml", bytes: "a".repeat(2_000_000) }]],
    [
      "two hundred megabytes",
      [{ name: "word/media/a.png", bytes: randomBytes(3_000_000), claims: { unpacked: 200_000_001 } }],
    ],
    ["files that share their bytes", [{ name: "word/a.bin", bytes: "a", claims: { packed: 1_000_000 } }]],
    ["sizes too large for their fields", [{ name: "word/a.bin", bytes: "a", claims: { unpacked: 0xffffffff } }]],
  ])("%s", async (_case, parts) =>
    expect(await inspected(sampleOffice("docx", parts), "a.docx", 50_000_000)).toEqual(refused),
  );

  it("a large honest document is none", async () => {
    expect(await inspected(sampleOffice("docx", many(1_900)), "a.docx", 50_000_000)).toMatchObject({ problem: null });
  });
});

describe("B39: documents that do something", () => {
  const template = (target: string): ZipPart => ({
    name: "word/_rels/settings.xml.rels",
    bytes: `<Relationships><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate" Target="${target}" TargetMode="External"/></Relationships>`,
  });

  it.each<[string, ZipPart]>([
    ["macros", { name: "word/vbaProject.bin", bytes: "x" }],
    ["macros in capitals", { name: "word/VBAPROJECT.BIN", bytes: "x" }],
    ["a control", { name: "word/activeX/activeX1.xml", bytes: "x" }],
    ["a template from the net", template("https://example.test/a.dotm")],
    ["a template from another machine", template("\\\\host\\share\\a.dotm")],
  ])("%s", async (_case, part) =>
    expect(await inspected(sampleOffice("docx", [part]))).toMatchObject({ problem: "macros" }),
  );

  it.each<[string, ZipPart]>([
    ["in a part of another name", { ...template("https://example.test/a.dotm"), name: "word/_rels/other.xml.rels" }],
    [
      "in UTF-16",
      {
        name: "word/_rels/settings.xml.rels",
        bytes: Buffer.from(String(template("https://example.test/a.dotm").bytes), "utf16le"),
      },
    ],
  ])("a template from the net %s", async (_case, part) =>
    expect(await inspected(sampleOffice("docx", [part]))).toMatchObject({ problem: "macros" }),
  );

  const word = (body: string): ZipPart => ({ name: "word/footnotes.xml", bytes: `<w:footnotes>${body}</w:footnotes>` });
  const relation = (kind: string): ZipPart => ({
    name: "word/_rels/document.xml.rels",
    bytes: `<Relationships><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/${kind}" Target="embeddings/1.xlsx"/></Relationships>`,
  });
  const begin = '<w:r><w:fldChar w:fldCharType="begin"/></w:r>';
  const ddeLink: ZipPart = {
    name: "xl/externalLinks/externalLink1.xml",
    bytes: '<externalLink><ddeLink ddeService="cmd" ddeTopic="/c calc"/></externalLink>',
  };
  const inside = (...parts: ZipPart[]): ZipPart => ({
    name: "word/embeddings/inner.docx",
    bytes: sampleOffice("docx", parts),
  });
  it.each<[string, ZipPart, string]>([
    ["macros", inside({ name: "word/vbaProject.bin", bytes: "x" }), "macros"],
    [
      "an archive in it that unpacks without end",
      inside({ name: "word/x.xml", bytes: " ".repeat(2_000_000) }),
      "archive-bomb",
    ],
    ["documents without end", inside(inside(inside(inside(inside())))), "too-complex"],
  ])("a document inside with %s is refused", async (_case, part, problem) =>
    expect(
      await inspected(sampleOffice("docx", [part, { name: "word/media/x.bin", bytes: randomBytes(100_000) }])),
    ).toMatchObject({ problem }),
  );

  it.each<[string, ZipPart]>([
    [
      "a field that includes a picture",
      word(`${begin}<w:instrText> INCLUDEPICTURE "https://example.test/x.png" \\d</w:instrText>`),
    ],
    [
      "one in a document inside",
      inside(word('<w:fldSimple w:instr="includepicture &quot;https://example.test/x.png&quot;"/>')),
    ],
    [
      "a picture from elsewhere in a document inside",
      inside({
        name: "word/_rels/document.xml.rels",
        bytes:
          '<Relationships><Relationship Id="rId1" Type="x/image" Target="https://example.test/x.png" TargetMode="External"/></Relationships>',
      }),
    ],
  ])("%s is told as fetching something unasked", async (_case, part) =>
    expect(await inspected(sampleOffice("docx", [part]))).toMatchObject({ problem: null, reaches: true }),
  );

  it.each<[string, ZipPart]>([
    ["an embedded program", { name: "word/embeddings/oleObject1.bin", bytes: "x" }],
    ["an embedded document with macros", { name: "ppt/embeddings/Sheet1.xlsm", bytes: "x" }],
    ["an object, whatever its name", relation("oleObject")],
    [
      "a field that starts a program",
      word(`${begin}<w:instrText>DDEAUTO c:\\\\windows\\\\system32\\\\cmd.exe "/k calc"</w:instrText>`),
    ],
    [
      "such a field in pieces",
      word(
        `${begin}<w:r><w:instrText xml:space="preserve"> DD</w:instrText></w:r><w:r><w:instrText>EAUTO excel</w:instrText></w:r>`,
      ),
    ],
    ["such a field in one", word('<w:fldSimple w:instr=" dde excel book1"/>')],
    ["a link to a program in a workbook", ddeLink],
    [
      "such a field in a document inside",
      {
        name: "word/embeddings/inner.docx",
        bytes: sampleOffice("docx", [word('<w:fldSimple w:instr="DDEAUTO excel"/>')]),
      },
    ],
    [
      "such a link in a workbook inside a document inside",
      {
        name: "word/embeddings/1.docx",
        bytes: sampleOffice("docx", [{ name: "word/embeddings/2.xlsx", bytes: sampleOffice("xlsx", [ddeLink]) }]),
      },
    ],
  ])("%s is refused", async (_case, part) =>
    expect(await inspected(sampleOffice("docx", [part]))).toMatchObject({ problem: "embedded" }),
  );

  it.each<[string, ZipPart]>([
    ["a chart with its workbook", relation("package")],
    ["the workbook itself", { name: "word/embeddings/Microsoft_Excel_Sheet1.xlsx", bytes: "x" }],
    ["a page number", word(`${begin}<w:instrText> PAGE </w:instrText>`)],
    ["words about DDE", word("<w:t>DDEAUTO is a field</w:t>")],
    [
      "a link to another workbook",
      { name: "xl/externalLinks/externalLink1.xml", bytes: "<externalLink><externalBook/></externalLink>" },
    ],
  ])("%s is let pass", async (_case, part) =>
    expect(await inspected(sampleOffice("docx", [part]))).toMatchObject({ problem: null }),
  );

  it("B38: parts that lie about their size are not unpacked any further", async () => {
    const liar = (n: number): ZipPart => ({
      name: `word/_rels/${n}.xml.rels`,
      bytes: "<attachedTemplate".repeat(30_000),
      claims: { unpacked: 10 },
    });
    expect(await inspected(sampleOffice("docx", [liar(1)]))).toMatchObject({ problem: "broken" });
    const honest = Array.from({ length: 5 }, (_, n): ZipPart => ({ ...liar(n), claims: {} }));
    expect(await inspected(sampleOffice("docx", honest), "a.docx", 50_000_000)).toMatchObject({
      problem: "archive-bomb",
    });
  });

  it("a template on the author's own disk does nothing elsewhere", async () => {
    expect(await inspected(sampleOffice("docx", [template("file:///C:/Users/a/Normal.dotm")]))).toMatchObject({
      problem: null,
    });
  });

  it("B40: entities are never expanded", async () => {
    const laughs = `<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "${"&a;".repeat(1000)}">]><a>&b;</a>`;
    expect(
      await inspected(sampleOffice("docx", [{ name: "word/_rels/settings.xml.rels", bytes: laughs }])),
    ).toMatchObject({ problem: "broken" });
  });

  const led = (attributes: string, from = "document.xml"): ZipPart => ({
    name: `word/_rels/${from}.rels`,
    bytes: `<Relationships><Relationship Id="rId1" ${attributes}/></Relationships>`,
  });
  const typed = (kind: string) => `Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/${kind}"`;
  const dde = '<w:settings xmlns:w="w"><w:fldSimple w:instr="DDEAUTO excel"/></w:settings>';
  it.each<[string, ZipPart[], string]>([
    [
      "a template in other letters",
      [led(`${typed("attached&#84;emplate")} Target="https://example.test/a.dotm" TargetMode="&#69;xternal"`)],
      "macros",
    ],
    [
      "its address in other letters",
      [led(`${typed("attachedTemplate")} Target="&#x68;ttps://example.test/a.dotm" TargetMode="External"`)],
      "macros",
    ],
    [
      "a template on another machine by its file",
      [led(`${typed("attachedTemplate")} Target="file:\\\\host\\a.dotm" TargetMode="External"`)],
      "macros",
    ],
    ["an object in other letters", [led(`${typed("ole&#79;bject")} Target="x.xml"`)], "embedded"],
    ["a place neither inside nor outside", [led(`${typed("image")} Target="x.png" TargetMode="external"`)], "broken"],
    [
      "a name that stands for letters",
      [led(`${typed("image")} Target="https://example.test/x.png" TargetMode="&mode;"`)],
      "broken",
    ],
    ["a field in other letters", [word(`${begin}<w:instrText>&#68;DEAUTO excel</w:instrText>`)], "embedded"],
    ["a field in raw words", [word("<w:instrText><![CDATA[DDEAUTO excel]]></w:instrText>")], "embedded"],
    [
      "a field after a bracket that closes nothing",
      [word('<w:instrText w:x=">a">DDEAUTO excel</w:instrText>')],
      "embedded",
    ],
    ["a field around a remark", [word("<w:instrText>DD<!-- -->EAUTO excel</w:instrText>")], "embedded"],
    [
      "a field in a part called a font",
      [led(`${typed("settings")} Target="x.ttf"`), { name: "word/x.ttf", bytes: dde }],
      "embedded",
    ],
    [
      "a field in a part of another folder",
      [{ name: "other/x.fntdata", bytes: Buffer.from(`\ufeff${dde}`, "utf16le") }],
      "embedded",
    ],
    ["a field in a chunk", [led(`${typed("aFChunk")} Target="x.xml"`), { name: "word/x.xml", bytes: dde }], "embedded"],
  ])("%s is refused as what it is", async (_case, parts, problem) =>
    expect(await inspected(sampleOffice("docx", parts))).toMatchObject({ problem }),
  );

  it("a link to a program under another name in a workbook is refused", async () => {
    const link = { name: "xl/x.odttf", bytes: '<externalLink><ddeLink ddeService="cmd"/></externalLink>' };
    const listed = {
      name: "xl/_rels/workbook.xml.rels",
      bytes: String(led(`${typed("externalLink")} Target="x.odttf"`).bytes),
    };
    expect(await inspected(sampleOffice("xlsx", [link, listed]))).toMatchObject({ problem: "embedded" });
  });

  it.each<[string, string, boolean]>([
    ["a picture", `${typed("image")} Target="https://example.test/x.png" TargetMode="Ext&#101;rnal"`, true],
    ["a link to another machine", `${typed("hyperlink")} Target="\\\\host\\x" TargetMode="External"`, true],
    ["a chunk of another format", `${typed("aFChunk")} Target="x.html"`, true],
    ["a link", `${typed("hyperlink")} Target="https://example.test/" TargetMode="External"`, false],
    ["a picture inside", `${typed("image")} Target="media/x.png"`, false],
  ])("whether %s is fetched unasked is told", async (_case, relationship, reaches) => {
    const chunk = relationship.includes("x.html") ? [{ name: "word/x.html", bytes: "<html><br></html>" }] : [];
    const found = await inspected(sampleOffice("docx", [led(relationship), ...chunk]));
    expect([found.problem, found.reaches ?? false]).toEqual([null, reaches]);
  });
});

describe("B43: pictures too large to show", () => {
  it.each([
    [60_000, 60_000],
    [17_000, 17_000],
    [10_000, 5_001],
  ])("%d by %d", async (width, height) => {
    expect(await inspected(samplePngThatClaims(width, height))).toEqual({
      contentType: "image/png",
      problem: "too-many-pixels",
    });
  });
});
