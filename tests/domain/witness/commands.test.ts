import { readdirSync, readFileSync, rmSync, statSync, writeFileSync, mkdtempSync } from "node:fs";
import http from "node:http";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { signLog } from "#app/domain/commitment/commands.server.ts";
import { checkpointText, signNote } from "#app/domain/commitment/note.ts";
import type { Context } from "#app/domain/context.ts";
import { proofBundle } from "#app/domain/proof/queries.server.ts";
import { publishResults, unpublishResults } from "#app/domain/result/commands.server.ts";
import { endWitness, registerWitness, takeCosignatures } from "#app/domain/witness/commands.server.ts";
import {
  consistencyOffer,
  cosignedCheckpoints,
  listWitnesses,
  newestCheckpoint,
  trustFile,
} from "#app/domain/witness/queries.server.ts";
import { loader as checkpoint } from "#app/routes/public/checkpoint.ts";
import { loader as consistency } from "#app/routes/public/consistency.ts";
import { action as cosignatures } from "#app/routes/public/cosignatures.ts";
import { cosignatures as cosignatureRows } from "#db/schema/witness.ts";
import { PUBLIC_URL } from "#tests/support/address.ts";
import { eventsOf } from "#tests/support/audit.ts";
import { testDatabase } from "#tests/support/database.ts";
import { aStaffMember } from "#tests/support/factories.ts";
import { contextOf, days } from "#tests/support/judging.ts";
import { aProvedRound, KEY, TRUST } from "#tests/support/proved-round.ts";
import { countingDatabase } from "#tests/support/statements.ts";
import { answerOf, testServices, visitAs } from "#tests/support/visit.ts";
import { aWitness, seconds } from "#tests/support/witness.ts";
import { verify } from "../../../public/verify.mjs";
import { main } from "../../../public/witness.mjs";

const connection = await testDatabase();
const { db } = connection;
const made = await aProvedRound(db, { entries: 2, reviewers: 1, against: false });
const tom = await contextOf(db, await aStaffMember(db, "administrator"));
const anybody = { ...tom, actor: { ...tom.actor, id: null, staff: [] }, now: days(1) };
const noon = seconds(days(1));
const newest = async () => (await newestCheckpoint({ db }))!;
const sizes = async () => (await cosignedCheckpoints({ db })).map(({ size }) => size);
const [anna, bela] = [aWitness(), aWitness("witness.example/bela", 78)];
const idOf = async (key: string) => (await listWitnesses({ db })).find((each) => each.key === key)!.id;
/** What somebody who holds the log's key could show instead. */
const forged = (size: number) => signNote(checkpointText(KEY.name, size, Buffer.alloc(32, 1)), KEY);
const rows = async () => (await db.select().from(cosignatureRows)).length;

beforeAll(async () => {
  for (const [name, { key }] of [
    ["Anna, Observatory", anna],
    ["Bela", bela],
  ] as const)
    await registerWitness(tom, { name, key }, KEY);
});

describe("registering a witness", () => {
  it("is on record without a name, and the verifier's file names the key", async () => {
    expect(await eventsOf({ db }, await idOf(anna.key))).toMatchObject([
      { type: "witness.registered", actorId: tom.actor.id },
    ]);
    expect(await trustFile({ db }, KEY)).toEqual({
      v: 1,
      keys: [KEY.verifier],
      witnesses: [anna.key, bela.key],
      quorum: 0,
    });
  });

  it("is refused twice for one key under whatever name, and for the log's own", async () => {
    const own = Buffer.concat([Uint8Array.of(4), KEY.bare]);
    await expect(
      registerWitness(tom, { name: "Anna again", key: aWitness("another.example", 77).key }, KEY),
    ).rejects.toMatchObject({ fields: { key: "key-taken" } });
    await expect(
      registerWitness(tom, { name: "The log", key: `x+00000000+${own.toString("base64")}` }, KEY),
    ).rejects.toThrow();
    await expect(registerWitness(tom, { name: "The log", key: aWitness(KEY.name, 9).key }, KEY)).rejects.toMatchObject({
      fields: { key: "not-a-witness-key" },
    });
  });

  it.each<[string, () => Promise<Context>, object]>([
    ["the secretariat", async () => made.lin, { because: "not-your-role" }],
    ["an observer", async () => contextOf(db, await aStaffMember(db, "observer")), { because: "not-your-role" }],
    ["anybody", async () => ({ ...tom, actor: { ...tom.actor, staff: [] } }), { message: "not found" }],
  ])("and ending with one is not for %s", async (_who, ctx, refusal) => {
    await expect(
      registerWitness(await ctx(), { name: "Carla", key: aWitness("c", 79).key }, KEY),
    ).rejects.toMatchObject(refusal);
    await expect(endWitness(await ctx(), await idOf(anna.key))).rejects.toMatchObject(refusal);
  });
});

