import { afterEach, expect, it, vi } from "vitest";
import { openAccount } from "#app/domain/account/commands.server.ts";
import { PORTAL } from "#app/domain/context.ts";
import { run } from "#app/cli/commands/first-admin.ts";
import { PUBLIC_URL } from "#tests/support/address.ts";
import { testDatabase } from "#tests/support/database.ts";
import { testServices } from "#tests/support/visit.ts";

const { db } = await testDatabase();
const services = testServices(db);
afterEach(() => {
  vi.restoreAllMocks();
});

it("prints the link that makes the first administrator, and says so when there is one", async () => {
  const said: string[] = [];
  vi.spyOn(console, "log").mockImplementation((text: string) => void said.push(text));
  vi.spyOn(console, "error").mockImplementation((text: string) => void said.push(text));
  expect(await run([], async () => services)).toBe(0);
  expect(said.join("\n")).toMatch(new RegExp(`${PUBLIC_URL}/setup/[\\w-]{43}`));
  await openAccount(
    { db, actor: PORTAL, now: new Date() },
    { email: "tom@portal.example", name: "Tom Becker", locale: "en", passwordHash: "none", staff: ["administrator"] },
  );
  said.length = 0;
  expect(await run([], async () => services)).toBe(1);
  expect(said.join("\n")).toMatch(/^There is an administrator already/);
});
