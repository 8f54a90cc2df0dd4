import { readConfig } from "#app/config.server.ts";
import { migrateDatabase } from "#db/migrate.server.ts";
import { borrowDatabase } from "../database.ts";

export const summary = "brings the database up to date with this version of the portal";

export async function run(): Promise<void> {
  const database = await borrowDatabase(readConfig(process.env));
  try {
    const steps = await migrateDatabase(database.url);
    console.log(
      steps === 0
        ? "The database is up to date."
        : `The database has been brought up to date in ${steps} ${steps === 1 ? "step" : "steps"}.`,
    );
  } finally {
    await database.close();
  }
}
