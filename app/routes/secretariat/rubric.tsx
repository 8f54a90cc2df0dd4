import { type MetaFunction, redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { changeRubric } from "#app/domain/rubric/commands.server.ts";
import { readRubric, rubricFields as inputFields } from "#app/domain/rubric/input.ts";
import { canChangeRubric, canReadRubric } from "#app/domain/rubric/policy.ts";
import { isInUse, rubricOf } from "#app/domain/rubric/queries.server.ts";
import { authorise, isTheirs } from "#app/domain/verdict.ts";
import { failed } from "#app/http/answers.server.ts";
import { parse } from "#app/http/form.server.ts";
import { asMeant } from "#app/http/meanwhile.ts";
import { signedIn } from "#app/http/wrappers.ts";
import { say } from "#app/i18n/localised.ts";
import { Notice } from "#app/ui/feedback.tsx";
import { useLocale, useTexts } from "#app/ui/locale.tsx";
import { pageTitle } from "#app/ui/page-title.ts";
import { OtherLanguages } from "#app/ui/other-languages.tsx";
import { Page } from "#app/ui/page.tsx";
import { RubricForm, rubricFields } from "#app/ui/rubric-form.tsx";
import { RubricReading } from "#app/ui/rubric-reading.tsx";

export const loader = signedIn(async ({ ctx, id, t }) => {
  authorise(canReadRubric(ctx.actor));
  const rubric = await rubricOf(ctx, id("rubricId"));
  const inUse = await isInUse(ctx, rubric.id);
  return { rubric, inUse, change: canChangeRubric(ctx.actor, { inUse }), title: t.rubric.title };
});

export const action = signedIn(async ({ ctx, id, form }) => {
  authorise(canChangeRubric(ctx.actor, { inUse: false }));
  const rubric = await rubricOf(ctx, id("rubricId"));
  const { meant: sent, clashes } = asMeant(await form(), rubricFields(rubric));
  if (clashes) return failed(sent, clashes);
  const fields = parse(sent, inputFields);
  const given = fields.ok ? readRubric(fields.value) : fields;
  if (!given.ok) return failed(sent, given.errors);
  await changeRubric(ctx, rubric.id, given.value);
  return redirect(`/secretariat/cycles/${rubric.cycleId}`, 303);
});

export default function RubricPage() {
  const { rubric, inUse, change } = useLoaderData<typeof loader>();
  const failed = useActionData<typeof action>();
  const [texts, locale] = [useTexts(), useLocale()];
  const t = texts.rubric;
  return (
    <Page
      title={say(rubric.name, locale)}
      eyebrow={t.title}
      lede={change.allowed ? t.lede : undefined}
      width="text"
      back={{ href: `/secretariat/cycles/${rubric.cycleId}`, label: texts.ui.back }}
    >
      {inUse ? <Notice kind="info">{t.frozen}</Notice> : null}
      {isTheirs(change) ? <OtherLanguages cycleId={rubric.cycleId} group={`rubric.${rubric.id}`} /> : null}
      {change.allowed ? (
        <RubricForm
          fields={failed?.typed ?? rubricFields(rubric)}
          standing={rubricFields(rubric)}
          codes={failed?.errors}
        />
      ) : (
        <RubricReading criteria={rubric.criteria} />
      )}
    </Page>
  );
}

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => pageTitle(matches, data?.title);
