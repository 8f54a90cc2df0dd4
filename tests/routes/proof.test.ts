import { createHash } from "node:crypto";
import { and, eq, ne } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { sha256 } from "#app/domain/audit/rules.ts";
import { PORTAL } from "#app/domain/context.ts";
import { leafHash } from "#app/domain/commitment/tree.ts";
import { noteKey, signNote } from "#app/domain/commitment/note.ts";
import { commitEntry } from "#app/domain/commitment/commands.server.ts";
import { commit, entryReceipt, paperReceipt, reviewReceipt } from "#app/domain/commitment/rules.ts";
import { signedReceipt } from "#app/domain/commitment/queries.server.ts";
import { checkReceipt } from "#app/domain/proof/receipts.server.ts";
import { sealEntries } from "#app/domain/proof/seal.server.ts";
import { signedCopy } from "#app/domain/proof/rules.ts";
import { joinPanel } from "#app/domain/panel/commands.server.ts";
import { takeOpenings } from "#app/domain/scrutiny/commands.server.ts";
import { publishResults, unpublishResults } from "#app/domain/result/commands.server.ts";
import { loader as leaves } from "#app/routes/public/leaves.ts";
import { loader as openData } from "#app/routes/public/open-data.tsx";
import { loader as bundle } from "#app/routes/public/proof-bundle.ts";
import { loader as proof } from "#app/routes/public/proof.tsx";
import { action as check } from "#app/routes/public/receipt.tsx";
import { loader as trust } from "#app/routes/public/trust.ts";
import { loader as verifierPage } from "#app/routes/public/verifier.ts";
import { loader as receipt } from "#app/routes/reviewer/receipt.tsx";
import { action as takeKey } from "#app/routes/reviewer/scrutiny-key.tsx";
import { action as takeSeed } from "#app/routes/reviewer/scrutiny-seed.tsx";
import { action as takeSignature } from "#app/routes/reviewer/scrutiny-signature.tsx";
import { lostEvents } from "#db/schema/audit.ts";
import { assignments } from "#db/schema/assignment.ts";
import { submissions, withdrawals } from "#db/schema/entry.ts";
import { countersignatures } from "#db/schema/countersignature.ts";
import { scrutineerKeys } from "#db/schema/scrutiny.ts";
import { PUBLIC_URL } from "#tests/support/address.ts";
import { inTransaction, testDatabase } from "#tests/support/database.ts";
import { rounds } from "#db/schema/round.ts";
import { anAccount, aRound, JUDGING } from "#tests/support/factories.ts";
import { aCandidate, aContest, contextOf, days } from "#tests/support/judging.ts";
import { aProvedRound, KEY } from "#tests/support/proved-round.ts";
import { aKeyStatement, aScrutinySignature } from "#tests/support/scrutiny.ts";
import { answerOf, testServices, visitAs } from "#tests/support/visit.ts";
import { includes, openNote, readKey, verify } from "../../public/verify.mjs";

const { db } = await testDatabase();
const made = await aProvedRound(db);
const services = { ...testServices(db), logKey: KEY };
const params = { roundId: made.round.id };
const get = async (loader: (args: Awaited<ReturnType<typeof visitAs>>) => Promise<unknown>, now = days(1)) =>
  answerOf(loader(await visitAs(db, null, "/x", { params, services, now })));

/** The answer with the bundle that is sent for it. */
const bundleFor = async (given: Parameters<typeof visitAs>[3]) => {
  const visit = await visitAs(db, null, "/x", given);
  const status = await bundle(visit).then(
    (answer) => answer.status,
    (thrown: { init: { status: number } }) => thrown.init.status,
  );
  return { status, page: visit.context.page, text: visit.context.page?.plain.toString() ?? "" };
};

