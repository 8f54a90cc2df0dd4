import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { beforeEach, describe, expect, it } from "vitest";
import { canonical } from "#app/domain/audit/rules.ts";
import { changeKey } from "#app/domain/commitment/key-change.server.ts";
import { checkpointText, noteKey, printedKeys, signNote } from "#app/domain/commitment/note.ts";
import { type Context, PORTAL } from "#app/domain/context.ts";
import { countersign } from "#app/domain/countersignature/commands.server.ts";
import { joinPanel } from "#app/domain/panel/commands.server.ts";
import { proofBundle } from "#app/domain/proof/queries.server.ts";
import { handInSignature, stateKey, takeOpenings } from "#app/domain/scrutiny/commands.server.ts";
import { registerWitness } from "#app/domain/witness/commands.server.ts";
import { consistencyOffer, cosignedCheckpoints } from "#app/domain/witness/queries.server.ts";
import { loader as countersignature } from "#app/routes/chair/countersignature.tsx";
import { loader as openData } from "#app/routes/public/open-data.tsx";
import { loader as proof } from "#app/routes/public/proof.tsx";
import { loader as trust } from "#app/routes/public/trust.ts";
import { PUBLIC_URL } from "#tests/support/address.ts";
import { testDatabase } from "#tests/support/database.ts";
import { anAccount, aStaffMember } from "#tests/support/factories.ts";
import { contextOf, days } from "#tests/support/judging.ts";
import { aKeptKey } from "#tests/support/kept-key.ts";
import { aProvedRound, KEY } from "#tests/support/proved-round.ts";
import { aKeyStatement } from "#tests/support/scrutiny.ts";
import { answerOf, testServices, visitAs } from "#tests/support/visit.ts";
import { aWitness, seconds } from "#tests/support/witness.ts";
import { countersignatureText, verify } from "../../../public/verify.mjs";
import { main as scrutineer } from "../../../public/scrutineer.mjs";
import { main as witness } from "../../../public/witness.mjs";

const [{ db }, { db: other }] = [await testDatabase(), await testDatabase()];
const kept = aKeptKey();
const key = kept.open();
const NEW = kept.another(10);
const now = seconds(days(1));
let [said, complained]: [string[], string[]] = [[], []];
const out = { log: (line: string) => said.push(line), error: (line: string) => complained.push(line) };
beforeEach(() => {
  [said, complained] = [[], []];
});
const inMemory =
  (name: string) =>
  (...args: string[]) =>
    scrutineer(args, { memoryFile: kept.inFolder(`${name}.json`), now: seconds(days(1)), out });
const signing = inMemory("scrutineer");
const watching =
  (name: string) =>
  (...args: string[]) =>
    witness(args, { memoryFile: kept.inFolder(`${name}-witness.json`), now, out });
const [dora, ben] = [watching("dora"), watching("ben")];
const file = (name: string, text: string) => {
  writeFileSync(kept.inFolder(name), text);
  return kept.inFolder(name);
};

await signing("key", "scrutineer.example/nadia", KEY.verifier);
const { key: secret } = JSON.parse(readFileSync(kept.inFolder("scrutineer.json"), "utf8")) as { key: { d: string } };
const nadia = noteKey("scrutineer.example/nadia", Buffer.from(secret.d, "base64url"));
await dora("key", "witness.example/dora", KEY.verifier);
await ben("key", "witness.example/ben", KEY.verifier, NEW.verifier);
const made = await aProvedRound(db, { against: false, entries: 10, scrutineers: [nadia] });
const [hers] = made.scrutineers as [Context];
const first = file("first.txt", await consistencyOffer({ db }, 0, (await sizes()).at(-1)!));
for (const cosigns of [dora, ben]) await cosigns("cosign", first);
const seen = (await sizes()).at(-1)!;
const { changed: ended } = await changeKey(made.chen, key, { file: NEW.file, reason: "It was stolen." });
const newest = (await sizes()).at(-1)!;
const offer = file("newest.txt", await consistencyOffer({ db }, seen, newest));
const evidence = () => readdirSync(kept.folder).filter((name) => name.includes("evidence"));

