import { expect, it } from "vitest";
import { canonical } from "#app/domain/audit/rules.ts";
import { appendStatement, signLog } from "#app/domain/commitment/commands.server.ts";
import { newestCheckpoint } from "#app/domain/witness/queries.server.ts";
import { aboutOf, proofBundle, statementAt } from "#app/domain/proof/queries.server.ts";
import { publishResults, unpublishResults } from "#app/domain/result/commands.server.ts";
import { PUBLIC_URL } from "#tests/support/address.ts";
import { inTransaction, testDatabase } from "#tests/support/database.ts";
import type { Bundle } from "#tests/support/forged-bundle.ts";
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
