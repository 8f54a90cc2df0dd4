import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { readFilter } from "#app/domain/result/rules.ts";
import { publishedResults } from "#app/domain/result/search.server.ts";
import type { Locale } from "#app/i18n/locales.ts";
import { levels } from "#db/schema/cycle.ts";
import { inTransaction, testDatabase } from "#tests/support/database.ts";
import { aCycle, NOW } from "#tests/support/factories.ts";
import { aPublication } from "#tests/support/publishing.ts";
import type { Db } from "#db/client.server.ts";

const { db } = await testDatabase();
const find = (tx: Db, query: Record<string, string>, locale: Locale = "en") =>
  publishedResults({ db: tx, now: NOW }, readFilter(new URLSearchParams(query)), locale);
const cities = ({ results }: { results: { cityName: string }[] }) => results.map(({ cityName }) => cityName);

/** Four initiatives, one in each of four languages. */
async function published(tx: Db): Promise<void> {
  const cycle = await aCycle(tx, {
    archived: true,
    themes: [{ key: "water", name: { en: "Blue networks", "zh-Hans": "蓝色水网", ar: "الشبكات الزرقاء" } }],
  });
  await tx
    .insert(levels)
    .values({ cycleId: cycle.id, key: "winner", name: { en: "Winner", "zh-Hans": "获奖城市" }, position: 1 });
  await aPublication(tx, {
    cycleId: cycle.id,
    results: [
      {
        cityName: "Alexandria",
        country: "EG",
        population: 5_000_000,
        title: "مدرسة المياه",
        answers: [{ key: "outcomes", label: { en: "Outcomes" }, text: "إدارةٌ أفضل\nللمدارس" }],
      },
      {
        cityName: "Guangzhou",
        country: "CN",
        population: null,
        levelKey: "winner",
        title: "城市公交优先与社区绿化",
        words: {
          ...{ version: 1, at: "", reason: "" },
          ...{ statement: { en: "Quiet streets", "zh-Hans": "安静的街道" }, citation: null },
        },
      },
      {
        cityName: "Lyon",
        country: "FR",
        population: 520_000,
        theme: "water",
        title: "Recycler les eaux",
        coApplicants: [{ cityName: "Nakuru", country: "KE" }],
      },
      {
        cityName: "Quito",
        country: "EC",
        population: 249_999,
        title: "Barrios",
        answers: [{ key: "methods", label: { en: "CNRY-label" }, text: 'Los "huertos" comunitarios\nfuncionan.' }],
      },
    ],
  });
}

const FOUND: readonly [asked: string, words: string, locale: Locale, found: string[]][] = [
  ["what a page tells beyond its summary", "huerto", "es", ["Quito"]],
  ["a word at the start of a line", "funcionar", "es", ["Quito"]],
  ["not the names of questions", "CNRY-label", "en", []],
  ["as French bends its words", "recyclées", "fr", ["Lyon"]],
  ["as Spanish bends its words", "comunitaria", "es", ["Quito"]],
  ["as Arabic bends its words", "المدرسة", "ar", ["Alexandria"]],
  ["Arabic without hamza and vowel signs", "اداره", "ar", ["Alexandria"]],
  ["a country in Arabic without hamza", "الاكوادور", "ar", ["Quito"]],
  ["two words of Chinese apart from each other", "绿化 公交", "zh-Hans", ["Guangzhou"]],
  ["a country and a word", "中国 绿化", "zh-Hans", ["Guangzhou"]],
  ["a country and a word, in French", "chine quiet", "fr", ["Guangzhou"]],
  ["a word of another entry in that country", "中国 huertos", "zh-Hans", []],
  ["what the panel says, in the reader's language", "安静", "zh-Hans", ["Guangzhou"]],
  ["a level by its name", "获奖", "zh-Hans", ["Guangzhou"]],
  ["a theme by its name", "الشبكات", "ar", ["Lyon"]],
  ["no language by its code", "hans", "en", []],
  ["a city that entered together with it, and its country", "nakuru كينيا", "ar", ["Lyon"]],
  ["not what is excluded", "barrios -huertos", "es", []],
];

describe("full-text search over all cycles, in the reader's language", () => {
  it.each(FOUND)("finds %s: %s", (_asked, q, locale, found) =>
    inTransaction(db, async (tx) => {
      await published(tx);
      expect(cities(await find(tx, { q }, locale))).toEqual(found);
    }),
  );

  it("takes the longest texts there are", () =>
    inTransaction(db, async (tx) => {
      const text = Array.from({ length: 60_000 }, (_none, at) => `كلمة${at}`).join(" ");
      await aPublication(tx, { results: [{ cityName: "Fez", answers: [{ key: "a", label: { en: "A" }, text }] }] });
      expect(cities(await find(tx, { q: "كلمة7" }))).toEqual(["Fez"]);
    }));

  it("takes words that an index holds many times, whole, in parts and bent, with four bytes a letter", () =>
    inTransaction(db, async (tx) => {
      const word = (at: number) =>
        createHash("sha256")
          .update(String(at))
          .digest("hex")
          .slice(0, 16)
          .replace(/./g, (digit) => String.fromCodePoint(0x10428 + Number.parseInt(digit, 16)));
      const text = Array.from({ length: 550 }, (_none, at) =>
        [0, 1, 2, 3, 4].map((part) => `${word(at * 5 + part)}idés`).join("-"),
      ).join(" ");
      await aPublication(tx, { results: [{ cityName: "Fez", answers: [{ key: "a", label: { en: "A" }, text }] }] });
      expect(cities(await find(tx, { q: word(549 * 5) }))).toEqual(["Fez"]);
    }));
});

describe("the size of a city", () => {
  it("is what one can narrow to, largest first, where it is known", () =>
    inTransaction(db, async (tx) => {
      await published(tx);
      const told = await find(tx, { size: "middle" });
      expect([cities(told), told.facets.sizes.map(({ value, count }) => [value, count])]).toEqual([
        ["Lyon"],
        [
          ["large", 1],
          ["middle", 1],
          ["small", 1],
        ],
      ]);
      expect(cities(await find(tx, { size: "small" }))).toEqual(["Quito"]);
      expect(cities(await find(tx, { size: "huge" }))).toHaveLength(4);
    }));
});
