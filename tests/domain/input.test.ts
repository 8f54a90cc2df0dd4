import { describe, expect, it } from "vitest";
import { z } from "zod";
import {
  cleanText,
  emailAddress,
  isolatingText,
  isUuid,
  newPassword,
  requiredText,
  wholeNumber,
} from "#app/domain/input.ts";
import { Form, parse } from "#app/http/form.server.ts";

const first = (schema: z.ZodType, value: unknown) => schema.safeParse(value).error?.issues[0]?.message ?? "accepted";

describe("text", () => {
  it.each([
    ["B51: a NUL", "a\0b", "not-text"],
    ["something that is no text", 7, "not-text"],
    ["a list", ["a", "b"], "not-text"],
  ])("%s is refused", (_name, value, code) => expect(first(cleanText, value)).toBe(code));

  it.each([
    ["B52: a lone surrogate becomes the replacement mark", "a\ud800b", "a\ufffdb"],
    ["B53: direction controls go", "abc\u202Edef\u2066", "abcdef"],
    ["B53: zero-width spaces go", "Ka\u200Bmpala", "Kampala"],
    ["B53: two spellings of one letter become one", "Medelli\u0301n", "Medellín"],
    ["line ends become one kind", "a\r\nb\rc", "a\nb\nc"],
    ["joined emoji and Persian joiners stay", "👩\u200D👩 می\u200Cخواهم", "👩\u200D👩 می\u200Cخواهم"],
  ])("%s", (_name, given, kept) => expect(cleanText.parse(given)).toBe(kept));

  it("B53: a translation keeps isolates that are closed, and nothing else that changes direction", () => {
    expect(isolatingText.parse("\u2066\u20672019\u2069-03\u2069 \u202Eabc\u200F")).toBe(
      "\u2066\u20672019\u2069-03\u2069 abc",
    );
    for (const open of ["\u2066a", "a\u2069", "\u2069a\u2066", "\u2068a\u2066b\u2069"])
      expect(isolatingText.parse(open)).toMatch(/^[ab]+$/);
    expect(first(isolatingText, "a\0b")).toBe("not-text");
  });

  it("B54: one character over the limit is an error, the limit itself is not", () => {
    expect(first(requiredText(5), "abcdef")).toBe("too-long");
    expect(first(requiredText(5), "abcde")).toBe("accepted");
    expect(first(requiredText(5), "   ")).toBe("required");
  });
});

describe("numbers", () => {
  it.each(["1e309", "0x10", "５", "NaN", "5.5", "--1", "", "1_000", "1e3", "Infinity"])(
    "B55: %j is no whole number",
    (text) => expect(first(wholeNumber(0, 10), text)).not.toBe("accepted"),
  );
  it("B55: surrounding space and minus nought do no harm", () => {
    expect(wholeNumber(0, 10).parse(" 5 ")).toBe(5);
    expect(Object.is(wholeNumber(0, 10).parse("-0"), -0) || wholeNumber(0, 10).parse("-0") === 0).toBe(true);
    expect(first(wholeNumber(0, 10), "11")).toBe("too-large");
  });
});

describe("addresses", () => {
  it.each([
    "a@b.c\r\nBcc: x@y.example",
    "a@b",
    "a b@c.example",
    "<a@b.example>",
    "a@b@c.example",
    "a,b@c.example",
    `${"x".repeat(65)}@c.example`,
  ])("B79: %j is no address", (text) => expect(first(emailAddress, text)).not.toBe("accepted"));
  it("B79: is kept in one form", () =>
    expect(emailAddress.parse("  Lin.Yue@Guangzhou.EXAMPLE ")).toBe("lin.yue@guangzhou.example"));
  it("passwords are long, not complicated", () => {
    expect(first(newPassword, "short")).toBe("password-weak");
    expect(first(newPassword, "three random words")).toBe("accepted");
  });
  it("ids", () => {
    expect(isUuid("6f1c1f6e-3b0e-4c52-9d29-3f3b7f8f9a10")).toBe(true);
    expect(isUuid("6f1c1f6e")).toBe(false);
    expect(isUuid(undefined)).toBe(false);
  });
});

describe("B55: forms", () => {
  const schema = z.object({ name: requiredText(10), tags: z.array(cleanText) });
  const form = (query: string) => new Form(new URLSearchParams(query));

  it("a field sent twice is an error, a list is not", () => {
    expect(parse(form("name=a&name=b&tags=1&tags=2"), schema)).toEqual({ ok: false, errors: { name: "repeated" } });
    expect(parse(form("name=a&tags=1&tags=2"), schema)).toEqual({ ok: true, value: { name: "a", tags: ["1", "2"] } });
  });
  it("B22: what the schema does not name is ignored", () => {
    expect(parse(form("name=a&role=administrator&__proto__=x&constructor=y"), schema)).toEqual({
      ok: true,
      value: { name: "a", tags: [] },
    });
    expect(({} as Record<string, unknown>)["x"]).toBeUndefined();
  });
  it("a field of the longest question there may be is read, and one that no question is named by is not", () => {
    const named = (letters: number) => form(`version:q.${"x".repeat(letters)}.contributed.12=1`);
    expect(named(1_000).lists()).toEqual({ [`version:q.${"x".repeat(1_000)}.contributed.12`]: ["1"] });
    expect(() => named(1_200)).toThrow(expect.objectContaining({ status: 413 }));
  });
  it("a file where text belongs answers 400", () => {
    const data = new FormData();
    data.set("name", new File(["x"], "x.txt"));
    expect(() => new Form(data)).toThrowError(expect.objectContaining({ status: 400 }));
  });
  it("B54: five hundred and one fields answer 413", () => {
    expect(() => form(Array.from({ length: 501 }, (_, n) => `f${n}=1`).join("&"))).toThrowError(
      expect.objectContaining({ status: 413 }),
    );
  });
  it("what was typed is shown again, secrets are not", () => {
    expect(form("comment=long+text&password=hush&currentPassword=h&code=1&token=t&setupToken=s").typed()).toEqual({
      comment: "long text",
    });
    expect(form("q.postal-code=510000&codePrefix=GZ&asked.tokens=yes").typed()).toEqual({
      "q.postal-code": "510000",
      codePrefix: "GZ",
      "asked.tokens": "yes",
    });
  });
});
