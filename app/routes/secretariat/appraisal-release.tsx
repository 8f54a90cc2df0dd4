import { type MetaFunction, redirect } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { releaseAppraisals } from "#app/domain/appraisal/commands.server.ts";
import { appraisalsOf } from "#app/domain/appraisal/queries.server.ts";
import { authorise } from "#app/domain/verdict.ts";
import { signedIn } from "#app/http/wrappers.ts";
import { say } from "#app/i18n/localised.ts";
import { Notice } from "#app/ui/feedback.tsx";
import { Button, Buttons, Form, LinkButton } from "#app/ui/form.tsx";
import { useLocale, useTexts } from "#app/ui/locale.tsx";
import { pageTitle } from "#app/ui/page-title.ts";
import { Page } from "#app/ui/page.tsx";

export const loader = signedIn(async ({ ctx, id, t }) => {
  const { round, rows, release } = await appraisalsOf(ctx, id("roundId"));
  authorise(release);
  return {
    round: { id: round.id, name: round.name },
    few: rows.some((row) => row.few),
    title: t.appraisal.desk.releaseTitle,
  };
});

export const action = signedIn(async ({ ctx, id, visit }) => {
  await releaseAppraisals(ctx, id("roundId"), visit.services.config.publicUrl);
  return redirect(`/rounds/${id("roundId")}/appraisals`, 303);
});

export default function AppraisalReleasePage() {
  const { round, few } = useLoaderData<typeof loader>();
  const [
    {
      appraisal: { desk: t },
    },
    locale,
  ] = [useTexts(), useLocale()];
  const back = `/rounds/${round.id}/appraisals`;
  return (
    <Page
      title={t.releaseTitle}
      lede={t.releaseLede}
      eyebrow={say(round.name, locale)}
      width="text"
      back={{ href: back, label: t.back }}
    >
      {few ? <Notice kind="warning">{t.risk}</Notice> : null}
      <Form>
        <Buttons>
          <Button kind="danger">{t.release}</Button>
          <LinkButton kind="secondary" href={back}>
            {t.keep}
          </LinkButton>
        </Buttons>
      </Form>
    </Page>
  );
}

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => pageTitle(matches, data?.title);
