import { expect, it } from "vitest";
import { once } from "#app/once.ts";

it("makes something once, however many ask, and anew where that failed", async () => {
  let tries = 0;
  const made = once(async () => {
    tries += 1;
    if (tries < 2) throw new Error("out of memory");
    return tries;
  });
  const both = await Promise.allSettled([made(), made()]);
  expect(both.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
  expect(await Promise.all([made(), made()])).toEqual([2, 2]);
  expect(await made()).toBe(2);
});
