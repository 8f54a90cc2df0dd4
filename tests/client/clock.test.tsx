import { readFileSync } from "node:fs";
import { runInNewContext } from "node:vm";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { LOCALES } from "#app/i18n/locales.ts";
import { Moment } from "#app/ui/time.tsx";
import { render } from "../ui/render.tsx";

const SOURCE = readFileSync("public/clock.js", "utf8");
const MINUTE = 60_000;

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A page opened so long before a deadline, and all that its countdown lets a screen reader read out from then on. */
function readOut(left: number, during: number): string[] {
  const said: string[] = [];
  let words: string | null = null;
  const element = {
    dataset: { left: String(left), text: "{time} left", little: "less than a minute left", passed: "over" },
    role: null as string | null,
    get textContent() {
      return words ?? "";
    },
    set textContent(text: string) {
      if (words !== null && this.role === "status") said.push(text);
      words = text;
    },
  };
  const opened = Date.now();
  runInNewContext(SOURCE, {
    Intl,
    document: {
      documentElement: { lang: "en" },
      body: { dataset: {} },
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

/** What the script makes of a page, drawn for a reader in another zone or in none that is known, for one in `zone`. */
function opened(html: string, lang: string, zone: string, person?: string) {
  const times = [...html.matchAll(/dateTime="([^"]+)" data-ahead="([^"]+)">(.*?)</g)].map(
    ([, dateTime, ahead, textContent]) => ({
      dateTime,
      dataset: { ahead },
      textContent,
      parentElement: { hidden: null },
    }),
  );
  const asked = vi.fn(() => new Intl.DateTimeFormat("en", { timeZone: zone }));
  let leave = () => {};
  const document = {
    documentElement: { lang },
    body: { dataset: { person } },
    querySelectorAll: (what: string) => (what === "[data-ahead]" ? times : []),
    cookie: "",
  };
  const machine = process.env["TZ"];
  process.env["TZ"] = zone;
  try {
    runInNewContext(SOURCE, {
      Intl: { DateTimeFormat: asked },
      document,
      localStorage: {},
      setInterval,
      addEventListener: (what: string, listener: () => void) => {
        if (what === "pagehide") leave = listener;
      },
    });
  } finally {
    if (machine === undefined) delete process.env["TZ"];
    else process.env["TZ"] = machine;
  }
  return { times, document, asked, leave: () => leave() };
}

const BELL = "2020-10-31T15:59:59.000Z";
/** Before ten o'clock in most zones, where Spanish says one digit. */
const EARLY = "2020-10-31T01:05:07.000Z";
const ZONES = ["Africa/Kampala", "America/La_Paz", "Asia/Kolkata", "Asia/Kathmandu", "Pacific/Auckland", "UTC"];

it.each(LOCALES.flatMap((locale) => ZONES.map((zone) => [locale, zone] as const)))(
  "in %s it says a moment in %s as the server does, and asks for no zone to do so",
  (locale, zone) => {
    for (const at of [BELL, EARLY]) {
      const drawn = (to: string) => render(<Moment at={at} zone="Asia/Shanghai" />, locale, to);
      const { times, asked } = opened(drawn("America/Lima"), locale, zone);
      const told = /data-ahead="480">(.*?)</.exec(drawn(zone === "UTC" ? "Etc/UCT" : zone))![1];
      expect(times.map(({ textContent }) => textContent)).toEqual([told]);
      expect(asked).not.toHaveBeenCalled();
    }
  },
);

it("says a moment once where the reader's clock is the programme's", () => {
  const drawn = render(<Moment at={BELL} zone="Asia/Shanghai" />, "en", "America/Lima");
  const hidden = (zone: string) => opened(drawn, "en", zone).times[0]!.parentElement.hidden;
  expect([hidden("Asia/Singapore"), hidden("Asia/Tokyo")]).toEqual([true, false]);
});

it("the zone, slow to ask for, is told on leaving a page that guessed wrong, at once where somebody is signed in", () => {
  const drawn = (zone: string) => render(<Moment at={BELL} zone="Asia/Shanghai" />, "en", zone);
  const wrong = opened(drawn("UTC"), "en", "Africa/Kampala");
  expect(wrong.document.cookie).toBe("");
  wrong.leave();
  expect(wrong.document.cookie).toMatch(/^tz=Africa\/Kampala;/);
  const right = opened(drawn("Africa/Kampala"), "en", "Africa/Kampala");
  right.leave();
  expect(right.asked).not.toHaveBeenCalled();
  expect(opened("", "en", "Africa/Kampala", "person").document.cookie).toMatch(/^tz=Africa\/Kampala;/);
});
