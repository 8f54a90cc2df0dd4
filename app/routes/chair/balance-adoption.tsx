import { type MetaFunction, redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { NotFound } from "#app/domain/errors.ts";
import { adoptBalance } from "#app/domain/shortlist/commands.server.ts";
import { adoptionInput } from "#app/domain/shortlist/input.ts";
import { balanceOf } from "#app/domain/shortlist/balancing.server.ts";
import { authorise } from "#app/domain/verdict.ts";
import { failed } from "#app/http/answers.server.ts";
import { parse } from "#app/http/form.server.ts";
import { signedIn } from "#app/http/wrappers.ts";
import { say } from "#app/i18n/localised.ts";
import { useFieldErrors } from "#app/ui/field-errors.ts";
import { Button, Buttons, ErrorSummary, Form, Hidden, LinkButton, TextArea } from "#app/ui/form.tsx";
import { useLocale, useTexts } from "#app/ui/locale.tsx";
import { pageTitle } from "#app/ui/page-title.ts";
import { Page } from "#app/ui/page.tsx";

export const loader = signedIn(async ({ ctx, id, t }) => {
  const { round, balancing, latest } = await balanceOf(ctx, id("roundId"));
  authorise(balancing);
  if (!latest?.outcome.feasible) throw new NotFound();
  return { round: { id: round.id, name: round.name }, balance: latest.id, title: t.balance.adopt.title };
});

/** The balanced list becomes the selection, for a reason that stands with every entry it moves. */
export const action = signedIn(async ({ ctx, id, form }) => {
  const sent = await form();
  const given = parse(sent, adoptionInput);
  if (!given.ok) return failed(sent, given.errors);
  await adoptBalance(ctx, { roundId: id("roundId"), balanceId: given.value.balance, reason: given.value.why });
  return redirect(`/rounds/${id("roundId")}/selection`, 303);
});

export default function BalanceAdoptionPage() {
  const { round, balance } = useLoaderData<typeof loader>();
  const refused = useActionData<typeof action>();
  const [
    {
      balance: texts,
      ui: { cancel },
    },
    locale,
  ] = [useTexts(), useLocale()];
  const t = texts.adopt;
  const errors = useFieldErrors(refused?.errors, { why: t.reason, balance: texts.title });
  const back = `/rounds/${round.id}/balance`;
  return (
    <Page
      width="text"
      eyebrow={say(round.name, locale)}
      title={t.title}
      lede={t.text}
      back={{ href: back, label: texts.title }}
    >
      <ErrorSummary errors={errors} />
      <Form>
        <Hidden name="balance" value={refused?.typed["balance"] ?? balance} />
        <TextArea
          name="why"
          label={t.reason}
          hint={t.reasonHint}
          rows={3}
          value={refused?.typed["why"]}
          error={errors["why"]}
        />
        <Buttons>
          <Button>{t.button}</Button>
          <LinkButton kind="secondary" href={back}>
            {cancel}
          </LinkButton>
        </Buttons>
      </Form>
    </Page>
  );
}

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => pageTitle(matches, data?.title);
