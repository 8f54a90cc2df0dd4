import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { canonical } from "#app/domain/audit/rules.ts";
import { appendStatement, signLog } from "#app/domain/commitment/commands.server.ts";
import { changeKey } from "#app/domain/commitment/key-change.server.ts";
import { revokedKeys } from "#app/domain/commitment/keys.server.ts";
import { noteKey, signNote } from "#app/domain/commitment/note.ts";
import { signedReceipt } from "#app/domain/commitment/queries.server.ts";
import { type Context, PORTAL } from "#app/domain/context.ts";
import { ownReviewsFile } from "#app/domain/proof/own-reviews.server.ts";
import { proofBundle } from "#app/domain/proof/queries.server.ts";
import { wholeLog } from "#app/domain/proof/whole-log.server.ts";
import { transact } from "#app/domain/transact.server.ts";
import { newestCheckpoint, trustFile } from "#app/domain/witness/queries.server.ts";
import { auditEvents } from "#db/schema/audit.ts";
import { copyOf, testDatabase } from "#tests/support/database.ts";
import { type Bundle, forge } from "#tests/support/forged-bundle.ts";
import { days } from "#tests/support/judging.ts";
import { aKeptKey } from "#tests/support/kept-key.ts";
import { aProvedRound, KEY, TRUST } from "#tests/support/proved-round.ts";
import { aWitness } from "#tests/support/witness.ts";
import { verify } from "../../../public/verify.mjs";

const live = await testDatabase();
const { db } = live;
const kept = aKeptKey();
const key = kept.open();
const NEW = kept.another(10);
const THIEF = noteKey(KEY.name, Buffer.alloc(32, 66));
const BOTH = { keys: [KEY.verifier, NEW.verifier] };
let judge: Context;
const made = await aProvedRound(db, {
  against: false,
  afterwards: async ([task]) => {
    judge = task!.judge;
  },
});
const before = made.bundle;
const receipt = (await signedReceipt(made.chen, KEY, { entryId: made.candidates[0]!.id }))!.text;
const reviews = await ownReviewsFile({ ...judge!, now: days(3) }, KEY, made.round.id);
const stolen = await copyOf(live);
await changeKey(made.chen, key, { file: NEW.file, reason: "It was stolen." });
const bundle = await proofBundle(made.chen, made.round.id);
const log = await wholeLog(made.chen);
const newest = (await newestCheckpoint({ db }))!;
const SIZE = (await revokedKeys({ db }))[0]!.size;

const textOf = (note: string) => note.slice(0, note.lastIndexOf("\n\n") + 1);
/** The bundle with its last state signed anew by these keys. */
const signedBy = (...keys: Pick<typeof KEY, "name" | "id" | "sign">[]) => {
  const parts = JSON.parse(bundle) as Bundle;
  const text = textOf(parts.checkpoints.at(-1)!);
  const lines = keys.map((each) => signNote(text, each).slice(text.length + 1)).join("");
  return canonical({ ...parts, checkpoints: [...parts.checkpoints.slice(0, -1), `${text}\n${lines}`] } as never);
};
const told = async (given: string, trust: object = BOTH, further = {}) => {
  const verdict = await verify(given, trust as typeof TRUST, further);
  return verdict.ok ? verdict.lines : [...verdict.lines, `refused: ${verdict.failure}`];
};
const refused = async (...given: Parameters<typeof told>) => (await told(...given)).at(-1);
const ALONE = /^refused: .* is signed by award.example\/log\+[0-9a-f]{8} alone, which was revoked when the log had \d+/;
const WARNING =
  /^WARNING: leaf \d+ of the log says that the key award.example\/log\+\w{8} signs for it no more, and .*\+\w{8} does; what .* The reason given: It was stolen\.$/;
const UNHEARD = /^WARNING: leaf .* does not stand behind it among the keys that you trust, so this counts for nothing/;
const HOLDS = expect.not.stringContaining("refused");

