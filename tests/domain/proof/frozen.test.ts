import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { declareConflict } from "#app/domain/conflict/commands.server.ts";
import { reviewedEntry } from "#app/domain/ranking/reviewed-entry.server.ts";
import { wholeRanking } from "#app/domain/ranking/queries.server.ts";
import { openingsFile } from "#app/domain/scrutiny/openings.server.ts";
import { cityMembers } from "#db/schema/city.ts";
import { entries } from "#db/schema/entry.ts";
import { inTransaction, testDatabase } from "#tests/support/database.ts";
import { JUDGING } from "#tests/support/factories.ts";
import { aProvedRound, TRUST } from "#tests/support/proved-round.ts";
import { verify } from "../../../public/verify.mjs";

const { db } = await testDatabase();

describe("from the freeze on", () => {
  it.each([
    [
      "adjusted scores",
      { method: "adjusted", severe: true, reviewers: 5, disclosure: 2 },
      /by adjusted scores comes out the same/,
    ],
    ["ties broken by the reviews", { ties: ["criteria", "median", "spread"] }, /comes out the same .* ties broken by/],
  ] as const)("no conflict that comes later moves a ranking by %s, and its proof holds", (_name, given, holds) =>
    inTransaction(db, async (tx) => {
      const seen: unknown[] = [];
      const { bundle, round, candidates, chen } = await aProvedRound(tx, {
        ...given,
        ties: "ties" in given ? [...given.ties] : [],
        afterwards: async (tasks, roundId) => {
          seen.push(await wholeRanking({ db: tx }, roundId));
          for (const { entryId, judge } of [tasks[0]!, tasks.at(-1)!])
            await declareConflict(judge, { entryId, answer: "conflict", reason: "They asked me for advice" });
          seen.push(await wholeRanking({ db: tx }, roundId));
        },
      });
      expect(seen[1]).toEqual(seen[0]);
      const checked = await verify(bundle, TRUST);
      expect(checked).toMatchObject({ ok: true });
      expect(checked.lines.join("\n")).toMatch(holds);
      const { reviews } = await reviewedEntry(chen, round.id, candidates[0]!.id);
      expect(reviews.length).toBe(4);
    }),
  );
});

it("a review that a conflict keeps out of the freeze is told to the scrutineer as that", () =>
  inTransaction(db, async (tx) => {
    const { round } = await aProvedRound(tx, {
      meanwhile: async ([first]) => {
        const [entry] = await tx.select().from(entries).where(eq(entries.id, first!.entryId));
        const member = { cityId: entry!.cityId, accountId: first!.judge.actor.id, role: "viewer" as const };
        await tx.insert(cityMembers).values({ ...member, joinedAt: JUDGING });
      },
    });
    const { events } = JSON.parse(await openingsFile({ db: tx }, round.id)) as { events: { why: string | null }[] };
    expect(events.flatMap(({ why }) => why ?? [])).toEqual(["conflict"]);
  }));
