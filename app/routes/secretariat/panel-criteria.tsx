import { type MetaFunction, redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { divisionFor, nameCriteria } from "#app/domain/panel/division.server.ts";
import { criteriaInput } from "#app/domain/panel/input.ts";
import { errorsOf, failed } from "#app/http/answers.server.ts";
import { parse } from "#app/http/form.server.ts";
import { signedIn } from "#app/http/wrappers.ts";
import { say } from "#app/i18n/localised.ts";
import { Checkboxes } from "#app/ui/choices.tsx";
import { useFieldErrors } from "#app/ui/field-errors.ts";
import { Notice } from "#app/ui/feedback.tsx";
import { Button, ErrorSummary, Form } from "#app/ui/form.tsx";
import { useLocale, useTexts } from "#app/ui/locale.tsx";
import { pageTitle } from "#app/ui/page-title.ts";
import { Page } from "#app/ui/page.tsx";

export const loader = signedIn(async ({ ctx, id, t }) => {
  const { round, member, criteria, named, naming } = await divisionFor(ctx, id("roundId"), id("accountId"));
  return {
    roundId: round.id,
    criteria: criteria.map((each) => ({ id: each.id, name: each.name })),
    named,
    refused: naming.allowed ? null : naming.because,
    title: t.panel.division.title(member.name),
  };
});

export const action = signedIn(async ({ ctx, id, form }) => {
  const sent = await form();
  const given = parse(sent, criteriaInput);
  if (!given.ok) return failed(sent, given.errors);
  const errors = await errorsOf(nameCriteria(ctx, id("roundId"), id("accountId"), given.value.criteria));
  return errors ? failed(sent, errors) : redirect(`/rounds/${id("roundId")}/panel`, 303);
});

export default function PanelCriteriaPage() {
  const { roundId, criteria, named, refused, title } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const [{ panel, refusals }, locale] = [useTexts(), useLocale()];
  const t = panel.division;
  const errors = useFieldErrors(answer?.errors, { criteria: t.legend });
  return (
    <Page title={title} lede={t.lede} width="text" back={{ href: `/rounds/${roundId}/panel`, label: panel.title }}>
      <ErrorSummary errors={errors} />
      {refused ? <Notice kind="info">{refusals[refused]}</Notice> : null}
      <Form>
        <Checkboxes
          name="criteria"
          legend={t.legend}
          hint={t.hint}
          values={named}
          error={errors["criteria"]}
          options={criteria.map(({ id, name }) => ({ value: id, label: say(name, locale) }))}
        />
        {refused ? null : <Button>{t.button}</Button>}
      </Form>
    </Page>
  );
}

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => pageTitle(matches, data?.title);
