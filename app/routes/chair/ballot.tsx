import { type MetaFunction, redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { openBallot } from "#app/domain/ballot/commands.server.ts";
import { ballotInput, readBallot } from "#app/domain/ballot/input.ts";
import { ballotOf, votingIn } from "#app/domain/ballot/queries.server.ts";
import { authorise } from "#app/domain/verdict.ts";
import { errorsOf, failed } from "#app/http/answers.server.ts";
import { parse } from "#app/http/form.server.ts";
import { signedIn } from "#app/http/wrappers.ts";
import { formatNumber } from "#app/i18n/format.ts";
import { say } from "#app/i18n/localised.ts";
import { BallotForm } from "#app/ui/ballot-form.tsx";
import { BallotOutcome, BallotRule } from "#app/ui/ballot-outcome.tsx";
import { DataTable, Meter, Th } from "#app/ui/data.tsx";
import { Notice, Tag } from "#app/ui/feedback.tsx";
import { Button, Buttons, Form } from "#app/ui/form.tsx";
import { useLocale, useTexts } from "#app/ui/locale.tsx";
import { pageTitle } from "#app/ui/page-title.ts";
import { Page, Section } from "#app/ui/page.tsx";
import { EntryName } from "#app/ui/wording.tsx";

export const loader = signedIn(async ({ ctx, id, t }) => ({
  ...(await ballotOf(ctx, id("roundId"))),
  own: await votingIn(ctx, id("roundId")),
  title: t.ballot.title,
}));

export const action = signedIn(async ({ ctx, id, form, visit }) => {
  const { round, opening } = await ballotOf(ctx, id("roundId"));
  authorise(opening);
  const sent = await form();
  const given = parse(sent, ballotInput);
  const rule = given.ok ? readBallot(given.value, { zone: round.cycle.timeZone, now: ctx.now }) : given;
  if (!rule.ok) return failed(sent, rule.errors);
  const errors = await errorsOf(openBallot(ctx, round.id, rule.value, visit.services.config.publicUrl));
  return errors ? failed(sent, errors) : redirect(`/rounds/${round.id}/ballot`, 303);
});

export default function BallotPage() {
  const { round, ballot, facts, disclosure, partial, register, outcome, candidates, opening, own } =
    useLoaderData<typeof loader>();
  const refused = useActionData<typeof action>();
  const [t, locale] = [useTexts().ballot, useLocale()];
  const running = facts.state === "open" || facts.state === "over";
  return (
    <Page
      eyebrow={say(round.name, locale)}
      title={t.title}
      lede={t.lede}
      width="text"
      back={{ href: `/rounds/${round.id}/selection`, label: t.back }}
    >
      {partial ? <Notice kind="warning">{t.partial}</Notice> : null}
      {ballot ? <BallotRule ballot={ballot} zone={round.cycle.timeZone} disclosure={disclosure} /> : null}
      {own ? (
        <p>
          <a href={`/judging/rounds/${round.id}/ballot`}>{t.toPaper}</a>
        </p>
      ) : null}
      {running ? <Turnout /> : null}
      {outcome && ballot ? <BallotOutcome method={ballot.method} outcome={outcome} candidates={candidates} /> : null}
      {opening.allowed ? (
        <BallotForm
          standing={ballot !== null}
          zone={round.cycle.timeZone}
          disclosure={disclosure}
          typed={refused?.typed}
          codes={refused?.errors}
        />
      ) : null}
      {register.length > 0 ? (
        <Section title={t.register}>
          <Register />
        </Section>
      ) : null}
      {running ? (
        <Section title={t.candidates}>
          <ul>
            {candidates.map(({ entryId, title, code }) => (
              <li key={entryId}>
                <EntryName of={{ code, title }} />
              </li>
            ))}
          </ul>
        </Section>
      ) : null}
      {ballot || opening.allowed || opening.how === "hidden" ? null : <p>{t.none}</p>}
    </Page>
  );
}

/** How many have voted; the reminder to the others, and the count. */
function Turnout() {
  const { round, facts, reminding, counting } = useLoaderData<typeof loader>();
  const [t, locale] = [useTexts().ballot, useLocale()];
  const here = `/rounds/${round.id}/ballot`;
  return (
    <>
      <Meter
        value={facts.whole}
        max={facts.voters}
        label={t.turnoutLabel}
        text={t.turnout(formatNumber(facts.whole, locale), formatNumber(facts.voters, locale))}
      />
      {reminding ? (
        <p>
          <a href={`${here}/reminders`}>{t.remind}</a>
        </p>
      ) : null}
      <Section title={t.count}>
        <p>{t.countText}</p>
        <Form action={`${here}/count`}>
          <Buttons>
            <Button verdict={counting}>{t.count}</Button>
          </Buttons>
        </Form>
      </Section>
    </>
  );
}

/** Who may vote, and who has. */
function Register() {
  const { register } = useLoaderData<typeof loader>();
  const t = useTexts().ballot;
  return (
    <DataTable
      caption={t.register}
      captionHidden
      head={
        <>
          <Th>{t.voter}</Th>
          <Th>{t.state}</Th>
        </>
      }
    >
      {register.map(({ name, whole }, index) => (
        <tr key={`${name}-${index}`}>
          <th scope="row">
            <bdi>{name}</bdi>
          </th>
          <td>{whole ? <Tag tone="done">{t.voted}</Tag> : <Tag>{t.waiting}</Tag>}</td>
        </tr>
      ))}
    </DataTable>
  );
}

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => pageTitle(matches, data?.title);