describe("the proof of a published round", () => {
  it("says, as open data does, that saves are missing without which the portal goes on", async () => {
    const reason = "The disk failed";
    await db.insert(lostEvents).values([
      { until: days(-2), events: 3, at: days(-1), acceptedAt: days(-1), reason },
      { until: days(-3), events: 5, at: days(-1) },
    ]);
    for (const page of [proof, openData])
      expect((await get(page)).data).toMatchObject({ losses: [], lostSaves: [{ events: 3, reason }] });
    await db.delete(lostEvents);
  });

  it("has the whole log beside it, made once for each state, with which the verifier sees that nothing else is stated", async () => {
    const given = { params, services, now: days(1) };
    const taken = async (now = days(1)) => {
      const visit = await visitAs(db, null, "/x", { ...given, now });
      await leaves(visit);
      return visit.context.page!;
    };
    const log = await taken();
    expect(await taken()).toBe(log);
    expect((await taken(days(-30))).plain.toString().includes(made.round.id)).toBe(false);
    const verdict = await verify(
      (await bundleFor(given)).text,
      { keys: [KEY.verifier] },
      { log: log.plain.toString() },
    );
    expect(verdict.lines.filter((line) => line.includes("hold no other statement of this round"))).toHaveLength(1);
    expect(verdict.ok).toBe(true);
  });

  it("is made once for as long as nothing is added to it", async () => {
    const other = await aProvedRound(db, { against: false });
    const given = { params: { roundId: other.round.id }, services, now: days(1) };
    const [first, second] = await Promise.all([bundleFor(given), bundleFor(given)]);
    expect(second.page).toBe(first.page);
    expect((await bundleFor(given)).page).toBe(first.page);
    expect(first.page!.tag).toMatch(/^"[\w-]{43}"$/);
    const row = {
      roundId: other.round.id,
      accountId: other.chen.actor.id,
      note: "signed\nresult 1\n",
      bare: Buffer.alloc(32),
    };
    await db.insert(countersignatures).values({ ...row, signedAt: days(1), at: days(1) });
    const more = await bundleFor(given);
    expect(more.page!.tag).not.toBe(first.page!.tag);
    expect(JSON.parse(more.text)).toMatchObject({ countersignatures: ["signed\nresult 1\n"] });
    expect((await bundleFor({ ...given, now: days(-1) })).status).toBe(404);
  });

  it("is there for everybody, and holds with the keys that the portal names", async () => {
    const { status, text } = await bundleFor({ params, services, now: days(1) });
    const keys = (await get(trust)).data as { keys: string[] };
    expect(status).toBe(200);
    expect(keys).toEqual({ v: 1, keys: [KEY.verifier] });
    expect(await verify(text, keys)).toMatchObject({ ok: true });
    expect((await get(proof)).data).toMatchObject({ disclosure: 1, withheld: "", method: "mean", key: KEY.verifier });
  });

  it("does not exist before the publication", async () => {
    expect((await get(bundle, days(-1))).status).toBe(404);
    expect((await get(proof, days(-1))).status).toBe(404);
  });

  it("is signed to its last statement when somebody asks, and tells of a withdrawal once it is public again", async () => {
    const other = await aProvedRound(db, { against: false });
    await unpublishResults(other.lin, { roundId: other.round.id, reason: "A score was entered twice." });
    const asked = () => bundleFor({ params: { roundId: other.round.id }, services, now: days(1) });
    expect((await asked()).status).toBe(404);
    await publishResults(other.chen, { roundId: other.round.id, at: days(0), publicUrl: PUBLIC_URL });
    const verdict = await verify((await asked()).text, { keys: [KEY.verifier] });
    expect(verdict).toMatchObject({ ok: true });
    expect(verdict.lines.slice(-2)).toEqual([
      "afterwards: withdrawn: A score was entered twice.",
      "afterwards: published again",
    ]);
  });
});

