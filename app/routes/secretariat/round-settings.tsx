import { type MetaFunction, redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { getCycle } from "#app/domain/cycle/queries.server.ts";
import { localParts } from "#app/domain/cycle/rules.ts";
import { changeRound } from "#app/domain/round/commands.server.ts";
import { readRound, roundInput } from "#app/domain/round/input.ts";
import { canSetUpRound } from "#app/domain/round/policy.ts";
import { getRound, hasBegun } from "#app/domain/round/queries.server.ts";
import { type RoundSettings, roundFields } from "#app/domain/round/rules.ts";
import { rubricsOfCycle } from "#app/domain/rubric/queries.server.ts";
import { authorise } from "#app/domain/verdict.ts";
import { errorsOf, failed } from "#app/http/answers.server.ts";
import { parse } from "#app/http/form.server.ts";
import { asMeant } from "#app/http/meanwhile.ts";
import { signedIn } from "#app/http/wrappers.ts";
import { say } from "#app/i18n/localised.ts";
import { useLocale, useTexts } from "#app/ui/locale.tsx";
import { pageTitle } from "#app/ui/page-title.ts";
import { OtherLanguages } from "#app/ui/other-languages.tsx";
import { Page } from "#app/ui/page.tsx";
import { RoundForm } from "#app/ui/round-form.tsx";
import { RoundTabs } from "#app/ui/round-tabs.tsx";

const fieldsOf = (round: RoundSettings, zone: string) =>
  roundFields(round, { opens: localParts(round.opensAt, zone), closes: localParts(round.closesAt, zone) });

export const loader = signedIn(async ({ ctx, id, t }) => {
  authorise(canSetUpRound(ctx.actor, id("roundId")));
  const round = await getRound(ctx, id("roundId"));
  const { levels, timeZone } = await getCycle(ctx, round.cycleId);
  return {
    id: round.id,
    name: round.name,
    cycle: { id: round.cycleId, name: round.cycle.name, timeZone, levels },
    fields: fieldsOf(round, timeZone),
    begun: await hasBegun(ctx, round),
    rubrics: await rubricsOfCycle(ctx, round.cycleId),
    title: t.round.form.title,
  };
});

export const action = signedIn(async ({ ctx, id, form, visit }) => {
  authorise(canSetUpRound(ctx.actor, id("roundId")));
  const round = await getRound(ctx, id("roundId"));
  const { levels, timeZone } = await getCycle(ctx, round.cycleId);
  const { meant: sent, clashes } = asMeant(await form(), fieldsOf(round, timeZone));
  if (clashes) return failed(sent, clashes);
  const fields = parse(sent, roundInput);
  if (!fields.ok) return failed(sent, fields.errors);
  const given = readRound(
    fields.value,
    Object.fromEntries(levels.map(({ key }) => [key, sent.get(`places-${key}`)])),
    timeZone,
  );
  if (!given.ok) return failed(sent, given.errors);
  const why = { reason: fields.value.reason, publicUrl: visit.services.config.publicUrl };
  const errors = await errorsOf(changeRound(ctx, round.id, given.value, why));
  return errors ? failed(sent, errors) : redirect(`/rounds/${round.id}?saved`, 303);
});

export default function RoundSettingsPage() {
  const { id, name, cycle, fields, begun, rubrics } = useLoaderData<typeof loader>();
  const failed = useActionData<typeof action>();
  const [t, locale] = [useTexts().round.form, useLocale()];
  return (
    <Page
      title={say(name, locale)}
      eyebrow={say(cycle.name, locale)}
      lede={t.lede}
      width="full"
      back={{ href: `/secretariat/cycles/${cycle.id}`, label: say(cycle.name, locale) }}
    >
      <RoundTabs roundId={id} current="settings" settings />
      <OtherLanguages cycleId={cycle.id} group="rounds" />
      <RoundForm
        fields={failed?.typed ?? fields}
        standing={fields}
        begun={begun}
        codes={failed?.errors}
        zone={cycle.timeZone}
        rubrics={rubrics}
        levels={cycle.levels}
      />
    </Page>
  );
}

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => pageTitle(matches, data?.title);
