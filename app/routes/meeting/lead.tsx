import { type MetaFunction, redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { addEntries, addMatter, concludeItem } from "#app/domain/meeting/commands.server.ts";
import { leadInput } from "#app/domain/meeting/input.ts";
import { roomOf } from "#app/domain/meeting/queries.server.ts";
import { cutOf } from "#app/domain/ranking/cut.server.ts";
import { authorise } from "#app/domain/verdict.ts";
import { errorsOf, failed } from "#app/http/answers.server.ts";
import { parse } from "#app/http/form.server.ts";
import { signedIn } from "#app/http/wrappers.ts";
import { say } from "#app/i18n/localised.ts";
import { Notice } from "#app/ui/feedback.tsx";
import { useFieldErrors } from "#app/ui/field-errors.ts";
import { Button, Buttons, ErrorSummary, Form, Hidden, TextArea, TextInput } from "#app/ui/form.tsx";
import { useLocale, useTexts } from "#app/ui/locale.tsx";
import { AgendaTable, Attendance } from "#app/ui/meeting-lead.tsx";
import { Leaving, Matter, Paused } from "#app/ui/meeting.tsx";
import { AfterMotion, MotionSteps, MotionText } from "#app/ui/motions.tsx";
import { pageTitle } from "#app/ui/page-title.ts";
import { Page, Section } from "#app/ui/page.tsx";

export const loader = signedIn(async ({ ctx, id, t }) => {
  const room = await roomOf(ctx, id("meetingId"));
  authorise(room.leading);
  return { ...room, title: t.meeting.chair.title };
});

export const action = signedIn(async ({ ctx, id, form, visit }) => {
  const meetingId = id("meetingId");
  const { round } = await roomOf(ctx, meetingId);
  const sent = await form();
  const given = parse(sent, leadInput);
  if (!given.ok) return failed(sent, given.errors);
  const { kind, entry, text, item, conclusion } = given.value;
  if (kind === "matter" && !text) return failed(sent, { text: "required" });
  if (kind === "entry" && !entry) return failed(sent, { entry: "required" });
  if (kind === "conclude" && !item) return failed(sent, { conclusion: "not-a-choice" });
  if (item) await concludeItem(ctx, meetingId, item, conclusion);
  else if (kind === "matter") await addMatter(ctx, meetingId, text);
  else if (kind === "entry") {
    const errors = await errorsOf(addEntries(ctx, meetingId, { code: entry }));
    if (errors) return failed(sent, errors);
  } else {
    const { cut } = await cutOf(ctx, visit.services.calculation.run, round.id, null);
    const close = cut?.expectedHits == null ? [] : cut.entries.filter(({ band }) => band === "near-tie");
    if (close.length === 0) return failed(sent, { kind: "not-a-choice" });
    await addEntries(ctx, meetingId, { ids: close.map(({ id: entryId }) => entryId) });
  }
  return redirect(`/meetings/${meetingId}/lead`, 303);
});

export default function LeadPage() {
  const { round, meeting, items, kept, current, people, ending } = useLoaderData<typeof loader>();
  const [t, locale] = [useTexts().meeting, useLocale()];
  const refused = useActionData<typeof action>();
  const named = useFieldErrors(refused?.errors, {
    conclusion: t.chair.conclusion,
    entry: t.code,
    text: t.matter,
    kind: t.nearTie,
  });
  const errors = refused?.errors["kind"] ? { ...named, kind: round.divided ? t.nearTieDivided : t.nearTieNone } : named;
  return (
    <Page
      eyebrow={say(round.name, locale)}
      title={t.chair.title}
      back={{ href: `/meetings/${meeting.id}`, label: t.room.back }}
    >
      <ErrorSummary errors={errors} />
      <p>
        <a href={`/meetings/${meeting.id}/screen`}>{t.screen.link}</a>
      </p>
      <Paused />
      <div id="now" className="stack" data-live>
        {kept ? (
          <Notice kind="warning" title={t.away}>
            {t.awayText}
          </Notice>
        ) : current ? (
          <Section title={t.now}>
            <p>
              <strong>
                <Matter of={current} />
              </strong>
            </p>
            <Leaving of={people.filter(({ leaves }) => leaves)} />
            <Motions />
          </Section>
        ) : null}
      </div>
      {current ? <Conclude error={errors["conclusion"]} typed={refused?.typed["conclusion"]} /> : null}
      <Section title={t.agenda}>
        <AgendaTable meetingId={meeting.id} items={items} busy={current !== null || kept} />
      </Section>
      <Section title={t.addTitle}>
        <Adding errors={errors} typed={refused?.typed} />
      </Section>
      <Section title={t.people}>
        <div id="people" data-live>
          {kept ? <p>{t.peopleHidden}</p> : <Attendance meetingId={meeting.id} people={people} />}
        </div>
      </Section>
      <Section title={t.end}>
        <p>{t.endText}</p>
        <Form action={`/meetings/${meeting.id}/ending`}>
          <Buttons>
            <Button kind="danger" verdict={ending}>
              {t.end}
            </Button>
          </Buttons>
        </Form>
      </Section>
    </Page>
  );
}

export const handle = { enhanced: true };

function Motions() {
  const { round, meeting, current, motions, quorum } = useLoaderData<typeof loader>();
  const t = useTexts().meeting;
  return (
    <>
      {motions.length === 0 ? <p>{t.noMotions}</p> : null}
      {motions.map((motion) => (
        <div key={motion.id} className="stack">
          <h3>{t.motion}</h3>
          <MotionText of={motion} />
          <MotionSteps meetingId={meeting.id} motion={motion} quorum={quorum} />
          <AfterMotion roundId={round.id} entryId={current?.entryId ?? null} motion={motion} />
        </div>
      ))}
      <p>
        <a href={`/meetings/${meeting.id}/motions`}>{t.put}</a>
      </p>
    </>
  );
}

function Conclude({ error, typed }: { error: string | undefined; typed: string | undefined }) {
  const { current } = useLoaderData<typeof loader>();
  const t = useTexts().meeting;
  return (
    <Form>
      <TextArea
        name="conclusion"
        label={t.chair.conclusion}
        hint={t.chair.conclusionHint}
        rows={4}
        value={typed}
        error={error}
        optional
      />
      <Hidden name="kind" value="conclude" />
      <Hidden name="item" value={current!.id} />
      <Buttons>
        <Button kind="secondary">{t.chair.conclude}</Button>
      </Buttons>
    </Form>
  );
}

function Adding({ errors, typed }: { errors: Record<string, string>; typed: Record<string, string> | undefined }) {
  const { round } = useLoaderData<typeof loader>();
  const t = useTexts().meeting;
  return (
    <>
      <Form>
        <Hidden name="kind" value="entry" />
        <TextInput name="entry" label={t.code} width="medium" value={typed?.["entry"]} error={errors["entry"]} />
        <Buttons>
          <Button kind="secondary" label={t.onItem(t.add, t.code)}>
            {t.add}
          </Button>
        </Buttons>
      </Form>
      <Form>
        <Hidden name="kind" value="matter" />
        <TextInput name="text" label={t.matter} value={typed?.["text"]} error={errors["text"]} />
        <Buttons>
          <Button kind="secondary" label={t.onItem(t.add, t.matter)}>
            {t.add}
          </Button>
        </Buttons>
      </Form>
      {round.divided ? (
        <p id="kind">{t.nearTieDivided}</p>
      ) : (
        <Form>
          <p id="kind">{t.nearTieText}</p>
          <Hidden name="kind" value="near-tie" />
          <Buttons>
            <Button kind="secondary">{t.nearTie}</Button>
          </Buttons>
        </Form>
      )}
    </>
  );
}

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => pageTitle(matches, data?.title);
