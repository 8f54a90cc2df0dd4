import { and, eq, isNull } from "drizzle-orm";
import fc from "fast-check";
import { expect, it } from "vitest";
import { assign, assignBalanced, assignGiven, recuse } from "#app/domain/assignment/commands.server.ts";
import { previewGiven } from "#app/domain/assignment/given-plan.server.ts";
import { changeProfile } from "#app/domain/assignment/new-conflicts.server.ts";
import { Stale } from "#app/domain/errors.ts";
import { declareConflict } from "#app/domain/conflict/commands.server.ts";
import { getRound } from "#app/domain/round/queries.server.ts";
import type { Calculate } from "#app/outside/calculation/calculation.ts";
import { WORK } from "#app/outside/calculation/work.ts";
import type { Db } from "#db/client.server.ts";
import { assignments, recusals } from "#db/schema/assignment.ts";
import { standingConflicts } from "#db/schema/conflict.ts";
import { PUBLIC_URL } from "#tests/support/address.ts";
import { inTransaction, testDatabase } from "#tests/support/database.ts";
import { aCity, aMember, aPanelMember, aRound, aStaffMember, aValidEntry } from "#tests/support/factories.ts";
import { contextOf } from "#tests/support/judging.ts";

const { db } = await testDatabase();
const calculate: Calculate = async (what, input) => await WORK[what](input);
const COUNTRIES = ["SE", "PE", "KE"];
const KINDS = ["team", "country", "city", "organisation", "declared"] as const;
const setting = fc.constantFrom("block" as const, "block" as const, "warn" as const, "off" as const);

/**
 * For three reviewers and three entries: what stands between each pair, if anything, how many read each entry, and what
 * the rules of the round make of it.
 */
const planted = fc.record({
  ties: fc.array(fc.option(fc.constantFrom(...KINDS)), { minLength: 9, maxLength: 9 }),
  reviewsPerEntry: fc.option(fc.integer({ min: 1, max: 3 })),
  late: fc.constantFrom(...COUNTRIES),
  rules: fc.record({ country: setting, city: setting, organisation: setting }),
});

const live = async (tx: Db, roundId: string) =>
  await tx
    .select({ entryId: assignments.entryId, reviewerId: assignments.reviewerId, id: assignments.id })
    .from(assignments)
    .leftJoin(recusals, eq(recusals.assignmentId, assignments.id))
    .where(and(eq(assignments.roundId, roundId), isNull(recusals.assignmentId)));

it(
  "planted conflicts are never assigned: not in balance, not by hand, not from a table, not after refusals, not once a profile changes",
  () =>
    fc.assert(
      fc.asyncProperty(planted, ({ ties, reviewsPerEntry, late, rules }) =>
        inTransaction(db, async (tx) => {
          const round = await aRound(tx, { reviewsPerEntry, conflictRules: { ...rules } });
          const entries: Awaited<ReturnType<typeof aValidEntry>>[] = [];
          for (const country of COUNTRIES)
            entries.push(await aValidEntry(tx, round.cycleId, { city: await aCity(tx, { country }) }));
          const [reviewers, barred]: [Awaited<ReturnType<typeof aPanelMember>>[], Set<string>] = [[], new Set()];
          for (let reviewer = 0; reviewer < 3; reviewer++) {
            const tied = (kind: (typeof KINDS)[number]) =>
              entries.filter((_entry, entry) => ties[reviewer * 3 + entry] === kind);
            const profile = {
              countries: ["BR", ...tied("country").map(({ city }) => city.country)],
              cities: tied("city").map(({ city }) => city.name),
              organisations: tied("organisation").map(({ city }) => city.name),
            };
            const person = await aPanelMember(tx, round.id, { profile });
            for (const { city } of tied("team")) await aMember(tx, city.id, "viewer", person.id);
            for (const { id } of tied("declared"))
              await declareConflict(await contextOf(tx, person), {
                entryId: id,
                answer: "unsure",
                reason: "we met once",
              });
            const bars = (kind: (typeof KINDS)[number]) =>
              kind === "team" || kind === "declared" || rules[kind] === "block";
            for (const kind of KINDS.filter(bars)) for (const { id } of tied(kind)) barred.add(`${id}:${person.id}`);
            reviewers.push(person);
          }
          const standing = async () =>
            new Set(
              (await tx.select().from(standingConflicts).where(eq(standingConflicts.roundId, round.id))).map(
                ({ entryId, accountId }) => `${entryId}:${accountId}`,
              ),
            );
          const none = async () => {
            expect(await standing()).toEqual(barred);
            expect(
              (await live(tx, round.id)).filter(({ entryId, reviewerId }) => barred.has(`${entryId}:${reviewerId}`)),
            ).toEqual([]);
          };
          const ctx = await contextOf(tx, await aStaffMember(tx));
          const all = entries.flatMap((entry) => reviewers.map((person) => ({ entry, person })));
          const isBarred = ({ entry, person }: (typeof all)[number]) => barred.has(`${entry.id}:${person.id}`);
          /** Takes a table of everything, or of everything that may be; tells for which rows it is refused. */
          const fromTable = async (pairs: typeof all) => {
            const lines = pairs.map(({ entry, person }, row) => ({ row, entry: entry.code, reviewer: person.email }));
            const { sha256, faults } = await previewGiven(ctx, await getRound(ctx, round.id), lines);
            const taken = assignGiven(ctx, round.id, lines, { seen: sha256, publicUrl: PUBLIC_URL });
            await (faults.length > 0 ? expect(taken).rejects.toBeInstanceOf(Stale) : taken);
            return faults.filter(({ fault }) => fault === "conflict").map(({ line }) => pairs[line.row]);
          };

          expect(await fromTable(all)).toEqual(all.filter(isBarred));
          await none();
          expect(await fromTable(all.filter((pair) => !isBarred(pair)))).toEqual([]);
          expect(await live(tx, round.id)).toHaveLength(9 - barred.size);
          await none();
          expect(await fromTable([])).toEqual([]);
          expect(await live(tx, round.id)).toEqual([]);
          await assignBalanced(ctx, calculate, round.id, { publicUrl: PUBLIC_URL });
          await none();
          for (const { id: entryId } of entries) {
            for (const { id: reviewerId } of reviewers) {
              if (barred.has(`${entryId}:${reviewerId}`))
                await expect(assign(ctx, { roundId: round.id, entryId, reviewerId })).rejects.toMatchObject({
                  because: "conflict",
                });
            }
          }
          const [first] = await live(tx, round.id);
          if (first) await recuse(ctx, first.id, "no time");
          await assignBalanced(ctx, calculate, round.id, { publicUrl: PUBLIC_URL });
          await none();

          const moved = reviewers[0]!;
          await changeProfile(await contextOf(tx, moved), {
            title: "",
            countries: ["BR", late],
            cities: [],
            organisations: [],
            themes: [],
            languages: ["en"],
            capacity: null,
          });
          if (rules.country === "block") barred.add(`${entries[COUNTRIES.indexOf(late)]!.id}:${moved.id}`);
          await assignBalanced(ctx, calculate, round.id, { publicUrl: PUBLIC_URL });
          await none();
          expect(await fromTable(all)).toEqual(all.filter(isBarred));
          await none();
        }),
      ),
      { numRuns: 12, seed: 1 },
    ),
  120_000,
);
