import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { ownData } from "#app/domain/account/queries.server.ts";
import { noteKey, signNote } from "#app/domain/commitment/note.ts";
import { type Actor, ANONYMOUS, type Context, PORTAL } from "#app/domain/context.ts";
import { joinPanel } from "#app/domain/panel/commands.server.ts";
import { proofBundle } from "#app/domain/proof/queries.server.ts";
import { handInSignature, stateKey, takeOpenings } from "#app/domain/scrutiny/commands.server.ts";
import { canSign, canStateKey } from "#app/domain/scrutiny/policy.ts";
import {
  keylessScrutineers,
  keysOfScrutineers,
  scrutinyOf,
  signaturesTold,
} from "#app/domain/scrutiny/queries.server.ts";
import { pastedKey, pastedSignature, readScrutineerKey } from "#app/domain/scrutiny/rules.ts";
import { hidden, no, notNow, type Verdict, yes } from "#app/domain/verdict.ts";
import type { Db } from "#db/client.server.ts";
import { logLeaves } from "#db/schema/commitment.ts";
import { scrutineerKeys, scrutineerSignatures } from "#db/schema/scrutiny.ts";
import { eventsOf } from "#tests/support/audit.ts";
import { inTransaction, testDatabase } from "#tests/support/database.ts";
import { anAccount, aRound, JUDGING } from "#tests/support/factories.ts";
import { aContest, contextOf, days } from "#tests/support/judging.ts";
import { aProvedRound, KEY, PORTAL_URL, TRUST } from "#tests/support/proved-round.ts";
import { aKeyStatement, aScrutinySignature } from "#tests/support/scrutiny.ts";
import { aWitness } from "#tests/support/witness.ts";
import { readKey, verify } from "../../../public/verify.mjs";
import { main } from "../../../public/scrutineer.mjs";

const { db } = await testDatabase();
const folder = mkdtempSync(path.join(os.tmpdir(), "kapok-scrutineer-"));
afterAll(() => rmSync(folder, { recursive: true }));
const memoryFile = path.join(folder, "scrutineer.json");
const checked = days(1);
let [said, complained]: [string[], string[]] = [[], []];
const out = { log: (line: string) => said.push(line), error: (line: string) => complained.push(line) };
const run = (...args: string[]) => main(args, { memoryFile, now: Math.floor(checked.getTime() / 1000), out });
beforeEach(() => {
  [said, complained] = [[], []];
});

await run("key", "scrutineer.example/nadia", KEY.verifier);
const printed = said[0]!;
const stated = pastedKey(said.join("\n"));
const { key: secret } = JSON.parse(readFileSync(memoryFile, "utf8")) as { key: { d: string } };
const nadia = noteKey("scrutineer.example/nadia", Buffer.from(secret.d, "base64url"));
const omar = noteKey("scrutineer.example/omar", Buffer.alloc(32, 78));
const made = await aProvedRound(db, { against: false, entries: 10, scrutineers: [nadia, omar] });
const [hers, his] = made.scrutineers as [Context, Context];
const roundId = made.round.id;
const file = (name: string, text: string) => {
  writeFileSync(path.join(folder, name), text);
  return path.join(folder, name);
};
/** What the program prints for Nadia, after openings that were handed to her in this transaction. */
const signedHere = async (ctx: Context) => {
  const [bundle, openings] = [
    file("bundle.json", made.bundle),
    file("openings.json", await takeOpenings(ctx, roundId)),
  ];
  expect(await run("sign", bundle, openings)).toBe(0);
  return pastedSignature(said.join("\n"));
};
const at = (ctx: Context, tx: Db, now = days(1)): Context => ({ ...ctx, db: tx, now });

