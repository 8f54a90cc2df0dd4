import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, posix } from "node:path";
import sharp from "sharp";
import { afterAll, describe, expect, it } from "vitest";
import { openPapers, PaperUnreadable } from "#app/outside/files/papers/papers.server.ts";
import { plainWord, pngThatTells, sampleSheet, sampleSlides, sampleWord } from "#tests/support/office.ts";
import { sampleJpegWithGps, sampleMp4, sampleOffice, sampleZip } from "#tests/support/samples.ts";
import { readWord } from "#tests/support/word.ts";
import { filesIn } from "#tests/support/zip.ts";

// A process is started here.

const folder = mkdtempSync(join(tmpdir(), "kapok-copies-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const papers = openPapers();
const WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
const [from, to] = [join(folder, "from"), join(folder, "to")];

/** The copy of a document or film; the original must be untouched. */
async function copied(bytes: Buffer, contentType = WORD): Promise<Buffer> {
  writeFileSync(from, bytes);
  await papers.copy({ from, to, contentType, pages: null });
  expect(hash(readFileSync(from))).toBe(hash(bytes));
  return readFileSync(to);
}
const hash = (bytes: Buffer) => createHash("sha256").update(bytes).digest("hex");

/** Everything anybody could read in a file, whatever it is packed in. */
function everything(bytes: Buffer): string {
  const own = [bytes.toString("latin1"), bytes.toString("utf16le"), bytes.subarray(1).toString("utf16le")];
  return (
    bytes.toString("latin1", 0, 4) === "PK\x03\x04"
      ? [...own, ...[...filesIn(bytes)].flatMap(([name, content]) => [name, everything(content)])]
      : own
  ).join("\n");
}

/** What would keep Office from opening an archive: parts that lead nowhere or that nobody can tell the kind of. */
function broken(bytes: Buffer): string[] {
  const parts = filesIn(bytes);
  const types = parts.get("[Content_Types].xml")!.toString("utf8");
  const of = (text: string, pattern: RegExp) => [...text.matchAll(pattern)].map((match) => match[1]!);
  const known = new Set([...of(types, /PartName="\/([^"]+)"/g)]);
  const endings = new Set(of(types, /Extension="([^"]+)"/g));
  return [
    ...[...known].filter((part) => !parts.has(part)).map((part) => `${part} is announced and missing`),
    ...[...parts.keys()]
      .filter((name) => name !== "[Content_Types].xml" && !known.has(name) && !endings.has(name.split(".").at(-1)!))
      .map((name) => `${name} is of no kind`),
    ...[...parts].flatMap(([name, content]) => {
      if (name.endsWith(".rels")) {
        const base = posix.join(posix.dirname(name), "..");
        return [...content.toString("utf8").matchAll(/<Relationship [^>]*>/g)]
          .filter(([tag]) => !tag.includes('TargetMode="External"'))
          .map(([tag]) => /Target="([^"]+)"/.exec(tag)![1]!)
          .filter((target) => !parts.has(target.startsWith("/") ? target.slice(1) : posix.join(base, target)))
          .map((target) => `${name} leads to ${target}`);
      }
      const rels =
        parts.get(posix.join(posix.dirname(name), "_rels", `${posix.basename(name)}.rels`))?.toString("utf8") ?? "";
      return of(content.toString("utf8"), /\br:(?:id|embed|link)="([^"]+)"/g)
        .filter((id) => !rels.includes(`Id="${id}"`))
        .map((id) => `${name} asks for ${id}`);
    }),
  ];
}

describe("B44: the copy of an Office document", () => {
  it.each<[string, () => Promise<Buffer>, string[]]>([
    [
      "a Word document as a program writes it",
      sampleWord,
      ["A garden on every roof &amp; in every street", "屋顶花园", "Is this figure right?"],
    ],
    [
      "a Word document with a template, variables and a store",
      async () => plainWord(),
      ["Plain words", "https://city.example/plan", 'w:percent="100"'],
    ],
    ["a Word document in UTF-16", async () => plainWord({ utf16: true }), ["Plain words"]],
    [
      "a workbook",
      sampleSheet,
      ["Trees planted", "1200", "<t>Author:</t>", " counted in May", "Plain words", "tc={0A1B}"],
    ],
    ["a deck", sampleSlides, ["Streets for people", "A market under trees"]],
  ])("%s tells nothing of people, machines and places, keeps its words and opens", async (_case, make, words) => {
    const original = await make();
    const marks = (bytes: Buffer) => everything(bytes).match(/CNRY|Somebody|Kapok Camera/g)?.length ?? 0;
    expect(marks(original)).toBeGreaterThan(5);
    const copy = await copied(original);
    const told = everything(copy);
    expect([marks(copy), broken(copy)]).toEqual([0, []]);
    for (const word of words) expect([word, told.includes(Buffer.from(word).toString("latin1"))]).toEqual([word, true]);
    expect(hash(await copied(original))).toBe(hash(copy));
  });

  it("holds the very text of the original, and the picture as it looks", async () => {
    const original = await sampleWord();
    const copy = await copied(original);
    expect(readWord(copy).text).toBe(readWord(original).text);
    const pictureOf = (bytes: Buffer) => [...filesIn(bytes)].find(([name]) => name.endsWith(".jpg"))![1];
    expect((await sharp(pictureOf(original)).metadata()).exif).toBeDefined();
    expect((await sharp(pictureOf(copy)).metadata()).exif).toBeUndefined();
    expect(
      (await sharp(pictureOf(copy)).raw().toBuffer()).equals(await sharp(pictureOf(original)).raw().toBuffer()),
    ).toBe(true);
  });
});

describe("B44: pictures inside", () => {
  const gif = async () => {
    const plain = await sharp(await pngThatTells())
      .gif()
      .toBuffer();
    return Buffer.concat([plain.subarray(0, -1), Buffer.from("\x21\xfe\x04CNRY\0;", "latin1")]);
  };
  const telephone = async () =>
    Buffer.concat([await sampleJpegWithGps(16, 16), await sampleJpegWithGps(8, 8), Buffer.from("CNRY")]);
  it.each<[string, () => Promise<Buffer>]>([
    ["png", pngThatTells],
    ["gif", gif],
    ["jpeg", telephone],
    [
      "webp",
      () =>
        sharp({ create: { width: 8, height: 8, channels: 3, background: "#0b6" } })
          .webp()
          .withExif({ IFD0: { Artist: "CNRY" } })
          .toBuffer(),
    ],
    [
      "tiff",
      () =>
        sharp({ create: { width: 8, height: 8, channels: 3, background: "#0b6" } })
          .tiff({ compression: "lzw" })
          .withXmp("<x:xmpmeta xmlns:x='adobe:ns:meta/'>CNRY</x:xmpmeta>")
          .toBuffer(),
    ],
    [
      "svg",
      async () =>
        Buffer.from(
          '<svg xmlns="http://www.w3.org/2000/svg" xmlns:s="s" width="8" height="8" s:docname="CNRY.svg"><metadata>CNRY</metadata><rect width="8" height="8"/></svg>',
        ),
    ],
  ])("a %s looks the same and says nothing", async (ending, make) => {
    const picture = await make();
    const inside = (bytes: Buffer) => filesIn(bytes).get(`word/media/x.${ending}`)!;
    const relation = [
      "rId9",
      "http://schemas.openxmlformats.org/officeDocument/2006/relationships/image",
      `media/x.${ending}`,
    ] as [string, string, string];
    const copy = inside(
      await copied(plainWord({ more: [{ name: `word/media/x.${ending}`, bytes: picture }], related: [relation] })),
    );
    expect(everything(picture)).toMatch(/CNRY|Somebody/);
    expect(everything(copy)).not.toMatch(/CNRY|Somebody|Kapok/);
    expect((await sharp(copy).raw().toBuffer()).equals(await sharp(picture).raw().toBuffer())).toBe(true);
  });
});

describe("B44: drawings inside", () => {
  const words = (...values: number[]) => Buffer.from(new Uint16Array(values).buffer);
  const doubles = (...values: number[]) => Buffer.from(new Uint32Array(values).buffer);
  const [told, rectangle] = [Buffer.from("CNRY was here. "), words(7, 0, 0x041b, 9, 9, 1, 1)];
  /** A drawing of old Windows: a rectangle between a program's own words and the end. */
  const wmf = (...placed: Buffer[]) =>
    Buffer.concat([
      ...placed,
      words(1, 9, 0x300, 34, 0, 0, 13, 0, 0),
      words(13, 0, 0x0626, 15, 15),
      told,
      Buffer.alloc(1),
      rectangle,
      words(3, 0, 0),
    ]);
  const record = (kind: number, body: Buffer) => Buffer.concat([doubles(kind, 8 + body.length), body]);
  const comment = (data: Buffer) => record(70, Buffer.concat([doubles(data.length), data]));
  const line = record(54, doubles(5, 5));
  const stroke = Buffer.concat([words(0x400d, 0), doubles(16, 4, 7)]);
  const emf = () => {
    const head = Buffer.concat([doubles(1, 88), Buffer.alloc(32), Buffer.from(" EMF"), Buffer.alloc(44)]);
    const plus = Buffer.concat([Buffer.from("EMF+"), words(0x4003, 0), doubles(28, 16), told, Buffer.alloc(1), stroke]);
    return Buffer.concat([
      head,
      comment(Buffer.concat([told, Buffer.alloc(1)])),
      line,
      comment(plus),
      record(14, doubles(0, 16, 20)),
    ]);
  };
  it.each<[string, string, Buffer, Buffer[]]>([
    ["wmf", "a placed drawing", wmf(Buffer.concat([Buffer.from("d7cdc69a", "hex"), Buffer.alloc(18)])), [rectangle]],
    ["wmf", "a drawing", wmf(), [rectangle]],
    ["emf", "a drawing with another one in its comments", emf(), [line, stroke]],
  ])("%s: %s keeps its lines and says nothing", async (ending, _case, drawing, lines) => {
    const relation = [
      "rId9",
      "http://schemas.openxmlformats.org/officeDocument/2006/relationships/image",
      `media/x.${ending}`,
    ] as [string, string, string];
    const bytes = Buffer.concat([drawing, Buffer.from("CNRY")]);
    const copy = filesIn(
      await copied(plainWord({ more: [{ name: `word/media/x.${ending}`, bytes }], related: [relation] })),
    ).get(`word/media/x.${ending}`)!;
    expect(drawing.includes("CNRY")).toBe(true);
    expect([copy.includes("CNRY"), copy.length, ...lines.map((each) => copy.includes(each))]).toEqual([
      false,
      drawing.length,
      ...lines.map(() => true),
    ]);
  });

  it("one that carries a photograph with words of its own has no copy", async () => {
    const photograph = await sharp({ create: { width: 8, height: 8, channels: 3, background: "#0b6" } })
      .jpeg()
      .withExif({ IFD0: { Artist: "CNRY" } })
      .toBuffer();
    const padded = Buffer.concat([photograph, Buffer.alloc(-photograph.length & 3)]);
    const head = Buffer.concat([doubles(1, 88), Buffer.alloc(32), Buffer.from(" EMF"), Buffer.alloc(44)]);
    const bytes = Buffer.concat([head, record(81, padded), record(14, doubles(0, 16, 20))]);
    const relation = [
      "rId9",
      "http://schemas.openxmlformats.org/officeDocument/2006/relationships/image",
      "media/x.emf",
    ] as [string, string, string];
    await expect(
      copied(plainWord({ more: [{ name: "word/media/x.emf", bytes }], related: [relation] })),
    ).rejects.toBeInstanceOf(PaperUnreadable);
  });
});

const leadingTo = (name: string, bytes: string | Buffer, kind = "aFChunk") =>
  plainWord({
    more: [{ name: `word/${name}`, bytes }],
    related: [["rId9", `http://schemas.openxmlformats.org/officeDocument/2006/relationships/${kind}`, name]],
  });
const outside = (target: string, kind = "image") =>
  plainWord({
    related: [["rId9", `http://schemas.openxmlformats.org/officeDocument/2006/relationships/${kind}`, target]],
  });

describe("B39: a copy fetches nothing when it is opened", () => {
  it.each<[string, () => Buffer]>([
    ["a picture from elsewhere", () => outside('https://CNRY.example/x.png" TargetMode="External')],
    ["one that says so in other letters", () => outside('https://CNRY.example/x.png" TargetMode="&#69;xternal')],
    ["one on another machine", () => outside('\\\\CNRY\\x.png" TargetMode="Extern&#x61;l')],
    [
      "one that its own element names",
      () => plainWord({ body: '<v:imagedata xmlns:v="v" src="https://CNRY.example/x.png"/>' }),
    ],
    [
      "a part about people whose kind is written in other letters",
      () => leadingTo("more.xml", "<a>CNRY</a>", "p&#101;ople"),
    ],
  ])("%s", async (_case, make) => expect(everything(await copied(make()))).not.toContain("CNRY"));

  const run = (words: string) => `<w:r><w:instrText>${words}</w:instrText></w:r>`;
  const mark = (type: string) => `<w:r><w:fldChar w:fldCharType="${type}"/></w:r>`;
  const shown = `${mark("separate")}<w:r><w:t>the picture</w:t></w:r>${mark("end")}`;
  const web = "&quot;https://CNRY.example/x.png&quot;";
  it.each<[string, string]>([
    ["a field that includes a picture", `${mark("begin")}${run(` INCLUDEPICTURE ${web} \\d `)}${shown}`],
    [
      "one in pieces and small letters",
      `${mark("begin")}${run(" include")}${run("Picture ")}${run("&quot;https://CN")}${run("RY.example/x.png&quot;")}${shown}`,
    ],
    [
      "one around another field",
      `${mark("begin")}${mark("begin")}${run(" PAGE ")}${mark("end")}${run(` INCLUDETEXT ${web}`)}${shown}`,
    ],
    [
      "one whose address another field gives",
      `${mark("begin")}${run(" INCLUDEPICTURE ")}${mark("begin")}${run(` QUOTE ${web}`)}${mark("end")}${shown}`,
    ],
    ["one in one", `<w:fldSimple w:instr=" IMPORT ${web}"><w:r><w:t>the picture</w:t></w:r></w:fldSimple>`],
    ["a link to an object", `${mark("begin")}${run(` LINK Excel.Sheet.12 ${web} \\a`)}${shown}`],
  ])("%s loses its code and keeps what it showed, also in a document inside", async (_case, body) => {
    for (const bytes of [plainWord({ body }), leadingTo("embeddings/inner.docx", plainWord({ body }))]) {
      const copy = await copied(bytes);
      expect(everything(copy)).not.toMatch(/https:..CN|RY\.example|INCLUDE|IMPORT|LINK Excel/i);
      expect(everything(copy)).toContain("the picture");
    }
  });

  it("other fields keep their codes", async () =>
    expect(
      everything(
        await copied(
          plainWord({ body: `${mark("begin")}${run(" HYPERLINK &quot;https://CNRY.example/&quot; ")}${shown}` }),
        ),
      ),
    ).toContain("CNRY"));

  it("nor does a picture that is tied to a link", async () => {
    const copy = await copied(plainWord({ body: '<a:blip xmlns:a="a" r:link="rId4"/>' }));
    expect(filesIn(copy).get("word/document.xml")!.toString()).not.toContain("r:link");
  });

  it.each<[string, () => Buffer]>([
    ["where a place is neither inside nor outside", () => outside('https://CNRY.example/x.png" TargetMode="external')],
    ["where an address stands for a part", () => outside("https://CNRY.example/x.png")],
    [
      "where an attribute is given twice",
      () => outside('https://CNRY.example/x.png" TargetMode="External" TargetMode="Internal'),
    ],
    ["where a name stands for letters", () => outside('media/x.png" TargetMode="&mode;')],
    ["where words are called a font", () => leadingTo("x.ttf", "<w:settings/>", "font")],
    ["where a hidden font is read as settings", () => leadingTo("x.odttf", "<w:settings/>", "settings")],
  ])("%s there is none", async (_case, make) => {
    await expect(copied(make())).rejects.toBeInstanceOf(PaperUnreadable);
  });

  it.each([
    ["ttf", "\0\x01\0\0font"],
    ["odttf", "hidden font"],
  ])("a font that ends in %s stays as it is", async (ending, font) => {
    expect(
      filesIn(await copied(leadingTo(`x.${ending}`, font, "font")))
        .get(`word/x.${ending}`)!
        .toString(),
    ).toBe(font);
  });
});

describe("B37: of what nobody can look into there is no copy", () => {
  const nested = (depth: number): Buffer => (depth === 0 ? plainWord() : leadingTo("inner.docx", nested(depth - 1)));
  it.each<[string, () => Buffer]>([
    ["a part of an unknown kind", () => leadingTo("chunk.rtf", "{\\rtf1 CNRY}")],
    ["words that are no XML", () => leadingTo("more.xml", "<a><b></a>")],
    ["a document type", () => leadingTo("more.xml", '<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>')],
    ["a picture that does not end", () => leadingTo("x.png", Buffer.from("\x89PNG\r\n\x1a\n\0\0\0\x09IHDR", "latin1"))],
    ["documents inside documents inside documents inside documents", () => nested(4)],
    [
      "an archive that says it is larger than is unpacked",
      () =>
        sampleZip([
          { name: "[Content_Types].xml", bytes: "<Types/>" },
          { name: "_rels/.rels", bytes: "<Relationships/>", claims: { unpacked: 300_000_000 } },
        ]),
    ],
    ["an archive without relationships", () => sampleOffice("docx")],
    ["bytes that are no archive", () => Buffer.from("PK\x03\x04 hello", "latin1")],
  ])("%s", async (_case, make) => {
    await expect(copied(make())).rejects.toBeInstanceOf(PaperUnreadable);
  });
});

describe("B44: the copy of a film", () => {
  const box = (kind: string, ...content: Buffer[]) => {
    const inside = Buffer.concat(content);
    const head = Buffer.alloc(8);
    head.writeUInt32BE(inside.length + 8);
    head.write(kind, 4, "latin1");
    return Buffer.concat([head, inside]);
  };
  const track = (handler: string) =>
    box(
      "trak",
      box("tkhd", Buffer.alloc(84, 7)),
      box(
        "mdia",
        box("mdhd", Buffer.alloc(24, 7)),
        box("hdlr", Buffer.alloc(8), Buffer.from(handler), Buffer.alloc(12), Buffer.from("CNRY camera\0")),
        box("minf", Buffer.from(handler === "meta" ? "" : "")),
      ),
    );

  it("names neither place, person, camera nor time, and each byte of the film stays where it is", async () => {
    const film = Buffer.concat([
      box("ftyp", Buffer.from("isom\0\0\x02\0isomiso2mp41", "latin1")),
      box("free", Buffer.from("CNRY free")),
      box("uuid", Buffer.from("CNRY xmp")),
      box(
        "moov",
        box("mvhd", Buffer.alloc(100, 7)),
        track("vide"),
        track("meta"),
        box("udta", box("\xa9xyz", Buffer.from("CNRY+23.12+113.26/"))),
        box("meta", Buffer.from("CNRY com.apple.quicktime.location")),
      ),
      box("mdat", Buffer.from("the film itself")),
    ]);
    const copy = await copied(film, "video/mp4");
    expect(everything(copy)).not.toContain("CNRY");
    expect(copy.length).toBe(film.length);
    expect(copy.indexOf("the film itself")).toBe(film.indexOf("the film itself"));
    const kinds = ["ftyp", "moov", "mvhd", "vide", "mdat", "meta", "udta", "uuid"].filter((kind) =>
      copy.includes(kind),
    );
    expect(kinds).toEqual(["ftyp", "moov", "mvhd", "vide", "mdat"]);
    const mvhd = copy.indexOf("mvhd") + 4;
    expect(copy.subarray(mvhd + 4, mvhd + 20).toString("hex")).toBe(`${"00".repeat(8)}${"07".repeat(8)}`);
  });

  it("of one that is cut off there is none", async () => {
    await expect(copied(sampleMp4().subarray(0, -10), "video/mp4")).rejects.toBeInstanceOf(PaperUnreadable);
  });
});
