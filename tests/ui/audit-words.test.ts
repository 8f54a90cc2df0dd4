import { readdirSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { LOCALES } from "#app/i18n/locales.ts";
import { textsOf } from "#app/i18n/texts.ts";

const RECORDED = readdirSync("app/domain", { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".server.ts"))
  .map((file) => readFileSync(`app/domain/${file}`, "utf8"))
  .filter((source) => source.includes('"reminder.sent"'))
  .flatMap((source) => [...source.matchAll(/about: "([^"]+)"/g)].map(([, word]) => word!));

it("what reminders were about is told in the reader's language in the audit trail", () => {
  expect(RECORDED.sort()).toEqual(["discussions", "second signatures", "signatures"]);
  for (const locale of LOCALES) {
    const { keys, values } = textsOf(locale).audit;
    for (const key of ["about", "letters", "days"]) expect(keys[key], `${locale} ${key}`).toBeDefined();
    for (const word of RECORDED) expect(values[word], `${locale} ${word}`).toBeDefined();
  }
  expect(textsOf("ar").audit.values["discussions"]).toBe(textsOf("ar").discussion.list);
});
