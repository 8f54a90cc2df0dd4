import { afterEach, expect, it, vi } from "vitest";
import { watchTouch } from "#app/client/session.ts";

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

it("a page is touched for five minutes after the last touch, and again at the next", () => {
  vi.useFakeTimers({ now: 0 });
  const signs = new Map<string, () => void>();
  vi.stubGlobal("addEventListener", (name: string, act: () => void) => signs.set(name, act));
  const touched = watchTouch();
  expect(touched()).toBe(true);
  for (const sign of ["keydown", "pointerdown", "touchstart"]) {
    vi.setSystemTime(Date.now() + 5 * 60_000);
    expect(touched()).toBe(false);
    signs.get(sign)!();
    expect(touched()).toBe(true);
  }
});
