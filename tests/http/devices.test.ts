import { describe, expect, it } from "vitest";
import { openAccount } from "#app/domain/account/commands.server.ts";
import { PORTAL } from "#app/domain/context.ts";
import { knownDevice, rememberDevice } from "#app/http/devices.server.ts";
import { openPasswords } from "#app/outside/passwords.server.ts";
import { action } from "#app/routes/account/sign-in.tsx";
import type { Db } from "#db/client.server.ts";
import { inTransaction, testDatabase } from "#tests/support/database.ts";
import { NOW } from "#tests/support/factories.ts";
import { answerOf, testServices, visitAs } from "#tests/support/visit.ts";

const { db: database } = await testDatabase();
const passwordHash = await openPasswords().hash("correct horse battery");
const AMARA = { email: "amara@kampala.example", password: "correct horse battery" };
const IP = "203.0.113.9";

async function city(db: Db) {
  for (const email of [AMARA.email, "joseph@kampala.example"])
    await openAccount({ db, actor: PORTAL, now: NOW }, { email, name: "Amara Okello", locale: "en", passwordHash });
  const services = testServices(db);
  const attempt = async (given: Partial<typeof AMARA> = {}, { cookie = "", ip = IP } = {}) => {
    const visit = await visitAs(db, null, "/sign-in", {
      services,
      ip,
      headers: { cookie },
      form: { ...AMARA, ...given },
    });
    const { status } = await answerOf(action(visit));
    return { status, device: visit.context.cookies.find((each) => each.startsWith("device="))?.split(";")[0] ?? "" };
  };
  return { services, attempt };
}

describe("B76: attempts on deadline day", () => {
  it("an attacker in the same building uses up the account and the address, and the city still gets in with the browser it always uses", () =>
    inTransaction(database, async (db) => {
      const { attempt } = await city(db);
      const { device } = await attempt();
      expect(device).toMatch(/^device=\d+\.[0-9a-f]{16}\.[\w-]{43}$/);
      const guesses = [];
      for (let guess = 0; guess < 11; guess += 1)
        guesses.push((await attempt({ password: "wrong horse battery" })).status);
      expect(guesses).toEqual([...Array(10).fill(422), 429]);
      expect((await attempt()).status).toBe(429);
      expect((await attempt({}, { cookie: device })).status).toBe(303);
    }));

  it("B77: names tried one after another from one address are stopped at a hundred, known browsers are not", () =>
    inTransaction(database, async (db) => {
      const { services, attempt } = await city(db);
      const { device } = await attempt();
      const tries = [];
      for (let name = 0; name < 110; name += 1)
        tries.push(await services.limits.attempt({ email: `name${name}@x.example`, ip: IP, device: null }));
      expect(tries.filter(Boolean)).toHaveLength(99);
      expect(await services.limits.attempt({ email: AMARA.email, ip: IP, device: null })).toBe(false);
      expect((await attempt({}, { cookie: device })).status).toBe(303);
    }));

  it("a known browser has ten attempts of its own, and no more", () =>
    inTransaction(database, async (db) => {
      const { attempt } = await city(db);
      const { device } = await attempt();
      const guesses = [];
      for (let guess = 0; guess < 11; guess += 1)
        guesses.push(
          (await attempt({ password: "wrong horse battery" }, { cookie: device, ip: `192.0.2.${guess}` })).status,
        );
      expect(guesses).toEqual([...Array(10).fill(422), 429]);
      expect((await attempt({}, { ip: "198.51.100.3" })).status).toBe(303);
    }));

  it("a browser known for one person is not known for another, nor is a mark of one's own making", () =>
    inTransaction(database, async (db) => {
      const { services, attempt } = await city(db);
      const { device } = await attempt();
      const known = (email: string, cookie: string, now = new Date()) =>
        knownDevice({ services, now, cookies: [] }, new Request("http://x.example", { headers: { cookie } }), email);
      expect(known(AMARA.email, device)).not.toBeNull();
      expect(known(AMARA.email, `lang=en; ${device}; tz=UTC`)).not.toBeNull();
      expect(known("joseph@kampala.example", device)).toBeNull();
      const [day, number, mark] = device.slice("device=".length).split(".");
      for (const forged of [
        `${day}.${"0".repeat(16)}.${mark}`,
        `${Number(day) + 9}.${number}.${mark}`,
        `${day}.${number}.${"A".repeat(43)}`,
        `${day}.${number}.`,
        "..",
        "",
      ])
        expect(known(AMARA.email, `device=${forged}`), forged).toBeNull();
      expect(known(AMARA.email, device, new Date(Date.now() + 182 * 86_400_000))).toBeNull();
    }));

  it("people who share a computer are each remembered, the last four of them", () =>
    inTransaction(database, async (db) => {
      const services = testServices(db);
      let cookie = "";
      const people = ["a@x.example", "b@x.example", "c@x.example", "d@x.example", "e@x.example", "b@x.example"];
      const request = () => new Request("http://x.example", { headers: { cookie } });
      for (const email of people) {
        const cookies: string[] = [];
        rememberDevice({ services, now: new Date(), cookies }, request(), email);
        cookie = cookies[0]!.split(";")[0]!;
      }
      expect(
        [...new Set(people)].filter((email) =>
          knownDevice({ services, now: new Date(), cookies: [] }, request(), email),
        ),
      ).toEqual(["b@x.example", "c@x.example", "d@x.example", "e@x.example"]);
      expect(cookie.split("~")).toHaveLength(4);
    }));
});
