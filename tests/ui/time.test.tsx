import { expect, it } from "vitest";
import { Closing, Deadline, Moment, timeLeft } from "#app/ui/time.tsx";
import { render, words } from "./render.tsx";

const bell = "2020-10-31T15:59:59Z";
const shown = (markup: string) => words(markup.replace(/<span[^>]* hidden="">.*<\/span>(?=<\/span>)/g, ""));

it("D1: says a deadline in the programme's zone and in the reader's", () => {
  expect(shown(render(<Moment at={bell} zone="Asia/Shanghai" />, "en", "Europe/Berlin"))).toBe(
    "31 October 2020 at 23:59:59 UTC+8 (16:59:59 UTC+1 where you are)",
  );
  expect(shown(render(<Moment at={bell} zone="Asia/Shanghai" />, "zh-Hans", "Europe/Berlin"))).toBe(
    "2020年10月31日 23:59:59（UTC+8），您所在地时间 16:59:59（UTC+1）",
  );
  expect(shown(render(<Moment at={bell} zone="Asia/Shanghai" />, "fr", "Europe/Berlin"))).toBe(
    "31 octobre 2020 à 23:59:59 UTC+8 (16:59:59 UTC+1 chez vous)",
  );
  expect(shown(render(<Moment at={bell} zone="Asia/Shanghai" />, "es", "Europe/Berlin"))).toBe(
    "31 de octubre de 2020 a las 23:59:59 UTC+8 (16:59:59 UTC+1 donde usted está)",
  );
  expect(shown(render(<Moment at={bell} zone="Asia/Shanghai" />, "ar", "Europe/Berlin"))).toBe(
    "31 أكتوبر 2020 في 23:59:59 UTC+8 (16:59:59 UTC+1 بتوقيتكم)",
  );
});

it("says the reader's date where it is another day there", () => {
  expect(shown(render(<Moment at={bell} zone="Asia/Shanghai" />, "en", "Pacific/Auckland"))).toBe(
    "31 October 2020 at 23:59:59 UTC+8 (1 November 2020 at 04:59:59 UTC+13 where you are)",
  );
});

it("says a zone west of Greenwich with a minus, at which no line breaks", () => {
  expect(shown(render(<Moment at={bell} zone="Asia/Shanghai" />, "en", "America/La_Paz"))).toBe(
    "31 October 2020 at 23:59:59 UTC+8 (11:59:59 UTC−4 where you are)",
  );
});

it.each([
  ["the same", "Asia/Shanghai"],
  ["the same by another name", "Asia/Singapore"],
  ["not known yet", "UTC"],
])("says it once where the reader's clock is %s", (_case, zone) => {
  expect(shown(render(<Moment at={bell} zone="Asia/Shanghai" />, "en", zone))).toBe(
    "31 October 2020 at 23:59:59 UTC+8",
  );
});

const MINUTE = 60_000;
const texts = { left: "{time} left", little: "Less than a minute left", passed: "Closed" };

it.each([
  [0, "Closed"],
  [-1, "Closed"],
  [1, "Less than a minute left"],
  [MINUTE, "1 minute left"],
  [119 * MINUTE + 59_000, "119 minutes left"],
  [120 * MINUTE, "2 hours left"],
  [48 * 60 * MINUTE - 1, "47 hours left"],
  [48 * 60 * MINUTE, "2 days left"],
  [7.9 * 24 * 60 * MINUTE, "7 days left"],
])("%d ms before the bell: %s", (left, sentence) => expect(timeLeft(left, "en", texts)).toBe(sentence));

it("counts from the server's clock", () => {
  expect(words(render(<Deadline at={bell} zone="Asia/Shanghai" now="2020-10-28T15:59:58Z" />))).toContain(
    "3 days left",
  );
  expect(words(render(<Deadline at={bell} zone="Asia/Shanghai" now="2020-10-28T15:59:59Z" />, "zh-Hans"))).toContain(
    "还剩 3 天",
  );
  expect(words(render(<Deadline at={bell} zone="Asia/Shanghai" now="2020-10-28T15:59:59Z" />, "fr"))).toContain(
    "Encore 3\u00a0jours",
  );
  expect(words(render(<Deadline at={bell} zone="Asia/Shanghai" now="2020-10-28T15:59:59Z" />, "es"))).toContain(
    "Plazo restante: 3 días",
  );
});

it("says when entries close, and once they have, when they closed, without counting", () => {
  expect(words(render(<Closing at={bell} zone="Asia/Shanghai" now="2020-10-28T15:59:58Z" />))).toMatch(
    /^Closes 3 days left 31 October 2020 at 23:59:59/,
  );
  const over = render(<Closing at={bell} zone="Asia/Shanghai" now={bell} />);
  expect(words(over)).toMatch(/^Closed 31 October 2020 at 23:59:59/);
  expect(over).not.toContain("data-left");
});
