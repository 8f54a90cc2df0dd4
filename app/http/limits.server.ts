import { isIP } from "node:net";
import { RateLimiterMemory, RateLimiterRes } from "rate-limiter-flexible";
import { openQueues } from "#app/outside/queue.ts";

export type Attempt = {
  email: string;
  ip: string;
  /** The browser has signed this account in before. */
  device: string | null;
};

/** More than a full office asks for at once, and what one machine waits a second or two for. */
const MOST_SEARCHES = 20;

/**
 * Ten failures in a quarter of an hour per account and address, a hundred per address: guessing stops. A browser that
 * has signed the account in before has ten of its own, which nobody else can use up: a city on deadline day is not
 * locked out.
 */
export function openLimits() {
  const pair = new RateLimiterMemory({ keyPrefix: "pair", points: 10, duration: 15 * 60 });
  const address = new RateLimiterMemory({ keyPrefix: "address", points: 100, duration: 15 * 60 });
  const device = new RateLimiterMemory({ keyPrefix: "device", points: 10, duration: 15 * 60 });
  const code = new RateLimiterMemory({ keyPrefix: "code", points: 10, duration: 15 * 60 });
  const codes = new RateLimiterMemory({ keyPrefix: "codes", points: 50, duration: 24 * 60 * 60 });
  const mail = new RateLimiterMemory({ keyPrefix: "mail", points: 5, duration: 60 * 60 });
  const dossier = new RateLimiterMemory({ keyPrefix: "dossier", points: 1, duration: 30 });
  const cosignature = new RateLimiterMemory({ keyPrefix: "cosignature", points: 60, duration: 60 * 60 });
  const paper = new RateLimiterMemory({ keyPrefix: "paper", points: 120, duration: 60 });
  const search = openSearches();
  const byAddress = (ip: string) => spend(address, blockOf(ip));
  return {
    /** Counts an attempt before the password is looked at. False = too many. */
    attempt: async ({ email, ip, device: known }: Attempt) =>
      known ? spend(device, known) : (await byAddress(ip)) && (await spend(pair, `${email}|${blockOf(ip)}`)),
    /** A right password clears what was counted against this account from this address. */
    succeeded: async ({ email, ip, device: known }: Attempt) => {
      await (known ? device.delete(known) : pair.delete(`${email}|${blockOf(ip)}`));
    },
    /** Guesses at a second factor by somebody who has the password: few, from wherever they come. */
    mayGuess: async (accountId: string) => (await spend(codes, accountId)) && (await spend(code, accountId)),
    /** Attempts that name no account. */
    mayTry: byAddress,
    /**
     * Whether a person may have all their entries set as a document now: one in half a minute, longer than one takes.
     */
    mayTake: (accountId: string) => spend(dossier, accountId),
    /** Documents that anybody may ask for: two a second from one place. */
    mayPrint: (ip: string) => spend(paper, blockOf(ip)),
    /**
     * Searches of everything published: one after another from one place, so that saves keep most of the database.
     * "busy" where twenty of that place are under way or wait already.
     */
    searching: <Found>(ip: string, find: () => Promise<Found>) => search(blockOf(ip), find),
    /** Cosignatures of the log, which arrive without anybody signing in: sixty an hour from one place. */
    mayCosign: (ip: string) => spend(cosignature, blockOf(ip)),
    /**
     * Mails that a person can cause: five an hour to each address, from few places. Whoever is signed in (`sender`) has
     * five of their own, which no stranger can use up.
     */
    mayMail: async (email: string, ip: string, sender = "") =>
      (await byAddress(ip)) && (await spend(mail, `${sender}|${email}`)),
  };
}
export type Limits = ReturnType<typeof openLimits>;

function openSearches() {
  const [inTurn, held] = [openQueues(), new Map<string, number>()];
  return async <Found>(place: string, find: () => Promise<Found>): Promise<Found | "busy"> => {
    const others = held.get(place) ?? 0;
    if (others >= MOST_SEARCHES) return "busy";
    held.set(place, others + 1);
    try {
      return await inTurn(place, find);
    } finally {
      const left = held.get(place)! - 1;
      if (left > 0) held.set(place, left);
      else held.delete(place);
    }
  };
}

async function spend(limiter: RateLimiterMemory, key: string): Promise<boolean> {
  try {
    await limiter.consume(key);
    return true;
  } catch (refused) {
    if (refused instanceof RateLimiterRes) return false;
    throw refused;
  }
}

/** The part of an address that one subscriber has: all of an IPv4 address, the first 64 bits of an IPv6 one. */
export function blockOf(ip: string): string {
  if (isIP(ip) !== 6 || ip.startsWith("::ffff:")) return ip;
  const [front = "", back] = ip.toLowerCase().split("%")[0]!.split("::");
  const groups = front === "" ? [] : front.split(":");
  const missing = back === undefined ? 0 : 8 - groups.length - (back === "" ? 0 : back.split(":").length);
  return [...groups, ...Array.from({ length: missing }, () => "0"), ...(back ? back.split(":") : [])]
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, ""))
    .join(":");
}
