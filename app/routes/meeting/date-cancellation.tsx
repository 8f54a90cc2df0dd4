import { type MetaFunction, redirect } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { cancelDate, lettersOfCancellation } from "#app/domain/meeting/dates.server.ts";
import { authorise } from "#app/domain/verdict.ts";
import { signedIn } from "#app/http/wrappers.ts";
import { previewOf } from "#app/jobs/letters.ts";
import { useTexts } from "#app/ui/locale.tsx";
import { pageTitle } from "#app/ui/page-title.ts";
import { ReminderPage } from "#app/ui/reminder-page.tsx";

export const loader = signedIn(async ({ ctx, id, t, visit }) => {
  const { publicUrl } = visit.services.config;
  const { letters, round, cancelling } = await lettersOfCancellation(ctx, id("dateId"), publicUrl);
  authorise(cancelling);
  return { round, preview: previewOf(letters), cancelling, title: t.meeting.dates.cancel };
});

export const action = signedIn(async ({ ctx, id, visit }) =>
  redirect(`/rounds/${await cancelDate(ctx, id("dateId"), visit.services.config.publicUrl)}/meetings`, 303),
);

export default function CancellationPage() {
  const { round, preview, cancelling } = useLoaderData<typeof loader>();
  const t = useTexts().meeting;
  return (
    <ReminderPage
      title={t.dates.cancel}
      lede={t.dates.cancelLede}
      back={{ href: `/rounds/${round.id}/meetings`, label: t.title }}
      preview={preview}
      resting={0}
      send={cancelling}
    />
  );
}

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => pageTitle(matches, data?.title);
