import { readFileSync } from "node:fs";
import { eq, sql } from "drizzle-orm";
import { expect, it } from "vitest";
import { frameworkOf } from "#app/domain/entry/rules.ts";
import { entries } from "#db/schema/entry.ts";
import { inTransaction, testDatabase } from "#tests/support/database.ts";
import { anEntry } from "#tests/support/factories.ts";

const { db } = await testDatabase();
const CLEANING = readFileSync("migrations/0069_framework_names.sql", "utf8");

/** All that is not seen, between letters that are. */
const unseen = Array.from({ length: 0x10ffff }, (_none, code) => code + 1)
  .filter((code) => code < 0xd800 || code > 0xdfff)
  .map((code) => String.fromCodePoint(code))
  .filter((letter) => /[\p{Cf}\p{Default_Ignorable_Code_Point}\u2800]/u.test(letter))
  .join("");

it.each([
  ["letters that nobody sees", `Green${unseen} ${unseen}City`],
  ["spaces of all kinds", "  Green\u00a0\u2003\u3000\u1680 City\t"],
  ["wide letters and marks apart", "Ｇｒｅｅｎ Cite\u0301"],
  ["nothing that is seen", "\u200b\u3164"],
  ["a name that is clean", "الإطار 绿色 Vert"],
])("names that were stored before are cleaned as new ones are: %s", (_case, framework) =>
  inTransaction(db, async (tx) => {
    const { entryId } = await anEntry(tx);
    await tx.update(entries).set({ framework }).where(eq(entries.id, entryId));
    await tx.execute(sql.raw(CLEANING));
    const [row] = await tx.select({ framework: entries.framework }).from(entries).where(eq(entries.id, entryId));
    expect(row!.framework).toBe(frameworkOf({ framework }));
  }),
);
