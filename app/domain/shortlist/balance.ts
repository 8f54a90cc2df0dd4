/**
 * A list that keeps rules of balance and gives up as little of the scores as any such list must: a 0/1 program, proved
 * optimal. Limits hold; targets are missed by as little as they must be, before scores are looked at. Inside the
 * near-tie band only, unless the panel widens it: the others stay on the side of the line where the ranking has them.
 */
import type { Highs } from "highs";
import { solver } from "../assignment/solver.ts";
import { bandOf } from "../ranking/cut.ts";
import type { BalanceRule, Dimension, Groups } from "./rules.ts";

export type Candidate = {
  id: string;
  /** Place by the deciding method, from 1. */
  place: number;
  score: number;
  /** P(above the line); null where nothing is known of it. */
  chance: number | null;
  groups: Groups;
};
export type BalanceInput = {
  candidates: readonly Candidate[];
  places: number;
  rules: readonly BalanceRule[];
  reach: "band" | "all";
};

/** A rule for one group: "at most 4 from Kenya". `least` or `most` is the other's absence. */
export type Bound = {
  rule: number;
  dimension: Dimension;
  group: string;
  least: number | null;
  most: number | null;
  limit: boolean;
};
export type Report = {
  /** The first `places` by the ranking, and the balanced list, both by place. */
  merit: string[];
  chosen: string[];
  in: string[];
  out: string[];
  /** What the merit list has more, in points: in all, for each place, and as a share of its sum. */
  price: { sum: number; perPlace: number; share: number };
  /** Expected true hits given up; null where no chances are known. */
  lostHits: number | null;
  /** The lowest place that was reached for, where it lies below the line. */
  deepest: number | null;
  /**
   * Each bound with how many the list has; `price` is what the sum of scores would gain without it alone, 0 = nothing.
   * Both absent for whoever may not learn where entries are from.
   */
  bounds: (Bound & { count?: number; price?: number; met: boolean })[];
  /** Of each entry that came or went, what moved it. Absent where lists were kept before this was worked out. */
  movedBy?: Record<string, Movers>;
};
/**
 * Bounds by their places in `bounds`. Alone: without any one of them the entry would not have moved. Else no bound has
 * moved it by itself; without these together it would not have, nor without fewer of them that were looked for.
 */
export type Movers = { alone: boolean; bounds: number[] };
export type Balanced =
  | { feasible: true; report: Report }
  | {
      feasible: false;
      /** Which limits cannot be kept together, and by how many entries. */
      unmet: { bound: Bound; short: number }[];
    };

/**
 * Solves it, and again once or twice for each bound and each of the `LISTS_TRIED`: blocks the thread it runs on for
 * seconds where rules are many. Candidates in any order give the same list.
 */
export async function balance(input: BalanceInput): Promise<Balanced> {
  const highs = await solver();
  const candidates = [...input.candidates].sort((a, b) => a.place - b.place || (a.id < b.id ? -1 : 1));
  const model = {
    highs,
    candidates,
    places: Math.min(input.places, candidates.length),
    reach: input.reach,
    bounds: boundsOf(input.rules, candidates),
  };
  const misses = leastMisses(
    model,
    model.bounds.filter(({ limit }) => !limit),
  );
  if (!misses) return { feasible: false, unmet: unmetOf(model) };
  const chosen = bestList({ ...model, misses: misses.sum })!;
  return { feasible: true, report: reportOf(model, chosen) };
}

/** How many lists are worked out to find the fewest rules that move an entry together. */
const LISTS_TRIED = 100;

type Program = {
  highs: Highs;
  candidates: readonly Candidate[];
  places: number;
  reach: "band" | "all";
  bounds: readonly Bound[];
};

/** "2" before "11", and the same everywhere. */
const byName = new Intl.Collator("en", { numeric: true }).compare;

/** One bound for each group that a rule speaks of and the candidates know. */
function boundsOf(rules: readonly BalanceRule[], candidates: readonly Candidate[]): Bound[] {
  return rules.flatMap(({ dimension, group, least, most, limit }, rule) => {
    const groups =
      group === null ? [...new Set(candidates.flatMap((each) => each.groups[dimension]))].sort(byName) : [group];
    return groups.flatMap((each) => [
      ...(least === null ? [] : [{ rule, dimension, group: each, least, most: null, limit }]),
      ...(most === null ? [] : [{ rule, dimension, group: each, least: null, most, limit }]),
    ]);
  });
}

const isIn =
  ({ dimension, group }: Bound) =>
  ({ groups }: Candidate) =>
    groups[dimension].includes(group);
const name = (at: number) => `x${at}`;