async function sizes(): Promise<number[]> {
  return (await cosignedCheckpoints({ db })).map(({ size }) => size);
}

describe("M13: a witness, when the log has another key", () => {
  it("signs on by herself where she was given the next key, and else is told what to do, and holds nothing against it", async () => {
    expect(await ben("cosign", offer)).toBe(0);
    expect(await dora("cosign", offer)).toBe(1);
    expect(complained[0]).toMatch(/signed by a key of the log that you do not have: nothing signed.*follow NEWKEY/);
    expect(evidence()).toEqual([]);
    expect(await dora("follow", noteKey("other.example/log", Buffer.alloc(32, 1)).verifier)).toBe(1);
    expect(await dora("follow", KEY.verifier)).toBe(1);
    expect(complained.slice(1)).toEqual([expect.stringContaining("keys of two logs"), "That key is known already."]);
    expect(await dora("follow", NEW.verifier)).toBe(0);
    expect(await dora("cosign", offer)).toBe(0);
  });

  it("reports what the old key signs of later states, and takes an older one for old", async () => {
    expect(await ben("cosign", first)).toBe(1);
    expect(complained[0]).toContain("is older than what you saw");
    expect(evidence()).toEqual([]);
    for (const size of [newest, newest + 2]) {
      const forged = signNote(checkpointText(KEY.name, size, Buffer.alloc(32, 1)), KEY);
      expect(await ben("cosign", file("forged.txt", `old ${newest}\n\n${forged}`))).toBe(1);
      expect(complained.at(-1)).toContain("whoever signs with the old one has stolen it.");
      expect(evidence()).toHaveLength(1);
    }
  });

  it("is told the next key with the log's own, wherever that is printed, and so are readers", async () => {
    const { verifier: next, announce } = key.ring!.makeNext(kept.inFolder("away"));
    announce();
    expect(printedKeys(key)).toBe(`${NEW.verifier} ${next}`);
    const services = { ...testServices(db), logKey: key };
    const at = async (path: string) =>
      visitAs(db, null, path, { services, params: { roundId: made.round.id }, now: days(1) });
    expect((await answerOf(openData(await at("/open-data")))).data).toMatchObject({
      logKey: printedKeys(key),
      revoked: [{ key: KEY.verifier, reason: "It was stolen." }],
    });
    expect((await answerOf(proof(await at("/proofs")))).data).toMatchObject({
      key: NEW.verifier,
      nextKey: next,
      trusted: { keys: [KEY.verifier, NEW.verifier, next], revoked: [{ key: KEY.verifier, size: ended.size }] },
    });
    expect((await answerOf(trust(await at("/trust.json")))).data).toMatchObject({
      keys: [KEY.verifier, NEW.verifier, next],
    });
  });
});

describe("M13: a scrutineer, when the log has another key", () => {
  const taken = async () => [
    file("bundle.json", await proofBundle(made.chen, made.round.id)),
    file("openings.json", await takeOpenings({ ...hers, now: days(1) }, made.round.id)),
  ];
  it("is told what to do, signs under the new one after that, and the portal takes it", async () => {
    const given = await taken();
    expect(await signing("sign", ...given)).toBe(1);
    expect(complained[0]).toMatch(/whose key you do not trust.*\nNothing signed.*follow NEWKEY/);
    expect(await signing("follow", NEW.verifier)).toBe(0);
    expect(await signing("sign", ...given)).toBe(0);
    await handInSignature({ ...hers, now: days(1) }, made.round.id, `${said.at(-1)!}\n`, key);
    const asked = { keys: [KEY.verifier, NEW.verifier], scrutineers: [nadia.verifier] };
    expect(await verify(await proofBundle(made.chen, made.round.id), asked)).toMatchObject({ ok: true });
  });

  it("goes by the first key that she knew, which the portal takes for its own", async () => {
    expect(await signing("state")).toBe(0);
    expect(said.join("\n")).toContain(`log ${KEY.verifier}`);
    const omar = noteKey("scrutineer.example/omar", Buffer.alloc(32, 78));
    const refused = { fields: { key: "not-a-scrutineer-key" } };
    await aProvedRound(other, {
      against: false,
      scrutineers: [nadia],
      meanwhile: async (_tasks, roundId) => {
        const account = await anAccount(other);
        const portal = { db: other, actor: PORTAL, now: days(-3) };
        await joinPanel(portal, { roundId, accountId: account.id, role: "scrutineer" });
        const own = await contextOf(other, account);
        for (const taken of [KEY, NEW])
          await expect(stateKey(own, roundId, aKeyStatement(taken), key, PUBLIC_URL)).rejects.toMatchObject(refused);
        const strange = noteKey(KEY.name, Buffer.alloc(32, 66));
        await expect(
          stateKey(own, roundId, aKeyStatement(omar, { log: strange }), key, PUBLIC_URL),
        ).rejects.toMatchObject(refused);
        await stateKey(own, roundId, aKeyStatement(omar, { log: KEY }), key, PUBLIC_URL);
      },
    });
  });
});

