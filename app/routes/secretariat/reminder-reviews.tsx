import { type MetaFunction, redirect } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { remindReviewers } from "#app/domain/reminder/commands.server.ts";
import { canRemindReviewers } from "#app/domain/reminder/policy.ts";
import { reviewReminders } from "#app/domain/reminder/queries.server.ts";
import { getRound } from "#app/domain/round/queries.server.ts";
import { signedIn } from "#app/http/wrappers.ts";
import { say } from "#app/i18n/localised.ts";
import { previewOf } from "#app/jobs/letters.ts";
import { useTexts } from "#app/ui/locale.tsx";
import { pageTitle } from "#app/ui/page-title.ts";
import { ReminderPage } from "#app/ui/reminder-page.tsx";

export const loader = signedIn(async ({ ctx, id, t, locale, visit }) => {
  const round = await getRound(ctx, id("roundId"));
  const { letters, resting } = await reviewReminders(ctx, round, visit.services.config.publicUrl);
  return {
    id: round.id,
    name: say(round.name, locale),
    preview: previewOf(letters),
    resting,
    send: canRemindReviewers(ctx.actor, round, letters.length),
    title: t.reminder.reviewsTitle,
  };
});

export const action = signedIn(async ({ ctx, id, visit }) => {
  await remindReviewers(ctx, id("roundId"), visit.services.config.publicUrl);
  return redirect(`/rounds/${id("roundId")}`, 303);
});

export default function ReviewRemindersPage() {
  const { id, name, preview, resting, send } = useLoaderData<typeof loader>();
  const t = useTexts().reminder;
  return (
    <ReminderPage
      title={t.reviewsTitle}
      lede={t.reviewsLede}
      back={{ href: `/rounds/${id}`, label: name }}
      preview={preview}
      resting={resting}
      send={send}
    />
  );
}

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => pageTitle(matches, data?.title);
