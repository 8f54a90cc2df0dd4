import { asc, inArray, sql } from "drizzle-orm";
import { accounts } from "#db/schema/account.ts";
import { type Calculation, isGivenUp } from "#app/outside/calculation/calculation.ts";
import type { Context } from "../context.ts";
import { isInRound, type Round as StandingRound } from "../round/queries.server.ts";
import { authorise } from "../verdict.ts";
import { seenEntries } from "./certificates.server.ts";
import { partsOf } from "./groups.ts";
import type { PlanLine } from "./input.ts";
import { canAssign, mayAssign } from "./policy.ts";
import { barredPairs, planningFacts } from "./planning.server.ts";
import { type GivenPreview, keyOf, type LineFault, type Pair, type Plan, type PlanInput, planHash } from "./rules.ts";

type Round = { id: string; reviewsPerEntry: number | null; blind: boolean };
type Reader = { id: string; name: string; email: string };

/**
 * What a table would change: `pairs` come, `moved` go because nobody has begun them, `begun` are not in the table and
 * stay all the same. Carried out only without `faults`.
 */
export type GivenPlan = {
  pairs: Pair[];
  moved: Pair[];
  begun: Pair[];
  stays: number;
  faults: { line: PlanLine; fault: LineFault }[];
};

/**
 * Who reads what in a round as a table, entries by code: one line for each reader, and one for an entry that has none.
 * For those who assign. Without entries in conflict with whoever asks, and without readings that a conflict of the
 * reader keeps from counting.
 */
export async function assignmentTable(ctx: Context, round: Round) {
  authorise(mayAssign(ctx.actor, round.id));
  const { facts, seen, readers } = await givenFacts(ctx, round);
  const meant = directoryOf(readers);
  const nameOf = new Map(readers.map((reader) => [reader.id, labelOf(meant, reader)]));
  const place = new Map(readers.map(({ id }, at) => [id, at]));
  const given = facts.existing.toSorted((a, b) => place.get(a.reviewerId)! - place.get(b.reviewerId)!);
  const readersOf = new Map([...seen.keys()].map((id): [string, string[]] => [id, []]));
  for (const { entryId, reviewerId } of given) readersOf.get(entryId)?.push(nameOf.get(reviewerId)!);
  return [...seen.values()].flatMap(({ id, code, title }) => {
    const names = readersOf.get(id)!;
    return (names.length === 0 ? [""] : names).map((reviewer) => ({ entry: code, reviewer, title }));
  });
}

/** What a table would change now, with its hash and in words that people know, for those who may assign. */
export async function previewGiven(
  ctx: Context,
  round: Round & Pick<StandingRound, "state">,
  lines: readonly PlanLine[],
): Promise<GivenPreview> {
  authorise(canAssign(ctx.actor, round));
  const { facts, seen, readers } = await givenFacts(ctx, round);
  const plan = weigh(lines, { facts, seen, readers, conflicts: await barredPairs(ctx, round.id) });
  const codes = (list: readonly Pair[], reader: string) =>
    list.flatMap(({ entryId, reviewerId }) => (reviewerId === reader ? [seen.get(entryId)!.code] : [])).sort();
  const after = afterwards(facts, seen, plan);
  return {
    added: plan.pairs.length,
    stays: plan.stays,
    ends: plan.moved.length,
    begun: plan.begun.length,
    faults: plan.faults,
    short: shortOf(after, { facts, seen }),
    sha256: planHash(plan),
    readers: readers.map(({ id, name }) => ({
      id,
      name,
      load: after.filter(({ reviewerId }) => reviewerId === id).length,
      added: codes(plan.pairs, id),
      ends: codes(plan.moved, id),
      begun: codes(plan.begun, id),
    })),
  };
}

/**
 * How many entries would have fewer readers than the round asks for, of any group of its readers; none at all where
 * everybody is to read them.
 */
function shortOf(after: readonly Pair[], { facts, seen }: Pick<Facts, "facts" | "seen">): number {
  const wanted = facts.reviewsPerEntry ?? 1;
  const short = new Set<string>();
  for (const { isOwn } of partsOf(facts)) {
    const readers = new Map<string, number>();
    for (const { entryId } of after.filter(isOwn)) readers.set(entryId, (readers.get(entryId) ?? 0) + 1);
    for (const id of seen.keys()) if ((readers.get(id) ?? 0) < wanted) short.add(id);
  }
  return short.size;
}

/** What a table would change and from which facts, for the command that carries it out under the round's lock. */
export async function givenPlan(ctx: Context, round: Round, lines: readonly PlanLine[]) {
  const known = await givenFacts(ctx, round);
  return { facts: known.facts, plan: weigh(lines, { ...known, conflicts: await barredPairs(ctx, round.id) }) };
}

/** How long somebody who brings a table waits for the best plan. In milliseconds. */
const PATIENCE = 20_000;
/** The best plan of the portal, and from which facts; or that the search for it failed. */
export type Best = { facts: PlanInput; plan: Plan } | "failed";

/**
 * The best plan of the portal, for the certificate of one that somebody brings; null where the search takes longer or
 * somebody has stopped it. That it fails is for `report`, too. For those who assign; nothing of it is shown.
 */
export async function bestPlanFor(
  ctx: Context,
  { attempt }: Pick<Calculation, "attempt">,
  round: Round,
  report: (error: unknown) => void,
): Promise<Best | null> {
  authorise(mayAssign(ctx.actor, round.id));
  const facts = await planningFacts(ctx, round, true);
  try {
    const plan = await attempt(PATIENCE, "assignment", facts);
    return plan && { facts, plan };
  } catch (error) {
    if (isGivenUp(error)) return null;
    report(error);
    return "failed";
  }
}

