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
  const median = async (against: string | null) => {
    const times: number[] = [];
    for (let run = 0; run < 9; run += 1) {
      const start = performance.now();
      await passwords.verify(against, "a wrong password");
      times.push(performance.now() - start);
    }
    return times.sort((a, b) => a - b)[4] ?? 0;
  };
  const [somebody, nobody] = [await median(stored), await median(null)];
  expect(nobody).toBeGreaterThan(somebody / 2);
  expect(nobody).toBeLessThan(somebody * 2);
});

it("B76: refuses at once when too many wait, and serves again afterwards", async () => {
  const passwords = openPasswords(2);
  const [first, second] = [passwords.hash("one of the passwords"), passwords.hash("another password")];
  await expect(passwords.hash("one too many today")).rejects.toMatchObject({ code: "BUSY" });
  await Promise.all([first, second]);
  expect(await passwords.hash("and now it works")).toMatch(/^\$argon2id\$/);
});
