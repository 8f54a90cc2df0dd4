import { type MetaFunction, redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { canSetUpCycle } from "#app/domain/cycle/policy.ts";
import { getCycle } from "#app/domain/cycle/queries.server.ts";
import { askSectionOf } from "#app/domain/question/commands.server.ts";
import { conditionBoxes, conditionFrom } from "#app/domain/question/editing.ts";
import { canChangeForm } from "#app/domain/question/policy.ts";
import { editedSection, formFacts } from "#app/domain/question/queries.server.ts";
import { authorise } from "#app/domain/verdict.ts";
import { failed } from "#app/http/answers.server.ts";
import { asMeant } from "#app/http/meanwhile.ts";
import { signedIn } from "#app/http/wrappers.ts";
import { say } from "#app/i18n/localised.ts";
import { ConditionFields } from "#app/ui/condition-fields.tsx";
import { useFieldErrors } from "#app/ui/field-errors.ts";
import { Button, ErrorSummary, Form } from "#app/ui/form.tsx";
import { useTexts } from "#app/ui/locale.tsx";
import { Meanwhile } from "#app/ui/meanwhile.tsx";
import { pageTitle } from "#app/ui/page-title.ts";
import { Page } from "#app/ui/page.tsx";

export const loader = signedIn(async ({ ctx, id, param, t, locale }) => {
  authorise(canSetUpCycle(ctx.actor));
  const cycle = await getCycle(ctx, id("cycleId"));
  const { section, deciding } = await editedSection(ctx, cycle.id, param("sectionKey"));
  return {
    cycleId: cycle.id,
    name: say(section.title, locale),
    deciding,
    ticked: conditionBoxes(deciding, section.when),
    change: canChangeForm(ctx.actor, await formFacts(ctx, cycle)),
    title: `${t.question.editor.askedOf} – ${say(section.title, locale)}`,
  };
});

export const action = signedIn(async ({ ctx, id, param, form }) => {
  const { section, deciding } = await editedSection(ctx, id("cycleId"), param("sectionKey"));
  const { meant: sent, clashes } = asMeant(await form(), conditionBoxes(deciding, section.when));
  if (clashes) return failed(sent, clashes);
  const when = conditionFrom(deciding, (name) => sent.all(name));
  if (!when.ok) return failed(sent, when.errors);
  await askSectionOf(ctx, id("cycleId"), section.key, when.value);
  return redirect(`/secretariat/cycles/${id("cycleId")}/form?saved`, 303);
});

export default function FormSectionPage() {
  const { cycleId, name, deciding, ticked, change } = useLoaderData<typeof loader>();
  const refused = useActionData<typeof action>();
  const errors = useFieldErrors(refused?.errors);
  const t = useTexts().question.editor;
  return (
    <Page
      eyebrow={t.askedOf}
      title={name}
      width="text"
      back={{ href: `/secretariat/cycles/${cycleId}/form`, label: t.title }}
    >
      <ErrorSummary errors={errors} />
      <Form>
        <Meanwhile standing={ticked} codes={refused?.errors} errors={errors} />
        <ConditionFields deciding={deciding} ticked={refused?.lists ?? ticked} errors={errors} />
        <Button verdict={change}>{t.saveSection}</Button>
      </Form>
    </Page>
  );
}

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => pageTitle(matches, data?.title);
