import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { desc, eq, sql } from "drizzle-orm";
import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { run } from "#app/cli/commands/timestamp.ts";
import { PORTAL } from "#app/domain/context.ts";
import { canonical } from "#app/domain/audit/rules.ts";
import { proofBundle, stateOfBundle } from "#app/domain/proof/queries.server.ts";
import { takeTimestamp } from "#app/domain/timestamp/commands.server.ts";
import { listTimestamps } from "#app/domain/timestamp/queries.server.ts";
import { readTimestampQuery } from "#app/domain/timestamp/rules.ts";
import { loader as note } from "#app/routes/public/signed-note.ts";
import { loader as file } from "#app/routes/public/timestamp.ts";
import { logCheckpoints } from "#db/schema/commitment.ts";
import { timestamps } from "#db/schema/timestamp.ts";
import { eventsOf } from "#tests/support/audit.ts";
import { testDatabase } from "#tests/support/database.ts";
import { changes } from "#tests/support/forged-bundle.ts";
import { days } from "#tests/support/judging.ts";
import { aProvedRound, KEY, TRUST } from "#tests/support/proved-round.ts";
import { aTimeAuthority, type Answered } from "#tests/support/time-authority.ts";
import { answerOf, testServices, visitAs } from "#tests/support/visit.ts";
import { chainFor, main, readCertificates, stampedHash, stampInAnswer, verify } from "../../../public/verify.mjs";

const { db } = await testDatabase();
const made = await aProvedRound(db, { entries: 2, reviewers: 1, against: false });
const unstamped = await proofBundle({ db, now: days(1) }, made.round.id);
const signed = await db.select().from(logCheckpoints).orderBy(desc(logCheckpoints.size));
const [newest, first] = [signed[0]!, signed.at(-1)!];
const [anna, bela] = [aTimeAuthority("Anna's clock"), aTimeAuthority("Bela's clock", { between: true })];
const folder = mkdtempSync(path.join(os.tmpdir(), "stamps-"));
const at = (name: string) => path.join(folder, name);
const portal = { db, actor: PORTAL, now: days(1) };
const services = { ...testServices(db), logKey: KEY };

const answerTo = async (of: typeof newest, given: Answered = {}, by = anna) =>
  by.answer(await stampedHash(of.note), { at: new Date(of.at.getTime() + 2000), ...given });
const take = (answer: Buffer, by = anna, query: Buffer | null = null) =>
  takeTimestamp(portal, answer, { roots: by.root, query });
const rows = async () => (await db.select({ id: timestamps.id }).from(timestamps)).length;
const command = async (...args: string[]) => {
  const said: string[] = [];
  vi.spyOn(console, "log").mockImplementation((text: string) => void said.push(text));
  expect(await run(args, async () => services)).toBe(0);
  return said.join("\n");
};
const bundleNow = () => proofBundle({ db, now: days(1) }, made.round.id);
const refusal = async (bundle: string, kept = {}) => {
  const verdict = await verify(bundle, TRUST, kept);
  return verdict.ok ? "accepted" : verdict.failure;
};
beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date"], now: days(1) });
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});
afterAll(() => rmSync(folder, { recursive: true }));

describe("before an authority stamped anything", () => {
  it("proofs have the format that they had, and one who asks for an authority is refused", async () => {
    expect(JSON.parse(unstamped)).not.toHaveProperty("timestamps");
    expect(await refusal(unstamped)).toBe("accepted");
    expect(await refusal(unstamped, { tsa: [anna.root] })).toContain("no authority that you trust has stamped");
  });
});

