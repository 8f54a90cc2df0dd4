import { expect, it } from "vitest";
import { openVisit } from "#app/http/visit.server.ts";
import type { Services } from "#app/services.server.ts";

const services = { config: { publicUrl: "http://portal.example" } } as Services;

function zoneOf(tz: string): string {
  const request = new Request("http://portal.example/", { headers: { cookie: `tz=${tz}` } });
  const now = new Date("2026-11-29T09:00:00Z");
  return openVisit(services, request, "192.0.2.1", now, { now: () => now }).timeZone;
}

it.each([
  ["Europe/Berlin", "Europe/Berlin"],
  ["eUrope/bErlin", "Europe/Berlin"],
  ["Etc/GMT+5", "Etc/GMT+5"],
  ["utc", "UTC"],
  ["Mars/Olympus", "UTC"],
  ["+01", "UTC"],
  ["Europe/Berlin%20", "UTC"],
])("the zone %j of a cookie is read as %s, however it is spelt", (spelt, zone) => {
  expect(zoneOf(spelt)).toBe(zone);
});

it("a zone has one name, whichever of its names a browser uses", () => {
  for (const [one, other] of [
    ["Asia/Kolkata", "asia/calcutta"],
    ["Europe/Kyiv", "Europe/Kiev"],
  ] as const) {
    expect(zoneOf(one)).toBe(zoneOf(other));
    expect(zoneOf(one)).not.toBe("UTC");
  }
});
