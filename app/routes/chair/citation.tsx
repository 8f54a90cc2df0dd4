import { type MetaFunction, redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { cite, wordsHash } from "#app/domain/citation/commands.server.ts";
import { citationInput, PARTS, readWords } from "#app/domain/citation/input.ts";
import { citationOf } from "#app/domain/citation/queries.server.ts";
import { isUuid } from "#app/domain/input.ts";
import { adoptedWords } from "#app/domain/meeting/projected.server.ts";
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

/** `?motion=…` names a motion that was adopted, whose words then stand in the form. */
export const loader = signedIn(async ({ ctx, id, t, url }) => {
  const [roundId, entryId, motionId] = [id("roundId"), id("entryId"), url.searchParams.get("motion") ?? ""];
  const { facts: _facts, ...shown } = await citationOf(ctx, roundId, entryId);
  return {
    ...shown,
    adopted: isUuid(motionId) ? await adoptedWords(ctx, { roundId, entryId, motionId }) : null,
    seen: shown.pending && wordsHash(shown.pending),
    title: t.citation.title(shown.line.title || t.entry.untitled),
  };
});

export const action = signedIn(async ({ ctx, id, form }) => {
  const [roundId, entryId] = [id("roundId"), id("entryId")];
  const { facts } = await citationOf(ctx, roundId, entryId);
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
  const { round, line, proposed, final, standing, pending, title } = useLoaderData<typeof loader>();
  const [t, errors] = [useTexts().citation, useErrors()];
  return (
    <Page
      eyebrow={<Code>{line.code}</Code>}
      title={title}
      lede={final ? t.ledeFinal : t.lede}
      width="text"
      back={{ href: `/rounds/${round.id}/selection`, label: t.back }}
    >
      <ErrorSummary errors={errors} />
      {proposed ? <Notice kind="warning">{t.void}</Notice> : null}
      {final && standing ? (
        <Section title={t.standing}>
          <PanelWords words={standing} />
        </Section>
      ) : null}
      {pending ? <Pending words={pending} /> : null}
      <Writing />
    </Page>
  );
}

function useErrors() {
  const refused = useActionData<typeof action>();
  const { citation: t, ui } = useTexts();
  const parts = LOCALES.flatMap((locale) =>
    PARTS.map((part) => [`${part}-${locale}`, ui.inLanguage(t[part], LOCALE_NAMES[locale])]),
  );
  return useFieldErrors(refused?.errors, { ...Object.fromEntries(parts), reason: t.reason });
}

type Words = NonNullable<ReturnType<typeof useLoaderData<typeof loader>>["pending"]>;

/** Words for a final list that wait for a second person. */
function Pending({ words }: { words: Words }) {
  const { round, line, approving, seen } = useLoaderData<typeof loader>();
  const t = useTexts().citation;
  return (
    <Section title={t.pending}>
      <PanelWords words={words} />
      <p>
        {t.because(words.byName)} <span dir="auto">{words.reason}</span>
      </p>
      <Form action={`/rounds/${round.id}/selection/${line.entryId}/citation/approval`}>
        <Hidden name="words" value={seen ?? ""} />
        <Buttons>
          <Button verdict={approving}>{t.approve}</Button>
        </Buttons>
      </Form>
    </Section>
  );
}

/** The words in each language; those that nobody has written are folded away. */
function Writing() {
  const { round, final, standing, pending } = useLoaderData<typeof loader>();
  const [t, errors] = [useTexts().citation, useErrors()];
  const typed: Record<string, string> = useActionData<typeof action>()?.typed ?? {};
  const shown = pending ?? standing;
  const isWritten = (locale: Locale) => PARTS.some((part) => shown?.[part]?.[locale] || typed[`${part}-${locale}`]);
  return (
    <Form>
      <WordsIn locale={DEFAULT_LOCALE} />
      {LOCALES.filter((locale) => locale !== DEFAULT_LOCALE).map((locale) => (
        <details key={locale} open={isWritten(locale)}>
          <summary>{LOCALE_NAMES[locale]}</summary>
          <div className="stack">
            <WordsIn locale={locale} />
          </div>
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
        <LinkButton kind="secondary" href={`/rounds/${round.id}/selection`}>
          {t.back}
        </LinkButton>
      </Buttons>
    </Form>
  );
}

function WordsIn({ locale }: { locale: Locale }) {
  const { standing, pending, adopted } = useLoaderData<typeof loader>();
  const refused = useActionData<typeof action>();
  const [{ citation: t, ui }, errors] = [useTexts(), useErrors()];
  const shown = pending ?? standing;
  const written = (part: (typeof PARTS)[number]) =>
    adopted !== null && part === "citation" && locale === DEFAULT_LOCALE
      ? [shown?.citation?.[locale], adopted].filter(Boolean).join("\n\n")
      : shown?.[part]?.[locale];
  return PARTS.map((part) => (
    <TextArea
      key={part}
      name={`${part}-${locale}`}
      label={ui.inLanguage(t[part], LOCALE_NAMES[locale])}
      hint={locale === DEFAULT_LOCALE ? t.hints[part] : undefined}
      lang={locale}
      rows={part === "statement" ? 2 : 6}
      optional
      value={refused?.typed[`${part}-${locale}`] ?? written(part)}
      error={errors[`${part}-${locale}`]}
    />
  ));
}

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => pageTitle(matches, data?.title);
