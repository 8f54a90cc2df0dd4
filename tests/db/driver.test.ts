import { eq, inArray, sql } from "drizzle-orm";
import { integer, pgTable, text } from "drizzle-orm/pg-core";
import { expect, test } from "vitest";
import { connect, type Db } from "#db/client.server.ts";
import { databaseCode, isDatabaseAway } from "#db/fault.ts";
import { testDatabase } from "#tests/support/database.ts";

const { db, url } = await testDatabase();
const things = pgTable("things", { id: integer("id").primaryKey(), name: text("name").notNull() });
await db.execute(sql`create table things (id integer primary key, name text not null)`);
await db.execute(sql`insert into things select n, 'thing ' || n from generate_series(1, 50) n`);

const codeOf = (promise: Promise<unknown>) => promise.then(() => "fulfilled", databaseCode);

test("a named query is prepared once per connection and gives the right rows to each caller", async () => {
  const one = connect(url, { max: 2 });
  const byId = one.db
    .select()
    .from(things)
    .where(eq(things.id, sql.placeholder("id")))
    .prepare("thing_by_id");
  const found = await Promise.all(Array.from({ length: 50 }, (_, n) => byId.execute({ id: n + 1 })));
  expect(found.map(([row]) => row?.name)).toEqual(Array.from({ length: 50 }, (_, n) => `thing ${n + 1}`));
  const inside = await one.db.transaction((tx) =>
    tx
      .select()
      .from(things)
      .where(eq(things.id, sql.placeholder("id")))
      .prepare("thing_by_id")
      .execute({ id: 7 }),
  );
  expect(inside).toEqual([{ id: 7, name: "thing 7" }]);
  const prepared = await one.db.execute(
    sql`select count(*)::int as n from pg_prepared_statements where statement like '%things%' and statement not like '%pg_prepared%'`,
  );
  expect(prepared[0]).toEqual({ n: 1 });
  await one.end();
});

test("what drizzle asks without a name is planned once per connection too, but not what has many parameters", async () => {
  const one = connect(url, { max: 1 });
  const among = (ids: number[]) => one.db.select().from(things).where(inArray(things.id, ids));
  for (const id of [1, 2, 3]) expect(await among([id])).toEqual([{ id, name: `thing ${id}` }]);
  const twentyFive = Array.from({ length: 25 }, (_, n) => n + 1);
  expect(await one.db.transaction((tx) => tx.select().from(things).where(inArray(things.id, twentyFive)))).toHaveLength(
    25,
  );
  const kept = await one.db.execute<{ statement: string }>(
    sql`select statement from pg_prepared_statements where statement like '%from "things"%'`,
  );
  expect(kept.map(({ statement }) => statement)).toEqual([
    'select "id", "name" from "things" where "things"."id" in ($1)',
  ]);
  await one.end();
});

test("a transaction can be handed on as the database, and a savepoint takes back only itself", async () => {
  const rename = (given: Db, id: number, name: string) => given.update(things).set({ name }).where(eq(things.id, id));
  await db.transaction(async (tx) => {
    await rename(tx, 1, "outer");
    await tx
      .transaction(async (inner) => {
        await rename(inner, 2, "inner");
        throw new Error("changed my mind");
      })
      .catch(() => undefined);
  });
  expect(await db.select().from(things).where(sql`id <= 2`).orderBy(things.id)).toEqual([
    { id: 1, name: "outer" },
    { id: 2, name: "thing 2" },
  ]);
});

test("a transaction whose failed statement was swallowed does not pretend to have committed", async () => {
  const work = db.transaction(async (tx) => {
    await tx.insert(things).values({ id: 100, name: "lost" });
    await tx.execute(sql`select 1 / 0`).catch(() => undefined);
  });
  expect(await codeOf(work)).toBe("TRANSACTION_ROLLED_BACK");
  expect(await db.select().from(things).where(eq(things.id, 100))).toEqual([]);
});

test("a statement that comes after its transaction is refused, not run elsewhere", async () => {
  let late: Db = db;
  await db.transaction(async (tx) => {
    late = tx;
  });
  expect(await codeOf(late.insert(things).values({ id: 101, name: "late" }).execute())).toBe("TRANSACTION_IS_OVER");
});

test("SQL errors keep their code and leave the connection usable", async () => {
  const one = connect(url, { max: 1 });
  const pid = async () => (await one.sql.unsafe("select pg_backend_pid() as pid"))[0]?.["pid"];
  const before = await pid();
  expect(await codeOf(one.db.insert(things).values({ id: 3, name: "twice" }).execute())).toBe("23505");
  expect(await pid()).toBe(before);
  expect(await codeOf(one.sql.unsafe("begin; select 1 / 0; commit").then())).toBe("22012");
  expect(await pid()).not.toBe(before);
  expect((await one.sql.unsafe("select now() = statement_timestamp() as fresh"))[0]).toEqual({ fresh: true });
  await one.end();
});

test("waiting has an end: for a connection, for a statement, for a transaction", async () => {
  const one = connect(url, { max: 1, acquireSeconds: 0.2, querySeconds: 0.6, transactionSeconds: 0.6 });
  const slow = codeOf(one.sql.unsafe("select pg_sleep(30)").then());
  expect(await codeOf(one.sql.unsafe("select 1").then())).toBe("POOL_TIMEOUT");
  expect(await slow).toBe("DB_TIMEOUT");
  expect(await codeOf(one.db.transaction(() => new Promise(() => {})))).toBe("DB_TIMEOUT");
  expect((await one.sql.unsafe("select 1 as works"))[0]).toEqual({ works: 1 });
  await one.end();
  expect(await codeOf(one.sql.unsafe("select 1").then())).toBe("CONNECTION_ENDED");
});

test("a connection that dies while COMMIT is under way says that the outcome is unknown", async () => {
  await db.execute(
    sql`create function slow_commit() returns trigger language plpgsql as $$ begin perform pg_sleep(5); return null; end $$`,
  );
  await db.execute(sql`create table slow (id integer)`);
  await db.execute(
    sql`create constraint trigger slow after insert on slow deferrable initially deferred for each row execute function slow_commit()`,
  );
  const outcome = codeOf(db.transaction((tx) => tx.execute(sql`insert into slow values (1)`)));
  await expect
    .poll(
      async () =>
        (
          await db.execute(
            sql`select pg_terminate_backend(pid) from pg_stat_activity where query = 'commit' and state = 'active' and datname = current_database()`,
          )
        ).length,
    )
    .toBe(1);
  expect(await outcome).toBe("COMMIT_UNKNOWN");
  expect(await db.execute(sql`select * from slow`)).toEqual([]);
});

test("a database that is away is told apart from a statement that is wrong", async () => {
  const nowhere = connect("postgres://kapok:x@127.0.0.1:1/none");
  const away = await nowhere.db.execute(sql`select 1`).catch((error: unknown) => error);
  const wrong = await db.execute(sql`select nothing`).catch((error: unknown) => error);
  expect([databaseCode(away), isDatabaseAway(away)]).toEqual(["ECONNREFUSED", true]);
  expect([databaseCode(wrong), isDatabaseAway(wrong)]).toEqual(["42703", false]);
  await nowhere.end();
});
