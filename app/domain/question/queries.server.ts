import { and, asc, eq, inArray, isNotNull, lte, sql, type SQL, type SQLWrapper } from "drizzle-orm";
import type { Localised } from "#app/i18n/localised.ts";
import { cycles, type Theme } from "#db/schema/cycle.ts";
import { questions, sections } from "#db/schema/question.ts";
import type { Actor, Context } from "../context.ts";
import type { Locale } from "#app/i18n/locales.ts";
import type { Document } from "#app/outside/documents/document.ts";
import { cycleLocks, getCycle, getCycleBySlug } from "../cycle/queries.server.ts";
import { callGaps } from "../cycle/rules.ts";
import { NotFound } from "../errors.ts";
import { blankForm } from "./blank-form.ts";
import { controlName } from "./input.ts";
import {
  decidingBefore,
  definitionOf,
  type EditedSection,
  type FormQuestion,
  type FormSection,
  type ReadingSection,
} from "./rules.ts";
import { becomesPublic, conditionsTelling } from "./telling.ts";

/**
 * The whole form of a cycle as one JSON value: sections with their questions, in order. For queries that need it beside
 * something else.
 */
export function formJson(cycleId: SQLWrapper | string): SQL<FormSection[]> {
  return sql<FormSection[]>`coalesce((
    select json_agg(json_build_object(
      'id', fs.id, 'key', fs.key, 'title', fs.title, 'intro', fs.intro, 'when', fs.condition,
      'questions', coalesce((
        select json_agg(json_build_object(
          'id', q.id, 'key', q.key, 'type', q.type, 'label', q.label, 'hint', q.hint, 'required', q.required,
          'confidential', q.confidential, 'public', q.public, 'settings', q.settings
        ) order by q.position)
        from ${questions} q
        where q.section_id = fs.id
      ), '[]'::json)
    ) order by fs.position)
    from ${sections} fs
    where fs.cycle_id = ${sql`${cycleId}`}
  ), '[]'::json)`;
}

/**
 * As `formJson`, without what only those who fill it in need: hints and introductions in five languages are half of a
 * form.
 */
export function readingJson(cycleId: SQLWrapper): SQL<ReadingSection[]> {
  return sql<ReadingSection[]>`coalesce((
    select json_agg(json_build_object(
      'key', fs.key, 'title', fs.title, 'when', fs.condition,
      'questions', coalesce((
        select json_agg(json_build_object(
          'key', q.key, 'type', q.type, 'label', q.label, 'confidential', q.confidential, 'settings', q.settings
        ) order by q.position)
        from ${questions} q
        where q.section_id = fs.id
      ), '[]'::json)
    ) order by fs.position)
    from ${sections} fs
    where fs.cycle_id = ${cycleId}
  ), '[]'::json)`;
}

/**
 * The form of a cycle, without sections of which no question is asked. It is part of the public call, so anybody may
 * read it; a cycle without a form gives no sections.
 */
export async function formOf({ db }: Pick<Context<Actor>, "db">, cycleId: string): Promise<FormSection[]> {
  const [found] = await db
    .select({ themes: cycles.themes, form: formJson(cycles.id) })
    .from(cycles)
    .where(sql`${cycles.id} = ${cycleId}`);
  return found ? formWithThemes(found.form, found.themes).filter(({ questions }) => questions.length > 0) : [];
}

/** The form as those see it who edit it: without the cycle's themes, and with the questions that are switched off. */
export async function formWithAside({ db }: Pick<Context<Actor>, "db">, cycleId: string): Promise<EditedSection[]> {
  const [found] = await db
    .select({ form: formJson(cycles.id) })
    .from(cycles)
    .where(sql`${cycles.id} = ${cycleId}`);
  const aside = new Map(
    (
      await db.select({ id: sections.id, aside: sections.aside }).from(sections).where(eq(sections.cycleId, cycleId))
    ).map((each) => [each.id, each.aside]),
  );
  return (found?.form ?? []).map((section) => ({ ...section, aside: aside.get(section.id) ?? [] }));
}

/**
 * A cycle with what its call still lacks before it can be published, and the questions of its form that tell what their
 * readers may not see.
 */
