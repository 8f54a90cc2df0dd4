/** The most characters of its texts, in every language. */
export const LONGEST = { name: 200, about: 4000 } as const;

/** Whether a name is one of the IANA zones that clocks here know. */
export function isTimeZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: zone });
    return zone.length > 0;
  } catch {
    return false;
  }
}
