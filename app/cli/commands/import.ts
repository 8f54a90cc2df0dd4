import { readFileSync } from "node:fs";
import { importArchive } from "#app/domain/archive/commands.server.ts";
import { PORTAL } from "#app/domain/context.ts";
import type { Services } from "#app/services.server.ts";
import { GUANGZHOU_ARCHIVE } from "#db/seed/archive/guangzhou.ts";

export const summary = "reads an archive of earlier results from a CSV file and publishes it: import <file>";

export async function run([file]: string[], open: () => Promise<Services>): Promise<void> {
  if (!file) throw new Error("Name the file: npm run --silent portal -- import db/seed/archive/guangzhou-entries.csv");
  const csv = readFileSync(file, "utf8");
  const { db } = await open();
  const report = await importArchive({ db, actor: PORTAL, now: new Date() }, csv, GUANGZHOU_ARCHIVE);
  for (const { row, column, message } of report.problems) console.log(`Row ${row}, column ${column}: ${message}`);
  for (const { number, year, rows, decided, slug } of report.cycles)
    console.log(
      `Cycle ${number} (${year}): ${rows} ${rows === 1 ? "row" : "rows"}${decided ? "" : ", not decided yet"} → /cycles/${slug}/results`,
    );
  console.log(
    `${report.rows} rows of ${report.cities} cities: ${report.added} added, ${report.changed} changed, ${report.unchanged} unchanged; ${report.problems.length} cells to look at.`,
  );
}
