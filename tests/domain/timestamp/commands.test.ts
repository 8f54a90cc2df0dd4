import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { desc, eq, sql } from "drizzle-orm";
import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { run } from "#app/cli/commands/timestamp.ts";
import { PORTAL } from "#app/domain/context.ts";
import { canonical } from "#app/domain/audit/rules.ts";
import { proofBundle, stateOfBundle, timestampsOf } from "#app/domain/proof/queries.server.ts";
import { takeTimestamp } from "#app/domain/timestamp/commands.server.ts";
import { listTimestamps, verifyTimestamps } from "#app/domain/timestamp/queries.server.ts";
import { readTimestampQuery } from "#app/domain/timestamp/rules.ts";
import { loader as note } from "#app/routes/public/signed-note.ts";
import { loader as file } from "#app/routes/public/timestamp.ts";
import { logCheckpoints } from "#db/schema/commitment.ts";
import { timestamps } from "#db/schema/timestamp.ts";
import { eventsOf } from "#tests/support/audit.ts";
import { correct } from "#tests/support/correcting.ts";
import { inTransaction, testDatabase } from "#tests/support/database.ts";
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
    await take(await answerTo(first, { at: first.at }, bela), bela);
    const bundle = await bundleNow();
    expect(await lines(bundle, [bela.root])).toContainEqual(expect.stringContaining(`"Bela's clock", whom you trust`));
    expect(await refusal(bundle)).toBe("accepted");
    expect(await refusal(bundle, { tsa: [bela.root] })).toContain("has stamped the log with the last statement");
    await take(await answerTo(newest, {}, bela), bela);
    expect(await refusal(await bundleNow(), { tsa: [bela.root] })).toBe("accepted");
  });

  it("says since when each statement is shown, and refuses one that was stamped after the day that the reader asks for", async () => {
    const [bundle, tsa] = [await bundleNow(), [bela.root]];
    const told = (by: Record<string, string>) => verify(bundle, TRUST, { tsa, by });
    const { lines: said } = await told({});
    const since = said.find((line) => line.startsWith("by an authority that you trust existed"))!;
    expect(since).toContain(`the rules on ${first.at.toISOString().slice(0, 10)}`);
    expect(since).toMatch(/the frozen scores on \S+Z, the result on \S+Z\. Nothing is shown of the time before/);
    const [at] = /(?<=the result on )\S+Z/.exec(since)!;
    const before = new Date(Date.parse(at) - 1000).toISOString().replace(/\.\d+/, "");
    const [day, eve] = [at.slice(0, 10), new Date(Date.parse(at) - 864e5).toISOString().slice(0, 10)];
    for (const by of [{ result: at }, { result: day }, { freeze: day, result: day }, { rules: day }])
      expect(await refusal(bundle, { tsa, by })).toBe("accepted");
    expect((await told({ result: day })).lines).toContain(
      `the result existed by ${day} (UTC), as you ask: stamped on ${at}`,
    );
    for (const by of [{ result: before }, { result: eve }, { freeze: "2020-01-01", result: day }])
      expect(await refusal(bundle, { tsa, by })).toMatch(/^the first time stamp .* is of .*, and you ask for one by/);
    for (const result of ["", "tomorrow", "2026-13-01", "2026-02-30", "2026-12-31T24:60:00Z"])
      expect(await refusal(bundle, { tsa, by: { result } })).toContain("is not a day");
    expect(await refusal(bundle, { by: { result: day } })).toContain("name no authority that you trust");
  });

  it("is asked by when the last version of a corrected list was stamped", () =>
    inTransaction(db, async (tx) => {
      const keep = async (of: typeof newest, moment: Date) =>
        takeTimestamp({ ...portal, db: tx, now: moment }, await answerTo(of, { at: moment }, bela), {
          roots: bela.root,
          query: null,
        });
      const newestOf = () => tx.select().from(logCheckpoints).orderBy(desc(logCheckpoints.size)).limit(1);
      const { round, lin, chen } = await aProvedRound(tx, { entries: 10, against: false });
      const [[stated], day] = [await newestOf(), days(1).toISOString().slice(0, 10)];
      await keep(stated!, days(1));
      vi.setSystemTime(days(4));
      await correct({ ...lin, now: days(3) }, { ...chen, now: days(3) }, round.id);
      const [last] = await newestOf();
      await keep(last!, days(4));
      const bundle = await proofBundle({ db: tx, now: days(4) }, round.id);
      const asked = { tsa: [bela.root], by: { result: day } };
      expect(await refusal(bundle, asked)).toMatch(/over version 2 of the list is of .* and you ask for one by/);
      expect(await refusal(bundle, { ...asked, by: { result: days(4).toISOString().slice(0, 10) } })).toBe("accepted");
      const { lines: said } = await verify(bundle, TRUST, { tsa: [bela.root] });
      expect(said.join("\n")).toMatch(/the result on \S+Z, version 2 of the list on \S+Z\./);
    }));

  it("has the first by each root, under one name too", () =>
    inTransaction(db, async (tx) => {
      const anew = aTimeAuthority("Anna's clock");
      const answer = await answerTo(newest, { at: new Date(newest.at.getTime() + 9000) }, anew);
      await takeTimestamp({ ...portal, db: tx }, answer, { roots: anew.root, query: null });
      const bundle = await proofBundle({ db: tx, now: days(1) }, made.round.id);
      for (const { root } of [anna, anew]) expect(await refusal(bundle, { tsa: [root] })).toBe("accepted");
      expect((await verifyTimestamps(tx)).faults).toEqual([]);
    }));

  it("asks so from a shell too", async () => {
    writeFileSync(at("bela.pem"), bela.root);
    writeFileSync(at("bundle.json"), await bundleNow());
    const out = { log: vi.fn(), error: vi.fn() };
    const command = [at("bundle.json"), at("trust.json"), "--tsa", at("bela.pem")];
    const ran = (...args: string[]) => main([...command, ...args], (name) => readFileSync(name, "utf8"), out);
    expect(await ran("--result-by", "2120-01-01")).toBe(0);
    expect(await ran("--freeze-by", "2020-01-01")).toBe(1);
    expect(await ran("--result-by")).toBe(1);
    expect(out.error.mock.calls.flat().join("\n")).toMatch(/frozen scores is of .*\n.*"" is not a day/);
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

  it("is not in the bundle or on its page, but in the list of all, where an earlier one shows as much", async () => {
    const [before, page] = [await bundleNow(), { db, now: days(1) }];
    const later = await answerTo(newest, { at: new Date(newest.at.getTime() + 60_000) }, bela);
    await take(later, bela);
    expect(await bundleNow()).toBe(before);
    expect(await timestampsOf(page, made.round.id)).toHaveLength(3);
    expect(await listTimestamps({ db })).toHaveLength(4);
    const earlier = await answerTo(newest, { at: new Date(newest.at.getTime() + 1000) }, bela);
    await take(earlier, bela);
    const now = JSON.parse(await bundleNow()) as { timestamps: { token: string }[] };
    const tokens = now.timestamps.map(({ token }) => token);
    expect(tokens).toHaveLength(3);
    expect(tokens).toContain(Buffer.from(stampInAnswer(earlier)).toString("base64"));
    expect(tokens).not.toContain(Buffer.from(stampInAnswer(later)).toString("base64"));
  });

  it("is checked again with the audit trail: one that is not as it was kept is named", async () => {
    expect(await verifyTimestamps(db)).toEqual({ checked: 5, faults: [] });
    const [one, two, three, four] = await listTimestamps({ db });
    const shift = (id: string) =>
      sql`update timestamps set stamped_at = stamped_at - interval '1 day' where id = ${id}`;
    await inTransaction(db, async (tx) => {
      await tx.execute(sql`alter table timestamps disable trigger user`);
      await tx.execute(shift(one!.id));
      await tx.execute(
        sql`update timestamps set token = set_byte(token, 700, get_byte(token, 700) # 1) where id = ${two!.id}`,
      );
      await tx.execute(sql`update timestamps set size = ${first.size} where id = ${three!.id}`);
      await tx.execute(sql`update timestamps set chain = '' where id = ${four!.id}`);
      const { checked, faults } = await verifyTimestamps(tx);
      expect(checked).toBe(5);
      expect(faults).toHaveLength(4);
      expect(faults.join("\n")).toContain(`${one!.id}: its token says another time or authority`);
      expect(faults.join("\n")).toContain(`${two!.id}: its token is another`);
      expect(faults.join("\n")).toContain(`${three!.id}: it is not of this checkpoint`);
      expect(faults.join("\n")).toContain(`${four!.id}: its token: it lacks the certificate above`);
    });
  });

  it("lists the stamps of every checkpoint, the newest first", async () => {
    const listed = await listTimestamps({ db });
    expect(listed).toHaveLength(5);
    expect(await db.select().from(timestamps).where(eq(timestamps.size, first.size))).toHaveLength(1);
  });
});
