import type { MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { getDraft } from "#app/domain/entry/queries.server.ts";
import { answerHistory } from "#app/domain/entry/revisions.server.ts";
import { submissionHistory } from "#app/domain/submission/queries.server.ts";
import { questionsOf } from "#app/domain/entry/rules.ts";
import { PER_PAGE } from "#app/domain/paging.ts";
import { answerText } from "#app/domain/question/answer-text.ts";
import type { Refusal } from "#app/domain/errors.ts";
import { signedIn } from "#app/http/wrappers.ts";
import { formatNumber } from "#app/i18n/format.ts";
import { DataTable, Num, Th } from "#app/ui/data.tsx";
import { Pagination } from "#app/ui/neighbours.tsx";
import { Notice } from "#app/ui/feedback.tsx";
import { Button, Buttons, Form } from "#app/ui/form.tsx";
import { Select } from "#app/ui/choices.tsx";
import { useLocale, useTexts } from "#app/ui/locale.tsx";
import { pageTitle } from "#app/ui/page-title.ts";
import { Page, Section } from "#app/ui/page.tsx";
import { questionLabel } from "#app/ui/question-field.tsx";
import { pageOf } from "#app/http/query.ts";
import { Moment } from "#app/ui/time.tsx";
import { Bracketed, Within } from "#app/ui/wording.tsx";

export const loader = signedIn(async ({ ctx, id, url, locale, t }) => {
  const page = pageOf(url);
  const draft = await getDraft(ctx, id("entryId"));
  const questions = new Map(questionsOf(draft.form).map((question) => [question.key, question]));
  const labelOf = (key: string) =>
    questionLabel(questions.get(key) ?? { type: "short-text", label: { en: key } }, t, locale);
  const { sent, refused } = await submissionHistory(ctx, draft.id);
  const attempts = refused.map(({ issues, because, ...attempt }) => ({
    ...attempt,
    because: because as Refusal,
    missing: issues.map(({ questionKey }) => labelOf(questionKey)),
  }));
  const asked = questions.get(url.searchParams.get("question") ?? "")?.key ?? null;
  const revisions = (await answerHistory(ctx, draft.id, { questionKey: asked, page })).map(
    ({ questionKey, value, version, savedAt, savedBy }) => ({
      questionKey,
      label: labelOf(questionKey),
      version,
      isPresent: draft.answers[questionKey]?.version === version,
      savedAt,
      savedBy,
      text: answerText(questions.get(questionKey)!, value, locale),
    }),
  );
  return {
    title: t.entry.history.title,
    entry: { id: draft.id, code: draft.code, title: draft.title },
    zone: draft.cycle.timeZone,
    sent,
    attempts,
    page,
    more: revisions.length > PER_PAGE,
    revisions: revisions.slice(0, PER_PAGE),
    asked,
    written: Object.keys(draft.answers).map((key) => ({ value: key, label: labelOf(key) })),
    restored: url.searchParams.has("restored"),
  };
});

export const meta: MetaFunction<typeof loader> = ({ matches, data }) =>
  pageTitle(matches, data && `${data.title} – ${data.entry.code}`);

export default function HistoryPage() {
  const { title, entry, asked, restored } = useLoaderData<typeof loader>();
  const t = useTexts().entry;
  return (
    <Page
      title={title}
      eyebrow={<Within title={entry.title || t.untitled}>{t.tasks.code(entry.code)}</Within>}
      back={{ href: `/entries/${entry.id}`, label: t.history.back }}
    >
      {restored ? <Notice kind="success">{t.history.restored}</Notice> : null}
      {asked ? null : <Submissions />}
      <Section title={t.history.answers}>
        <Answers />
      </Section>
    </Page>
  );
}

/** What was received and what was refused, in one order of time. */
function Submissions() {
  const { zone } = useLoaderData<typeof loader>();
  const [t, locale, rows] = [useTexts().entry.history, useLocale(), useEvents()];
  if (rows.length === 0)
    return (
      <Section title={t.submissions}>
        <p className="muted">{t.none}</p>
      </Section>
    );
  return (
    <Section title={t.submissions} id="submissions">
      <DataTable
        stacked
        caption={t.submissionsCaption}
        captionHidden
        head={
          <>
            <Th>{t.columns.when}</Th>
            <Th>{t.columns.who}</Th>
            <Th>{t.columns.what}</Th>
            <Th>{t.columns.hash}</Th>
          </>
        }
      >
        {rows.map(({ at, by, what, missing, sha256 }, index) => (
          <tr key={index}>
            <td>
              <Moment at={at} zone={zone} />
            </td>
            <td>
              <bdi>{by}</bdi>
            </td>
            <td>
              {what}
              {missing.length > 0 ? (
                <details>
                  <summary>{t.missing(missing.length, formatNumber(missing.length, locale))}</summary>
                  <ul>
                    {missing.map((label) => (
                      <li key={label}>{label}</li>
                    ))}
                  </ul>
                </details>
              ) : null}
            </td>
            <td>{sha256 ? <code className="hash">{sha256}</code> : null}</td>
          </tr>
        ))}
      </DataTable>
    </Section>
  );
}

function useEvents() {
  const { sent, attempts } = useLoaderData<typeof loader>();
  const [{ entry, refusals, audit }, locale] = [useTexts(), useLocale()];
  const t = entry.history;
  return [
    ...sent.map(({ at, by, number, kind, sha256 }) => ({
      at,
      by: kind === "automatic" ? audit.portal : by,
      what: t[kind](formatNumber(number, locale)),
      missing: [],
      sha256,
    })),
    ...attempts.map(({ at, by, because, automatic, missing }) => ({
      at,
      by: automatic ? audit.portal : by,
      what: (automatic ? t.refusedAtBell : t.refused)(refusals[because]),
      missing,
      sha256: "",
    })),
  ].sort((a, b) => b.at.getTime() - a.at.getTime());
}

/** Who changed what and when: of all answers, or of the one that was asked for. */
function Answers() {
  const { page, more, entry, asked, written } = useLoaderData<typeof loader>();
  const t = useTexts().entry.history;
  if (written.length === 0) return <p className="muted">{t.noAnswers}</p>;
  const address = `/entries/${entry.id}/history`;
  return (
    <>
      <Form method="get" action={address}>
        <Select name="question" label={t.which} options={written} value={asked} empty={t.all} />
        <Buttons>
          <Button kind="secondary">{t.show}</Button>
        </Buttons>
      </Form>
      <Revisions />
      <Pagination
        page={page}
        more={more}
        href={(other) => `${address}?${asked ? `question=${asked}&` : ""}page=${other}`}
      />
    </>
  );
}

function Revisions() {
  const { revisions, zone } = useLoaderData<typeof loader>();
  const [t, locale] = [useTexts().entry.history, useLocale()];
  return (
    <DataTable
      stacked
      caption={t.answersCaption}
      captionHidden
      head={
        <>
          <Th>{t.columns.when}</Th>
          <Th>{t.columns.who}</Th>
          <Th>{t.columns.answer}</Th>
          <Th numeric>{t.columns.version}</Th>
          <Th>{t.columns.text}</Th>
        </>
      }
    >
      {revisions.map((revision) => (
        <tr key={`${revision.questionKey}.${revision.version}`}>
          <td>
            <Moment at={revision.savedAt} zone={zone} />
          </td>
          <td>
            <bdi>{revision.savedBy}</bdi>
          </td>
          <td>{revision.label}</td>
          <Num>
            {formatNumber(revision.version, locale)}
            {revision.isPresent ? <Bracketed>{t.present}</Bracketed> : null}
          </Num>
          <td>
            <Written revision={revision} />
          </td>
        </tr>
      ))}
    </DataTable>
  );
}

type Revision = ReturnType<typeof useLoaderData<typeof loader>>["revisions"][number];

/** What the answer was then, and the way to compare it with what it is now. */
function Written({ revision: { questionKey, label, version, isPresent, text } }: { revision: Revision }) {
  const { entry } = useLoaderData<typeof loader>();
  const [t, locale] = [useTexts().entry.history, useLocale()];
  return (
    <>
      {text ? (
        <div className="answer" dir="auto">
          {text}
        </div>
      ) : (
        <span className="muted">{t.cleared}</span>
      )}
      {isPresent ? null : (
        <p>
          <a
            href={`/entries/${entry.id}/history/${questionKey}/${version}`}
            aria-label={t.compareFor(label, formatNumber(version, locale))}
          >
            {t.compare}
          </a>
        </p>
      )}
    </>
  );
}
