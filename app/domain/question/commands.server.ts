import { eq, sql } from "drizzle-orm";
import { cycles } from "#db/schema/cycle.ts";
import { questions, sections } from "#db/schema/question.ts";
import { SYSTEM_STREAM } from "../audit/rules.ts";
import type { Actor, Context } from "../context.ts";
import { Invalid, NotFound } from "../errors.ts";
import { transact } from "../transact.server.ts";
import { authorise } from "../verdict.ts";
import { canCreateForm } from "./policy.ts";
import { conditionsAmiss, type FormDefinition } from "./rules.ts";

/** Gives a cycle its form, once. Positions follow the order in which sections and questions are written down. Invalid where a condition names no earlier question with those answers. */
export function createForm<A extends Actor>(outer: Context<A>, cycleId: string, form: FormDefinition): Promise<void> {
  return transact(outer, async (ctx) => {
    const [cycle] = await ctx.db
      .select({ hasForm: sql<boolean>`exists (select 1 from ${sections} s where s.cycle_id = cycles.id)` })
      .from(cycles).where(eq(cycles.id, cycleId)).for("update");
    if (!cycle) throw new NotFound();
    authorise(canCreateForm(ctx.actor, cycle));
    const amiss = conditionsAmiss(form);
    if (amiss.length > 0) throw new Invalid(Object.fromEntries(amiss.map((key) => [key, "not-a-choice"])));

    const made = await ctx.db.insert(sections)
      .values(form.map(({ key, title, intro, when }, position) => ({ cycleId, key, position, title, intro: intro ?? null, when: when ?? null })))
      .returning({ id: sections.id, key: sections.key });
    const idOf = new Map(made.map(({ id, key }) => [key, id]));
    const asked = form.flatMap((section) => section.questions.map((question, position) => ({ cycleId, sectionId: idOf.get(section.key)!, position, question })));
    await ctx.db.insert(questions).values(asked.map(({ question, ...place }) => ({
      ...place, key: question.key, type: question.type, label: question.label, hint: question.hint ?? null, required: question.required ?? false,
      confidential: question.confidential ?? false, public: question.public ?? false, settings: question.settings ?? {},
    })));
    return { result: undefined, event: { type: "form.created", stream: SYSTEM_STREAM, subjectId: cycleId, details: { sections: form.length, questions: asked.length } } };
  });
}
