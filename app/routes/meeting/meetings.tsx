import { type MetaFunction, redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { openMeeting } from "#app/domain/meeting/commands.server.ts";
import { datesOf } from "#app/domain/meeting/dates.server.ts";
import { meetingInput } from "#app/domain/meeting/input.ts";
import { meetingsOf } from "#app/domain/meeting/queries.server.ts";
import { authorise, isTheirs } from "#app/domain/verdict.ts";
import { failed } from "#app/http/answers.server.ts";
import { parse } from "#app/http/form.server.ts";
import { signedIn } from "#app/http/wrappers.ts";
import { formatLength } from "#app/i18n/format.ts";
import { say } from "#app/i18n/localised.ts";
import { DataTable, Th } from "#app/ui/data.tsx";
import { Empty, Notice, Tag } from "#app/ui/feedback.tsx";
import { useFieldErrors } from "#app/ui/field-errors.ts";
import { Button, Buttons, ErrorSummary, Form, LinkButton, TextInput } from "#app/ui/form.tsx";
import { useLocale, useTexts } from "#app/ui/locale.tsx";
import { pageTitle } from "#app/ui/page-title.ts";
import { Page, Section } from "#app/ui/page.tsx";
import { Paragraphs } from "#app/ui/paragraphs.tsx";
import { Moment } from "#app/ui/time.tsx";
import { About, Labelled } from "#app/ui/wording.tsx";

export const loader = signedIn(async ({ ctx, id, t }) => ({
  ...(await meetingsOf(ctx, id("roundId"))),
  ...(await datesOf(ctx, id("roundId"))),
  leads: ctx.actor.staff.length > 0,
  title: t.meeting.title,
}));

export const action = signedIn(async ({ ctx, id, form }) => {
  authorise((await meetingsOf(ctx, id("roundId"))).opening);
  const sent = await form();
  const given = parse(sent, meetingInput);
  if (!given.ok) return failed(sent, given.errors);
  return redirect(`/meetings/${await openMeeting(ctx, id("roundId"), given.value.quorum)}/lead`, 303);
});

export default function MeetingsPage() {
  const { round, frozen, meetings, opening, leads, small } = useLoaderData<typeof loader>();
  const refused = useActionData<typeof action>();
  const [{ meeting: t, frame, shortlist }, locale] = [useTexts(), useLocale()];
  const errors = useFieldErrors(refused?.errors, t);
  const decides = isTheirs(opening);
  return (
    <Page
      eyebrow={say(round.name, locale)}
      title={t.title}
      lede={t.lede}
      width="text"
      back={
        !decides && !leads
          ? { href: "/judging", label: frame.nav.judging }
          : frozen
            ? { href: `/rounds/${round.id}/selection`, label: shortlist.title }
            : { href: `/rounds/${round.id}`, label: say(round.name, locale) }
      }
    >
      <ErrorSummary errors={errors} />
      <Dates />
      {meetings.length === 0 ? <Empty title={t.none} /> : <Meetings />}
      {decides ? (
        <Section title={t.open}>
          {small ? <Notice kind="info">{t.small}</Notice> : null}
          <Form>
            <TextInput
              name="quorum"
              label={t.quorum}
              hint={t.quorumHint}
              width="short"
              inputMode="numeric"
              optional
              value={refused?.typed["quorum"]}
              error={errors["quorum"]}
            />
            <Buttons>
              <Button verdict={opening}>{t.open}</Button>
            </Buttons>
          </Form>
        </Section>
      ) : null}
    </Page>
  );
}

/** When the panel is called to meet, and until the day after. */
function Dates() {
  const { round, dates, setting } = useLoaderData<typeof loader>();
  const t = useTexts().meeting.dates;
  if (dates.length === 0 && !setting.allowed) return null;
  return (
    <Section title={t.title}>
      {dates.length === 0 ? <p>{t.none}</p> : null}
      {dates.map(({ id, startsAt, minutes, place, agenda, cancelled, changing }) => (
        <div key={id} className="stack">
          <h3>
            <Moment at={startsAt} zone={round.timeZone} weekday /> {cancelled ? <Tag>{t.cancelled}</Tag> : null}
          </h3>
          <DateFacts minutes={minutes} place={place} />
          <Paragraphs text={agenda} />
          {changing.allowed ? (
            <p>
              <a href={`/meeting-dates/${id}`}>
                {t.change}
                <About>
                  <Moment at={startsAt} zone={round.timeZone} />
                </About>
              </a>
            </p>
          ) : null}
        </div>
      ))}
      {setting.allowed ? (
        <Buttons>
          <LinkButton href={`/rounds/${round.id}/meetings/dates`}>{t.newTitle}</LinkButton>
        </Buttons>
      ) : null}
    </Section>
  );
}

function DateFacts({ minutes, place }: { minutes: number; place: string }) {
  const [t, locale] = [useTexts().meeting.dates, useLocale()];
  return (
    <p>
      <Labelled label={t.length}>{formatLength(minutes, locale)}</Labelled>
      <br />
      <Labelled label={t.place}>
        <bdi>{place}</bdi>
      </Labelled>
    </p>
  );
}

function Meetings() {
  const { round, meetings } = useLoaderData<typeof loader>();
  const t = useTexts().meeting;
  return (
    <DataTable
      stacked
      caption={t.title}
      captionHidden
      head={
        <>
          <Th>{t.opened}</Th>
          <Th>{t.state}</Th>
          <Th>{t.minutes.title}</Th>
        </>
      }
    >
      {meetings.map(({ id, openedAt, endedAt }) => (
        <tr key={id}>
          <th scope="row">
            <Moment at={openedAt} zone={round.timeZone} />
          </th>
          <td>
            {endedAt ? (
              <Tag>{t.ended}</Tag>
            ) : (
              <>
                <Tag tone="progress">{t.running}</Tag> <a href={`/meetings/${id}`}>{t.room.link}</a>
              </>
            )}
          </td>
          <td>
            <a href={`/meetings/${id}/minutes`}>
              {t.minutes.title}
              <About>
                <Moment at={openedAt} zone={round.timeZone} />
              </About>
            </a>
          </td>
        </tr>
      ))}
    </DataTable>
  );
}

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => pageTitle(matches, data?.title);
