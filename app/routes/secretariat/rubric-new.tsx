import { type MetaFunction, redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { getCycle } from "#app/domain/cycle/queries.server.ts";
import { createRubric } from "#app/domain/rubric/commands.server.ts";
import { readRubric, rubricFields } from "#app/domain/rubric/input.ts";
import { canChangeRubric } from "#app/domain/rubric/policy.ts";
import { authorise } from "#app/domain/verdict.ts";
import { failed } from "#app/http/answers.server.ts";
import { parse } from "#app/http/form.server.ts";
import { signedIn } from "#app/http/wrappers.ts";
import { say } from "#app/i18n/localised.ts";
import { useLocale, useTexts } from "#app/ui/locale.tsx";
import { pageTitle } from "#app/ui/page-title.ts";
import { Page } from "#app/ui/page.tsx";
import { RubricForm } from "#app/ui/rubric-form.tsx";

export const loader = signedIn(async ({ ctx, id, t }) => {
  authorise(canChangeRubric(ctx.actor, { inUse: false }));
  const { id: cycleId, name } = await getCycle(ctx, id("cycleId"));
  return { cycle: { id: cycleId, name }, title: t.rubric.newTitle };
});

export const action = signedIn(async ({ ctx, id, form }) => {
  authorise(canChangeRubric(ctx.actor, { inUse: false }));
  const sent = await form();
  const cycle = await getCycle(ctx, id("cycleId"));
  const fields = parse(sent, rubricFields);
  const given = fields.ok ? readRubric(fields.value) : fields;
  if (!given.ok) return failed(sent, given.errors);
  const rubric = await createRubric(ctx, cycle.id, given.value);
  return redirect(`/secretariat/rubrics/${rubric.id}`, 303);
});

export default function NewRubricPage() {
  const { cycle } = useLoaderData<typeof loader>();
  const failed = useActionData<typeof action>();
  const [t, locale] = [useTexts().rubric, useLocale()];
  return (
    <Page
      title={t.newTitle}
      lede={t.lede}
      width="text"
      back={{ href: `/secretariat/cycles/${cycle.id}`, label: say(cycle.name, locale) }}
    >
      <RubricForm fields={failed?.typed ?? {}} codes={failed?.errors} />
    </Page>
  );
}

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => pageTitle(matches, data?.title);
