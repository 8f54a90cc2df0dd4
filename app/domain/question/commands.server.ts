import { and, eq, inArray } from "drizzle-orm";
import { cycles } from "#db/schema/cycle.ts";
import { type Condition, questions, sections } from "#db/schema/question.ts";
import { keepLanguages } from "#app/i18n/localised.ts";
import { SYSTEM_STREAM } from "../audit/rules.ts";
import type { Actor, Context } from "../context.ts";
import { canPublishCall, canSetUpCycle } from "../cycle/policy.ts";
import { lockCycle } from "../cycle/queries.server.ts";
import { freeKey, keyOf } from "../cycle/rules.ts";
import { Invalid } from "../errors.ts";
import { transact } from "../transact.server.ts";
import { authorise, notNow } from "../verdict.ts";
import { canChangeForm, canCreateForm } from "./policy.ts";
import { callToPublish, editedSection, formFacts, formWithAside, questionOf } from "./queries.server.ts";
import {
  ALWAYS_ASKED,
  type Arranged,
  asDefinition,
  conditionsAmiss,
  definitionOf,
  type FormDefinition,
  type QuestionDefinition,
  type QuestionType,
  type QuestionWording,
} from "./rules.ts";
import { conditionsTelling, type Telling } from "./telling.ts";

/**
 * Gives a cycle its form, once. Positions follow the order in which sections and questions are written down. Invalid
 * where a condition names no earlier question with those answers.
 */
export function createForm<A extends Actor>(outer: Context<A>, cycleId: string, form: FormDefinition): Promise<void> {
  return transact(outer, async (ctx) => {
    await lockCycle(ctx, cycleId, "update");
    const [standing] = await ctx.db
      .select({ id: sections.id })
      .from(sections)
      .where(eq(sections.cycleId, cycleId))
      .limit(1);
    authorise(canCreateForm(ctx.actor, { hasForm: standing !== undefined }));
    const amiss = conditionsAmiss(form);
    if (amiss.length > 0) throw new Invalid(Object.fromEntries(amiss.map((key) => [key, "not-a-choice"])));

    const made = await ctx.db
      .insert(sections)
      .values(
        form.map(({ key, title, intro, when, aside }, position) => ({
          cycleId,
          key,
          position,
          title,
          intro: intro ?? null,
          when: when ?? null,
          aside: aside ?? [],
        })),
      )
      .returning({ id: sections.id, key: sections.key });
    const idOf = new Map(made.map(({ id, key }) => [key, id]));
    const asked = form.flatMap((section) =>
      section.questions.map((question, position) => ({
        cycleId,
        sectionId: idOf.get(section.key)!,
        position,
        question,
      })),
    );
    await ctx.db
      .insert(questions)
      .values(asked.map(({ question, ...place }) => ({ ...place, ...columnsOf(question) })));
    return {
      result: undefined,
      event: {
        type: "form.created",
        stream: SYSTEM_STREAM,
        subjectId: cycleId,
        details: { sections: form.length, questions: asked.length },
      },
    };
  });
}

/**
 * Makes the call public: from now on its page, its criteria and its form can be read, and entries begin when it opens.
 */
export function publishCall(outer: Context, cycleId: string): Promise<void> {
  return transact(outer, async (ctx) => {
    authorise(canSetUpCycle(ctx.actor));
    await lockCycle(ctx, cycleId, "update");
    const { cycle, gaps, telling } = await callToPublish(ctx, cycleId);
    authorise(canPublishCall(ctx.actor, cycle, gaps, telling));
    await ctx.db.update(cycles).set({ publishedAt: ctx.now }).where(eq(cycles.id, cycleId));
    return {
      result: undefined,
      event: {
        type: "cycle.published",
        stream: SYSTEM_STREAM,
        subjectId: cycleId,
        details: { slug: cycle.slug, closesAt: cycle.closesAt.toISOString() },
      },
    };
  });
}

/**
 * Switches questions on and off, and sets which are required and in which order, before the call opens. What is
 * switched off is set aside with its wording, and comes back as it was.
 */
export function arrangeForm(outer: Context, cycleId: string, arranged: Arranged[]): Promise<void> {
  return transact(outer, async (ctx) => {
    const before = await changeable(ctx, cycleId);
    const form = await formWithAside(ctx, cycleId);
    const of = new Map(arranged.map((each) => [each.key, each]));
    const isAsked = ({ key }: { key: string }, standing: boolean) =>
      ALWAYS_ASKED.includes(key) || (of.get(key)?.asked ?? standing);
    const place = ({ key }: { key: string }) => of.get(key)?.place ?? Number.MAX_SAFE_INTEGER;
    for (const section of form) {
      const [standing, aside] = [section.questions.map(asDefinition), section.aside];
      const asked = [
        ...standing.filter((each) => isAsked(each, true)),
        ...aside.filter((each) => isAsked(each, false)),
      ].sort((a, b) => place(a) - place(b));
      const off = [
        ...standing.filter((each) => !isAsked(each, true)),
        ...aside.filter((each) => !isAsked(each, false)),
      ];
      if (off.length > 0)
        await ctx.db.delete(questions).where(
          and(
            eq(questions.cycleId, cycleId),
            inArray(
              questions.key,
              off.map(({ key }) => key),
            ),
          ),
        );
      for (const [position, question] of asked.entries()) {
        const required =
          ALWAYS_ASKED.includes(question.key) || (of.get(question.key)?.required ?? question.required ?? false);
        await ctx.db
          .insert(questions)
          .values({ cycleId, sectionId: section.id, position, ...columnsOf({ ...question, required }) })
          .onConflictDoUpdate({ target: [questions.cycleId, questions.key], set: { position, required } });
      }
      await ctx.db.update(sections).set({ aside: off }).where(eq(sections.id, section.id));
    }
    await refuseAmiss(ctx, cycleId, before);
    const on = arranged.filter(({ asked }) => asked).length;
    return {
      result: undefined,
      event: { type: "form.changed", stream: SYSTEM_STREAM, subjectId: cycleId, details: { questions: on } },
    };
  });
}

