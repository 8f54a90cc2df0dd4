import { SQL, type SQLWrapper } from "drizzle-orm";
import { PgDialect, type PgSession } from "drizzle-orm/pg-core";
import type { Db } from "./client.server.ts";

type Query<Row> = { execute(values?: Record<string, unknown>): Promise<Row[]> };
type Preparable<Row> = { prepare(name: string): Query<Row> } | SQL<Row>;
/** Drizzle keeps the client behind a session and a query to itself; both are what a query that changes hands needs. */
type Held = { client: unknown; logger: unknown };

const dialect = new PgDialect();

/**
 * A named prepared statement: its text is built once in the life of the process, and each connection keeps its plan.
 * Building the text of a page's statement costs more than sending it. Values come in by the names of `sql.placeholder`.
 * Runs on the database and inside transactions. Rows are read as the select says; those of bare SQL come as the driver
 * gives them.
 */
export function prepared<Row>(
  name: string,
  build: (db: Db) => Preparable<Row>,
): (db: Db, values: Record<string, unknown>) => Promise<Row[]> {
  let ready: Query<Row> | undefined;
  return (db, values) => {
    const { session } = db._;
    ready ??= prepare(name, build(db), session);
    const { client, logger } = session as unknown as Held;
    return (Object.assign(Object.create(ready), { client, logger }) as Query<Row>).execute(values);
  };
}

function prepare<Row>(name: string, query: Preparable<Row>, session: Db["_"]["session"]): Query<Row> {
  if (!(query instanceof SQL)) return query.prepare(name);
  return (session as PgSession).prepareQuery(
    dialect.sqlToQuery(query as SQLWrapper as SQL),
    undefined,
    name,
    false,
  ) as unknown as Query<Row>;
}
