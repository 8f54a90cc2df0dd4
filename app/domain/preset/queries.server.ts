import { guangzhou2023 } from "#db/seed/guangzhou-preset.ts";
import type { Context } from "../context.ts";
import { getCycle } from "../cycle/queries.server.ts";
import { formWithAside } from "../question/queries.server.ts";
import { definitionOf } from "../question/rules.ts";
import { roundsOf } from "../round/queries.server.ts";
import { rubricOf, rubricsOfCycle } from "../rubric/queries.server.ts";
import type { Rubric } from "../rubric/rules.ts";
import { type Blueprint, daysBetween, type PresetKey, type Source } from "./rules.ts";

const BLUEPRINTS: Record<PresetKey, Blueprint> = { "guangzhou-2023": guangzhou2023 };

/**
 * The blueprint of a preset, or one drawn from a cycle as it stands now. Not guarded: for the command that makes
 * cycles.
 */
export async function blueprintOf(ctx: Context, source: Source): Promise<Blueprint> {
  if ("preset" in source) return BLUEPRINTS[source.preset];
  const cycle = await getCycle(ctx, source.cycleId);
  const rubrics: Rubric[] = [];
  for (const { id } of await rubricsOfCycle(ctx, cycle.id)) rubrics.push(await rubricOf(ctx, id));
  const form = await formWithAside(ctx, cycle.id);
  return {
    call: cycle.call,
    prize: cycle.prize,
    themes: cycle.themes,
    checklist: cycle.checklist,
    endorsement: cycle.endorsement,
    graceSeconds: cycle.graceSeconds,
    reminderDays: cycle.reminderDays,
    autoSubmit: cycle.autoSubmit,
    entryLimit: cycle.entryLimit,
    frameworkLimit: cycle.frameworkLimit,
    levels: cycle.levels.map(({ key, name }) => ({ key, name })),
    form: form.map(definitionOf),
    rubrics: rubrics.map(({ name, criteria }) => ({
      name,
      criteria: criteria.map(({ id: _id, position: _position, ...criterion }) => criterion),
    })),
    rounds: (await roundsOf(ctx, cycle.id)).map((round) => ({
      name: round.name,
      method: round.method,
      ties: round.ties,
      divided: round.divided,
      reviewsPerEntry: round.reviewsPerEntry,
      peersVisible: round.peersVisible,
      discussion: round.discussion,
      disclosure: round.disclosure,
      blind: round.blind,
      conflictRules: round.conflictRules,
      levels: round.levels.map(({ levelKey, places }) => ({ levelKey, places })),
      rubric: rubrics.findIndex(({ id }) => id === round.rubricId),
      opensAfter: daysBetween(cycle.closesAt, round.opensAt),
      closesAfter: daysBetween(cycle.closesAt, round.closesAt),
    })),
  };
}