describe("what is no time stamp of this log", () => {
  it.each<[string, () => Promise<Buffer>, string]>([
    ["of something else", async () => anna.answer("ab".repeat(32)), "is not of a checkpoint of this log"],
    ["not granted", () => answerTo(newest, { status: "02" }), "did not grant it, its status is 2"],
    ["of a time before its checkpoint", () => answerTo(newest, { at: days(-1) }), "lies before its checkpoint"],
    ["of a time to come", () => answerTo(newest, { at: days(2) }), "or in the future"],
    ["by another authority", () => answerTo(newest, {}, aTimeAuthority("Anna's clock")), "lacks the certificate above"],
    [
      "with a wrong signature",
      () => answerTo(newest, { digest: Buffer.alloc(32) }),
      "signature of Anna's clock is wrong",
    ],
    ["cut off", async () => (await answerTo(newest)).subarray(0, 300), "cut off"],
    ["that is a web page", async () => Buffer.from("<html>"), "not where it should be"],
  ])("is refused: %s", async (_what, answer, why) => {
    await expect(take(await answer())).rejects.toThrow(why);
    expect(await rows()).toBe(0);
  });

  it("is refused that answers another request", async () => {
    await command("request", "--out", at("one.tsq"));
    await command("request", "--out", at("two.tsq"));
    const [one, two] = [readFileSync(at("one.tsq")), readFileSync(at("two.tsq"))];
    const answer = await answerTo(newest, { nonce: readTimestampQuery(one)!.nonce });
    await expect(take(answer, anna, two)).rejects.toThrow("its hash or its number is another");
    await expect(take(await answerTo(newest), anna, one)).rejects.toThrow("its hash or its number is another");
    await expect(take(answer, anna, Buffer.from("?"))).rejects.toThrow("not one that this portal writes");
    expect(await rows()).toBe(0);
  });
});

describe("a time stamp", () => {
  it("is asked for and kept by two commands, on record, once", async () => {
    expect(await command("request", "--out", at("checkpoint.tsq"))).toContain(`with ${newest.size} leaves`);
    const asked = readTimestampQuery(readFileSync(at("checkpoint.tsq")))!;
    expect(asked.hash).toBe(await stampedHash(newest.note));
    writeFileSync(at("answer.tsr"), await answerTo(newest, { nonce: asked.nonce }));
    writeFileSync(at("root.pem"), anna.root);
    const args = ["add", at("answer.tsr"), "--ca", at("root.pem"), "--query", at("checkpoint.tsq")];
    const state = await stateOfBundle({ db }, made.round.id);
    expect(await command(...args)).toMatch(
      new RegExp(`^Kept: Anna's clock signed on .*Z that .* ${newest.size} leaves`),
    );
    expect(await stateOfBundle({ db }, made.round.id)).not.toBe(state);
    expect(await command(...args)).toContain("Was kept before");
    const [kept] = await listTimestamps({ db });
    expect(kept).toMatchObject({ size: newest.size, authority: "Anna's clock" });
    expect(await eventsOf({ db }, kept!.id)).toMatchObject([{ type: "log.timestamped", actorId: null }]);
    await expect(run(["add", at("answer.tsr")], async () => services)).rejects.toThrow("Usage");
    await expect(run(["request", "more"], async () => services)).rejects.toThrow("Usage");
  });

  it("is never changed", async () => {
    await expect(db.execute(sql`update timestamps set authority = 'x'`)).rejects.toThrow();
    await expect(db.execute(sql`delete from timestamps`)).rejects.toThrow();
  });

  it("is handed out as the authority answered, with the state that it is of", async () => {
    const [kept] = await db.select({ id: timestamps.id }).from(timestamps);
    const params = { timestampId: kept!.id, size: String(newest.size) };
    const visit = (given = params) => visitAs(db, null, "/x", { params: given, services });
    const answer = (await file(await visit())) as Response;
    expect(Buffer.from(await answer.arrayBuffer())).toEqual(readFileSync(at("answer.tsr")));
    expect(await ((await note(await visit())) as Response).text()).toBe(newest.note);
    expect((await answerOf(note(await visit({ ...params, size: "999999" })))).status).toBe(404);
    expect((await answerOf(file(await visit({ ...params, timestampId: crypto.randomUUID() })))).status).toBe(404);
  });
});

