import { type MetaFunction, redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { askEndorsement } from "#app/domain/endorsement/commands.server.ts";
import { endorserInput } from "#app/domain/endorsement/input.ts";
import { canAsk } from "#app/domain/endorsement/policy.ts";
import { contentHash, endorsementState, isSettled } from "#app/domain/endorsement/rules.ts";
import { getDraft } from "#app/domain/entry/queries.server.ts";
import { readiness } from "#app/domain/entry/rules.ts";
import { authorise } from "#app/domain/verdict.ts";
import { failed } from "#app/http/answers.server.ts";
import { parse } from "#app/http/form.server.ts";
import { signedIn } from "#app/http/wrappers.ts";
import { formatNumber } from "#app/i18n/format.ts";
import { EndorsementNotice } from "#app/ui/endorsement-state.tsx";
import { Notice } from "#app/ui/feedback.tsx";
import { EndorserFields } from "#app/ui/endorser-fields.tsx";
import { useFieldErrors } from "#app/ui/field-errors.ts";
import { Button, Buttons, ErrorSummary, Form, TextInput } from "#app/ui/form.tsx";
import { useLocale, useTexts } from "#app/ui/locale.tsx";
import { pageTitle } from "#app/ui/page-title.ts";
import { Page, Section } from "#app/ui/page.tsx";
import { Labelled, Within } from "#app/ui/wording.tsx";

export const loader = signedIn(async ({ ctx, id, t }) => {
  const draft = await getDraft(ctx, id("entryId"));
  const [hash, rule] = [contentHash(draft), draft.cycle.endorsement];
  const state = endorsementState(draft.endorsement, hash, ctx.now);
  const ask = canAsk(ctx.actor, { ...draft, rule, isEndorsed: isSettled(draft.endorsement, hash) }, ctx.now);
  return {
    title: t.endorsement.title,
    entry: { id: draft.id, code: draft.code, title: draft.title },
    facts: { state, last: draft.endorsement, rule },
    missing: readiness(draft).length,
    hash,
    ask,
    zone: draft.cycle.timeZone,
  };
});

export const action = signedIn(async ({ ctx, id, form, visit, locale }) => {
  const draft = await getDraft(ctx, id("entryId"));
  authorise(
    canAsk(
      ctx.actor,
      { ...draft, rule: draft.cycle.endorsement, isEndorsed: isSettled(draft.endorsement, contentHash(draft)) },
      ctx.now,
    ),
  );
  const typed = await form();
  const given = parse(typed, endorserInput);
  if (!given.ok) return failed(typed, given.errors);
  const { limits, config } = visit.services;
  if (
    !(await limits.mayMail(`endorsement:${draft.id}`, visit.ip)) ||
    !(await limits.mayMail(given.value.email, visit.ip, ctx.actor.id))
  )
    return failed(typed, { email: "too-many-attempts" }, 429);
  await askEndorsement(ctx, draft.id, given.value, locale, config.publicUrl);
  return redirect(`/entries/${draft.id}/endorsement`, 303);
});

export const meta: MetaFunction<typeof loader> = ({ matches, data }) =>
  pageTitle(matches, data && `${data.title} – ${data.entry.code}`);

export default function EndorsementPage() {
  const { title, entry, facts, missing, hash, ask, zone } = useLoaderData<typeof loader>();
  const errors = useErrors();
  const [{ endorsement: t, entry: texts, refusals }, locale] = [useTexts(), useLocale()];
  return (
    <Page
      title={title}
      eyebrow={<Within title={entry.title || texts.untitled}>{texts.tasks.code(entry.code)}</Within>}
      lede={t.lede}
      back={{ href: `/entries/${entry.id}`, label: t.back }}
      width="text"
    >
      <ErrorSummary errors={errors} />
      <EndorsementNotice {...facts} open={ask.allowed} zone={zone} />
      {ask.allowed && missing > 0 ? (
        <Notice kind="warning" title={texts.tasks.stillMissing(missing, formatNumber(missing, locale))}>
          <p>{t.early}</p>
          <p>
            <a href={`/entries/${entry.id}/check`}>{texts.tasks.seeMissing}</a>
          </p>
        </Notice>
      ) : null}
      {ask.allowed ? (
        <Asking />
      ) : facts.state === "endorsed" ? null : (
        <Notice kind="info">{refusals[ask.because]}</Notice>
      )}
      <p className="hint">
        <Labelled label={t.hash}>
          <code className="hash">
            {facts.state === "asked" || facts.state === "endorsed" ? facts.last?.sha256 : hash}
          </code>
        </Labelled>
      </p>
    </Page>
  );
}

const useErrors = () => useFieldErrors(useActionData<typeof action>()?.errors, useTexts().endorsement);

/** Whom to ask for the sign-off; or the way to a signed letter. */
function Asking() {
  const {
    entry,
    facts: { last },
  } = useLoaderData<typeof loader>();
  const refused = useActionData<typeof action>();
  const [t, errors] = [useTexts().endorsement, useErrors()];
  return (
    <Section title={last ? t.askAgain : t.ask}>
      <Form>
        <EndorserFields given={{ ...last, ...refused?.typed }} errors={errors} />
        <TextInput
          name="email"
          type="email"
          label={t.email}
          hint={t.emailHint}
          value={refused?.typed["email"]}
          error={errors["email"]}
          width="long"
        />
        <Buttons>
          <Button>{t.button}</Button>
        </Buttons>
      </Form>
      <p>
        <a href={`/entries/${entry.id}/endorsement/letter`}>{last?.letter ? t.letter.another : t.letter.link}</a>
      </p>
    </Section>
  );
}
