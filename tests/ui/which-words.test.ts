import { describe, expect, it } from "vitest";
import type { Kept } from "#app/client/saver.ts";
import type { Left } from "#app/client/unsent.ts";
import { type Found, marksOf, whichWords } from "#app/client/which-words.ts";

const kept = (words: string, version: string, more: Partial<Kept> = {}): Kept => ({
  words,
  version,
  doubtful: null,
  isUnsent: true,
  ...more,
});
const left = (words: string, version: string, entry = "here"): Left => ({ marks: marksOf(words), version, entry });

/** The server sent version 2, "a=served". */
const found = (over: Partial<Found>): Found => ({
  served: "a=served",
  version: "2",
  now: "a=served",
  kept: null,
  left: null,
  visit: "navigate",
  entry: "here",
  hasRows: false,
  ...over,
});

/** What the field goes on with: its words, whether they were typed, upon which version, and what waits beside them. */
const goesOn = (over: Partial<Found>) => {
  const which = whichWords(found(over));
  const { isTyped, version, earlier } = which;
  return [isTyped ? found(over).now : which.words, isTyped ? "typed" : "put", version, earlier?.words ?? null];
};

const W0 = kept("a=w0", "1");
const SENT = kept("a=w0", "3", { isUnsent: false });
const [RELOAD, BACK] = ["reload", "back_forward"];

it.each<[string, Partial<Found>, unknown[]]>([
  ["nothing happened", {}, ["a=served", "put", "2", null]],
  ["typed before the script", { now: "a=t" }, ["a=t", "typed", "2", null]],
  ["words wait", { kept: W0 }, ["a=w0", "put", "1", null]],
  ["words wait, typed upon what was served", { kept: W0, now: "a=t" }, ["a=t", "typed", "2", "a=w0"]],
  ["the server has taken them since", { kept: SENT }, ["a=w0", "put", "3", null]],
  ["it has, and somebody typed", { kept: SENT, now: "a=t" }, ["a=t", "typed", "3", "a=w0"]],
  ["it served them", { kept: kept("a=served", "1"), now: "a=t" }, ["a=t", "typed", "2", null]],
  ["come back to", { visit: BACK, now: "a=older" }, ["a=served", "put", "2", null]],
  ["come back to, words wait", { visit: BACK, kept: W0, now: "a=older" }, ["a=w0", "put", "1", null]],
  [
    "come back to, put back what was left, words wait",
    { visit: BACK, kept: W0, left: left("a=older", "1"), now: "a=older" },
    ["a=w0", "put", "1", null],
  ],
  [
    "come back to, words wait, typed upon them",
    { visit: BACK, kept: W0, left: left("a=w0", "1"), now: "a=t" },
    ["a=t", "typed", "1", "a=w0"],
  ],
  [
    "come back to, typed upon what was left and saved",
    { visit: BACK, left: left("a=served", "2"), now: "a=t" },
    ["a=t", "typed", "2", null],
  ],
  [
    "come back to, typed upon what somebody else has changed since",
    { visit: BACK, left: left("a=l", "1"), now: "a=t" },
    ["a=t", "typed", "1", null],
  ],
  [
    "come back to an earlier visit: what it held is older",
    { visit: BACK, left: left("a=served", "2", "later"), now: "a=older" },
    ["a=served", "put", "2", null],
  ],
  ["reloaded, left as served", { visit: RELOAD, left: left("a=served", "2"), now: "a=t" }, ["a=t", "typed", "2", null]],
  [
    "reloaded, put back what was left",
    { visit: RELOAD, left: left("a=l", "1"), now: "a=l" },
    ["a=served", "put", "2", null],
  ],
  [
    "reloaded, typed upon what was left",
    { visit: RELOAD, left: left("a=l", "1"), now: "a=t" },
    ["a=t", "typed", "1", null],
  ],
  ["left earlier, come to anew", { left: left("a=l", "1"), now: "a=t" }, ["a=t", "typed", "2", null]],
  ["reloaded, nothing noted", { visit: RELOAD, now: "a=t" }, ["a=served", "put", "2", null]],
  [
    "reloaded, typed upon words that wait and were put back: not upon what somebody else has saved meanwhile",
    { visit: RELOAD, kept: W0, left: left("a=w0", "2"), now: "a=t" },
    ["a=t", "typed", "1", "a=w0"],
  ],
  [
    "reloaded, words wait that no script had seen, typed",
    { visit: RELOAD, kept: W0, now: "a=t" },
    ["a=t", "typed", "1", "a=w0"],
  ],
  [
    "of two texts that wait the later was served",
    { kept: kept("a=served", "2", { earlier: W0 }) },
    ["a=w0", "put", "1", null],
  ],
  ["two texts wait", { kept: kept("a=later", "2", { earlier: W0 }) }, ["a=later", "put", "2", "a=w0"]],
])("%s", (_case, over, expected) => expect(goesOn(over)).toEqual(expected));

describe("on a reload", () => {
  const isTyped = (over: Partial<Found>) => whichWords(found({ visit: RELOAD, ...over })).isTyped;

  it("a text that was emptied and a box that was unticked are what somebody did", () => {
    expect(isTyped({ left: left("a=served", "2"), now: "a=" })).toBe(true);
    expect(isTyped({ served: "g=1&g=2", left: left("g=1&g=2", "2"), now: "g=1" })).toBe(true);
    expect(isTyped({ served: "g=1", kept: kept("g=1&g=2", "1"), now: "g=2" })).toBe(true);
  });

  it("rows that a script had added are not put back; a cell that holds something else is what somebody did", () => {
    const rows = { served: "b.0.item=&b.0.amount=", hasRows: true };
    const before = { ...rows, left: left("b.0.item=Trees&b.0.amount=5&b.1.item=Lamps&b.1.amount=7", "1") };
    expect(isTyped({ ...before, now: "b.0.item=Trees&b.0.amount=5" })).toBe(false);
    expect(isTyped({ ...before, now: "b.0.item=Trees&b.0.amount=" })).toBe(true);
    expect(isTyped({ ...before, now: "b.0.item=Trees&b.0.amount=6" })).toBe(true);
    const fewer = { ...rows, left: left("b.0.item=Trees&b.0.amount=5", "1") };
    expect(isTyped({ ...fewer, now: "b.0.item=Trees&b.0.amount=5&b.1.item=&b.1.amount=" })).toBe(false);
    expect(isTyped({ ...fewer, now: "b.0.item=Trees&b.0.amount=5&b.1.item=Lamps&b.1.amount=" })).toBe(true);
  });
});

it("marks tell which values are the same, and none of their words", () => {
  expect(marksOf("a=one+word&a=&b=one+word")).toEqual(marksOf("a=one%20word&a=&b=one+word"));
  expect(marksOf("a=served")).not.toEqual(marksOf("a=server"));
  expect(marksOf("a=Written+in+the+lift").join()).not.toMatch(/Written|lift/);
});