describe("who may state a key, and sign", () => {
  const person = (roles: ("scrutineer" | "reviewer")[], staff: Actor["staff"] = []): Actor => ({
    ...ANONYMOUS,
    id: "me",
    staff,
    panels: roles.map((role) => ({ roundId: "round", cycleId: "cycle", role })),
  });
  const before = { roundId: "round", cycleId: "cycle", frozen: false, inConflict: false, key: null };
  const after = { ...before, frozen: true, key: "key", stated: true, signed: false };
  const free = person(["scrutineer"]);
  it.each<[string, Verdict, Verdict]>([
    ["a scrutineer states a key before the freeze", canStateKey(free, before), yes],
    ["not after it", canStateKey(free, { ...before, frozen: true }), notNow("round-frozen")],
    ["nor another one", canStateKey(free, { ...before, key: "key" }), notNow("key-stated")],
    ["nor in conflict", canStateKey(free, { ...before, inConflict: true }), no("conflict")],
    ["nor with another part", canStateKey(person(["scrutineer", "reviewer"]), before), no("roles-apart")],
    ["nobody else states one", canStateKey(person(["reviewer"], ["secretariat"]), before), hidden],
    ["a scrutineer signs a stated result", canSign(free, after), yes],
    ["not before the freeze", canSign(free, { ...after, frozen: false }), notNow("round-not-frozen")],
    ["not before the result", canSign(free, { ...after, stated: false }), notNow("result-not-stated")],
    ["not without a key of before", canSign(free, { ...after, key: null }), notNow("key-missing")],
    ["not twice", canSign(free, { ...after, signed: true }), notNow("result-signed")],
    ["not in conflict", canSign(free, { ...after, inConflict: true }), no("conflict")],
    ["not with another part", canSign(person(["scrutineer"], ["administrator"]), after), no("roles-apart")],
    ["nobody else signs", canSign(person(["reviewer"], ["secretariat"]), after), hidden],
  ])("%s", (_what, given, verdict) => expect(given).toEqual(verdict));

  it.each([
    ["a witness's key", aWitness().key],
    ["a letter changed", printed.replace("nadia", "nadja")],
    ["words", "my key"],
    ["a name that moves the cursor", keyNamed("a\u001b[1A\u001b[2K")],
    ["a name that turns the direction of writing", keyNamed("a\u202eb")],
    ["a name with what cannot be seen", keyNamed("a\u200bb")],
    ["a name with the choice of a picture", keyNamed("a\ufe0f")],
    ["a name with a joiner of letters", keyNamed("a\u034fb")],
    ["a name with an empty letter", keyNamed("a\u3164b")],
    ["a name with half an empty letter", keyNamed("a\u115fb")],
  ])("%s is no key of a scrutineer, here and in the verifier", async (_what, written) => {
    expect(readScrutineerKey(written)).toBeNull();
    await expect(readKey(written)).rejects.toThrow();
  });
});

/** A key under a name that the portal itself would not make one for. */
function keyNamed(name: string): string {
  const typed = Buffer.concat([Uint8Array.of(1), omar.bare]);
  const id = createHash("sha256").update(`${name}\n`).update(typed).digest("hex").slice(0, 8);
  return `${name}+${id}+${typed.toString("base64")}`;
}

