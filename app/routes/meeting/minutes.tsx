import type { MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { minutesOf } from "#app/domain/meeting/minutes.server.ts";
import { isTheirs } from "#app/domain/verdict.ts";
import { signedIn } from "#app/http/wrappers.ts";
import { formatNumber } from "#app/i18n/format.ts";
import { say } from "#app/i18n/localised.ts";
import { DataTable, SummaryList, Th } from "#app/ui/data.tsx";
import { useLocale, useTexts } from "#app/ui/locale.tsx";
import { Matter } from "#app/ui/meeting.tsx";
import { AfterMotion, MotionText } from "#app/ui/motions.tsx";
import { pageTitle } from "#app/ui/page-title.ts";
import { Page, Section } from "#app/ui/page.tsx";
import { Paragraphs } from "#app/ui/paragraphs.tsx";
import { Moment } from "#app/ui/time.tsx";

export const loader = signedIn(async ({ ctx, id, t }) => ({
  ...(await minutesOf(ctx, id("meetingId"))),
  title: t.meeting.minutes.title,
}));

export default function MinutesPage() {
  const { round, meeting, items, leading } = useLoaderData<typeof loader>();
  const [t, locale] = [useTexts().meeting, useLocale()];
  return (
    <Page
      eyebrow={say(round.name, locale)}
      title={t.minutes.title}
      lede={t.minutes.lede}
      width="text"
      back={
        meeting.endedAt
          ? { href: `/rounds/${round.id}/meetings`, label: t.title }
          : { href: `/meetings/${meeting.id}`, label: t.room.back }
      }
    >
      <SummaryList
        rows={[
          { key: "opened", label: t.opened, value: <Moment at={meeting.openedAt} zone={round.timeZone} /> },
          {
            key: "ended",
            label: meeting.endedAt ? t.minutes.ended : t.state,
            value: meeting.endedAt ? <Moment at={meeting.endedAt} zone={round.timeZone} /> : t.running,
          },
        ]}
      />
      <p>
        {meeting.quorum === null ? t.minutes.quorumHalf : t.minutes.quorumSet(formatNumber(meeting.quorum, locale))}
      </p>
      <Section title={t.minutes.attendance}>
        <Stays />
        <Others />
      </Section>
      {items.map((item, at) => (
        <Section key={item.id} number={at + 1} title={<Matter of={item} />}>
          {item.left.length > 0 ? (
            <>
              <p>{t.minutes.left}</p>
              <ul>
                {item.left.map((name, index) => (
                  <li key={`${name}-${index}`}>
                    <bdi>{name}</bdi>
                  </li>
                ))}
              </ul>
            </>
          ) : null}
          {item.motions.map((motion) => (
            <div key={motion.id}>
              <h3>{t.motion}</h3>
              <MotionText of={motion} />
              {isTheirs(leading) ? <AfterMotion roundId={round.id} entryId={item.entryId} motion={motion} /> : null}
            </div>
          ))}
          {item.conclusion ? (
            <div className="answer">
              <Paragraphs text={item.conclusion} />
            </div>
          ) : null}
          <p className="muted">
            {item.concludedAt ? (
              <>
                {t.minutes.concluded} <Moment at={item.concludedAt} zone={round.timeZone} />
              </>
            ) : item.state === "current" ? (
              t.states.current
            ) : meeting.endedAt ? (
              t.minutes.notReached
            ) : (
              t.states.waiting
            )}
          </p>
        </Section>
      ))}
    </Page>
  );
}

/** Who else came, for a reader who is not told when. */
function Others() {
  const { others } = useLoaderData<typeof loader>();
  const t = useTexts().meeting;
  if (others.length === 0) return null;
  return (
    <>
      <p>{t.minutes.others}</p>
      <ul>
        {others.map((name, index) => (
          <li key={`${name}-${index}`}>
            <bdi>{name}</bdi>
          </li>
        ))}
      </ul>
    </>
  );
}

function Stays() {
  const { round, stays } = useLoaderData<typeof loader>();
  const t = useTexts().meeting;
  if (stays.length === 0) return null;
  return (
    <DataTable
      stacked
      caption={t.minutes.attendance}
      captionHidden
      head={
        <>
          <Th>{t.person}</Th>
          <Th>{t.minutes.from}</Th>
          <Th>{t.minutes.until}</Th>
        </>
      }
    >
      {stays.map(({ name, arrivedAt, leftAt }, index) => (
        <tr key={`${name}-${index}`}>
          <th scope="row">
            <bdi>{name}</bdi>
          </th>
          <td>
            <Moment at={arrivedAt} zone={round.timeZone} />
          </td>
          <td>{leftAt ? <Moment at={leftAt} zone={round.timeZone} /> : t.minutes.stillThere}</td>
        </tr>
      ))}
    </DataTable>
  );
}

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => pageTitle(matches, data?.title);
