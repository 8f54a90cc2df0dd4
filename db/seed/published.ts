import { attest } from "#app/domain/attestation/commands.server.ts";
import { countBallot } from "#app/domain/ballot/commands.server.ts";
import { approveList } from "#app/domain/correction/commands.server.ts";
import { PORTAL } from "#app/domain/context.ts";
import { joinPanel } from "#app/domain/panel/commands.server.ts";
import { drawForLists } from "#app/jobs/draw-for-lists.server.ts";
import { publishResults } from "#app/domain/result/commands.server.ts";
import { publishingOf } from "#app/domain/result/publishing.server.ts";
import { createRubric } from "#app/domain/rubric/commands.server.ts";
import { freezeRound, proposeShortlist } from "#app/domain/shortlist/commands.server.ts";
import { bell, ROUND_NAMES } from "./cycles.ts";
import { honourTwo, praiseWinners, settleList, vote } from "./deciding.ts";
import type { Entered } from "./entering.ts";
import { COMMITTEE_RUBRIC, JURY_RUBRIC } from "./guangzhou-rubric.ts";
import { judge, openRound } from "./judging.ts";
import { PRIZE_RUBRIC } from "./prizes.ts";
import { checkAndSign, openOwnSeed, signForTheAward, stateNewKey, stateSameKey } from "./scrutinising.ts";
import { as, COMMITTEE_ROUND, DAY, type Demo, enterCycle, JURY_PANEL, later, rubricFor } from "./staging.ts";
import { tellTeams, writeToAwarded } from "./telling.ts";

/**
 * Decided by the jury, signed twice, public; with one of the cast's cities, so that somebody can see what a team is
 * told in the end.
 */
export async function published(demo: Demo): Promise<string> {
  const { cycle, entered } = await enterCycle(
    demo,
    "published",
    demo.rows.filter(({ cityName }, index) => index % 4 === 3 || cityName === "Kampala"),
  );
  const round = await openRound(demo.services, demo.people, {
    cycleId: cycle.id,
    secretary: "lin",
    at: later(cycle.closesAt, 5),
    rubric: await rubricFor(demo, cycle, JURY_RUBRIC),
    panel: JURY_PANEL,
    settings: {
      ...COMMITTEE_ROUND,
      name: ROUND_NAMES.jury,
      opensAt: later(cycle.closesAt, 10),
      closesAt: later(cycle.closesAt, 45),
      reviewsPerEntry: null,
      levels: [
        { levelKey: "winner", places: 5 },
        { levelKey: "shortlisted", places: 6 },
      ],
    },
  });
  const beforehand = later(cycle.closesAt, 6);
  await scrutinise(demo, { roundId: round.id, cycleId: cycle.id }, beforehand);
  await stateNewKey(demo.services, { ...as(demo, "nadia", 0), now: beforehand }, round.id);
  const reviews = await judge(demo.services, demo.people, round, entered, {
    until: later(cycle.closesAt, 44),
    done: () => 1,
  });
  await openOwnSeed(demo.services, as(demo, "nadia", -261), round.id);
  await freezeRound(as(demo, "ingrid", -260), round.id);
  const { publicUrl } = demo.services.config;
  for (const member of JURY_PANEL.members.slice(0, -1)) await attest(as(demo, member, -259.5), round.id);
  const electorate = [...new Set([...JURY_PANEL.members, JURY_PANEL.chair])];
  const counting = as(demo, "ingrid", -259);
  await vote(
    as(demo, "ingrid", -260),
    electorate.map((member) => as(demo, member, -259)),
    round.id,
    { method: "approval", first: 8, closesAt: counting.now, publicUrl },
  );
  await countBallot(counting, round.id, publicUrl);
  await settleList(as(demo, "ingrid", -258), round.id, { against: true });
  await praiseWinners(as(demo, "ingrid", -256), round.id);
  await honourTwo(as(demo, "ingrid", -255), round.id);
  await proposeShortlist(as(demo, "lin", -250), round.id);
  await approveList(as(demo, "chen", -248), round.id, publicUrl);
  const chosen = (await publishingOf(as(demo, "chen", -240), round.id)).initiatives.flatMap(({ pictures }) => pictures);
  const { initiatives } = await publishResults(as(demo, "chen", -240), {
    roundId: round.id,
    pictures: chosen.map(({ id }) => id),
    at: new Date(demo.now.getTime() - 240 * DAY),
    publicUrl,
  });
  await drawForLists(demo.services, () => later(demo.now, -240));
  await checkAndSign(demo.services, as(demo, "nadia", -239), round.id);
  await signForTheAward(demo.services, as(demo, "chen", -239), round.id);
  await tellTeams(as(demo, "chen", -239), round.id, publicUrl);
  await writeToAwarded(as(demo, "lin", -239), cycle.id, publicUrl);
  await specialPrizes(demo, cycle.id, entered);
  return `Published: ${initiatives} of ${entered.length} entries, ${reviews} reviews`;
}