/**
 * Rewords a question, or changes its limits and who reads it. Its key and type stay: what else refers to it must still
 * find it.
 */
export function changeQuestion(outer: Context, cycleId: string, key: string, wanted: QuestionWording): Promise<void> {
  return transact(outer, async (ctx) => {
    const before = await changeable(ctx, cycleId);
    const standing = await questionOf(ctx, cycleId, key);
    await ctx.db
      .update(questions)
      .set(wordingColumns(keepLanguages(wanted, standing)))
      .where(and(eq(questions.cycleId, cycleId), eq(questions.key, key)));
    await refuseAmiss(ctx, cycleId, before);
    return {
      result: undefined,
      event: { type: "form.changed", stream: SYSTEM_STREAM, subjectId: cycleId, details: { question: key } },
    };
  });
}

/** Sets of whom a section is asked: of those who gave certain answers before it, or of everybody. */
export function askSectionOf(outer: Context, cycleId: string, key: string, when: Condition | null): Promise<void> {
  return transact(outer, async (ctx) => {
    const before = await changeable(ctx, cycleId);
    const { section } = await editedSection(ctx, cycleId, key);
    await ctx.db.update(sections).set({ when }).where(eq(sections.id, section.id));
    await refuseAmiss(ctx, cycleId, before);
    return {
      result: undefined,
      event: { type: "form.changed", stream: SYSTEM_STREAM, subjectId: cycleId, details: { section: key } },
    };
  });
}

/** Adds a question at the end of a section. Its key is made of its English words. */
export function addQuestion(
  outer: Context,
  cycleId: string,
  { sectionKey, type, ...wording }: QuestionWording & { sectionKey: string; type: QuestionType },
): Promise<{ key: string }> {
  return transact(outer, async (ctx) => {
    const before = await changeable(ctx, cycleId);
    const form = await formWithAside(ctx, cycleId);
    const section = form.find(({ key }) => key === sectionKey);
    if (!section) throw new Invalid({ sectionKey: "not-a-choice" });
    const key = freeKey(
      keyOf(wording.label.en) || "question",
      new Set(form.flatMap((each) => [...each.questions, ...each.aside].map((question) => question.key))),
    );
    await ctx.db.insert(questions).values({
      cycleId,
      sectionId: section.id,
      key,
      type,
      position: section.questions.length,
      ...wordingColumns(wording),
    });
    await refuseAmiss(ctx, cycleId, before);
    return {
      result: { key },
      event: { type: "form.changed", stream: SYSTEM_STREAM, subjectId: cycleId, details: { question: key } },
    };
  });
}

/**
 * Conditions look back at questions and answers: none may have lost what it looks at, and none may begin to tell what
 * is kept from its readers. What told before, as in a form that was copied, is mended one by one.
 */
async function refuseAmiss(ctx: Context, cycleId: string, before: FormDefinition): Promise<void> {
  const form = (await formWithAside(ctx, cycleId)).map(definitionOf);
  if (conditionsAmiss(form).length > 0) authorise(notNow("condition-lost"));
  const told = conditionsTelling(before);
  const isNew = ({ asked, tells }: Telling) => !told.some((each) => each.asked === asked && each.tells === tells);
  if (conditionsTelling(form).some(isNew)) authorise(notNow("condition-tells"));
}

/** Holds the cycle, so that no entry begins meanwhile; gives its form as it stands. */
async function changeable(ctx: Context, cycleId: string): Promise<FormDefinition> {
  authorise(canSetUpCycle(ctx.actor));
  const cycle = await lockCycle(ctx, cycleId, "update");
  authorise(canChangeForm(ctx.actor, await formFacts(ctx, cycle)));
  return (await formWithAside(ctx, cycleId)).map(definitionOf);
}

const columnsOf = ({
  key,
  type,
  label,
  hint,
  required = false,
  confidential = false,
  public: shown = false,
  settings = {},
}: QuestionDefinition) => ({ key, type, label, hint: hint ?? null, required, confidential, public: shown, settings });

const wordingColumns = ({ label, hint, required, confidential, public: shown, settings }: QuestionWording) => ({
  label,
  hint,
  required,
  confidential,
  public: shown,
  settings,
});
