import { describe, expect, it } from "vitest";
import { blockOf, openLimits } from "#app/http/limits.server.ts";

describe("B77: guesses from one subscriber's addresses count together", () => {
  it.each([
    ["203.0.113.9", "203.0.113.9"],
    ["::ffff:203.0.113.9", "::ffff:203.0.113.9"],
    ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2"],
    ["2001:DB8:1:2::6", "2001:db8:1:2"],
    ["2001:0db8::6", "2001:db8:0:0"],
    ["2001:db8::1:2:3:4", "2001:db8:0:0"],
    ["::1", "0:0:0:0"],
    ["fe80::1%eth0", "fe80:0:0:0"],
    ["unknown", "unknown"],
  ])("%s is of %s", (ip, block) => expect(blockOf(ip)).toBe(block));

  it("an account is guessed at ten times from one block, whatever the rest of the address", async () => {
    const limits = openLimits();
    const tries = [];
    for (let n = 0; n < 12; n++)
      tries.push(await limits.attempt({ email: "a@b.example", ip: `2001:db8:1:2::${n.toString(16)}`, device: null }));
    expect(tries).toEqual([...Array(10).fill(true), false, false]);
  });
});

it("mails that strangers cause are few to one address, and few from one place", async () => {
  const limits = openLimits();
  const same = [];
  for (let n = 0; n < 6; n++) same.push(await limits.mayMail("a@b.example", `203.0.113.${n}`));
  expect(same).toEqual([true, true, true, true, true, false]);
  expect(await limits.mayMail("a@b.example", "203.0.113.9", "somebody signed in")).toBe(true);
  const many = [];
  for (let n = 0; n < 102; n++) many.push(await limits.mayMail(`${n}@b.example`, "198.51.100.7"));
  expect(many.filter(Boolean)).toHaveLength(100);
});

it("documents that anybody may ask for are two a second from one place", async () => {
  const limits = openLimits();
  const asked = [];
  for (let n = 0; n < 122; n++) asked.push(await limits.mayPrint(`2001:db8:1:2::${n.toString(16)}`));
  expect(asked).toEqual([...Array(120).fill(true), false, false]);
  expect(await limits.mayPrint("2001:db8:1:3::1")).toBe(true);
});

it("searches of one place come one after another, those of another do not wait for them", async () => {
  const { searching } = openLimits();
  const told: string[] = [];
  let release = () => {};
  const first = searching("2001:db8:1:2::1", async () => {
    await new Promise<void>((resolve) => (release = resolve));
    told.push("first");
  });
  const second = searching("2001:db8:1:2::2", async () => told.push("second"));
  await searching("203.0.113.9", async () => told.push("elsewhere"));
  release();
  await Promise.all([first, second]);
  expect(told).toEqual(["elsewhere", "first", "second"]);
});

it("more than twenty searches of one place at once are refused, until they are over; those of another are not", async () => {
  const { searching } = openLimits();
  let release = () => {};
  const first = searching("203.0.113.9", () => new Promise<void>((resolve) => (release = resolve)));
  const others = Array.from({ length: 19 }, () => searching("203.0.113.9", async () => undefined));
  expect(await searching("203.0.113.9", async () => undefined)).toBe("busy");
  expect(await searching("203.0.113.10", async () => "found")).toBe("found");
  release();
  await Promise.all([first, ...others]);
  expect(await searching("203.0.113.9", async () => "found")).toBe("found");
});
