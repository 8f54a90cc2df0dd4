import { readFileSync } from "node:fs";
import { runInNewContext } from "node:vm";
import { afterEach, expect, it, vi } from "vitest";
import { send } from "#app/client/save-request.ts";
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

/** A browser's store that is full. */
const fullStore = () =>
  new Proxy({} as Record<string, string>, {
    set: () => {
      throw new DOMException("The quota has been exceeded.", "QuotaExceededError");
    },
  });

it("what was saved is saved, also where the browser's store is full", async () => {
  vi.stubGlobal("localStorage", fullStore());
  vi.stubGlobal("document", { body: { dataset: {} } });
  vi.stubGlobal("fetch", () => Promise.resolve(Response.json({ version: 2, saved: "Saved 12:04:31" })));
  expect(await send("/entries/1/answers/title", "value=Rain", "1")).toMatchObject({ kind: "saved", version: 2 });
});

it("the page of a session goes on where the browser's store is full", () => {
  let watch: (() => void) | undefined;
  let seen: ((list: object) => void) | undefined;
  const told = { duration: 10, serverTiming: [{ name: "session", duration: 3_600_000 }] };
  const bar = { dataset: { idle: "60" }, contains: () => false, firstChild: { data: "" }, textContent: "" };
  runInNewContext(readFileSync("public/session.js", "utf8"), {
    localStorage: fullStore(),
    document: { querySelector: () => bar, documentElement: { lang: "en" }, addEventListener: () => {} },
    PerformanceObserver: class {
      constructor(tell: (list: object) => void) {
        seen = tell;
      }
      observe() {}
    },
    addEventListener: () => {},
    setInterval: (work: () => void) => (watch = work),
  });
  seen!({ getEntries: () => [told] });
  watch!();
  expect(bar.textContent).toBe("");
});
