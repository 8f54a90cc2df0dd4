import { type MetaFunction, redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { declareConflict } from "#app/domain/conflict/commands.server.ts";
import { stepOutInput } from "#app/domain/meeting/input.ts";
import { roomOf } from "#app/domain/meeting/queries.server.ts";
import { authorise, notNow } from "#app/domain/verdict.ts";
import { errorsOf, failed } from "#app/http/answers.server.ts";
import { parse } from "#app/http/form.server.ts";
import { signedIn } from "#app/http/wrappers.ts";
import { useFieldErrors } from "#app/ui/field-errors.ts";
import { Button, Buttons, ErrorSummary, Form, Hidden, TextArea } from "#app/ui/form.tsx";
import { useTexts } from "#app/ui/locale.tsx";
import { Matter } from "#app/ui/meeting.tsx";
import { pageTitle } from "#app/ui/page-title.ts";
import { Page } from "#app/ui/page.tsx";

export const loader = signedIn(async ({ ctx, id, t }) => {
  const { meeting, current, steppingOut } = await roomOf(ctx, id("meetingId"));
  authorise(steppingOut);
  return { meeting, current: current!, title: t.meeting.stepOut };
});

export const action = signedIn(async ({ ctx, id, form }) => {
  const meetingId = id("meetingId");
  const { current, steppingOut } = await roomOf(ctx, meetingId);
  authorise(steppingOut);
  const sent = await form();
  const given = parse(sent, stepOutInput);
  if (!given.ok) return failed(sent, given.errors);
  const { item, reason } = given.value;
  // The entry that was on the page when they wrote, not the one called up meanwhile.
  if (item !== current!.id) authorise(notNow("meeting-item-over"));
  const errors = await errorsOf(declareConflict(ctx, { entryId: current!.entryId!, answer: "conflict", reason }));
  return errors ? failed(sent, errors) : redirect(`/meetings/${meetingId}`, 303);
});

export default function ConflictInRoomPage() {
  const { meeting, current } = useLoaderData<typeof loader>();
  const refused = useActionData<typeof action>();
  const { meeting: t, review } = useTexts();
  const errors = useFieldErrors(refused?.errors, { reason: review.conflict.reason });
  return (
    <Page
      eyebrow={<Matter of={current} />}
      title={t.stepOut}
      lede={t.stepOutText}
      width="text"
      back={{ href: `/meetings/${meeting.id}`, label: t.room.back }}
    >
      <ErrorSummary errors={errors} />
      <Form>
        <Hidden name="item" value={current.id} />
        <TextArea
          name="reason"
          label={review.conflict.reason}
          hint={review.conflict.reasonHint}
          rows={3}
          value={refused?.typed["reason"]}
          error={errors["reason"]}
        />
        <Buttons>
          <Button>{t.stepOutButton}</Button>
        </Buttons>
      </Form>
    </Page>
  );
}

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => pageTitle(matches, data?.title);
