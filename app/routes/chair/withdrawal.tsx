import { type MetaFunction, redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { unpublishResults } from "#app/domain/result/commands.server.ts";
import { withdrawalInput } from "#app/domain/result/input.ts";
import { canUnpublish } from "#app/domain/result/policy.ts";
import { standingOf } from "#app/domain/result/publishing.server.ts";
import { authorise } from "#app/domain/verdict.ts";
import { failed } from "#app/http/answers.server.ts";
import { parse } from "#app/http/form.server.ts";
import { signedIn } from "#app/http/wrappers.ts";
import { say } from "#app/i18n/localised.ts";
import { useFieldErrors } from "#app/ui/field-errors.ts";
import { Button, Buttons, ErrorSummary, Form, LinkButton, TextArea } from "#app/ui/form.tsx";
import { useLocale, useTexts } from "#app/ui/locale.tsx";
import { pageTitle } from "#app/ui/page-title.ts";
import { Page } from "#app/ui/page.tsx";

export const loader = signedIn(async ({ ctx, id, t }) => {
  const { round, facts } = await standingOf(ctx, id("roundId"));
  authorise(canUnpublish(ctx.actor, facts));
  return { round, title: t.publication.withdrawTitle };
});

export const action = signedIn(async ({ ctx, id, form, visit }) => {
  const sent = await form();
  const given = parse(sent, withdrawalInput);
  if (!given.ok) return failed(sent, given.errors);
  const drawings = await unpublishResults(ctx, { roundId: id("roundId"), reason: given.value.reason });
  // What stays now, the sweep removes.
  await visit.services.files.remove(drawings).catch(() => null);
  return redirect(`/rounds/${id("roundId")}/publication`, 303);
});

export default function WithdrawalPage() {
  const { round } = useLoaderData<typeof loader>();
  const refused = useActionData<typeof action>();
  const [t, locale] = [useTexts().publication, useLocale()];
  const errors = useFieldErrors(refused?.errors, t);
  const publication = `/rounds/${round.id}/publication`;
  return (
    <Page
      eyebrow={say(round.name, locale)}
      title={t.withdrawTitle}
      lede={t.withdrawLede}
      width="text"
      back={{ href: publication, label: t.published }}
    >
      <ErrorSummary errors={errors} />
      <Form>
        <TextArea
          name="reason"
          label={t.reason}
          hint={t.reasonHint}
          rows={4}
          value={refused?.typed["reason"]}
          error={errors["reason"]}
        />
        <Buttons>
          <Button kind="danger">{t.withdrawButton}</Button>
          <LinkButton kind="secondary" href={publication}>
            {t.keep}
          </LinkButton>
        </Buttons>
      </Form>
    </Page>
  );
}

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => pageTitle(matches, data?.title);
