import { cast, openBallot } from "#app/domain/ballot/commands.server.ts";
import { paperOf } from "#app/domain/ballot/papers.server.ts";
import { cite } from "#app/domain/citation/commands.server.ts";
import type { Context } from "#app/domain/context.ts";
import { giveHonour } from "#app/domain/honour/commands.server.ts";
import { select } from "#app/domain/shortlist/commands.server.ts";
import { levelOf } from "#app/domain/shortlist/rules.ts";
import { selectionOf } from "#app/domain/shortlist/queries.server.ts";
import { chance } from "./chance.ts";

const TIE = "Equal; decided after another look at them (invented for the demonstration).";
const UP =
  "The panel held it to be easier to take over elsewhere than the entry above it (invented for the demonstration).";
const DOWN = "Gave way to the entry below it, by a vote of the panel (invented for the demonstration).";

/** The same for all, and said to be invented: nobody can take it for what a jury thinks of a real city. */
const WORDS = {
  statement: {
    en: "Simple to explain, and counted by those it serves (invented).",
    "zh-Hans": "道理简单，成效由受益者说了算（虚构）。",
    fr: "Simple à expliquer, et mesurée par celles et ceux qu’elle sert (inventé).",
    es: "Sencilla de explicar y medida por quienes se benefician (inventado).",
    ar: "سهلة الشرح، ويقيسها من تخدمهم (مختلَق).",
  },
  citation: {
    en: "The jury saw an idea that other cities could begin with next month.\n\nThese words are invented for the demonstration.",
    "zh-Hans": "评审团认为，其他城市下个月就可以着手试行。\n\n本评语系为演示而虚构。",
    fr: "Le jury y a vu une idée que d’autres villes pourraient lancer dès le mois prochain.\n\nCes mots sont inventés pour la démonstration.",
    es: "El jurado vio una idea con la que otras ciudades podrían empezar el mes próximo.\n\nEstas palabras se inventaron para la demostración.",
    ar: "رأت اللجنة فكرة يمكن لمدن أخرى أن تبدأ بها في الشهر المقبل.\n\nهذه الكلمات مختلَقة للعرض التوضيحي.",
  },
};

/** Words of the panel about every entry that stands at the round's best level. */
export async function praiseWinners(ctx: Context, roundId: string): Promise<void> {
  const { lines, round } = await selectionOf(ctx, roundId);
  for (const line of lines.filter((each) => levelOf(each) === round.levels[0]?.levelKey))
    await cite(ctx, { roundId, entryId: line.entryId, words: WORDS, reason: "" });
}

const WHY = "It was talked about most (invented for the demonstration).";
/** Named so that nobody takes them for honours of a real award, wherever they are shown. */
const HONOURS = {
  favourite: {
    en: "Favourite of the audience (demonstration)",
    "zh-Hans": "观众最喜爱（演示）",
    fr: "Coup de cœur du public (démonstration)",
    es: "Favorita del público (demostración)",
    ar: "مفضَّلة الجمهور (عرض توضيحي)",
  },
  mention: {
    en: "Special mention (demonstration)",
    "zh-Hans": "特别提名（演示）",
    fr: "Mention spéciale (démonstration)",
    es: "Mención especial (demostración)",
    ar: "تنويه خاص (عرض توضيحي)",
  },
};

/** One honour beside a level, and a special mention for the first of those that the list gives none. */
export async function honourTwo(ctx: Context, roundId: string): Promise<void> {
  const { lines, round } = await selectionOf(ctx, roundId);
  for (const [level, name] of [
    [round.levels[0]?.levelKey, HONOURS.favourite],
    [null, HONOURS.mention],
  ] as const) {
    const line = lines.find((each) => levelOf(each) === level);
    if (line) await giveHonour(ctx, { roundId, entryId: line.entryId, honour: { name, reason: WHY } });
  }
}

type Opening = { method: "approval" | "borda"; first: number | null; closesAt: Date; publicUrl: string };

/**
 * Opens a ballot on the first of the ranking, or all of it, on which `voters` vote: who may vote on what, what anybody
 * likes is invented by chance.
 */
export async function vote(
  open: Context,
  voters: readonly Context[],
  roundId: string,
  { publicUrl, method, ...rule }: Opening,
): Promise<void> {
  await openBallot(open, roundId, { method, seats: null, ...rule }, publicUrl);
  for (const voter of voters) {
    const { candidates } = await paperOf(voter, roundId);
    const liked = (code: string) => 0.7 * chance("appeal", code) - chance("approves", code, voter.actor.name);
    const order = candidates.map(({ code }) => code).sort((a, b) => liked(b) - liked(a));
    const marks = Object.fromEntries(
      candidates.map(({ entryId, code }) => [
        entryId,
        method === "borda" ? order.indexOf(code) + 1 : liked(code) > -0.2 ? 1 : 0,
      ]),
    );
    await cast(voter, roundId, { shown: Object.keys(marks), marks });
  }
}

/** Decides what the ranking leaves open and, where `against`, changes two neighbours at the first line for a reason. */
export async function settleList(ctx: Context, roundId: string, { against }: { against: boolean }): Promise<void> {
  const { lines, round } = await selectionOf(ctx, roundId);
  const seats = round.levels.flatMap(({ levelKey, places }) => Array.from({ length: places }, () => levelKey));
  const choose = (entryId: string, levelKey: string | null, reason: string) =>
    select(ctx, { roundId, entryId, levelKey, reason });
  const left = [...seats];
  const take = (levelKey: string | null) => {
    if (levelKey !== null) left.splice(left.indexOf(levelKey), 1);
  };
  for (const { proposal } of lines) if (proposal.kind === "level") take(proposal.levelKey);
  for (const { entryId, proposal } of lines) {
    if (proposal.kind !== "tie") continue;
    const levelKey = proposal.between.find((each) => each === null || left.includes(each)) ?? null;
    take(levelKey);
    await choose(entryId, levelKey, TIE);
  }
  for (const { entryId } of lines.filter((line) => line.proposal.kind === "no-reviews"))
    await choose(entryId, null, "Nobody could read it (invented for the demonstration).");
  if (!against) return;
  const settled = lines.flatMap(({ entryId, proposal }) =>
    proposal.kind === "level" ? [{ entryId, levelKey: proposal.levelKey }] : [],
  );
  const last = settled.filter(({ levelKey }) => levelKey === seats[0]).at(-1);
  const first = settled.find(({ levelKey }) => levelKey !== seats[0]);
  if (!last || !first) return;
  await choose(last.entryId, first.levelKey, DOWN);
  await choose(first.entryId, last.levelKey, UP);
}
