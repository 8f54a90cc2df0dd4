import { describe, expect, it } from "vitest";
import { canonical } from "#app/domain/audit/rules.ts";
import { noteKey, signNote } from "#app/domain/commitment/note.ts";
import { proofBundle } from "#app/domain/proof/queries.server.ts";
import { correct } from "#tests/support/correcting.ts";
import { testDatabase } from "#tests/support/database.ts";
import { aProvedRound, KEY, TRUST } from "#tests/support/proved-round.ts";
import { aScrutinySignature, CHECKED } from "#tests/support/scrutiny.ts";
import { countersignatureText, verify } from "../../../public/verify.mjs";

const { db } = await testDatabase();
const nadia = noteKey("scrutineer.example/nadia", Buffer.alloc(32, 77));
const award = noteKey("award.example/chen", Buffer.alloc(32, 66));
const SIGNED = "2026-07-02T12:00:00Z";
const made = await aProvedRound(db, { against: false, entries: 10, scrutineers: [nadia] });
await correct(made.lin, made.chen, made.round.id);
const [first, second] = [made.bundle, await proofBundle(made.chen, made.round.id)];
await correct(made.lin, made.chen, made.round.id);
const third = await proofBundle(made.chen, made.round.id);

/** What somebody signs for the award who has this bundle. */
async function aCountersignature(bundle: string): Promise<string> {
  const verdict = await verify(bundle, TRUST);
  if (!verdict.ok) throw new Error(verdict.failure);
  return signNote(countersignatureText({ ...verdict.named, key: award.verifier, signed: SIGNED }), award);
}
const scrutinised = await Promise.all([first, second, third].map((bundle) => aScrutinySignature(bundle, nadia)));
const countersigned = await Promise.all([first, second, third].map(aCountersignature));
/** A bundle with the signatures under these versions. */
const under = (bundle: string, { scrutiny = [], award: own = [] }: { scrutiny?: number[]; award?: number[] }) =>
  canonical({
    ...(JSON.parse(bundle) as object),
    signatures: scrutiny.map((version) => scrutinised[version - 1]!),
    ...(own.length > 0 ? { countersignatures: own.map((version) => countersigned[version - 1]!) } : {}),
  });
const asks = {
  scrutiny: { ...TRUST, scrutineers: [nadia.verifier] },
  award: { ...TRUST, secretariat: [award.verifier] },
};
const told = async (bundle: string, trust: Parameters<typeof verify>[1] = TRUST) => {
  const verdict = await verify(bundle, trust);
  return verdict.ok ? verdict.lines.join("\n") : `refused: ${verdict.failure}`;
};

describe.each(["scrutiny", "award"] as const)("a signature (%s) that the reader demands", (kind) => {
  it.each<[string, string, number[]]>([
    ["under the first of two versions", second, [1]],
    ["under the first of three", third, [1]],
    ["under the second of three", third, [2]],
    ["under the first and the second of three", third, [1, 2]],
    ["under none", third, []],
  ])("is not there %s", async (_where, bundle, versions) => {
    const version = bundle === second ? 2 : 3;
    expect(await told(under(bundle, { [kind]: versions }), asks[kind])).toMatch(
      new RegExp(`^refused: .* whom you ask for, has not signed version ${version} of the list`),
    );
    expect(await told(under(bundle, { [kind]: versions }))).toContain(`checked is version ${version} of the list`);
  });

  it.each<[string, string, number[]]>([
    ["alone", second, [2]],
    ["beside one under the first", second, [1, 2]],
    ["under the third", third, [3]],
    ["under every one", third, [1, 2, 3]],
  ])("is under the last version, %s, and counts", async (_where, bundle, versions) =>
    expect(await told(under(bundle, { [kind]: versions }), asks[kind])).not.toContain("refused"),
  );

  it("is refused under a version that is not there, and twice under one", async () => {
    expect(await told(under(second, { [kind]: [3] }))).toContain("under another result than this one");
    expect(await told(under(second, { [kind]: [1, 1] }))).toContain("is the second by");
  });
});

it("each signature is told with the version that it is under, and the last is the one that a program signs", async () => {
  const lines = await told(under(second, { scrutiny: [1], award: [1, 2] }));
  expect(lines).toContain(`has checked and signed version 1 of the list on ${CHECKED}, and not version 2`);
  for (const version of [1, 2])
    expect(lines).toMatch(new RegExp(`version ${version} of the list is signed for the award`));
  const verdict = await verify(under(third, { scrutiny: [1, 3] }), TRUST);
  expect(verdict).toMatchObject({ ok: true, scrutineers: [{ key: nadia.verifier, checked: CHECKED }] });
  if (!verdict.ok) throw new Error(verdict.failure);
  expect(verdict.earlier).toHaveLength(2);
  expect(verdict.named.result).toBeGreaterThan(verdict.earlier[1]!.result);
  expect(await verify(under(third, { scrutiny: [1] }), TRUST)).toMatchObject({ scrutineers: [{ checked: null }] });
});

it("a log whose holder alone corrects a list has no signature that somebody demands", async () => {
  const { key, trust } = { key: KEY, trust: { ...asks.scrutiny, ...asks.award } };
  expect(key.verifier).toBe(trust.keys[0]);
  const signed = { scrutiny: [1], award: [1] };
  expect(await told(under(first, signed), trust)).not.toContain("refused");
  expect(await told(under(second, signed), trust)).toContain("has not signed version 2 of the list");
});
