import type { MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { roomOf } from "#app/domain/meeting/queries.server.ts";
import { isTheirs } from "#app/domain/verdict.ts";
import { signedIn } from "#app/http/wrappers.ts";
import { say } from "#app/i18n/localised.ts";
import { Notice } from "#app/ui/feedback.tsx";
import { Button, Form, Hidden } from "#app/ui/form.tsx";
import { useLocale, useTexts } from "#app/ui/locale.tsx";
import { AgendaList, Leaving, Matter, Paused } from "#app/ui/meeting.tsx";
import { MotionText, MotionVote } from "#app/ui/motions.tsx";
import { pageTitle } from "#app/ui/page-title.ts";
import { Page, Section } from "#app/ui/page.tsx";

export const loader = signedIn(async ({ ctx, id, t }) => {
  const { people, kept: _, ending: __, ...room } = await roomOf(ctx, id("meetingId"));
  return { ...room, leaving: people.filter(({ leaves }) => leaves), title: t.meeting.room.title };
});

export const handle = { enhanced: true };

export default function RoomPage() {
  const { round, meeting, items, leading } = useLoaderData<typeof loader>();
  const [t, locale] = [useTexts().meeting, useLocale()];
  return (
    <Page
      eyebrow={say(round.name, locale)}
      title={t.room.title}
      width="text"
      back={{ href: `/rounds/${round.id}/meetings`, label: t.title }}
    >
      {meeting.endedAt ? <Notice kind="info">{t.over}</Notice> : null}
      <Paused />
      <div id="now" className="stack" data-live aria-live="polite">
        <Now />
      </div>
      <Section title={t.agenda}>
        <div id="agenda" data-live>
          <AgendaList items={items} over={meeting.endedAt !== null} />
        </div>
      </Section>
      <ul>
        {meeting.endedAt ? null : (
          <li>
            <a href={`/meetings/${meeting.id}`}>{t.room.again}</a>
          </li>
        )}
        <li>
          <a href={`/meetings/${meeting.id}/minutes`}>{t.minutes.title}</a>
        </li>
        {leading.allowed ? (
          <li>
            <a href={`/meetings/${meeting.id}/lead`}>{t.chair.link}</a>
          </li>
        ) : null}
      </ul>
    </Page>
  );
}

/** What concerns the reader now: whether they are there, what is dealt with, whether they must leave. */
function Now() {
  const { meeting, away, current, leaving, steppingOut } = useLoaderData<typeof loader>();
  const t = useTexts().meeting;
  if (meeting.endedAt) return null;
  return (
    <>
      {away ? (
        <Notice kind="warning" title={t.away}>
          {t.awayText}
        </Notice>
      ) : (
        <Section title={t.now}>
          {current ? (
            <>
              <p>
                <strong>
                  <Matter of={current} />
                </strong>
              </p>
              <Leaving of={leaving} />
              <Motions />
              {steppingOut.allowed ? (
                <p>
                  <a href={`/meetings/${meeting.id}/conflict`}>{t.stepOut}</a>
                </p>
              ) : null}
            </>
          ) : (
            <p>{t.nothing}</p>
          )}
        </Section>
      )}
      <Presence />
    </>
  );
}

function Motions() {
  const { meeting, motions, putting } = useLoaderData<typeof loader>();
  const t = useTexts().meeting;
  return (
    <>
      {motions.length === 0 ? <p>{t.noMotions}</p> : null}
      {motions.map((motion) => (
        <div key={motion.id} className="stack">
          <h3>{t.motion}</h3>
          <MotionText of={motion} />
          <MotionVote meetingId={meeting.id} motion={motion} />
        </div>
      ))}
      {putting.allowed ? (
        <p>
          <a href={`/meetings/${meeting.id}/motions`}>{t.put}</a>
        </p>
      ) : null}
    </>
  );
}

function Presence() {
  const { meeting, own, coming } = useLoaderData<typeof loader>();
  const t = useTexts().meeting;
  if (!own.present && !isTheirs(coming)) return null;
  return (
    <Form action={`/meetings/${meeting.id}/presence`}>
      <p>{own.present ? t.present : t.absent}</p>
      <Hidden name="present" value={own.present ? "no" : "yes"} />
      <Button kind={own.present ? "secondary" : "primary"} verdict={coming}>
        {own.present ? t.leave : t.come}
      </Button>
    </Form>
  );
}

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => pageTitle(matches, data?.title);
