import { and, asc, eq } from "drizzle-orm";
import { accounts } from "#db/schema/account.ts";
import { citations, type Words } from "#db/schema/citation.ts";
import { type Honour, honours } from "#db/schema/honour.ts";
import { selections } from "#db/schema/shortlist.ts";
import type { Context } from "../context.ts";

type Reader = Pick<Context, "db">;
type Chosen = { levelKey: string | null; reason: string; at: Date; byName: string };
/** An honour as it was given to an entry of a list, by whom. */
type Given = Honour & { id: string; byName: string };
/** What people chose for an entry of a list, beside what the ranking or the ballot proposes. */
export type ChosenFor = { chosen: Chosen | null; words: Words | null; honours: readonly Given[] };

/** What people chose for each entry of a round's list. Not guarded, and blind to conflicts. */
export async function chosenIn(ctx: Reader, roundId: string): Promise<(entryId: string) => ChosenFor> {
  const [choices, words, given] = [
    await choicesOf(ctx, roundId),
    await wordsOf(ctx, roundId),
    await honoursOf(ctx, roundId),
  ];
  return (entryId) => ({
    chosen: choices.get(entryId) ?? null,
    words: words.get(entryId) ?? null,
    honours: given.filter((each) => each.entryId === entryId).map(({ entryId: _of, ...honour }) => honour),
  });
}

async function choicesOf({ db }: Reader, roundId: string): Promise<Map<string, Chosen>> {
  const choices = await db
    .select({
      entryId: selections.entryId,
      levelKey: selections.levelKey,
      reason: selections.reason,
      at: selections.at,
      byName: accounts.name,
    })
    .from(selections)
    .innerJoin(accounts, eq(accounts.id, selections.by))
    .where(eq(selections.roundId, roundId));
  return new Map(choices.map(({ entryId, ...choice }) => [entryId, choice]));
}

/** The words that are signed with the list. */
async function wordsOf({ db }: Reader, roundId: string): Promise<Map<string, Words>> {
  const first = await db
    .select({ entryId: citations.entryId, statement: citations.statement, citation: citations.citation })
    .from(citations)
    .where(and(eq(citations.roundId, roundId), eq(citations.version, 1)));
  return new Map(first.map(({ entryId, ...words }) => [entryId, words]));
}

/** In the order in which they were given. */
function honoursOf({ db }: Reader, roundId: string) {
  return db
    .select({
      id: honours.id,
      entryId: honours.entryId,
      name: honours.name,
      reason: honours.reason,
      byName: accounts.name,
    })
    .from(honours)
    .innerJoin(accounts, eq(accounts.id, honours.by))
    .where(eq(honours.roundId, roundId))
    .orderBy(asc(honours.at), asc(honours.id));
}