describe("the verifier page", () => {
  it("runs only what stands in it", async () => {
    const answer = (await verifierPage(await visitAs(db, null, "/verify.html", { services }))) as unknown as Response;
    const html = await answer.text();
    const script = /<script type="module">([\s\S]*)<\/script>/.exec(html)![1]!;
    expect(answer.headers.get("content-security-policy")).toContain(
      `script-src 'sha256-${createHash("sha256").update(script).digest("base64")}';`,
    );
    expect(script).toContain("async function verify(");
    for (const id of ["receipt", "checkpoint"]) expect(html).toContain(`id="${id}" multiple>`);
    for (const id of ["freeze-by", "result-by"]) expect(html).toContain(`<input type="date" id="${id}">`);
    expect(script).toContain('by: { freeze: day("freeze-by"), result: day("result-by") }');
    expect(html).not.toMatch(/https?:\/\/|src=|href=/);
  });

  it("asks for two files and keeps the rest folded; tells whether all holds before it tells what", async () => {
    const answer = (await verifierPage(await visitAs(db, null, "/verify.html", { services }))) as unknown as Response;
    const [page, script] = (await answer.text()).split('<script type="module">');
    expect(page!.split("<details>").map((part) => part.match(/type="file"/g)?.length)).toEqual([2, 6]);
    expect(script!.lastIndexOf("words.holds")).toBeLessThan(script!.lastIndexOf('add("ol"'));
  });

  it("runs from right to left in Arabic", async () => {
    const answer = (await verifierPage(
      await visitAs(db, null, "/verify.html?lang=ar", { services }),
    )) as unknown as Response;
    expect(await answer.text()).toContain('<html lang="ar" dir="rtl">');
  });
});

const { text } = (await signedReceipt({ db }, KEY, { entryId: made.candidates[0]!.id }))!;
const field = (name: string) => new RegExp(`^${name} (.*)$`, "m").exec(text)![1]!;

/**
 * A receipt that is signed here and holds by itself, under salts of its own: as if it had been given before the
 * database was put back or exchanged.
 */
function another(given: { code?: string; version?: number; sha256?: string; received?: string }): string {
  const said = { code: made.candidates[0]!.code, version: 2, received: field("received"), sha256: field("sha256") };
  const content = { ...said, ...given };
  const [salt, city] = [Buffer.alloc(32, 8), field("city")];
  const hashes = {
    content: commit("content", { salt, record: content }),
    name: commit("name", { salt, record: { city, country: "UG", title: "Another" } }),
    number: commit("number", { salt, record: { entry: field("number") } }),
  };
  const parts = Object.fromEntries(Object.entries(hashes).map(([name, hash]) => [name, hash.toString("hex")]));
  return signNote(
    entryReceipt({
      ...content,
      city,
      cycle: field("cycle"),
      commitment: commit("entry", { salt, record: { cycle: field("cycle"), ...parts } }),
      salt,
      contentSalt: salt,
      numbered: { number: field("number"), numberSalt: salt, name: hashes.name, nameSalt: salt },
    }),
    KEY,
  );
}

