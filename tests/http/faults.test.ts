import { expect, it, vi } from "vitest";
import { logFault } from "#app/faults.ts";

it("B108: a fault is logged without its message and without the secret of a link", () => {
  const said = vi.spyOn(console, "error").mockImplementation(() => {});
  logFault(new Error("what a person wrote"), { path: `/reset/${"Ab3_-".repeat(9).slice(0, 43)}` });
  logFault(new Error("x"), { path: "/entries/6f1c1f6e-3b0e-4c52-9d29-3f3b7f8f9a10/check" });
  const [first, second] = said.mock.calls.map(([line]) => JSON.parse(String(line)) as { path: string });
  said.mockRestore();
  expect(JSON.stringify(first)).not.toMatch(/Ab3|person wrote/);
  expect([first!.path, second!.path]).toEqual(["/reset/…", "/entries/6f1c1f6e-3b0e-4c52-9d29-3f3b7f8f9a10/check"]);
});

it("a fault of a query is logged with the database's code, which its wrapper does not carry", () => {
  const said = vi.spyOn(console, "error").mockImplementation(() => {});
  const cause = Object.assign(new Error("key (email)=(…) exists"), { code: "23505" });
  logFault(new Error("Failed query", { cause }), { path: "/register" });
  const [line] = said.mock.calls[0]!;
  said.mockRestore();
  expect(JSON.parse(String(line))).toMatchObject({ fault: "Error", code: "23505", path: "/register" });
});

it("several faults in one are logged each by itself", () => {
  const said = vi.spyOn(console, "error").mockImplementation(() => {});
  logFault(new AggregateError([new TypeError("a"), new RangeError("b")], "both"), { job: "bell" });
  const lines = said.mock.calls.map(([line]) => JSON.parse(String(line)) as object);
  said.mockRestore();
  expect(lines).toMatchObject([
    { fault: "TypeError", job: "bell" },
    { fault: "RangeError", job: "bell" },
  ]);
});
