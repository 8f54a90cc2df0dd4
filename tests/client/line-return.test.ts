import { setImmediate as turn } from "node:timers/promises";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { lookWhenBack } from "#app/client/line-return.ts";

beforeEach(() => void vi.useFakeTimers({ toFake: ["setTimeout"] }));
afterEach(() => void vi.useRealTimers());

/** A page whose portal answers from the look of this number on. */
function aPage(answersAt: number) {
  const [page, shown] = [new EventTarget(), Object.assign(new EventTarget(), { hidden: false })];
  let looks = 0;
  lookWhenBack({ page, shown }, async () => {
    looks += 1;
    return looks >= answersAt;
  });
  const pass = async (milliseconds: number) => {
    for (let step = 0; step < 4; step++) await turn();
    await vi.advanceTimersByTimeAsync(milliseconds);
    return looks;
  };
  return { page, shown, pass };
}

it("the portal is asked as soon as the browser says that the line is back, and not once more where it answers", async () => {
  const { page, pass } = aPage(1);
  expect(await pass(60_000)).toBe(0);
  page.dispatchEvent(new Event("online"));
  expect(await pass(0)).toBe(1);
  expect(await pass(60_000)).toBe(1);
});

it("a line that is said to be back before it carries anything is tried again within seconds, not for ever", async () => {
  const { page, pass } = aPage(3);
  page.dispatchEvent(new Event("online"));
  expect([await pass(0), await pass(1000), await pass(3000), await pass(60_000)]).toEqual([1, 2, 3, 3]);
  const away = aPage(Infinity);
  away.page.dispatchEvent(new Event("online"));
  expect([await away.pass(13_000), await away.pass(600_000)]).toEqual([4, 4]);
});

it("whoever comes back to the page is not told of a line that has been there for long; leaving it asks nothing", async () => {
  const { shown, pass } = aPage(1);
  shown.hidden = true;
  shown.dispatchEvent(new Event("visibilitychange"));
  expect(await pass(0)).toBe(0);
  shown.hidden = false;
  shown.dispatchEvent(new Event("visibilitychange"));
  expect(await pass(0)).toBe(1);
});
