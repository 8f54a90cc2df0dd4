import { type MetaFunction, redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { isUuid } from "#app/domain/input.ts";
import { acceptConfidentiality } from "#app/domain/review/commands.server.ts";
import { confidentialityInput } from "#app/domain/review/input.ts";
import { getJudging } from "#app/domain/review/tasks.server.ts";
import { failed } from "#app/http/answers.server.ts";
import { parse } from "#app/http/form.server.ts";
import { signedIn } from "#app/http/wrappers.ts";
import { say } from "#app/i18n/localised.ts";
import { useFieldErrors } from "#app/ui/field-errors.ts";
import { Button, Buttons, ErrorSummary, Form, Hidden } from "#app/ui/form.tsx";
import { Checkboxes } from "#app/ui/choices.tsx";
import { useLocale, useTexts } from "#app/ui/locale.tsx";
import { pageTitle } from "#app/ui/page-title.ts";
import { Page } from "#app/ui/page.tsx";

export const loader = signedIn(async ({ ctx, id, url, t }) => {
  const { id: roundId, name } = await getJudging(ctx, id("roundId"));
  return { roundId, name, entry: url.searchParams.get("entry") ?? "", title: t.review.confidentiality.title };
});

export const action = signedIn(async ({ ctx, id, form }) => {
  const { id: roundId } = await getJudging(ctx, id("roundId"));
  const sent = await form();
  const given = parse(sent, confidentialityInput);
  if (!given.ok) return failed(sent, given.errors);
  await acceptConfidentiality(ctx, roundId);
  return redirect(
    isUuid(given.value.entry) ? `/judging/assignments/${given.value.entry}` : `/judging/rounds/${roundId}`,
    303,
  );
});

export default function ConfidentialityPage() {
  const { roundId, name, entry } = useLoaderData<typeof loader>();
  const refused = useActionData<typeof action>();
  const [t, locale] = [useTexts().review.confidentiality, useLocale()];
  const errors = useFieldErrors(refused?.errors);
  return (
    <Page
      eyebrow={say(name, locale)}
      title={t.title}
      lede={t.lede}
      width="text"
      back={{ href: `/judging/rounds/${roundId}`, label: say(name, locale) }}
    >
      <ErrorSummary errors={errors} />
      <ul>
        {t.points.map((point) => (
          <li key={point}>{point}</li>
        ))}
      </ul>
      <Form>
        <Hidden name="entry" value={refused?.typed["entry"] ?? entry} />
        <Checkboxes
          name="accept"
          legend={<span className="unseen">{t.title}</span>}
          options={[{ value: "yes", label: t.accept }]}
          error={errors["accept"]}
        />
        <Buttons>
          <Button>{t.button}</Button>
        </Buttons>
      </Form>
    </Page>
  );
}

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => pageTitle(matches, data?.title);
