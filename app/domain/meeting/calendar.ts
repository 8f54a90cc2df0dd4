/** A meeting as calendars know it. `sequence` counts its changes. */
export type CalendarEvent = {
  uid: string;
  sequence: number;
  stamp: Date;
  from: Date;
  to: Date;
  summary: string;
  place: string;
  description: string;
  link: string;
  /** An e-mail address: who tells of it. */
  organizer: string;
  cancelled: boolean;
};

/**
 * A file that puts a meeting into a calendar, changes it there or takes it out (RFC 5545, as RFC 5546 publishes and
 * cancels). Moments are in UTC, which each calendar shows by its reader's clock.
 */
export function calendarFile(event: CalendarEvent): string {
  const lines = [
    "BEGIN:VCALENDAR",
    "VERSION:2.0",
    "PRODID:-//Kapok//Kapok//EN",
    `METHOD:${methodOf(event)}`,
    "BEGIN:VEVENT",
    `UID:${escaped(event.uid)}`,
    `SEQUENCE:${event.sequence}`,
    `DTSTAMP:${utc(event.stamp)}`,
    `DTSTART:${utc(event.from)}`,
    `DTEND:${utc(event.to)}`,
    `SUMMARY:${escaped(event.summary)}`,
    `LOCATION:${escaped(event.place)}`,
    `DESCRIPTION:${escaped(event.description)}`,
    `URL:${event.link}`,
    `ORGANIZER:mailto:${event.organizer}`,
    `STATUS:${event.cancelled ? "CANCELLED" : "CONFIRMED"}`,
    "END:VEVENT",
    "END:VCALENDAR",
  ];
  return lines.map((line) => `${folded(line)}\r\n`).join("");
}

/** What the file asks a calendar to do; its media type names it too. */
export const methodOf = ({ cancelled }: Pick<CalendarEvent, "cancelled">) => (cancelled ? "CANCEL" : "PUBLISH");

const utc = (at: Date): string => at.toISOString().replace(/[-:]|\.\d+/g, "");

const escaped = (text: string): string => text.replace(/[\\;,]/g, "\\$&").replace(/\r\n|[\r\n]/g, "\\n");

/** No line is longer than 75 bytes, and none ends within a letter. */
function folded(line: string): string {
  let [done, length] = ["", 0];
  for (const letter of line) {
    const bytes = Buffer.byteLength(letter);
    if (length + bytes > 75) [done, length] = [`${done}\r\n `, 1];
    done += letter;
    length += bytes;
  }
  return done;
}
