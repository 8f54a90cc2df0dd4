import { readFileSync } from "node:fs";
import { importArchive } from "#app/domain/archive/commands.server.ts";
import type { ArchiveRow } from "#app/domain/archive/rules.ts";
import { countBallot } from "#app/domain/ballot/commands.server.ts";
import { proposeWaiver } from "#app/domain/conflict/commands.server.ts";
import { conflictsOf } from "#app/domain/conflict/queries.server.ts";
import { type Context, PORTAL } from "#app/domain/context.ts";
import { createCycle } from "#app/domain/cycle/commands.server.ts";
import { inviteCoApplicant } from "#app/domain/co-applicant/commands.server.ts";
import { startEntry } from "#app/domain/entry/commands.server.ts";
import { giveFeedback } from "#app/domain/feedback/commands.server.ts";
import { inquire } from "#app/domain/inquiry/commands.server.ts";
import { createProgramme } from "#app/domain/programme/commands.server.ts";
import { createRound } from "#app/domain/round/commands.server.ts";
import { createRubric } from "#app/domain/rubric/commands.server.ts";
import type { NewRubric } from "#app/domain/rubric/rules.ts";
import { createForm } from "#app/domain/question/commands.server.ts";
import { publishResults } from "#app/domain/result/commands.server.ts";
import { joinPanel } from "#app/domain/panel/commands.server.ts";
import { takeOpenings } from "#app/domain/scrutiny/commands.server.ts";
import { approveShortlist, freezeRound, proposeShortlist } from "#app/domain/shortlist/commands.server.ts";
import { signLog } from "#app/domain/commitment/commands.server.ts";
import { keepUp } from "#app/domain/proof/commands.server.ts";
import { prepareAppraisals } from "#app/domain/appraisal/commands.server.ts";
import { certifyPublished } from "#app/domain/certificate/commands.server.ts";
import type { Services } from "#app/services.server.ts";
import { GUANGZHOU_ARCHIVE } from "./archive/guangzhou.ts";
import { COMMITTEE, JURY } from "./cast.ts";
import { bell, DEMO_FORM, DEMO_PROGRAMME, demoCycle, type DemoStage, ROUND_NAMES } from "./cycles.ts";
import { praiseWinners, settleList, vote } from "./deciding.ts";
import { answer, type Entered, enterAll, screenAll } from "./entering.ts";
import { GUANGZHOU_FORM } from "./guangzhou-form.ts";
import { COMMITTEE_RUBRIC, JURY_RUBRIC } from "./guangzhou-rubric.ts";
import { answersFrom, ARCHIVE_FILE, describedInitiatives } from "./initiatives.ts";
import { judge, openRound, talk } from "./judging.ts";
import { openPeople, type People } from "./people.ts";
import { PRIZE_RUBRIC } from "./prizes.ts";
import { tellTeams, writeToAwarded } from "./telling.ts";
import { watchLog } from "./watching.ts";

const DAY = 86_400_000;
const STILL_TO_SCREEN = 2;
const COMMITTEE_PANEL = { members: COMMITTEE.map(({ key }) => key), chair: "ingrid" };
const JURY_PANEL = { members: JURY.map(({ key }) => key), chair: "ingrid" };

export type DemoOptions = {
  /** The moment around which all dates lie. */
  now?: Date;
  /** How many initiatives each judged cycle gets, at most; for tests. */
  atMost?: number;
  /** Called after each step with what was done. */
  tell?: (line: string) => void;
};
/** What all rounds of the committee have in common. */
const COMMITTEE_ROUND = {
  name: ROUND_NAMES.committee,
  peersVisible: "after-own",
  discussion: "after-own",
  blind: false,
  method: "mean",
  conflictRules: { country: "block", organisation: "block" },
} as const;
type Demo = { services: Services; people: People; programmeId: string; rows: ArchiveRow[]; now: Date };

/** Fills an empty portal: the archive, the cast, and a cycle in each state, through the commands that people's clicks use. */
export async function seedDemo(
  services: Services,
  { now = new Date(), atMost = Number.POSITIVE_INFINITY, tell = (line) => console.log(`  ${line}`) }: DemoOptions = {},
): Promise<void> {
  const portal = { db: services.db, actor: PORTAL, now: new Date(now.getTime() - 401 * DAY) };
  const archive = await importArchive(portal, readFileSync(ARCHIVE_FILE, "utf8"), GUANGZHOU_ARCHIVE);
  tell(`Archive: ${archive.rows} initiatives of ${archive.cycles.length} cycles`);
  const described = describedInitiatives();
  const rows = described.slice(0, atMost);
  const people = await openPeople(services, described, portal.now);
  tell("People: the cast and one team for each city");
  const { id: programmeId } = await createProgramme(portal, DEMO_PROGRAMME);
  const demo: Demo = { services, people, programmeId, rows, now };
  tell(await openForEntries({ ...demo, rows: described }));
  tell(await inReview(demo));
  tell(await readyToFinalise(demo));
  tell(await published(demo));
  await keepUp({ db: services.db, now });
  await certifyPublished({ ...portal, now });
  await signLog({ ...portal, now }, services.logKey);
  await watchLog(services, people, now);
}

