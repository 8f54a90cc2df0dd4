import { randomBytes } from "node:crypto";
import type { SafeSql, SafeTransaction } from "#db/safe-sql.server.ts";

export type Recorded = { text: string; parameters: unknown[]; prepare: boolean };
/** What one request did: statements in order, each unit of work either a single statement or a transaction. */
export type Unit = { transaction: boolean; statements: Recorded[] };

/** Listens to everything a client sends from now on; `end()` stops and gives what was heard. */
export function record(sql: SafeSql): { end(): Unit[] } {
  const heard: Unit[] = [];
  const { unsafe, begin } = sql;
  const keep = (into: Recorded[], text: string, parameters: readonly unknown[] = [], options?: { prepare?: boolean }) =>
    into.push({ text, parameters: [...parameters], prepare: options?.prepare ?? false });
  sql.unsafe = (text, parameters, options) => {
    const statements: Recorded[] = [];
    keep(statements, text, parameters, options as { prepare?: boolean });
    heard.push({ transaction: false, statements });
    return unsafe(text, parameters, options);
  };
  sql.begin = (work) => {
    const statements: Recorded[] = [];
    heard.push({ transaction: true, statements });
    const listening = (tx: SafeTransaction): SafeTransaction => ({
      ...tx,
      unsafe: (text, parameters, options) => {
        keep(statements, text, parameters, options as { prepare?: boolean });
        return tx.unsafe(text, parameters, options);
      },
      savepoint: (inner) => tx.savepoint((each) => inner(listening(each))),
    });
    return begin((tx) => work(listening(tx)));
  };
  return {
    end: () => {
      Object.assign(sql, { unsafe, begin });
      return heard;
    },
  };
}

/** What a parameter is `later` requests after the recorded one. */
export type Moving = { unit: number; statement: number; parameter: number; at(later: number): unknown };

/**
 * Two requests that differ only by their moment, replayed: a number that grew by one goes on growing, a salt or hash is
 * drawn anew each time, everything else stays as it was. So a save can be repeated by a server that knows nothing of
 * saves.
 */
export function movingParts(first: Unit[], second: Unit[]): Moving[] {
  return second.flatMap(({ statements }, unit) =>
    statements.flatMap(({ parameters }, statement) =>
      parameters.flatMap((value, parameter): Moving[] => {
        const before = first[unit]?.statements[statement]?.parameters[parameter];
        const here = { unit, statement, parameter };
        if (isWhole(value) && isWhole(before) && Number(value) === Number(before) + 1)
          return [{ ...here, at: (later) => Number(value) + later }];
        if (isBytes(value) && isBytes(before) && Buffer.compare(value, before) !== 0)
          return [{ ...here, at: () => randomBytes(value.length) }];
        return [];
      }),
    ),
  );
}

const isBytes = (value: unknown): value is Uint8Array => value instanceof Uint8Array;
const isWhole = (value: unknown): boolean =>
  (typeof value === "number" && Number.isInteger(value)) || (typeof value === "string" && /^\d{1,9}$/.test(value));
