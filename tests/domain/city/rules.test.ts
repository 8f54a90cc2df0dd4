import { describe, expect, it } from "vitest";
import { cityInput } from "#app/domain/city/input.ts";
import { canEnterCity, canSetUpTeams } from "#app/domain/city/policy.ts";
import { arrivalAt, searchNameOf } from "#app/domain/city/rules.ts";
import { Form, parse } from "#app/http/form.server.ts";
import { type Actor, ANONYMOUS, PORTAL, type TeamRole } from "#app/domain/context.ts";
import { COUNTRIES, REGIONS, regionOf } from "#app/domain/countries.ts";
import { hidden, notNow, yes } from "#app/domain/verdict.ts";

describe("B53: one city, however it is spelt", () => {
  it.each([
    ["La Paz", "la paz"],
    ["  LA   PAZ ", "la paz"],
    ["Lа Pаz", "la paz"],
    ["Ｌａ Ｐａｚ", "la paz"],
    ["La\u200bPaz\u202e", "lapaz"],
    ["São Paulo", "sao paulo"],
    ["Sa\u0303o Paulo", "sao paulo"],
    ["Saint-Étienne", "saint etienne"],
    ["Łódź", "lodz"],
    ["İstanbul", "istanbul"],
    ["Kampala City (KCCA)", "kampala city kcca"],
    ["广州", "广州"],
    ["Ноw", "how"],
  ])("%s", (name, folded) => expect(searchNameOf(name)).toBe(folded));

  it("keeps different cities apart", () =>
    expect(
      new Set(["Vienna", "Viena", "Wien", "Vientiane", "广州", "杭州", "Москва", "Минск"].map(searchNameOf)).size,
    ).toBe(8));
});

describe("what a person may send as a city", () => {
  const errors = (given: Record<string, string>) => {
    const parsed = parse(new Form(new URLSearchParams(given)), cityInput);
    return parsed.ok ? {} : parsed.errors;
  };
  it.each([
    [{ name: "Kampala", country: "UG" }, {}],
    [
      { name: "", country: "" },
      { name: "required", country: "not-a-country" },
    ],
    [{ name: "Kampala", country: "AQ" }, { country: "not-a-country" }],
    [{ name: "Kampala", country: "ug" }, { country: "not-a-country" }],
    [{ name: "Kampala\nBcc: x@y.example", country: "UG" }, { name: "not-text" }],
    [{ name: "Kampala\0", country: "UG" }, { name: "not-text" }],
    [{ name: "!!!", country: "UG" }, { name: "not-text" }],
    [{ name: `Kampala${"\u0301".repeat(1000)}`, country: "UG" }, { name: "too-long" }],
    [{ name: `Kampala${"\u0301\u0302".repeat(20)}`, country: "UG" }, { name: "not-text" }],
    [{ name: "K".repeat(121), country: "UG" }, { name: "too-long" }],
  ])("B53, B79: %j", (given, expected) => expect(errors(given)).toEqual(expected));
});

it.each([
  ["nobody knows it", undefined, "created"],
  ["it is of the archive and nobody's", { members: 0, entries: 0 }, "claimed"],
  ["it has a team", { members: 1, entries: 0 }, "requested"],
  ["its people are gone but their entries are there", { members: 0, entries: 1 }, "requested"],
] as const)("B24: a city when %s", (_when, city, arrival) => expect(arrivalAt(city)).toBe(arrival));

const somebody = (given: Partial<Actor>): Actor => ({ ...ANONYMOUS, id: "me", emailConfirmed: true, ...given });
const inTeam = (role: TeamRole) => somebody({ teams: [{ cityId: "kampala", role }] });
const people = {
  owner: inTeam("owner"),
  editor: inTeam("editor"),
  viewer: inTeam("viewer"),
  stranger: somebody({ teams: [{ cityId: "lapaz", role: "owner" }] }),
  secretariat: somebody({ staff: ["secretariat"] }),
  observer: somebody({ staff: ["observer"] }),
  administrator: somebody({ staff: ["administrator"] }),
  reviewer: somebody({ panels: [{ roundId: "r", cycleId: "c", role: "reviewer" }] }),
  nobody: ANONYMOUS,
  portal: PORTAL,
};

describe("coming to a city", () => {
  const unproven = somebody({ emailConfirmed: false });
  it.each([
    ["a new city, address unproven", unproven, { arrival: "created", isMember: false }, yes],
    [
      "B24: a team, address unproven",
      unproven,
      { arrival: "requested", isMember: false },
      notNow("email-not-confirmed"),
    ],
    [
      "a city of the archive, address unproven",
      unproven,
      { arrival: "claimed", isMember: false },
      notNow("email-not-confirmed"),
    ],
    ["a team, address proven", somebody({}), { arrival: "requested", isMember: false }, yes],
    ["one's own team", people.owner, { arrival: "requested", isMember: true }, notNow("already-member")],
  ] as const)("%s", (_what, actor, city, verdict) => expect(canEnterCity(actor, city)).toEqual(verdict));
});

it("only the portal sets up teams without asking their people", () => {
  for (const [who, actor] of Object.entries(people))
    expect(canSetUpTeams(actor)).toEqual(who === "portal" ? yes : hidden);
});

it("knows every country of ISO 3166-1 once, and each city's region", () => {
  expect(COUNTRIES).toHaveLength(249);
  expect(new Set(COUNTRIES).size).toBe(249);
  expect(COUNTRIES.filter((code) => regionOf(code) === null)).toEqual(["AQ"]);
  expect(["UG", "EG", "KR", "TR", "IR", "RU", "SE", "BO", "US"].map(regionOf)).toEqual([
    "Africa",
    "Africa",
    "Asia-Pacific",
    "Middle East and West Asia",
    "Middle East and West Asia",
    "Eurasia",
    "Europe",
    "Latin America and Caribbean",
    "North America",
  ]);
  expect(REGIONS).toHaveLength(7);
});