const portalContext = ({ services, now }: Demo): Context<typeof PORTAL> => ({
  db: services.db,
  actor: PORTAL,
  now: new Date(now.getTime() - 401 * DAY),
});
const as = ({ services, people, now }: Demo, key: string, days: number): Context => ({
  db: services.db,
  actor: people.of(key),
  now: new Date(now.getTime() + days * DAY),
});

async function makeCycle(demo: Demo, stage: DemoStage) {
  const cycle = await createCycle(portalContext(demo), demoCycle(stage, demo.programmeId, demo.now));
  await createForm(portalContext(demo), cycle.id, stage === "open" ? GUANGZHOU_FORM : DEMO_FORM);
  return cycle;
}

/** Drafts only, one of them nearly done: whoever plays a city finishes it. */
async function openForEntries(demo: Demo): Promise<string> {
  const cycle = await makeCycle(demo, "open");
  const drafts = [
    ["Kampala", 12],
    ["La Paz", 6],
    ["Bristol", 3],
  ] as const;
  for (const [cityName, answers] of drafts) {
    const { owner, cityId } = demo.people.team(cityName);
    const row = demo.rows.find((each) => each.cityName === cityName)!;
    const ctx: Context = { db: demo.services.db, actor: owner, now: new Date(demo.now.getTime() - DAY) };
    const { id } = await startEntry(
      { ...ctx, now: new Date(demo.now.getTime() - 2 * DAY) },
      { cycleId: cycle.id, cityId },
    );
    const { declaration: _later, ...given } = answersFrom(row);
    await answer(ctx, id, Object.fromEntries(Object.entries(given).slice(0, answers)));
    if (cityName === "La Paz") await askKampala(demo, ctx, id);
  }
  const secretary: Context = as(demo, "lin", -20);
  const rubric = await createRubric(secretary, cycle.id, COMMITTEE_RUBRIC);
  await createRound(secretary, cycle.id, {
    ...COMMITTEE_ROUND,
    rubricId: rubric.id,
    opensAt: later(cycle.closesAt, 10),
    closesAt: later(cycle.closesAt, 45),
    reviewsPerEntry: null,
    levels: [{ levelKey: "shortlisted", places: 15 }],
  });
  return `Open for entries: ${drafts.length} drafts`;
}

/** La Paz would like to enter together with Kampala: whoever plays Kampala answers. */
async function askKampala({ people, services }: Demo, ctx: Context, entryId: string): Promise<void> {
  await inviteCoApplicant(
    ctx,
    entryId,
    { name: "Kampala", country: "UG", email: people.team("Kampala").owner.email },
    "en",
    services.config.publicUrl,
  );
}

/** Enters and screens. The last `waiting` entries are left for whoever plays the secretariat. */
async function enterCycle(demo: Demo, stage: DemoStage, rows: ArchiveRow[], waiting = 0) {
  const cycle = await makeCycle(demo, stage);
  const [from, to] = [new Date(cycle.opensAt.getTime() + DAY), new Date(cycle.closesAt.getTime() - 60_000)];
  const entered = await enterAll(demo.services, {
    cycleId: cycle.id,
    slug: cycle.slug,
    rows,
    people: demo.people,
    from,
    to,
  });
  const screened = entered.slice(0, entered.length - waiting);
  await screenAll(demo.services.db, screened, demo.people.of("lin"), new Date(cycle.closesAt.getTime() + DAY));
  return { cycle, entered };
}

const rubricFor = ({ services, people }: Demo, cycle: { id: string; closesAt: Date }, rubric: NewRubric) =>
  createRubric({ db: services.db, actor: people.of("lin"), now: later(cycle.closesAt, 4) }, cycle.id, rubric);

const later = (at: Date, days: number): Date => new Date(at.getTime() + days * DAY);