describe("the key of a scrutineer", () => {
  const open = async (tx: Db) => {
    const cycle = await aContest(tx);
    const round = await aRound(tx, { ...JUDGING, cycleId: cycle.id });
    const { id } = await anAccount(tx, { name: "Nadia Brandt" });
    await joinPanel({ db: tx, actor: PORTAL, now: days(-3) }, { roundId: round.id, accountId: id, role: "scrutineer" });
    return { round, ctx: await contextOf(tx, { id }) };
  };

  it("is stated in the log and on record, and told to those who follow the round", () =>
    inTransaction(db, async (tx) => {
      const { round, ctx } = await open(tx);
      expect(await keylessScrutineers({ db: tx }, round.id)).toBe(1);
      expect(await scrutinyOf(ctx, round.id)).toMatchObject({ key: null, stating: yes });
      const own = noteKey("scrutineer.example/n", Buffer.alloc(32, 90));
      const key = own.verifier;
      await stateKey(ctx, round.id, aKeyStatement(own), KEY, PORTAL_URL);
      const leaves = await tx.select().from(logLeaves);
      const stated = leaves.find((leaf) => leaf.roundId === round.id && leaf.kind === "scrutineer");
      expect(JSON.parse(stated!.data.toString())).toEqual({ type: "scrutineer", v: 1, round: round.id, key });
      expect(await eventsOf({ db: tx }, ctx.actor.id)).toContainEqual(
        expect.objectContaining({ type: "scrutineer.key-stated", actorId: ctx.actor.id }),
      );
      expect(await keylessScrutineers({ db: tx }, round.id)).toBe(0);
      expect(await keysOfScrutineers({ ...made.lin, db: tx }, round.id)).toEqual([{ name: "Nadia Brandt", key }]);
      expect(() => keysOfScrutineers(ctx, round.id)).toThrow("not found");
      await expect(stateKey(ctx, round.id, aKeyStatement(omar), KEY, PORTAL_URL)).rejects.toMatchObject({
        because: "key-stated",
      });
    }));

  /** Somebody else of the round states a key under the first name, then they do under the second. */
  const statedBeside = (first: string, second: string) => async (ctx: Context, id: string) => {
    const account = await anAccount(ctx.db);
    await joinPanel(
      { db: ctx.db, actor: PORTAL, now: days(-3) },
      { roundId: id, accountId: account.id, role: "scrutineer" },
    );
    const [theirs, own] = [first, second].map((name, at) =>
      noteKey(`Scrutineer.example/${name}`, Buffer.alloc(32, 90 + at)),
    );
    await stateKey(await contextOf(ctx.db, account), id, aKeyStatement(theirs!), KEY, PORTAL_URL);
    await stateKey(ctx, id, aKeyStatement(own!), KEY, PORTAL_URL);
  };

  it.each<[string, (ctx: Context, roundId: string) => Promise<void>, object]>([
    [
      "that is the log's own",
      (ctx, id) => stateKey(ctx, id, aKeyStatement(KEY), KEY, PORTAL_URL),
      { fields: { key: "not-a-scrutineer-key" } },
    ],
    [
      "that somebody else published, without what they signed",
      (ctx, id) => stateKey(ctx, id, omar.verifier, KEY, PORTAL_URL),
      { fields: { key: "not-a-scrutineer-key" } },
    ],
    [
      "that somebody else published, signed by another key of that name",
      (ctx, id) =>
        stateKey(ctx, id, aKeyStatement(omar, { by: noteKey(omar.name, Buffer.alloc(32, 94)) }), KEY, PORTAL_URL),
      { fields: { key: "not-a-scrutineer-key" } },
    ],
    [
      "for another award's log",
      (ctx, id) =>
        stateKey(
          ctx,
          id,
          aKeyStatement(noteKey("a.example/b", Buffer.alloc(32, 95)), { log: noteKey(KEY.name, Buffer.alloc(32, 96)) }),
          KEY,
          PORTAL_URL,
        ),
      { fields: { key: "not-a-scrutineer-key" } },
    ],
    [
      "in a signature under a result",
      async (ctx, id) => stateKey(ctx, id, await aScrutinySignature(made.bundle, omar), KEY, PORTAL_URL),
      { fields: { key: "not-a-scrutineer-key" } },
    ],
    [
      "that somebody else has stated",
      (ctx, id) => stateKey(ctx, id, aKeyStatement(omar), KEY, PORTAL_URL),
      { fields: { key: "key-taken" } },
    ],
    [
      "under the name of somebody who scrutinises the round too",
      statedBeside("N", "n"),
      { fields: { key: "key-name-taken" } },
    ],
    [
      "under that name, written with letters in parts",
      statedBeside("J\u030c", "\u01f0"),
      { fields: { key: "key-name-taken" } },
    ],
  ])("%s: is refused", (_what, work, why) =>
    inTransaction(db, async (tx) => {
      const { round, ctx } = await open(tx);
      await expect(work(ctx, round.id)).rejects.toMatchObject(why);
    }),
  );

  it("comes too late after the freeze, and stays as it was stated", () =>
    inTransaction(db, async (tx) => {
      const { id } = await anAccount(tx);
      await joinPanel({ db: tx, actor: PORTAL, now: days(2) }, { roundId, accountId: id, role: "scrutineer" });
      const late = await contextOf(tx, { id }, days(2));
      const own = noteKey("scrutineer.example/late", Buffer.alloc(32, 91));
      await expect(stateKey(late, roundId, aKeyStatement(own), KEY, PORTAL_URL)).rejects.toMatchObject({
        because: "round-frozen",
      });
      await expect(handInSignature(late, roundId, "x\n", KEY)).rejects.toMatchObject({ because: "key-missing" });
      await expect(tx.transaction((inner) => inner.update(scrutineerKeys).set({ key: "x" }))).rejects.toThrow();
    }));
});

