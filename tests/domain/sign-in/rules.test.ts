import { describe, expect, it } from "vitest";
import { landingOf, ownPath } from "#app/domain/sign-in/rules.ts";

describe("B15: after signing in one stays in the portal", () => {
  it.each([
    ["/entries", "/entries"],
    ["/entries/5?x=1&lang=zh-Hans", "/entries/5?x=1&lang=zh-Hans"],
    ["/judging#top", "/judging"],
    [null, "/"],
    ["", "/"],
    ["//evil.example", "/"],
    ["///evil.example", "/"],
    ["https:evil.example", "/"],
    ["https://evil.example/", "/"],
    ["\\\\evil.example", "/"],
    ["/\\evil.example", "/"],
    ["/entries\\..\\evil", "/"],
    ["/.//evil.example", "/"],
    ["/x/..//evil.example", "/"],
    ["/%5cevil.example", "/"],
    ["/%0d%0aSet-Cookie:%20x=1", "/"],
    ["/\r\nSet-Cookie: x=1", "/"],
    ["/\tevil", "/"],
    ["/ evil", "/"],
    ["javascript:alert(1)", "/"],
    ["entries", "/"],
  ])("%s → %s", (next, path) => expect(ownPath(next)).toBe(path));
});

it.each([
  ["the secretariat", { staff: ["secretariat"], panels: [] }, "/secretariat"],
  ["a reviewer", { staff: [], panels: [{ roundId: "r", cycleId: "c", role: "reviewer" }] }, "/judging"],
  ["an administrator", { staff: ["administrator"], panels: [] }, "/admin/people"],
  ["an observer", { staff: ["observer"], panels: [] }, "/secretariat"],
  ["somebody of a city", { staff: [], panels: [] }, "/entries"],
] as const)("%s lands at the work", (_who, actor, path) => expect(landingOf(actor)).toBe(path));
