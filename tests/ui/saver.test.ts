import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { type Kept, makeSaver, type Outcome, type State, waitBefore, type Words } from "#app/client/saver.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A field on a page, with a server whose answers are given one after the other. */
function aField(...answers: (Outcome | (() => Promise<Outcome>))[]) {
  return aFieldThatHolds("a=old", ...answers);
}

function aFieldThatHolds(stored: Words | null, ...answers: (Outcome | (() => Promise<Outcome>))[]) {
  const field = { words: "a=old" as Words, kept: null as Words | null, states: [] as string[], sent: [] as string[] };
  const saver = makeSaver({
    stored,
    version: "1",
    read: () => field.words,
    send: async (words, version) => {
      field.sent.push(`${words}@${version}`);
      const answer = answers.shift() ?? { kind: "unreachable" };
      return typeof answer === "function" ? answer() : answer;
    },
    show: (state: State) => field.states.push(state.kind),
    keep: ({ words, isUnsent }) => (field.kept = isUnsent ? words : null),
  });
  const type = (words: Words) => {
    field.words = words;
    saver.touched(700);
  };
  return { field, saver, type };
}

const saved = (version: number): Outcome => ({ kind: "saved", version, saved: "Saved" });
const clash = (text: string): Outcome => ({
  kind: "conflict",
  theirs: { text, version: 9, by: "Ada", at: "12:00" },
  message: null,
});

it("sends once after a quiet moment, then forgets its copy", async () => {
  const { field, saver, type } = aField(saved(2));
  type("a=n");
  type("a=new");
  expect([field.sent, field.kept, saver.isUnsent()]).toEqual([[], "a=new", true]);
  await vi.advanceTimersByTimeAsync(700);
  expect([field.sent, field.kept, saver.isUnsent()]).toEqual([["a=new@1"], null, false]);
});

it("has one request under way; the latest words follow with the new version", async () => {
  let answer = (_outcome: Outcome): void => {};
  const { field, type } = aField(() => new Promise((resolve) => (answer = resolve)), saved(3));
  type("a=first");
  await vi.advanceTimersByTimeAsync(700);
  type("a=second");
  type("a=third");
  await vi.advanceTimersByTimeAsync(5000);
  expect(field.sent).toEqual(["a=first@1"]);
  answer(saved(2));
  await vi.advanceTimersByTimeAsync(0);
  expect(field.sent).toEqual(["a=first@1", "a=third@2"]);
  expect(field.kept).toBeNull();
});

it("sends every five seconds while somebody types on without a pause", async () => {
  const { field, type } = aField(saved(2), saved(3), saved(4));
  for (let letter = 1; letter <= 110; letter += 1) {
    type(`a=${letter}`);
    await vi.advanceTimersByTimeAsync(100);
  }
  expect(field.sent.map((sent) => Number(/=(\d+)/.exec(sent)![1]))).toEqual([50, 100]);
});

it("says how often in a row it found no server, and forgets it when one answers", async () => {
  const tries: (number | null)[] = [];
  const { saver, type } = aField({ kind: "unreachable" }, { kind: "unreachable" }, saved(2));
  type("a=new");
  for (let attempt = 0; attempt < 3; attempt += 1) {
    await saver.flush();
    tries.push(saver.isAway() ? attempt : null);
  }
  expect(tries).toEqual([0, 1, null]);
});

it("tries again by itself when the server cannot be reached, and keeps the words meanwhile", async () => {
  const { field, type } = aField({ kind: "unreachable" }, () => Promise.reject(new Error("line dropped")), saved(2));
  type("a=new");
  await vi.advanceTimersByTimeAsync(700);
  expect([field.states, field.kept]).toEqual([["saving", "unreachable"], "a=new"]);
  await vi.advanceTimersByTimeAsync(10_000);
  expect([field.sent.length, field.states.at(-1), field.kept]).toEqual([3, "saved", null]);
});

it("never overwrites somebody else's words by itself", async () => {
  const { field, saver, type } = aField(clash("theirs"));
  type("a=mine");
  await vi.advanceTimersByTimeAsync(700);
  type("a=mine still");
  await vi.advanceTimersByTimeAsync(60_000);
  await saver.flush();
  expect([field.sent, field.kept, saver.isUnsent()]).toEqual([["a=mine@1"], "a=mine still", true]);
});

it("keeps mine over theirs when asked to, even where mine is what stood there before", async () => {
  const { field, saver, type } = aField(clash("theirs"), saved(10));
  type("a=mine");
  await vi.advanceTimersByTimeAsync(700);
  type("a=old");
  saver.keepMine();
  await vi.advanceTimersByTimeAsync(0);
  expect([field.sent.at(-1), field.kept]).toEqual(["a=old@9", null]);
});

