import { describe, expect, it } from "vitest";
import { signLog } from "#app/domain/commitment/commands.server.ts";
import { publishCorrection } from "#app/domain/correction/commands.server.ts";
import { bundleOf, proofBundle } from "#app/domain/proof/queries.server.ts";
import { wholeLog } from "#app/domain/proof/whole-log.server.ts";
import { unpublishResults } from "#app/domain/result/commands.server.ts";
import type { Db } from "#db/client.server.ts";
import { PUBLIC_URL } from "#tests/support/address.ts";
import { correct, WHY } from "#tests/support/correcting.ts";
import { inTransaction, testDatabase } from "#tests/support/database.ts";
import { type Bundle, type Departure, forge, type Parts } from "#tests/support/forged-bundle.ts";
import { days } from "#tests/support/judging.ts";
import { aProvedRound, KEY, TRUST } from "#tests/support/proved-round.ts";
import { verify } from "../../../public/verify.mjs";

const { db } = await testDatabase();

async function aCorrected(tx: Db, given: Parameters<typeof aProvedRound>[1] = {}) {
  const made = await aProvedRound(tx, given);
  await correct(made.lin, made.chen, made.round.id);
  return { ...made, first: made.bundle, bundle: await proofBundle(made.chen, made.round.id) };
}
const made = await aCorrected(db, { against: false });
const told = async (bundle: string, kept = {}) => {
  const verdict = await verify(bundle, TRUST, kept);
  return verdict.ok ? verdict.lines : [verdict.failure];
};
const correction = ({ statements }: Pick<Parts, "statements">) =>
  statements.find(({ type, v }) => type === "correction" && v === 3)! as Parts["statements"][number] & {
    list: { entry: string; level: string | null; total: number }[];
    deviations: Departure[];
  };
/** The bundle with the portal's own key, stated anew after a change; without one it holds. */
const forged = (change: (of: ReturnType<typeof correction>, parts: Parts) => void) =>
  told(
    forge(made.bundle, KEY, (parts) => {
      const result = parts.statements.findIndex(({ type }) => type === "result");
      Object.assign(correction(parts), { result, replaces: result });
      change(correction(parts), parts);
    }),
  );

describe("a corrected list", () => {
  it("is recomputed from the same scores, and the verifier says which version it checked and why there is one", async () => {
    const lines = await told(made.bundle);
    expect(lines.join("\n")).toMatch(/version 2 of the list is leaf \d+ of the log, SHA-256 [0-9a-f]{64}, takes the/);
    expect(lines.join("\n")).toContain("checked is version 2 of the list");
    expect(lines).toContain(`afterwards: list corrected: ${WHY}`);
    expect(lines.join("\n")).toContain("The next in order.");
    expect((await told(made.first)).join("\n")).not.toContain("version 2");
  });

  it("keeps the first one beside it, names the awarded of its own, and opens no reason of an entry that came off", () => {
    const { names, reasons, statements } = JSON.parse(made.bundle) as Bundle;
    expect(names).toHaveLength(6);
    expect(statements.filter(({ json }) => json.includes('"type":"result"'))).toHaveLength(1);
    expect(reasons!.length).toBeGreaterThan(0);
    expect(made.bundle).not.toContain("CNRY");
    const before = new Set((JSON.parse(made.first) as Bundle).names.map(({ salt }) => salt));
    expect(names.filter(({ salt }) => !before.has(salt))).toHaveLength(1);
  });

  it("holds without any change, stated anew", async () => {
    expect((await forged(() => {})).join("\n")).toContain("checked is version 2 of the list");
  });

  it.each<[string, (of: ReturnType<typeof correction>, parts: Parts) => void, string]>([
    ["gives no reason", (of) => Object.assign(of, { reason: " " }), "gives no reason"],
    ["has one signature", (of) => Object.assign(of, { approvals: 1 }), "two people approved"],
    ["refers to another leaf", (of) => Object.assign(of, { replaces: 0 }), "the one before is leaf"],
    ["refers to another result", (of) => Object.assign(of, { result: 0 }), "do not refer to each other"],
    ["says that it is something else", (of) => Object.assign(of, { what: "withdrawn" }), "does not say that it is one"],
    ["has no salt", (of) => Object.assign(of, { salt: "" }), "the salt of the correction is not 32 bytes"],
    ["changes a score", (of) => Object.assign(of.list[0]!, { total: 0 }), "other ranks or scores"],
    ["leaves an entry out", (of) => void of.list.pop(), "other ranks or scores"],
    ["departs without saying so", (of) => void of.deviations.splice(0), "no departure is declared"],
    [
      "gives more places than there are",
      (of) => Object.assign(of.list.find(({ level }) => level === null)!, { level: "shortlisted" }),
      "which has 3 places",
    ],
    [
      "has the names of the first",
      (_of, parts) => Object.assign(parts, { names: (JSON.parse(made.first) as Bundle).names }),
      "was put in its place",
    ],
    ["opens no reason", (_of, parts) => Object.assign(parts, { reasons: [] }), "is not opened"],
    ["has members that nobody reads", (of) => Object.assign(of, { more: 1 }), "exactly the members"],
  ])("is refused when it %s", async (_what, change, because) => {
    expect((await forged(change)).join()).toContain(because);
  });

  it("cannot be stated twice of the same one before", async () => {
    const lines = await forged((of, { statements }) => void statements.push({ ...of, salt: "0".repeat(64) }));
    expect(lines.join()).toContain("version 3 of the list takes the place of leaf");
  });
});

it("cannot be left out: beside the whole log that is seen, and one that is signed and not out is in neither", () =>
  inTransaction(db, async (tx) => {
    const { round, lin, chen, bundle } = await aProvedRound(tx);
    const [before, why] = [await wholeLog(chen), "Its city asked to leave."];
    await correct(lin, chen, round.id, { out: false, why });
    expect(await proofBundle(chen, round.id)).toBe(bundle);
    expect(await wholeLog(chen)).toBe(before);
    await publishCorrection(chen, { roundId: round.id, at: days(0), pictures: [], publicUrl: PUBLIC_URL });
    await signLog(lin, KEY);
    const [corrected, log] = [await proofBundle(chen, round.id), await wholeLog(chen)];
    expect((await told(corrected, { log })).join("\n")).toContain("no correction that the bundle leaves out");
    expect((await told(bundle, { log })).join()).toContain("since this bundle was made");
    await unpublishResults(chen, { roundId: round.id, reason: "A mistake." });
    await signLog(lin, KEY);
    expect(await wholeLog(chen)).not.toContain(why);
    expect(await wholeLog(chen)).toContain("A mistake.");
  }));

it.each([
  ["where no scores are disclosed", { entries: 8, reviewers: 3 }],
  ["where the first list kept to the ranking", { against: false }],
  ["where adjusted scores decide", { method: "adjusted" as const, disclosure: 2 as const, against: false }],
])("holds %s, and after a second correction", (_where, given) =>
  inTransaction(db, async (tx) => {
    const { round, lin, chen, bundle } = await aCorrected(tx, given);
    expect((await told(bundle)).join("\n")).toContain("checked is version 2 of the list");
    await correct(lin, chen, round.id);
    expect((await told(await proofBundle(chen, round.id))).join("\n")).toContain("checked is version 3 of the list");
    expect((await bundleOf(chen, round.id, { names: false })).includes("CNRY")).toBe(false);
  }),
);
