import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { whenLastPageGoes } from "#app/client/last-page.ts";

const SECOND = 1_000;

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** Pages of the portal that open and go, and how often the last of them was found gone. */
function portal() {
  const state = { pages: 1, forgotten: 0 };
  const goes = whenLastPageGoes(
    async () => state.pages,
    () => (state.forgotten += 1),
  );
  return { state, goes: () => void goes() };
}

describe("the last page of the portal", () => {
  it("has gone when no other has come within five seconds", async () => {
    const { state, goes } = portal();
    state.pages = 0;
    goes();
    await vi.advanceTimersByTimeAsync(4 * SECOND);
    expect(state.forgotten).toBe(0);
    await vi.advanceTimersByTimeAsync(SECOND);
    expect(state.forgotten).toBe(1);
  });

  it("has not gone in the instant between two pages that comes five seconds after an earlier one", async () => {
    const { state, goes } = portal();
    goes();
    await vi.advanceTimersByTimeAsync(4.9 * SECOND);
    state.pages = 0;
    goes();
    await vi.advanceTimersByTimeAsync(0.2 * SECOND);
    state.pages = 1;
    await vi.advanceTimersByTimeAsync(10 * SECOND);
    expect(state.forgotten).toBe(0);
  });

  it("is another one while one is open", async () => {
    const { state, goes } = portal();
    goes();
    await vi.advanceTimersByTimeAsync(10 * SECOND);
    expect(state.forgotten).toBe(0);
  });
});
