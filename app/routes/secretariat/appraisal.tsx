import { type MetaFunction, redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { moderateAppraisal } from "#app/domain/appraisal/commands.server.ts";
import { readModerated } from "#app/domain/appraisal/input.ts";
import { getAppraisal } from "#app/domain/appraisal/queries.server.ts";
import { failed } from "#app/http/answers.server.ts";
import { signedIn } from "#app/http/wrappers.ts";
import { formatNumber } from "#app/i18n/format.ts";
import { say } from "#app/i18n/localised.ts";
import { Notice } from "#app/ui/feedback.tsx";
import { useFieldErrors } from "#app/ui/field-errors.ts";
import { Button, Buttons, ErrorSummary, Form, TextArea } from "#app/ui/form.tsx";
import { Checkboxes } from "#app/ui/choices.tsx";
import { useLocale, useTexts } from "#app/ui/locale.tsx";
import { pageTitle } from "#app/ui/page-title.ts";
import { Page, Section } from "#app/ui/page.tsx";

export const loader = signedIn(async ({ ctx, id, url, t }) => {
  const { round, entry, comments, criteria, edit } = await getAppraisal(ctx, {
    roundId: id("roundId"),
    entryId: id("entryId"),
  });
  return {
    round: { id: round.id, name: round.name },
    entry,
    comments,
    criteria,
    edit,
    saved: url.searchParams.has("saved"),
    title: t.appraisal.desk.edit,
  };
});

export const action = signedIn(async ({ ctx, id, form }) => {
  const about = { roundId: id("roundId"), entryId: id("entryId") };
  const { comments } = await getAppraisal(ctx, about);
  const sent = await form();
  const given = readModerated(sent, comments);
  if (!given.ok) return failed(sent, given.errors);
  await moderateAppraisal(ctx, { ...about, comments: given.value });
  return redirect(`/rounds/${about.roundId}/appraisals/${about.entryId}?saved`, 303);
});

export default function AppraisalPage() {
  const { round, entry, comments, criteria, edit, saved } = useLoaderData<typeof loader>();
  const refused = useActionData<typeof action>();
  const [{ appraisal: t }, locale] = [useTexts(), useLocale()];
  const errors = useFieldErrors(refused?.errors);
  const typed = refused?.typed as Record<string, string> | undefined;
  const parts = [
    ...criteria.map(({ id, name }) => ({
      id: id as string | null,
      title: say(name, locale),
      band: t.bands[entry.bands[id] ?? "none"],
    })),
    { id: null, title: t.overall, band: "" },
  ];
  const inOrder = parts.flatMap((part) => comments.filter(({ criterionId }) => criterionId === part.id));
  const numbers = new Map(inOrder.map(({ id }, index) => [id, formatNumber(index + 1, locale)]));
  return (
    <Page
      title={t.desk.edit}
      eyebrow={
        <>
          <bdi>{entry.cityName}</bdi> · <bdi>{entry.title || entry.code}</bdi>
        </>
      }
      width="text"
      back={{ href: `/rounds/${round.id}/appraisals`, label: t.desk.back }}
    >
      <ErrorSummary errors={errors} />
      {saved && !refused ? <Notice kind="success">{t.desk.saved}</Notice> : null}
      {entry.few ? <Notice kind="warning">{t.desk.risk}</Notice> : null}
      <Form>
        {parts.map(({ id: criterionId, title, band }) => (
          <Section key={criterionId ?? ""} title={title}>
            {band ? <p>{band}</p> : null}
            {comments
              .filter((comment) => comment.criterionId === criterionId)
              .map(({ id, text, omitted }) => (
                <div key={id} className="stack">
                  <TextArea
                    name={`text.${id}`}
                    label={t.desk.text(numbers.get(id)!)}
                    rows={4}
                    value={typed ? typed[`text.${id}`] : text}
                    error={errors[`text.${id}`]}
                    readOnly={!edit.allowed}
                  />
                  <Checkboxes
                    name={`omit.${id}`}
                    legend={<span className="unseen">{t.desk.text(numbers.get(id)!)}</span>}
                    options={[{ value: "yes", label: t.desk.omit }]}
                    values={(typed ? typed[`omit.${id}`] : omitted) ? ["yes"] : []}
                  />
                </div>
              ))}
          </Section>
        ))}
        <Buttons>
          <Button verdict={edit}>{t.desk.save}</Button>
        </Buttons>
      </Form>
    </Page>
  );
}

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => pageTitle(matches, data?.title);
