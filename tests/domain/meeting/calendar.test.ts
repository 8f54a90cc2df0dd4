import { expect, it } from "vitest";
import { calendarFile } from "#app/domain/meeting/calendar.ts";

const event = {
  uid: "7c1b@kapok.example",
  sequence: 2,
  stamp: new Date("2026-11-27T08:09:10.123Z"),
  from: new Date("2026-12-04T06:00:00Z"),
  to: new Date("2026-12-04T08:00:00Z"),
  summary: "Meeting of the panel: Final",
  place: "Room 3, first floor; or C:\\link",
  description: "1. The list\r\n2. Reasons",
  link: "https://kapok.example/rounds/1/meetings",
  organizer: "portal@kapok.example",
  cancelled: false,
};
const unfolded = (file: string) => file.replaceAll("\r\n ", "").split("\r\n");

it("tells a calendar a meeting in UTC, under a name and a number of its changes, with signs of the format escaped", () => {
  expect(unfolded(calendarFile(event))).toEqual([
    "BEGIN:VCALENDAR",
    "VERSION:2.0",
    "PRODID:-//Kapok//Kapok//EN",
    "METHOD:PUBLISH",
    "BEGIN:VEVENT",
    "UID:7c1b@kapok.example",
    "SEQUENCE:2",
    "DTSTAMP:20261127T080910Z",
    "DTSTART:20261204T060000Z",
    "DTEND:20261204T080000Z",
    "SUMMARY:Meeting of the panel: Final",
    "LOCATION:Room 3\\, first floor\\; or C:\\\\link",
    "DESCRIPTION:1. The list\\n2. Reasons",
    "URL:https://kapok.example/rounds/1/meetings",
    "ORGANIZER:mailto:portal@kapok.example",
    "STATUS:CONFIRMED",
    "END:VEVENT",
    "END:VCALENDAR",
    "",
  ]);
});

it("takes a meeting out again", () => {
  const lines = unfolded(calendarFile({ ...event, cancelled: true }));
  expect(lines).toContain("METHOD:CANCEL");
  expect(lines).toContain("STATUS:CANCELLED");
});

it("folds lines at 75 bytes and within no letter", () => {
  const description = `${"评审会议😀".repeat(40)}${"x".repeat(200)}`;
  const file = calendarFile({ ...event, description });
  for (const line of file.split("\r\n")) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
  expect(unfolded(file)).toContain(`DESCRIPTION:${description}`);
});
