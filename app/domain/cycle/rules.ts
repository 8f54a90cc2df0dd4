import type { CheckPoint } from "#db/schema/cycle.ts";
import type { Localised } from "#app/i18n/localised.ts";

export type { CheckPoint };

/** A result level of a cycle; position 1 is the highest. */
export type Level = { key: string; name: Localised; position: number };

export type CycleState = "upcoming" | "open" | "closed";
type Window = { opensAt: Date; closesAt: Date };

/** Where a cycle stands. The closing moment itself still belongs to the call; the millisecond after it does not. */
export function cycleState({ opensAt, closesAt }: Window, now: Date): CycleState {
  if (now < opensAt) return "upcoming";
  return now <= closesAt ? "open" : "closed";
}

/** The closing moment that holds for one entry: an extension of its own can only add time. */
export function closesAtFor(cycle: { closesAt: Date }, entry: { closesAt: Date | null }): Date {
  return entry.closesAt && entry.closesAt > cycle.closesAt ? entry.closesAt : cycle.closesAt;
}

export function isTimeZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: zone });
    return zone.length > 0;
  } catch {
    return false;
  }
}

/** "2027-03-31" and "23:59:59" as people of a zone would write a moment. */
export function localParts(at: Date, zone: string): { date: string; time: string } {
  const format = new Intl.DateTimeFormat("en-CA", { timeZone: zone, hourCycle: "h23", year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit", second: "2-digit" });
  const part = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, value]));
  return { date: `${part["year"]}-${part["month"]}-${part["day"]}`, time: `${part["hour"]}:${part["minute"]}:${part["second"]}` };
}

/**
 * The moment that a date and a time ("23:59" or "23:59:59") mean in a zone; null for one that no calendar or clock there shows.
 * Where the clock is put back and shows a time twice, the first is meant.
 */
export function momentIn(zone: string, date: string, time: string): Date | null {
  const clock = /^\d{2}:\d{2}$/.test(time) ? `${time}:00` : time;
  if (!/^\d{4}-\d{2}-\d{2}$/.test(date) || !/^\d{2}:\d{2}:\d{2}$/.test(clock)) return null;
  const asUtc = Date.parse(`${date}T${clock}Z`);
  if (Number.isNaN(asUtc)) return null;
  const candidates = [asUtc - offset(zone, asUtc - DAY), asUtc - offset(zone, asUtc + DAY)].sort((a, b) => a - b);
  const shown = candidates.find((moment) => {
    const parts = localParts(new Date(moment), zone);
    return parts.date === date && parts.time === clock;
  });
  return shown === undefined ? null : new Date(shown);
}

const DAY = 86_400_000;

function offset(zone: string, moment: number): number {
  const { date, time } = localParts(new Date(moment), zone);
  return Date.parse(`${date}T${time}Z`) - moment;
}
