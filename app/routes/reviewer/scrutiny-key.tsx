import { type MetaFunction, redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { keysWithEnds } from "#app/domain/commitment/note.ts";
import { stateKey } from "#app/domain/scrutiny/commands.server.ts";
import { scrutineerKeyInput } from "#app/domain/scrutiny/input.ts";
import { scrutinyOf } from "#app/domain/scrutiny/queries.server.ts";
import { authorise } from "#app/domain/verdict.ts";
import { errorsOf, failed } from "#app/http/answers.server.ts";
import { parse } from "#app/http/form.server.ts";
import { signedIn } from "#app/http/wrappers.ts";
import { say } from "#app/i18n/localised.ts";
import { useFieldErrors } from "#app/ui/field-errors.ts";
import { ErrorSummary } from "#app/ui/form.tsx";
import { KeySteps, PrintedForm } from "#app/ui/signing.tsx";
import { useLocale, useTexts } from "#app/ui/locale.tsx";
import { pageTitle } from "#app/ui/page-title.ts";
import { Page } from "#app/ui/page.tsx";
import { Sentences } from "#app/ui/wording.tsx";

export const loader = signedIn(async ({ ctx, id, t, visit }) => {
  const { round, stating, ruled } = await scrutinyOf(ctx, id("roundId"));
  authorise(stating);
  return {
    round: { id: round.id, name: round.name, cycle: round.cycle.name },
    logKey: keysWithEnds(visit.services.logKey),
    seeded: ruled ? null : round.id,
    title: t.scrutiny.key,
  };
});

/** Puts a scrutineer's key into the public log. */
export const action = signedIn(async ({ ctx, id, form, visit }) => {
  const roundId = id("roundId");
  const sent = await form();
  const given = parse(sent, scrutineerKeyInput);
  if (!given.ok) return failed(sent, given.errors);
  const errors = await errorsOf(
    stateKey(ctx, roundId, given.value.key, visit.services.logKey, visit.services.config.publicUrl),
  );
  return errors ? failed(sent, errors) : redirect(`/judging/rounds/${roundId}/scrutiny`, 303);
});

export default function ScrutineerKeyPage() {
  const { round, logKey, seeded, title } = useLoaderData<typeof loader>();
  const refused = useActionData<typeof action>();
  const [t, locale] = [useTexts().scrutiny, useLocale()];
  const errors = useFieldErrors(refused?.errors, { key: t.keyLabel });
  return (
    <Page
      title={title}
      lede={t.keyText}
      eyebrow={`${say(round.name, locale)} – ${say(round.cycle, locale)}`}
      width="text"
      back={{ href: `/judging/rounds/${round.id}/scrutiny`, label: t.title }}
    >
      <ErrorSummary errors={errors} />
      <ol className="stack">
        <KeySteps program={t.program} logKey={logKey} round={seeded}>
          <Sentences>
            {t.makeHint}
            {seeded ? t.keySeed : ""}
            {t.makeAgain(["node scrutineer.mjs state", seeded].filter(Boolean).join(" "))}
          </Sentences>
        </KeySteps>
        <li>{t.keyTell}</li>
      </ol>
      <PrintedForm
        name="key"
        label={t.keyLabel}
        hint={t.keyHint}
        button={t.keyButton}
        rows={8}
        refused={refused}
        errors={errors}
      />
    </Page>
  );
}

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => pageTitle(matches, data?.title);