describe("the signature of a scrutineer", () => {
  it("by their own program is taken, put on record, told and put into the proof, and never replaced", () =>
    inTransaction(db, async (tx) => {
      const ctx = at(hers, tx);
      const note = await signedHere(ctx);
      expect(await signaturesTold({ db: tx }, roundId)).toMatchObject([{ name: null }, { name: null }]);
      await handInSignature(ctx, roundId, note, KEY);
      expect(await eventsOf({ db: tx }, ctx.actor.id)).toContainEqual(
        expect.objectContaining({ type: "scrutineer.signed", actorId: ctx.actor.id }),
      );
      expect(await signaturesTold({ db: tx }, roundId)).toEqual([
        { key: printed, name: `Holder of ${nadia.name}`, checkedAt: checked, version: 1 },
        { key: omar.verifier, name: null, checkedAt: null, version: 1 },
      ]);
      const trust = { ...TRUST, scrutineers: [printed] };
      expect(await verify(await proofBundle(at(made.lin, tx), roundId), trust)).toMatchObject({ ok: true });
      expect(await verify(made.bundle, trust)).toMatchObject({ ok: false });
      expect(await scrutinyOf(ctx, roundId)).toMatchObject({ signatures: [{ note, checkedAt: checked, version: 1 }] });
      await expect(handInSignature(ctx, roundId, note, KEY)).rejects.toMatchObject({ because: "result-signed" });
      expect((await ownData(ctx)).scrutiny).toMatchObject([{ key: printed, signature: note }]);
      await expect(tx.transaction((inner) => inner.delete(scrutineerSignatures))).rejects.toThrow();
    }));

  it.each<[string, (ctx: Context) => Promise<string>, Context, string]>([
    ["somebody else's who scrutinises the round", (ctx) => signedHere(at(hers, ctx.db)), his, "not-your-signature"],
    [
      "under words that were changed",
      async (ctx) => (await signedHere(ctx)).replace("result ", "result  "),
      hers,
      "not-your-signature",
    ],
    [
      "under another round's result",
      () => aScrutinySignature(made.bundle, omar, { round: "another" }),
      his,
      "not-your-signature",
    ],
    ["that is none", () => Promise.resolve("hello\n"), hers, "not-your-signature"],
    [
      "after openings that nobody handed out",
      () => aScrutinySignature(made.bundle, omar, { checked: text(days(1)) }),
      his,
      "openings-unknown",
    ],
    [
      "with a time before the result",
      () => aScrutinySignature(made.bundle, omar, { checked: text(days(-30)) }),
      his,
      "clock-wrong",
    ],
    [
      "with a time to come",
      () => aScrutinySignature(made.bundle, omar, { checked: text(days(3)) }),
      his,
      "clock-wrong",
    ],
  ])("%s is not taken", (_what, note, who, why) =>
    inTransaction(db, async (tx) => {
      const ctx = at(who, tx);
      await expect(handInSignature(ctx, roundId, await note(ctx), KEY)).rejects.toMatchObject({
        fields: { signature: why },
      });
      expect(await tx.select().from(scrutineerSignatures)).toEqual([]);
    }),
  );

  it("is taken from nobody who scrutinises no longer, and from nobody else", () =>
    inTransaction(db, async (tx) => {
      const note = await signedHere(at(hers, tx));
      for (const ctx of [made.lin, made.chen])
        await expect(handInSignature(at(ctx, tx), roundId, note, KEY)).rejects.toThrow("not found");
      const gone = { ...hers, actor: { ...hers.actor, panels: [] } };
      await expect(handInSignature(at(gone, tx), roundId, note, KEY)).rejects.toThrow("not found");
    }));
});

const text = (moment: Date) => moment.toISOString().replace(/\.\d+Z/, "Z");

