import { compare, type Fraction, fraction, over, plus, times, written, ZERO } from "./fraction.ts";

/**
 * One stage of a count: what everybody still in it was credited with, who was elected by it, and whose votes were
 * passed on afterwards.
 */
export type Stage = {
  votes: Record<string, string>;
  elected: string[];
  passed: { id: string; because: "surplus" | "excluded" } | null;
};

type Vote = { preferences: readonly string[]; value: Fraction };

/**
 * Single transferable vote by the Weighted Inclusive Gregory Method, as in Schedule 1 of the Scottish Local Government
 * Elections Order 2007 (rules 45 to 52), with exact fractions where that keeps five decimals. Quota: papers / (seats +
 * 1), rounded down, plus one. The largest surplus is passed on first, all of the elected's votes at a reduced value,
 * and only to those neither elected nor excluded; then whoever has least is excluded. Equals go by the last stage at
 * which they differed, then by `lot`. When as many are left as there are seats, they are elected. Answers the elected
 * in their order, and in `drawn` each two between whom a lot decided who was elected first, or was excluded.
 */
export function countTransferable({
  candidates,
  papers,
  seats,
  lot,
}: {
  candidates: readonly string[];
  papers: readonly (readonly string[])[];
  seats: number;
  lot: (id: string) => string;
}): { quota: number; elected: string[]; stages: Stage[]; drawn: [string, string][] } {
  const valid = papers.filter(({ length }) => length > 0);
  const quota = Math.floor(valid.length / (seats + 1)) + 1;
  const held = new Map<string, Vote[]>(candidates.map((id) => [id, []]));
  const [elected, stages, history]: [string[], Stage[], Map<string, Fraction>[]] = [[], [], []];
  const [continuing, owed] = [new Set(candidates), new Set<string>()];
  const drawn: [string, string][] = [];
  const credited = (id: string): Fraction => held.get(id)!.reduce((sum, { value }) => plus(sum, value), ZERO);

  const most = (a: string, b: string): number => byVotes(history, a, b) || (lot(a) < lot(b) ? -1 : 1);
  const give = (votes: readonly Vote[]): void => {
    for (const vote of votes) {
      const next = vote.preferences.find((id) => continuing.has(id));
      if (next !== undefined) held.get(next)!.push(vote);
    }
  };

  give(valid.map((preferences) => ({ preferences, value: fraction(1) })));
  for (;;) {
    const votes = new Map([...continuing, ...owed].map((id) => [id, credited(id)]));
    history.push(votes);
    const left = seats - elected.length;
    const last = continuing.size <= left;
    const now = [...continuing]
      .filter((id) => last || compare(votes.get(id)!, fraction(quota)) >= 0)
      .sort(most)
      .slice(0, left);
    for (const id of now) {
      continuing.delete(id);
      if (compare(votes.get(id)!, fraction(quota)) > 0) owed.add(id);
    }
    elected.push(...now);
    drawn.push(
      ...now
        .slice(1)
        .flatMap((id, at) => (byVotes(history, now[at]!, id) === 0 ? [[now[at]!, id] satisfies [string, string]] : [])),
    );
    const stage: Stage = { votes: writtenVotes(votes), elected: now, passed: null };
    stages.push(stage);
    if (elected.length === seats || continuing.size === 0) return { quota, elected, stages, drawn };
    const richest = [...owed].sort(most)[0];
    if (richest !== undefined) {
      owed.delete(richest);
      stage.passed = { id: richest, because: "surplus" };
      give(surplusOf(held.get(richest)!, votes.get(richest)!, quota));
      continue;
    }
    const poorest = [...continuing].sort(most).at(-1)!;
    continuing.delete(poorest);
    for (const id of continuing) if (byVotes(history, id, poorest) === 0) drawn.push([id, poorest]);
    stage.passed = { id: poorest, because: "excluded" };
    give(held.get(poorest)!);
  }
}

/** The most votes first, else by the latest earlier stage that tells them apart; 0 where none does. */
function byVotes(history: readonly ReadonlyMap<string, Fraction>[], a: string, b: string): number {
  for (const votes of history.toReversed()) {
    const difference = compare(votes.get(b) ?? ZERO, votes.get(a) ?? ZERO);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** All votes of somebody elected, each at the share that the quota leaves of it. */
function surplusOf(votes: readonly Vote[], total: Fraction, quota: number): Vote[] {
  const share = over(plus(total, fraction(-quota)), total);
  return votes.map(({ preferences, value }) => ({ preferences, value: times(value, share) }));
}

const writtenVotes = (votes: ReadonlyMap<string, Fraction>): Record<string, string> =>
  Object.fromEntries([...votes].map(([id, value]) => [id, written(value)]));
