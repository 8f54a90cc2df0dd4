import type { MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { chairsAgendaOf } from "#app/domain/agenda/queries.server.ts";
import { unreadIn } from "#app/domain/discussion/queries.server.ts";
import { myRounds } from "#app/domain/review/tasks.server.ts";
import { isDiscussed, isOver, roundState, type RoundState } from "#app/domain/round/rules.ts";
import { signedIn } from "#app/http/wrappers.ts";
import { formatNumber } from "#app/i18n/format.ts";
import { say } from "#app/i18n/localised.ts";
import { Agenda } from "#app/ui/agenda.tsx";
import { Meter } from "#app/ui/data.tsx";
import { Empty, Tag } from "#app/ui/feedback.tsx";
import { LinkButton } from "#app/ui/form.tsx";
import { useLocale, useTexts } from "#app/ui/locale.tsx";
import { OfflineSigns } from "#app/ui/offline.tsx";
import { pageTitle } from "#app/ui/page-title.ts";
import { Page, Section } from "#app/ui/page.tsx";
import { Deadline, Moment } from "#app/ui/time.tsx";
import { Bracketed, Labelled } from "#app/ui/wording.tsx";

export const loader = signedIn(async ({ ctx, t }) => {
  const rounds = await myRounds(ctx);
  const unread = await unreadIn(ctx, rounds);
  return {
    rounds: rounds.map((round) => ({
      ...round,
      state: roundState(round, round.frozenAt, ctx.now),
      unread: unread.get(round.id) ?? 0,
    })),
    agenda: await chairsAgendaOf(ctx),
    now: ctx.now,
    title: t.review.home.title,
  };
});

export const handle = { enhanced: true };

type MyRound = Awaited<ReturnType<typeof myRounds>>[number] & { state: RoundState; unread: number };

export default function JudgingPage() {
  const { rounds, agenda, now } = useLoaderData<typeof loader>();
  const t = useTexts().review.home;
  return (
    <Page title={t.title} lede={t.lede} width="text">
      {rounds.length === 0 ? <Empty title={t.none}>{t.noneText}</Empty> : null}
      <Agenda duties={agenda} />
      {rounds.map((round) => (
        <RoundSection key={round.id} round={round} now={now} />
      ))}
      <OfflineSigns hub />
    </Page>
  );
}

function RoundSection({ round, now }: { round: MyRound; now: Date }) {
  const [{ review: t, discussion, meeting }, locale] = [useTexts(), useLocale()];
  const [reviews, chairs] = [round.roles.includes("reviewer"), round.roles.includes("chair")];
  const unread = discussion.unread(round.unread, formatNumber(round.unread, locale));
  const discussions = `/rounds/${round.id}/discussions`;
  return (
    <Section title={say(round.name, locale)}>
      <p className="muted">{say(round.cycleName, locale)}</p>
      <p>
        <When round={round} now={now} />
      </p>
      {reviews ? <Progress round={round} /> : null}
      {round.finishedAt ? (
        <p>
          <Tag tone="done">{t.home.finished}</Tag>
        </p>
      ) : null}
      {round.voting ? <Vote round={round} voting={round.voting} /> : null}
      {chairs ? <p>{t.home.chair}</p> : null}
      {round.roles.includes("scrutineer") ? <Scrutiny round={round} /> : null}
      {reviews ? <ToTasks round={round} /> : null}
      {reviews && round.unread > 0 ? (
        <p>
          <a href={discussions}>{unread}</a>
        </p>
      ) : null}
      {round.frozenAt && (reviews || chairs) ? (
        <p>
          <a href={`/rounds/${round.id}/meetings`}>{meeting.title}</a>
        </p>
      ) : null}
      {chairs ? (
        <ul>
          <li>
            <a href={`/rounds/${round.id}`}>{t.home.toRound}</a>
          </li>
          <li>
            <a href={`/rounds/${round.id}/ranking`}>{t.home.toRanking}</a>
          </li>
          {isDiscussed(round.discussion, round.frozenAt !== null) ? (
            <li>
              <a href={discussions}>{discussion.list}</a>
              {!reviews && round.unread > 0 ? <Bracketed>{unread}</Bracketed> : null}
            </li>
          ) : null}
        </ul>
      ) : null}
    </Section>
  );
}

function Progress({ round }: { round: MyRound }) {
  const [t, locale] = [useTexts().review, useLocale()];
  if (round.assigned === 0) return <p className="muted">{t.tasks.none}</p>;
  return (
    <Meter
      value={round.submitted}
      max={round.assigned}
      label={t.progressLabel}
      text={t.progress(formatNumber(round.submitted, locale), formatNumber(round.assigned, locale))}
    />
  );
}

function Vote({ round, voting }: { round: MyRound; voting: "waiting" | "cast" }) {
  const t = useTexts().ballot.paper;
  return (
    <p>
      <LinkButton kind={voting === "waiting" ? "primary" : "secondary"} href={`/judging/rounds/${round.id}/ballot`}>
        {t.open}
      </LinkButton>{" "}
      {voting === "cast" ? <Tag tone="done">{t.cast}</Tag> : null}
    </p>
  );
}

function Scrutiny({ round }: { round: MyRound }) {
  const t = useTexts().review.home;
  return (
    <>
      <p>{t.scrutineer}</p>
      <p>
        <LinkButton kind="secondary" href={`/judging/rounds/${round.id}/scrutiny`}>
          {t.toScrutiny}
        </LinkButton>
      </p>
    </>
  );
}

/** To one's entries: the main thing as long as there is something to review. */
function ToTasks({ round }: { round: MyRound }) {
  return (
    <p>
      <LinkButton
        kind={round.state === "open" && round.submitted < round.assigned ? "primary" : "secondary"}
        href={`/judging/rounds/${round.id}`}
      >
        {useTexts().review.home.toTasks}
      </LinkButton>
    </p>
  );
}

function When({ round, now }: { round: MyRound; now: Date }) {
  const t = useTexts().review.home;
  if (round.state === "frozen") return <Tag tone="done">{t.frozen}</Tag>;
  const planned = round.state === "planned";
  if (planned || isOver(round.state))
    return (
      <Labelled label={planned ? t.opens : t.closed}>
        <Moment at={planned ? round.opensAt : round.closesAt} zone={round.timeZone} />
      </Labelled>
    );
  return (
    <Labelled label={t.closes}>
      <Deadline at={round.closesAt} zone={round.timeZone} now={now} />
    </Labelled>
  );
}

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => pageTitle(matches, data?.title);
