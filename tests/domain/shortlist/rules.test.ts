import { describe, expect, it } from "vitest";
import type { Proposal } from "#app/domain/ranking/rules.ts";
import {
  changedFrom,
  departs,
  levelOf,
  type Line,
  listHash,
  obstaclesOf,
  scoresHash,
  takenPlaces,
} from "#app/domain/shortlist/rules.ts";

const level = (levelKey: string | null): Proposal => ({ kind: "level", levelKey });
const tie: Proposal = { kind: "tie", between: ["a", null] };
const unread: Proposal = { kind: "no-reviews" };
const line = (entryId: string, proposal: Proposal, chosen: Line["chosen"] = null): Line => ({
  entryId,
  rank: 1,
  reviews: 2,
  total: 800,
  adjusted: null,
  voted: null,
  words: null,
  honours: [],
  proposal,
  chosen,
});
const levels = [
  { levelKey: "a", places: 1 },
  { levelKey: "b", places: 2 },
];

it.each([
  ["as ranked", line("x", level("a")), "a"],
  ["as ranked: none", line("x", level(null)), null],
  ["chosen against it", line("x", level("a"), { levelKey: null, reason: "r" }), null],
  ["a tie is open", line("x", tie), undefined],
  ["a decided tie", line("x", tie, { levelKey: "a", reason: "r" }), "a"],
  ["without reviews it is open", line("x", unread), undefined],
])("%s", (_case, given, standing) => expect(levelOf(given)).toBe(standing));

it.each([
  ["the same level", level("a"), "a", false],
  ["none, as ranked", level(null), null, false],
  ["another level", level("a"), "b", true],
  ["dropped", level("a"), null, true],
  ["promoted", level(null), "a", true],
  ["a tie, either way", tie, "a", true],
  ["no reviews, even for none", unread, null, true],
])("departing from the ranking: %s", (_case, proposal, key, expected) =>
  expect(departs({ proposal }, key)).toBe(expected),
);

describe("what stands between a list and its proposal", () => {
  it.each([
    ["nothing", [line("x", level("a")), line("y", level(null))], []],
    ["none awarded at all is fine", [line("x", level("a"), { levelKey: null, reason: "r" })], []],
    ["an open tie", [line("x", tie)], ["tie-undecided"]],
    ["an entry without reviews", [line("x", unread)], ["reviews-missing"]],
    [
      "too many on a level",
      [line("x", level("a")), line("y", level("b"), { levelKey: "a", reason: "r" })],
      ["too-many-places"],
    ],
    [
      "all at once",
      [
        line("x", tie),
        line("y", unread),
        line("z", level("a")),
        line("w", level(null), { levelKey: "a", reason: "r" }),
      ],
      ["reviews-missing", "tie-undecided", "too-many-places"],
    ],
    ["an empty round", [], []],
  ])("%s", (_case, lines, obstacles) => expect(obstaclesOf(lines, levels)).toEqual(obstacles));

  it("open places are not counted as taken", () =>
    expect(takenPlaces([line("x", tie), line("y", level("a"))], levels)).toEqual([
      { levelKey: "a", places: 1, taken: 1 },
      { levelKey: "b", places: 2, taken: 0 },
    ]));
});

it("a list has changed where names of honours have, not by their order and not by a reason, which nobody reads", () => {
  const honour = (en: string, reason = "") => ({ name: { en }, reason });
  const now = { ...line("x", level("a")), honours: [honour("B", "Mended."), honour("A")] };
  const stood = (...honours: ReturnType<typeof honour>[]) => new Map([["x", { level: "a", honours }]]);
  expect(changedFrom([now], stood(honour("A"), honour("B", "Bent.")))).toEqual([]);
  expect(changedFrom([now], stood(honour("A")))).toEqual([now]);
});

describe("the fingerprint of a list", () => {
  const lines = [line("x", level("a")), line("y", level(null), { levelKey: "b", reason: "Because" })];
  const hash = listHash("r", "scores", lines);

  it("does not depend on order", () => expect(listHash("r", "scores", [...lines].reverse())).toBe(hash));
  it.each([
    ["a level", [lines[0]!, { ...lines[1]!, chosen: { levelKey: "a", reason: "Because" } }]],
    ["a reason", [lines[0]!, { ...lines[1]!, chosen: { levelKey: "b", reason: "because" } }]],
    ["a rank", [{ ...lines[0]!, rank: 2 }, lines[1]!]],
    ["a total", [{ ...lines[0]!, total: 801 }, lines[1]!]],
    ["the number of reviews", [{ ...lines[0]!, reviews: 3 }, lines[1]!]],
    ["an entry less", [lines[0]!]],
  ])("changes with %s", (_what, changed) => expect(listHash("r", "scores", changed)).not.toBe(hash));
  it("changes with the scores and the round it rests on", () => {
    expect(listHash("r", "other", lines)).not.toBe(hash);
    expect(listHash("q", "scores", lines)).not.toBe(hash);
  });
});

it("the fingerprint of the scores does not depend on the database's order, and changes with any value", () => {
  const reviews = [
    {
      assignmentId: "1",
      entryId: "x",
      total: 360,
      scores: [
        { criterionId: "c", value: 4 },
        { criterionId: "d", value: 3 },
      ],
    },
    {
      assignmentId: "2",
      entryId: "y",
      total: 100,
      scores: [
        { criterionId: "c", value: 1 },
        { criterionId: "d", value: 1 },
      ],
    },
  ];
  const hash = scoresHash("r", reviews);
  expect(
    scoresHash(
      "r",
      [...reviews].reverse().map((review) => ({ ...review, scores: [...review.scores].reverse() })),
    ),
  ).toBe(hash);
  expect(
    scoresHash("r", [
      {
        ...reviews[0]!,
        scores: [
          { criterionId: "c", value: 3 },
          { criterionId: "d", value: 4 },
        ],
      },
      reviews[1]!,
    ]),
  ).not.toBe(hash);
});
