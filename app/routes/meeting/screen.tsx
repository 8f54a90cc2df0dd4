import type { MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { projectedOf } from "#app/domain/meeting/projected.server.ts";
import { signedIn } from "#app/http/wrappers.ts";
import { formatNumber } from "#app/i18n/format.ts";
import { say } from "#app/i18n/localised.ts";
import { useLocale, useTexts } from "#app/ui/locale.tsx";
import { Matter, Paused } from "#app/ui/meeting.tsx";
import { MotionResult } from "#app/ui/motions.tsx";
import { pageTitle } from "#app/ui/page-title.ts";
import { Page } from "#app/ui/page.tsx";
import { Paragraphs } from "#app/ui/paragraphs.tsx";

export const loader = signedIn(async ({ ctx, id, t }) => ({
  ...(await projectedOf(ctx, id("meetingId"))),
  title: t.meeting.screen.title,
}));

export const handle = { enhanced: true };

export default function ScreenPage() {
  const { round, meetingId, ended } = useLoaderData<typeof loader>();
  const [t, locale] = [useTexts().meeting, useLocale()];
  return (
    <Page
      eyebrow={say(round.name, locale)}
      title={t.room.title}
      back={{ href: `/meetings/${meetingId}/lead`, label: t.chair.title }}
    >
      <Paused />
      <div id="screen" className="stack projected" data-live aria-live="polite">
        <Shown />
        {ended ? null : <span data-steady hidden />}
      </div>
    </Page>
  );
}

/**
 * What everybody in the room may read at this moment: of an item nothing, as long as somebody is there who must leave.
 */
function Shown() {
  const { ended, shown, toLeave } = useLoaderData<typeof loader>();
  const t = useTexts().meeting;
  if (ended) return <p>{t.over}</p>;
  if (toLeave.length > 0)
    return (
      <>
        <p>{t.screen.wait}</p>
        <ul>
          {toLeave.map((name, index) => (
            <li key={`${name}-${index}`}>
              <bdi>{name}</bdi>
            </li>
          ))}
        </ul>
      </>
    );
  if (!shown) return <p>{t.screen.begin}</p>;
  return (
    <>
      <h2>
        <Matter of={shown} />
      </h2>
      {shown.motion ? <Motion motion={shown.motion} quorum={shown.quorum} /> : null}
    </>
  );
}

type Shown = NonNullable<ReturnType<typeof useLoaderData<typeof loader>>["shown"]>;

function Motion({ motion, quorum }: { motion: NonNullable<Shown["motion"]>; quorum: number }) {
  const [t, locale] = [useTexts().meeting, useLocale()];
  return (
    <>
      <div className="answer">
        <Paragraphs text={motion.text} />
      </div>
      {motion.state === "open" ? (
        <>
          <p>
            <strong>{t.screen.vote}</strong>
          </p>
          <p>{t.turnout(formatNumber(motion.voters, locale), formatNumber(quorum, locale))}</p>
        </>
      ) : (
        <p>
          <MotionResult of={motion} />
        </p>
      )}
    </>
  );
}

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => pageTitle(matches, data?.title);
