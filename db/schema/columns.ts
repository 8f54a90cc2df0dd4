import { customType, jsonb, timestamp, uuid } from "drizzle-orm/pg-core";
import type { Localised } from "#app/i18n/localised.ts";

/** A random primary key: ids must not tell how many there are, nor in which order they came. */
export const randomId = () => uuid("id").primaryKey().defaultRandom();
/** A moment with its zone. Written from `ctx.now`, so no defaults. */
export const moment = (name: string) => timestamp(name, { withTimezone: true, mode: "date" });
export const localisedText = (name: string) => jsonb(name).$type<Localised>();
export const bytes = customType<{ data: Buffer }>({ dataType: () => "bytea" });