export async function callToPublish(ctx: Context, cycleId: string) {
  const cycle = await getCycle(ctx, cycleId);
  const form = await formWithAside(ctx, cycleId);
  const asked = form.flatMap(({ questions }) => questions);
  const facts = { questions: asked.length, asksThemes: asked.some(({ type }) => type === "themes") };
  return {
    cycle,
    gaps: callGaps({ ...cycle, form: facts }, ctx.now),
    telling: tellingOf(form),
  };
}

function tellingOf(form: readonly EditedSection[]): { key: string; label: Localised; isPublic: boolean }[] {
  const telling = conditionsTelling(form.map(definitionOf)).map(({ asked }) => asked);
  return form
    .flatMap(({ questions: asked }) => asked)
    .filter(({ key }) => telling.includes(key))
    .map((question) => ({ key: question.key, label: question.label, isPublic: becomesPublic(question) }));
}

/** The questions of a form that tell the public what it may not see, once an entry is published. Not guarded. */
export const tellingThePublic = async (ctx: Context, cycleId: string) =>
  tellingOf(await formWithAside(ctx, cycleId)).filter(({ isPublic }) => isPublic);

/** One question of a form; 404 for one that is not asked. */
export async function questionOf(ctx: Context, cycleId: string, key: string): Promise<FormQuestion> {
  return (await editedQuestion(ctx, cycleId, key)).question;
}

/** One question of a form with those on which it may depend whether it is asked; 404 for one that is not asked. */
export async function editedQuestion(ctx: Context, cycleId: string, key: string) {
  const form = await formWithAside(ctx, cycleId);
  const question = form.flatMap(({ questions: asked }) => asked).find((each) => each.key === key);
  if (!question) throw new NotFound();
  return { question, deciding: decidingBefore(form, { question: key }) };
}

/** One section of a form with the questions on which it may depend whether it is asked; 404 for none. */
export async function editedSection(ctx: Context, cycleId: string, key: string) {
  const form = await formWithAside(ctx, cycleId);
  const section = form.find((each) => each.key === key);
  if (!section) throw new NotFound();
  return { section, deciding: decidingBefore(form, { section: key }) };
}

/** All that decides whether a cycle's form may be changed. */
export async function formFacts(ctx: Context, cycle: Parameters<typeof cycleLocks>[1] & { archived: boolean }) {
  return { archived: cycle.archived, ...(await cycleLocks(ctx, cycle)) };
}

/** The blank form of a call, open, announced or over; NotFound where there is no call or it has no form. */
export async function blankFormOf(
  ctx: Pick<Context<Actor>, "db">,
  slug: string,
  publicUrl: string,
  locale: Locale,
): Promise<Document> {
  const cycle = await getCycleBySlug(ctx, slug);
  const form = await formOf(ctx, cycle.id);
  if (cycle.archived || form.length === 0) throw new NotFound();
  return blankForm({ cycle, form, address: `${publicUrl}/cycles/${slug}/start` }, locale);
}

/**
 * What the questions behind the names of controls are called, by name ("q.title"), in calls that have opened; of two
 * calls the later. Other names are left out.
 */
export async function labelsOf({ db, now }: Context<Actor>, names: string[]): Promise<Record<string, Localised>> {
  const keys = names.flatMap((name) => /^q\.([^.]+)/.exec(name)?.[1] ?? []);
  if (keys.length === 0) return {};
  const found = await db
    .select({ key: questions.key, label: questions.label })
    .from(questions)
    .innerJoin(cycles, eq(cycles.id, questions.cycleId))
    .where(and(inArray(questions.key, keys), lte(cycles.opensAt, now), isNotNull(cycles.publishedAt)))
    .orderBy(asc(cycles.opensAt));
  return Object.fromEntries(found.map(({ key, label }) => [controlName(key), label]));
}

/** Gives questions about themes the cycle's own list to choose from. */
export function formWithThemes<Section extends { questions: Pick<FormQuestion, "type" | "settings">[] }>(
  form: Section[],
  themes: Theme[],
): Section[] {
  return form.map((section) => ({
    ...section,
    questions: section.questions.map((question) => withThemes(question, themes)),
  }));
}

/** As `formWithThemes`, for one question. */
export function withThemes<Q extends Pick<FormQuestion, "type" | "settings">>(question: Q, themes: Theme[]): Q {
  if (question.type !== "themes") return question;
  return {
    ...question,
    settings: { ...question.settings, options: themes.map(({ key, name }) => ({ value: key, label: name })) },
  };
}