describe("a receipt", () => {
  const send = async (form: Record<string, string>) =>
    (await answerOf(check(await visitAs(db, null, "/receipts", { form, services })))) as {
      status: number;
      data: { errors: object; found?: object };
    };

  it("is recognised as pasted, with its place in the sealed list", async () => {
    const { data } = await send({ receipt: text.replaceAll("\n", "\r\n") });
    expect(data.found).toMatchObject({
      outcome: "signed",
      code: made.candidates[0]!.code,
      version: 2,
      replaced: false,
      place: { entries: 12 },
      missing: false,
    });
  });

  it.each([
    ["another content", { sha256: "0".repeat(64) }],
    ["another moment", { received: days(-21).toISOString() }],
    ["nothing but other salts", {}],
    ["a version that does not exist", { version: 7 }],
    ["an entry that does not exist", { code: "GZ-2027-ZZZZZ" }],
  ])("that is signed for %s has no place in the list, and is told that something else is kept", async (_what, given) =>
    expect((await send({ receipt: another(given) })).data.found).toMatchObject({
      outcome: "not-kept",
      replaced: false,
      place: null,
      missing: false,
    }),
  );

  it.each([
    ["is missing from the list that was sealed after it", days(-15), true],
    ["waits for the next list where it came after the last", days(2), false],
  ])("without a place %s", (_what, now, missing) =>
    inTransaction(db, async (tx) => {
      const entry = await aCandidate(tx, { cycle: made.cycle });
      const [row] = await tx
        .select({ submissionId: submissions.id, sha256: submissions.sha256, receivedAt: submissions.receivedAt })
        .from(submissions)
        .where(and(eq(submissions.entryId, entry.id), eq(submissions.number, 2)));
      const received = { ...row!, number: 2, entryId: entry.id, cycleId: made.cycle.id, code: entry.code };
      await commitEntry(
        { ...made.lin, db: tx, now },
        { ...received, title: entry.title, cityName: entry.city.name, country: "UG" },
      );
      const { text: receipt } = (await signedReceipt({ db: tx }, KEY, { entryId: entry.id }))!;
      expect(await checkReceipt({ db: tx }, KEY, { receipt, reference: "", sha256: "" })).toMatchObject({
        outcome: "signed",
        place: null,
        missing,
      });
    }),
  );

  it("has no place any more in the list that was sealed anew after its entry was withdrawn", () =>
    inTransaction(db, async (tx) => {
      const [ctx, entry] = [{ ...made.lin, db: tx }, made.candidates[0]!];
      const placed = async () => {
        const { text: receipt, place } = (await signedReceipt(ctx, KEY, { entryId: entry.id }))!;
        const found = await checkReceipt(ctx, KEY, { receipt, reference: "", sha256: "" });
        return [place, "place" in found ? [found.place, found.missing] : null];
      };
      const before = { number: expect.any(Number) as number, entries: 12, seal: expect.any(Number) as number };
      expect(await placed()).toEqual([before, [before, false]]);
      await tx.insert(withdrawals).values({ entryId: entry.id, reason: "Moved on", at: ctx.now, by: ctx.actor.id });
      expect(await placed()).toEqual([before, [before, false]]);
      await sealEntries(ctx, made.cycle.id);
      expect(await placed()).toEqual([null, [null, true]]);
    }));

  const salt = Buffer.alloc(32, 7);
  const paper = { round: made.round.id, voter: "v", at: "2026", ranked: ["a", "b"] };
  const marks = { round: made.round.id, voter: "v", at: "2026", yes: ["a"], no: [] };
  const handedIn = { round: made.round.id, entry: "a", reviewer: "r", scores: [3, null], comment: "c", at: "2026" };
  const vote = paperReceipt({ record: paper, commitment: commit("paper", { salt, record: paper }), salt });
  const approval = paperReceipt({ record: marks, commitment: commit("paper", { salt, record: marks }), salt });
  const review = reviewReceipt({
    record: handedIn,
    commitment: commit("score-event", { salt, record: handedIn }),
    salt,
  });

  it.each([
    ["vote", "vote", vote],
    ["vote by approval", "vote", approval],
    ["review", "review", review],
  ])("for a %s is recognised, and nothing else is said of it", async (_what, about, given) =>
    expect((await send({ receipt: signNote(given, KEY) })).data.found).toEqual({ outcome: "personal", about }),
  );

  it.each<[string, string, (given: string) => string]>([
    ["an entry with another SHA-256", text, (given) => given.replace(/^sha256 .*$/m, `sha256 ${"0".repeat(64)}`)],
    ["an entry with another version", text, (given) => given.replace(/^version 2$/m, "version 1")],
    ["an entry with another number here", text, (given) => given.replace(/^number .*$/m, "number another")],
    ["an entry with a line more", text, (given) => `${given}note anything\n`],
    ["a review with another score", review, (given) => given.replace("scores 3 n/a", "scores 4 n/a")],
    ["a review with no score at all", review, (given) => given.replace("scores 3 n/a", "scores many")],
    ["a vote in another order", vote, (given) => given.replace("ranked a b", "ranked b a")],
    ["a vote with a yes for a no", approval, (given) => given.replace("yes a\nno ", "yes \nno a")],
    ["a vote under another salt", vote, (given) => given.replace(/^salt .*$/m, "salt 07")],
  ])("is refused though it is signed: %s than its commitment holds", async (_what, honest, lie) => {
    const said = honest.split("\n\n")[0]!.replace(/\n*$/, "\n");
    expect(lie(said)).not.toBe(said);
    expect((await send({ receipt: signNote(said, KEY) })).data.found).not.toEqual({ outcome: "broken" });
    expect((await send({ receipt: signNote(lie(said), KEY) })).data.found).toEqual({ outcome: "broken" });
  });

  it.each<[string, string, (given: string) => string]>([
    ["says what is kept", "unshown", (given) => given],
    ["names another city", "unshown", (given) => given.replace(/^city .*$/m, "city Elsewhere")],
    ["says another SHA-256", "not-kept", (given) => given.replace(/^sha256 .*$/m, `sha256 ${"0".repeat(64)}`)],
  ])(
    "of the older form, which does not open its commitment, is not called genuine: one that %s",
    async (_what, outcome, change) => {
      const older = text
        .split("\n\n")[0]!
        .replace(/^(number|number-salt|name|name-salt) .*\n?/gm, "")
        .trimEnd();
      expect((await send({ receipt: signNote(change(`${older}\n`), KEY) })).data.found).toMatchObject({ outcome });
    },
  );

  it("is recognised by reference and SHA-256, together only", async () => {
    expect(
      (await send({ reference: made.candidates[0]!.code.toLowerCase(), sha256: field("sha256") })).data.found,
    ).toMatchObject({ outcome: "known", version: 2 });
    expect((await send({ reference: made.candidates[1]!.code, sha256: field("sha256") })).data.found).toEqual({
      outcome: "unmatched",
    });
    expect(await send({ reference: made.candidates[0]!.code })).toMatchObject({
      status: 422,
      data: { errors: { receipt: "required" } },
    });
    expect(await send({ reference: "x", sha256: "short" })).toMatchObject({
      status: 422,
      data: { errors: { sha256: "not-a-fingerprint" } },
    });
  });

  it.each<[string, (given: string) => string]>([
    ["one letter of it changed", (given) => given.replace("version 2", "version 1")],
    ["its signature cut", (given) => given.slice(0, -20)],
    ["another kind of signed text", () => "award.example/log\n1\nAAAA\n"],
    ["anything", () => "hello"],
  ])("is not recognised with %s", async (_what, change) =>
    expect((await send({ receipt: change(text) })).data.found).toEqual({ outcome: "unknown" }),
  );
});

