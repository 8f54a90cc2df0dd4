import { randomBytes } from "node:crypto";
import { afterAll, inject } from "vitest";
import { type Connection, connect, type Db } from "#db/client.server.ts";

/** However busy the machine, a test gets its turn: how long the portal waits for one is what db/driver is about. */
export const PATIENT = { acquireSeconds: 60, connectSeconds: 60, querySeconds: 60, transactionSeconds: 90 };

export type TestDatabase = Connection & { url: string };

/**
 * A fresh copy of the migrated database for one test file, dropped afterwards: `const { db } = await testDatabase();`
 * at its top, where alone a hook is still heard (`architecture`).
 */
export async function testDatabase(): Promise<TestDatabase> {
  const name = `t_${randomBytes(6).toString("hex")}`;
  const address = new URL(inject("postgres"));
  await administer(address.href, `create database ${name} template tpl strategy file_copy`);
  const server = address.href;
  address.pathname = `/${name}`;
  const connection = connect(address.href, { ...PATIENT, max: 8 });
  afterAll(async () => {
    await connection.end();
    await administer(server, `drop database ${name} with (force)`);
  });
  return { ...connection, url: address.href };
}

/**
 * A copy as a backup holds it: the database as it stands, under a name of its own. Cuts what is connected to it. Whoever
 * makes it drops it: in a test, where no hook can be added any more.
 */
export async function copyOf({ url }: TestDatabase): Promise<TestDatabase & { drop(): Promise<void> }> {
  const [address, name] = [new URL(url), `t_${randomBytes(6).toString("hex")}`];
  const [server, from] = [inject("postgres"), address.pathname.slice(1)];
  await administer(server, `select pg_terminate_backend(pid) from pg_stat_activity where datname = '${from}'`);
  await administer(server, `create database ${name} template ${from} strategy file_copy`);
  address.pathname = `/${name}`;
  const connection = connect(address.href, { ...PATIENT, max: 8 });
  const drop = async () => {
    await connection.end();
    await administer(server, `drop database ${name} with (force)`);
  };
  return { ...connection, url: address.href, drop };
}

async function administer(url: string, statement: string): Promise<void> {
  const { sql, end } = connect(url, { ...PATIENT, max: 1 });
  await sql.unsafe(statement);
  await end();
}

class Undo extends Error {}

/** Runs a test inside a transaction and takes everything back. */
export async function inTransaction<T>(db: Db, work: (tx: Db) => Promise<T>): Promise<T> {
  let result: { value: T } | undefined;
  try {
    await db.transaction(async (tx) => {
      result = { value: await work(tx) };
      throw new Undo();
    });
  } catch (error) {
    if (!(error instanceof Undo)) throw error;
  }
  return (result as { value: T }).value;
}
