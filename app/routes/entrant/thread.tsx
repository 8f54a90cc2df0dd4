import { type MetaFunction, redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { addComment } from "#app/domain/comment/commands.server.ts";
import { commentInput } from "#app/domain/comment/input.ts";
import { canSettle } from "#app/domain/comment/policy.ts";
import { commentsOn } from "#app/domain/comment/queries.server.ts";
import { getDraft } from "#app/domain/entry/queries.server.ts";
import { NotFound } from "#app/domain/errors.ts";
import { isAnswered } from "#app/domain/question/rules.ts";
import { failed } from "#app/http/answers.server.ts";
import { parse } from "#app/http/form.server.ts";
import { signedIn } from "#app/http/wrappers.ts";
import { AnswerText } from "#app/ui/answer-text.tsx";
import { CommentList } from "#app/ui/comment-list.tsx";
import { useFieldErrors } from "#app/ui/field-errors.ts";
import { Button, Buttons, ErrorSummary, Form, TextArea } from "#app/ui/form.tsx";
import { useTexts } from "#app/ui/locale.tsx";
import { pageTitle } from "#app/ui/page-title.ts";
import { Page, Section } from "#app/ui/page.tsx";
import { questionLabel } from "#app/ui/question-field.tsx";

export const loader = signedIn(async ({ ctx, id, param, t, locale }) => {
  const draft = await getDraft(ctx, id("entryId"));
  const section = draft.form.find(({ questions }) => questions.some(({ key }) => key === param("questionKey")));
  const question = section?.questions.find(({ key }) => key === param("questionKey"));
  if (!section || !question) throw new NotFound();
  const comments = (await commentsOn(ctx, draft.id, question.key)).map((comment) => ({
    ...comment,
    settle: canSettle(ctx.actor, { cityId: draft.cityId, by: comment.byId }),
  }));
  const value = draft.answers[question.key]?.value ?? null;
  return {
    title: t.comment.about(questionLabel(question, t, locale)),
    entry: { id: draft.id, code: draft.code },
    section: section.key,
    question,
    value,
    isAnswered: isAnswered(value),
    comments,
  };
});

export const action = signedIn(async ({ ctx, id, param, form }) => {
  const entryId = id("entryId");
  const questionKey = param("questionKey");
  const typed = await form();
  await getDraft(ctx, entryId);
  const given = parse(typed, commentInput);
  if (!given.ok) return failed(typed, given.errors);
  await addComment(ctx, { entryId, questionKey, text: given.value.text });
  return redirect(`/entries/${entryId}/comments/${questionKey}`, 303);
});

export const meta: MetaFunction<typeof loader> = ({ matches, data }) =>
  pageTitle(matches, data && `${data.title} – ${data.entry.code}`);

export default function ThreadPage() {
  const { title, entry, section, question, value, isAnswered, comments } = useLoaderData<typeof loader>();
  const refused = useActionData<typeof action>();
  const t = useTexts().comment;
  const errors = useFieldErrors(refused?.errors, { text: t.add });
  return (
    <Page
      title={title}
      eyebrow={entry.code}
      lede={t.lede}
      back={{ href: `/entries/${entry.id}/sections/${section}`, label: t.section }}
      width="text"
    >
      <ErrorSummary errors={errors} />
      {question.type === "files" ? null : (
        <Section title={t.present}>
          {isAnswered ? <AnswerText question={question} value={value} /> : <p className="muted">{t.empty}</p>}
        </Section>
      )}
      {comments.length > 0 ? (
        <Section title={t.all}>
          <CommentList comments={comments} />
        </Section>
      ) : null}
      <Form>
        <TextArea
          name="text"
          label={t.add}
          hint={t.addHint}
          rows={4}
          value={refused?.typed["text"]}
          error={errors["text"]}
        />
        <Buttons>
          <Button>{t.button}</Button>
        </Buttons>
      </Form>
      <p>
        <a href={`/entries/${entry.id}/comments`}>{t.title}</a>
      </p>
    </Page>
  );
}
