import { expect, it } from "vitest";
import { honourInput, readHonour } from "#app/domain/honour/input.ts";

const parsed = (given: Record<string, string>) => honourInput.safeParse(given);
const problems = (given: Record<string, string>) =>
  parsed(given).error?.issues.map(({ path, message }) => [path[0], message]);

it("an honour has a name in English and a reason, and translations where somebody wrote them", () => {
  const given = parsed({
    "name-en": " Special mention ",
    "name-fr": "Mention spéciale",
    "name-ar": " ",
    reason: "Bold",
  });
  expect(readHonour(given.data!)).toEqual({
    name: { en: "Special mention", fr: "Mention spéciale" },
    reason: "Bold",
  });
  expect(problems({ "name-fr": "Mention spéciale", "name-en": "", reason: "" })).toEqual([
    ["name-en", "required"],
    ["reason", "required"],
  ]);
  expect(problems({ "name-en": "x".repeat(101), "name-es": "x".repeat(101), reason: "Bold" })).toEqual([
    ["name-en", "too-long"],
    ["name-es", "too-long"],
  ]);
});
