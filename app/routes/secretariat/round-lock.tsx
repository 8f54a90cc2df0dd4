import { type MetaFunction, redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { lockScores } from "#app/domain/round/commands.server.ts";
import { lockInput } from "#app/domain/round/input.ts";
import { canLockScores } from "#app/domain/round/policy.ts";
import { getRound } from "#app/domain/round/queries.server.ts";
import { authorise } from "#app/domain/verdict.ts";
import { failed } from "#app/http/answers.server.ts";
import { parse } from "#app/http/form.server.ts";
import { signedIn } from "#app/http/wrappers.ts";
import { say } from "#app/i18n/localised.ts";
import { Notice } from "#app/ui/feedback.tsx";
import { useFieldErrors } from "#app/ui/field-errors.ts";
import { Button, Buttons, ErrorSummary, Form, LinkButton, TextArea } from "#app/ui/form.tsx";
import { useLocale, useTexts } from "#app/ui/locale.tsx";
import { pageTitle } from "#app/ui/page-title.ts";
import { Page } from "#app/ui/page.tsx";
import { Deadline } from "#app/ui/time.tsx";

export const loader = signedIn(async ({ ctx, id, t }) => {
  const { id: roundId, name, state, closesAt, cycle } = await getRound(ctx, id("roundId"));
  authorise(canLockScores(ctx.actor, { id: roundId, state }));
  return { round: { id: roundId, name, closesAt, zone: cycle.timeZone }, now: ctx.now, title: t.round.lock.title };
});

export const action = signedIn(async ({ ctx, id, form, visit }) => {
  const sent = await form();
  const given = parse(sent, lockInput);
  if (!given.ok) return failed(sent, given.errors);
  const { publicUrl } = visit.services.config;
  await lockScores(ctx, id("roundId"), { reason: given.value.reason, publicUrl });
  return redirect(`/rounds/${id("roundId")}`, 303);
});

export default function LockPage() {
  const { round, now } = useLoaderData<typeof loader>();
  const refused = useActionData<typeof action>();
  const [t, locale] = [useTexts().round.lock, useLocale()];
  const errors = useFieldErrors(refused?.errors, t);
  return (
    <Page
      eyebrow={say(round.name, locale)}
      title={t.title}
      lede={t.lede}
      width="text"
      back={{ href: `/rounds/${round.id}`, label: say(round.name, locale) }}
    >
      <ErrorSummary errors={errors} />
      <Notice
        kind="warning"
        title={
          <>
            {t.promised} <Deadline at={round.closesAt} zone={round.zone} now={now} />
          </>
        }
      >
        <ul>
          {t.points.map((point) => (
            <li key={point}>{point}</li>
          ))}
        </ul>
      </Notice>
      <Form>
        <TextArea
          name="reason"
          label={t.reason}
          hint={t.reasonHint}
          value={refused?.typed["reason"]}
          error={errors["reason"]}
          rows={3}
        />
        <Buttons>
          <Button kind="danger">{t.button}</Button>
          <LinkButton kind="secondary" href={`/rounds/${round.id}`}>
            {t.cancel}
          </LinkButton>
        </Buttons>
      </Form>
    </Page>
  );
}

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => pageTitle(matches, data?.title);
