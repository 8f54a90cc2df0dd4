import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { canonical } from "#app/domain/audit/rules.ts";
import { appendStatement, signLog } from "#app/domain/commitment/commands.server.ts";
import { newestCheckpoint } from "#app/domain/witness/queries.server.ts";
import { aboutOf, proofBundle, statementAt } from "#app/domain/proof/queries.server.ts";
import { stateOfLog, wholeLog } from "#app/domain/proof/whole-log.server.ts";
import { publishResults, unpublishResults } from "#app/domain/result/commands.server.ts";
import { PUBLIC_URL } from "#tests/support/address.ts";
import { publications } from "#db/schema/result.ts";
import { inTransaction, testDatabase } from "#tests/support/database.ts";
import { type Bundle, forge } from "#tests/support/forged-bundle.ts";
import { days } from "#tests/support/judging.ts";
import { aProvedRound, KEY, TRUST } from "#tests/support/proved-round.ts";
import { verify } from "../../../public/verify.mjs";

const { db } = await testDatabase();
const typeOf = ({ json }: { json: string }) => (JSON.parse(json) as { type: string }).type;

/** A bundle without some of its statements, as anybody can write it. */
const without = (bundle: string, drop: (statement: { json: string }, at: number) => boolean): string => {
  const parts = JSON.parse(bundle) as Bundle;
  return canonical({ ...parts, statements: parts.statements.filter((each, at) => !drop(each, at)) });
};
const told = async (bundle: string, checkpoints: string[] = []) => {
  const verdict = await verify(bundle, TRUST, { checkpoints });
  return verdict.ok ? verdict.lines : [verdict.failure];
};
const others = (lines: string[]) =>
  lines.find((line) => line.startsWith("leaves of the log") && line.includes("The others should be"));
const resultIn = (lines: string[]) => lines.find((line) => line.startsWith("the result is leaf"));

it("a correction that is left out leaves a gap, or ends before the newest checkpoint", () =>
  inTransaction(db, async (tx) => {
    const { round, chen, bundle } = await aProvedRound(tx, { against: false });
    expect(others(await told(bundle))).toBeUndefined();
    await unpublishResults(chen, { roundId: round.id, reason: "A score was entered twice." });
    await publishResults(chen, { roundId: round.id, at: days(0), publicUrl: PUBLIC_URL });
    await signLog(chen, KEY);
    const [corrected, newest] = [await proofBundle(chen, round.id), (await newestCheckpoint({ db: tx }))!];
    const lines = await told(corrected, [newest]);
    expect(lines).toContain("afterwards: withdrawn: A score was entered twice.");
    expect(others(lines)).toBeUndefined();
    expect(lines.join()).not.toContain("--checkpoint");
    expect((await told(corrected)).join()).toContain("--checkpoint");

    const hushed = await told(without(corrected, (each) => typeOf(each) === "correction"));
    expect(hushed.join()).not.toContain("afterwards");
    expect(others(hushed)).toMatch(/does not show: 5, of them 1 right before/);
    expect(await told(bundle, [newest])).toEqual([expect.stringContaining("before the checkpoint you kept")]);
  }));

it("corrections are salted, and those of before, without a salt, are read still", () =>
  inTransaction(db, async (tx) => {
    const { round, chen } = await aProvedRound(tx, { against: false });
    await unpublishResults(chen, { roundId: round.id, reason: "A score was entered twice." });
    await publishResults(chen, { roundId: round.id, at: days(0), publicUrl: PUBLIC_URL });
    await signLog(chen, KEY);
    const bundle = await proofBundle(chen, round.id);
    const salts = (JSON.parse(bundle) as Bundle).statements
      .filter(({ json }) => typeOf({ json }) === "correction")
      .map(({ json }) => JSON.parse(json) as { v: number; salt: string });
    expect(salts).toMatchObject([{ v: 2 }, { v: 2 }]);
    expect(new Set(salts.map(({ salt }) => salt)).size).toBe(2);
    const forged = (change: (each: Record<string, unknown>) => void) =>
      told(
        forge(bundle, KEY, ({ statements }) => {
          const result = statements.findIndex(({ type }) => type === "result");
          for (const each of statements.filter(({ type }) => type === "correction"))
            change(Object.assign(each, { result }));
        }),
      );
    const unsalted = await forged((each) => {
      each["v"] = 1;
      delete each["salt"];
    });
    expect(unsalted).toContain("afterwards: withdrawn: A score was entered twice.");
    const short = await forged((each) => Object.assign(each, { salt: "00" }));
    expect(short).toEqual(["the salt of the correction is not 32 bytes"]);
  }));