describe("a cosignature", () => {
  it("of a registered witness is taken from anybody, once, and stands under the checkpoint from then on", async () => {
    const note = await newest();
    const signed = note + anna.line(note, noon) + bela.line(note, noon);
    await takeCosignatures(anybody, signed);
    await takeCosignatures(anybody, note + anna.line(note, noon + 60));
    expect(await newest()).toBe(signed);
    expect(
      (JSON.parse(await proofBundle(made.lin, made.round.id)) as { checkpoints: string[] }).checkpoints.at(-1),
    ).toBe(signed);
    expect(await eventsOf({ db }, await idOf(anna.key))).toMatchObject([
      { type: "witness.registered" },
      { type: "log.cosigned", actorId: null },
    ]);
    expect((await listWitnesses({ db }))[0]).toMatchObject({ name: "Anna, Observatory", seen: (await sizes()).at(-1) });
  });

  it("lets a reader ask for a quorum, and what it does not cover is refused until a witness comes again", async () => {
    const trust = { ...TRUST, witnesses: [anna.key, bela.key], quorum: 2 };
    const verdict = await verify(await proofBundle(made.lin, made.round.id), trust);
    expect(verdict).toMatchObject({ ok: true });
    expect(verdict.lines.filter((line) => line.includes("has cosigned"))).toEqual([
      expect.stringMatching(
        /^witness.example\/anna has cosigned checkpoint 3 \(\d+ leaves\) on 2027-04-16T08:00:00.000Z$/,
      ),
      expect.stringContaining("bela"),
    ]);
    await unpublishResults(made.lin, { roundId: made.round.id, reason: "A mistake." });
    await publishResults(made.chen, { roundId: made.round.id, at: days(0), publicUrl: PUBLIC_URL });
    await signLog(made.lin, KEY);
    expect(await verify(await proofBundle(made.lin, made.round.id), trust)).toMatchObject({
      ok: false,
      failure: expect.stringMatching(/^0 of the witnesses you trust .* you ask for 2/) as string,
    });
  });

  it.each<[string, (note: string) => string]>([
    ["of nobody we know", (note) => note + aWitness("unknown.example", 80).line(note, noon)],
    ["over another checkpoint", (note) => note + anna.line(note.replace(/\n\d+\n/, "\n1\n"), noon)],
    [
      "under a checkpoint that is none of ours",
      (note) => {
        const other = note.replace(/\n[A-Za-z0-9+/]{43}=\n/, `\n${"A".repeat(43)}=\n`);
        return other + anna.line(other, noon);
      },
    ],
    [
      "under a size that we never signed",
      (note) => {
        const other = note.replace(/\n\d+\n/, "\n3\n");
        return other + anna.line(other, noon);
      },
    ],
    [
      "under no size at all",
      (note) => {
        const other = note.replace(/\n\d+\n/, "\nmany\n");
        return other + anna.line(other, noon);
      },
    ],
    ["made before the checkpoint", (note) => note + anna.line(note, seconds(days(-3)))],
    ["that is none", (note) => note],
    ["in no note", () => "hello"],
  ])("%s is not taken", async (_what, signed) => {
    const before = await rows();
    await expect(takeCosignatures(anybody, signed(await newest()))).rejects.toThrow("not found");
    expect(await rows()).toBe(before);
  });

  it("of a witness that was ended with is not taken, and what they signed stays", async () => {
    const note = await newest();
    await endWitness(tom, await idOf(bela.key));
    await expect(takeCosignatures(anybody, note + bela.line(note, noon))).rejects.toThrow("not found");
    await expect(endWitness(tom, await idOf(bela.key))).rejects.toThrow("not found");
    expect(await rows()).toBe(2);
    expect((await trustFile({ db }, KEY)).witnesses).toEqual([anna.key]);
    await registerWitness(tom, { name: "Bela", key: bela.key }, KEY);
    expect(await takeCosignatures(anybody, note + bela.line(note, noon))).toBe(Number(note.split("\n")[1]));
    await endWitness(tom, await idOf(bela.key));
  });
});

