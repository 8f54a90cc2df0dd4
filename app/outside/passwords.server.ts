import { hash, verify } from "@node-rs/argon2";
import type { Passwords } from "#app/domain/sign-in/rules.ts";
import { once } from "#app/once.ts";
import { openQueue } from "./queue.ts";

/** argon2id (the library's default) with 19 MiB and two passes: about 30 ms of one core. */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;
const LONGEST_QUEUE = 20;

/**
 * Too many people are signing in at this moment; answers 429. Known by its code: the built app and the server each hold
 * a copy of the class.
 */
class Busy extends Error {
  readonly code = "BUSY";
}

/**
 * Hashes one password at a time: two cores manage about thirty a second, and the others need them too.
 * At most `longestQueue` wait; whoever comes then is refused with Busy at once.
 */
export function openPasswords(longestQueue = LONGEST_QUEUE): Passwords {
  let waiting = 0;
  const inTurn = openQueue();

  function unlessBusy<T>(work: () => Promise<T>): Promise<T> {
    if (waiting >= longestQueue) return Promise.reject(new Busy("too many passwords at once"));
    waiting += 1;
    return inTurn(work).finally(() => {
      waiting -= 1;
    });
  }

  const nobodys = once(() => hash("the password of nobody at all", COST));
  return {
    hash: (password) => unlessBusy(() => hash(password, COST)),
    /** For an unknown person a hash of nobody's password is compared, so that the answer takes as long. */
    async verify(stored, password) {
      const against = stored ?? (await nobodys());
      const matches = await unlessBusy(() => verify(against, password));
      return stored !== null && matches;
    },
  };
}
