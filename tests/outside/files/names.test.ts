import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cleanName, contentDisposition, nameFor } from "#app/outside/files/names.ts";

describe("B41: names", () => {
  it.each([
    ["a plain name", "Roof gardens.pdf", "Roof gardens.pdf"],
    ["a path", "../../etc/passwd", "passwd"],
    ["a Windows path", "..\\..\\boot.ini", "boot.ini"],
    ["only dots", "..\\", "file"],
    ["a drive", "C:\\x", "x"],
    ["a drive without a path", "C:x.pdf", "x.pdf"],
    ["a device", "CON.pdf", "_CON.pdf"],
    ["a device without an ending", "lpt1", "_lpt1"],
    ["no device", "console.pdf", "console.pdf"],
    ["a hidden ending", "a.pdf\0.html", "a.pdf.html"],
    ["text turned round", "\u202efdp.exe", "fdp.exe"],
    ["isolates", "\u2066a\u2069.pdf", "a.pdf"],
    ["unseen marks", "a\u200b\ufeff.pdf", "a.pdf"],
    ["letters and marks apart", "Cafe\u0301.pdf", "Caf\u00e9.pdf"],
    ["a header", '"; filename=x.html', "_; filename=x.html"],
    ["lines", "a\r\nSet-Cookie: b.pdf", "aSet-Cookie_ b.pdf"],
    ["Chinese", "屋顶花园 计划书.pdf", "屋顶花园 计划书.pdf"],
    ["a family", "👩‍👩‍👧.png", "👩‍👩‍👧.png"],
    ["a dot file", ".htaccess", "htaccess"],
    ["dots at the end", "report.pdf. . ", "report.pdf"],
    ["half a character", "a\ud800.pdf", "a\ufffd.pdf"],
    ["nothing", "", "file"],
  ])("%s", (_case, given, expected) => expect(cleanName(given)).toBe(expected));

  it("keeps the ending of a name that is too long", () => {
    const name = cleanName(`${"名".repeat(300)}.docx`);
    expect([...name]).toHaveLength(150);
    expect(name.endsWith("名.docx")).toBe(true);
  });

  it("never lets a path, a control or a turning mark through, and is stable", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 400 }), (given) => {
        const name = cleanName(given);
        expect(name).not.toMatch(/[/\\<>:"|?*\p{Cc}\u202a-\u202e\u2066-\u2069]/u);
        expect(name.length).toBeGreaterThan(0);
        expect([...name].length).toBeLessThanOrEqual(150);
        expect(cleanName(name)).toBe(name);
      }),
    );
  });

  it.each([
    ["a.pdf.exe", "application/pdf", "a.pdf.exe.pdf"],
    ["photo.JPEG", "image/jpeg", "photo.JPEG"],
    ["photo.png", "image/jpeg", "photo.png.jpg"],
    ["report", "application/pdf", "report.pdf"],
    ["page.html", null, "page.html"],
  ])("%s holding %s", (name, contentType, expected) => expect(nameFor(name, contentType)).toBe(expected));
});

describe("B41: the header a file is named in", () => {
  it.each([
    ["plain", "a.pdf", true, `inline; filename="a.pdf"; filename*=UTF-8''a.pdf`],
    ["quotes", 'a";x=y.pdf', false, `attachment; filename="a_;x=y.pdf"; filename*=UTF-8''a%22%3Bx%3Dy.pdf`],
    ["percent", "100%.pdf", false, `attachment; filename="100_.pdf"; filename*=UTF-8''100%25.pdf`],
    ["accents", "Caf\u00e9.pdf", false, `attachment; filename="Cafe.pdf"; filename*=UTF-8''Caf%C3%A9.pdf`],
    [
      "Chinese",
      "报告(1).pdf",
      false,
      `attachment; filename="__(1).pdf"; filename*=UTF-8''%E6%8A%A5%E5%91%8A%281%29.pdf`,
    ],
  ])("%s", (_case, name, inline, expected) => expect(contentDisposition(name, inline)).toBe(expected));

  it("is one line of visible ASCII, whatever the name", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (name) => {
        expect(contentDisposition(name, false)).toMatch(
          /^attachment; filename="[^"\\%]*"; filename\*=UTF-8''[\x21-\x7e]*$/,
        );
        expect(contentDisposition(name, false)).toMatch(/^[\x20-\x7e]*$/);
      }),
    );
  });
});
