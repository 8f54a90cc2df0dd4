import { type MetaFunction, redirect } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { remindVoters } from "#app/domain/ballot/commands.server.ts";
import { ballotReminders } from "#app/domain/ballot/letters.server.ts";
import { signedIn } from "#app/http/wrappers.ts";
import { previewOf } from "#app/jobs/letters.ts";
import { useTexts } from "#app/ui/locale.tsx";
import { pageTitle } from "#app/ui/page-title.ts";
import { ReminderPage } from "#app/ui/reminder-page.tsx";

export const loader = signedIn(async ({ ctx, id, t, visit }) => {
  const { letters, resting, reminding } = await ballotReminders(ctx, id("roundId"), visit.services.config.publicUrl);
  return { id: id("roundId"), preview: previewOf(letters), resting, send: reminding, title: t.ballot.remind };
});

export const action = signedIn(async ({ ctx, id, visit }) => {
  await remindVoters(ctx, id("roundId"), visit.services.config.publicUrl);
  return redirect(`/rounds/${id("roundId")}/ballot`, 303);
});

export default function BallotRemindersPage() {
  const { id, preview, resting, send } = useLoaderData<typeof loader>();
  const t = useTexts().ballot;
  return (
    <ReminderPage
      title={t.remind}
      lede={t.remindLede}
      back={{ href: `/rounds/${id}/ballot`, label: t.title }}
      preview={preview}
      resting={resting}
      send={send}
    />
  );
}

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => pageTitle(matches, data?.title);
