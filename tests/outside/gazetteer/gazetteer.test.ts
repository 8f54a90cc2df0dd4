import { expect, it } from "vitest";
import { COUNTRIES } from "#app/domain/countries.ts";
import { openGazetteer } from "#app/outside/gazetteer/gazetteer.server.ts";

const { find } = openGazetteer();
const names = (typed: string) => find(typed).map(({ name, country }) => `${name} ${country}`);

it.each([
  ["kampala", "Kampala UG"],
  ["KAMPÁLA", "Kampala UG"],
  ["sao paulo", "São Paulo BR"],
  ["la paz", "La Paz BO"],
  ["la paz, mx", "La Paz MX"],
  ["yiw", "Yiwu CN"],
  ["cruz de la sierra", "Santa Cruz de la Sierra BO"],
])("finds by %j, the whole name before longer ones and the largest first: %s", (typed, first) =>
  expect(names(typed)[0]).toBe(first),
);

it.each(["", "k", "  ", ",ug", "no such place anywhere", "%", "\0".repeat(50), "a".repeat(100_000)])(
  "finds nothing by %j",
  (typed) => expect(names(typed)).toEqual([]),
);

it("answers eight at most, each on the globe and in a country the portal knows", () => {
  expect(find("san")).toHaveLength(8);
  for (const letters of ["an", "be", "ka", "mo", "ta"]) {
    for (const { country, lat, lon } of find(letters)) {
      expect(COUNTRIES).toContain(country);
      expect(Math.abs(lat) <= 90 && Math.abs(lon) <= 180).toBe(true);
    }
  }
});
