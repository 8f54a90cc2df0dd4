import { data, type MetaFunction, redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { answerInvitation, leaveJointEntry } from "#app/domain/co-applicant/commands.server.ts";
import { coApplicantAnswer } from "#app/domain/co-applicant/input.ts";
import { canAnswer, canLeave } from "#app/domain/co-applicant/policy.ts";
import { getInvitation } from "#app/domain/co-applicant/queries.server.ts";
import { closesAtFor } from "#app/domain/cycle/rules.ts";
import { parse } from "#app/http/form.server.ts";
import { signedIn } from "#app/http/wrappers.ts";
import { say } from "#app/i18n/localised.ts";
import { SummaryList } from "#app/ui/data.tsx";
import { Notice } from "#app/ui/feedback.tsx";
import { problemSentence } from "#app/ui/field-errors.ts";
import { Button, Buttons, ErrorSummary, Form, LinkButton } from "#app/ui/form.tsx";
import { useLocale, useTexts } from "#app/ui/locale.tsx";
import { Page } from "#app/ui/page.tsx";
import { pageTitle } from "#app/ui/page-title.ts";
import { Deadline } from "#app/ui/time.tsx";
import { Bracketed, Code, Place } from "#app/ui/wording.tsx";

export const loader = signedIn(async ({ ctx, id, t }) => {
  const invitation = await getInvitation(ctx, id("coApplicantId"));
  const { id: own, entryId, code, title: named, city, lead, cycle, entry, invitedBy, state, isNamed } = invitation;
  const may = { answer: canAnswer(ctx.actor, invitation, ctx.now), leave: canLeave(ctx.actor, invitation, ctx.now) };
  return {
    title: t.coApplicant.invitation.title(lead.name),
    id: own,
    entryId,
    code,
    named,
    city,
    lead,
    cycle,
    invitedBy,
    state,
    isNamed,
    may,
    closesAt: closesAtFor(entry.cycle, entry),
    now: ctx.now,
  };
});

export const action = signedIn(async ({ ctx, id, form, visit }) => {
  await getInvitation(ctx, id("coApplicantId"));
  const [own, { publicUrl }] = [id("coApplicantId"), visit.services.config];
  const given = parse(await form(), coApplicantAnswer);
  if (!given.ok) return data({ errors: given.errors }, { status: 422 });
  if (given.value.answer === "leave") {
    await leaveJointEntry(ctx, own, publicUrl);
    return redirect("/entries?done=left", 303);
  }
  await answerInvitation(ctx, own, given.value.answer === "yes", publicUrl);
  return redirect(`/joint-entries/${own}`, 303);
});

export const meta: MetaFunction<typeof loader> = ({ data: shown, matches }) => pageTitle(matches, shown?.title);

export default function JointEntryPage() {
  const { title, code, named, city, lead, cycle, invitedBy, state, isNamed, closesAt, now } =
    useLoaderData<typeof loader>();
  const failed = useActionData<typeof action>();
  const [texts, locale] = [useTexts(), useLocale()];
  const t = texts.coApplicant.invitation;
  return (
    <Page
      title={<bdi>{title}</bdi>}
      lede={state === "invited" ? t.lede(invitedBy, lead.name, city.name) : undefined}
      width="text"
      back={{ href: "/entries", label: texts.entry.tasks.back }}
    >
      <ErrorSummary
        errors={failed?.errors["answer"] ? { answer: problemSentence(texts, "not-a-choice", title) } : null}
      />
      {state === "accepted" || state === "declined" ? (
        <Notice kind={state === "accepted" ? "success" : "info"}>{t.states[state]}</Notice>
      ) : null}
      {state === "accepted" && isNamed === false ? <Notice kind="warning">{t.unnamed(lead.name)}</Notice> : null}
      <SummaryList
        rows={[
          {
            key: "initiative",
            label: t.initiative,
            value: (
              <>
                <bdi>{named || texts.entry.untitled}</bdi>
                <Bracketed>
                  <Code>{code}</Code>
                </Bracketed>
              </>
            ),
          },
          { key: "lead", label: t.lead, value: <Place of={{ cityName: lead.name, country: lead.country }} /> },
          { key: "city", label: t.city, value: <Place of={{ cityName: city.name, country: city.country }} /> },
          { key: "call", label: t.call, value: say(cycle.name, locale) },
          { key: "closes", label: t.closes, value: <Deadline at={closesAt} zone={cycle.timeZone} now={now} /> },
        ]}
      />
      {state === "declined" ? null : (
        <ul>
          {t.effects.map((effect) => (
            <li key={effect}>{effect}</li>
          ))}
        </ul>
      )}
      <Acts />
    </Page>
  );
}

function Acts() {
  const { id, entryId, state, may } = useLoaderData<typeof loader>();
  const { invitation: t } = useTexts().coApplicant;
  if (state === "declined") return null;
  const accepted = state === "accepted";
  return (
    <>
      {accepted ? (
        <Buttons>
          <LinkButton href={`/entries/${entryId}`}>{t.read}</LinkButton>
        </Buttons>
      ) : null}
      <Form action={`/joint-entries/${id}`}>
        <Buttons>
          {accepted ? (
            <Button kind="secondary" name="answer" value="leave" verdict={may.leave}>
              {t.leave}
            </Button>
          ) : (
            <>
              <Button name="answer" value="yes" verdict={may.answer}>
                {t.yes}
              </Button>
              {may.answer.allowed ? (
                <Button kind="secondary" name="answer" value="no">
                  {t.no}
                </Button>
              ) : null}
            </>
          )}
        </Buttons>
      </Form>
      {!may.answer.allowed && may.answer.because === "join-team-first" ? (
        <p>
          <a href={`/cities/new?next=/joint-entries/${id}`}>{t.team}</a>
        </p>
      ) : null}
    </>
  );
}