describe("over the network", () => {
  const services = { ...testServices(db), logKey: KEY };
  const visit = (params: Record<string, string> = {}, ip = "192.0.2.1") =>
    visitAs(db, null, "/log", { services, params, now: days(1), ip });
  const posted = async (body: string, ip?: string) => {
    const asked = await visit({}, ip);
    return (await cosignatures({
      ...asked,
      request: new Request(asked.request.url, { method: "POST", body }),
    })) as unknown as Response;
  };
  const post = (body: string, ip?: string) => answerOf(posted(body, ip));

  it("a proof between two signed states may be kept for ever, and there is none between others", async () => {
    const [first, last] = [(await sizes())[0]!, (await sizes()).at(-1)!];
    const found = await answerOf(consistency(await visit({ from: String(first), to: String(last) })));
    expect(found).toMatchObject({ status: 200 });
    expect(found.headers.get("cache-control")).toContain("immutable");
    expect(await consistencyOffer({ db }, 0, first)).toMatch(/^old 0\n\naward.example\/log\n/);
    for (const [from, to] of [
      [first, last + 1],
      [first + 1, last],
      [last, first],
      ["x", last],
      [first, `0${last}`],
      [-1, last],
    ])
      expect((await answerOf(consistency(await visit({ from: String(from), to: String(to) })))).status).toBe(404);
  });

  it("a proof that was asked for before reads no leaf again", async () => {
    const [first, last] = [(await sizes())[0]!, (await sizes()).at(-1)!];
    const counting = countingDatabase(connection);
    await consistencyOffer({ db }, first, last);
    expect(await counting.during(() => consistencyOffer(counting, first, last))).toBe(1);
  });

  it("says what it took, and takes so many an hour from one place", async () => {
    const note = await newest();
    expect((await post(note + anna.line(note, noon), "192.0.2.9")).status).toBe(200);
    expect((await post(`${note}${anna.line(note, noon)}${"x".repeat(10_000)}`, "192.0.2.9")).status).toBe(422);
    const answers = [];
    for (let at = 0; at < 61; at++) answers.push((await post("nothing", "192.0.2.7")).status);
    expect([...new Set(answers.slice(0, 60)), answers[60]]).toEqual([422, 429]);
  });

  describe("the witness's own program", () => {
    const folder = mkdtempSync(path.join(os.tmpdir(), "kapok-witness-"));
    const memoryFile = path.join(folder, "witness.json");
    let [said, complained]: [string[], string[]] = [[], []];
    const run = (...args: string[]) =>
      main(args, {
        memoryFile,
        now: noon,
        out: { log: (line: string) => said.push(line), error: (line: string) => complained.push(line) },
      });
    const remembered = () => (JSON.parse(readFileSync(memoryFile, "utf8")) as { last: string }).last;
    const evidence = () => readdirSync(folder).filter((name) => name.startsWith("evidence"));
    const server = http.createServer(async (incoming, outgoing) => {
      const [, , what, from = "", to = ""] = incoming.url!.split("/");
      const chunks: Buffer[] = [];
      for await (const chunk of incoming) chunks.push(chunk as Buffer);
      if (what === "cosignatures" && incoming.headers.origin !== address) return void outgoing.writeHead(403).end();
      const answer =
        what === "cosignatures"
          ? await posted(Buffer.concat(chunks).toString())
          : await Promise.resolve(
              what === "checkpoint" ? checkpoint(await visit()) : consistency(await visit({ from, to })),
            ).catch(() => new Response(null, { status: 404 }));
      outgoing
        .writeHead(answer.status, Object.fromEntries(answer.headers))
        .end(Buffer.from(await answer.arrayBuffer()));
    });
    let address = "";
    beforeAll(async () => {
      await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
      address = `http://127.0.0.1:${(server.address() as { port: number }).port}`;
      expect(await run("key", "witness.example/dora", KEY.verifier)).toBe(0);
      await registerWitness(tom, { name: "Dora", key: said[0]! }, KEY);
    });
    afterAll(() => {
      server.close();
      rmSync(folder, { recursive: true });
    });
    beforeEach(() => {
      [said, complained] = [[], []];
      for (const name of evidence()) rmSync(path.join(folder, name));
    });

    it("keeps its key to its owner, and never makes another over it", async () => {
      expect(statSync(memoryFile).mode & 0o077).toBe(0);
      expect(await run("key", "witness.example/dora", KEY.verifier)).toBe(1);
      expect(complained[0]).toContain("is here already");
    });

    it("signs what it sees first, then what goes on from there, and hands it in", async () => {
      const [first] = await sizes();
      const file = path.join(folder, "state.txt");
      writeFileSync(file, await consistencyOffer({ db }, 0, first!));
      expect(await run("cosign", file)).toBe(0);
      await takeCosignatures(anybody, said[0]!);
      expect(await run("cosign", `${address}/`)).toBe(0);
      expect(said[1]).toBe(`Signed and handed in: ${(await sizes()).at(-1)} leaves.`);
      expect(await newest()).toContain("witness.example/dora");
      const keys = await trustFile({ db }, KEY);
      expect(await verify(await proofBundle(made.lin, made.round.id), { ...keys, quorum: 1 })).toMatchObject({
        ok: true,
      });
      expect(await run("cosign", address)).toBe(0);
    });

    it("passes on why the portal did not take it, with the cosignature", async () => {
      const slow = noon - 30 * 86_400;
      expect(
        await main(["cosign", address], {
          memoryFile,
          now: slow,
          out: { log: (line: string) => said.push(line), error: (line: string) => complained.push(line) },
        }),
      ).toBe(1);
      expect(complained[0]).toMatch(
        /^Signed, but the portal did not take it and answers 422: No registered witness signed this, or their clock is wrong.*\nThe cosignature:\n\naward\.example\/log\n/,
      );
    });

    it.each<[string, (note: string, size: number) => string, string]>([
      [
        "a log that was forked at the same size",
        (_note, size) => `old ${size}\n\n${forged(size)}`,
        "forked or rewritten",
      ],
      [
        "a log that does not go on from what was seen",
        (_note, size) => `old ${size}\n${"A".repeat(43)}=\n\n${forged(size + 2)}`,
        "forked or rewritten",
      ],
      [
        "a state without the log's signature",
        (note) => `old 0\n\n${note.replace(/— award\.example\/log .*\n/, anna.line(note, noon))}`,
        "a signature line that is none",
      ],
      [
        "a state that another key signed",
        (note) =>
          `old 0\n\n${note.replace(/— award\.example\/log (.*)\n/, (line) => line.replace(/.{8}\n$/, "AAAAAA==\n"))}`,
        "is wrong",
      ],
    ])("does not sign %s: it says why, keeps both, and remembers what it saw", async (_what, offered, why) => {
      const before = remembered();
      const file = path.join(folder, "state.txt");
      writeFileSync(file, offered(before, Number(before.split("\n")[1])));
      expect(await run("cosign", file)).toBe(1);
      expect(complained[0]).toContain(why);
      expect(said).toEqual([]);
      expect(remembered()).toBe(before);
      expect(readFileSync(path.join(folder, evidence()[0]!), "utf8")).toContain(before);
    });

    it.each<[string, (size: number, first: string) => string, string]>([
      ["an older state", (_size, first) => `old 0\n\n${first}`, "is older than what you saw"],
      ["a proof that begins elsewhere", (size) => `old 1\n\n${forged(size + 1)}`, "This proof begins at 1 leaves"],
      ["no proof at all", () => "<html>", "This is not a state of a log"],
      ["a portal that does not answer", () => "http://127.0.0.1:9", "does not answer"],
      ["a portal that has no such page", () => `${address}/nowhere`, "answers 404: nothing signed"],
    ])("does not sign after %s, and holds nothing against anybody", async (_what, offered, why) => {
      const [before, first] = [remembered(), (await cosignedCheckpoints({ db }))[0]!.note];
      const [given, file] = [offered(Number(before.split("\n")[1]), first), path.join(folder, "state.txt")];
      writeFileSync(file, given);
      expect(await run("cosign", given.startsWith("http") ? given : file)).toBe(1);
      expect(complained[0]).toContain(why);
      expect([evidence(), remembered()]).toEqual([[], before]);
    });

    it("never signs twice at once: a second run is refused until the first is done, and says what to do after a crash", async () => {
      expect((await Promise.all([run("cosign", address), run("cosign", address)])).sort()).toEqual([0, 1]);
      expect(complained).toEqual([expect.stringContaining("delete it, and run this again")]);
      expect(await run("cosign", path.join(folder, "no such file"))).toBe(1);
      expect(await run("cosign", address)).toBe(0);
      writeFileSync(`${memoryFile}.lock`, "");
      expect(await run("cosign", address)).toBe(1);
      rmSync(`${memoryFile}.lock`);
    });
  });
});
