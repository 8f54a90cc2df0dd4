import { RateLimiterMemory, RateLimiterRes } from "rate-limiter-flexible";

export type Attempt = {
  email: string;
  ip: string;
  /** The browser has signed this account in before. */
  device: string | null;
};

/**
 * Ten failures in a quarter of an hour per account and address, a hundred per address: guessing stops. A browser that has signed the account
 * in before has ten of its own, which nobody else can use up: a city on deadline day is not locked out.
 */
export function openSignInLimits() {
  const pair = new RateLimiterMemory({ keyPrefix: "pair", points: 10, duration: 15 * 60 });
  const address = new RateLimiterMemory({ keyPrefix: "address", points: 100, duration: 15 * 60 });
  const device = new RateLimiterMemory({ keyPrefix: "device", points: 10, duration: 15 * 60 });
  const code = new RateLimiterMemory({ keyPrefix: "code", points: 10, duration: 15 * 60 });
  const codes = new RateLimiterMemory({ keyPrefix: "codes", points: 50, duration: 24 * 60 * 60 });
  const mail = new RateLimiterMemory({ keyPrefix: "mail", points: 5, duration: 60 * 60 });
  return {
    /** Counts an attempt before the password is looked at. False = too many. */
    attempt: async ({ email, ip, device: known }: Attempt) => (known ? spend(device, known) : (await spend(address, ip)) && (await spend(pair, `${email}|${ip}`))),
    /** A right password clears what was counted against this account from this address. */
    succeeded: async ({ email, ip, device: known }: Attempt) => {
      await (known ? device.delete(known) : pair.delete(`${email}|${ip}`));
    },
    /** Guesses at a second factor by somebody who has the password: few, from wherever they come. */
    mayGuess: async (accountId: string) => (await spend(codes, accountId)) && (await spend(code, accountId)),
    /** Attempts that name no account. */
    mayTry: (ip: string) => spend(address, ip),
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
