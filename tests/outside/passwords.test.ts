import { expect, it } from "vitest";
import { openPasswords } from "#app/outside/passwords.server.ts";

it("accepts the right password and no other", async () => {
  const passwords = openPasswords();
  const stored = await passwords.hash("correct horse battery");
  expect(stored).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  expect(await passwords.verify(stored, "correct horse battery")).toBe(true);
  expect(await passwords.verify(stored, "correct horse batterz")).toBe(false);
});

it("never accepts a password for nobody, not even the one it compares with", async () => {
  expect(await openPasswords().verify(null, "the password of nobody at all")).toBe(false);
});

it("B65: takes as long for nobody as for somebody", async () => {
  const passwords = openPasswords();
  const stored = await passwords.hash("correct horse battery");
  await passwords.verify(null, "warm");
  const times = { somebody: [] as number[], nobody: [] as number[] };
  for (let run = 0; run < 9; run += 1) {
    for (const who of ["somebody", "nobody"] as const) {
      const start = performance.now();
      await passwords.verify(who === "somebody" ? stored : null, "a wrong password");
      times[who].push(performance.now() - start);
    }
  }
  const [somebody, nobody] = [times.somebody, times.nobody].map((each) => each.sort((a, b) => a - b)[4] ?? 0) as [
    number,
    number,
  ];
  expect(nobody / somebody).toBeGreaterThan(1 / 3);
  expect(nobody / somebody).toBeLessThan(3);
});

it("B76: refuses at once when too many wait, and serves again afterwards", async () => {
  const passwords = openPasswords(2);
  const [first, second] = [passwords.hash("one of the passwords"), passwords.hash("another password")];
  await expect(passwords.hash("one too many today")).rejects.toMatchObject({ code: "BUSY" });
  await Promise.all([first, second]);
  expect(await passwords.hash("and now it works")).toMatch(/^\$argon2id\$/);
});
