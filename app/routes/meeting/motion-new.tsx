import { type MetaFunction, redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { motionInput } from "#app/domain/meeting/input.ts";
import { putMotion } from "#app/domain/meeting/motions.server.ts";
import { roomOf } from "#app/domain/meeting/queries.server.ts";
import { authorise } from "#app/domain/verdict.ts";
import { failed } from "#app/http/answers.server.ts";
import { parse } from "#app/http/form.server.ts";
import { signedIn } from "#app/http/wrappers.ts";
import { useFieldErrors } from "#app/ui/field-errors.ts";
import { Button, Buttons, ErrorSummary, Form, Hidden, TextArea } from "#app/ui/form.tsx";
import { useTexts } from "#app/ui/locale.tsx";
import { Matter } from "#app/ui/meeting.tsx";
import { pageTitle } from "#app/ui/page-title.ts";
import { Page } from "#app/ui/page.tsx";

/** A page of its own, so that nothing that happens in the room takes away what is being typed. */
export const loader = signedIn(async ({ ctx, id, t }) => {
  const { meeting, current, putting } = await roomOf(ctx, id("meetingId"));
  authorise(putting);
  return { meeting, current: current!, title: t.meeting.put };
});

export const action = signedIn(async ({ ctx, id, form }) => {
  const meetingId = id("meetingId");
  const sent = await form();
  const given = parse(sent, motionInput);
  if (!given.ok) return failed(sent, given.errors);
  const { item, text } = given.value;
  await putMotion(ctx, meetingId, { itemId: item, text });
  return redirect(`/meetings/${meetingId}`, 303);
});

export default function MotionPage() {
  const { meeting, current } = useLoaderData<typeof loader>();
  const refused = useActionData<typeof action>();
  const t = useTexts().meeting;
  const errors = useFieldErrors(refused?.errors, { text: t.motion });
  return (
    <Page
      eyebrow={<Matter of={current} />}
      title={t.put}
      width="text"
      back={{ href: `/meetings/${meeting.id}`, label: t.room.back }}
    >
      <ErrorSummary errors={errors} />
      <Form>
        <Hidden name="item" value={current.id} />
        <TextArea
          name="text"
          label={t.motion}
          hint={t.putHint}
          rows={4}
          value={refused?.typed["text"]}
          error={errors["text"]}
        />
        <Buttons>
          <Button>{t.put}</Button>
        </Buttons>
      </Form>
    </Page>
  );
}

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => pageTitle(matches, data?.title);
