import { readFileSync } from "node:fs";
import { prepareAppraisals } from "#app/domain/appraisal/commands.server.ts";
import { importArchive } from "#app/domain/archive/commands.server.ts";
import { certifyPublished } from "#app/domain/certificate/commands.server.ts";
import { inviteCoApplicant } from "#app/domain/co-applicant/commands.server.ts";
import { signLog } from "#app/domain/commitment/commands.server.ts";
import { proposeWaiver } from "#app/domain/conflict/commands.server.ts";
import { conflictsOf } from "#app/domain/conflict/queries.server.ts";
import type { Context } from "#app/domain/context.ts";
import { startEntry } from "#app/domain/entry/commands.server.ts";
import { giveFeedback } from "#app/domain/feedback/commands.server.ts";
import { inquire } from "#app/domain/inquiry/commands.server.ts";
import { createProgramme } from "#app/domain/programme/commands.server.ts";
import { stateDueRules } from "#app/domain/proof/commands.server.ts";
import { sealOverCalls } from "#app/domain/extension/sealing.server.ts";
import { createRound } from "#app/domain/round/commands.server.ts";
import { createRubric } from "#app/domain/rubric/commands.server.ts";
import { freezeRound, proposeShortlist } from "#app/domain/shortlist/commands.server.ts";
import type { Services } from "#app/services.server.ts";
import { GUANGZHOU_ARCHIVE } from "./archive/guangzhou.ts";
import { bell, DEMO_PROGRAMME } from "./cycles.ts";
import { settleList } from "./deciding.ts";
import { callTogether, sit } from "./sitting.ts";
import { answer } from "./entering.ts";
import { COMMITTEE_RUBRIC } from "./guangzhou-rubric.ts";
import { answersFrom, ARCHIVE_FILE, describedInitiatives } from "./initiatives.ts";
import { judge, openRound, talk } from "./judging.ts";
import { missTheBell } from "./missed.ts";
import { openPeople } from "./people.ts";
import { published } from "./published.ts";
import {
  as,
  COMMITTEE_PANEL,
  COMMITTEE_ROUND,
  DAY,
  type Demo,
  enterCycle,
  later,
  makeCycle,
  portalContext,
  rubricFor,
} from "./staging.ts";
import { watchLog } from "./watching.ts";

const STILL_TO_SCREEN = 2;
export type DemoOptions = {
  /** The moment around which all dates lie. */
  now?: Date;
  /** How many initiatives each judged cycle gets, at most; for tests. */
  atMost?: number;
  /** Called after each step with what was done. */
  tell?: (line: string) => void;
};
/**
 * Fills an empty portal: the archive, the cast, and a cycle in each state, through the commands that people's clicks
 * use.
 */
export async function seedDemo(
  services: Services,
  { now = new Date(), atMost = Number.POSITIVE_INFINITY, tell = (line) => console.log(`  ${line}`) }: DemoOptions = {},
): Promise<void> {
  const portal = portalContext({ services, now });
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
  await stateDueRules({ db: services.db, now });
  await sealOverCalls({ db: services.db, now });
  await certifyPublished({ ...portal, now });
  await signLog({ ...portal, now }, services.logKey);
  await watchLog(services, people, now);
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

/**
 * All of the described initiatives but the last, whose team missed the bell, read by everybody on the committee once
 * they are screened; about half of the reading is done.
 */
async function inReview(demo: Demo): Promise<string> {
  const { cycle, entered } = await enterCycle(demo, "review", demo.rows.slice(0, -1), STILL_TO_SCREEN);
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
  await missTheBell(demo, cycle, demo.rows.at(-1)!);
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
  await sit(
    as(demo, "ingrid", -0.1),
    COMMITTEE_PANEL.members.slice(0, 9).map((member) => as(demo, member, -0.1)),
    round.id,
  );
  await callTogether(as(demo, "ingrid", -0.05), round.id, demo.services.config.publicUrl);
  return `Ready to finalise: ${entered.length} entries, ${reviews} reviews, one signature`;
}
