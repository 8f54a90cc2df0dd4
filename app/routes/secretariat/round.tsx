import type { MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { missingAttestations } from "#app/domain/attestation/queries.server.ts";
import { criterionProgress, entryProgress, reviewerProgress } from "#app/domain/assignment/queries.server.ts";
import { openConflicts } from "#app/domain/conflict/queries.server.ts";
import type { Context } from "#app/domain/context.ts";
import { openInvitations } from "#app/domain/panel/queries.server.ts";
import { canSeeRanking } from "#app/domain/ranking/policy.ts";
import { canLockScores, canSetUpRound, canUnlockScores, isChair } from "#app/domain/round/policy.ts";
import { getRound, isSeedOpen, windowChanges } from "#app/domain/round/queries.server.ts";
import { type Decided, nextSteps } from "#app/domain/round/rules.ts";
import { latelySince, missedAtPace } from "#app/domain/review/rules.ts";
import { canPublish } from "#app/domain/result/policy.ts";
import { standingOf } from "#app/domain/result/publishing.server.ts";
import { canListEntries } from "#app/domain/screening/policy.ts";
import { waitingForScreening } from "#app/domain/screening/queries.server.ts";
import { finalisationOf } from "#app/domain/shortlist/queries.server.ts";
import { signedIn } from "#app/http/wrappers.ts";
import { formatMoment } from "#app/i18n/format.ts";
import { say } from "#app/i18n/localised.ts";
import { CriteriaProgress } from "#app/ui/criteria-progress.tsx";
import { Bar, DataTable, Meter, Num, TaskList, Th } from "#app/ui/data.tsx";
import { useLocale, useTexts } from "#app/ui/locale.tsx";
import { pageTitle } from "#app/ui/page-title.ts";
import { Page, Section } from "#app/ui/page.tsx";
import { Notice, Tag } from "#app/ui/feedback.tsx";
import { LinkButton } from "#app/ui/form.tsx";
import { MissingConfirmations } from "#app/ui/score-confirmation.tsx";
import { RoundTag } from "#app/ui/states.tsx";
import { useRoundBack } from "#app/ui/round-back.ts";
import { RoundTabs } from "#app/ui/round-tabs.tsx";
import { RoundWindow } from "#app/ui/round-window.tsx";

export const loader = signedIn(async ({ ctx, id, url, locale }) => {
  const round = await getRound(ctx, id("roundId"));
  const { id: roundId, name, state, opensAt, closesAt, levels, cycle, cycleId } = round;
  const panel = await reviewerProgress(ctx, roundId, latelySince(ctx.now));
  const entries = await entryProgress(ctx, { id: roundId });
  const waiting = await waitingForScreening(ctx, cycleId);
  const conflicts = await openConflicts(ctx, roundId);
  const unlocking = canUnlockScores(ctx.actor, { id: roundId, state, seedOpen: await isSeedOpen(ctx, roundId) });
  const may = {
    desk: canListEntries(ctx.actor).allowed,
    settings: canSetUpRound(ctx.actor, roundId).allowed,
    lock: canLockScores(ctx.actor, { id: roundId, state }).allowed,
    unlock: unlocking.allowed,
    ranking: canSeeRanking(ctx.actor, { roundId, frozen: state === "frozen" }).allowed,
  };
  const decides = isChair(ctx.actor, roundId) || may.settings;
  const steps = nextSteps({
    acts: decides,
    decided: state === "frozen" ? await decidedIn(ctx, roundId) : UNDECIDED,
    state,
    reviewers: panel.length,
    invited: panel.length === 0 ? await invitedReviewers(ctx, roundId) : 0,
    levels: levels.length,
    waiting,
    conflicts,
    entries,
  });
  return {
    round: {
      id: roundId,
      name,
      state,
      opensAt,
      closesAt,
      cycleId,
      cycle: { name: cycle.name, slug: cycle.slug, timeZone: cycle.timeZone },
    },
    reviewers: panel.map(({ lately, givenAt, ...reviewer }) => ({
      ...reviewer,
      missed: missedAtPace({ ...reviewer, lately, givenAt }, { state, opensAt, closesAt }, ctx.now),
    })),
    entries,
    criteria: await criterionProgress(ctx, round),
    steps,
    confirmations: await missingAttestations(ctx, roundId),
    changes: await windowChanges(ctx, roundId),
    may,
    locked: !unlocking.allowed && unlocking.because === "seed-is-open" ? unlocking.because : null,
    saved: may.settings && url.searchParams.has("saved"),
    now: ctx.now,
    title: say(name, locale),
  };
});

const invitedReviewers = async (ctx: Context, roundId: string) =>
  (await openInvitations(ctx, roundId)).filter(({ role }) => role === "reviewer").length;

type Progress = Awaited<ReturnType<typeof entryProgress>>;

const sumOf = (groups: Progress): number => groups.reduce((sum, { entries }) => sum + entries, 0);

/** How many entries have how many reviews in, fewest first, however many readers each has. */
function byReviewsIn(groups: Progress): [number, number][] {
  return [...new Set(groups.map(({ submitted }) => submitted))]
    .sort((a, b) => a - b)
    .map((submitted) => [submitted, sumOf(groups.filter((group) => group.submitted === submitted))]);
}

const UNDECIDED: Decided = { proposal: null, publishedAt: null, mayPublish: false };

/** How far the decision has come, for the reader. */
async function decidedIn(ctx: Context, roundId: string): Promise<Decided> {
  const { proposal } = await finalisationOf(ctx, roundId);
  const standing = await standingOf(ctx, roundId);
  return {
    proposal:
      proposal && (proposal.approvedAt || proposal.inOffice)
        ? {
            byName: proposal.proposedByName,
            isOwn: proposal.proposedBy === ctx.actor.id,
            approved: proposal.approvedAt !== null,
          }
        : null,
    publishedAt:
      standing.publication && standing.facts.publication === "standing" ? standing.publication.publishedAt : null,
    mayPublish: canPublish(ctx.actor, { roundId, finalised: true, publication: "none" }).allowed,
  };
}

export default function RoundPage() {
  const { round, may, changes, criteria, saved, locked, confirmations } = useLoaderData<typeof loader>();
  const [{ form: t }, locale] = [useTexts().round, useLocale()];
  const back = useRoundBack({ cycleId: round.cycleId, cycleName: round.cycle.name, desk: may.desk });
  return (
    <Page title={say(round.name, locale)} eyebrow={say(round.cycle.name, locale)} back={back} width="full">
      <RoundTabs roundId={round.id} current="home" settings={may.settings} ranking={may.ranking} />
      {saved ? <Notice kind="success">{t.saved}</Notice> : null}
      <p>
        <RoundTag state={round.state} />
      </p>
      <RoundWindow round={round} zone={round.cycle.timeZone} changes={changes} may={may} locked={locked} />
      <NextSteps />
      <Reviewers />
      {confirmations ? <MissingConfirmations {...confirmations} /> : null}
      <Entries />
      <CriteriaProgress criteria={criteria} />
    </Page>
  );
}

function NextSteps() {
  const { round, steps, now } = useLoaderData<typeof loader>();
  const [t, locale] = [useTexts().round.home, useLocale()];
  return (
    <Section title={t.next}>
      {steps.length === 0 ? <p>{t.nothing}</p> : <TaskList items={steps.map((step) => stepOf(step))} />}
    </Section>
  );

  function hintOf(step: (typeof steps)[number]["step"], count: number) {
    if (step === "panel" && count > 0) return t.invited(count);
    return step === "freeze" && round.state !== "closed" ? t.freezeWaits : undefined;
  }

  function stepOf({ step, count, ready, by, at }: (typeof steps)[number]) {
    if (at)
      return {
        href: at <= now ? `/cycles/${round.cycle.slug}/results` : undefined,
        title: at <= now ? t.steps.public : t.steps.embargo,
        status: formatMoment(at, locale, round.cycle.timeZone),
        tone: "done" as const,
      };
    const place = placesOf(round)[step];
    const words = step === "approve" ? t.steps.approve(by ?? "") : t.steps[step];
    return {
      href: ready || step === "panel" ? place : undefined,
      title: typeof words === "string" ? words : words(count),
      hint: hintOf(step, count),
      status: ready ? t.status.todo : t.status.waiting,
      tone: ready ? ("progress" as const) : ("neutral" as const),
    };
  }
}

/** Where each step is taken. */
const placesOf = ({ id, cycleId }: { id: string; cycleId: string }) => ({
  panel: `/rounds/${id}/panel`,
  rules: `/rounds/${id}/settings`,
  screening: `/secretariat/cycles/${cycleId}`,
  assign: `/rounds/${id}/assignments`,
  unsure: `/rounds/${id}/conflicts`,
  waivers: `/rounds/${id}/conflicts`,
  missing: `/rounds/${id}/assignments?missing=yes`,
  freeze: `/rounds/${id}/freeze`,
  select: `/rounds/${id}/selection`,
  approve: `/rounds/${id}/finalisation`,
  publish: `/rounds/${id}/publication`,
  public: undefined,
});

function Reviewers() {
  const { round, reviewers, may } = useLoaderData<typeof loader>();
  const {
    round: { home: t },
    reminder: { reviewsTitle: remind },
  } = useTexts();
  return (
    <Section title={t.reviewers}>
      {reviewers.length === 0 ? (
        <p className="muted">{t.noReviewers}</p>
      ) : (
        <DataTable
          stacked
          caption={t.reviewersCaption}
          captionHidden
          head={
            <>
              <Th>{t.reviewer}</Th>
              <Th>{t.progress}</Th>
              <Th numeric>{t.started}</Th>
              <Th numeric>{t.recused}</Th>
              <Th>{t.finished}</Th>
            </>
          }
        >
          {reviewers.map((reviewer) => (
            <tr key={reviewer.accountId}>
              <th scope="row">{reviewer.name}</th>
              <td>
                <Meter label={t.progress} value={reviewer.submitted} max={reviewer.assigned} />
                {round.state === "closed" && reviewer.assigned > reviewer.submitted ? (
                  <Tag tone="warning">{t.overdue(reviewer.assigned - reviewer.submitted)}</Tag>
                ) : null}
                {reviewer.missed > 0 ? <Tag tone="warning">{t.behind(reviewer.missed)}</Tag> : null}
              </td>
              <Num>{reviewer.started}</Num>
              <Num>{reviewer.recused}</Num>
              <td>{reviewer.finishedAt ? t.finishedYes : null}</td>
            </tr>
          ))}
        </DataTable>
      )}
      {reviewers.some(({ missed }) => missed > 0) ? <p className="hint">{t.behindHint}</p> : null}
      {may.settings &&
      (round.state === "open" || round.state === "closed") &&
      reviewers.some(({ assigned, submitted }) => assigned > submitted) ? (
        <p>
          <LinkButton kind="secondary" href={`/rounds/${round.id}/reminders`}>
            {remind}
          </LinkButton>
        </p>
      ) : null}
    </Section>
  );
}

function Entries() {
  const { round, entries } = useLoaderData<typeof loader>();
  const t = useTexts().round.home;
  const all = sumOf(entries);
  const complete = sumOf(entries.filter(({ assigned, submitted }) => assigned > 0 && submitted === assigned));
  return (
    <Section title={t.entries}>
      {entries.length === 0 ? (
        <p className="muted">{t.noEntries}</p>
      ) : (
        <p>
          {t.complete(complete, all)}{" "}
          {complete < all ? <a href={`/rounds/${round.id}/assignments?missing=yes`}>{t.lacking}</a> : null}
        </p>
      )}
      {entries.length === 0 ? null : (
        <DataTable
          caption={t.entriesCaption}
          captionHidden
          head={
            <>
              <Th>{t.progress}</Th>
              <Th>{t.entries}</Th>
            </>
          }
        >
          {byReviewsIn(entries).map(([submitted, count]) => (
            <tr key={submitted}>
              <th scope="row">{t.reviewsOf(submitted)}</th>
              <td>
                {t.entriesOf(count)}
                <Bar share={count / all} />
              </td>
            </tr>
          ))}
        </DataTable>
      )}
      <p className="hint">{t.noScores}</p>
    </Section>
  );
}

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => pageTitle(matches, data?.title);
