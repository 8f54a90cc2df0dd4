import { writeFileSync } from "node:fs";
import { afterAll, expect, it, vi } from "vitest";
import { run as portalVerify } from "#app/cli/commands/verify.ts";
import { canonical } from "#app/domain/audit/rules.ts";
import { signLog, stateRevocation } from "#app/domain/commitment/commands.server.ts";
import { changeKey, makeNextKey } from "#app/domain/commitment/key-change.server.ts";
import { checkpointText, type NoteKey, signNote, trustedKeys } from "#app/domain/commitment/note.ts";
import { signedReceipt } from "#app/domain/commitment/queries.server.ts";
import { type Context, PORTAL } from "#app/domain/context.ts";
import { proofBundle } from "#app/domain/proof/queries.server.ts";
import { wholeLog } from "#app/domain/proof/whole-log.server.ts";
import { transact } from "#app/domain/transact.server.ts";
import { consistencyOffer, cosignedCheckpoints } from "#app/domain/witness/queries.server.ts";
import { readSecret } from "#app/outside/key-ring.server.ts";
import { copyOf, testDatabase } from "#tests/support/database.ts";
import type { Bundle } from "#tests/support/forged-bundle.ts";
import { days } from "#tests/support/judging.ts";
import { aKeptKey } from "#tests/support/kept-key.ts";
import { aProvedRound, KEY } from "#tests/support/proved-round.ts";
import { seconds } from "#tests/support/witness.ts";
import { main as scrutineer } from "../../../public/scrutineer.mjs";
import { verify } from "../../../public/verify.mjs";
import { main as witness } from "../../../public/witness.mjs";

// A log whose key was changed twice; and one in which two statements name one key as the next.
const live = await testDatabase();
const { db } = live;
const kept = aKeptKey();
const key = kept.open();
const [NEW, LAST] = [kept.another(10), kept.another(11)];
const trusting = (...keys: NoteKey[]) => ({ keys: keys.map((each) => each.verifier) });
const [ALL, FIRST_TWO] = [trusting(KEY, NEW, LAST), trusting(KEY, NEW)];
const now = seconds(days(1));
const made = await aProvedRound(db, { against: false });
const first = await newest();
const [twofold, passing] = [await copyOf(live), await copyOf(live)];
afterAll(async () => {
  for (const copy of [twofold, passing]) await copy.drop();
});
const { changed: once } = await changeKey(made.chen, key, { file: NEW.file, reason: "It was stolen." });
const [between, second] = [await proofBundle(made.chen, made.round.id), await newest()];
const trustBetween = trustedKeys(key);
const { changed: twice } = await changeKey(made.chen, key, { file: LAST.file, reason: "A year is over." });
const [bundle, third] = [await proofBundle(made.chen, made.round.id), await newest()];
const log = await wholeLog(made.chen);

async function newest(reader: Pick<Context, "db"> = { db }): Promise<number> {
  return (await cosignedCheckpoints(reader)).at(-1)!.size;
}
const file = (name: string, text: string) => {
  writeFileSync(kept.inFolder(name), text);
  return kept.inFolder(name);
};
const told = async (given: string, trust: object, further = {}) => {
  const verdict = await verify(given, trust as { keys: string[] }, further);
  return verdict.ok ? [...verdict.lines, "holds"] : [...verdict.lines, `refused: ${verdict.failure}`];
};
const end = async (...given: Parameters<typeof told>) => (await told(...given)).at(-1);
const warnings = async (...given: Parameters<typeof told>) =>
  (await told(...given))
    .filter((line) => line.startsWith("WARNING: leaf"))
    .map((line) => /The reason.*$/.exec(line)![0]);
const HERE = ["The reason given: It was stolen.", "The reason given: A year is over."];
/** The bundle with its last state signed by this key alone. */
const signedBy = (given: string, by: Pick<NoteKey, "name" | "id" | "sign">) => {
  const parts = JSON.parse(given) as Bundle;
  const text = parts.checkpoints.at(-1)!.replace(/\n\n[\s\S]*$/, "\n");
  return canonical({ ...parts, checkpoints: [...parts.checkpoints.slice(0, -1), signNote(text, by)] } as never);
};
const ended = (by: NoteKey, size: number) =>
  `${by.name}+${by.id.toString("hex")} alone, which was revoked when the log had ${size}`;