it("of two results in one log either bundle says that something is not shown, and each another result", () =>
  inTransaction(db, async (tx) => {
    const { round, chen, bundle } = await aProvedRound(tx, { against: false });
    const first = (await statementAt({ db: tx }, "result", { roundId: round.id }))!;
    await appendStatement(chen, { ...first.statement, type: "result", approvals: 2 }, aboutOf(round.id, first));
    await signLog(chen, KEY);
    const both = await proofBundle(chen, round.id);
    expect(await told(both)).toEqual([expect.stringContaining("not exactly one result")]);
    const last = (JSON.parse(both) as Bundle).statements.length - 1;
    const [one, other] = await Promise.all(
      [last, last - 1].map((drop) => told(without(both, (_each, at) => at === drop))),
    );
    for (const lines of [one!, other!]) expect(others(lines)).toMatch(/does not show: 3, of them [12] right before/);
    expect(resultIn(one!)).toBe(resultIn(await told(bundle)));
    expect(resultIn(other!)).not.toBe(resultIn(one!));
  }));

/** What the verifier says of a bundle beside the whole log: its line about that, or why it refuses. */
const beside = async (bundle: string, log: string) => {
  const verdict = await verify(bundle, TRUST, { log });
  return verdict.ok ? verdict.lines.find((line) => /leaves of the log, up to/.test(line)) : verdict.failure;
};
const edited = (log: string, edit: (leaves: string[]) => string[]) => {
  const file = JSON.parse(log) as { leaves: string[] };
  return canonical({ ...file, leaves: edit([...file.leaves]) });
};

