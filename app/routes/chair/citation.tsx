import { type MetaFunction, redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { cite, wordsHash } from "#app/domain/citation/commands.server.ts";
import { citationInput, PARTS, readWords } from "#app/domain/citation/input.ts";
import { canCite } from "#app/domain/citation/policy.ts";
import { citationOf } from "#app/domain/citation/queries.server.ts";
import { authorise } from "#app/domain/verdict.ts";
import { errorsOf, failed } from "#app/http/answers.server.ts";
import { parse } from "#app/http/form.server.ts";
import { signedIn } from "#app/http/wrappers.ts";
import { DEFAULT_LOCALE, LOCALE_NAMES, LOCALES, type Locale } from "#app/i18n/locales.ts";
import { Notice } from "#app/ui/feedback.tsx";
import { useFieldErrors } from "#app/ui/field-errors.ts";
import { Button, Buttons, ErrorSummary, Form, Hidden, LinkButton, TextArea } from "#app/ui/form.tsx";
import { useTexts } from "#app/ui/locale.tsx";
import { Page, Section } from "#app/ui/page.tsx";
import { pageTitle } from "#app/ui/page-title.ts";
import { PanelWords } from "#app/ui/panel-words.tsx";
import { Code } from "#app/ui/wording.tsx";

export const loader = signedIn(async ({ ctx, id, t }) => {
  const { facts: _facts, ...shown } = await citationOf(ctx, id("roundId"), id("entryId"));
  return { ...shown, seen: shown.pending && wordsHash(shown.pending), title: t.citation.title(shown.line.title) };
});

export const action = signedIn(async ({ ctx, id, form }) => {
  const [roundId, entryId] = [id("roundId"), id("entryId")];
  const { facts } = await citationOf(ctx, roundId, entryId);
  authorise(canCite(ctx.actor, facts));
  const sent = await form();
  const given = parse(sent, citationInput);
  const read = given.ok ? readWords(given.value) : given;
  if (!given.ok || !read.ok) return failed(sent, read.ok ? {} : read.errors);
  const errors = await errorsOf(cite(ctx, { roundId, entryId, words: read.words, reason: given.value.reason }));
  return errors
    ? failed(sent, errors)
    : redirect(
        facts.approved ? `/rounds/${roundId}/selection/${entryId}/citation` : `/rounds/${roundId}/selection`,
        303,
      );
});

export default function CitationPage() {
  const { round, line, proposed, final, standing, pending, approving, seen } = useLoaderData<typeof loader>();
  const refused = useActionData<typeof action>();
  const {
    citation: t,
    ui: { inLanguage },
  } = useTexts();
  const errors = useFieldErrors(refused?.errors, {
    ...t,
    ...Object.fromEntries(
      PARTS.flatMap((part) =>
        LOCALES.map((locale) => [`${part}-${locale}`, inLanguage(t[part], LOCALE_NAMES[locale])]),
      ),
    ),
  });
  const selection = `/rounds/${round.id}/selection`;
  const typed: Record<string, string> = refused?.typed ?? {};
  const shown = pending ?? standing;
  const written = LOCALES.filter(
    (locale) =>
      locale !== DEFAULT_LOCALE && PARTS.some((part) => shown?.[part]?.[locale] || typed[`${part}-${locale}`]),
  );
  const fields = (locale: Locale) =>
    PARTS.map((part) => (
      <TextArea
        key={part}
        name={`${part}-${locale}`}
        label={inLanguage(t[part], LOCALE_NAMES[locale])}
        hint={locale === DEFAULT_LOCALE ? t.hints[part] : undefined}
        lang={locale}
        rows={part === "statement" ? 2 : 6}
        optional
        value={typed[`${part}-${locale}`] ?? shown?.[part]?.[locale]}
        error={errors[`${part}-${locale}`]}
      />
    ));
  return (
    <Page
      eyebrow={<Code>{line.code}</Code>}
      title={t.title(line.title)}
      lede={final ? t.ledeFinal : t.lede}
      width="text"
      back={{ href: selection, label: t.back }}
    >
      <ErrorSummary errors={errors} />
      {proposed ? <Notice kind="warning">{t.void}</Notice> : null}
      {final && standing ? (
        <Section title={t.standing}>
          <PanelWords words={standing} />
        </Section>
      ) : null}
      {pending ? (
        <Section title={t.pending}>
          <PanelWords words={pending} />
          <p>
            {t.because(pending.byName)} <span dir="auto">{pending.reason}</span>
          </p>
          <Form action={`${selection}/${line.entryId}/citation/approval`}>
            <Hidden name="words" value={seen ?? ""} />
            <Buttons>
              <Button verdict={approving}>{t.approve}</Button>
            </Buttons>
          </Form>
        </Section>
      ) : null}
      <Form>
        {fields(DEFAULT_LOCALE)}
        {LOCALES.filter((locale) => locale !== DEFAULT_LOCALE).map((locale) => (
          <details key={locale} open={written.includes(locale)}>
            <summary>{LOCALE_NAMES[locale]}</summary>
            <div className="stack">{fields(locale)}</div>
          </details>
        ))}
        {final ? (
          <TextArea
            name="reason"
            label={t.reason}
            hint={t.reasonHint}
            rows={3}
            value={typed["reason"] ?? pending?.reason}
            error={errors["reason"]}
          />
        ) : null}
        <Buttons>
          <Button>{final ? t.propose : t.save}</Button>
          <LinkButton kind="secondary" href={selection}>
            {t.back}
          </LinkButton>
        </Buttons>
      </Form>
    </Page>
  );
}

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => pageTitle(matches, data?.title);
