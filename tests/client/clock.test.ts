import { readFileSync } from "node:fs";
import { runInNewContext } from "node:vm";
import { afterEach, beforeEach, expect, it, vi } from "vitest";

const SOURCE = readFileSync("public/clock.js", "utf8");
const MINUTE = 60_000;

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A page opened so long before a deadline, and all that its countdown lets a screen reader read out from then on. */
function readOut(left: number, during: number): string[] {
  const said: string[] = [];
  let words = "";
  const element = {
    dataset: { left: String(left), text: "{time} left", little: "less than a minute left", passed: "over" },
    role: null as string | null,
    get textContent() {
      return words;
    },
    set textContent(text: string) {
      if (words !== "" && this.role === "status") said.push(text);
      words = text;
    },
  };
  const opened = Date.now();
  runInNewContext(SOURCE, {
    Intl,
    document: {
      documentElement: { lang: "en" },
      querySelectorAll: (what: string) => (what === "[data-left]" ? [element] : []),
    },
    localStorage: {},
    performance: { now: () => Date.now() - opened },
    setInterval,
  });
  vi.advanceTimersByTime(during);
  return said;
}

const FOUR = ["60 minutes left", "15 minutes left", "5 minutes left", "1 minute left"];

it("E6: a countdown is read out at 60, 15, 5 and 1 minutes, and never between", () => {
  expect(readOut(90.5 * MINUTE, 100 * MINUTE)).toEqual(FOUR);
  expect(readOut(14.5 * MINUTE, 100 * MINUTE)).toEqual(FOUR.slice(2));
  expect(readOut(60 * 24 * MINUTE, 60 * MINUTE)).toEqual([]);
});

it("a page without moments asks for no zone, which is slow the first time", () => {
  const asked = vi.fn(() => new Intl.DateTimeFormat("en", { timeZone: "Africa/Kampala" }));
  const open = (found: unknown[]) => {
    const document = {
      documentElement: { lang: "en" },
      querySelectorAll: (what: string) => (what === "time, [data-person]" ? found : []),
      cookie: "",
    };
    runInNewContext(SOURCE, {
      Intl: { DateTimeFormat: asked },
      document,
      localStorage: {},
      performance,
      setInterval,
    });
    return document.cookie;
  };
  expect(open([])).toBe("");
  expect(asked).not.toHaveBeenCalled();
  expect(open([{}])).toMatch(/^tz=Africa\/Kampala;/);
});