/** A variable of every candidate, which of them are settled, and a slack for each bound that may give way. */
function writeProgram(
  { candidates, places, reach, bounds }: Program,
  { goal, slacks, missesAtMost }: { goal: string; slacks: ReadonlySet<Bound>; missesAtMost?: number | undefined },
): string {
  const sum = (terms: readonly string[]) => (terms.length === 0 ? "0 x0" : terms.join(" + "));
  const rows = bounds.map((bound, at) => {
    const members = candidates.flatMap((candidate, index) => (isIn(bound)(candidate) ? [name(index)] : []));
    const slack = slacks.has(bound) ? ` ${bound.least === null ? "-" : "+"} s${at}` : "";
    return `b${at}: ${sum(members)}${slack} ${bound.least === null ? "<=" : ">="} ${bound.least ?? bound.most}`;
  });
  const slackNames = bounds.flatMap((bound, at) => (slacks.has(bound) ? [`s${at}`] : []));
  const isOpen = ({ chance }: Candidate) => reach === "all" || (chance !== null && bandOf(chance) === "near-tie");
  const settled = candidates.flatMap((each, at) => (isOpen(each) ? [] : [`${name(at)} = ${at < places ? 1 : 0}`]));
  return [
    goal,
    "Subject To",
    `k: ${sum(candidates.map((_, at) => name(at)))} = ${places}`,
    ...rows,
    ...(missesAtMost !== undefined && slackNames.length > 0 ? [`m: ${sum(slackNames)} <= ${missesAtMost}`] : []),
    "Bounds",
    ...settled,
    ...slackNames.map((slack) => `${slack} >= 0`),
    "Binaries",
    candidates.map((_, at) => name(at)).join(" "),
    "End",
  ].join("\n");
}

function solved({ highs }: Program, text: string): Record<string, number> | null {
  const answer = highs.solve(text, { output_flag: false, mip_rel_gap: 0, mip_abs_gap: 1e-9, random_seed: 0 });
  if (answer.Status !== "Optimal") return null;
  return Object.fromEntries(Object.entries(answer.Columns).map(([column, { Primal }]) => [column, Primal]));
}

/** By how little the targets can be missed while every limit holds; null when the limits cannot. */
function leastMisses(program: Program, targets: readonly Bound[]): { sum: number } | null {
  const slacks = new Set(targets);
  const names = program.bounds.flatMap((bound, at) => (slacks.has(bound) ? [`s${at}`] : []));
  const found = solved(
    program,
    writeProgram(program, { goal: `Minimize\n obj: ${names.length === 0 ? "0 x0" : names.join(" + ")}`, slacks }),
  );
  return found && { sum: Math.round(names.reduce((sum, slack) => sum + found[slack]!, 0)) };
}

function bestList(program: Program & { misses: number }): number[] | null {
  const targets = new Set(program.bounds.filter(({ limit }) => !limit));
  // Scores relative to the least, so that rounding in the solver is rounding of differences; in thousandths of a point,
  // so that its tolerance is less than what decides between equals.
  const least = Math.min(...program.candidates.map(({ score }) => score));
  const favours = favoursOf(program);
  const worth = ({ score }: Candidate, at: number) =>
    `${(1000 * (score - least + favours[at]!)).toFixed(9)} ${name(at)}`;
  const goal = `Maximize\n obj: ${program.candidates.map(worth).join(" + ")}`;
  const found = solved(program, writeProgram(program, { goal, slacks: targets, missesAtMost: program.misses }));
  return found && program.candidates.flatMap((_, at) => (found[name(at)]! > 0.5 ? [at] : []));
}

/**
 * What decides between lists of the same scores, and nothing else, being a millionth of a point or two: nobody is moved
 * for nothing, and among entries of one score the order of the ranking holds.
 */
function favoursOf({ candidates, places }: Program): number[] {
  const equals = new Map<number, number[]>();
  for (const [at, { score }] of candidates.entries()) equals.set(score, [...(equals.get(score) ?? []), at]);
  return candidates.map(({ score }, at) => {
    const shared = equals.get(score)!;
    return 1e-6 * ((at < places ? 1 : 0) + 1 - shared.indexOf(at) / shared.length);
  });
}

/** Which limits cannot be kept together: those that give way when as little as possible does, whatever targets miss. */
function unmetOf(program: Program): { bound: Bound; short: number }[] {
  const limits = program.bounds.flatMap(({ limit }, at) => (limit ? [`s${at}`] : []));
  const goal = `Minimize\n obj: ${limits.join(" + ")}`;
  const found = solved(program, writeProgram(program, { goal, slacks: new Set(program.bounds) }))!;
  return program.bounds.flatMap((bound, at) => {
    const short = bound.limit ? Math.round(found[`s${at}`]!) : 0;
    return short > 0 ? [{ bound, short }] : [];
  });
}

