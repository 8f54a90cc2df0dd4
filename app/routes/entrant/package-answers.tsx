import { data, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { canEdit } from "#app/domain/entry/policy.ts";
import { getDraft } from "#app/domain/entry/queries.server.ts";
import { takeAnswers } from "#app/domain/package/answers.server.ts";
import { authorise } from "#app/domain/verdict.ts";
import { signedIn } from "#app/http/wrappers.ts";
import { formatNumber } from "#app/i18n/format.ts";
import { say } from "#app/i18n/localised.ts";
import { Notice } from "#app/ui/feedback.tsx";
import { Button, Buttons, ErrorSummary, FileInput, Form, LinkButton } from "#app/ui/form.tsx";
import { useLocale, useTexts } from "#app/ui/locale.tsx";
import { pageTitle } from "#app/ui/page-title.ts";
import { Page } from "#app/ui/page.tsx";
import { Within } from "#app/ui/wording.tsx";

export const loader = signedIn(async ({ ctx, id, t }) => {
  const draft = await getDraft(ctx, id("entryId"));
  authorise(canEdit(ctx.actor, draft, ctx.now));
  return { title: t.entry.taking.title, entry: { id: draft.id, code: draft.code, title: draft.title } };
});

/** The same file again changes nothing, so what came of it is told at once. */
export const action = signedIn(async ({ ctx, id, visit, formWithFile }) => {
  const { file } = await formWithFile("package");
  const note = file ? new TextDecoder().decode(file) : "";
  const taken = await takeAnswers(ctx, visit.services.logKey, id("entryId"), note);
  if (typeof taken === "string")
    return data({ problem: file ? taken : ("missing" as const), taken: null }, { status: 422 });
  return data({ problem: null, taken });
});

export const meta: MetaFunction<typeof loader> = ({ matches, data: shown }) =>
  pageTitle(matches, shown && `${shown.title} – ${shown.entry.code}`);

export default function PackageAnswersPage() {
  const { title, entry } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const [texts, locale] = [useTexts(), useLocale()];
  const { tasks, taking: t, untitled } = texts.entry;
  const [taken, problem] = [answer?.taken ?? null, answer?.problem ?? null];
  const error = problem ? (problem === "missing" ? texts.question.problems.missing : t.problems[problem]) : undefined;
  const count = (saved: number) => t.taken(saved, formatNumber(saved, locale));
  return (
    <Page
      title={title}
      eyebrow={<Within title={entry.title || untitled}>{tasks.code(entry.code)}</Within>}
      lede={t.lede}
      back={{ href: `/entries/${entry.id}`, label: texts.entry.receipt.back }}
      width="text"
    >
      <ErrorSummary errors={error ? { package: error } : null} />
      {taken ? (
        <Notice kind="success" title={taken.saved === 0 && taken.passed.length > 0 ? t.passed : count(taken.saved)}>
          {taken.passed.length > 0 ? (
            <>
              {taken.saved > 0 ? <p>{t.passed}</p> : null}
              {taken.passed.map(({ question, label, text }) => (
                <div key={question}>
                  <p className="notice-title">{label ? say(label, locale) : question}</p>
                  <pre dir="auto">{text}</pre>
                </div>
              ))}
            </>
          ) : null}
          {taken.lacking.length > 0 ? (
            <>
              <p>{t.lacking}</p>
              <ul>
                {taken.lacking.map((name) => (
                  <li key={name}>
                    <bdi>{name}</bdi>
                  </li>
                ))}
              </ul>
            </>
          ) : null}
          <p>
            <LinkButton href={`/entries/${entry.id}`}>{texts.entry.page.back}</LinkButton>
          </p>
        </Notice>
      ) : (
        <Form encType="multipart/form-data">
          <FileInput name="package" label={t.file} hint={t.fileHint} accept="text/plain" error={error} />
          <Buttons>
            <Button>{t.button}</Button>
          </Buttons>
        </Form>
      )}
    </Page>
  );
}
