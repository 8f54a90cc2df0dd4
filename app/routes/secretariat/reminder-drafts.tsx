import { type MetaFunction, redirect } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { getCycle } from "#app/domain/cycle/queries.server.ts";
import { cycleState } from "#app/domain/cycle/rules.ts";
import { remindTeams } from "#app/domain/reminder/commands.server.ts";
import { canRemindTeams } from "#app/domain/reminder/policy.ts";
import { draftReminders } from "#app/domain/reminder/queries.server.ts";
import { signedIn } from "#app/http/wrappers.ts";
import { say } from "#app/i18n/localised.ts";
import { previewOf } from "#app/jobs/letters.ts";
import { useTexts } from "#app/ui/locale.tsx";
import { pageTitle } from "#app/ui/page-title.ts";
import { ReminderPage } from "#app/ui/reminder-page.tsx";

export const loader = signedIn(async ({ ctx, id, t, locale, visit }) => {
  const cycle = await getCycle(ctx, id("cycleId"));
  const { letters, resting } = await draftReminders(ctx, cycle, visit.services.config.publicUrl);
  const send = canRemindTeams(ctx.actor, cycleState(cycle, ctx.now), letters.length);
  return {
    id: cycle.id,
    name: say(cycle.name, locale),
    preview: previewOf(letters),
    resting,
    send,
    title: t.reminder.draftsTitle,
  };
});

export const action = signedIn(async ({ ctx, id, visit }) => {
  const letters = await remindTeams(ctx, id("cycleId"), visit.services.config.publicUrl);
  return redirect(`/secretariat/cycles/${id("cycleId")}/progress?reminded=${letters}`, 303);
});

export default function DraftRemindersPage() {
  const { id, name, preview, resting, send } = useLoaderData<typeof loader>();
  const t = useTexts().reminder;
  return (
    <ReminderPage
      title={t.draftsTitle}
      lede={t.draftsLede}
      back={{ href: `/secretariat/cycles/${id}/progress`, label: name }}
      preview={preview}
      resting={resting}
      send={send}
    />
  );
}

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => pageTitle(matches, data?.title);