describe("with the whole log", () => {
  it("it is seen that nothing else is stated of a round, and a second result or a correction that a bundle leaves out", () =>
    inTransaction(db, async (tx) => {
      const { round, chen, bundle } = await aProvedRound(tx, { against: false });
      const log = await wholeLog(chen);
      expect(await beside(bundle, log)).toMatch(
        /are all there: they hold no other statement of this round.*Of other rounds: 0/,
      );
      await unpublishResults(chen, { roundId: round.id, reason: "A score was entered twice." });
      await publishResults(chen, { roundId: round.id, at: days(0), publicUrl: PUBLIC_URL });
      await signLog(chen, KEY);
      const [corrected, grown] = [await proofBundle(chen, round.id), await wholeLog(chen)];
      expect(await beside(corrected, grown)).toContain("are all there: they hold no other statement");
      expect(
        await beside(
          without(corrected, (each) => typeOf(each) === "correction"),
          grown,
        ),
      ).toContain("states a correction of this round that the bundle does not show");
      expect(await beside(bundle, grown)).toContain("since this bundle was made");
      expect(await beside(corrected, log)).toContain("before the bundle: take it again");

      const first = (await statementAt({ db: tx }, "result", { roundId: round.id }))!;
      await appendStatement(chen, { ...first.statement, type: "result", approvals: 2 }, aboutOf(round.id, first));
      await signLog(chen, KEY);
      const last = (JSON.parse(await proofBundle(chen, round.id)) as Bundle).statements.length - 1;
      const hushed = without(await proofBundle(chen, round.id), (_each, at) => at === last);
      expect(await beside(hushed, await wholeLog(chen))).toContain("states a result of this round");
    }));

  it("no leaf can be changed, left out, added, or made pass for another kind", () =>
    inTransaction(db, async (tx) => {
      const { chen, bundle } = await aProvedRound(tx, { against: false });
      const log = await wholeLog(chen);
      const { leaves } = JSON.parse(log) as { leaves: string[] };
      const statement = leaves.findLastIndex((leaf) => leaf.startsWith("{"));
      const commitment = leaves.findIndex((leaf) => /^[0-9a-f]{64}$/.test(leaf));
      const refusals = [
        edited(log, (all) => all.with(commitment, "0".repeat(64))),
        edited(log, (all) => all.with(statement, "0".repeat(64))),
        edited(log, (all) => all.with(commitment, `?${all[commitment]}`)),
        edited(log, (all) => all.toSpliced(commitment, 1)),
        edited(log, (all) => [...all, "0".repeat(64)]),
        edited(log, (all) => all.with(commitment, 7 as never)),
      ];
      for (const file of refusals)
        expect(await beside(bundle, file)).toMatch(/^(the leaves of the log|the log holds|leaf )/);
    }));

  it("what is not public yet is closed, and the reader is warned; what was taken back shows that alone", () =>
    inTransaction(db, async (tx) => {
      const { round, chen, bundle } = await aProvedRound(tx, { against: false });
      const other = await aProvedRound(tx, { against: false });
      const all = await wholeLog(chen);
      expect(all.includes('"?')).toBe(false);
      expect(await beside(await proofBundle(chen, round.id), all)).toMatch(/Of other rounds: [1-9]/);
      const state = await stateOfLog(chen);
      await tx
        .update(publications)
        .set({ publishedAt: days(1) })
        .where(eq(publications.roundId, other.round.id));
      expect(await stateOfLog(chen)).not.toBe(state);
      const closed = await wholeLog(chen);
      expect(closed.includes(other.round.id)).toBe(false);
      expect(await beside(await proofBundle(chen, round.id), closed)).toMatch(
        /^WARNING: .* statements that are not public yet/,
      );
      expect(await beside(bundle, closed)).toBeDefined();
      await unpublishResults(chen, { roundId: round.id, reason: "A score was entered twice." });
      await signLog(chen, KEY);
      const { leaves } = JSON.parse(await wholeLog(chen)) as { leaves: string[] };
      const told = leaves.filter((leaf) => leaf.includes(round.id)).map((leaf) => typeOf({ json: leaf }));
      expect(told).toEqual(["correction"]);
      expect(await beside(bundle, await wholeLog(chen))).toContain("states a correction of this round since");
    }));
});

it("M7: that the log goes on from an older copy stands in every bundle after it, and asks no witness for more", () =>
  inTransaction(db, async (tx) => {
    const { round, chen, bundle } = await aProvedRound(tx, { against: false });
    const [before, root] = [JSON.parse(bundle) as Bundle, "ab".repeat(32)];
    const held = before.statements.at(-1)!.index + 1;
    const statement = { type: "restored", v: 1, size: held + 4, root, held, reason: "The disk broke." } as const;
    await appendStatement(chen, statement, {});
    await signLog(chen, KEY);
    const gone = await proofBundle(chen, round.id);
    const warning = new RegExp(
      `^WARNING: leaf ${held + 1} of the log says that it goes on from an older copy of ${held}`,
    );
    const warned = (lines: string[]) => lines.filter((line) => warning.test(line)).length;
    const log = await wholeLog(chen);
    expect([warned(await told(bundle)), warned(await told(gone))]).toEqual([0, 1]);
    const left = without(gone, (each) => typeOf(each) === "restored");
    for (const given of [gone, left]) {
      const verdict = await verify(given, TRUST, { log });
      expect([verdict.ok, warned(verdict.lines)]).toEqual([true, 1]);
    }
    expect(await told(gone.replace("The disk broke.", "The disk burnt."))).toEqual([
      expect.stringMatching(/\(restored\) is not in the log as it is shown/),
    ]);
    expect((await told(forge(gone, KEY, (p) => Object.assign(p.of("restored"), { held: 10 ** 6 }))))[0]).toMatch(
      /does not say what was lost/,
    );
  }));
