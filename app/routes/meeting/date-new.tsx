import { randomUUID } from "node:crypto";
import type { MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { datesOf } from "#app/domain/meeting/dates.server.ts";
import { authorise } from "#app/domain/verdict.ts";
import { signedIn } from "#app/http/wrappers.ts";
import { say } from "#app/i18n/localised.ts";
import { useLocale, useTexts } from "#app/ui/locale.tsx";
import { MeetingDateForm } from "#app/ui/meeting-date-form.tsx";
import { pageTitle } from "#app/ui/page-title.ts";
import { Page } from "#app/ui/page.tsx";
import { sendDate } from "#app/http/meeting-date.server.ts";

export const loader = signedIn(async ({ ctx, id, t }) => {
  const { round, setting } = await datesOf(ctx, id("roundId"));
  authorise(setting);
  return { round, fresh: randomUUID(), title: t.meeting.dates.newTitle };
});

export const action = signedIn(async ({ ctx, id, form, visit }) => {
  const { round } = await datesOf(ctx, id("roundId"));
  return sendDate(ctx, await form(), { round, publicUrl: visit.services.config.publicUrl });
});

export default function NewMeetingDatePage() {
  const { round, fresh } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const [{ meeting: t }, locale] = [useTexts(), useLocale()];
  const typed = (answer?.typed ?? {}) as Record<string, string>;
  return (
    <Page
      eyebrow={say(round.name, locale)}
      title={t.dates.newTitle}
      lede={t.dates.lede}
      width="text"
      back={{ href: `/rounds/${round.id}/meetings`, label: t.title }}
    >
      <MeetingDateForm
        zone={round.timeZone}
        typed={{ ...typed, id: typed["id"] || fresh }}
        codes={answer?.errors}
        preview={answer && "preview" in answer ? answer.preview : null}
      />
    </Page>
  );
}

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => pageTitle(matches, data?.title);
