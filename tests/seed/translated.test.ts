import { expect, it } from "vitest";
import { LOCALES } from "#app/i18n/locales.ts";
import { GUANGZHOU_ARCHIVE } from "#db/seed/archive/guangzhou.ts";
import { CAST } from "#db/seed/cast.ts";
import { DEMO_PROGRAMME, type DemoStage, demoCycle, ROUND_NAMES } from "#db/seed/cycles.ts";
import { GUANGZHOU_FORM } from "#db/seed/guangzhou-form.ts";
import { guangzhou2023 } from "#db/seed/guangzhou-preset.ts";
import { COMMITTEE_RUBRIC, JURY_RUBRIC } from "#db/seed/guangzhou-rubric.ts";
import { PRIZE_RUBRIC } from "#db/seed/prizes.ts";
import { translated, TRANSLATIONS } from "#db/seed/translated.ts";

const STAGES: DemoStage[] = ["published", "ready", "review", "open"];
const DATA = [
  GUANGZHOU_FORM,
  COMMITTEE_RUBRIC,
  JURY_RUBRIC,
  PRIZE_RUBRIC,
  guangzhou2023,
  GUANGZHOU_ARCHIVE,
  GUANGZHOU_ARCHIVE.cycleName(2012),
  DEMO_PROGRAMME,
  ROUND_NAMES,
  CAST,
  ...STAGES.map((stage) => demoCycle(stage, "p", new Date("2026-11-23T00:00:00Z"))),
];
const TEXTS = textsIn(DATA);

function textsIn(data: unknown): Record<string, string>[] {
  if (typeof data !== "object" || data === null || data instanceof Date) return [];
  return "en" in data ? [data as Record<string, string>] : Object.values(data).flatMap(textsIn);
}

it.each(LOCALES)("form, rubrics, archive and demonstration say everything in %s", (locale) => {
  expect(TEXTS.length).toBeGreaterThan(250);
  expect(TEXTS.filter((text) => !text[locale]).map(({ en }) => en)).toEqual([]);
});

it.each(Object.entries(TRANSLATIONS))("%s translates nothing that is no longer said", (_locale, translations) => {
  const said = new Set(TEXTS.map(({ en }) => en));
  expect(Object.keys(translations).filter((english) => !said.has(english))).toEqual([]);
});

it("a text keeps what it says itself, and one without a translation stays as it is", () => {
  const opened = new Date("2026-11-23T00:00:00Z");
  const data = {
    levels: [{ key: "winner", name: { en: "Winner", "zh-Hans": "获奖", fr: "Grand prix" } }],
    call: { en: "Unheard of" },
    opened,
    limit: null,
  };
  expect(translated(data)).toMatchObject(data);
  expect(translated(data).call).toEqual({ en: "Unheard of" });
  expect(translated({ en: "Winner" })).toMatchObject({ en: "Winner", fr: "Lauréate" });
});
