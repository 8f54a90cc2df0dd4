import { DatabaseFault } from "./fault.ts";
import { type Lane, type Settings, openLane } from "./lane.server.ts";

export type PoolLimits = {
  /** Connections at most. */
  max: number;
  /** How long a unit of work may wait for a lane. */
  acquireSeconds: number;
  /** Age at which a lane is replaced, give or take half of it. */
  laneSeconds: number;
};

export type Pool = {
  /** Gives a lane to one unit of work; after `seconds` the lane is killed, and the work with it. */
  unit<T>(seconds: number, work: (lane: Lane) => Promise<T>): Promise<T>;
  /** Lets running work finish, for some seconds, then closes every lane. */
  end(seconds?: number): Promise<void>;
  stats(): { lanes: number; idle: number; waiting: number };
};

/** Lanes for units of work. A lane comes back only after the server has answered its last statement. */
export function openPool(settings: Settings, limits: PoolLimits): Pool {
  const { acquire, giveBack, isOld, all, stats } = openLanes(settings, limits);
  let ended = false;

  async function unit<T>(seconds: number, work: (lane: Lane) => Promise<T>): Promise<T> {
    if (ended) throw new DatabaseFault("CONNECTION_ENDED");
    const lane = await acquire();
    const deadline = setTimeout(() => lane.kill(new DatabaseFault("DB_TIMEOUT")), seconds * 1000);
    try {
      return await work(lane);
    } finally {
      clearTimeout(deadline);
      if (ended || isOld(lane)) lane.kill(new DatabaseFault("CONNECTION_ENDED"));
      if (!lane.death) giveBack(lane);
    }
  }

  async function end(seconds = 5): Promise<void> {
    ended = true;
    const isBusy = () => stats().lanes > stats().idle;
    for (const until = Date.now() + seconds * 1000; isBusy() && Date.now() < until; ) {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    for (const lane of all()) lane.kill(new DatabaseFault("CONNECTION_ENDED"));
  }

  return { unit, end, stats };
}

/** Lanes that are open, those that nobody uses, and who waits for one. */
function openLanes(settings: Settings, limits: PoolLimits) {
  const retireAt = new Map<Lane, number>();
  const idle: Lane[] = [];
  const waiting: ((lane: Lane) => void)[] = [];

  function take(): Lane | undefined {
    return idle.pop() ?? (retireAt.size < limits.max ? open() : undefined);
  }

  function open(): Lane {
    const lane = openLane(settings, forget);
    retireAt.set(lane, Date.now() + limits.laneSeconds * 1000 * (1 - Math.random() / 2));
    return lane;
  }

  function forget(lane: Lane): void {
    retireAt.delete(lane);
    const at = idle.indexOf(lane);
    if (at >= 0) idle.splice(at, 1);
    serve();
  }

  function serve(): void {
    while (waiting.length > 0) {
      const lane = take();
      if (!lane) return;
      waiting.shift()?.(lane);
    }
  }

  function giveBack(lane: Lane): void {
    idle.push(lane);
    serve();
  }

  function acquire(): Promise<Lane> {
    const lane = waiting.length === 0 ? take() : undefined;
    if (lane) return Promise.resolve(lane);
    return new Promise((resolve, reject) => {
      const receive = (given: Lane) => {
        clearTimeout(timer);
        resolve(given);
      };
      const timer = setTimeout(() => {
        waiting.splice(waiting.indexOf(receive), 1);
        reject(new DatabaseFault("POOL_TIMEOUT"));
      }, limits.acquireSeconds * 1000);
      waiting.push(receive);
    });
  }

  return {
    acquire,
    giveBack,
    isOld: (lane: Lane) => Date.now() > (retireAt.get(lane) ?? 0),
    all: () => [...retireAt.keys()],
    stats: () => ({ lanes: retireAt.size, idle: idle.length, waiting: waiting.length }),
  };
}
