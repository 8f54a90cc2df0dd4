import { asc, eq, sql } from "drizzle-orm";
import { cycles, type Theme } from "#db/schema/cycle.ts";
import { questions, sections } from "#db/schema/question.ts";
import type { Actor, Context } from "../context.ts";
import type { FormQuestion, FormSection } from "./rules.ts";

/**
 * The form of a cycle: sections with their questions, in order, in one statement. The themes of the cycle are the options of a
 * question of that type. The form is part of the public call, so anybody may read it; a cycle without a form gives none.
 */
export async function formOf({ db }: Pick<Context<Actor>, "db">, cycleId: string): Promise<FormSection[]> {
  const found = await db
    .select({
      id: sections.id, key: sections.key, title: sections.title, intro: sections.intro, themes: cycles.themes,
      questions: sql<FormQuestion[]>`coalesce((select json_agg(json_build_object(
        'id', q.id, 'key', q.key, 'type', q.type, 'label', q.label, 'hint', q.hint, 'required', q.required,
        'confidential', q.confidential, 'public', q.public, 'settings', q.settings) order by q.position)
        from ${questions} q where q.section_id = ${sections.id}), '[]'::json)`,
    })
    .from(sections)
    .innerJoin(cycles, eq(cycles.id, sections.cycleId))
    .where(eq(sections.cycleId, cycleId))
    .orderBy(asc(sections.position));
  return found.map(({ themes, questions: asked, ...section }) => ({ ...section, questions: asked.map((question) => withThemes(question, themes)) }));
}

/** Gives a question about themes the cycle's own list to choose from. */
export function withThemes<Q extends Pick<FormQuestion, "type" | "settings">>(question: Q, themes: Theme[]): Q {
  if (question.type !== "themes") return question;
  return { ...question, settings: { ...question.settings, options: themes.map(({ key, name }) => ({ value: key, label: name })) } };
}
