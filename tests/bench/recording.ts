import type { SafeSql, SafeTransaction } from "#db/safe-sql.server.ts";

export type Recorded = { text: string; parameters: unknown[]; prepare: boolean };
/** What one request did: statements in order, each unit of work either a single statement or a transaction. */
export type Unit = { transaction: boolean; statements: Recorded[] };

/** Listens to everything a client sends from now on; `take()` gives and forgets what was heard. */
export function record(sql: SafeSql): { take(): Unit[] } {
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
  return { take: () => heard.splice(0) };
}

/**
 * Two requests that differ only by their moment, replayed: a number that grew by one goes on growing, everything else stays as it was.
 * So a save can be repeated by a server that knows nothing of saves.
 */
export function counters(first: Unit[], second: Unit[]): { unit: number; statement: number; parameter: number; from: number }[] {
  return second.flatMap(({ statements }, unit) => statements.flatMap(({ parameters }, statement) => parameters.flatMap((value, parameter) => {
    const before = first[unit]?.statements[statement]?.parameters[parameter];
    const grew = isWhole(value) && isWhole(before) && Number(value) === Number(before) + 1;
    return grew ? [{ unit, statement, parameter, from: Number(value) }] : [];
  })));
}

const isWhole = (value: unknown): boolean => (typeof value === "number" && Number.isInteger(value)) || (typeof value === "string" && /^\d{1,9}$/.test(value));
