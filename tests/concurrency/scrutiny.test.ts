import { createHash } from "node:crypto";
import { expect, it } from "vitest";
import { noteKey } from "#app/domain/commitment/note.ts";
import type { Context } from "#app/domain/context.ts";
import { handInSignature, takeOpenings } from "#app/domain/scrutiny/commands.server.ts";
import { scrutineerSignatures } from "#db/schema/scrutiny.ts";
import { testDatabase } from "#tests/support/database.ts";
import { days } from "#tests/support/judging.ts";
import { aProvedRound, KEY } from "#tests/support/proved-round.ts";
import { aScrutinySignature } from "#tests/support/scrutiny.ts";

const { db } = await testDatabase();

it("of two signatures handed in at once one is kept, and the other is told that the result is signed", async () => {
  const own = noteKey("scrutineer.example/nadia", Buffer.alloc(32, 79));
  const made = await aProvedRound(db, { against: false, entries: 10, scrutineers: [own] });
  const ctx: Context = { ...made.scrutineers[0]!, now: days(1) };
  const openings = createHash("sha256")
    .update(await takeOpenings(ctx, made.round.id))
    .digest("hex");
  const checked = days(1)
    .toISOString()
    .replace(/\.\d+Z/, "Z");
  const note = await aScrutinySignature(made.bundle, own, { openings, checked });
  const outcomes = await Promise.allSettled([1, 2].map(() => handInSignature(ctx, made.round.id, note, KEY)));
  expect(outcomes.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  expect(outcomes.find(({ status }) => status === "rejected")).toMatchObject({ reason: { because: "result-signed" } });
  expect(await db.select().from(scrutineerSignatures)).toHaveLength(1);
});
