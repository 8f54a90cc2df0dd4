import { RateLimiterMemory, RateLimiterRes } from "rate-limiter-flexible";

/** Ten failures in a quarter of an hour per account and address, a hundred per address: guessing stops, a city on deadline day does not. */
export function openSignInLimits() {
  const pair = new RateLimiterMemory({ keyPrefix: "pair", points: 10, duration: 15 * 60 });
  const address = new RateLimiterMemory({ keyPrefix: "address", points: 100, duration: 15 * 60 });
  const mail = new RateLimiterMemory({ keyPrefix: "mail", points: 5, duration: 60 * 60 });
  return {
    /** Counts an attempt before the password is looked at. False = too many. */
    attempt: async (email: string, ip: string) => (await spend(address, ip)) && (await spend(pair, `${email}|${ip}`)),
    /** A right password clears what was counted against this account from this address. */
    succeeded: async (email: string, ip: string) => {
      await pair.delete(`${email}|${ip}`);
    },
    /** Mails that an anonymous person can cause: five an hour for each address asked about. */
    mayMail: (email: string) => spend(mail, email),
  };
}
export type SignInLimits = ReturnType<typeof openSignInLimits>;

async function spend(limiter: RateLimiterMemory, key: string): Promise<boolean> {
  try {
    await limiter.consume(key);
    return true;
  } catch (refused) {
    if (refused instanceof RateLimiterRes) return false;
    throw refused;
  }
}