describe("a proof with time stamps", () => {
  const lines = async (bundle: string, tsa: string[]) =>
    (await verify(bundle, TRUST, { tsa })).lines.filter((line) => line.includes("a time-stamping authority"));

  it("says who stamped which checkpoint when, and whether that authority is checked", async () => {
    const bundle = await bundleNow();
    const [said] = await lines(bundle, []);
    expect(said).toMatch(
      /^not checked, .*\(--tsa\): a time-stamping authority that calls itself "Anna's clock" signed on/,
    );
    expect(said).toMatch(/signed on \d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ that checkpoint \d+ \(\d+ leaves\) existed$/);
    expect(await lines(bundle, [anna.root])).toEqual([
      expect.stringContaining(`"Anna's clock", whom you trust, signed`),
    ]);
    const mixed = await lines(bundle, [bela.root]);
    expect(mixed).toEqual([
      expect.stringMatching(/^not under a .* nothing: .* that calls itself "Anna's clock" signed/),
    ]);
    expect(await refusal(bundle, { tsa: [anna.root] })).toBe("accepted");
    expect(await refusal(bundle, { tsa: [bela.root, anna.root] })).toBe("accepted");
    expect(await refusal(bundle, { tsa: [bela.root] })).toContain("no authority that you trust has stamped");
    expect(await refusal(bundle, { tsa: ["?"] })).toContain("holds no certificate");
  });

  it("says of a time stamp that cannot be checked here that it is not, and refuses it where one is asked for", async () => {
    const bundle = await bundleNow();
    const read = crypto.subtle.importKey.bind(crypto.subtle) as (...args: unknown[]) => Promise<CryptoKey>;
    const lacking = async () => Promise.reject(new DOMException("", "NotSupportedError"));
    const isCurve = (of: unknown) => JSON.stringify(of).includes("P-256");
    vi.spyOn(crypto.subtle, "importKey").mockImplementation((...args: unknown[]) =>
      isCurve(args[2]) ? lacking() : read(...args),
    );
    expect(await refusal(bundle)).toContain("time stamp 0: a key in it cannot be read here");
    vi.spyOn(crypto.subtle, "generateKey").mockImplementation(lacking);
    const { ok, lines: said } = await verify(bundle, TRUST);
    expect([ok, said.filter((line) => line.startsWith("not checked"))]).toEqual([
      true,
      [expect.stringMatching(/^not checked: time stamp 0: it cannot be checked here, .* P-256/)],
    ]);
    expect(await refusal(bundle, { tsa: [anna.root] })).toContain("time stamp 0: it cannot be checked here");
  });

  it("is checked so from a shell too", async () => {
    writeFileSync(at("bundle.json"), await bundleNow());
    writeFileSync(at("trust.json"), JSON.stringify(TRUST));
    const out = { log: vi.fn(), error: vi.fn() };
    const args = [at("bundle.json"), at("trust.json"), "--tsa", at("root.pem")];
    expect(await main(args, (name) => readFileSync(name, "utf8"), out)).toBe(0);
    expect(out.log.mock.calls.flat().join("\n")).toContain("whom you trust");
  });

  it("asks whom the reader trusts for a stamp of a state with the last statement of the round in it", async () => {
    await take(await answerTo(first, {}, bela), bela);
    const bundle = await bundleNow();
    expect(await lines(bundle, [bela.root])).toContainEqual(expect.stringContaining(`"Bela's clock", whom you trust`));
    expect(await refusal(bundle)).toBe("accepted");
    expect(await refusal(bundle, { tsa: [bela.root] })).toContain("has stamped the log with the last statement");
    await take(await answerTo(newest, {}, bela), bela);
    expect(await refusal(await bundleNow(), { tsa: [bela.root] })).toBe("accepted");
  });

  it("is refused after any one value of a time stamp is changed, or one is put in twice or under another log", async () => {
    type Stamped = { timestamps: { token: string; chain: string }[]; checkpoints: string[] };
    const bundle = JSON.parse(await bundleNow()) as Stamped;
    expect(bundle.timestamps).toHaveLength(3);
    const refused: string[] = [];
    for (const [, changed] of changes(bundle.timestamps))
      refused.push(await refusal(canonical({ ...bundle, timestamps: changed })));
    expect(refused).toHaveLength(6);
    expect(refused).not.toContain("accepted");
    const twice = [...bundle.timestamps, bundle.timestamps[0]];
    expect(await refusal(canonical({ ...bundle, timestamps: twice }))).toContain("stands there twice");
    const strange = { ...bundle.timestamps[0], more: 1 };
    expect(await refusal(canonical({ ...bundle, timestamps: [strange] }))).toContain("exactly the members");
    const token = stampInAnswer(anna.answer("cd".repeat(32)));
    const chain = await chainFor(token, readCertificates(anna.root), "It");
    const foreign = { token: Buffer.from(token).toString("base64"), chain: Buffer.from(chain).toString("base64") };
    expect(await refusal(canonical({ ...bundle, timestamps: [foreign] }))).toContain("is not of a checkpoint in this");
  });

  it("lists the stamps of every checkpoint, the newest first", async () => {
    const listed = await listTimestamps({ db });
    expect(listed).toHaveLength(3);
    expect(await db.select().from(timestamps).where(eq(timestamps.size, first.size))).toHaveLength(1);
  });
});