it("takes theirs when asked to, and goes on from their version", async () => {
  const { field, saver, type } = aField(clash("theirs"), saved(10));
  type("a=mine");
  await vi.advanceTimersByTimeAsync(700);
  field.words = "a=theirs";
  saver.tookTheirs();
  await vi.advanceTimersByTimeAsync(0);
  expect([field.sent.length, field.kept, saver.isUnsent()]).toEqual([1, null, false]);
  type("a=theirs and more");
  await vi.advanceTimersByTimeAsync(700);
  expect(field.sent.at(-1)).toBe("a=theirs and more@9");
});

for (const [choice, sent] of [
  ["keepLater", "a=old@1"],
  ["tookEarlier", "a=earlier@0"],
] as const)
  it(`sends neither of two texts before somebody chooses, keeps both meanwhile, then: ${choice}`, async () => {
    const earlier: Kept = { words: "a=earlier", version: "0", doubtful: null, isUnsent: true };
    const field = { words: "a=old", kept: null as Kept | null, sent: [] as string[] };
    const saver = makeSaver({
      stored: "a=served",
      version: "1",
      earlier,
      read: () => field.words,
      send: async (words, version) => {
        field.sent.push(`${words}@${version}`);
        return saved(2);
      },
      show: () => undefined,
      keep: (kept) => (field.kept = kept),
    });
    saver.touched(0);
    await vi.advanceTimersByTimeAsync(60_000);
    await saver.flush();
    expect([field.sent, saver.isUnsent(), field.kept]).toEqual([
      [],
      true,
      { words: "a=old", version: "1", doubtful: null, isUnsent: true, earlier },
    ]);
    if (choice === "tookEarlier") field.words = "a=earlier";
    saver[choice]();
    await vi.advanceTimersByTimeAsync(0);
    expect([field.sent, saver.isUnsent(), field.kept?.earlier]).toEqual([[sent], false, null]);
  });

it("does not call its own words a conflict when only the answer was lost", async () => {
  const { field, type } = aField({ kind: "unreachable" }, clash("new"), saved(10));
  type("a=new");
  await vi.advanceTimersByTimeAsync(700);
  type("a=newer");
  await vi.advanceTimersByTimeAsync(2000);
  expect([field.sent, field.states.includes("conflict"), field.kept]).toEqual([
    ["a=new@1", "a=new@1", "a=newer@9"],
    false,
    null,
  ]);
});

it("counts as unsent, and keeps, what the page came back with because it could not be saved", async () => {
  const { field, saver } = aFieldThatHolds(null, { kind: "refused", message: "Too long" });
  expect(saver.isUnsent()).toBe(true);
  saver.touched(0);
  await vi.advanceTimersByTimeAsync(0);
  expect([field.sent, field.kept, saver.isUnsent()]).toEqual([["a=old@1"], "a=old", true]);
});

it("waits for the next word after a refusal, and keeps the refused ones", async () => {
  const { field, saver, type } = aField({ kind: "refused", message: "Too long" });
  type("a=new");
  await vi.advanceTimersByTimeAsync(60_000);
  expect([field.sent.length, field.kept, saver.isUnsent()]).toEqual([1, "a=new", true]);
});

it("sends what was typed while an earlier request was being refused", async () => {
  let answer = (_outcome: Outcome): void => {};
  const { field, type } = aField(() => new Promise((resolve) => (answer = resolve)), saved(2));
  type("a=too long");
  await vi.advanceTimersByTimeAsync(700);
  type("a=short");
  await vi.advanceTimersByTimeAsync(700);
  answer({ kind: "refused", message: "Too long" });
  await vi.advanceTimersByTimeAsync(0);
  expect([field.sent, field.kept]).toEqual([["a=too long@1", "a=short@1"], null]);
});

it("sends after signing in again what could not be sent before", async () => {
  const { field, saver, type } = aField({ kind: "signed-out" }, saved(2));
  type("a=new");
  await vi.advanceTimersByTimeAsync(60_000);
  expect([field.sent.length, field.kept]).toEqual([1, "a=new"]);
  await saver.flush();
  expect([field.sent.length, field.kept]).toEqual([2, null]);
});

it.each([
  [1, 500, 1000],
  [3, 2000, 4000],
  [9, 15_000, 30_000],
  [40, 15_000, 30_000],
])("waits before attempt %d between %d and %d ms", (attempt, least, most) => {
  expect([waitBefore(attempt, () => 0), waitBefore(attempt, () => 1)]).toEqual([least, most]);
});

it("sends what follows a save under way, though all is asked for at once while that is told", async () => {
  const sent: string[] = [];
  const words = "a=new";
  const saver = makeSaver({
    stored: "a=old",
    version: "1",
    doubtful: "a=doubtful",
    read: () => words,
    send: async (each, version) => {
      sent.push(`${each}@${version}`);
      return saved(sent.length + 1);
    },
    show: ({ kind }) => void (kind === "saved" && saver.flush()),
    keep: () => undefined,
  });
  saver.touched(0);
  await vi.advanceTimersByTimeAsync(10_000);
  expect(sent).toEqual(["a=doubtful@1", "a=new@2"]);
});
