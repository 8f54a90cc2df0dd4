import type { MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { recordView, viewed } from "#app/domain/audit/access.server.ts";
import { hasAppraisal } from "#app/domain/appraisal/queries.server.ts";
import { certificatesOf } from "#app/domain/certificate/queries.server.ts";
import { openComments } from "#app/domain/comment/queries.server.ts";
import { type Context, teamRole } from "#app/domain/context.ts";
import { closesAtFor } from "#app/domain/cycle/rules.ts";
import { canEdit, canStart, canWithdraw } from "#app/domain/entry/policy.ts";
import { type Draft, getDraft, getEntry, getJointDraft } from "#app/domain/entry/queries.server.ts";
import { getSealedEntry } from "#app/domain/entry/sealed.server.ts";
import { contentHash, endorsementState } from "#app/domain/endorsement/rules.ts";
import { readiness, sectionStatus, valuesOf } from "#app/domain/entry/rules.ts";
import { type SealedEntry, sealedOf } from "#app/domain/entry/sealed.ts";
import { feedbackForTeam } from "#app/domain/feedback/queries.server.ts";
import { lastLacking } from "#app/domain/submission/queries.server.ts";
import { limitsOf } from "#app/domain/submission/rules.ts";
import { askedOfTeam } from "#app/domain/inquiry/queries.server.ts";
import { presentIn } from "#app/domain/presence/queries.server.ts";
import type { Present } from "#app/domain/presence/rules.ts";
import { formOf } from "#app/domain/question/queries.server.ts";
import { askedOf, type FormSection } from "#app/domain/question/rules.ts";
import { publicResultOf } from "#app/domain/result/queries.server.ts";
import { hasFrozenRound } from "#app/domain/cycle/queries.server.ts";
import { signedIn } from "#app/http/wrappers.ts";
import { formatNumber } from "#app/i18n/format.ts";
import { say } from "#app/i18n/localised.ts";
import { type Asked, AskedQuestions } from "#app/ui/asked-questions.tsx";
import { EntryBanner } from "#app/ui/entry-banner.tsx";
import { EntryOutcome, type Outcome } from "#app/ui/entry-outcome.tsx";
import { EntryReading } from "#app/ui/entry-reading.tsx";
import { EntryTasks } from "#app/ui/entry-tasks.tsx";
import { SavedAt } from "#app/ui/feedback.tsx";
import { useLocale, useTexts } from "#app/ui/locale.tsx";
import { pageTitle } from "#app/ui/page-title.ts";
import { Page, Section } from "#app/ui/page.tsx";
import { GivenFeedback } from "#app/ui/given-feedback.tsx";
import { StartedFrom } from "#app/ui/started-from.tsx";
import { Closing, Deadline } from "#app/ui/time.tsx";

export const loader = signedIn(async ({ ctx, id }) => {
  const entry = await getEntry(ctx, id("entryId"));
  if (!teamRole(ctx.actor, entry.cityId))
    return entry.ownPart ? jointReadingOf(ctx, entry.id, entry.ownPart) : readingOf(ctx, entry.id);
  const draft = await getDraft(ctx, entry.id);
  return tasksOf(ctx, draft, {
    present: await presentIn(ctx, entry.id),
    outcome: await outcomeOf(ctx, entry.id),
    frozen: await hasFrozenRound(ctx, draft.cycle.id),
    comments: await openComments(ctx, entry.id),
    lacking: await lastLacking(ctx, entry.id),
    told: await feedbackForTeam(ctx, entry.id),
    asked: (await askedOfTeam(ctx, entry.id)).map(({ id, question, state, dueAt }) => ({
      id,
      question,
      state,
      dueAt: dueAt!,
    })),
  });
});

/** What became of an entry, as far as its teams may read it. */
const outcomeOf = async (ctx: Context, entryId: string): Promise<Outcome> => ({
  certificates: await certificatesOf(ctx, { entryId }),
  appraised: await hasAppraisal(ctx, entryId),
  publicly: await publicResultOf(ctx, entryId),
});

function tasksOf(
  ctx: Context,
  draft: Draft,
  {
    lacking,
    frozen,
    ...team
  }: {
    present: Present[];
    outcome: Outcome;
    comments: number;
    lacking: string[];
    frozen: boolean;
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
    limits: limitsOf(draft, valuesOf(draft.answers)),
    signed: cycle.endorsement !== "required" || sealedOf(draft).endorsement !== undefined,
    unsent: draft.unsent,
    endorsement: { state: endorsementState(draft.endorsement, contentHash(draft), ctx.now), rule: cycle.endorsement },
    together: {
      accepted: draft.coApplicants.filter(({ accepted }) => accepted).length,
      asked: draft.coApplicants.filter(({ accepted }) => !accepted).length,
    },
    edit: canEdit(ctx.actor, draft, ctx.now),
    withdrawal: canWithdraw(ctx.actor, { ...draft, frozen }),
    closesAt: closesAtFor(cycle, draft),
    zone: cycle.timeZone,
    contactEmail: draft.programme.contactEmail,
    entry: { id, code, title, cityId, cityName, savedAt, submission, withdrawnAt },
    from: submission || !draft.startedFrom ? null : { ...draft.startedFrom, left: draft.filesLeft },
    cycleName: cycle.name,
    earlyAt: cycle.earlyAt && cycle.earlyAt >= ctx.now ? cycle.earlyAt : null,
    again: canStart(ctx.actor, cityId, cycle, ctx.now).allowed ? `/cycles/${cycle.slug}/start#again` : null,
  };
}

async function readingOf(ctx: Context, entryId: string) {
  const { entry, submission, sealed } = await getSealedEntry(ctx, entryId);
  await recordView(ctx, viewed.entry(entryId));
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
  return shown.kind === "tasks" ? <Tasks shown={shown} /> : <EntryReading {...shown} />;
}

type Shown = ReturnType<typeof tasksOf>;

function Tasks({ shown }: { shown: Shown }) {
  const { entry, from, asked, unsent, edit, closesAt, zone, now, told } = shown;
  const [{ entry: t, feedback }, locale] = [useTexts(), useLocale()];
  return (
    <Page
      title={<bdi>{entry.title || t.untitled}</bdi>}
      eyebrow={
        <>
          <bdi>{entry.cityName}</bdi> · {say(shown.cycleName, locale)} ·{" "}
          <span className="whole">{t.tasks.code(entry.code)}</span>
        </>
      }
      back={{ href: "/entries", label: t.tasks.back }}
      aside={<Deadlines of={shown} />}
      more={<More of={shown} />}
    >
      <EntryBanner
        entry={entry}
        edit={edit}
        unsent={unsent}
        closesAt={closesAt}
        zone={zone}
        contactEmail={shown.contactEmail}
        again={shown.again}
      />
      {from ? <StartedFrom entry={from} left={from.left} /> : null}
      {told.length > 0 ? (
        <Section title={feedback.team.title} id="feedback">
          <GivenFeedback given={told} zone={zone} />
          {edit.allowed ? <p>{feedback.team.hint}</p> : null}
        </Section>
      ) : null}
      {asked.length > 0 ? <AskedQuestions asked={asked} zone={zone} now={now} /> : null}
      <EntryTasks {...shown} />
    </Page>
  );
}

/** Until when it can be sent, for early feedback and at all; when it was saved. */
function Deadlines({ of: { entry, earlyAt, closesAt, zone, now } }: { of: Shown }) {
  const { feedback } = useTexts();
  const isIn = !entry.withdrawnAt;
  return (
    <>
      {isIn && earlyAt ? (
        <>
          <h2>{feedback.early}</h2>
          <p>
            <Deadline at={earlyAt} zone={zone} now={now} />
          </p>
          {entry.submission ? null : <p className="hint">{feedback.earlyHint}</p>}
        </>
      ) : null}
      {isIn ? <Closing at={closesAt} zone={zone} now={now} /> : null}
      <p>
        <SavedAt at={entry.savedAt} />
      </p>
    </>
  );
}

/** Where else an entry leads. */
function More({ of: { entry, outcome, comments, unsent, edit, withdrawal } }: { of: Shown }) {
  const [{ entry: t, comment, documents }, locale] = [useTexts(), useLocale()];
  const here = `/entries/${entry.id}`;
  return (
    <>
      <h2>{t.tasks.more}</h2>
      <ul>
        <EntryOutcome id={entry.id} {...outcome} />
        <li>
          <a href={`/cities/${entry.cityId}`}>{t.tasks.team}</a>
        </li>
        <li>
          <a href={`${here}/comments`}>{comment.count(comments, formatNumber(comments, locale))}</a>
        </li>
        <li>
          <a href={`${here}/history`}>{t.tasks.history}</a>
        </li>
        {entry.submission ? (
          <li>
            <a href={`${here}/copy.pdf`}>{documents.copy.link}</a>
          </li>
        ) : null}
        {entry.submission && !unsent ? null : (
          <li>
            <a href={`${here}/copy.pdf?draft`}>{documents.copy.linkDraft}</a>
          </li>
        )}
        <li>
          <a href={`${here}/package.txt`}>{t.tasks.package}</a>
          <div className="hint">{t.tasks.packageHint}</div>
          {edit.allowed ? <a href={`${here}/package`}>{t.taking.title}</a> : null}
        </li>
        {withdrawal.allowed ? (
          <li>
            <a href={`${here}/withdrawal`}>{t.tasks.withdraw}</a>
          </li>
        ) : null}
      </ul>
    </>
  );
}
