import { data, type MetaFunction, redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import type { Context } from "#app/domain/context.ts";
import { saveAnswer } from "#app/domain/entry/answers.server.ts";
import { baseVersion } from "#app/domain/entry/input.ts";
import { canEdit } from "#app/domain/entry/policy.ts";
import { getDraft } from "#app/domain/entry/queries.server.ts";
import { NotFound } from "#app/domain/errors.ts";
import { authorise } from "#app/domain/verdict.ts";
import { signedIn } from "#app/http/wrappers.ts";
import { countryName, formatNumber } from "#app/i18n/format.ts";
import { Button, Buttons, ErrorSummary, Form, Hidden, TextInput } from "#app/ui/form.tsx";
import { Radios } from "#app/ui/choices.tsx";
import { useLocale, useTexts } from "#app/ui/locale.tsx";
import { pageTitle } from "#app/ui/page-title.ts";
import { Page, Section } from "#app/ui/page.tsx";
import { firstControl, questionLabel } from "#app/ui/question-field.tsx";

/** The question about a place that somebody may answer now; NotFound for any other. */
async function asked(ctx: Context, entryId: string, questionKey: string) {
  const draft = await getDraft(ctx, entryId);
  authorise(canEdit(ctx.actor, draft, ctx.now));
  const section = draft.form.find(({ questions }) =>
    questions.some(({ key, type }) => key === questionKey && type === "place"),
  );
  const question = section?.questions.find(({ key }) => key === questionKey);
  if (!section || !question) throw new NotFound();
  return {
    question,
    code: draft.code,
    version: draft.answers[questionKey]?.version ?? null,
    page: `/entries/${entryId}/sections/${section.key}#${firstControl(question)}`,
  };
}

export const loader = signedIn(async ({ ctx, id, param, url, t, locale, visit }) => {
  const { question, code, version, page } = await asked(ctx, id("entryId"), param("questionKey"));
  const name = url.searchParams.get("name") ?? "";
  return {
    label: questionLabel(question, t, locale),
    code,
    version,
    page,
    name,
    found: name ? visit.services.gazetteer.find(name) : null,
    title: t.question.place.title,
  };
});

export const action = signedIn(async ({ ctx, id, param, url, form, visit }) => {
  const entryId = id("entryId");
  const questionKey = param("questionKey");
  const typed = await form();
  const { page } = await asked(ctx, entryId, questionKey);
  const chosen = visit.services.gazetteer.find(url.searchParams.get("name") ?? "")[
    Number(typed.get("place") || Number.NaN)
  ];
  if (!chosen) return data({ unchosen: true }, { status: 422 });
  const { name, country, lat, lon } = chosen;
  await saveAnswer(ctx, {
    entryId,
    questionKey,
    value: { name, country, lat, lon },
    baseVersion: baseVersion(typed.get("version")),
  });
  return redirect(page, 303);
});

export const meta: MetaFunction<typeof loader> = ({ matches, data: shown }) =>
  pageTitle(matches, shown && `${shown.title} – ${shown.label} – ${shown.code}`);

/** Finding a place where scripts do not run. */
export default function PlacePage() {
  const { label, code, version, page, name, found, title } = useLoaderData<typeof loader>();
  const unchosen = useActionData<typeof action>()?.unchosen;
  const [
    {
      question: { place: t },
      ui,
    },
    locale,
  ] = [useTexts(), useLocale()];
  const options = (found ?? []).map((place, index) => ({
    value: String(index),
    label: [place.name, place.region, countryName(place.country, locale)].filter(Boolean).join(ui.comma),
  }));
  return (
    <Page
      title={title}
      eyebrow={
        <>
          <bdi>{label}</bdi> · {code}
        </>
      }
      width="text"
      back={{ href: page, label: ui.back }}
    >
      <ErrorSummary errors={unchosen ? { place: t.choose } : null} />
      <Form method="get">
        <TextInput name="name" label={t.search} hint={t.searchHint} value={name} width="long" />
        <Buttons>
          <Button kind="secondary">{t.searchButton}</Button>
        </Buttons>
      </Form>
      {found ? (
        <Section title={t.found(options.length, formatNumber(options.length, locale))}>
          {options.length > 0 ? (
            <Form>
              <Hidden name="version" value={version ?? ""} />
              <Radios name="place" legend={t.results} options={options} error={unchosen ? t.choose : undefined} />
              <Buttons>
                <Button>{t.use}</Button>
              </Buttons>
            </Form>
          ) : null}
        </Section>
      ) : null}
    </Page>
  );
}
