import { type MetaFunction, redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { changeCycle } from "#app/domain/cycle/commands.server.ts";
import { readSettings, settingsFields, settingsInput } from "#app/domain/cycle/input.ts";
import { canSetUpCycle } from "#app/domain/cycle/policy.ts";
import { cycleLocks, getCycle } from "#app/domain/cycle/queries.server.ts";
import { authorise } from "#app/domain/verdict.ts";
import { errorsOf, failed } from "#app/http/answers.server.ts";
import { parse } from "#app/http/form.server.ts";
import { asMeant } from "#app/http/meanwhile.ts";
import { signedIn } from "#app/http/wrappers.ts";
import { say } from "#app/i18n/localised.ts";
import { CycleForm } from "#app/ui/cycle-form.tsx";
import { useTexts } from "#app/ui/locale.tsx";
import { pageTitle } from "#app/ui/page-title.ts";
import { Page } from "#app/ui/page.tsx";

export const loader = signedIn(async ({ ctx, id, t, locale }) => {
  authorise(canSetUpCycle(ctx.actor));
  const cycle = await getCycle(ctx, id("cycleId"));
  return {
    id: cycle.id,
    name: say(cycle.name, locale),
    zone: cycle.timeZone,
    fields: settingsFields(cycle),
    locks: await cycleLocks(ctx, cycle),
    title: t.cycle.settings.title,
  };
});

export const action = signedIn(async ({ ctx, id, form }) => {
  authorise(canSetUpCycle(ctx.actor));
  const cycle = await getCycle(ctx, id("cycleId"));
  const { meant: sent, clashes } = asMeant(await form(), settingsFields(cycle));
  if (clashes) return failed(sent, clashes);
  const given = parse(sent, settingsInput);
  if (!given.ok) return failed(sent, given.errors);
  const read = readSettings(given.value, cycle);
  if (!read.ok) return failed(sent, read.errors);
  const errors = await errorsOf(changeCycle(ctx, cycle.id, read.value));
  return errors ? failed(sent, errors) : redirect(`/secretariat/cycles/${cycle.id}?saved`, 303);
});

export default function CycleSettingsPage() {
  const { id, name, zone, fields, locks } = useLoaderData<typeof loader>();
  const refused = useActionData<typeof action>();
  const t = useTexts().cycle.settings;
  return (
    <Page title={t.title} width="text" back={{ href: `/secretariat/cycles/${id}`, label: name }}>
      <CycleForm
        cycleId={id}
        zone={zone}
        fields={{ ...fields, ...refused?.typed }}
        standing={fields}
        codes={refused?.errors}
        locks={locks}
      />
    </Page>
  );
}

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => pageTitle(matches, data?.title);
