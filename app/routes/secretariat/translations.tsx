import { type MetaFunction, redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { translateCycle } from "#app/domain/translation/commands.server.ts";
import { fieldOf, givenFrom, queryOf, viewOf } from "#app/domain/translation/input.ts";
import { translationPage } from "#app/domain/translation/queries.server.ts";
import { LANGUAGES } from "#app/domain/translation/rules.ts";
import { errorsOf, failed } from "#app/http/answers.server.ts";
import { noticeOf } from "#app/http/query.ts";
import { signedIn } from "#app/http/wrappers.ts";
import { say } from "#app/i18n/localised.ts";
import { LOCALE_NAMES } from "#app/i18n/locales.ts";
import { Tabs } from "#app/ui/data.tsx";
import { Empty, Notice } from "#app/ui/feedback.tsx";
import { useLocale, useTexts } from "#app/ui/locale.tsx";
import { pageTitle } from "#app/ui/page-title.ts";
import { Page, Section } from "#app/ui/page.tsx";
import { groupName, TranslationForm } from "#app/ui/translation-form.tsx";

export const loader = signedIn(async ({ ctx, id, url, t }) => {
  return {
    ...(await translationPage(ctx, id("cycleId"), viewOf(url))),
    notice: noticeOf(url, t.translation.notices),
    title: t.translation.title,
  };
});

export const action = signedIn(async ({ ctx, id, url, form }) => {
  const sent = await form();
  const { cycle, view, shown } = await translationPage(ctx, id("cycleId"), { ...viewOf(url), missingOnly: false });
  const { given, errors } = givenFrom(shown, sent);
  if (Object.keys(errors).length > 0) return failed(sent, errors);
  const amiss = await errorsOf(translateCycle(ctx, cycle.id, view.language, given));
  if (amiss)
    return failed(sent, Object.fromEntries(Object.entries(amiss).map(([place, code]) => [fieldOf(place), code])));
  return redirect(
    `/secretariat/cycles/${cycle.id}/translations?${queryOf({ ...view, missingOnly: viewOf(url).missingOnly })}&done=saved`,
    303,
  );
});

export default function TranslationsPage() {
  const { cycle, view, groups, shown, change, notice, title } = useLoaderData<typeof loader>();
  const refused = useActionData<typeof action>();
  const [texts, locale] = [useTexts(), useLocale()];
  const t = texts.translation;
  return (
    <Page
      title={title}
      lede={t.lede}
      width="full"
      back={{ href: `/secretariat/cycles/${cycle.id}`, label: say(cycle.name, locale) }}
      aside={
        <nav aria-label={t.parts}>
          <Parts />
        </nav>
      }
    >
      {notice ? <Notice kind="success">{notice}</Notice> : null}
      <Languages />
      <Section title={groupName(texts, groups.find(({ key }) => key === view.group)!, locale)}>
        <p className="run-links">
          <a href={`?${queryOf({ ...view, missingOnly: !view.missingOnly })}`}>
            {view.missingOnly ? t.all : t.missingOnly}
          </a>{" "}
          <a href={`/secretariat/cycles/${cycle.id}/translations/file?language=${view.language}`}>{t.file.link}</a>
        </p>
        {shown.length === 0 ? (
          <Empty title={t.nothingMissing} />
        ) : (
          <TranslationForm
            language={view.language}
            texts={shown}
            typed={refused?.typed}
            codes={refused?.errors}
            verdict={change}
          />
        )}
      </Section>
    </Page>
  );
}

/** The groups of texts, with how many of each are missing. */
function Parts() {
  const { view, groups } = useLoaderData<typeof loader>();
  const [texts, locale] = [useTexts(), useLocale()];
  return (
    <ul>
      {groups.map((group) => (
        <li key={group.key}>
          {group.key === view.group ? (
            <strong>{groupName(texts, group, locale)}</strong>
          ) : (
            <a href={`?${queryOf({ ...view, group: group.key })}`}>{groupName(texts, group, locale)}</a>
          )}
          {group.missing > 0 ? <span className="muted"> {texts.translation.missing(group.missing)}</span> : null}
        </li>
      ))}
    </ul>
  );
}

function Languages() {
  const { view, missing } = useLoaderData<typeof loader>();
  const t = useTexts().translation;
  return (
    <Tabs
      label={t.languages}
      items={LANGUAGES.map((language) => ({
        href: `?${queryOf({ ...view, language })}`,
        label: (
          <>
            <bdi lang={language}>{LOCALE_NAMES[language]}</bdi>
            {missing[language] > 0 ? <span className="count"> {t.missing(missing[language])}</span> : null}
          </>
        ),
        current: language === view.language,
      }))}
    />
  );
}

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => pageTitle(matches, data?.title);
