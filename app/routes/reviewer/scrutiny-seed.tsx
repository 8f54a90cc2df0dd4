import { type MetaFunction, redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { openSeed } from "#app/domain/scrutiny/commands.server.ts";
import { scrutineerSeedInput } from "#app/domain/scrutiny/input.ts";
import { scrutinyOf } from "#app/domain/scrutiny/queries.server.ts";
import { authorise } from "#app/domain/verdict.ts";
import { errorsOf, failed } from "#app/http/answers.server.ts";
import { parse } from "#app/http/form.server.ts";
import { signedIn } from "#app/http/wrappers.ts";
import { say } from "#app/i18n/localised.ts";
import { useFieldErrors } from "#app/ui/field-errors.ts";
import { ErrorSummary } from "#app/ui/form.tsx";
import { PrintedForm } from "#app/ui/signing.tsx";
import { useLocale, useTexts } from "#app/ui/locale.tsx";
import { pageTitle } from "#app/ui/page-title.ts";
import { Page } from "#app/ui/page.tsx";

export const loader = signedIn(async ({ ctx, id, t }) => {
  const { round, opening } = await scrutinyOf(ctx, id("roundId"));
  authorise(opening);
  return { round: { id: round.id, name: round.name, cycle: round.cycle.name }, title: t.scrutiny.seed };
});

/** Opens a scrutineer's seed of the lots in the public log. */
export const action = signedIn(async ({ ctx, id, form }) => {
  const roundId = id("roundId");
  const sent = await form();
  const given = parse(sent, scrutineerSeedInput);
  if (!given.ok) return failed(sent, given.errors);
  const errors = await errorsOf(openSeed(ctx, roundId, given.value.seed));
  return errors ? failed(sent, errors) : redirect(`/judging/rounds/${roundId}/scrutiny`, 303);
});

export default function ScrutineerSeedPage() {
  const { round, title } = useLoaderData<typeof loader>();
  const refused = useActionData<typeof action>();
  const [t, locale] = [useTexts().scrutiny, useLocale()];
  const errors = useFieldErrors(refused?.errors, { seed: t.signatureLabel });
  return (
    <Page
      title={title}
      lede={t.seedText}
      eyebrow={`${say(round.name, locale)} – ${say(round.cycle, locale)}`}
      width="text"
      back={{ href: `/judging/rounds/${round.id}/scrutiny`, label: t.title }}
    >
      <ErrorSummary errors={errors} />
      <p>{t.seedMake}</p>
      <pre className="receipt">{`node scrutineer.mjs seed ${round.id}`}</pre>
      <PrintedForm
        name="seed"
        label={t.signatureLabel}
        hint={t.seedHint}
        button={t.seedButton}
        rows={3}
        refused={refused}
        errors={errors}
      />
    </Page>
  );
}

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => pageTitle(matches, data?.title);
