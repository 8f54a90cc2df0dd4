import { type MetaFunction, redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { setEntering } from "#app/domain/cycle/commands.server.ts";
import { enteringInput } from "#app/domain/cycle/input.ts";
import { canSetEntering, canSetUpCycle } from "#app/domain/cycle/policy.ts";
import { getCycle } from "#app/domain/cycle/queries.server.ts";
import { authorise } from "#app/domain/verdict.ts";
import { failed } from "#app/http/answers.server.ts";
import { parse } from "#app/http/form.server.ts";
import { signedIn } from "#app/http/wrappers.ts";
import { say } from "#app/i18n/localised.ts";
import { useFieldErrors } from "#app/ui/field-errors.ts";
import { Notice } from "#app/ui/feedback.tsx";
import { Button, ErrorSummary, Form, TextInput } from "#app/ui/form.tsx";
import { Radios } from "#app/ui/choices.tsx";
import { useLocale, useTexts } from "#app/ui/locale.tsx";
import { pageTitle } from "#app/ui/page-title.ts";
import { Page } from "#app/ui/page.tsx";

export const loader = signedIn(async ({ ctx, id, url, t }) => {
  authorise(canSetUpCycle(ctx.actor));
  const cycle = await getCycle(ctx, id("cycleId"));
  const { graceSeconds, reminderDays, autoSubmit, entryLimit, frameworkLimit } = cycle;
  const rules = {
    reminderDays: reminderDays.join(", "),
    graceSeconds: String(graceSeconds),
    autoSubmit: autoSubmit ? "yes" : "no",
    entryLimit: String(entryLimit ?? ""),
    frameworkLimit: String(frameworkLimit ?? ""),
  };
  return {
    title: t.cycle.entering.title,
    cycle: { id: cycle.id, name: cycle.name },
    rules,
    may: canSetEntering(ctx.actor, cycle, ctx.now),
    saved: url.searchParams.has("saved"),
  };
});

export const action = signedIn(async ({ ctx, id, form }) => {
  const typed = await form();
  const given = parse(typed, enteringInput);
  if (!given.ok) return failed(typed, given.errors);
  await setEntering(ctx, id("cycleId"), given.value);
  return redirect(`/secretariat/cycles/${id("cycleId")}/entering?saved`, 303);
});

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => pageTitle(matches, data?.title);

export default function EnteringPage() {
  const { title, cycle, rules, may, saved } = useLoaderData<typeof loader>();
  const refused = useActionData<typeof action>();
  const [t, locale] = [useTexts().cycle.entering, useLocale()];
  const errors = useFieldErrors(refused?.errors, {
    reminderDays: t.reminders,
    graceSeconds: t.grace,
    autoSubmit: t.autoSubmit,
    entryLimit: t.entryLimit,
    frameworkLimit: t.frameworkLimit,
  });
  const typed: Record<string, string> = refused?.typed ?? rules;
  return (
    <Page
      title={title}
      lede={t.lede}
      width="text"
      back={{ href: `/secretariat/cycles/${cycle.id}`, label: say(cycle.name, locale) }}
    >
      <ErrorSummary errors={errors} />
      {saved ? <Notice kind="success">{t.saved}</Notice> : null}
      <Form>
        <TextInput
          name="reminderDays"
          label={t.reminders}
          hint={t.remindersHint}
          value={typed["reminderDays"]}
          error={errors["reminderDays"]}
          width="short"
          suffix={t.days}
          optional
        />
        <TextInput
          name="graceSeconds"
          label={t.grace}
          hint={t.graceHint}
          value={typed["graceSeconds"]}
          error={errors["graceSeconds"]}
          inputMode="numeric"
          width="short"
          suffix={t.seconds}
        />
        <Radios
          name="autoSubmit"
          legend={t.autoSubmit}
          value={typed["autoSubmit"]}
          error={errors["autoSubmit"]}
          options={(["no", "yes"] as const).map((value) => ({ value, label: t.autoSubmitOptions[value] }))}
        />
        {(["entryLimit", "frameworkLimit"] as const).map((limit) => (
          <TextInput
            key={limit}
            name={limit}
            label={t[limit]}
            hint={t[`${limit}Hint`]}
            value={typed[limit]}
            error={errors[limit]}
            inputMode="numeric"
            width="short"
            optional
          />
        ))}
        <Button verdict={may}>{t.button}</Button>
      </Form>
    </Page>
  );
}
