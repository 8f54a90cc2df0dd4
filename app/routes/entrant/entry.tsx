import type { MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { hasAppraisal } from "#app/domain/appraisal/queries.server.ts";
import { certificatesOf } from "#app/domain/certificate/queries.server.ts";
import { openComments } from "#app/domain/comment/queries.server.ts";
import { type Context, teamRole } from "#app/domain/context.ts";
import { closesAtFor } from "#app/domain/cycle/rules.ts";
import { canEdit, canWithdraw } from "#app/domain/entry/policy.ts";
import { type Draft, getDraft, getEntry, getJointDraft } from "#app/domain/entry/queries.server.ts";
import { getSealedEntry } from "#app/domain/entry/sealed.server.ts";
import { contentHash, endorsementState } from "#app/domain/endorsement/rules.ts";
import { readiness, type SectionStatus, sectionStatus, valuesOf } from "#app/domain/entry/rules.ts";
import { type SealedEntry, sealedOf } from "#app/domain/entry/sealed.ts";
import { feedbackForTeam } from "#app/domain/feedback/queries.server.ts";
import { lastLacking } from "#app/domain/submission/queries.server.ts";
import type { InquiryState } from "#app/domain/inquiry/rules.ts";
import { askedOfTeam } from "#app/domain/inquiry/queries.server.ts";
import { presentIn } from "#app/domain/presence/queries.server.ts";
import type { Present } from "#app/domain/presence/rules.ts";
import { formOf } from "#app/domain/question/queries.server.ts";
import { askedOf, type FormSection } from "#app/domain/question/rules.ts";
import { signedIn } from "#app/http/wrappers.ts";
import type { Verdict } from "#app/domain/verdict.ts";
import { formatNumber } from "#app/i18n/format.ts";
import type { Locale } from "#app/i18n/locales.ts";
import type { Texts } from "#app/i18n/texts.ts";
import { presenceText } from "#app/i18n/presence.ts";
import { say } from "#app/i18n/localised.ts";
import { Meter, SummaryList, type Task, TaskList } from "#app/ui/data.tsx";
import { EntryBanner } from "#app/ui/entry-banner.tsx";
import { ENDORSEMENT_TONES } from "#app/ui/endorsement-state.tsx";
import { INQUIRY_TONES } from "#app/ui/inquiry-tones.ts";
import { Notice, SavedAt, type Tone } from "#app/ui/feedback.tsx";
import { useLocale, useTexts } from "#app/ui/locale.tsx";
import { pageTitle } from "#app/ui/page-title.ts";
import { Page, Section } from "#app/ui/page.tsx";
import { GivenFeedback } from "#app/ui/given-feedback.tsx";
import { SealedSections } from "#app/ui/sealed-entry.tsx";
import { Deadline, Moment } from "#app/ui/time.tsx";
import { Cities, Code, Labelled } from "#app/ui/wording.tsx";

export const loader = signedIn(async ({ ctx, id }) => {
  const entry = await getEntry(ctx, id("entryId"));
  if (!teamRole(ctx.actor, entry.cityId))
    return entry.ownPart ? jointReadingOf(ctx, entry.id, entry.ownPart) : readingOf(ctx, entry.id);
  const draft = await getDraft(ctx, entry.id);
  return tasksOf(ctx, draft, {
    present: await presentIn(ctx, entry.id),
    outcome: await outcomeOf(ctx, entry.id),
    comments: await openComments(ctx, entry.id),
    lacking: await lastLacking(ctx, draft),
    told: await feedbackForTeam(ctx, entry.id),
    asked: (await askedOfTeam(ctx, entry.id)).map(({ id, question, state, dueAt }) => ({
      id,
      question,
      state,
      dueAt: dueAt!,
    })),
  });
});

type Outcome = { appraised: boolean; certificates: Awaited<ReturnType<typeof certificatesOf>> };

/** What became of an entry, as far as its teams may read it. */
const outcomeOf = async (ctx: Context, entryId: string): Promise<Outcome> => ({
  certificates: await certificatesOf(ctx, { entryId }),
  appraised: await hasAppraisal(ctx, entryId),
});

type Asked = { id: string; question: string; state: InquiryState; dueAt: Date };

function tasksOf(
  ctx: Context,
  draft: Draft,
  {
    lacking,
    ...team
  }: {
    present: Present[];
    outcome: Outcome;
    comments: number;
    lacking: string[];
    told: Awaited<ReturnType<typeof feedbackForTeam>>;
    asked: Asked[];
  },
) {
  const { id, code, title, cityId, cityName, savedAt, submission, withdrawnAt, cycle } = draft;
  const sections = askedOf(draft.form, valuesOf(draft.answers)).map((section) => ({
    key: section.key,
    title: section.title,
    status: sectionStatus(section, draft, lacking),
  }));
  return {
    kind: "tasks" as const,
    now: ctx.now,
    ...team,
    sections,
    missing: readiness(draft).length,
    signed: cycle.endorsement !== "required" || sealedOf(draft).endorsement !== undefined,
    unsent: draft.unsent,
    endorsement: { state: endorsementState(draft.endorsement, contentHash(draft), ctx.now), rule: cycle.endorsement },
    together: {
      accepted: draft.coApplicants.filter(({ accepted }) => accepted).length,
      asked: draft.coApplicants.filter(({ accepted }) => !accepted).length,
    },
    edit: canEdit(ctx.actor, draft, ctx.now),
    withdrawal: canWithdraw(ctx.actor, { ...draft, frozen: false }),
    closesAt: closesAtFor(cycle, draft),
    zone: cycle.timeZone,
    contactEmail: draft.programme.contactEmail,
    entry: { id, code, title, cityId, cityName, savedAt, submission, withdrawnAt },
    from: submission || !draft.startedFrom ? null : { ...draft.startedFrom, left: draft.filesLeft },
    cycleName: cycle.name,
    earlyAt: cycle.earlyAt && cycle.earlyAt >= ctx.now ? cycle.earlyAt : null,
  };
}

async function readingOf(ctx: Context, entryId: string) {
  const { entry, submission, sealed } = await getSealedEntry(ctx, entryId);
  const form = await formOf(ctx, entry.cycleId);
  return {
    kind: "reading" as const,
    ...shownOf(entry.id, form, sealed),
    submission: { number: submission.number, receivedAt: submission.receivedAt },
    own: null,
  };
}

/** What the team of a city that enters together reads: the entry as it stands now, contacts included. */
async function jointReadingOf(ctx: Context, entryId: string, part: string) {
  const draft = await getJointDraft(ctx, entryId);
  const { submission, unsent, withdrawnAt, cycle } = draft;
  return {
    kind: "reading" as const,
    ...shownOf(entryId, draft.form, sealedOf(draft)),
    submission,
    own: {
      part,
      outcome: await outcomeOf(ctx, entryId),
      unsent,
      withdrawnAt,
      closesAt: closesAtFor(cycle, draft),
      zone: cycle.timeZone,
      now: ctx.now,
    },
  };
}

function shownOf(
  id: string,
  form: FormSection[],
  { code, title, cityName, coApplicants = [], answers, files }: SealedEntry,
) {
  const shown = form.map((section) => ({
    ...section,
    questions: section.questions.filter(({ key, type }) => type === "files" || key in answers),
  }));
  return { entry: { id, code, title, cityName, coApplicants }, form: shown, sealed: { answers, files } };
}

export const meta: MetaFunction<typeof loader> = ({ matches, data }) =>
  pageTitle(matches, data && (data.entry.title || data.entry.code));

export default function EntryPage() {
  const shown = useLoaderData<typeof loader>();
  return shown.kind === "tasks" ? <Tasks {...shown} /> : <Reading {...shown} />;
}

const TONES: Record<SectionStatus, Tone> = {
  completed: "done",
  "in-progress": "progress",
  "not-started": "neutral",
  problem: "danger",
};

function Tasks({
  entry,
  from,
  together,
  endorsement,
  present,
  outcome,
  comments,
  asked,
  sections,
  missing,
  signed,
  unsent,
  edit,
  withdrawal,
  closesAt,
  zone,
  contactEmail,
  now,
  cycleName,
  earlyAt,
  told,
}: ReturnType<typeof tasksOf>) {
  const [
    {
      entry: t,
      coApplicant,
      comment,
      documents,
      endorsement: signing,
      feedback,
      ui: { comma },
    },
    locale,
  ] = [useTexts(), useLocale()];
  const done = sections.filter(({ status }) => status === "completed").length;
  const tasks = sections.map(({ key, title, status }) => ({
    href: `/entries/${entry.id}/sections/${key}`,
    title: say(title, locale),
    hint: presenceText(present, key, "task", locale) || undefined,
    status: t.section[status],
    tone: TONES[status],
  }));
  const check = lastTask(
    { address: `/entries/${entry.id}/check`, isSent: entry.submission !== null && !unsent, missing, signed, edit },
    t.tasks,
    locale,
  );
  const sign =
    endorsement.rule === "off"
      ? []
      : [
          {
            href: `/entries/${entry.id}/endorsement`,
            title: signing.task,
            hint: signing.taskHint[endorsement.rule],
            status: signing.status[endorsement.state],
            tone: ENDORSEMENT_TONES[endorsement.state],
          },
        ];
  const number = (value: number) => formatNumber(value, locale);
  const joint = {
    href: `/entries/${entry.id}/co-applicants`,
    title: coApplicant.task,
    hint: coApplicant.taskHint,
    tone: together.asked > 0 ? ("progress" as const) : together.accepted > 0 ? ("done" as const) : ("neutral" as const),
    status:
      together.accepted + together.asked > 0
        ? coApplicant.taskStatus(number(together.accepted), together.asked > 0 ? number(together.asked) : null)
        : coApplicant.taskNone,
  };
  const aside = (
    <>
      {earlyAt ? (
        <>
          <h2>{feedback.early}</h2>
          <p>
            <Deadline at={earlyAt} zone={zone} now={now} />
          </p>
          <p className="hint">{feedback.earlyHint}</p>
        </>
      ) : null}
      <h2>{t.tasks.closes}</h2>
      <p>
        <Deadline at={closesAt} zone={zone} now={now} />
      </p>
      <h2>{t.tasks.lastSaved}</h2>
      <p>
        <SavedAt at={entry.savedAt} />
      </p>
    </>
  );
  const more = (
    <>
      <h2>{t.tasks.more}</h2>
      <ul>
        <OutcomeLinks id={entry.id} {...outcome} />
        <li>
          <a href={`/cities/${entry.cityId}`}>{t.tasks.team}</a>
        </li>
        <li>
          <a href={`/entries/${entry.id}/comments`}>{comment.count(comments, formatNumber(comments, locale))}</a>
        </li>
        <li>
          <a href={`/entries/${entry.id}/history`}>{t.tasks.history}</a>
        </li>
        {entry.submission ? (
          <li>
            <a href={`/entries/${entry.id}/copy.pdf`}>{documents.copy.link}</a>
          </li>
        ) : null}
        {entry.submission && !unsent ? null : (
          <li>
            <a href={`/entries/${entry.id}/copy.pdf?draft`}>{documents.copy.linkDraft}</a>
          </li>
        )}
        <li>
          <a href={`/entries/${entry.id}/package.txt`}>{t.tasks.package}</a>
          <div className="hint">{t.tasks.packageHint}</div>
        </li>
        {withdrawal.allowed ? (
          <li>
            <a href={`/entries/${entry.id}/withdrawal`}>{t.tasks.withdraw}</a>
          </li>
        ) : null}
      </ul>
    </>
  );
  return (
    <Page
      title={<bdi>{entry.title || t.untitled}</bdi>}
      eyebrow={
        <>
          <bdi>{entry.cityName}</bdi> · {say(cycleName, locale)} · {t.tasks.code(entry.code)}
        </>
      }
      back={{ href: "/entries", label: t.tasks.back }}
      aside={aside}
      more={more}
    >
      <EntryBanner
        entry={entry}
        edit={edit}
        unsent={unsent}
        closesAt={closesAt}
        zone={zone}
        contactEmail={contactEmail}
      />
      {from ? (
        <Notice kind="info" title={t.again.title}>
          <p>
            <a href={`/entries/${from.id}`}>
              <bdi>{from.title || t.untitled}</bdi>
            </a>
            {comma}
            {say(from.cycle, locale)}
            {comma}
            <Code>{from.code}</Code>
          </p>
          <p>{t.again.note}</p>
          {from.left.length > 0 ? (
            <>
              <p>{t.again.left}</p>
              <ul>
                {from.left.map(({ name, because }, index) => (
                  <li key={index}>
                    <Labelled label={<bdi>{name}</bdi>}>{t.again.because[because]}</Labelled>
                  </li>
                ))}
              </ul>
            </>
          ) : null}
        </Notice>
      ) : null}
      {told.length > 0 ? (
        <Section title={feedback.team.title} id="feedback">
          <GivenFeedback given={told} zone={zone} />
          {edit.allowed ? <p>{feedback.team.hint}</p> : null}
        </Section>
      ) : null}
      {asked.length > 0 ? <Questions asked={asked} zone={zone} now={now} /> : null}
      <Meter
        value={done}
        max={sections.length}
        label={t.tasks.caption}
        text={t.tasks.progress(formatNumber(done, locale), formatNumber(sections.length, locale))}
      />
      <TaskList items={[...tasks, joint, ...sign, check]} />
    </Page>
  );
}

function Questions({ asked, zone, now }: { asked: Asked[]; zone: string; now: Date }) {
  const t = useTexts().inquiry.team;
  return (
    <Section title={t.heading}>
      <TaskList
        items={asked.map(({ id, question, state, dueAt }) => ({
          href: `/inquiries/${id}`,
          title: (
            <bdi>
              {question.slice(0, 120)}
              {question.length > 120 ? "…" : ""}
            </bdi>
          ),
          hint: state === "open" ? <Deadline at={dueAt} zone={zone} now={now} /> : undefined,
          status: t.state[state],
          tone: INQUIRY_TONES[state],
        }))}
      />
    </Section>
  );
}

type LastTask = { address: string; isSent: boolean; missing: number; signed: boolean; edit: Verdict };

/** Checking and submitting: not to be started before there is something that could be submitted, but what is missing can be looked at. */
function lastTask(
  { address, isSent, missing, signed, edit }: LastTask,
  t: Texts["entry"]["tasks"],
  locale: Locale,
): Task {
  if (isSent) return { href: address, title: t.check, hint: t.checkHint, status: t.checkStatus.sent, tone: "done" };
  if (!edit.allowed) return { href: address, title: t.read, status: t.checkStatus.over, tone: "neutral" };
  if (missing === 0 && signed)
    return { href: address, title: t.check, hint: t.checkHint, status: t.checkStatus.ready, tone: "done" };
  return {
    title: t.check,
    hint: (
      <>
        {missing > 0 ? t.stillMissing(missing, formatNumber(missing, locale)) : t.stillUnsigned}{" "}
        <a href={address}>{t.seeMissing}</a>
      </>
    ),
    status: t.checkStatus.missing,
    tone: "neutral",
  };
}

function OutcomeLinks({ id, appraised, certificates }: Outcome & { id: string }) {
  const [{ appraisal, certificate, result }, locale] = [useTexts(), useLocale()];
  return (
    <>
      {appraised ? (
        <li>
          <a href={`/entries/${id}/appraisal`}>{appraisal.link}</a>
        </li>
      ) : null}
      {certificates.map(({ code, level }) => (
        <li key={code}>
          <a href={`/certificates/${code}`}>{certificate.link(level ? say(level, locale) : result.distinction)}</a>
        </li>
      ))}
    </>
  );
}

type Reading = Awaited<ReturnType<typeof readingOf>> | Awaited<ReturnType<typeof jointReadingOf>>;

/** What those outside the team read: once the call has closed, and from their acceptance on those who enter together. */
function Reading({ entry, submission, form, sealed, own }: Reading) {
  const [{ entry: t, coApplicant, documents }, locale] = [useTexts(), useLocale()];
  return (
    <Page
      title={<bdi>{entry.title || t.untitled}</bdi>}
      eyebrow={
        <>
          {entry.cityName ? <bdi>{entry.cityName}</bdi> : t.reading.anonymous} · {entry.code}
        </>
      }
      back={own ? { href: "/entries", label: t.tasks.back } : undefined}
    >
      {own ? <OwnPart id={entry.id} lead={entry.cityName} sent={submission !== null} {...own} /> : null}
      {submission ? (
        <p className="muted">
          {t.reading.submission(formatNumber(submission.number, locale))}.{" "}
          <Labelled label={t.reading.received}>
            <Moment at={submission.receivedAt} zone="UTC" />
          </Labelled>
        </p>
      ) : null}
      {submission ? (
        <p>
          <a href={`/entries/${entry.id}/copy.pdf`}>{documents.copy.link}</a>
        </p>
      ) : null}
      {entry.coApplicants.length > 0 ? (
        <SummaryList
          rows={[{ key: "together", label: coApplicant.named, value: <Cities of={entry.coApplicants} /> }]}
        />
      ) : null}
      {form.every(({ questions }) => questions.length === 0) ? (
        <Section title={t.reading.files}>
          <p>{t.reading.noAnswer}</p>
        </Section>
      ) : (
        <SealedSections form={form} sealed={sealed} />
      )}
    </Page>
  );
}

function OwnPart({
  id,
  lead,
  sent,
  part,
  outcome,
  unsent,
  withdrawnAt,
  closesAt,
  zone,
  now,
}: { id: string; lead: string; sent: boolean } & NonNullable<Reading["own"]>) {
  const {
    coApplicant: { reading: t },
    entry,
  } = useTexts();
  return (
    <Notice kind={withdrawnAt ? "warning" : "info"} title={withdrawnAt ? entry.banner.withdrawn : t.title(lead)}>
      {sent && !unsent ? null : <p>{sent ? t.unsent : t.draft}</p>}
      <p>
        <Labelled label={entry.tasks.closes}>
          <Deadline at={closesAt} zone={zone} now={now} />
        </Labelled>
      </p>
      <ul>
        <li>
          <a href={`/joint-entries/${part}`}>{t.own}</a>
        </li>
        <OutcomeLinks id={id} {...outcome} />
      </ul>
    </Notice>
  );
}
