import { type MetaFunction, redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { deadlineInput } from "#app/domain/cycle/input.ts";
import { momentIn } from "#app/domain/cycle/rules.ts";
import { unlockScores } from "#app/domain/round/commands.server.ts";
import { canUnlockScores } from "#app/domain/round/policy.ts";
import { getRound, isSeedOpen } from "#app/domain/round/queries.server.ts";
import { authorise } from "#app/domain/verdict.ts";
import { errorsOf, failed } from "#app/http/answers.server.ts";
import { parse } from "#app/http/form.server.ts";
import { signedIn } from "#app/http/wrappers.ts";
import { say } from "#app/i18n/localised.ts";
import { DeadlineForm } from "#app/ui/deadline-form.tsx";
import { useFieldErrors } from "#app/ui/field-errors.ts";
import { useLocale, useTexts } from "#app/ui/locale.tsx";
import { pageTitle } from "#app/ui/page-title.ts";
import { Page } from "#app/ui/page.tsx";
import { Moment } from "#app/ui/time.tsx";
import { Labelled } from "#app/ui/wording.tsx";

export const loader = signedIn(async ({ ctx, id, t }) => {
  const { id: roundId, name, state, closesAt, cycle } = await getRound(ctx, id("roundId"));
  authorise(canUnlockScores(ctx.actor, { id: roundId, state, seedOpen: await isSeedOpen(ctx, roundId) }));
  return { round: { id: roundId, name, closesAt, zone: cycle.timeZone }, title: t.round.unlock.title };
});

export const action = signedIn(async ({ ctx, id, form, visit }) => {
  const sent = await form();
  const { id: roundId, cycle } = await getRound(ctx, id("roundId"));
  const given = parse(sent, deadlineInput);
  if (!given.ok) return failed(sent, given.errors);
  const { date, time, reason } = given.value;
  const closesAt = momentIn(cycle.timeZone, date, time);
  if (!closesAt) return failed(sent, { date: "not-a-date" });
  const { publicUrl } = visit.services.config;
  const errors = await errorsOf(unlockScores(ctx, roundId, { closesAt, reason, publicUrl }));
  return errors ? failed(sent, errors) : redirect(`/rounds/${roundId}`, 303);
});

export default function UnlockPage() {
  const { round } = useLoaderData<typeof loader>();
  const refused = useActionData<typeof action>();
  const [{ round: texts, cycle }, locale] = [useTexts(), useLocale()];
  const t = texts.unlock;
  return (
    <Page
      eyebrow={say(round.name, locale)}
      title={t.title}
      lede={t.lede}
      width="text"
      back={{ href: `/rounds/${round.id}`, label: say(round.name, locale) }}
    >
      <p>
        <Labelled label={t.closed}>
          <Moment at={round.closesAt} zone={round.zone} />
        </Labelled>
      </p>
      <DeadlineForm
        zone={round.zone}
        typed={refused?.typed ?? { time: "23:59:59" }}
        errors={useFieldErrors(refused?.errors, cycle.deadline)}
        reasonHint={t.reasonHint}
        button={t.button}
      />
    </Page>
  );
}

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => pageTitle(matches, data?.title);