describe("the PDF copy of an entry", () => {
  const pdf = signedCopy(Buffer.from("%PDF-1.7\nWhat the city entered.\n%%EOF\n"), text, KEY);
  const upload = async (bytes: Uint8Array | string) => {
    const body = new FormData();
    body.append("file", "yes");
    body.append("pdf", new Blob([bytes as Uint8Array<ArrayBuffer>], { type: "application/pdf" }), "copy.pdf");
    const asked = await visitAs(db, null, "/receipts", { services });
    return (await answerOf(check({ ...asked, request: new Request(asked.request.url, { method: "POST", body }) }))) as {
      status: number;
      data: { errors: object; found?: object };
    };
  };
  const altered = (from: string, to: string) =>
    Buffer.from(Buffer.from(pdf).toString("latin1").replace(from, to), "latin1");

  it("is recognised byte for byte, with what its receipt says", async () => {
    expect((await upload(pdf)).data.found).toMatchObject({
      outcome: "copy",
      code: made.candidates[0]!.code,
      version: 2,
      replaced: false,
      place: { entries: 12 },
    });
  });

  it.each([{ sha256: "0".repeat(64) }, { received: days(-21).toISOString() }, { version: 7 }])(
    "for something else than is kept, %o, has no place in the list",
    async (given) => {
      const signed = signedCopy(Buffer.from("%PDF-1.7\n%%EOF\n"), another(given), KEY);
      const changed = Buffer.concat([signed, Buffer.from(" ")]);
      expect((await upload(signed)).data.found).toMatchObject({ outcome: "not-kept", place: null, missing: false });
      expect((await upload(changed)).data.found).toMatchObject({ outcome: "copy-changed", kept: false, place: null });
    },
  );

  it.each<[string, () => Uint8Array]>([
    ["a word of its pages changed", () => altered("entered", "dreamed")],
    ["something after its end", () => Buffer.concat([pdf, Buffer.from("\n%%EOF\n")])],
    ["a letter after its signature", () => Buffer.concat([pdf, Buffer.from(" ")])],
  ])("with %s, is told apart from its receipt, which is genuine", async (_what, made) =>
    expect((await upload(made())).data.found).toMatchObject({ outcome: "copy-changed", version: 2 }),
  );

  it.each<[string, () => Uint8Array | string]>([
    ["without a signature", () => "%PDF-1.7\n%%EOF\n"],
    ["with its end cut off", () => pdf.slice(0, -30)],
    ["that is none", () => "hello"],
    [
      "signed by another portal",
      () => signedCopy(Buffer.from("%PDF-1.7\n%%EOF\n"), text, noteKey(KEY.name, Buffer.alloc(32, 200))),
    ],
    [
      "with a receipt pasted as its signature",
      () =>
        Buffer.concat([
          Buffer.from("%PDF-1.7\n%%EOF\n"),
          Buffer.from("\n%award-portal-copy "),
          Buffer.from(Buffer.from(text).toString("base64")),
        ]),
    ],
  ])("%s is not recognised", async (_what, made) =>
    expect((await upload(made())).data.found).toEqual({ outcome: "copy-unsigned" }),
  );

  it("has to be chosen", async () =>
    expect(await upload("")).toMatchObject({ status: 422, data: { errors: { pdf: "required" } } }));
});

