import type { MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { votingIn } from "#app/domain/ballot/queries.server.ts";
import { unreadIn } from "#app/domain/discussion/queries.server.ts";
import { firstOpenTask, getJudging, nextTask, reviewedTitle, tasksOf } from "#app/domain/review/tasks.server.ts";
import { paceOf, quotaOf, reviewStatus } from "#app/domain/review/rules.ts";
import { isDiscussed, isOver } from "#app/domain/round/rules.ts";
import { isUuid } from "#app/domain/input.ts";
import { PER_PAGE } from "#app/domain/paging.ts";
import { signedIn } from "#app/http/wrappers.ts";
import { formatDuration, formatList, formatNumber, formatUnits } from "#app/i18n/format.ts";
import { say } from "#app/i18n/localised.ts";
import { Meter, TaskList } from "#app/ui/data.tsx";
import { Pagination } from "#app/ui/neighbours.tsx";
import { Empty, Notice, type Tone } from "#app/ui/feedback.tsx";
import { LinkButton } from "#app/ui/form.tsx";
import { useLocale, useTexts } from "#app/ui/locale.tsx";
import { OfflineSigns } from "#app/ui/offline.tsx";
import { pageTitle } from "#app/ui/page-title.ts";
import { Page } from "#app/ui/page.tsx";
import { pageOf } from "#app/http/query.ts";
import { Deadline, Moment } from "#app/ui/time.tsx";
import { Bracketed, Code, EntryTitle, Labelled } from "#app/ui/wording.tsx";

export const loader = signedIn(async ({ ctx, id, url, locale, t }) => {
  const round = await getJudging(ctx, id("roundId"));
  const first = round.state === "open" ? await firstOpenTask(ctx, round.id) : null;
  const page = url.searchParams.has("page") ? pageOf(url) : Math.ceil((first?.place ?? 1) / PER_PAGE);
  const done = url.searchParams.get("done") ?? "";
  const just = isUuid(done)
    ? { title: await reviewedTitle(ctx, done), next: await nextTask(ctx, round.id, done) }
    : null;
  const left = url.searchParams.get("left");
  return {
    round,
    page,
    first,
    just,
    left: left === "conflict" || left === "recusal" ? left : null,
    tasks: await tasksOf(ctx, round.id, page),
    unread: (await unreadIn(ctx, [round])).get(round.id) ?? 0,
    voting: round.state === "frozen" ? await votingIn(ctx, round.id) : null,
    now: ctx.now,
    title: `${t.review.home.toTasks} – ${say(round.name, locale)}`,
  };
});

export const handle = { enhanced: true };

const TONES: Record<string, Tone> = { submitted: "done", "in-progress": "progress" };

export default function TasksPage() {
  const { round, page, first, just, left, tasks, voting } = useLoaderData<typeof loader>();
  const [{ review: t, ballot }, locale] = [useTexts(), useLocale()];
  const here = `/judging/rounds/${round.id}`;
  return (
    <Page
      eyebrow={say(round.cycleName, locale)}
      title={say(round.name, locale)}
      lede={isOver(round.state) ? undefined : t.tasks.lede}
      width="text"
      back={{ href: "/judging", label: t.home.title }}
    >
      {left ? <Notice kind="success">{left === "conflict" ? t.conflict.declared : t.recusal.done}</Notice> : null}
      <JustDone />
      {round.state === "open" ? null : <Notice kind="info">{t.tasks.state[round.state]}</Notice>}
      {voting ? (
        <p>
          <a href={`${here}/ballot`}>{voting === "open" ? ballot.paper.open : ballot.paper.title}</a>
        </p>
      ) : null}
      <Progress />
      {first && !just ? (
        <p>
          <LinkButton href={`/judging/assignments/${first.id}`}>
            {t.tasks.continue(formatNumber(first.place, locale))}
          </LinkButton>
        </p>
      ) : null}
      {round.state !== "planned" && tasks.filter(({ declared }) => declared === null).length > 1 ? (
        <p>
          <a href={`${here}/conflicts`}>{t.conflict.several.link}</a>
        </p>
      ) : null}
      {round.assigned > 0 ? <Ways /> : null}
      {round.assigned === 0 ? <Empty title={t.tasks.none}>{t.tasks.noneText}</Empty> : <Tasks />}
      <Pagination page={page} pages={Math.ceil(round.assigned / PER_PAGE)} href={(other) => `${here}?page=${other}`} />
      <OfflineSigns hub />
    </Page>
  );
}

/** The review that was handed in a moment ago, and what comes next. */
function JustDone() {
  const { round, just } = useLoaderData<typeof loader>();
  const t = useTexts().review.tasks;
  return just?.title ? (
    <div id="done">
      <Notice kind="success" title={t.done(just.title)}>
        <p>{t.doneText}</p>
        <p>
          {just.next ? (
            <a href={`/judging/assignments/${just.next}#main`}>{t.next}</a>
          ) : (
            <a href={`/judging/rounds/${round.id}/finish`}>{t.all}</a>
          )}
        </p>
      </Notice>
    </div>
  ) : null;
}

/** Until when, how far one has got, and how fast one has to be. */
function Progress() {
  const { round, now } = useLoaderData<typeof loader>();
  const [t, locale] = [useTexts().review, useLocale()];
  const number = (value: number) => formatNumber(value, locale);
  return (
    <>
      <p>
        {round.state === "planned" ? (
          <Labelled label={t.tasks.opensAt}>
            <Moment at={round.opensAt} zone={round.timeZone} />
          </Labelled>
        ) : isOver(round.state) ? (
          <Labelled label={t.home.closed}>
            <Moment at={round.closesAt} zone={round.timeZone} />
          </Labelled>
        ) : (
          <Labelled label={t.tasks.deadline}>
            <Deadline at={round.closesAt} zone={round.timeZone} now={now} />
          </Labelled>
        )}
      </p>
      {round.assigned > 0 ? (
        <Meter
          value={round.submitted.length}
          max={round.assigned}
          label={t.progressLabel}
          text={t.progress(number(round.submitted.length), number(round.assigned))}
        />
      ) : null}
      {round.state === "open" ? <Pace /> : null}
    </>
  );
}

/** How many a day are left to review, and how long one takes for each. */
function Pace() {
  const { round, now } = useLoaderData<typeof loader>();
  const [t, locale] = [useTexts().review.tasks, useLocale()];
  const number = (value: number) => formatNumber(value, locale);
  const remaining = round.assigned - round.submitted.length;
  const pace = paceOf(round.submitted, remaining);
  const quota = quotaOf(remaining, new Date(round.closesAt), new Date(now));
  const hours = quota && formatUnits(quota.hours, "hour", locale);
  return (
    <>
      {quota && hours ? (
        <p>
          {quota.aDay === null
            ? t.quotaToday(number(quota.remaining), hours)
            : t.quota(
                number(quota.remaining),
                formatList([formatUnits(quota.days, "day", locale), hours], locale),
                number(quota.aDay),
              )}
        </p>
      ) : null}
      {pace ? <p>{t.pace(formatDuration(pace.each, locale), formatDuration(pace.left, locale))}</p> : null}
    </>
  );
}

function Tasks() {
  const { round, tasks } = useLoaderData<typeof loader>();
  const t = useTexts().review.tasks;
  const started = round.state !== "planned";
  return (
    <TaskList
      items={tasks.map((task) => {
        const shown = !started ? "later" : task.declared === null ? "asked" : reviewStatus(task);
        return {
          title: <EntryTitle title={task.title} />,
          hint: (
            <>
              <Code>{task.code}</Code>
              {task.cityName ? (
                <>
                  {" "}
                  · <bdi>{task.cityName}</bdi>
                </>
              ) : null}
            </>
          ),
          status: t.status[shown],
          tone: TONES[shown],
          href: started ? `/judging/assignments/${task.id}` : undefined,
        };
      })}
    />
  );
}

/** What else there is to do with one's entries, above the list: that can be fifty entries long. */
function Ways() {
  const { round, unread } = useLoaderData<typeof loader>();
  const [{ review: t, discussion, dossier, offline }, locale] = [useTexts(), useLocale()];
  const here = `/judging/rounds/${round.id}`;
  const talked = round.state !== "planned" && isDiscussed(round.discussion, round.state === "frozen");
  return (
    <>
      <ul>
        <li>
          <a href={`${here}/finish`}>{isOver(round.state) ? t.finish.title : t.tasks.finish}</a>
        </li>
        {talked ? (
          <li>
            <a href={`/rounds/${round.id}/discussions`}>{discussion.list}</a>
            {unread > 0 ? <Bracketed>{discussion.unread(unread, formatNumber(unread, locale))}</Bracketed> : null}
          </li>
        ) : null}
        {round.state === "planned" ? null : (
          <li>
            <a href={`${here}/dossier`}>{dossier.link}</a>
          </li>
        )}
        {round.state === "open" ? (
          <li>
            <a href={`${here}/offline`}>{offline.title}</a>
          </li>
        ) : null}
      </ul>
      {round.discussion === "off" || round.state === "planned" ? null : (
        <p className="muted">{discussion.rules[round.discussion]}</p>
      )}
    </>
  );
}

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => pageTitle(matches, data?.title);
