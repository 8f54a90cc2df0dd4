import { readFileSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

type Heard = { data: Record<string, unknown>; ports: { postMessage(said: unknown): void }[] };

const MINUTE = 60_000;
const KEY = "the key";
const SCRIPT = new URL("../../public/along.js", import.meta.url);

/** The two ends of a line whose answer comes at once. */
class Channel {
  port1: { onmessage?: (event: { data: unknown }) => void } = {};
  port2 = { answer: (data: unknown) => this.port1.onmessage?.({ data }) };
}

/** A page outside of judging, in a tab in which it was open or not, beside a worker that gives what it holds. */
async function openPage({ isMarked = true, isActive = 0, workerHolds = KEY as string | null } = {}) {
  const told: Record<string, unknown>[] = [];
  const listeners = new Map<string, ((event: unknown) => void)[]>();
  const on = (name: string, act: (event: unknown) => void) =>
    listeners.set(name, [...(listeners.get(name) ?? []), act]);
  const worker = {
    holds: workerHolds,
    postMessage(message: Record<string, unknown>, ports: Channel["port2"][] = []) {
      told.push(message);
      if (message["ask"]) ports[0]!.answer(worker.holds);
    },
  };
  vi.stubGlobal("document", { querySelector: () => null });
  const local: Record<string, unknown> = { "kapok:active": String(Date.now() - isActive) };
  local["setItem"] = (name: string, value: string) => Object.assign(local, { [name]: value });
  vi.stubGlobal("localStorage", local);
  vi.stubGlobal("sessionStorage", isMarked ? { "kapok:along": "1" } : {});
  vi.stubGlobal("addEventListener", on);
  vi.stubGlobal("MessageChannel", Channel);
  vi.stubGlobal("navigator", {
    serviceWorker: {
      getRegistration: async () => ({ active: worker }),
      addEventListener: (_name: string, act: (event: unknown) => void) => on("message", act),
      startMessages: () => undefined,
    },
  });
  const script = readFileSync(SCRIPT, "utf8");
  await new Function(`return (async () => {${script}})()`)();
  const happens = (name: string, event: unknown = {}) => {
    for (const act of listeners.get(name) ?? []) act(event);
  };
  const answer = () => {
    let said: unknown;
    const heard: Heard = { data: { ask: "key" }, ports: [{ postMessage: (key) => (said = key) }] };
    happens("message", heard);
    return said;
  };
  return { told, worker, happens, answer };
}

beforeEach(() => void vi.useFakeTimers({ toFake: ["Date"] }));
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe("a page outside of judging", () => {
  it("holds the key for the worker, and gives it back as it goes", async () => {
    const { told, happens, answer } = await openPage();
    expect(answer()).toBe(KEY);
    happens("pagehide");
    expect(told.at(-1)).toEqual({ key: KEY, leaving: true });
  });

  it("forgets it after half an hour without anybody, though no timer ran meanwhile", async () => {
    const { told, happens, answer } = await openPage();
    vi.setSystemTime(Date.now() + 31 * MINUTE);
    happens("pointerdown"); // the first touch after the sleep
    expect(answer()).toBeNull();
    happens("pagehide");
    expect(told.filter(({ leaving }) => leaving)).toEqual([]);
  });

  it("does not give it as it goes when the half hour has passed", async () => {
    const { told, happens } = await openPage();
    vi.setSystemTime(Date.now() + 31 * MINUTE);
    happens("pagehide");
    expect(told.filter(({ leaving }) => leaving)).toEqual([]);
  });

  it("forgets it too when the clock was set back, and when the half hour had passed as it opened", async () => {
    const { answer } = await openPage();
    vi.setSystemTime(Date.now() - 31 * MINUTE);
    expect(answer()).toBeNull();
    expect((await openPage({ isActive: 31 * MINUTE })).answer()).toBeNull();
  });

  it("counts whoever reads it as somebody", async () => {
    const { happens, answer } = await openPage();
    vi.setSystemTime(Date.now() + 20 * MINUTE);
    happens("scroll");
    vi.setSystemTime(Date.now() + 20 * MINUTE);
    expect(answer()).toBe(KEY);
  });

  it("gets nothing in a tab in which it never was open, and the worker forgets what was left with it", async () => {
    const { told, answer } = await openPage({ isMarked: false });
    expect(told).toEqual([{ arriving: true }]);
    expect(answer()).toBeNull();
  });

  it("that the browser had put aside asks anew", async () => {
    const { worker, happens, answer } = await openPage();
    worker.holds = null;
    happens("pageshow", { persisted: false });
    expect(answer()).toBe(KEY);
    happens("pageshow", { persisted: true });
    expect(answer()).toBeNull();
  });

  it("forgets it at once when another tab signs out, which empties what the browser keeps of the portal", async () => {
    const { told, happens, answer } = await openPage();
    happens("storage", { key: "kapok:heard" });
    expect(answer()).toBe(KEY);
    happens("storage", { key: null });
    expect(answer()).toBeNull();
    happens("pagehide");
    expect(told.filter(({ leaving }) => leaving)).toEqual([]);
  });

  it("forgets it when the worker says so", async () => {
    const { happens, answer } = await openPage();
    happens("message", { data: { lock: true }, ports: [] });
    expect(answer()).toBeNull();
  });
});
