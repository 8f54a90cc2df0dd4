import type { MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { reviewerProgress } from "#app/domain/assignment/queries.server.ts";
import { openConflicts } from "#app/domain/conflict/queries.server.ts";
import type { Context } from "#app/domain/context.ts";
import { canSetUpCycle } from "#app/domain/cycle/policy.ts";
import { getCycle } from "#app/domain/cycle/queries.server.ts";
import { cycleState } from "#app/domain/cycle/rules.ts";
import { reminderSchedule } from "#app/domain/reminder/queries.server.ts";
import { roundsOf } from "#app/domain/round/queries.server.ts";
import { cycleProgress } from "#app/domain/screening/progress.server.ts";
import { signedIn } from "#app/http/wrappers.ts";
import { formatMoment, formatNumber } from "#app/i18n/format.ts";
import { say } from "#app/i18n/localised.ts";
import { Bar, DataTable, Facts, Num, Th } from "#app/ui/data.tsx";
import { DayChart } from "#app/ui/day-chart.tsx";
import { Notice } from "#app/ui/feedback.tsx";
import { LinkButton } from "#app/ui/form.tsx";
import { useLocale, useTexts } from "#app/ui/locale.tsx";
import { Labelled } from "#app/ui/wording.tsx";
import { pageTitle } from "#app/ui/page-title.ts";
import { Page, Section } from "#app/ui/page.tsx";
import { RoundTag } from "#app/ui/states.tsx";

export const loader = signedIn(async ({ ctx, id, url, t }) => {
  const cycle = await getCycle(ctx, id("cycleId"));
  const rounds = [];
  for (const round of await roundsOf(ctx, cycle.id)) rounds.push(await roundProgress(ctx, round));
  const reminded = /^\d{1,6}$/.exec(url.searchParams.get("reminded") ?? "")?.[0] ?? null;
  return {
    cycle: { id: cycle.id, name: cycle.name, state: cycleState(cycle, ctx.now) },
    progress: await cycleProgress(ctx, cycle),
    schedule: cycle.archived ? [] : await reminderSchedule(ctx, cycle),
    zone: cycle.timeZone,
    now: ctx.now,
    rounds,
    reminded,
    mayRemind: canSetUpCycle(ctx.actor).allowed,
    title: t.reminder.progress.title,
  };
});

/** What is missing in a round: by whom, and which conflict answers nobody has looked at. */
async function roundProgress(ctx: Context, { id, name, state }: Awaited<ReturnType<typeof roundsOf>>[number]) {
  const running = state === "open" || state === "closed";
  const missing = running
    ? (await reviewerProgress(ctx, id)).flatMap(({ accountId, name: reviewer, assigned, submitted }) =>
        assigned > submitted ? [{ accountId, reviewer, missing: assigned - submitted }] : [],
      )
    : [];
  return { id, name, state, missing, conflicts: running ? await openConflicts(ctx, id) : { unsure: 0, proposed: 0 } };
}

export default function ProgressPage() {
  const { cycle, progress, schedule, reminded } = useLoaderData<typeof loader>();
  const [{ reminder: texts, screening }, locale] = [useTexts(), useLocale()];
  const t = texts.progress;
  const here = `/secretariat/cycles/${cycle.id}`;
  const number = (value: number) => formatNumber(value, locale);
  const { drafts, days, waiting } = progress;
  return (
    <Page title={t.title} eyebrow={say(cycle.name, locale)} width="full" back={{ href: here, label: t.back }}>
      {reminded ? <Notice kind="success">{texts.sent(Number(reminded))}</Notice> : null}
      <Section title={t.queues}>
        <Facts
          items={[
            { label: <a href={`${here}?state=received#entries`}>{t.toScreen}</a>, value: number(waiting.screen) },
            { label: t.second, value: number(waiting.second) },
            { label: t.asked, value: number(waiting.asked) },
            { label: t.drafts, value: number(inAll(drafts)) },
          ]}
        />
        <p className="hint">{screening.hidden}</p>
      </Section>
      <Drafts />
      {schedule.length === 0 ? null : <Schedule />}
      <Section title={t.perDay}>
        {days.some(({ entries }) => entries > 0) ? (
          <DayChart days={days} closes={progress.closes} />
        ) : (
          <p className="muted">{t.noneYet}</p>
        )}
      </Section>
      <Rounds />
    </Page>
  );
}

const inAll = (drafts: readonly { entries: number }[]) => drafts.reduce((sum, { entries }) => sum + entries, 0);

function Drafts() {
  const {
    cycle,
    progress: { drafts },
    mayRemind,
  } = useLoaderData<typeof loader>();
  const [texts, locale] = [useTexts().reminder, useLocale()];
  const t = texts.progress;
  const all = inAll(drafts);
  return (
    <Section title={t.draftsTitle}>
      {all === 0 ? (
        <p className="muted">{t.noDrafts}</p>
      ) : (
        <DataTable
          caption={t.draftsTitle}
          captionHidden
          head={
            <>
              <Th>{t.share}</Th>
              <Th numeric>{t.drafts}</Th>
              <Th>{t.part}</Th>
            </>
          }
        >
          {t.shares.map((share, index) => {
            const count = drafts.find(({ share: bucket }) => bucket === index)?.entries ?? 0;
            return (
              <tr key={share}>
                <th scope="row">{share}</th>
                <Num>{formatNumber(count, locale)}</Num>
                <td>
                  <Bar share={count / all} />
                </td>
              </tr>
            );
          })}
        </DataTable>
      )}
      {mayRemind && cycle.state === "open" && all > 0 ? (
        <p>
          <LinkButton kind="secondary" href={`/secretariat/cycles/${cycle.id}/reminders`}>
            {texts.draftsTitle}
          </LinkButton>
        </p>
      ) : null}
    </Section>
  );
}

/** The reminders that the portal sends by itself. */
function Schedule() {
  const { schedule, zone, now } = useLoaderData<typeof loader>();
  const [t, locale] = [useTexts().reminder.progress, useLocale()];
  return (
    <Section title={t.schedule}>
      <p>{t.scheduleLede}</p>
      <DataTable
        caption={t.schedule}
        captionHidden
        stacked
        head={
          <>
            <Th>{t.when}</Th>
            <Th numeric>{t.daysBefore}</Th>
            <Th>{t.outcome}</Th>
          </>
        }
      >
        {schedule.map(({ days: before, at, sent }) => (
          <tr key={before}>
            <th scope="row">{formatMoment(at, locale, zone)}</th>
            <Num>{formatNumber(before, locale)}</Num>
            <td>{sent ? t.wereSent(sent.letters) : at > now ? t.willBeSent : t.missed}</td>
          </tr>
        ))}
      </DataTable>
    </Section>
  );
}

function Rounds() {
  const { rounds } = useLoaderData<typeof loader>();
  const t = useTexts().reminder.progress;
  return (
    <Section title={t.rounds}>
      {rounds.length === 0 ? (
        <p className="muted">{t.noRounds}</p>
      ) : (
        rounds.map((round) => <RoundMissing key={round.id} round={round} />)
      )}
    </Section>
  );
}

function RoundMissing({ round }: { round: Awaited<ReturnType<typeof roundProgress>> }) {
  const { mayRemind } = useLoaderData<typeof loader>();
  const [texts, locale] = [useTexts().reminder, useLocale()];
  const t = texts.progress;
  return (
    <div className="stack">
      <h3>
        <a href={`/rounds/${round.id}`}>{say(round.name, locale)}</a> <RoundTag state={round.state} />
      </h3>
      <p>
        {round.missing.length === 0 ? t.nothingMissing : t.missing(round.missing.length)}{" "}
        {round.conflicts.unsure > 0 ? (
          <a href={`/rounds/${round.id}/conflicts`}>{t.unsure(round.conflicts.unsure)}</a>
        ) : null}{" "}
        {round.conflicts.proposed > 0 ? (
          <a href={`/rounds/${round.id}/conflicts`}>{t.waivers(round.conflicts.proposed)}</a>
        ) : null}
      </p>
      {round.missing.length > 0 ? (
        <ul>
          {round.missing.map(({ accountId, reviewer, missing }) => (
            <li key={accountId}>
              <Labelled label={<bdi>{reviewer}</bdi>}>{t.reviews(missing)}</Labelled>
            </li>
          ))}
        </ul>
      ) : null}
      {mayRemind && round.missing.length > 0 ? (
        <p>
          <LinkButton kind="secondary" href={`/rounds/${round.id}/reminders`}>
            {texts.reviewsTitle}
          </LinkButton>
        </p>
      ) : null}
    </div>
  );
}

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => pageTitle(matches, data?.title);