describe("M13: a key of the log that was revoked", () => {
  it("is said in the log by the one in its place, for everybody, once and on record", async () => {
    expect((await told(bundle)).filter((line) => WARNING.test(line))).toHaveLength(1);
    expect(await refused(bundle)).toEqual(HOLDS);
    expect(await revokedKeys({ db })).toMatchObject([
      { key: KEY.verifier, next: NEW.verifier, reason: "It was stolen." },
    ]);
    expect(await db.$count(auditEvents, eq(auditEvents.type, "log.key-revoked"))).toBe(1);
  });

  it("counts for what it signed before, and needs its successor among those who are trusted", async () => {
    expect(await refused(before, TRUST)).toEqual(HOLDS);
    const verdict = await verify(bundle, TRUST);
    expect(verdict).toMatchObject({ ok: false, otherKey: true });
    expect(await refused(bundle, TRUST)).toMatch(
      /^refused: .* whose key you do not trust: it is .*If it is an earlier key of the log, or the log was given a new one, get it in another way/,
    );
  });

  it("counts for nothing over later states, alone; beside its successor it is passed over", async () => {
    expect(await refused(signedBy(KEY))).toMatch(ALONE);
    for (const keys of [[NEW], [NEW, KEY], [KEY, NEW]]) expect(await refused(signedBy(...keys))).toEqual(HOLDS);
    expect(await refused(forge(bundle, KEY, () => {}))).toMatch(ALONE);
  });

  it("is not unsaid by whoever edits a bundle", async () => {
    expect(await refused(bundle.replace("It was stolen.", "It was broken."))).toMatch(
      /\(key-revocation\) is not in the log as it is shown/,
    );
    expect(await refused(bundle.replace('key-revocation\\"', 'seal\\"'))).toMatch(/^refused/);
  });

  it("counts until the reader says, where the bundle does not; another size than the log's only counts less", async () => {
    const until = (size: unknown) => ({ ...BOTH, revoked: [{ key: KEY.verifier, size }] });
    expect(await refused(before, until(SIZE))).toEqual(HOLDS);
    expect(await refused(bundle, until(SIZE))).toEqual(HOLDS);
    for (const given of [before, bundle]) expect(await refused(given, until(3))).toMatch(ALONE);
    expect(await refused(signedBy(KEY), until(SIZE + 1000))).toMatch(ALONE);
    for (const size of ["all", -1, 1.5])
      expect(await refused(before, until(size))).toContain("without the size of the log");
    expect(await refused(before, { ...TRUST, revoked: [KEY.verifier] })).toContain("members key");
  });

  it("is what the portal's own trust file says of it, by which old and new bundles hold", async () => {
    const trust = await trustFile({ db }, key);
    expect(trust).toEqual({
      v: 1,
      keys: [KEY.verifier, NEW.verifier],
      revoked: [{ key: KEY.verifier, size: SIZE }],
    });
    for (const given of [before, bundle]) expect(await refused(given, trust, { log })).toEqual(HOLDS);
  });

  it("is told by the whole log where the bundle is older, and signs neither that nor a state that was kept", async () => {
    expect((await told(before, BOTH, { log })).filter((line) => WARNING.test(line))).toHaveLength(1);
    expect((await told(bundle, BOTH, { log })).filter((line) => WARNING.test(line))).toHaveLength(1);
    const forged = signNote(textOf(newest), KEY);
    const given = canonical({ ...(JSON.parse(log) as object), checkpoint: forged } as never);
    expect(await refused(before, BOTH, { log: given })).toMatch(ALONE);
    expect(await refused(bundle, BOTH, { checkpoints: [forged] })).toMatch(ALONE);
    expect(await refused(bundle, BOTH, { checkpoints: [newest] })).toEqual(HOLDS);
  });

  it("leaves its receipts, with a warning of what a thief can have made, once; new ones need none", async () => {
    const warned = async (trust: object, further: object, given = bundle) =>
      (await told(given, trust, further)).filter((line) =>
        /^WARNING: .* signed by .*whoever stole it can sign/.test(line),
      );
    expect(await refused(bundle, BOTH, { receipts: [receipt], reviews: [reviews] })).toEqual(HOLDS);
    expect(await warned(BOTH, { receipts: [receipt, receipt], reviews: [reviews] })).toHaveLength(1);
    expect(await warned(BOTH, { receipts: [signNote(textOf(receipt), NEW)] })).toEqual([]);
    expect(await warned(TRUST, { receipts: [receipt] }, before)).toEqual([]);
    for (const own of [{ receipts: [receipt] }, { reviews: [reviews] }])
      expect(await warned(BOTH, { ...own, log }, before)).toHaveLength(1);
  });

  it("is nobody else's: no witness's, no scrutineer's, no signature for the award", async () => {
    const asWitness = aWitness(KEY.name, 9).key;
    const trust = { keys: [NEW.verifier], revoked: [{ key: KEY.verifier, size: SIZE }], witnesses: [asWitness] };
    expect(await refused(bundle, { ...trust, keys: BOTH.keys })).toContain("the log as its own witness");
    expect(await refused(bundle, { ...BOTH, witnesses: [asWitness] })).toContain("the log as its own witness");
    expect(await refused(before, { ...BOTH, witnesses: [aWitness(KEY.name, 10).key] })).toContain("its own witness");
  });
});

