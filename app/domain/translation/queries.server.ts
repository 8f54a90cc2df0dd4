import { asc, eq, getTableColumns, sql } from "drizzle-orm";
import { programmes } from "#db/schema/programme.ts";
import { cycles } from "#db/schema/cycle.ts";
import { sections } from "#db/schema/question.ts";
import { rounds } from "#db/schema/round.ts";
import { criteria, rubrics } from "#db/schema/rubric.ts";
import type { Context } from "../context.ts";
import { canSetUpCycle } from "../cycle/policy.ts";
import { getCycle } from "../cycle/queries.server.ts";
import type { QuestionDefinition } from "../question/rules.ts";
import { formJson } from "../question/queries.server.ts";
import { inUse } from "../rubric/queries.server.ts";
import { authorise } from "../verdict.ts";
import type { View } from "./input.ts";
import { canTranslate } from "./policy.ts";
import { groupsOf, isMissing, LANGUAGES, type Language, missingIn, textsOf, versionOf, type Words } from "./rules.ts";

/**
 * All of a cycle that has words, with the cycle; 404 for an unknown id. Not guarded: for those who have checked who
 * asks.
 */
export async function wordsOf(ctx: Context, cycleId: string) {
  const { db } = ctx;
  const cycle = await getCycle(ctx, cycleId);
  const [found] = await db
    .select({
      programme: { id: programmes.id, name: programmes.name, about: programmes.about },
      form: formJson(cycles.id),
      aside: sql<
        Record<string, QuestionDefinition[]>
      >`(select coalesce(json_object_agg(fs.id, fs.aside), '{}'::json) from ${sections} fs where fs.cycle_id = ${cycles.id})`,
    })
    .from(cycles)
    .innerJoin(programmes, eq(programmes.id, cycles.programmeId))
    .where(eq(cycles.id, cycleId));
  const rows = await db
    .select({
      id: rubrics.id,
      cycleId: rubrics.cycleId,
      name: rubrics.name,
      inUse,
      criterion: getTableColumns(criteria),
    })
    .from(rubrics)
    .leftJoin(criteria, eq(criteria.rubricId, rubrics.id))
    .where(eq(rubrics.cycleId, cycleId))
    .orderBy(asc(rubrics.createdAt), asc(rubrics.id), asc(criteria.position));
  const judging = await db
    .select({ id: rounds.id, name: rounds.name })
    .from(rounds)
    .where(eq(rounds.cycleId, cycleId))
    .orderBy(asc(rounds.position), asc(rounds.opensAt));
  const judgedBy = new Map(
    rows.map(({ criterion: _each, ...rubric }) => [
      rubric.id,
      { ...rubric, criteria: rows.flatMap(({ id, criterion }) => (id === rubric.id && criterion ? [criterion] : [])) },
    ]),
  );
  const { name, call, prize, themes, checklist, levels } = cycle;
  return {
    cycle,
    words: {
      programme: found!.programme,
      form: found!.form.map((section) => ({ ...section, aside: found!.aside[section.id] ?? [] })),
      cycle: { name, call, prize, themes, checklist, levels },
      rubrics: [...judgedBy.values()],
      rounds: judging,
    } satisfies Words,
  };
}

/**
 * The page on which a cycle's texts are put into a language: one group of them, and what each group and language lacks.
 * For the secretariat.
 */
export async function translationPage(ctx: Context, cycleId: string, view: View) {
  const { cycle, groups: all, texts } = await allTexts(ctx, cycleId);
  const missing = missingIn(texts);
  const language: Language = view.language ?? LANGUAGES.find((each) => missing[each] > 0) ?? LANGUAGES[0]!;
  const groups = all.flatMap((group) => {
    const own = texts.filter(({ group: of }) => of === group.key);
    return own.length > 0
      ? [{ ...group, texts: own.length, missing: own.filter((text) => isMissing(text, language)).length }]
      : [];
  });
  const group = (groups.find(({ key }) => key === view.group) ?? groups.find((each) => each.missing > 0) ?? groups[0])!
    .key;
  const shown = texts
    .filter((text) => text.group === group && (!view.missingOnly || isMissing(text, language)))
    .map(({ place, part, text, inUse }) => ({
      place,
      version: versionOf({ text }, language),
      part,
      en: text.en,
      standing: text[language] ?? "",
      earlier: text.earlier?.[language] ?? null,
      fixed: inUse && !isMissing({ text }, language),
    }));
  return {
    cycle: { id: cycle.id, name: cycle.name },
    view: { ...view, language, group },
    missing,
    groups,
    shown,
    change: canTranslate(ctx.actor, cycle),
  };
}

/** All texts of a cycle at once. For the secretariat. */
export async function allTexts(ctx: Context, cycleId: string) {
  authorise(canSetUpCycle(ctx.actor));
  const { cycle, words } = await wordsOf(ctx, cycleId);
  return { cycle, groups: groupsOf(words), texts: textsOf(words) };
}

/** How many texts of a cycle each language lacks. For the secretariat. */
export const missingTexts = async (ctx: Context, cycleId: string): Promise<Record<Language, number>> =>
  missingIn((await allTexts(ctx, cycleId)).texts);
