import { createHash } from "node:crypto";
import { expect, it } from "vitest";
import { openingsFile } from "#app/domain/scrutiny/openings.server.ts";
import { testDatabase } from "#tests/support/database.ts";
import { forgeOpened, type Openings, type Parts } from "#tests/support/forged-bundle.ts";
import { aProvedRound, KEY, TRUST } from "#tests/support/proved-round.ts";
import { verify } from "../../../public/verify.mjs";

// Everybody reads everything here, and the marks repeat from one entry to the fifth after it: so adjusted score, mean
// and spread are the same within each of five groups, and the lot alone tells who is before whom.
type Listed = { entry: string; rank: number; level: string | null };
const { db } = await testDatabase();
const made = await aProvedRound(db, { method: "adjusted", entries: 15, against: false });
const proof = { bundle: made.bundle, openings: await openingsFile({ db }, made.round.id) };
const file = JSON.parse(proof.openings) as Openings;
const listOf = (parts: Parts) => parts.of("result")["list"] as Listed[];
const idOf = (entry: string) => file.entries.find((each) => each.entry === entry)!.id;
const groupOf = (entry: string) => made.candidates.findIndex(({ id }) => id === idOf(entry)) % 5;
const lotOf = (entry: string) =>
  createHash("sha256")
    .update(`${made.round.id}\n${idOf(entry)}`)
    .digest("hex");
const verdict = async (given: typeof proof) => {
  const found = await verify(given.bundle, TRUST, { openings: given.openings });
  return found.ok ? found.lines.join("\n") : `refused: ${found.failure}`;
};
let list: Listed[] = [];
forgeOpened(proof, KEY, (_file, parts) => {
  list = structuredClone(listOf(parts)).sort((one, other) => one.rank - other.rank);
});
const equals = list.flatMap((each, at) => {
  const next = list[at + 1];
  return next && groupOf(each.entry) === groupOf(next.entry) ? [[each, next] as const] : [];
});

it("equal adjusted scores stand in the order of their lots, which the verifier draws again with the openings", async () => {
  expect(equals).toHaveLength(10);
  for (const [before, behind] of equals) expect(lotOf(before.entry) < lotOf(behind.entry)).toBe(true);
  expect(await verdict(proof)).toMatch(/the order of 15 entries by adjusted scores comes out the same/);
});

it("two of them the other way round are refused, whoever signs it", async () => {
  for (const [before, behind] of equals.filter(([one, other]) => one.level === other.level)) {
    const forged = forgeOpened(proof, KEY, (_file, parts) => {
      for (const each of listOf(parts))
        if (each.entry === before.entry) each.rank = behind.rank;
        else if (each.entry === behind.entry) each.rank = before.rank;
    });
    expect(await verdict(forged)).toMatch(/^refused: entry \w+ is listed with rank \d+, the adjusted scores give \d+/);
  }
});

it("another number of an entry would be another lot, and is refused: the sealed entry commits to it", async () => {
  const forged = forgeOpened(proof, KEY, (f) => {
    const [own] = f.entries;
    const other = "00000000-0000-4000-8000-000000000000";
    const renamed = [...f.events, ...f.assignments!].filter(({ record }) => record["entry"] === own!.id);
    for (const { record } of renamed) record["entry"] = other;
    own!.id = other;
  });
  expect(await verdict(forged)).toContain("under a number to which the sealed entry does not commit");
});