describe("a reviewer's receipt", () => {
  it("says what is stored and where it stands in the log, to its author alone", async () => {
    const [task] = await db
      .select({ id: assignments.id, reviewerId: assignments.reviewerId })
      .from(assignments)
      .where(eq(assignments.roundId, made.round.id))
      .orderBy(assignments.readingOrder)
      .limit(1);
    const [other] = await db
      .select({ reviewerId: assignments.reviewerId })
      .from(assignments)
      .where(and(eq(assignments.roundId, made.round.id), ne(assignments.reviewerId, task!.reviewerId)))
      .limit(1);
    const ask = async (reviewerId: string, now = new Date()) =>
      answerOf(
        receipt(await visitAs(db, { id: reviewerId }, "/x", { params: { assignmentId: task!.id }, services, now })),
      );
    const { status, data } = await ask(task!.reviewerId);
    expect(status).toBe(200);
    expect(data).toMatchObject({
      scores: [{ mark: 1 }, { mark: 1 }],
      text: expect.stringContaining(`for review by ${task!.reviewerId}\n`) as string,
      proof: expect.stringMatching(/^c2sp.org\/tlog-proof@v1\nindex \d+\n/) as string,
    });
    const { text: signed, proof: inLog } = data as { text: string; proof: string };
    const keys = [await readKey(KEY.verifier)];
    expect(await openNote(signed, keys, "it")).toContain("scores 1 1\n");
    const [head, note] = [inLog.slice(0, inLog.indexOf("\n\n")).split("\n"), inLog.slice(inLog.indexOf("\n\n") + 2)];
    const [, size, root] = (await openNote(note, keys, "it")).split("\n");
    const leaf = leafHash(Buffer.from(/^commitment (.*)$/m.exec(signed)![1]!, "hex"));
    expect(
      await includes({
        leaf,
        index: Number(head[1]!.slice(6)),
        size: Number(size),
        root: Buffer.from(root!, "base64"),
        proof: head.slice(2).map((each) => Buffer.from(each, "base64")),
      }),
    ).toBe(true);
    expect((await ask(other!.reviewerId)).status).toBe(404);
  });
});

