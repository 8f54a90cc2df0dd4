/**
 * Whether an error is of the kind that bears this code. A class would not do: the built app and the server each hold
 * a copy of it.
 */
export const bearsCode = (error: unknown, code: string): boolean =>
  (error as { code?: unknown } | null | undefined)?.code === code;
