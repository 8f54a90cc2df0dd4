import postgres from "postgres";
import { DatabaseFault } from "./fault.ts";
import type { Lane, Rows, Settings, StatementOptions } from "./lane.server.ts";
import { type Pool, openPool } from "./pool.server.ts";

export type SqlLimits = {
  max?: number;
  acquireSeconds?: number;
  connectSeconds?: number;
  laneSeconds?: number;
  /** A single statement; after that its connection is given up. */
  querySeconds?: number;
  /** A whole transaction. */
  transactionSeconds?: number;
};

type Unsafe = (text: string, parameters?: readonly unknown[], options?: StatementOptions) => Statement;
export type SafeTransaction = {
  options: Settings;
  unsafe: Unsafe;
  savepoint<T>(work: (tx: SafeTransaction) => Promise<T>): Promise<T>;
};
export type SafeSql = {
  options: Settings;
  unsafe: Unsafe;
  begin<T>(work: (tx: SafeTransaction) => Promise<T>): Promise<T>;
  end(seconds?: number): Promise<void>;
  stats: Pool["stats"];
};

/** Sent once, when it is first awaited, like a query of postgres.js: drizzle awaits it, or its `.values()`. */
class Statement implements PromiseLike<Rows> {
  #arrays = false;
  #sent: Promise<Rows> | undefined;
  readonly #send: (arrays: boolean) => Promise<Rows>;
  constructor(send: (arrays: boolean) => Promise<Rows>) {
    this.#send = send;
  }
  values(): this {
    this.#arrays = true;
    return this;
  }
  // biome-ignore lint/suspicious/noThenProperty: being awaited is what it is for
  then<A = Rows, B = never>(
    onRows?: ((rows: Rows) => A | PromiseLike<A>) | null,
    onError?: ((reason: unknown) => B | PromiseLike<B>) | null,
  ): Promise<A | B> {
    this.#sent ??= this.#send(this.#arrays);
    return this.#sent.then(onRows, onError);
  }
  catch<B>(onError: (reason: unknown) => B | PromiseLike<B>): Promise<Rows | B> {
    return this.then(null, onError);
  }
}

/**
 * A client for drizzle that survives dying connections: no statement is lost unnoticed, none lands in a foreign
 * transaction, every promise settles. Throws DatabaseFault; COMMIT_UNKNOWN means that the work may or may not have been
 * stored.
 */
export function openSafeSql(url: string, limits: SqlLimits = {}): SafeSql {
  const {
    max = 10,
    acquireSeconds = 5,
    connectSeconds = 5,
    laneSeconds = 1800,
    querySeconds = 15,
    transactionSeconds = 30,
  } = limits;
  // An instance without connections only parses the address. Its type tables are shared by all lanes; drizzle edits
  // them.
  const parser = postgres(url, {
    max: 0,
    fetch_types: false,
    connect_timeout: connectSeconds,
    onnotice: () => {},
    connection: { application_name: "kapok" },
  });
  const settings = parser.options as unknown as Settings;
  const pool = openPool(settings, { max, acquireSeconds, laneSeconds });

  const unsafe: Unsafe = (text, parameters, options) =>
    new Statement((arrays) =>
      pool.unit(querySeconds, async (lane) => {
        try {
          return await lane.run(text, parameters, { ...options, arrays });
        } catch (error) {
          // A text that opens a transaction of its own and fails half-way leaves it open.
          if (/\bbegin\b/i.test(text)) lane.kill(error as Error);
          throw error;
        }
      }),
    );

  const begin: SafeSql["begin"] = (work) => pool.unit(transactionSeconds, (lane) => transaction(lane, settings, work));

  return { options: settings, unsafe, begin, end: pool.end, stats: pool.stats };
}

async function transaction<T>(lane: Lane, settings: Settings, work: (tx: SafeTransaction) => Promise<T>): Promise<T> {
  let phase: "open" | "commit" | "over" = "open";
  let savepoints = 0;
  const run = (text: string, parameters?: readonly unknown[], options?: StatementOptions): Promise<Rows> =>
    phase === "open"
      ? lane.run(text, parameters, options)
      : Promise.reject(lane.death ?? new DatabaseFault("TRANSACTION_IS_OVER"));

  const tx: SafeTransaction = {
    options: settings,
    unsafe: (text, parameters, options) => new Statement((arrays) => run(text, parameters, { ...options, arrays })),
    savepoint: async (inner) => {
      const name = `s${savepoints++}`;
      await run(`savepoint ${name}`);
      try {
        const result = await inner(tx);
        await run(`release savepoint ${name}`);
        return result;
      } catch (error) {
        await run(`rollback to savepoint ${name}`);
        throw error;
      }
    },
  };

  try {
    await lane.run("begin");
    const result = await lane.orDeath((async () => work(tx))());
    phase = "commit";
    const { command } = await lane.run("commit");
    if (command === "COMMIT") return result;
  } catch (error) {
    // "ERROR" is the server's own word that nothing was committed; silence is not.
    if (phase === "commit")
      throw (error as { severity?: string }).severity === "ERROR" ? error : new DatabaseFault("COMMIT_UNKNOWN", error);
    phase = "over";
    await lane.run("rollback").catch((fault: Error) => lane.kill(fault));
    throw error;
  }
  // A statement had failed and its error was swallowed: the server answered our COMMIT with ROLLBACK.
  throw new DatabaseFault("TRANSACTION_ROLLED_BACK");
}
