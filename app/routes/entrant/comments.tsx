import type { MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { commentsOn } from "#app/domain/comment/queries.server.ts";
import { getDraft } from "#app/domain/entry/queries.server.ts";
import { questionsOf } from "#app/domain/entry/rules.ts";
import { signedIn } from "#app/http/wrappers.ts";
import { formatNumber } from "#app/i18n/format.ts";
import { CommentList } from "#app/ui/comment-list.tsx";
import { Empty } from "#app/ui/feedback.tsx";
import { useLocale, useTexts } from "#app/ui/locale.tsx";
import { pageTitle } from "#app/ui/page-title.ts";
import { Page, Section } from "#app/ui/page.tsx";
import { questionLabel } from "#app/ui/question-field.tsx";
import { Within } from "#app/ui/wording.tsx";

export const loader = signedIn(async ({ ctx, id, t, locale }) => {
  const draft = await getDraft(ctx, id("entryId"));
  const comments = await commentsOn(ctx, draft.id);
  const threads = questionsOf(draft.form).map((question) => ({
    key: question.key,
    label: questionLabel(question, t, locale),
    comments: comments.filter(({ questionKey }) => questionKey === question.key),
  }));
  return {
    title: t.comment.title,
    entry: { id: draft.id, code: draft.code, title: draft.title },
    threads: threads.filter((thread) => thread.comments.length > 0),
  };
});

export const meta: MetaFunction<typeof loader> = ({ matches, data }) =>
  pageTitle(matches, data && `${data.title} – ${data.entry.code}`);

export default function CommentsPage() {
  const { title, entry, threads } = useLoaderData<typeof loader>();
  const [texts, locale] = [useTexts(), useLocale()];
  const t = texts.comment;
  return (
    <Page
      title={title}
      eyebrow={<Within title={entry.title || texts.entry.untitled}>{texts.entry.tasks.code(entry.code)}</Within>}
      lede={t.lede}
      back={{ href: `/entries/${entry.id}`, label: t.back }}
      width="text"
    >
      {threads.length === 0 ? <Empty title={t.none}>{t.noneHint}</Empty> : null}
      {threads.map(({ key, label, comments }) => {
        const open = comments.filter(({ resolvedAt }) => !resolvedAt);
        return (
          <Section title={label} key={key}>
            <CommentList comments={open} />
            <p>
              <a href={`/entries/${entry.id}/comments/${key}`}>
                {t.beside(label, open.length, formatNumber(open.length, locale))}
              </a>
            </p>
          </Section>
        );
      })}
    </Page>
  );
}
