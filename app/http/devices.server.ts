import { randomBytes } from "node:crypto";
import { ownCookie } from "./cookies.ts";
import type { Services } from "#app/services.server.ts";

const DAY = 86_400_000;
const KNOWN_DAYS = 180;
/** People who share a computer, of whom it remembers so many. */
const MOST_PEOPLE = 4;

type Desk = { services: Pick<Services, "seal" | "config">; now: Date; cookies: string[] };

/**
 * Which browsers have signed somebody in before. The cookie says so under our mark, one entry a person:
 * "day.number.mark". It opens nothing; it only has a limit of attempts of its own, so that others' guesses cannot use
 * up what this browser may try.
 */
export function knownDevice(desk: Desk, request: Request, email: string): string | null {
  const {
    services: { seal },
    now,
  } = desk;
  const own = entriesIn(desk, request).find((entry) => {
    const [day = "", number = "", mark = ""] = entry.split(".");
    return (
      now.getTime() - Number(day) * DAY <= KNOWN_DAYS * DAY &&
      seal.bears("known-device", `${email} ${day}.${number}`, mark)
    );
  });
  return own ? `${email}|${own.split(".")[1]}` : null;
}

/** Remembers that this browser has signed the person in. */
export function rememberDevice(desk: Desk, request: Request, email: string): void {
  const {
    services: { seal },
    now,
    cookies,
  } = desk;
  const stamp = `${Math.floor(now.getTime() / DAY)}.${randomBytes(8).toString("hex")}`;
  const others = entriesIn(desk, request)
    .filter((entry) => !isOf(desk, entry, email))
    .slice(0, MOST_PEOPLE - 1);
  const value = [`${stamp}.${seal.mark("known-device", `${email} ${stamp}`)}`, ...others].join("~");
  cookies.push(deviceCookie(desk).set(value, KNOWN_DAYS * 86_400));
}

const deviceCookie = ({ services: { config } }: Desk) => ownCookie("device", config);

function isOf({ services: { seal } }: Desk, entry: string, email: string): boolean {
  const [day = "", number = "", mark = ""] = entry.split(".");
  return seal.bears("known-device", `${email} ${day}.${number}`, mark);
}

function entriesIn(desk: Desk, request: Request): string[] {
  const found = deviceCookie(desk).read(request);
  return /^[0-9A-Za-z_.~-]{1,1000}$/.test(found) ? found.split("~").slice(0, MOST_PEOPLE) : [];
}
