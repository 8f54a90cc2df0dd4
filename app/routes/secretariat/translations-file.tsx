import { type MetaFunction, redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { canSetUpCycle } from "#app/domain/cycle/policy.ts";
import { getCycle } from "#app/domain/cycle/queries.server.ts";
import { translateCycle } from "#app/domain/translation/commands.server.ts";
import { readTable, rowField, rowOf, viewOf } from "#app/domain/translation/input.ts";
import { canTranslate } from "#app/domain/translation/policy.ts";
import { LANGUAGES } from "#app/domain/translation/rules.ts";
import { authorise } from "#app/domain/verdict.ts";
import { errorsOf, failed } from "#app/http/answers.server.ts";
import { signedIn } from "#app/http/wrappers.ts";
import { LOCALE_NAMES } from "#app/i18n/locales.ts";
import { useFieldErrors } from "#app/ui/field-errors.ts";
import { Button, Buttons, ErrorSummary, FileInput, Form } from "#app/ui/form.tsx";
import { useTexts } from "#app/ui/locale.tsx";
import { pageTitle } from "#app/ui/page-title.ts";
import { Page, Section } from "#app/ui/page.tsx";

export const loader = signedIn(async ({ ctx, id, url, t }) => {
  authorise(canSetUpCycle(ctx.actor));
  const cycle = await getCycle(ctx, id("cycleId"));
  return {
    id: cycle.id,
    language: viewOf(url).language ?? LANGUAGES[0]!,
    take: canTranslate(ctx.actor, cycle),
    title: t.translation.file.title,
  };
});

export const action = signedIn(async ({ ctx, id, formWithFile }) => {
  const { form: sent, file } = await formWithFile("file");
  if (!file) return failed(sent, { file: "not-a-table" });
  const table = readTable(file);
  if (!table.ok) return failed(sent, table.errors);
  const amiss = await errorsOf(translateCycle(ctx, id("cycleId"), table.language, table.rows));
  if (amiss)
    return failed(
      sent,
      Object.fromEntries(
        table.rows.flatMap(({ row, place }) =>
          amiss[place] ? [[rowField(row), amiss[place] === "changed-meanwhile" ? "table-outdated" : amiss[place]]] : [],
        ),
      ),
    );
  return redirect(`/secretariat/cycles/${id("cycleId")}/translations?language=${table.language}&done=taken`, 303);
});

export default function TranslationsFilePage() {
  const { id, language, take, title } = useLoaderData<typeof loader>();
  const refused = useActionData<typeof action>();
  const [
    {
      translation: { file: t, title: back },
    },
    found,
  ] = [useTexts(), useFieldErrors(refused?.errors)];
  const [first, ...others] = Object.entries(found).map(([field, problem]) =>
    rowOf(field) ? t.row(rowOf(field)!, problem) : problem,
  );
  return (
    <Page
      title={title}
      lede={t.lede}
      width="text"
      back={{ href: `/secretariat/cycles/${id}/translations?language=${language}`, label: back }}
    >
      <ErrorSummary errors={first ? { file: first } : null} />
      <Section title={t.download}>
        <p className="run-links">
          {LANGUAGES.map((each) => (
            <a key={each} href={`/secretariat/cycles/${id}/translations.csv?language=${each}`} download lang={each}>
              <bdi>{LOCALE_NAMES[each]}</bdi>
            </a>
          ))}
        </p>
      </Section>
      <Section title={t.upload}>
        <Form encType="multipart/form-data">
          <FileInput name="file" label={t.field} hint={t.hint} accept="text/csv,.csv" error={first} />
          {others.length > 0 ? (
            <ul>
              {others.map((row) => (
                <li key={row}>{row}</li>
              ))}
            </ul>
          ) : null}
          <Buttons>
            <Button verdict={take}>{t.button}</Button>
          </Buttons>
        </Form>
      </Section>
    </Page>
  );
}

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => pageTitle(matches, data?.title);