/** All of the described initiatives, read by everybody on the committee once they are screened; about half of the reading is done. */
async function inReview(demo: Demo): Promise<string> {
  const { cycle, entered } = await enterCycle(demo, "review", demo.rows, STILL_TO_SCREEN);
  const opensAt = later(cycle.closesAt, 5);
  const round = await openRound(demo.services, demo.people, {
    cycleId: cycle.id,
    secretary: "lin",
    at: later(cycle.closesAt, 4),
    rubric: await rubricFor(demo, cycle, COMMITTEE_RUBRIC),
    panel: COMMITTEE_PANEL,
    settings: {
      ...COMMITTEE_ROUND,
      opensAt,
      closesAt: bell(demo.now, 14),
      reviewsPerEntry: null,
      levels: [
        { levelKey: "shortlisted", places: 15 },
        { levelKey: "deserving", places: 30 },
      ],
    },
  });
  const shares: Record<string, number> = { ingrid: 0.4, rafael: 0.3, minji: 1, priya: 0.2, youssef: 0.7 };
  const reviews = await judge(demo.services, demo.people, round, entered, {
    until: demo.now,
    done: (member) => shares[member] ?? 0.45,
    declared: [
      { member: "claire", place: 2, answer: "conflict", reason: "I advised this city on the project." },
      { member: "mateo", place: 4, answer: "unsure", reason: "A former student of mine works there." },
    ],
  });
  await talk(demo.services, demo.people, round, { first: "rafael", second: "minji", until: demo.now });
  await proposeLifting(demo, round.id);
  const kampala = entered.find(({ row }) => row.cityName === "Kampala");
  if (kampala)
    await giveFeedback(
      as(demo, "lin", -33),
      kampala.id,
      "The summary says what was built, not what changed for whom. A figure from before and one from after would help readers. (invented for the demonstration)",
      demo.services.config.publicUrl,
    );
  if (kampala)
    await inquire(
      as(demo, "lin", -2),
      kampala.id,
      {
        question: "Who pays for it once the first grant has ended? (invented for the demonstration)",
        dueAt: bell(demo.now, 5),
      },
      demo.services.config.publicUrl,
    );
  return `In committee review: ${entered.length} entries, ${reviews} reviews`;
}

/** One of the secretariat would lift a doubt; the other has not decided yet. */
async function proposeLifting(demo: Demo, roundId: string): Promise<void> {
  const lin = as(demo, "lin", -1);
  const doubt = (await conflictsOf(lin, { id: roundId, blind: false }, 1)).find(({ kinds }) =>
    kinds.includes("unsure"),
  );
  if (doubt)
    await proposeWaiver(
      lin,
      {
        roundId,
        entryId: doubt.entryId,
        accountId: doubt.accountId,
        reason: "The student left the city ten years ago. (invented for the demonstration)",
      },
      demo.services.config.publicUrl,
    );
}

/** Scores frozen, choices made, one of two signatures given. */
async function readyToFinalise(demo: Demo): Promise<string> {
  const { cycle, entered } = await enterCycle(
    demo,
    "ready",
    demo.rows.filter((_row, index) => index % 4 === 1),
  );
  const round = await openRound(demo.services, demo.people, {
    cycleId: cycle.id,
    secretary: "chen",
    at: later(cycle.closesAt, 5),
    rubric: await rubricFor(demo, cycle, COMMITTEE_RUBRIC),
    panel: COMMITTEE_PANEL,
    settings: {
      ...COMMITTEE_ROUND,
      method: "adjusted",
      opensAt: later(cycle.closesAt, 10),
      closesAt: later(cycle.closesAt, 45),
      reviewsPerEntry: 5,
      levels: [
        { levelKey: "shortlisted", places: 5 },
        { levelKey: "deserving", places: 5 },
      ],
    },
  });
  const reviews = await judge(demo.services, demo.people, round, entered, {
    until: later(cycle.closesAt, 44),
    done: () => 1,
  });
  await freezeRound(as(demo, "ingrid", -6), round.id);
  await settleList(as(demo, "ingrid", -5), round.id, { against: true });
  await proposeShortlist(as(demo, "lin", -2), round.id);
  await prepareAppraisals(as(demo, "chen", -1), round.id);
  return `Ready to finalise: ${entered.length} entries, ${reviews} reviews, one signature`;
}

/** Decided by the jury, signed twice, public; with one of the cast's cities, so that somebody can see what a team is told in the end. */
async function published(demo: Demo): Promise<string> {
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
  const reviews = await judge(demo.services, demo.people, round, entered, {
    until: later(cycle.closesAt, 44),
    done: () => 1,
  });
  await joinPanel(
    { ...as(demo, "lin", -262), actor: PORTAL },
    { roundId: round.id, accountId: demo.people.of("nadia").id, role: "scrutineer" },
  );
  demo.people.joinPanel("nadia", { roundId: round.id, cycleId: cycle.id, role: "scrutineer" });
  await freezeRound(as(demo, "ingrid", -260), round.id);
  const { publicUrl } = demo.services.config;
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
  await proposeShortlist(as(demo, "lin", -250), round.id);
  await approveShortlist(as(demo, "chen", -248), round.id);
  const { initiatives } = await publishResults(as(demo, "chen", -240), {
    roundId: round.id,
    at: new Date(demo.now.getTime() - 240 * DAY),
  });
  await takeOpenings(as(demo, "nadia", -239), round.id);
  await tellTeams(as(demo, "chen", -239), round.id, publicUrl);
  await writeToAwarded(as(demo, "lin", -239), cycle.id, publicUrl);
  await specialPrizes(demo, cycle.id, entered);
  return `Published: ${initiatives} of ${entered.length} entries, ${reviews} reviews`;
}

/** Two more prizes among those on the published list: for one the jury still scores, on the other it votes. */
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
