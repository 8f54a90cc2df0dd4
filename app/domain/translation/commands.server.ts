import { and, asc, eq } from "drizzle-orm";
import { cycles, levels } from "#db/schema/cycle.ts";
import { programmes } from "#db/schema/programme.ts";
import { questions, sections } from "#db/schema/question.ts";
import { rounds } from "#db/schema/round.ts";
import { criteria, rubrics } from "#db/schema/rubric.ts";
import { canonical, sha256, SYSTEM_STREAM } from "../audit/rules.ts";
import type { Context } from "../context.ts";
import { canSetUpCycle } from "../cycle/policy.ts";
import { lockCycle } from "../cycle/queries.server.ts";
import { Invalid } from "../errors.ts";
import { transact } from "../transact.server.ts";
import { authorise } from "../verdict.ts";
import { canTranslate } from "./policy.ts";
import { wordsOf } from "./queries.server.ts";
import { changesOf, eachText, type Given, type Language, textsOf, type Words } from "./rules.ts";

/**
 * Puts texts of a cycle, and of its award, into a language; gives how many changed. All or nothing: throws Invalid by
 * place. Keys, English and everything that is hashed or answered stay. Waits for scores in flight, because a rubric
 * that was scored with keeps the translations that stand; whoever only refers to the cycle or a round, as by
 * publishing, need not wait.
 */
export function translateCycle(
  outer: Context,
  cycleId: string,
  language: Language,
  given: readonly Given[],
): Promise<number> {
  return transact(outer, async (ctx) => {
    authorise(canSetUpCycle(ctx.actor));
    const { programmeId } = await lockCycle(ctx, cycleId, "no key update");
    await ctx.db
      .select({ id: rounds.id })
      .from(rounds)
      .where(eq(rounds.cycleId, cycleId))
      .orderBy(asc(rounds.id))
      .for("no key update");
    await ctx.db
      .select({ id: rubrics.id })
      .from(rubrics)
      .where(eq(rubrics.cycleId, cycleId))
      .orderBy(asc(rubrics.id))
      .for("update");
    await ctx.db.select({ id: programmes.id }).from(programmes).where(eq(programmes.id, programmeId)).for("update");
    const { cycle, words } = await wordsOf(ctx, cycleId);
    authorise(canTranslate(ctx.actor, cycle));
    const { changes, problems } = changesOf(textsOf(words), language, given);
    if (Object.keys(problems).length > 0) throw new Invalid(problems);
    if (changes.size === 0) return { result: 0, event: [] };
    await write(
      ctx,
      cycleId,
      words,
      eachText(words, ({ place }, text) => changes.get(place) ?? text),
    );
    const written = Object.fromEntries([...changes].map(([place, text]) => [place, text[language] ?? ""]));
    return {
      result: changes.size,
      event: {
        type: "cycle.translated",
        stream: SYSTEM_STREAM,
        subjectId: cycleId,
        details: { language, places: [...changes.keys()], sha256: sha256(canonical(written)) },
      },
    };
  });
}

/** Writes the rows whose words differ. */
async function write({ db }: Context, cycleId: string, before: Words, after: Words): Promise<void> {
  const differs = (one: unknown, other: unknown) => JSON.stringify(one) !== JSON.stringify(other);
  const changed = <Row>(old: readonly Row[], now: readonly Row[]) =>
    now.filter((row, index) => differs(old[index], row));
  const [{ name, about }, { levels: levelNames, ...texts }] = [after.programme, after.cycle];
  if (differs(before.programme, after.programme))
    await db.update(programmes).set({ name, about }).where(eq(programmes.id, after.programme.id));
  if (differs({ ...before.cycle, levels: null }, { ...after.cycle, levels: null }))
    await db.update(cycles).set(texts).where(eq(cycles.id, cycleId));
  for (const level of changed(before.cycle.levels, levelNames))
    await db
      .update(levels)
      .set({ name: level.name })
      .where(and(eq(levels.cycleId, cycleId), eq(levels.key, level.key)));
  for (const { id, title, intro, aside } of changed(
    before.form.map(({ questions: _asked, ...section }) => section),
    after.form.map(({ questions: _asked, ...section }) => section),
  ))
    await db.update(sections).set({ title, intro, aside }).where(eq(sections.id, id));
  const asked = ({ form }: Words) => form.flatMap((section) => section.questions);
  for (const { id, label, hint, settings } of changed(asked(before), asked(after)))
    await db.update(questions).set({ label, hint, settings }).where(eq(questions.id, id));
  for (const [index, rubric] of after.rubrics.entries()) {
    if (differs(before.rubrics[index]!.name, rubric.name))
      await db.update(rubrics).set({ name: rubric.name }).where(eq(rubrics.id, rubric.id));
    for (const { id, name: called, description, anchors } of changed(before.rubrics[index]!.criteria, rubric.criteria))
      await db.update(criteria).set({ name: called, description, anchors }).where(eq(criteria.id, id));
  }
  for (const round of changed(before.rounds, after.rounds))
    await db.update(rounds).set({ name: round.name }).where(eq(rounds.id, round.id));
}
