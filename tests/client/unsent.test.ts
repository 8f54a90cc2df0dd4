import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { Kept } from "#app/client/saver.ts";
import { unsentOf } from "#app/client/unsent.ts";

const FIELD = "/entries/1/answers/obstacles#value";
const rain: Kept = { words: "value=Rain", version: "0", doubtful: null, isUnsent: true };
const oil: Kept = { ...rain, words: "value=Oil" };
const settled: Kept = { ...oil, version: "1", isUnsent: false };

let clock: number;
beforeEach(() => {
  clock = 1_000;
  vi.spyOn(Date, "now").mockImplementation(() => clock++);
  vi.stubGlobal("localStorage", storage());
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

/** A browser's store: what it holds are its own properties. */
function storage(): Storage {
  const methods = {
    getItem: (key: string) => (Object.hasOwn(store, key) ? store[key] : null),
    setItem: (key: string, value: string) => void Object.assign(store, { [key]: value }),
    removeItem: (key: string) => void delete store[key],
  };
  const store = Object.create(methods) as Record<string, string>;
  return store as unknown as Storage;
}

const page = (place = FIELD) => unsentOf("amara", place);

it("brings back what a page kept, and nothing once it was saved", () => {
  const first = page();
  first.keep(rain);
  const second = page();
  expect(second.read()).toMatchObject(rain);
  second.keep({ ...rain, version: "1", isUnsent: false });
  expect(page().read()).toBeNull();
});

it("leaves the words of a tab that crashed where another tab keeps or settles its own", () => {
  const [crashed, other] = [page(), page()];
  expect(other.read()).toBeNull();
  crashed.keep(rain);
  other.keep(oil);
  other.keep(settled);
  other.forget();
  expect(page().read()).toMatchObject(rain);
});

it("gives the words of two tabs that crashed, the later ones first, also to the page after the one that read them", () => {
  const [crashed, other] = [page(), page()];
  crashed.keep(rain);
  other.keep(oil);
  for (let reads = 0; reads < 2; reads += 1) {
    const both = page().read();
    expect(both).toMatchObject(oil);
    expect(both?.earlier).toMatchObject(rain);
    expect(both?.earlier?.earlier ?? null).toBeNull();
  }
});

it("gives each text once, wherever several tabs kept it", () => {
  const [crashed, other] = [page(), page()];
  other.keep(rain);
  crashed.keep({ ...oil, earlier: rain });
  const both = page().read();
  expect([both?.words, both?.earlier?.words, both?.earlier?.earlier ?? null]).toEqual([oil.words, rain.words, null]);
});

it("keeps apart what belongs to other fields and people", () => {
  page(`${FIELD}2`).keep(oil);
  unsentOf("joseph", FIELD).keep(oil);
  expect(page().read()).toBeNull();
  page().forget();
  expect(page(`${FIELD}2`).read()).toMatchObject(oil);
});

it("loses nothing where the browser has no room to take words over", () => {
  page().keep(rain);
  vi.spyOn(localStorage, "setItem").mockImplementation(() => {
    throw new Error("QuotaExceededError");
  });
  expect(page().read()).toMatchObject(rain);
  expect(page().read()).toMatchObject(rain);
});

it("is not kept from what waits by something unreadable", () => {
  page().keep(rain);
  localStorage.setItem(`kapok:unsent:amara:${FIELD} broken`, "{");
  expect(page().read()).toMatchObject(rain);
});

it("finds what was kept before pages had names of their own", () => {
  localStorage.setItem(`kapok:unsent:amara:${FIELD}`, JSON.stringify(rain));
  expect(page().read()).toMatchObject(rain);
});

/** A page that stays open and hears what other pages of this browser write, as browsers tell it. */
function openPage() {
  const told: (Kept | null)[] = [];
  let hear: ((event: { key: string | null }) => void) | undefined;
  vi.stubGlobal("addEventListener", (sign: string, listener: typeof hear) => {
    if (sign === "storage") hear = listener;
  });
  const open = page();
  open.watch!((kept) => told.push(kept));
  return { open, told, hears: (key: string | null) => hear!({ key }) };
}
const keyOf = (index = 0) => Object.keys(localStorage).filter((key) => key.includes(FIELD))[index]!;

it("tells a page that stays open of words another tab keeps for longer than a save takes, and when they are sent", () => {
  vi.useFakeTimers();
  const [{ told, hears }, other] = [openPage(), page()];
  other.keep(rain);
  const key = keyOf();
  hears(key);
  expect(told).toEqual([]);
  vi.advanceTimersByTime(10_000);
  expect(told).toMatchObject([rain]);
  other.keep(settled);
  hears(key);
  expect(told.at(-1)).toBeNull();
});

it("tells it at once when that tab is gone, and not before, as the browser lets go of what it held", () => {
  vi.useFakeTimers();
  const held = new Map<string, (() => void)[]>();
  const request = (name: string, granted: () => void) => {
    const waiting = held.get(name);
    if (waiting) return waiting.push(granted);
    held.set(name, []);
    return granted();
  };
  vi.stubGlobal("navigator", { locks: { request } });
  const [{ told, hears }, other] = [openPage(), page()];
  other.keep(rain);
  hears(keyOf());
  vi.advanceTimersByTime(2_000);
  expect(told).toEqual([]);
  for (const granted of held.get(keyOf())!) granted();
  expect(told).toMatchObject([rain]);
});

it("holds nothing while the browser keeps a page for going back to, unless words wait in it; and holds anew as one types on", async () => {
  const held = new Set<string>();
  const request = async (name: string, granted: () => Promise<void>) => {
    held.add(name);
    await granted();
    held.delete(name);
  };
  vi.stubGlobal("navigator", { locks: { request } });
  let leave = (): unknown => undefined;
  vi.stubGlobal("addEventListener", (sign: string, listener: typeof leave) => {
    if (sign === "pagehide") leave = listener;
  });
  const open = page();
  const left = async () => {
    leave();
    await new Promise((resolve) => setTimeout(resolve));
    return held.size;
  };
  for (const time of ["first", "after coming back"]) {
    open.keep(rain);
    expect([time, await left()]).toEqual([time, 1]);
    open.keep(settled);
    expect([time, held.size, await left()]).toEqual([time, 1, 0]);
  }
});

it("tells nothing of what another tab sends at once, of other fields, and of what the page keeps itself", () => {
  vi.useFakeTimers();
  const [{ open, told, hears }, other] = [openPage(), page()];
  other.keep(rain);
  const key = keyOf();
  hears(key);
  other.keep(settled);
  hears(key);
  open.keep(oil);
  hears(keyOf());
  page(`${FIELD}2`).keep(oil);
  hears(keyOf(1));
  vi.advanceTimersByTime(10_000);
  expect(told.filter(Boolean)).toEqual([]);
});

it("tells that nothing waits any more when the browser's store is cleared", () => {
  vi.useFakeTimers();
  const { told, hears } = openPage();
  page().keep(rain);
  hears(keyOf());
  vi.advanceTimersByTime(10_000);
  vi.stubGlobal("localStorage", storage());
  hears(null);
  expect(told.at(-1)).toBeNull();
});