describe("M13: what a thief says with a stolen key", () => {
  /** The log as the thief goes on with it: their own key is to follow, and both keys are at hand. */
  async function goOn(statement: { key: string; next: string }, signer: typeof KEY) {
    const copy = await copyOf(stolen);
    const portal = { db: copy.db, actor: PORTAL, now: made.chen.now };
    await transact(portal, async (ctx) => ({
      result: await appendStatement(ctx, { type: "key-revocation", v: 1, ...statement, reason: "It was stolen." }, {}),
      event: { type: "log.next-key", stream: "system", subjectId: null },
    }));
    await signLog(portal, signer);
    const forged = await proofBundle({ ...made.chen, db: copy.db }, made.round.id);
    await copy.drop();
    return forged;
  }

  it("gives the log no key of theirs: signed by it, nobody trusts it; signed by the stolen one, it counts for nothing", async () => {
    const own = await goOn({ key: KEY.verifier, next: THIEF.verifier }, THIEF);
    for (const trust of [TRUST, BOTH]) expect(await refused(own, trust)).toContain("whose key you do not trust");
    const lines = await told(signedAnew(own, KEY));
    expect(lines.filter((line) => UNHEARD.test(line))).toHaveLength(1);
    expect(lines.at(-1)).toEqual(HOLDS);
  });

  it("does not revoke the key that took its place: a key ends in favour of one that stands behind it", async () => {
    const back = await goOn({ key: NEW.verifier, next: KEY.verifier }, THIEF);
    const fork = signedAnew(back, KEY);
    expect((await told(fork)).filter((line) => UNHEARD.test(line))).toHaveLength(1);
    expect(await refused(fork, BOTH, { checkpoints: [newest] })).toContain("is not in this history");
    expect(await refused(signedAnew(back, NEW))).toEqual(HOLDS);
    const reversed = { keys: [NEW.verifier, KEY.verifier] };
    expect((await told(bundle, reversed)).filter((line) => UNHEARD.test(line))).toHaveLength(1);
    expect(await refused(bundle, reversed)).toEqual(HOLDS);
    const trust = { ...BOTH, revoked: [{ key: KEY.verifier, size: SIZE }] };
    expect(await refused(signedAnew(back, KEY), trust)).toMatch(ALONE);
    expect(await refused(signedAnew(back, NEW), trust)).toEqual(HOLDS);
  });

  const signedAnew = (given: string, by: Pick<typeof KEY, "name" | "id" | "sign">) => {
    const parts = JSON.parse(given) as Bundle;
    const last = signNote(textOf(parts.checkpoints.at(-1)!), by);
    return canonical({ ...parts, checkpoints: [...parts.checkpoints.slice(0, -1), last] } as never);
  };
});
