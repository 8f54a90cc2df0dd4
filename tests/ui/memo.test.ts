import { expect, it } from "vitest";
import { memo } from "#app/i18n/memo.ts";

it("remembers what was made, and no more than it may hold", () => {
  const made: string[] = [];
  const remembered = memo<string>(3);
  const make = (name: string) => {
    made.push(name);
    return name.toUpperCase();
  };
  const ask = (name: string) => remembered(name, () => make(name));
  expect(["a", "b", "a", "c", "b"].map(ask)).toEqual(["A", "B", "A", "C", "B"]);
  expect(made).toEqual(["a", "b", "c"]);
  expect(ask("d")).toBe("D");
  expect(ask("d")).toBe("D");
  ask("a");
  expect(made).toEqual(["a", "b", "c", "d", "a"]);
});
