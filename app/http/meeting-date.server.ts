import { redirect } from "@remix-run/node";
import type { Context } from "#app/domain/context.ts";
import { lettersForDate, setDate } from "#app/domain/meeting/dates.server.ts";
import { meetingDateInput, readMeetingDate } from "#app/domain/meeting/input.ts";
import { errorsOf, failed } from "./answers.server.ts";
import { type Form, parse } from "./form.server.ts";
import { previewOf } from "#app/jobs/letters.ts";

/** `id` where a date stands; of a new one the form brings it. */
type About = { id?: string; round: { id: string; timeZone: string }; publicUrl: string };

/** Shows the letters that call a panel together, or sends exactly those that were shown. */
export async function sendDate(ctx: Context, sent: Form, { id: standing, round, publicUrl }: About) {
  const parsed = parse(sent, meetingDateInput);
  if (!parsed.ok) return failed(sent, parsed.errors);
  const read = readMeetingDate(parsed.value, { zone: round.timeZone, now: ctx.now });
  if (!read.ok) return failed(sent, read.errors);
  const { id, seen } = parsed.value;
  const given = { id: standing ?? id, roundId: round.id, date: read.value };
  if (sent.has("send")) {
    const errors = await errorsOf(setDate(ctx, { ...given, seen }, publicUrl));
    return errors ? failed(sent, errors) : redirect(`/rounds/${round.id}/meetings`, 303);
  }
  let shown: Awaited<ReturnType<typeof lettersForDate>> | undefined;
  const errors = await errorsOf(lettersForDate(ctx, given, publicUrl).then((found) => (shown = found)));
  if (errors || !shown) return failed(sent, errors ?? {});
  const preview = { ...previewOf(shown.letters), seen: shown.seen, telling: shown.telling };
  return { errors: {}, typed: sent.typed(), preview };
}
