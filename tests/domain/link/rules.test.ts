import { expect, it } from "vitest";
import { isToken, linkTo } from "#app/domain/link/rules.ts";

it("knows a token by its form", () => {
  expect(isToken("A".repeat(43))).toBe(true);
  for (const wrong of ["", "A".repeat(42), "A".repeat(44), `${"A".repeat(42)}/`, `${"A".repeat(42)}\n`])
    expect(isToken(wrong)).toBe(false);
});

it("B13: a mailed link begins with the configured address", () => {
  expect(linkTo("https://award.example", "reset-password", "abc")).toBe("https://award.example/reset/abc");
  expect(linkTo("https://award.example", "join-team", "abc")).toBe("https://award.example/invitations/abc");
  expect(linkTo("https://award.example", "first-administrator", "abc")).toBe("https://award.example/setup/abc");
});
