import type { MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { localParts } from "#app/domain/cycle/rules.ts";
import { dateOf } from "#app/domain/meeting/dates.server.ts";
import { authorise } from "#app/domain/verdict.ts";
import { signedIn } from "#app/http/wrappers.ts";
import { say } from "#app/i18n/localised.ts";
import { useLocale, useTexts } from "#app/ui/locale.tsx";
import { MeetingDateForm } from "#app/ui/meeting-date-form.tsx";
import { pageTitle } from "#app/ui/page-title.ts";
import { Page } from "#app/ui/page.tsx";
import { sendDate } from "#app/http/meeting-date.server.ts";

export const loader = signedIn(async ({ ctx, id, t }) => {
  const { date, round, changing } = await dateOf(ctx, id("dateId"));
  authorise(changing);
  const at = localParts(date.startsAt, round.timeZone);
  const time = at.time.replace(/:00$/, "");
  const standing = { ...at, time, minutes: String(date.minutes), place: date.place, agenda: date.agenda };
  return { id: date.id, round, standing, title: t.meeting.dates.changeTitle };
});

export const action = signedIn(async ({ ctx, id, form, visit }) => {
  const { date, round } = await dateOf(ctx, id("dateId"));
  const sent = await form();
  return sendDate(ctx, sent, { id: date.id, round, publicUrl: visit.services.config.publicUrl });
});

export default function MeetingDatePage() {
  const { id, round, standing } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const [{ meeting: t }, locale] = [useTexts(), useLocale()];
  return (
    <Page
      eyebrow={say(round.name, locale)}
      title={t.dates.changeTitle}
      lede={t.dates.changeLede}
      width="text"
      back={{ href: `/rounds/${round.id}/meetings`, label: t.title }}
    >
      <MeetingDateForm
        zone={round.timeZone}
        typed={{ ...((answer?.typed as Record<string, string> | undefined) ?? standing), id }}
        codes={answer?.errors}
        preview={answer && "preview" in answer ? answer.preview : null}
      />
      <p>
        <a href={`/meeting-dates/${id}/cancellation`}>{t.dates.cancel}</a>
      </p>
    </Page>
  );
}

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => pageTitle(matches, data?.title);