describe("M13: whoever comes after the change", () => {
  it("signs for the secretariat with the keys of the page's command, the revoked one with its end", async () => {
    const visit = await visitAs(db, made.chen.actor, "/countersignature", {
      services: { ...testServices(db), logKey: key },
      params: { roundId: made.round.id },
      now: days(1),
    });
    const { logKey } = (await answerOf(countersignature(visit))).data as { logKey: string };
    expect(logKey.split(" ").slice(0, 2)).toEqual([`${KEY.verifier}:${ended.size}`, NEW.verifier]);
    const chen = inMemory("chen");
    expect(await chen("key", "award.example/chen", ...logKey.split(" "))).toBe(0);
    const bundle = file("bundle.json", await proofBundle(made.chen, made.round.id));
    expect(await chen("countersign", bundle)).toBe(0);
    const early = inMemory("early");
    expect(await early("key", "award.example/chen", `${KEY.verifier}:3`, NEW.verifier)).toBe(0);
    expect(await early("countersign", file("before.json", made.bundle))).toBe(1);
    expect(complained.at(-1)).toContain("was revoked when the log had 3");
  });

  it("is told of an earlier key, too, and takes it in its place before the others", async () => {
    const eve = inMemory("eve");
    const bundle = file("bundle.json", await proofBundle(made.chen, made.round.id));
    expect(await eve("key", "award.example/eve", `${KEY.verifier}:${ended.size}`)).toBe(1);
    expect(await eve("key", "award.example/eve", NEW.verifier)).toBe(0);
    expect(await eve("countersign", bundle)).toBe(1);
    expect(complained.at(-1)).toMatch(/had an earlier one, its rules .* follow REVOKEDKEY:117$/);
    expect(await eve("follow", `${KEY.verifier}:${ended.size}`)).toBe(0);
    expect(await eve("countersign", bundle)).toBe(0);
    expect(said.join("\n")).toContain("what the old key signs over later states counts for nothing here");
  });
});

describe("M13: the old key is nobody else's", () => {
  it("is no witness's", async () => {
    const tom = await contextOf(db, await aStaffMember(db, "administrator"));
    for (const byte of [9, 10])
      await expect(
        registerWitness(tom, { name: "W", key: aWitness("witness.example/w", byte).key }, key),
      ).rejects.toMatchObject({ fields: { key: "not-a-witness-key" } });
  });

  it("is no signature for the award, here and in the verifier", async () => {
    const bundle = await proofBundle(made.chen, made.round.id);
    const both = { keys: [KEY.verifier, NEW.verifier] };
    const verdict = await verify(bundle, both);
    if (!verdict.ok) throw new Error(verdict.failure);
    const bare = noteKey("award.example/chen", Buffer.alloc(32, 9));
    const text = countersignatureText({ ...verdict.named, key: bare.verifier, signed: "2026-07-01T12:00:00Z" });
    const note = signNote(text, bare);
    await expect(countersign({ ...made.chen, now: days(1) }, made.round.id, note, key)).rejects.toMatchObject({
      fields: { signature: "not-a-countersignature" },
    });
    const forged = canonical({ ...(JSON.parse(bundle) as object), countersignatures: [note] } as never);
    expect(await verify(forged, both)).toMatchObject({
      ok: false,
      failure: expect.stringContaining("is by the key of the log or of a scrutineer") as string,
    });
  });
});