it("two changes: each key counts until its own end, for whoever has all three, by bundle, whole log and trust file", async () => {
  expect(await warnings(bundle, ALL)).toEqual(HERE);
  for (const given of [bundle, between, made.bundle])
    for (const trust of [ALL, trustedKeys(key)])
      for (const further of [{}, { log }]) expect(await end(given, trust, further)).toBe("holds");
  expect(await end(between, trustBetween)).toBe("holds");
  expect(trustedKeys(key).revoked).toEqual([
    { key: KEY.verifier, size: once.size },
    { key: NEW.verifier, size: twice.size },
  ]);
  for (const [by, size] of [
    [KEY, once.size],
    [NEW, twice.size],
  ] as const)
    for (const trust of [ALL, trustedKeys(key)])
      expect(await end(signedBy(bundle, by), trust)).toContain(ended(by, size));
  expect(await end(signedBy(between, KEY), ALL)).toContain(ended(KEY, once.size));
});

it("two changes: who has not the last key, or not the one between, is told to get it in another way", async () => {
  const lacking = /whose key you do not trust.*or the log was given a new one, get it in another way/;
  for (const trust of [FIRST_TWO, trustBetween, trusting(KEY)]) {
    expect(await end(bundle, trust)).toMatch(lacking);
    expect(await verify(bundle, trust)).toMatchObject({ otherKey: true });
  }
  expect(await end(between, { keys: [KEY.verifier, LAST.verifier] })).toMatch(lacking);
});

it("two changes: `portal verify` says the same, and takes what the portal gives out", async () => {
  const lines: string[] = [];
  for (const way of ["log", "error"] as const)
    vi.spyOn(console, way).mockImplementation((line: string) => void lines.push(line));
  const [given, trust] = [file("bundle.json", bundle), file("trust.json", JSON.stringify(trustedKeys(key)))];
  expect(await portalVerify([given, "--trust", trust])).toBe(0);
  expect(await portalVerify([given, "--trust", file("old.json", JSON.stringify(FIRST_TWO))])).toBe(1);
  vi.restoreAllMocks();
  expect(lines.at(-1)).toMatch(/^NO {2}.*get it in another way/);
});

it("two changes: a witness signs on where she follows, over one change at a time or both, and reports either old key", async () => {
  let complained: string[] = [];
  const out = { log: () => undefined, error: (line: string) => complained.push(line) };
  const as =
    (name: string) =>
    (...args: string[]) => {
      complained = [];
      return witness(args, { memoryFile: kept.inFolder(`${name}-witness.json`), now, out });
    };
  const offer = async (from: number, to: number) => file(`${from}-${to}.txt`, await consistencyOffer({ db }, from, to));
  const [step, slept] = [as("step"), as("slept")];
  for (const [cosigns, name] of [
    [step, "step"],
    [slept, "slept"],
  ] as const) {
    expect(await cosigns("key", `witness.example/${name}`, KEY.verifier, NEW.verifier)).toBe(0);
    expect(await cosigns("cosign", await offer(0, first))).toBe(0);
  }
  expect(await step("cosign", await offer(first, second))).toBe(0);
  for (const [cosigns, from] of [
    [step, second],
    [slept, first],
  ] as const) {
    const next = await offer(from, third);
    expect(await cosigns("cosign", next)).toBe(1);
    expect(complained[0]).toContain("node witness.mjs follow NEWKEY");
    expect(await cosigns("follow", LAST.verifier)).toBe(0);
    expect(await cosigns("cosign", next)).toBe(0);
    for (const thief of [KEY, NEW]) {
      const forged = signNote(checkpointText(KEY.name, third + 1, Buffer.alloc(32, 1)), thief);
      expect(await cosigns("cosign", file("forged.txt", `old ${third}\n\n${forged}`))).toBe(1);
      expect(complained[0]).toContain("whoever signs with the old one has stolen it.");
    }
  }
});