function reportOf(program: Program, chosen: readonly number[]): Report {
  const { candidates, places, bounds } = program;
  const merit = candidates.slice(0, places).map((_, at) => at);
  const total = (list: readonly number[]) => list.reduce((sum, at) => sum + candidates[at]!.score, 0);
  const [inside, outside] = [chosen.filter((at) => at >= places), merit.filter((at) => !chosen.includes(at))];
  const hits = (list: readonly number[]) => list.reduce((sum, at) => sum + (candidates[at]!.chance ?? 0), 0);
  const ids = (list: readonly number[]) => list.map((at) => candidates[at]!.id);
  const sum = total(merit) - total(chosen);
  const counted = bounds.map((bound) => chosen.filter((at) => isIn(bound)(candidates[at]!)).length);
  const lists = listsWithout(program, { chosen, counted, moved: outside.length > 0 });
  const movers = moversIn(program, { lists, chosen });
  return {
    merit: ids(merit),
    chosen: ids(chosen),
    in: ids(inside),
    out: ids(outside),
    price: { sum, perPlace: sum / Math.max(1, places), share: total(merit) === 0 ? 0 : sum / total(merit) },
    lostHits: candidates.some(({ chance }) => chance === null) ? null : hits(outside) - hits(inside),
    deepest: inside.length > 0 ? candidates[inside.at(-1)!]!.place : null,
    bounds: bounds.map((bound, at) => ({
      ...bound,
      count: counted[at]!,
      met: bound.least === null ? counted[at]! <= bound.most! : counted[at]! >= bound.least,
      price: lists[at] ? Math.max(0, Math.round((total(lists[at]) - total(chosen)) * 1e9) / 1e9) : 0,
    })),
    movedBy: Object.fromEntries([...inside, ...outside].map((at) => [candidates[at]!.id, movers(at)])),
  };
}

/**
 * For each bound the best list without it alone; null where it changes nothing. A bound that the list does not touch
 * can matter all the same, entries being whole: that none does is seen from dropping all of these at once, and only
 * where the list is another then each is tried.
 */
function listsWithout(program: Program, { chosen, counted, moved }: Outcome): (readonly number[] | null)[] {
  const { bounds } = program;
  if (!moved) return bounds.map(() => null);
  const touches = (bound: Bound, at: number) =>
    bound.least === null ? counted[at]! >= bound.most! : counted[at]! <= bound.least;
  const loose = bounds.filter((bound, at) => !touches(bound, at));
  const isSame = (list: readonly number[]) => list.every((at, index) => at === chosen[index]);
  const idle = isSame(listWithout(program, loose)) ? loose : [];
  return bounds.map((bound) => (idle.includes(bound) ? null : listWithout(program, [bound])));
}
type Outcome = { chosen: readonly number[]; counted: readonly number[]; moved: boolean };

/** What moved an entry: each bound that did so alone; or several together, as few as can be found in so many lists. */
function moversIn(
  program: Program,
  { lists, chosen }: Pick<Outcome, "chosen"> & { lists: readonly (readonly number[] | null)[] },
): (at: number) => Movers {
  const stays = (list: readonly number[], at: number) => list.includes(at) === at < program.places;
  const known = new Map<string, number[]>();
  const staysWithout = (away: readonly number[], at: number) => {
    const dropped = away.map((bound) => program.bounds[bound]!);
    const list = known.get(away.join()) ?? listWithout(program, dropped);
    known.set(away.join(), list);
    return stays(list, at);
  };
  const tried = lists.flatMap((list, bound) => (list ? [bound] : []));
  const changing = tried.filter((bound) => lists[bound]!.some((at, index) => at !== chosen[index]));
  return (at) => {
    const alone = changing.filter((bound) => stays(lists[bound]!, at));
    if (alone.length > 0) return { alone: true, bounds: alone };
    const fewer = (away: readonly number[]): readonly number[] =>
      away.reduce((left, bound) => {
        const others = left.filter((each) => each !== bound);
        const isTried = known.has(others.join()) || known.size < LISTS_TRIED;
        return isTried && staysWithout(others, at) ? others : left;
      }, away);
    // Without any rule it stays for certain.
    const enough = [changing, tried].find((away) => staysWithout(away, at)) ?? program.bounds.map((_, bound) => bound);
    let bounds = fewer(enough);
    for (let next = fewer(bounds); next.length < bounds.length; next = fewer(bounds)) bounds = next;
    return { alone: false, bounds: [...bounds] };
  };
}

/** The best list once some bounds are dropped, as near the targets left as can be then. */
function listWithout(program: Program, dropped: readonly Bound[]): number[] {
  const fewer = { ...program, bounds: program.bounds.filter((each) => !dropped.includes(each)) };
  const targets = fewer.bounds.filter(({ limit }) => !limit);
  const misses = targets.length === 0 ? 0 : leastMisses(fewer, targets)!.sum;
  return bestList({ ...fewer, misses })!;
}
