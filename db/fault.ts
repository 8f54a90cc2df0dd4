export type FaultCode =
  | "CONNECTION_CLOSED"
  | "CONNECTION_ENDED"
  | "CONNECT_TIMEOUT"
  | "POOL_TIMEOUT"
  | "DB_TIMEOUT"
  | "TRANSACTION_IS_OVER"
  | "TRANSACTION_ROLLED_BACK"
  | "COMMIT_UNKNOWN";

/** Something went wrong between us and the database, not inside a statement. */
export class DatabaseFault extends Error {
  override readonly name = "DatabaseFault";
  constructor(
    readonly code: FaultCode,
    cause?: unknown,
  ) {
    super(code, cause === undefined ? undefined : { cause });
  }
}

/**
 * The code of the innermost cause: a FaultCode, an SQLSTATE such as "23505", a system code such as "ECONNREFUSED", or
 * null. Reads properties instead of asking for the class: the built app and the server each hold a copy of it.
 */
export function databaseCode(error: unknown): string | null {
  let code: string | null = null;
  for (let each = error; each instanceof Error; each = each.cause) {
    if (typeof (each as { code?: unknown }).code === "string") code = (each as unknown as { code: string }).code;
    if (code === "COMMIT_UNKNOWN") break;
  }
  return code;
}

const AWAY =
  /^(CONNECTION_CLOSED|CONNECTION_ENDED|CONNECT_TIMEOUT|POOL_TIMEOUT|DB_TIMEOUT|COMMIT_UNKNOWN|ECONN\w+|EPIPE|ETIMEDOUT|57P0\d|53\d{3}|08\w{3})$/;

/** True when trying again in a moment may help: the database is away, restarting, full or overloaded. */
export const isDatabaseAway = (error: unknown): boolean => AWAY.test(databaseCode(error) ?? "");
