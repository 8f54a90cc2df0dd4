import { type MetaFunction, redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { giveHonour } from "#app/domain/honour/commands.server.ts";
import { honourInput, readHonour } from "#app/domain/honour/input.ts";
import { canHonour } from "#app/domain/honour/policy.ts";
import { getChoice } from "#app/domain/shortlist/queries.server.ts";
import { authorise } from "#app/domain/verdict.ts";
import { errorsOf, failed } from "#app/http/answers.server.ts";
import { parse } from "#app/http/form.server.ts";
import { signedIn } from "#app/http/wrappers.ts";
import { say } from "#app/i18n/localised.ts";
import { DEFAULT_LOCALE, LOCALE_NAMES, LOCALES, type Locale } from "#app/i18n/locales.ts";
import { Notice } from "#app/ui/feedback.tsx";
import { useFieldErrors } from "#app/ui/field-errors.ts";
import { Button, Buttons, ErrorSummary, Form, LinkButton, TextArea, TextInput } from "#app/ui/form.tsx";
import { useLocale, useTexts } from "#app/ui/locale.tsx";
import { pageTitle } from "#app/ui/page-title.ts";
import { Page, Section } from "#app/ui/page.tsx";
import { Paragraphs } from "#app/ui/paragraphs.tsx";
import { About, Code } from "#app/ui/wording.tsx";

export const loader = signedIn(async ({ ctx, id, t }) => {
  const { round, line, facts, proposed } = await getChoice(ctx, id("roundId"), id("entryId"));
  authorise(canHonour(ctx.actor, facts, { conflict: false }));
  return { round, line, proposed, title: t.honour.title(line.title || t.entry.untitled) };
});

export const action = signedIn(async ({ ctx, id, form }) => {
  const [roundId, entryId] = [id("roundId"), id("entryId")];
  const { facts } = await getChoice(ctx, roundId, entryId);
  authorise(canHonour(ctx.actor, facts, { conflict: false }));
  const sent = await form();
  const given = parse(sent, honourInput);
  if (!given.ok) return failed(sent, given.errors);
  const errors = await errorsOf(giveHonour(ctx, { roundId, entryId, honour: readHonour(given.value) }));
  return errors ? failed(sent, errors) : redirect(`/rounds/${roundId}/selection/${entryId}/honours`, 303);
});

export default function HonoursPage() {
  const { round, line, proposed, title } = useLoaderData<typeof loader>();
  const [{ honour: t, shortlist }, errors] = [useTexts(), useErrors()];
  return (
    <Page
      eyebrow={<Code>{line.code}</Code>}
      title={title}
      lede={t.lede}
      width="text"
      back={{ href: `/rounds/${round.id}/selection`, label: shortlist.title }}
    >
      <ErrorSummary errors={errors} />
      {proposed ? <Notice kind="warning">{t.void}</Notice> : null}
      <Given />
      <Section title={t.give}>
        <Giving />
      </Section>
    </Page>
  );
}

function useErrors() {
  const refused = useActionData<typeof action>();
  const { honour: t, ui } = useTexts();
  const names = LOCALES.map((locale) => [`name-${locale}`, ui.inLanguage(t.name, LOCALE_NAMES[locale])]);
  return useFieldErrors(refused?.errors, { ...Object.fromEntries(names), reason: t.reason });
}

/** What the entry is honoured with so far. */
function Given() {
  const { round, line } = useLoaderData<typeof loader>();
  const [t, locale] = [useTexts().honour, useLocale()];
  return (
    <Section title={t.given}>
      {line.honours.length === 0 ? <p>{t.none}</p> : null}
      {line.honours.map(({ id, name, reason, byName }) => (
        <div key={id}>
          <h3 lang={name[locale] ? undefined : DEFAULT_LOCALE}>{say(name, locale)}</h3>
          <p>{t.because(byName)}</p>
          <Paragraphs text={reason} />
          <Form action={`/rounds/${round.id}/selection/${line.entryId}/honours/${id}/removal`}>
            <Buttons>
              <Button kind="secondary">
                {t.take}
                <About>{say(name, locale)}</About>
              </Button>
            </Buttons>
          </Form>
        </div>
      ))}
    </Section>
  );
}

/** The name in each language; those that nobody has written are folded away. */
function Giving() {
  const { round } = useLoaderData<typeof loader>();
  const [{ honour: t, shortlist }, errors] = [useTexts(), useErrors()];
  const typed: Record<string, string> = useActionData<typeof action>()?.typed ?? {};
  return (
    <Form>
      <NameIn locale={DEFAULT_LOCALE} />
      {LOCALES.filter((locale) => locale !== DEFAULT_LOCALE).map((locale) => (
        <details key={locale} open={Boolean(typed[`name-${locale}`])}>
          <summary>{LOCALE_NAMES[locale]}</summary>
          <div className="stack">
            <NameIn locale={locale} />
          </div>
        </details>
      ))}
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
        <LinkButton kind="secondary" href={`/rounds/${round.id}/selection`}>
          {shortlist.choice.cancel}
        </LinkButton>
      </Buttons>
    </Form>
  );
}

function NameIn({ locale }: { locale: Locale }) {
  const typed: Record<string, string> = useActionData<typeof action>()?.typed ?? {};
  const [{ honour: t, ui }, errors] = [useTexts(), useErrors()];
  const name = `name-${locale}`;
  return (
    <TextInput
      name={name}
      label={ui.inLanguage(t.name, LOCALE_NAMES[locale])}
      hint={locale === DEFAULT_LOCALE ? t.nameHint : undefined}
      lang={locale}
      optional={locale !== DEFAULT_LOCALE}
      value={typed[name]}
      error={errors[name]}
    />
  );
}

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => pageTitle(matches, data?.title);
