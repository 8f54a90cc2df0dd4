import { expect, it, vi } from "vitest";
import { logFault } from "#app/http/faults.ts";

it("B108: a fault is logged without its message and without the secret of a link", () => {
  const said = vi.spyOn(console, "error").mockImplementation(() => {});
  logFault(new Error("what a person wrote"), `/reset/${"Ab3_-".repeat(9).slice(0, 43)}`);
  logFault(new Error("x"), "/entries/6f1c1f6e-3b0e-4c52-9d29-3f3b7f8f9a10/check");
  const [first, second] = said.mock.calls.map(([line]) => JSON.parse(String(line)) as { path: string });
  said.mockRestore();
  expect(JSON.stringify(first)).not.toMatch(/Ab3|person wrote/);
  expect([first!.path, second!.path]).toEqual(["/reset/…", "/entries/6f1c1f6e-3b0e-4c52-9d29-3f3b7f8f9a10/check"]);
});
