import { data, type MetaFunction, redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { declareConflict } from "#app/domain/conflict/commands.server.ts";
import { type Contradiction, contradictionsOf } from "#app/domain/conflict/rules.ts";
import { declarationInput } from "#app/domain/conflict/input.ts";
import { getSheet } from "#app/domain/review/queries.server.ts";

import { errorsOf, failed } from "#app/http/answers.server.ts";
import { unlessEnded } from "#app/http/ended.server.ts";
import { parse } from "#app/http/form.server.ts";
import { signedIn } from "#app/http/wrappers.ts";
import { countryName, formatList } from "#app/i18n/format.ts";
import { say } from "#app/i18n/localised.ts";
import { SummaryList } from "#app/ui/data.tsx";
import { Notice } from "#app/ui/feedback.tsx";
import { EverTogether } from "#app/ui/ever-together.tsx";
import { useFieldErrors } from "#app/ui/field-errors.ts";
import { Button, Buttons, ErrorSummary, Form, Hidden, LinkButton, TextArea } from "#app/ui/form.tsx";
import { Radios } from "#app/ui/choices.tsx";
import { useLocale, useTexts } from "#app/ui/locale.tsx";
import { pageTitle } from "#app/ui/page-title.ts";
import { Page } from "#app/ui/page.tsx";
import { Bracketed, Code, EntryTitle, Place } from "#app/ui/wording.tsx";

export const loader = signedIn(async ({ ctx, id, t }) => {
  const { id: assignmentId, entry, round, timeZone, declared } = await getSheet(ctx, id("assignmentId"));
  return {
    assignmentId,
    entry,
    round: { id: round.id, name: round.name, blind: round.blind },
    timeZone,
    declared,
    title: t.review.conflict.title,
  };
});

export const action = signedIn(async (ask) =>
  unlessEnded(ask, ask.id("assignmentId"), async () => {
    const { ctx, id, form } = ask;
    const sheet = await getSheet(ctx, id("assignmentId"));
    const sent = await form();
    const given = parse(sent, declarationInput);
    if (!given.ok) return failed(sent, given.errors);
    const { answer, reason, sure } = given.value;
    const against = contradictionsOf(sheet, sheet.entry, sheet.round.conflictRules);
    if (answer === "none" && sure !== "yes" && against.length > 0)
      return data({ errors: {}, typed: sent.typed(), against }, { status: 200 });
    const errors = await errorsOf(declareConflict(ctx, { entryId: sheet.entryId, answer, reason }));
    if (errors) return failed(sent, errors);
    return redirect(
      answer === "none" ? `/judging/assignments/${sheet.id}` : `/judging/rounds/${sheet.round.id}?left=conflict`,
      303,
    );
  }),
);

export default function ConflictPage() {
  const { assignmentId, round, declared } = useLoaderData<typeof loader>();
  const answered = useActionData<typeof action>();
  const [t, locale] = [useTexts().review.conflict, useLocale()];
  const errors = useFieldErrors(answered?.errors, { answer: t.legend, reason: t.reason });
  const typed: Record<string, string> = answered?.typed ?? {};
  if (answered && "against" in answered)
    return <SurePage assignmentId={assignmentId} against={answered.against} typed={typed} />;
  return (
    <Page
      eyebrow={say(round.name, locale)}
      title={t.title}
      width="text"
      back={{ href: `/judging/rounds/${round.id}`, label: say(round.name, locale) }}
    >
      <ErrorSummary errors={errors} />
      <Facts />
      {round.blind ? <Notice kind="info">{t.blind}</Notice> : null}
      {declared === "none" ? <p>{t.cleared}</p> : null}
      <Form>
        <Radios
          name="answer"
          legend={t.legend}
          hint={t.hint}
          value={typed["answer"] ?? declared}
          error={errors["answer"]}
          options={(["none", "conflict", "unsure"] as const).map((value) => ({
            value,
            label: t.options[value],
            hint: t.hints[value],
          }))}
        />
        <TextArea
          name="reason"
          label={t.reason}
          hint={t.reasonHint}
          rows={3}
          value={typed["reason"]}
          error={errors["reason"]}
        />
        <Buttons>
          <Button>{t.button}</Button>
        </Buttons>
      </Form>
    </Page>
  );
}

/** Whose entry it is, as far as the reader may know, and with whom it is made. */
function Facts() {
  const { entry, timeZone } = useLoaderData<typeof loader>();
  const [{ coApplicant, review }, locale] = [useTexts(), useLocale()];
  const t = review.conflict;
  return (
    <SummaryList
      rows={[
        {
          key: "entry",
          label: t.entry,
          value: (
            <>
              <EntryTitle title={entry.title} />
              <Bracketed>
                <Code>{entry.code}</Code>
              </Bracketed>
            </>
          ),
        },
        entry.cityName && entry.country ? { key: "city", label: t.city, value: <Place of={entry} /> } : null,
        entry.coApplicants.length > 0 && {
          key: "together",
          label: coApplicant.ever,
          value: <EverTogether of={entry.coApplicants} zone={timeZone} />,
        },
        entry.partners.length > 0 && {
          key: "partners",
          label: t.partners,
          value: formatList(entry.partners, locale),
        },
      ]}
    />
  );
}

/** The one interruption: what somebody said does not fit what their profile says. */
function SurePage({
  assignmentId,
  against,
  typed,
}: {
  assignmentId: string;
  against: Contradiction[];
  typed: Record<string, string>;
}) {
  const [t, locale] = [useTexts().review.conflict, useLocale()];
  return (
    <Page title={t.sureTitle} lede={t.sureText} width="text">
      <ul>
        {against.map((fact) =>
          fact.kind === "country" ? (
            <li key={fact.country}>{t.country(countryName(fact.country, locale))}</li>
          ) : (
            <li key={`${fact.kind} ${fact.name}`}>
              {fact.kind === "city" ? t.ownCity(fact.name) : t.organisation(fact.name)}
            </li>
          ),
        )}
      </ul>
      <Form>
        <Hidden name="answer" value="none" />
        <Hidden name="reason" value={typed["reason"] ?? ""} />
        <Hidden name="sure" value="yes" />
        <Buttons>
          <Button>{t.sure}</Button>
          <LinkButton kind="secondary" href={`/judging/assignments/${assignmentId}/conflict`}>
            {t.notSure}
          </LinkButton>
        </Buttons>
      </Form>
    </Page>
  );
}

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => pageTitle(matches, data?.title);
