import { data, type MetaFunction, redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { moveAttachment } from "#app/domain/attachment/commands.server.ts";
import { saveCaptions } from "#app/domain/attachment/details.server.ts";
import { captionName } from "#app/domain/attachment/rules.ts";
import { commentsOn } from "#app/domain/comment/queries.server.ts";
import type { Comment } from "#app/domain/comment/rules.ts";
import type { Context, Person } from "#app/domain/context.ts";
import { saveSection } from "#app/domain/entry/sections.server.ts";
import { baseVersion } from "#app/domain/entry/input.ts";
import { canEdit } from "#app/domain/entry/policy.ts";
import { type Draft, getDraft } from "#app/domain/entry/queries.server.ts";
import { oddities, valuesOf } from "#app/domain/entry/rules.ts";
import { NotFound, Refused } from "#app/domain/errors.ts";
import { markPresent } from "#app/domain/presence/commands.server.ts";
import { presentIn } from "#app/domain/presence/queries.server.ts";
import { controlName } from "#app/domain/question/input.ts";
import { askedOf, eligibility, ELIGIBILITY } from "#app/domain/question/rules.ts";
import { isUuid } from "#app/domain/input.ts";
import { orRefusal } from "#app/http/answers.server.ts";
import type { Form as SentForm } from "#app/http/form.server.ts";
import { isAsShown } from "#app/http/meanwhile.ts";
import { signedIn } from "#app/http/wrappers.ts";
import { formatNumber } from "#app/i18n/format.ts";
import type { Locale } from "#app/i18n/locales.ts";
import { say } from "#app/i18n/localised.ts";
import { presenceText } from "#app/i18n/presence.ts";
import { warningText } from "#app/i18n/warnings.ts";
import { AnswerFields, type FailedSection, SectionProblems } from "#app/ui/answer-fields.tsx";
import { EligibilityAnswer } from "#app/ui/eligibility-answer.tsx";
import { FileSlots } from "#app/ui/file-slots.tsx";
import { Notice } from "#app/ui/feedback.tsx";
import { LinkButton } from "#app/ui/form.tsx";
import { useLocale, useTexts } from "#app/ui/locale.tsx";
import { pageTitle } from "#app/ui/page-title.ts";
import { Page } from "#app/ui/page.tsx";
import { Closing } from "#app/ui/time.tsx";
import { Within } from "#app/ui/wording.tsx";
import { closesAtFor } from "#app/domain/cycle/rules.ts";

export const handle = { enhanced: true };

export const loader = signedIn(async ({ ctx, id, param, locale, url }) => {
  const draft = await getDraft(ctx, id("entryId"));
  const edit = canEdit(ctx.actor, draft, ctx.now);
  const shown = pageOf(draft, param("sectionKey"), {
    locale,
    year: ctx.now.getUTCFullYear(),
    justFound: url.searchParams.has("eligible"),
  });
  await markPresent(ctx, { entryId: draft.id, sectionKey: shown.section.key });
  const colleagues = presenceText(await presentIn(ctx, draft.id), shown.section.key, "section", locale);
  return {
    ...shown,
    comments: byQuestion(await commentsOn(ctx, draft.id)),
    colleagues,
    edit,
    now: ctx.now,
    removed: url.searchParams.has("removed"),
    more: url.searchParams.get("more"),
    own: { name: ctx.actor.name, email: ctx.actor.email },
  };
});

function byQuestion(comments: Comment[]): Record<string, Comment[]> {
  const threads: Record<string, Comment[]> = {};
  for (const comment of comments) threads[comment.questionKey] = [...(threads[comment.questionKey] ?? []), comment];
  return threads;
}

/** What this one page of the draft shows, and nothing of the other sections. */
function pageOf(
  draft: Draft,
  sectionKey: string,
  { locale, year, justFound }: { locale: Locale; year: number; justFound: boolean },
) {
  const form = askedOf(draft.form, valuesOf(draft.answers));
  const place = form.findIndex(({ key }) => key === sectionKey);
  const whole = draft.form.find(({ key }) => key === sectionKey);
  if (!whole || place < 0) throw new NotFound();
  const asked = form[place]!.questions.map(({ key }) => key);
  // What depends on an answer of this very page comes along, out of sight; files in sight, because they are kept.
  const section = {
    ...whole,
    questions: whole.questions.filter(
      ({ key, type, settings: { when } }) =>
        asked.includes(key) ||
        (type === "files"
          ? draft.files.some(({ questionKey }) => questionKey === key)
          : whole.questions.some((other) => other.key === when?.question)),
    ),
  };
  const keys = section.questions.map(({ key }) => key);
  const odd = Object.entries(oddities(draft, locale, year))
    .filter(([key]) => keys.includes(key))
    .map(([key, found]) => [key, found.map((warning) => warningText(warning, locale))] as const);
  return {
    entry: { id: draft.id, code: draft.code, title: draft.title },
    section,
    heading: say(section.title, locale),
    number: place + 1,
    of: form.length,
    next: form[place + 1]?.key ?? null,
    unasked: keys.filter((key) => !asked.includes(key)),
    answers: Object.fromEntries(Object.entries(draft.answers).filter(([key]) => keys.includes(key))),
    files: draft.files.filter(({ questionKey }) => keys.includes(questionKey)),
    odd: Object.fromEntries(odd),
    eligible:
      section.key === ELIGIBILITY || justFound
        ? eligibility(
            draft.form.find(({ key }) => key === ELIGIBILITY),
            valuesOf(draft.answers),
          )
        : null,
    closesAt: closesAtFor(draft.cycle, draft),
    zone: draft.cycle.timeZone,
  };
}

/**
 * Whichever button of the page was pressed, all that is typed on it is saved first; what it stands for is done when all
 * of that could be kept.
 */
export const action = signedIn(async ({ ctx, id, param, form }) => {
  const entryId = id("entryId");
  const sectionKey = param("sectionKey");
  const typed = await form();
  const versionOf = (key: string) => baseVersion(typed.get(`version:${controlName(key)}`));
  const saved = await orRefusal(
    saveSection(ctx, { entryId, sectionKey, fields: typed, versionOf }).then(async (answers) => ({
      ...answers,
      captions: await saveCaptions(ctx, captionsIn(typed)),
    })),
  );
  if (saved instanceof Refused) return data(failed({ refused: saved.because }), { status: 409 });
  const { errors, clashes, captions, next, verdict } = saved;
  const isClash = Object.keys({ ...clashes, ...captions.clashes }).length > 0;
  if (isClash || Object.keys({ ...errors, ...captions.errors }).length > 0)
    return data(failed({ errors, clashes, captions }), { status: isClash ? 409 : 422 });
  const asked = await pressed(ctx, { entryId, sectionKey }, typed);
  if (asked) return redirect(asked, 303);
  const to = typed.has("stay") || verdict === "no" ? `/sections/${sectionKey}` : next ? `/sections/${next}` : "/check";
  return redirect(`/entries/${entryId}${to}${verdict === "yes" ? "?eligible" : ""}`, 303);

  function failed(why: Partial<FailedSection>): FailedSection {
    const nothing = { errors: {}, clashes: {}, captions: { errors: {}, clashes: {} }, refused: null };
    return { ...nothing, ...why, typed: typed.lists() };
  }
});

/** What was typed of files, but what was left as the page showed it. */
function captionsIn(typed: SentForm) {
  const names = Object.keys(typed.lists()).filter((name) => name.startsWith(captionName("")));
  return names
    .filter((name) => !isAsShown(typed, name))
    .map((name) => ({ id: name.slice(captionName("").length), name }))
    .filter(({ id }) => isUuid(id))
    .map(({ id, name }) => ({ id, caption: typed.get(name), baseVersion: baseVersion(typed.get(`version:${name}`)) }));
}

/** Where a button other than those at the foot of the page leads; null when one of those was pressed. */
async function pressed(
  ctx: Context<Person>,
  { entryId, sectionKey }: { entryId: string; sectionKey: string },
  typed: SentForm,
): Promise<string | null> {
  const entry = `/entries/${entryId}`;
  const [find, more, attach] = [typed.get("find"), typed.get("more"), typed.get("attach")];
  if (find) {
    const name = typed.get(`${controlName(find)}.name`);
    return `${entry}/places/${encodeURIComponent(find)}?name=${encodeURIComponent(name)}`;
  }
  if (more) {
    const row = `${encodeURIComponent(controlName(more))}.spare`;
    return `${entry}/sections/${sectionKey}?more=${encodeURIComponent(more)}#${row}`;
  }
  if (attach) return `${entry}/attachments?question=${encodeURIComponent(attach)}`;
  const [act, file = ""] = typed.get("file").split(":");
  if (!isUuid(file)) return null;
  if (act === "details" || act === "removal") return `/attachments/${file}/${act}`;
  const { questionKey } = await moveAttachment(ctx, file, { by: act === "up" ? -1 : 1 });
  return `${entry}/sections/${sectionKey}#slot.${questionKey}`;
}

export const meta: MetaFunction<typeof loader> = ({ matches, data: shown }) =>
  pageTitle(matches, shown && `${shown.heading} – ${shown.entry.code}`);

export default function SectionPage() {
  const shown = useLoaderData<typeof loader>();
  const { entry, section, answers, comments, edit, next, number, of } = shown;
  const failed = useActionData<typeof action>();
  const [{ entry: t, attachment }, locale] = [useTexts(), useLocale()];
  const address = `/entries/${entry.id}`;
  const typed = section.questions.filter(({ type }) => type !== "files");
  return (
    <Page
      title={say(section.title, locale)}
      eyebrow={
        <Within title={entry.title || t.untitled}>
          {t.page.place(formatNumber(number, locale), formatNumber(of, locale))}
        </Within>
      }
      lede={section.intro ? say(section.intro, locale) : undefined}
      back={{ href: address, label: t.page.back }}
      first={<SectionProblems questions={typed} files={shown.files} failed={failed} />}
      aside={<Until />}
    >
      <p className="presence" role="status" data-presence={`${address}/presence`} data-section={section.key}>
        {shown.colleagues}
      </p>
      {shown.eligible ? (
        <EligibilityAnswer
          {...shown.eligible}
          answers={answers}
          next={section.key === ELIGIBILITY ? `${address}/sections/${next ?? ""}` : null}
        />
      ) : null}
      {shown.removed ? <Notice kind="success">{attachment.removed}</Notice> : null}
      <AnswerFields
        address={address}
        questions={typed}
        answers={answers}
        odd={shown.odd}
        comments={comments}
        edit={edit}
        failed={failed}
        unasked={shown.unasked}
        more={shown.more}
        own={shown.own}
      >
        <FileSlots
          entryId={entry.id}
          questions={section.questions}
          files={shown.files}
          edit={edit}
          failed={failed}
          comments={comments}
          unasked={shown.unasked}
        />
      </AnswerFields>
      {edit.allowed ? null : (
        <p>
          <LinkButton href={next ? `${address}/sections/${next}` : `${address}/check`}>{t.page.goOn}</LinkButton>
        </p>
      )}
    </Page>
  );
}

/** Until when one may write, and how it is saved: by itself once the script that does so is there. */
function Until() {
  const { closesAt, zone, now, edit } = useLoaderData<typeof loader>();
  const { entry: t } = useTexts();
  return (
    <div className="until">
      <Closing at={closesAt} zone={zone} now={now} />{" "}
      {edit.allowed ? (
        <p className="muted" data-autosaves={t.page.autosaves}>
          {t.page.withoutScript}
        </p>
      ) : null}
    </div>
  );
}
