import type { ArchiveRow } from "#app/domain/archive/rules.ts";
import { type Context, PORTAL } from "#app/domain/context.ts";
import { createCycle } from "#app/domain/cycle/commands.server.ts";
import { createForm } from "#app/domain/question/commands.server.ts";
import { createRubric } from "#app/domain/rubric/commands.server.ts";
import type { NewRubric } from "#app/domain/rubric/rules.ts";
import type { Services } from "#app/services.server.ts";
import { DEMO_FORM, demoCycle, type DemoStage, ROUND_NAMES } from "./cycles.ts";
import { enterAll, screenAll } from "./entering.ts";
import { GUANGZHOU_FORM } from "./guangzhou-form.ts";
import type { People } from "./people.ts";
import { COMMITTEE, JURY } from "./reviewers.ts";

export const DAY = 86_400_000;

export const COMMITTEE_PANEL = { members: COMMITTEE.map(({ key }) => key), chair: "ingrid" };

export const JURY_PANEL = { members: JURY.map(({ key }) => key), chair: "ingrid" };

/** What all rounds of the committee have in common. */
export const COMMITTEE_ROUND = {
  name: ROUND_NAMES.committee,
  peersVisible: "after-own",
  discussion: "after-own",
  blind: false,
  method: "mean",
  conflictRules: { country: "block", city: "block", organisation: "block" },
} as const;

export type Demo = { services: Services; people: People; programmeId: string; rows: ArchiveRow[]; now: Date };

/** The portal itself, before anything else was there. */
export const portalContext = ({ services, now }: Pick<Demo, "services" | "now">): Context<typeof PORTAL> => ({
  db: services.db,
  actor: PORTAL,
  now: new Date(now.getTime() - 401 * DAY),
});

export const as = ({ services, people, now }: Demo, key: string, days: number): Context => ({
  db: services.db,
  actor: people.of(key),
  now: new Date(now.getTime() + days * DAY),
});

export async function makeCycle(demo: Demo, stage: DemoStage) {
  const cycle = await createCycle(portalContext(demo), demoCycle(stage, demo.programmeId, demo.now));
  await createForm(portalContext(demo), cycle.id, stage === "open" ? GUANGZHOU_FORM : DEMO_FORM);
  return cycle;
}

/** Enters and screens. The last `waiting` entries are left for whoever plays the secretariat. */
export async function enterCycle(demo: Demo, stage: DemoStage, rows: ArchiveRow[], waiting = 0) {
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

export const rubricFor = ({ services, people }: Demo, cycle: { id: string; closesAt: Date }, rubric: NewRubric) =>
  createRubric({ db: services.db, actor: people.of("lin"), now: later(cycle.closesAt, 4) }, cycle.id, rubric);

export const later = (at: Date, days: number): Date => new Date(at.getTime() + days * DAY);
