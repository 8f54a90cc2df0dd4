import { randomInt } from "node:crypto";
import { entries, type FileLeft, withdrawals } from "#db/schema/entry.ts";
import { entryStream } from "../audit/rules.ts";
import { correspondents } from "../team/queries.server.ts";
import type { Context } from "../context.ts";
import { hasFrozenRound, holdRounds, lockCycle } from "../cycle/queries.server.ts";
import { NotFound } from "../errors.ts";
import { oweAll } from "../notification/commands.server.ts";
import { acceptAnswer } from "../question/input.ts";
import { formOf } from "../question/queries.server.ts";
import { ELIGIBILITY, type FormSection } from "../question/rules.ts";
import { transact } from "../transact.server.ts";
import { authorise } from "../verdict.ts";
import { canStart, canWithdraw } from "./policy.ts";
import { type Draft, getDraft, lockEntry } from "./queries.server.ts";
import { entryCode, questionsOf } from "./rules.ts";
import { saveAnswer } from "./answers.server.ts";

/** Starts an entry for a city; a city may have many. Answers its id and code. */
export function startEntry(outer: Context, target: { cycleId: string; cityId: string }): Promise<Started> {
  return start(outer, { ...target, startedFrom: null, filesLeft: [] });
}

type Started = { id: string; code: string };

/**
 * Starts an entry for the city of an earlier one and answers it with what still fits of that: equal keys and types,
 * read anew by the questions of now. Eligibility and declarations do not come along: they speak of the past. Files do,
 * by a command of their own, because bytes are not moved inside a transaction; until that has run, all are noted as
 * interrupted. NotFound where the earlier entry is not one's own team's; one of the same call only once it is
 * withdrawn.
 */
export function startFrom(outer: Context, { cycleId, from }: { cycleId: string; from: string }): Promise<Started> {
  return transact(outer, async (ctx) => {
    const earlier = await getDraft(ctx, from);
    if (earlier.cycle.id === cycleId && !earlier.withdrawnAt) throw new NotFound();
    const filesLeft = earlier.files.map(({ name }): FileLeft => ({ name, because: "interrupted" }));
    const started = await start(ctx, { cycleId, cityId: earlier.cityId, startedFrom: from, filesLeft });
    for (const { key, value } of stillFitting(earlier, await formOf(ctx, cycleId)))
      await saveAnswer(ctx, { entryId: started.id, questionKey: key, value, baseVersion: null });
    return { result: started, event: [] };
  });
}

/** What an earlier entry can tell a form of now: answers of the same key and type that the questions still take. */
function stillFitting(
  earlier: Pick<Draft, "form" | "answers">,
  form: FormSection[],
): { key: string; value: unknown }[] {
  const before = new Map(questionsOf(earlier.form).map((question) => [question.key, question.type]));
  const asked = form
    .filter(({ key }) => key !== ELIGIBILITY)
    .flatMap(({ questions }) => questions)
    .filter(({ key, type }) => before.get(key) === type && type !== "files" && type !== "declaration");
  return asked.flatMap((question) => {
    const reading = acceptAnswer(question, earlier.answers[question.key]?.value);
    return reading.ok && reading.value !== null ? [{ key: question.key, value: reading.value }] : [];
  });
}

type Beginning = { cycleId: string; cityId: string; startedFrom: string | null; filesLeft: FileLeft[] };

function start(outer: Context, { cycleId, cityId, startedFrom, filesLeft }: Beginning): Promise<Started> {
  return transact(outer, async (ctx) => {
    const cycle = await lockCycle(ctx, cycleId);
    if (cycle.archived || !cycle.publishedAt) throw new NotFound();
    authorise(canStart(ctx.actor, cityId, cycle, ctx.now));
    const started = {
      cycleId,
      cityId,
      startedFrom,
      filesLeft,
      startedAt: ctx.now,
      startedBy: ctx.actor.id,
      savedAt: ctx.now,
    };
    for (;;) {
      const code = entryCode(cycle, randomInt(2 ** 25));
      const [entry] = await ctx.db
        .insert(entries)
        .values({ ...started, code })
        .onConflictDoNothing({ target: entries.code })
        .returning({ id: entries.id, code: entries.code });
      if (entry)
        return {
          result: entry,
          event: {
            type: "entry.started",
            stream: entryStream(entry.id),
            subjectId: entry.id,
            details: { code, cycle: cycleId, city: cityId, ...(startedFrom ? { from: startedFrom } : {}) },
          },
        };
    }
  });
}

/** Takes an entry out of the call, for good. What was submitted stays on record. */
export function withdrawEntry(outer: Context, entryId: string, reason: string): Promise<void> {
  return transact(outer, async (ctx) => {
    await lockEntry(ctx, entryId);
    const draft = await getDraft(ctx, entryId);
    await holdRounds(ctx, draft.cycle.id);
    authorise(canWithdraw(ctx.actor, { ...draft, frozen: await hasFrozenRound(ctx, draft.cycle.id) }));
    await ctx.db.insert(withdrawals).values({ entryId, reason, at: ctx.now, by: ctx.actor.id });
    await oweAll(
      ctx,
      (await correspondents(ctx, draft.cityId, { viewers: true })).map((person) => ({
        ...person,
        dedupe: `entry-withdrawn:${entryId}:${person.accountId}`,
        kind: "entry-withdrawn",
        params: { code: draft.code, title: draft.title },
      })),
    );
    return { result: undefined, event: { type: "entry.withdrawn", stream: entryStream(entryId), subjectId: entryId } };
  });
}
