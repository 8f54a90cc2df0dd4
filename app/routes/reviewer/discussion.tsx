import { type MetaFunction, redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { correct, markRead, say } from "#app/domain/discussion/commands.server.ts";
import { messageInput } from "#app/domain/discussion/input.ts";
import { getDiscussion } from "#app/domain/discussion/queries.server.ts";
import { isUuid } from "#app/domain/input.ts";
import { ownAssignment } from "#app/domain/review/tasks.server.ts";
import { failed } from "#app/http/answers.server.ts";
import { unlessEnded } from "#app/http/ended.server.ts";
import { parse } from "#app/http/form.server.ts";
import { type Ask, signedIn } from "#app/http/wrappers.ts";
import { DiscussionList } from "#app/ui/discussion-list.tsx";
import { Empty } from "#app/ui/feedback.tsx";
import { useFieldErrors } from "#app/ui/field-errors.ts";
import { Button, Buttons, ErrorSummary, Form, Hidden, LinkButton, TextArea } from "#app/ui/form.tsx";
import { useTexts } from "#app/ui/locale.tsx";
import { pageTitle } from "#app/ui/page-title.ts";
import { Page, Section } from "#app/ui/page.tsx";
import { Within } from "#app/ui/wording.tsx";

const placeOf = ({ id }: Pick<Ask<never>, "id">) => ({ roundId: id("roundId"), entryId: id("entryId") });

/** `?correct=…` names a message of one's own, whose words then stand in the form. */
export const loader = signedIn(async (ask) => {
  const { roundId, entryId } = placeOf(ask);
  const { entry, messages, unread, speaking, divided, letter, assignmentId } = await getDiscussion(
    ask.ctx,
    roundId,
    entryId,
  );
  // On a GET, because reading is nothing but opening the page: asked for twice it changes nothing more.
  if (unread.length > 0) await markRead(ask.ctx, { roundId, entryId, read: unread });
  const correcting = messages.find(({ id, own }) => own && id === ask.url.searchParams.get("correct")) ?? null;
  const back = assignmentId ? `/judging/assignments/${assignmentId}` : `/rounds/${roundId}/entries/${entryId}`;
  return {
    roundId,
    entry,
    messages,
    speaking,
    divided,
    letter,
    correcting: correcting && { id: correcting.id, text: correcting.text },
    back,
    title: ask.t.discussion.title,
  };
});

export const action = signedIn(async (ask) => {
  const place = placeOf(ask);
  return unlessEnded(ask, await ownAssignment(ask.ctx, place), async () => {
    const sent = await ask.form();
    const given = parse(sent, messageInput);
    if (!given.ok) return failed(sent, given.errors);
    const { text, corrects } = given.value;
    await (isUuid(corrects)
      ? correct(ask.ctx, { ...place, text, messageId: corrects })
      : say(ask.ctx, { ...place, text }));
    return redirect(`/rounds/${place.roundId}/entries/${place.entryId}/discussion`, 303);
  });
});

export default function DiscussionPage() {
  const { roundId, entry, messages, speaking, divided, letter, correcting, back, title } =
    useLoaderData<typeof loader>();
  const refused = useActionData<typeof action>();
  const t = useTexts().discussion;
  const errors = useFieldErrors(refused?.errors, { text: t.add });
  const here = `/rounds/${roundId}/entries/${entry.id}/discussion`;
  const corrects = refused?.typed["corrects"] ?? correcting?.id ?? "";
  return (
    <Page
      title={title}
      eyebrow={<Within title={entry.title}>{entry.code}</Within>}
      lede={t.lede}
      back={{ href: back, label: t.back }}
      width="text"
    >
      <ErrorSummary errors={errors} />
      {messages.length === 0 ? (
        <Empty title={t.none} />
      ) : (
        <DiscussionList messages={messages} correct={speaking.allowed ? (id) => `${here}?correct=${id}#say` : null} />
      )}
      {speaking.allowed ? (
        <Section title={corrects ? t.correcting : t.add} id="say">
          {letter && divided ? <p className="hint">{t.divided}</p> : null}
          <Form action={here}>
            {corrects ? <Hidden name="corrects" value={corrects} /> : null}
            <TextArea
              name="text"
              label={<span className="unseen">{t.add}</span>}
              hint={letter ? t.asReviewer(letter) : t.asChair}
              rows={5}
              value={refused?.typed["text"] ?? correcting?.text}
              error={errors["text"]}
            />
            <Buttons>
              <Button>{corrects ? t.save : t.button}</Button>
              {corrects ? (
                <LinkButton kind="secondary" href={here}>
                  {t.cancel}
                </LinkButton>
              ) : null}
            </Buttons>
          </Form>
        </Section>
      ) : speaking.because === "already-finalised" ? (
        <p>{t.over}</p>
      ) : null}
    </Page>
  );
}

export const meta: MetaFunction<typeof loader> = ({ matches, data }) =>
  pageTitle(matches, data && `${data.title} – ${data.entry.code}`);