it("two changes: a scrutineer's program follows one key after the other, and ends them in whatever order it is told", async () => {
  let [said, complained]: [string[], string[]] = [[], []];
  const out = { log: (line: string) => said.push(line), error: (line: string) => complained.push(line) };
  const as =
    (name: string) =>
    (...args: string[]) => {
      [said, complained] = [[], []];
      return scrutineer(args, { memoryFile: kept.inFolder(`${name}.json`), now, out });
    };
  const given = file("bundle.json", bundle);
  const chen = as("chen");
  await chen("key", "award.example/chen", KEY.verifier);
  for (const next of [NEW, LAST]) {
    expect(await chen("countersign", given)).toBe(1);
    expect(complained[0]).toContain("follow NEWKEY");
    expect(await chen("follow", next.verifier)).toBe(0);
  }
  const counting = () => said.filter((line) => line.includes("counts for nothing here")).length;
  expect([await chen("countersign", given), counting()]).toEqual([0, 2]);
  for (const told of [`${NEW.verifier}:${twice.size}`, `${KEY.verifier}:${once.size}`]) {
    expect(await chen("follow", told)).toBe(0);
    expect([told, await chen("countersign", given), counting()]).toEqual([told, 0, 2]);
  }
  const late = as("late");
  const keys = [`${KEY.verifier}:${once.size}`, `${NEW.verifier}:${twice.size}`, LAST.verifier];
  expect(await late("key", "award.example/late", ...keys)).toBe(0);
  expect([await late("countersign", given), counting()]).toEqual([0, 2]);
});

it("two statements towards one key, a thief's and the owner's: the old key ends with the first, and nobody is refused", async () => {
  const portal = { db: twofold.db, actor: PORTAL, now: made.chen.now };
  const state = (old: string, reason: string) =>
    transact(portal, async (ctx) => {
      const { stated, event } = await stateRevocation(ctx, { key: old, next: NEW.verifier, reason });
      return { result: stated, event };
    });
  const theirs = await state(KEY.verifier, "A thief's.");
  const own = await state(KEY.verifier, "The owner's.");
  await signLog(portal, NEW);
  const both = await proofBundle({ ...made.chen, db: twofold.db }, made.round.id);
  expect(await warnings(both, FIRST_TWO)).toEqual(["The reason given: A thief's.", "The reason given: The owner's."]);
  expect(await end(both, FIRST_TWO)).toBe("holds");
  expect(await end(signedBy(both, KEY), FIRST_TWO)).toContain(ended(KEY, theirs.size));
  expect(own.size).toBeGreaterThan(theirs.size);
  const late = { ...FIRST_TWO, revoked: [{ key: KEY.verifier, size: own.size }] };
  expect(await end(signedBy(both, KEY), late)).toContain(ended(KEY, theirs.size));
});

it("two statements towards one key, of the key that signed and of one that was passed over", async () => {
  const own = aKeptKey();
  const [ring, chen] = [own.open(), { ...made.chen, db: passing.db }];
  const announced = await makeNextKey(chen, ring, own.inFolder("away"));
  await changeKey(chen, ring, { file: null, reason: "It was stolen.", isNew: true });
  const given = await proofBundle(chen, made.round.id);
  expect(await end(given, { keys: [KEY.verifier, announced] })).toContain("get it in another way");
  for (const keys of [
    [KEY.verifier, announced, ring.verifier],
    [announced, KEY.verifier, ring.verifier],
  ])
    expect([await end(given, { keys }), await warnings(given, { keys })]).toEqual([
      "holds",
      expect.objectContaining({ length: 2 }),
    ]);
  const away = readSecret(own.inFolder("away"));
  const all = { keys: [KEY.verifier, announced, ring.verifier] };
  expect(await end(signedBy(given, away), all)).toContain("what it signs over later states counts for nothing");
  // As its thief can: of the time before it was passed over.
  const before = signedBy(made.bundle, away);
  expect(await end(before, all)).toBe("holds");
  expect(await end(before, trustedKeys(ring))).toContain(ended(away, 0));
  const receipt = (await signedReceipt(chen, away, { entryId: made.candidates[0]!.id }))!.text;
  const nothing = { receipts: [receipt] };
  expect(await end(given, trustedKeys(ring), nothing)).toContain("before it ever signed");
  const line = signNote(receipt.split("\n— ")[0]!, KEY).split("\n").at(-2)!;
  const both = { receipts: [`${receipt}${line}\n`] };
  expect(await end(given, trustedKeys(ring), both)).toBe("holds");
});
