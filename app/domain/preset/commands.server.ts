import { SYSTEM_STREAM } from "../audit/rules.ts";
import type { Context } from "../context.ts";
import { createCycle, type NewCycle } from "../cycle/commands.server.ts";
import { canSetUpCycle } from "../cycle/policy.ts";
import { createForm } from "../question/commands.server.ts";
import { addRound } from "../round/commands.server.ts";
import { createRubric } from "../rubric/commands.server.ts";
import { transact } from "../transact.server.ts";
import { authorise } from "../verdict.ts";
import { blueprintOf } from "./queries.server.ts";
import { endOfDay } from "../cycle/rules.ts";
import { daysAfter, type Source } from "./rules.ts";

/** What the secretariat says of a new cycle itself; everything else is copied. */
export type NewEdition = Pick<
  NewCycle,
  "programmeId" | "slug" | "number" | "year" | "name" | "codePrefix" | "opensAt" | "closesAt" | "timeZone"
>;

/**
 * Makes a draft cycle from a preset or as a copy of another: form, rubrics, rounds and texts become rows of its own, so
 * that later changes stay apart. Rounds keep their distance in days from the close of the call, and end with
 * a day. Throws what
 * `createCycle` throws.
 */
export function startCycle(outer: Context, source: Source, edition: NewEdition): Promise<{ id: string }> {
  return transact(outer, async (ctx) => {
    authorise(canSetUpCycle(ctx.actor));
    const { form, rubrics, rounds, ...settings } = await blueprintOf(ctx, source);
    const { id } = await createCycle(ctx, { ...settings, ...edition, draft: true });
    if (form.length > 0) await createForm(ctx, id, form);
    const written: string[] = [];
    for (const rubric of rubrics) written.push((await createRubric(ctx, id, rubric)).id);
    for (const { opensAfter, closesAfter, rubric, ...round } of rounds) {
      await addRound(ctx, id, {
        ...round,
        rubricId: written[rubric]!,
        opensAt: daysAfter(edition.closesAt, opensAfter),
        closesAt: endOfDay(edition.timeZone, daysAfter(edition.closesAt, closesAfter)),
      });
    }
    const details = "preset" in source ? { preset: source.preset } : { cycleId: source.cycleId };
    return { result: { id }, event: { type: "cycle.copied", stream: SYSTEM_STREAM, subjectId: id, details } };
  });
}
