import { sql } from "drizzle-orm";
import { bigint, customType, jsonb, timestamp, uuid } from "drizzle-orm/pg-core";
import type { Localised } from "#app/i18n/localised.ts";

/** A random primary key: ids must not tell how many there are, nor in which order they came. */
export const randomId = () => uuid("id").primaryKey().defaultRandom();
/** A moment with its zone. Written from `ctx.now`, so no defaults. */
export const moment = (name: string) => timestamp(name, { withTimezone: true, mode: "date" });
export const localisedText = (name: string) => jsonb(name).$type<Localised>();
/** Which leaf of the log a signed note is under: the version of a list, read by the database from the note itself. */
export const leafOfNote = () =>
  bigint("leaf", { mode: "number" })
    .notNull()
    .generatedAlwaysAs(sql.raw(String.raw`(substring(note from E'\nresult ([0-9]+)\n'))::bigint`));
export const bytes = customType<{ data: Buffer }>({ dataType: () => "bytea" });
