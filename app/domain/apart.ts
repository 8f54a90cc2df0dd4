import { isDatabaseAway } from "#db/fault.ts";

/**
 * Acts on one after another, so that one that fails keeps no other back; but where the database is away the rest is
 * left for the next time. Gives what each act gave. What failed is thrown once all are done: the fault itself, or
 * several as one AggregateError.
 */
export async function apart<T, R>(all: readonly T[], act: (one: T) => Promise<R>): Promise<R[]> {
  const given: R[] = [];
  const faults: unknown[] = [];
  for (const one of all)
    try {
      given.push(await act(one));
    } catch (fault) {
      faults.push(fault);
      if (isDatabaseAway(fault)) break;
    }
  if (faults.length > 0)
    throw faults.length === 1 ? faults[0] : new AggregateError(faults, `${faults.length} of ${all.length} failed`);
  return given;
}

/** `apart` for steps that are not alike. */
export const eachApart = async (steps: readonly (() => Promise<unknown>)[]): Promise<void> =>
  void (await apart(steps, (step) => step()));