/**
 * Nadia Weber scrutinises a round: the published one, a prize for which she may still state her key, and one of which
 * she may open her seed.
 */
async function scrutinise(demo: Demo, { roundId, cycleId }: { roundId: string; cycleId: string }, now: Date) {
  const accountId = demo.people.of("nadia").id;
  await joinPanel({ ...as(demo, "lin", 0), now, actor: PORTAL }, { roundId, accountId, role: "scrutineer" });
  demo.people.joinPanel("nadia", { roundId, cycleId, role: "scrutineer" });
}

/** Of the jury's five each scores two of the five criteria, so that two score each. */
const SPECIALISTS = { sofie: [0, 1], thabo: [0, 2], valentina: [1, 3], kenji: [2, 4], amina: [3, 4] };

/**
 * Three more prizes among those on the published list: for one the jury still scores, one with its criteria divided is
 * over and not frozen, on the third it votes.
 */
async function specialPrizes(demo: Demo, cycleId: string, entered: readonly Entered[]): Promise<void> {
  const rubric = await createRubric(as(demo, "lin", -40), cycleId, PRIZE_RUBRIC);
  const prize = { cycleId, secretary: "lin", at: as(demo, "lin", -39).now, rubric, panel: JURY_PANEL };
  const settings = { ...COMMITTEE_ROUND, levels: [{ levelKey: "winner", places: 1 }] };
  const learning = await openRound(demo.services, demo.people, {
    ...prize,
    settings: {
      ...settings,
      name: ROUND_NAMES.learning,
      opensAt: later(demo.now, -8),
      closesAt: bell(demo.now, 9),
      reviewsPerEntry: 3,
    },
  });
  await judge(demo.services, demo.people, learning, entered, { until: demo.now, done: () => 0.5 });
  await scrutinise(demo, { roundId: learning.id, cycleId }, as(demo, "lin", -9).now);
  const effect = await openRound(demo.services, demo.people, {
    ...prize,
    rubric: await createRubric(as(demo, "lin", -39), cycleId, COMMITTEE_RUBRIC),
    panel: { ...JURY_PANEL, reads: SPECIALISTS },
    settings: {
      ...settings,
      name: ROUND_NAMES.effect,
      opensAt: later(demo.now, -8),
      closesAt: later(demo.now, -1),
      reviewsPerEntry: null,
      divided: true,
      peersVisible: "never",
    },
  });
  await scrutinise(demo, { roundId: effect.id, cycleId }, as(demo, "lin", -9).now);
  await stateSameKey(demo.services, as(demo, "nadia", -9), effect.id);
  await judge(demo.services, demo.people, effect, entered, { until: later(demo.now, -2), done: () => 1 });
  const favourite = await openRound(demo.services, demo.people, {
    ...prize,
    settings: {
      ...settings,
      name: ROUND_NAMES.favourite,
      opensAt: later(demo.now, -30),
      closesAt: later(demo.now, -6),
      reviewsPerEntry: 2,
    },
  });
  await judge(demo.services, demo.people, favourite, entered, { until: later(demo.now, -7), done: () => 1 });
  await freezeRound(as(demo, "ingrid", -5), favourite.id);
  await vote(as(demo, "ingrid", -4), [as(demo, "thabo", -3), as(demo, "kenji", -2)], favourite.id, {
    method: "borda",
    first: 8,
    closesAt: bell(demo.now, 5),
    publicUrl: demo.services.config.publicUrl,
  });
}
