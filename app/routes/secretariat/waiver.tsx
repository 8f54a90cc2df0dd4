import { type MetaFunction, redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { proposeWaiver } from "#app/domain/conflict/commands.server.ts";
import { waiverInput } from "#app/domain/conflict/input.ts";
import { getWaivable } from "#app/domain/conflict/queries.server.ts";
import type { ConflictKind } from "#app/domain/conflict/rules.ts";
import { failed } from "#app/http/answers.server.ts";
import { parse } from "#app/http/form.server.ts";
import { signedIn } from "#app/http/wrappers.ts";
import { formatList } from "#app/i18n/format.ts";
import { SummaryList } from "#app/ui/data.tsx";
import { Notice } from "#app/ui/feedback.tsx";
import { useFieldErrors } from "#app/ui/field-errors.ts";
import { Button, Buttons, ErrorSummary, Form, Hidden, LinkButton, TextArea } from "#app/ui/form.tsx";
import { useLocale, useTexts, useTimeZone } from "#app/ui/locale.tsx";
import { pageTitle } from "#app/ui/page-title.ts";
import { Page } from "#app/ui/page.tsx";
import { Moment } from "#app/ui/time.tsx";
import { Writer } from "#app/ui/writer.tsx";

export const loader = signedIn(async ({ ctx, id, t }) => {
  const conflict = await getWaivable(ctx, {
    roundId: id("roundId"),
    entryId: id("entryId"),
    accountId: id("accountId"),
  });
  return {
    roundId: id("roundId"),
    here: `/rounds/${id("roundId")}/conflicts/${id("entryId")}/${id("accountId")}/waiver`,
    ...conflict,
    title: t.conflict.waiver.title,
  };
});

export const action = signedIn(async ({ ctx, id, form, visit }) => {
  const sent = await form();
  const which = { roundId: id("roundId"), entryId: id("entryId"), accountId: id("accountId") };
  await getWaivable(ctx, which);
  const given = parse(sent, waiverInput);
  if (!given.ok) return failed(sent, given.errors);
  await proposeWaiver(ctx, { ...which, reason: given.value.reason }, visit.services.config.publicUrl);
  return redirect(`/rounds/${id("roundId")}/conflicts`, 303);
});

export default function WaiverPage() {
  const { roundId, person, code, kinds, proposal } = useLoaderData<typeof loader>();
  const failed = useActionData<typeof action>();
  const {
    conflict: texts,
    ui: { cancel },
  } = useTexts();
  const t = texts.waiver;
  const named = useKinds();
  const errors = useFieldErrors(failed?.errors, t);
  return (
    <Page
      title={t.title}
      lede={t.lede(person, code)}
      width="text"
      back={{ href: `/rounds/${roundId}/conflicts`, label: texts.title }}
    >
      <ErrorSummary errors={errors} />
      {proposal ? (
        <Decision />
      ) : (
        <Form>
          <SummaryList rows={[{ key: "why", label: texts.why, value: named(kinds) }]} />
          <TextArea
            name="reason"
            label={t.reason}
            hint={t.record}
            value={failed?.typed["reason"]}
            error={errors["reason"]}
            rows={4}
          />
          <Buttons>
            <Button>{t.propose}</Button>
            <LinkButton kind="secondary" href={`/rounds/${roundId}/conflicts`}>
              {cancel}
            </LinkButton>
          </Buttons>
        </Form>
      )}
    </Page>
  );
}

/** Kinds of conflict in words. */
function useKinds() {
  const [{ kinds: words }, locale] = [useTexts().conflict, useLocale()];
  return (kinds: readonly ConflictKind[]) =>
    formatList(
      kinds.map((kind) => words[kind]),
      locale,
    );
}

/** What waits for a second person, and what the reader may do about it. */
function Decision() {
  const { here, kinds, proposal, confirmation } = useLoaderData<typeof loader>();
  const [{ conflict: texts, refusals, ui }, zone] = [useTexts(), useTimeZone()];
  const t = texts.waiver;
  const named = useKinds();
  if (!proposal) return null;
  const besides = kinds.filter((kind) => !proposal.kinds.includes(kind));
  const isOwn = !confirmation.allowed && confirmation.because === "needs-second-person";
  return (
    <>
      <SummaryList
        rows={[
          {
            key: "why",
            label: texts.why,
            value: named(proposal.kinds),
          },
          {
            key: "by",
            label: t.by,
            value: (
              <>
                <bdi>{proposal.byName}</bdi>
                {ui.comma}
                <Moment at={proposal.at} zone={zone} />
              </>
            ),
          },
          { key: "reason", label: t.reason, value: <bdi>{proposal.reason}</bdi> },
        ]}
      />
      {besides.length === 0 ? null : <Notice kind="warning">{t.besides(named(besides))}</Notice>}
      {confirmation.allowed ? null : <Notice kind="info">{isOwn ? t.waits : refusals[confirmation.because]}</Notice>}
      <Buttons>
        {confirmation.allowed ? (
          <form method="post" action={`${here}/confirmation`}>
            <Hidden name="proposal" value={proposal.sha256} />
            <Button kind="danger">{t.button}</Button>
            <Writer />
          </form>
        ) : null}
        <form method="post" action={`${here}/refusal`}>
          <Button kind="secondary">{isOwn ? t.withdraw : t.decline}</Button>
          <Writer />
        </form>
      </Buttons>
    </>
  );
}

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => pageTitle(matches, data?.title);
