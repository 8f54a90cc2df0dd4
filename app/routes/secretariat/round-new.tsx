import { type MetaFunction, redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { getCycle } from "#app/domain/cycle/queries.server.ts";
import { createRound } from "#app/domain/round/commands.server.ts";
import { readRound, roundInput } from "#app/domain/round/input.ts";
import { canSetUpRound } from "#app/domain/round/policy.ts";
import { NEW_ROUND } from "#app/domain/round/rules.ts";
import { rubricsOfCycle } from "#app/domain/rubric/queries.server.ts";
import { authorise } from "#app/domain/verdict.ts";
import { errorsOf, failed } from "#app/http/answers.server.ts";
import { parse } from "#app/http/form.server.ts";
import { signedIn } from "#app/http/wrappers.ts";
import { say } from "#app/i18n/localised.ts";
import { useLocale, useTexts } from "#app/ui/locale.tsx";
import { pageTitle } from "#app/ui/page-title.ts";
import { Page } from "#app/ui/page.tsx";
import { RoundForm } from "#app/ui/round-form.tsx";

export const loader = signedIn(async ({ ctx, id, t }) => {
  authorise(canSetUpRound(ctx.actor, null));
  const { id: cycleId, name, timeZone, levels } = await getCycle(ctx, id("cycleId"));
  return {
    cycle: { id: cycleId, name, timeZone, levels },
    rubrics: await rubricsOfCycle(ctx, cycleId),
    title: t.round.form.newTitle,
  };
});

export const action = signedIn(async ({ ctx, id, form }) => {
  authorise(canSetUpRound(ctx.actor, null));
  const sent = await form();
  const cycle = await getCycle(ctx, id("cycleId"));
  const fields = parse(sent, roundInput);
  if (!fields.ok) return failed(sent, fields.errors);
  const given = readRound(
    fields.value,
    Object.fromEntries(cycle.levels.map(({ key }) => [key, sent.get(`places-${key}`)])),
    cycle.timeZone,
  );
  if (!given.ok) return failed(sent, given.errors);
  const made = createRound(ctx, cycle.id, given.value);
  const errors = await errorsOf(made);
  return errors ? failed(sent, errors) : redirect(`/rounds/${(await made).id}`, 303);
});

export default function NewRoundPage() {
  const { cycle, rubrics } = useLoaderData<typeof loader>();
  const failed = useActionData<typeof action>();
  const [t, locale] = [useTexts().round.form, useLocale()];
  return (
    <Page
      title={t.newTitle}
      lede={t.lede}
      width="text"
      back={{ href: `/secretariat/cycles/${cycle.id}`, label: say(cycle.name, locale) }}
    >
      <RoundForm
        fields={failed?.typed ?? NEW_ROUND}
        codes={failed?.errors}
        zone={cycle.timeZone}
        rubrics={rubrics}
        levels={cycle.levels}
      />
    </Page>
  );
}

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => pageTitle(matches, data?.title);
