import net from "node:net";
import postgres from "postgres";
import { DatabaseFault } from "./fault.ts";

export type Settings = postgres.ParsedOptions<Record<string, never>> & { connect_timeout: number };
export type Rows = postgres.RowList<postgres.Row[]>;
export type StatementOptions = postgres.UnsafeQueryOptions & { arrays?: boolean };

/** One connection with one life: once dead it stays dead, and everybody who waits for it is told. */
export type Lane = {
  readonly death: Error | null;
  run(text: string, parameters?: readonly unknown[], options?: StatementOptions): Promise<Rows>;
  /** The promise, or the lane's death, whichever comes first. */
  orDeath<T>(promise: Promise<T>): Promise<T>;
  kill(reason: Error): void;
};

/**
 * Opens a lane: a postgres.js instance that is given exactly one socket and one statement at a time.
 * postgres.js on its own hands a connection on while a dead transaction still holds it, so it never gets the chance.
 */
export function openLane(settings: Settings, onDeath: (lane: Lane) => void): Lane {
  let death: Error | null = null;
  let socket: net.Socket | null = null;
  let last: Promise<unknown> = Promise.resolve();
  // Not a Set: its discarded tables point at their successors, and would keep result after result alive for a while.
  const waits: ((reason: Error) => void)[] = [];

  const own = {
    ...settings,
    max: 1,
    no_subscribe: true,
    idle_timeout: 0,
    max_lifetime: 0,
    onclose: () => kill(new DatabaseFault("CONNECTION_CLOSED")),
    socket: connect,
  };
  const sql = postgres(own as unknown as postgres.Options<Record<string, never>>);
  const lane: Lane = {
    get death() {
      return death;
    },
    run,
    orDeath,
    kill,
  };
  return lane;

  function connect(): Promise<net.Socket> {
    if (socket || death) return Promise.reject(new DatabaseFault("CONNECTION_CLOSED"));
    socket = dial(settings);
    return connected(socket);
  }

  function kill(reason: Error): void {
    if (death) return;
    death = reason;
    for (const reject of waits) reject(reason);
    socket?.destroy();
    onDeath(lane);
  }

  // Promise.race against one long-lived promise would keep every result in memory until the lane dies.
  function orDeath<T>(promise: Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      if (death) reject(death);
      waits.push(reject);
      promise.then(resolve, reject).finally(() => waits.splice(waits.indexOf(reject), 1));
    });
  }

  function run(
    text: string,
    parameters: readonly unknown[] = [],
    { arrays = false, prepare = false, ...options }: StatementOptions = {},
  ): Promise<Rows> {
    const previous = last;
    const statement = (async () => {
      await previous;
      if (death) throw death;
      const query = sql.unsafe(text, [...parameters] as never[], {
        ...options,
        prepare: prepare || isWorthPreparing(parameters), // drizzle says false of whatever has no name
      });
      try {
        return (await orDeath(arrays ? query.values() : query)) as Rows;
      } catch (error) {
        // Anything but a plain SQL error leaves the connection in a state we cannot know.
        if ((error as { severity?: string }).severity !== "ERROR") kill(error as Error);
        throw error;
      }
    })();
    last = statement.catch(() => undefined);
    return statement;
  }
}

/** Begins a connection, which is given up after a while. */
function dial(settings: Settings): net.Socket {
  const path = (settings as { path?: string | false }).path;
  const fresh = path ? net.connect(path) : net.connect(settings.port[0] ?? 5432, settings.host[0] ?? "localhost");
  fresh.setNoDelay(true);
  fresh.setTimeout(settings.connect_timeout * 1000, () => fresh.destroy(new DatabaseFault("CONNECT_TIMEOUT")));
  return Object.assign(fresh, { host: settings.host[0] }); // postgres.js reads it for the TLS server name
}

function connected(socket: net.Socket): Promise<net.Socket> {
  return new Promise((resolve, reject) => {
    socket.once("error", reject);
    socket.once("connect", () => {
      socket.setTimeout(0);
      resolve(socket);
    });
  });
}

/**
 * Planning a query over the conflict view costs more than running it, so each connection keeps the plans of what it is
 * asked again and again (measured: 8.0 to 0.6 ms for a score sheet). Long lists are asked once and would only fill its
 * memory.
 */
const isWorthPreparing = (parameters: readonly unknown[]): boolean => parameters.length > 0 && parameters.length <= 24;