describe("the pages of a scrutineer and that of the proof", () => {
  const key = noteKey("scrutineer.example/nadia", Buffer.alloc(32, 77));

  it("take a key beside the field of which stand what is wrong with it, and what was typed", async () => {
    const cycle = await aContest(db);
    const round = await aRound(db, { ...JUDGING, cycleId: cycle.id });
    const { id } = await anAccount(db);
    await joinPanel({ db, actor: PORTAL, now: days(-3) }, { roundId: round.id, accountId: id, role: "scrutineer" });
    const { actor } = await contextOf(db, { id });
    const send = async (typed: string) =>
      answerOf(
        takeKey(await visitAs(db, actor, "/x", { params: { roundId: round.id }, services, form: { key: typed } })),
      );
    for (const [typed, why] of [
      ["", "required"],
      ["no key", "not-a-scrutineer-key"],
    ])
      expect(await send(typed!)).toMatchObject({ status: 422, data: { errors: { key: why }, typed: { key: typed } } });
    const other = noteKey("scrutineer.example/other", Buffer.alloc(32, 93));
    const printed = `${other.verifier}\r\n\r\n${aKeyStatement(other).replaceAll("\n", "\r\n")}`;
    expect(await send(other.verifier)).toMatchObject({ status: 422 });
    expect(await send(printed)).toMatchObject({ status: 303 });
    expect(await send(printed)).toMatchObject({ status: 409 });
  });

  it("take a seed of lots with whatever the program printed before it, and nothing else", async () => {
    const [own, seed] = [noteKey("scrutineer.example/seeded", Buffer.alloc(32, 94)), "a1".repeat(32)];
    const other = await aProvedRound(db, {
      against: false,
      committed: [{ key: own, seed, opens: false }],
      meanwhile: async ([first]) => {
        const [task] = await db.select().from(assignments).where(eq(assignments.id, first!.id));
        const [holder] = await db.select().from(scrutineerKeys).where(eq(scrutineerKeys.key, own.verifier));
        const { actor } = await contextOf(db, { id: holder!.accountId });
        await db
          .update(rounds)
          .set({ closesAt: days(-1) })
          .where(eq(rounds.id, task!.roundId));
        const seen = { params: { roundId: task!.roundId }, services, now: days(0) };
        const send = async (typed: string) =>
          answerOf(takeSeed(await visitAs(db, actor, "/x", { ...seen, form: { seed: typed } })));
        for (const [typed, why] of [
          ["", "required"],
          ["no seed", "not-your-seed"],
          ["b2".repeat(32), "not-your-seed"],
        ])
          expect(await send(typed!)).toMatchObject({ status: 422, data: { errors: { seed: why } } });
        expect(await send(`Your seed of the lots:\r\n\r\n${seed}\r\n`)).toMatchObject({ status: 303 });
        expect(await send(seed)).toMatchObject({ status: 409 });
      },
    });
    const verdict = await verify(other.bundle, { keys: [KEY.verifier] });
    expect(verdict).toMatchObject({ ok: true, scrutineers: [{ key: own.verifier, seed: "opened" }] });
  });

  it("take a signature with whatever the program printed before it, and tell by whom and when", async () => {
    const other = await aProvedRound(db, { against: false, entries: 10, scrutineers: [key] });
    const [ctx, roundId] = [other.scrutineers[0]!, other.round.id];
    const seen = { params: { roundId }, services, now: days(1) };
    const told = async () => (await answerOf(proof(await visitAs(db, null, "/x", seen)))).data;
    expect(await told()).toMatchObject({ signatures: [{ key: key.verifier, name: null, checkedAt: null }] });
    const openings = sha256(await takeOpenings({ ...ctx, now: days(1) }, roundId));
    const checked = days(1)
      .toISOString()
      .replace(/\.\d+Z/, "Z");
    const note = await aScrutinySignature(other.bundle, key, { openings, checked });
    const form = { signature: `ok  all of it\r\n\r\n${note.replaceAll("\n", "\r\n")}` };
    const send = async (given = form) =>
      answerOf(takeSignature(await visitAs(db, ctx.actor, "/x", { ...seen, form: given })));
    const wrong = { signature: note.replace(/^result \d+$/m, "result 1") };
    expect(await send(wrong)).toMatchObject({
      status: 422,
      data: { errors: { signature: "not-your-signature" }, typed: wrong },
    });
    expect(await told()).toMatchObject({ signatures: [{ name: null }] });
    expect(await send()).toMatchObject({ status: 303 });
    expect(await told()).toMatchObject({
      signatures: [{ key: key.verifier, name: `Holder of ${key.name}`, checkedAt: days(1) }],
    });
    expect(await send()).toMatchObject({ status: 409 });
    expect(
      await verify((await bundleFor(seen)).text, { keys: [KEY.verifier], scrutineers: [key.verifier] }),
    ).toMatchObject({ ok: true });
  });
});
