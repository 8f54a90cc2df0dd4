import { type MetaFunction, redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { moveDeadline } from "#app/domain/cycle/commands.server.ts";
import { deadlineInput } from "#app/domain/cycle/input.ts";
import { canMoveDeadline, mayMoveDeadline } from "#app/domain/cycle/policy.ts";
import { deadlineChanges, getCycle, judgedOf } from "#app/domain/cycle/queries.server.ts";
import { localParts, momentIn } from "#app/domain/cycle/rules.ts";
import type { Context } from "#app/domain/context.ts";
import { interruptionsOf } from "#app/domain/extension/queries.server.ts";
import { proposedExtension } from "#app/domain/extension/rules.ts";
import { authorise } from "#app/domain/verdict.ts";
import { errorsOf, failed } from "#app/http/answers.server.ts";
import { parse } from "#app/http/form.server.ts";
import { signedIn } from "#app/http/wrappers.ts";
import { say } from "#app/i18n/localised.ts";
import { DeadlineForm, MovedDeadlines } from "#app/ui/deadline-form.tsx";
import { Notice } from "#app/ui/feedback.tsx";
import { useFieldErrors } from "#app/ui/field-errors.ts";
import { useLocale, useTexts } from "#app/ui/locale.tsx";
import { pageTitle } from "#app/ui/page-title.ts";
import { Page } from "#app/ui/page.tsx";
import { Moment } from "#app/ui/time.tsx";
import { Labelled } from "#app/ui/wording.tsx";

export const loader = signedIn(async ({ ctx, id, t }) => {
  authorise(mayMoveDeadline(ctx.actor, id("cycleId")));
  const { id: cycleId, name, closesAt, timeZone, archived } = await getCycle(ctx, id("cycleId"));
  return {
    moving: canMoveDeadline(ctx.actor, { id: cycleId, archived, ...(await judgedOf(ctx, cycleId)) }),
    cycle: { id: cycleId, name, closesAt, timeZone },
    shown: localParts(closesAt, timeZone),
    changes: await deadlineChanges(ctx, cycleId),
    proposal: await proposalFor(ctx, { id: cycleId, closesAt, timeZone }),
    title: t.cycle.deadline.title,
  };
});

/** What the portal proposes after it was away shortly before the bell. */
async function proposalFor(ctx: Context, { timeZone, ...cycle }: { id: string; closesAt: Date; timeZone: string }) {
  const away = await interruptionsOf(ctx, cycle);
  const proposal = proposedExtension(cycle.closesAt, away);
  return proposal && { ...proposal, away, shown: localParts(proposal.closesAt, timeZone) };
}

export const action = signedIn(async ({ ctx, id, form, visit }) => {
  const sent = await form();
  const cycleId = id("cycleId");
  authorise(mayMoveDeadline(ctx.actor, cycleId));
  const given = parse(sent, deadlineInput);
  if (!given.ok) return failed(sent, given.errors);
  const closesAt = momentIn((await getCycle(ctx, cycleId)).timeZone, given.value.date, given.value.time);
  if (!closesAt) return failed(sent, { date: "not-a-date" });
  const { publicUrl } = visit.services.config;
  const errors = await errorsOf(
    moveDeadline(ctx, cycleId, { closesAt, reason: given.value.reason, confirmed: sent.has("confirm") }, publicUrl),
  );
  return errors ? failed(sent, errors) : redirect(`/secretariat/cycles/${cycleId}/deadline`, 303);
});

export default function DeadlinePage() {
  const { cycle, shown, moving, proposal, changes } = useLoaderData<typeof loader>();
  const failed = useActionData<typeof action>();
  const [t, locale] = [useTexts().cycle.deadline, useLocale()];
  return (
    <Page
      title={t.title}
      lede={t.lede}
      width="text"
      back={{ href: `/secretariat/cycles/${cycle.id}`, label: say(cycle.name, locale) }}
    >
      <p>
        <Labelled label={t.now}>
          <Moment at={cycle.closesAt} zone={cycle.timeZone} />
        </Labelled>
      </p>
      {proposal ? (
        <Notice kind="warning" title={t.away.title}>
          <ul>
            {proposal.away.map(({ from, to }) => (
              <li key={from.toISOString()}>
                <Moment at={from} zone={cycle.timeZone} /> – <Moment at={to} zone={cycle.timeZone} />
              </li>
            ))}
          </ul>
          <p>{t.away.hint}</p>
        </Notice>
      ) : null}
      <DeadlineForm
        zone={cycle.timeZone}
        typed={failed?.typed ?? (proposal ? { ...proposal.shown, reason: t.away.reason } : { ...shown, reason: "" })}
        errors={useFieldErrors(failed?.errors, t)}
        reasonHint={t.reasonHint}
        button={t.button}
        verdict={moving}
        sudden={failed?.errors && "confirm" in failed.errors ? t.sudden : undefined}
      />
      <MovedDeadlines changes={changes} zone={cycle.timeZone} />
    </Page>
  );
}

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => pageTitle(matches, data?.title);