type Facts = {
  facts: PlanInput;
  seen: Map<string, { id: string; code: string; title: string }>;
  readers: Reader[];
};

/** What balanced plans rest on, the entries that whoever asks may know of, and who reads or may read them, by name. */
async function givenFacts(ctx: Context, round: Round): Promise<Facts> {
  const facts = await planningFacts(ctx, round, true);
  const seen = await seenEntries(ctx, round, isInRound(round.id));
  const ids = new Set([
    ...facts.reviewers.map(({ id }) => id),
    ...facts.existing.flatMap(({ entryId, reviewerId }) => (seen.has(entryId) ? [reviewerId] : [])),
  ]);
  const readers =
    ids.size === 0
      ? []
      : await ctx.db
          .select({ id: accounts.id, name: accounts.name, email: accounts.email })
          .from(accounts)
          .where(inArray(accounts.id, [...ids]))
          .orderBy(sql`${accounts.name} collate "names"`, asc(accounts.id));
  return { facts, seen, readers };
}

const plain = (text: string): string => text.normalize("NFC").trim().toLowerCase();

/** Who is meant by a name or an address, looked up in what is made ready once: a table may have many rows. */
function directoryOf(readers: readonly Reader[]): (text: string) => readonly Reader[] {
  const [byAddress, byName] = [new Map<string, Reader[]>(), new Map<string, Reader[]>()];
  for (const reader of readers) {
    byAddress.set(plain(reader.email), [reader]);
    byName.set(plain(reader.name), [...(byName.get(plain(reader.name)) ?? []), reader]);
  }
  return (text) => byAddress.get(plain(text)) ?? byName.get(plain(text)) ?? [];
}

/** A reader's name, or their address where the name would mean anybody else. */
function labelOf(meant: ReturnType<typeof directoryOf>, { id, name, email }: Reader): string {
  const found = meant(name);
  return found.length === 1 && found[0]!.id === id ? name : email;
}

type Read = { line: PlanLine; pair: Pair } | { line: PlanLine; fault: LineFault };

function weigh(lines: readonly PlanLine[], known: Facts & { conflicts: readonly Pair[] }): GivenPlan {
  const { facts, seen } = known;
  const read = readLines(lines, known);
  const named = new Set(read.flatMap((each) => ("pair" in each ? [keyOf(each.pair)] : [])));
  const [standing, held] = [new Set(facts.existing.map(keyOf)), new Set(facts.held.map(keyOf))];
  const left = facts.existing.filter((pair) => seen.has(pair.entryId) && !named.has(keyOf(pair)));
  const begun = left.filter((pair) => !held.has(keyOf(pair)));
  const stays = read.flatMap((each) => ("pair" in each && standing.has(keyOf(each.pair)) ? [each.pair] : []));
  // Counted over entries that whoever asks may know of, so that no refusal tells of another.
  const loads = new Map<string, number>();
  const count = ({ reviewerId }: Pair) => loads.set(reviewerId, (loads.get(reviewerId) ?? 0) + 1);
  [...stays, ...begun].forEach(count);
  const room = new Map(facts.reviewers.map(({ id, capacity }) => [id, capacity ?? Number.POSITIVE_INFINITY]));
  const checked = read.map((each): Read => {
    if (!("pair" in each) || standing.has(keyOf(each.pair))) return each;
    count(each.pair);
    const { reviewerId } = each.pair;
    return loads.get(reviewerId)! > room.get(reviewerId)! ? { line: each.line, fault: "full" } : each;
  });
  return {
    pairs: checked
      .flatMap((each) => ("pair" in each && !standing.has(keyOf(each.pair)) ? [each.pair] : []))
      .sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1)),
    moved: left.filter((pair) => held.has(keyOf(pair))),
    begun,
    stays: stays.length,
    faults: checked.flatMap((each) => ("fault" in each ? [each] : [])),
  };
}

/** Each line as the reading it names, or why it cannot name one. */
function readLines(
  lines: readonly PlanLine[],
  { facts, seen, readers, conflicts }: Facts & { conflicts: readonly Pair[] },
): Read[] {
  const byCode = new Map([...seen.values()].map(({ id, code }) => [plain(code), id]));
  const [standing, panel] = [new Set(facts.existing.map(keyOf)), new Set(facts.reviewers.map(({ id }) => id))];
  const [barred, forbidden] = [new Set(conflicts.map(keyOf)), new Set(facts.forbidden.map(keyOf))];
  const meant = directoryOf(readers);
  const before = new Set<string>();
  const faultOf = (pair: Pair): LineFault | null => {
    if (before.has(keyOf(pair))) return "repeated";
    if (barred.has(keyOf(pair))) return "conflict";
    if (forbidden.has(keyOf(pair))) return "stepped-back";
    return standing.has(keyOf(pair)) || panel.has(pair.reviewerId) ? null : "reviewer-unknown";
  };
  return lines.map((line): Read => {
    const [entryId, people] = [byCode.get(plain(line.entry)), meant(line.reviewer)];
    if (!entryId) return { line, fault: "entry-unknown" };
    if (people.length !== 1) return { line, fault: people.length === 0 ? "reviewer-unknown" : "reviewer-ambiguous" };
    const pair = { entryId, reviewerId: people[0]!.id };
    const fault = faultOf(pair);
    before.add(keyOf(pair));
    return fault ? { line, fault } : { line, pair };
  });
}

/** Every reading of the entries in sight once the plan is carried out. */
function afterwards({ existing }: PlanInput, seen: Facts["seen"], { pairs, moved }: GivenPlan): Pair[] {
  const gone = new Set(moved.map(keyOf));
  return [...existing.filter((pair) => seen.has(pair.entryId) && !gone.has(keyOf(pair))), ...pairs];
}