describe("the scrutineer's own program", () => {
  it("shows with the key that its holder has it, and again for another round", async () => {
    expect(printed).toBe(nadia.verifier);
    expect(stated).toBe(aKeyStatement(nadia));
    expect(await run("state")).toBe(0);
    expect(pastedKey(said.join("\n"))).toBe(stated);
    expect(await main(["state"], { memoryFile: path.join(folder, "none.json"), out })).toBe(1);
  });

  it("keeps the key to its owner, and never makes another over it", async () => {
    expect(statSync(memoryFile).mode & 0o077).toBe(0);
    expect(await run("key", "scrutineer.example/nadia", KEY.verifier)).toBe(1);
    expect(complained[0]).toContain("is here already");
  });

  it.each<[string, () => Promise<number>, string]>([
    [
      "a bundle that does not hold",
      async () => {
        const openings = file("o.json", await inTransaction(db, (tx) => takeOpenings(at(hers, tx), roundId)));
        return run("sign", file("b.json", made.bundle.replace(/"slot":"./, '"slot":"z')), openings);
      },
      "Nothing signed",
    ],
    [
      "openings that do not hold",
      async () => {
        const openings = await inTransaction(db, (tx) => takeOpenings(at(hers, tx), roundId));
        return run(
          "sign",
          file("b.json", made.bundle),
          file("o.json", openings.replace(/"why":null/, '"why":"conflict"')),
        );
      },
      "Nothing signed",
    ],
    [
      "a round in which her key was never stated",
      async () => {
        const other = await aProvedRound(db, { against: false, entries: 10, scrutineers: [omar] });
        const openings = await takeOpenings(at(other.scrutineers[0]!, db), other.round.id);
        return run("sign", file("b.json", other.bundle), file("o.json", openings));
      },
      "your key was not stated before the scores were frozen",
    ],
    ["without openings", () => run("sign", file("b.json", made.bundle)), "Usage"],
    [
      "files that are not there",
      () => run("sign", "nowhere.json", "nowhere.json"),
      "nowhere.json is not here, or cannot be read",
    ],
    [
      "without a key in the folder",
      () => main(["sign", "b.json", "o.json"], { memoryFile: path.join(folder, "none.json"), out }),
      "none.json is not here, or cannot be read",
    ],
  ])("does not sign %s", async (_what, work, why) => {
    expect(await work()).toBe(1);
    expect(complained.join()).toContain(why);
    expect(said.join("\n")).not.toContain("award portal scrutiny");
  });

  it("tells whose keys are stated, asks to compare them, and says nothing of the signature that is missing", () =>
    inTransaction(db, async (tx) => {
      await signedHere(at(hers, tx));
      const all = said.join("\n");
      expect(all).toContain(`    ${printed} (yours)\n    ${omar.verifier} (has not signed)`);
      expect(all).toContain("Compare them");
      expect(all).not.toContain("no signature of");
    }));

  it.each(["two words", "a\u001b[2Kb", "a\u202eb", "a\u200bb", "a\ufe0f", "a\u3164b", ""])(
    "makes no key named %j",
    async (name) => {
      const elsewhere = path.join(folder, "unnamed.json");
      expect(await main(["key", name, KEY.verifier], { memoryFile: elsewhere, out })).toBe(1);
      expect(complained.join()).toContain("Give your key a name without spaces");
    },
  );

  it("prints nothing that moves the cursor or turns the direction of writing", async () => {
    expect(await run("key", "scrutineer.example/x", "log\u001b[1A\u001b[2K\u202e+00000000+AAAA")).toBe(1);
    expect(complained.join()).toContain("log\ufffd[1A\ufffd[2K\ufffd+00000000");
  });

  it("does not sign a second result of a round", () =>
    inTransaction(db, async (tx) => {
      await signedHere(at(hers, tx));
      const memory = JSON.parse(readFileSync(memoryFile, "utf8")) as { signed: Record<string, string> };
      const seen = memory.signed[roundId]!;
      file("scrutineer.json", JSON.stringify({ ...memory, signed: { [roundId]: `1 ${"a".repeat(64)}` } }));
      expect(await run("sign", path.join(folder, "bundle.json"), path.join(folder, "openings.json"))).toBe(1);
      expect(complained[0]).toContain("you signed another result of this round before");
      file("scrutineer.json", JSON.stringify({ ...memory, signed: { [roundId]: seen } }));
    }));

  it("signs without the seed of the lots that its key committed to only where it is told to", () =>
    inTransaction(db, async (tx) => {
      await signedHere(at(hers, tx));
      const memory = JSON.parse(readFileSync(memoryFile, "utf8")) as object;
      file("scrutineer.json", JSON.stringify({ ...memory, seeded: [roundId] }));
      const asked = ["sign", path.join(folder, "bundle.json"), path.join(folder, "openings.json")];
      expect(await run(...asked)).toBe(1);
      expect(complained[0]).toContain("Nothing signed: your key stands in the log without the seed");
      expect(await run(...asked, "--although-seed-is-missing")).toBe(0);
      file("scrutineer.json", JSON.stringify(memory));
    }));

  it("prints what can be pasted whole", () => {
    const note = signNote("award portal scrutiny v1\n", KEY);
    expect(pastedSignature(`ok  all\nEverything holds. Your signature:\n\n${note}\n\n`)).toBe(note);
  });
});
