import { data, type MetaFunction, redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { restoreAnswer } from "#app/domain/entry/answers.server.ts";
import { baseVersion } from "#app/domain/entry/input.ts";
import { canEdit } from "#app/domain/entry/policy.ts";
import { getDraft } from "#app/domain/entry/queries.server.ts";
import { getRevision } from "#app/domain/entry/revisions.server.ts";
import { compareTexts, questionsOf } from "#app/domain/entry/rules.ts";
import { Invalid, NotFound, Stale } from "#app/domain/errors.ts";
import { answerText } from "#app/domain/question/answer-text.ts";
import { signedIn } from "#app/http/wrappers.ts";
import { formatNumber } from "#app/i18n/format.ts";
import { SummaryList } from "#app/ui/data.tsx";
import { Notice } from "#app/ui/feedback.tsx";
import { Button, Buttons, Form, Hidden } from "#app/ui/form.tsx";
import { useLocale, useTexts } from "#app/ui/locale.tsx";
import { pageTitle } from "#app/ui/page-title.ts";
import { Page, Section } from "#app/ui/page.tsx";
import { questionLabel } from "#app/ui/question-field.tsx";
import { TextChanges } from "#app/ui/text-changes.tsx";
import { Moment } from "#app/ui/time.tsx";

export const loader = signedIn(async ({ ctx, id, param, locale, t }) => {
  const draft = await getDraft(ctx, id("entryId"));
  const question = questionsOf(draft.form).find(({ key }) => key === param("questionKey"));
  const version = baseVersion(param("version"));
  if (!question || !version) throw new NotFound();
  const earlier = await getRevision(ctx, { entryId: draft.id, questionKey: question.key, version });
  const present = draft.answers[question.key] ?? null;
  const [before, after] = [answerText(question, earlier.value, locale), answerText(question, present?.value, locale)];
  return {
    entry: { id: draft.id, code: draft.code, title: draft.title },
    question: question.key,
    label: questionLabel(question, t, locale),
    title: t.entry.earlier.title(formatNumber(version, locale)),
    earlier: { by: earlier.savedBy, at: earlier.savedAt, text: before },
    present: present && { version: present.version, by: present.savedBy, at: present.savedAt },
    pieces: before === after ? null : compareTexts(before, after, locale),
    edit: canEdit(ctx.actor, draft, ctx.now),
    zone: draft.cycle.timeZone,
  };
});

/** Restored, it leads to the answer's history; overtaken or unfit, back to the comparison with what stands now. */
export const action = signedIn(async ({ ctx, id, param, form }) => {
  const [entryId, questionKey, version] = [id("entryId"), param("questionKey"), baseVersion(param("version"))];
  if (!version) throw new NotFound();
  try {
    await restoreAnswer(ctx, {
      entryId,
      questionKey,
      version,
      baseVersion: baseVersion((await form()).get("baseVersion")),
    });
  } catch (error) {
    if (error instanceof Stale) return data({ failed: "stale" as const }, { status: 409 });
    if (error instanceof Invalid) return data({ failed: "unfit" as const }, { status: 422 });
    throw error;
  }
  return redirect(`/entries/${entryId}/history?question=${questionKey}&restored`, 303);
});

export const meta: MetaFunction<typeof loader> = ({ matches, data: shown }) =>
  pageTitle(matches, shown && `${shown.title} – ${shown.label} – ${shown.entry.code}`);

export default function EarlierPage() {
  const { entry, question, label, title, earlier } = useLoaderData<typeof loader>();
  const failed = useActionData<typeof action>()?.failed;
  const t = useTexts().entry.earlier;
  return (
    <Page
      title={title}
      eyebrow={
        <>
          <bdi>{label}</bdi> · {entry.code}
        </>
      }
      back={{ href: `/entries/${entry.id}/history?question=${question}`, label: t.back }}
    >
      {failed ? (
        <Notice kind="danger" title={t[failed]}>
          {failed === "stale" ? t.staleHint : null}
        </Notice>
      ) : null}
      <Facts />
      <Section title={t.changed}>
        <Changed />
      </Section>
      <Section title={t.text}>
        {earlier.text ? (
          <div className="answer" dir="auto">
            <p>{earlier.text}</p>
          </div>
        ) : (
          <p className="muted">{t.empty}</p>
        )}
      </Section>
    </Page>
  );
}

/** By whom the earlier version is, and by whom the present one. */
function Facts() {
  const { earlier, present, zone } = useLoaderData<typeof loader>();
  const [
    {
      entry: { earlier: t },
      ui: { comma },
    },
    locale,
  ] = [useTexts(), useLocale()];
  return (
    <SummaryList
      rows={[
        { key: "who", label: t.who, value: <bdi>{earlier.by}</bdi> },
        { key: "when", label: t.when, value: <Moment at={earlier.at} zone={zone} /> },
        present && {
          key: "present",
          label: t.presentBy,
          value: (
            <>
              <bdi>{t.presentWho(formatNumber(present.version, locale), present.by)}</bdi>
              {comma}
              <Moment at={present.at} zone={zone} />
            </>
          ),
        },
      ]}
    />
  );
}

/** What is different in the present one, and the way back. */
function Changed() {
  const { present, pieces, edit } = useLoaderData<typeof loader>();
  const t = useTexts().entry.earlier;
  if (!pieces) return <p>{t.same}</p>;
  return (
    <>
      <p className="hint">{t.legend}</p>
      <TextChanges pieces={pieces} />
      <Form>
        <Hidden name="baseVersion" value={String(present?.version ?? "")} />
        <Buttons>
          <Button verdict={edit}>{t.restore}</Button>
        </Buttons>
        {edit.allowed ? <p className="hint">{t.restoreHint}</p> : null}
      </Form>
    </>
  );
}
