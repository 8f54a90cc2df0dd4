import { type MetaFunction, redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { inviteCoApplicant } from "#app/domain/co-applicant/commands.server.ts";
import { coApplicantInput } from "#app/domain/co-applicant/input.ts";
import { canInvite } from "#app/domain/co-applicant/policy.ts";
import { coApplicantsOf } from "#app/domain/co-applicant/queries.server.ts";
import type { CoApplicantState } from "#app/domain/co-applicant/rules.ts";
import { searchNameOf } from "#app/domain/city/rules.ts";
import { regionOf } from "#app/domain/countries.ts";
import { canEdit } from "#app/domain/entry/policy.ts";
import { getDraft } from "#app/domain/entry/queries.server.ts";
import { authorise } from "#app/domain/verdict.ts";
import { errorsOf, failed } from "#app/http/answers.server.ts";
import { parse } from "#app/http/form.server.ts";
import { noticeOf } from "#app/http/query.ts";
import { signedIn } from "#app/http/wrappers.ts";
import { formatDate, formatList } from "#app/i18n/format.ts";
import type { Gazetteer } from "#app/outside/gazetteer/gazetteer.server.ts";
import { countryOptions } from "#app/ui/country-options.ts";
import { DataTable, Th } from "#app/ui/data.tsx";
import { Empty, Notice, Tag, type Tone } from "#app/ui/feedback.tsx";
import { useFieldErrors } from "#app/ui/field-errors.ts";
import { Button, Buttons, ErrorSummary, Form, TextInput } from "#app/ui/form.tsx";
import { Select } from "#app/ui/choices.tsx";
import { useLocale, useTexts } from "#app/ui/locale.tsx";
import { Page, Section } from "#app/ui/page.tsx";
import { pageTitle } from "#app/ui/page-title.ts";
import { MailAddress, Place, Within } from "#app/ui/wording.tsx";

export const loader = signedIn(async ({ ctx, id, url, t }) => {
  const draft = await getDraft(ctx, id("entryId"));
  const { id: entryId, code, title, cycle, coApplicants } = draft;
  const may = canInvite(ctx.actor, { ...draft, standing: coApplicants.length }, ctx.now);
  return {
    title: t.coApplicant.title,
    entry: { id: entryId, code, title },
    zone: cycle.timeZone,
    asked: await coApplicantsOf(ctx, draft),
    edit: canEdit(ctx.actor, draft, ctx.now),
    may,
    notice: noticeOf(url, t.coApplicant.notices),
  };
});

export const action = signedIn(async ({ ctx, id, form, locale, visit }) => {
  const draft = await getDraft(ctx, id("entryId"));
  authorise(canInvite(ctx.actor, { ...draft, standing: draft.coApplicants.length }, ctx.now));
  const typed = await form();
  const given = parse(typed, coApplicantInput);
  if (!given.ok) return failed(typed, given.errors);
  const { limits, config, gazetteer } = visit.services;
  if (!(await limits.mayMail(given.value.email, visit.ip, ctx.actor.id)))
    return failed(typed, { email: "too-many-attempts" }, 429);
  const errors = await errorsOf(
    inviteCoApplicant(ctx, draft.id, listed(given.value, gazetteer), locale, config.publicUrl),
  );
  return errors ? failed(typed, errors) : redirect(`/entries/${draft.id}/co-applicants?done=invited`, 303);
});

/**
 * A city as the gazetteer spells and places it; as it was typed where that does not know it, because states, districts
 * and unions of municipalities enter as well.
 */
function listed<Typed extends { name: string; country: string }>(typed: Typed, gazetteer: Gazetteer) {
  const [found] = gazetteer.find(`${typed.name}, ${typed.country}`);
  return found && searchNameOf(found.name) === searchNameOf(typed.name)
    ? { ...typed, name: found.name, lat: found.lat, lon: found.lon }
    : typed;
}

export const meta: MetaFunction<typeof loader> = ({ data, matches }) =>
  pageTitle(matches, data && `${data.title} – ${data.entry.code}`);

const TONES: Record<CoApplicantState, Tone> = {
  invited: "progress",
  accepted: "done",
  declined: "neutral",
  ended: "neutral",
};

export default function CoApplicantsPage() {
  const { title, entry, asked, may, notice } = useLoaderData<typeof loader>();
  const {
    coApplicant: t,
    entry: { untitled, tasks },
  } = useTexts();
  return (
    <Page
      title={title}
      eyebrow={<Within title={entry.title || untitled}>{tasks.code(entry.code)}</Within>}
      lede={t.lede}
      back={{ href: `/entries/${entry.id}`, label: t.back }}
    >
      {notice ? <Notice kind="success">{notice}</Notice> : null}
      <Unnamed />
      <ul>
        {t.effects.map((effect) => (
          <li key={effect}>{effect}</li>
        ))}
      </ul>
      <Section title={t.asked}>{asked.length > 0 ? <Asked /> : <Empty title={t.none} />}</Section>
      {may.allowed ? (
        <Section title={t.ask} id="ask">
          <Ask />
        </Section>
      ) : null}
    </Page>
  );
}

/** Cities that accepted too late for what was last sent. */
function Unnamed() {
  const { entry, asked, edit } = useLoaderData<typeof loader>();
  const [
    {
      coApplicant: { unnamed: t },
    },
    locale,
  ] = [useTexts(), useLocale()];
  const late = asked
    .filter(({ state, isNamed }) => state === "accepted" && isNamed === false)
    .map(({ cityName }) => cityName);
  if (late.length === 0) return null;
  return (
    <Notice kind="warning">
      <p>{t.text(formatList(late, locale), late.length)}</p>
      {edit.allowed ? (
        <p>
          <a href={`/entries/${entry.id}/check`}>{t.again}</a>
        </p>
      ) : null}
    </Notice>
  );
}

function Asked() {
  const { entry, asked, zone } = useLoaderData<typeof loader>();
  const [{ coApplicant: t }, locale] = [useTexts(), useLocale()];
  const { columns } = t;
  return (
    <DataTable
      stacked
      caption={t.asked}
      captionHidden
      head={
        <>
          <Th>{columns.city}</Th>
          <Th>{columns.status}</Th>
          <Th>{columns.email}</Th>
          <Th>{columns.at}</Th>
          <Th>{columns.act}</Th>
        </>
      }
    >
      {asked.map(({ id, cityName, country, email, invitedAt, state, removal }) => (
        <tr key={id}>
          <th scope="row">
            <Place of={{ cityName, country }} />
          </th>
          <td>
            <Tag tone={TONES[state]}>{t.status[state]}</Tag>
          </td>
          <td>
            <MailAddress of={email} />
          </td>
          <td>{formatDate(invitedAt, locale, zone)}</td>
          <td>
            {removal.allowed ? (
              <a aria-label={t.takeFor(cityName)} href={`/entries/${entry.id}/co-applicants/${id}/removal`}>
                {t.take}
              </a>
            ) : null}
          </td>
        </tr>
      ))}
    </DataTable>
  );
}

function Ask() {
  const refused = useActionData<typeof action>();
  const [
    {
      coApplicant: t,
      city: { new: words },
    },
    locale,
  ] = [useTexts(), useLocale()];
  const errors = useFieldErrors(refused?.errors, { name: words.name, country: words.country, email: t.email });
  return (
    <>
      <ErrorSummary errors={errors} />
      <Form>
        <TextInput
          name="name"
          label={words.name}
          hint={words.nameHint}
          value={refused?.typed["name"]}
          error={errors["name"]}
          width="long"
        />
        <Select
          name="country"
          label={words.country}
          options={countryOptions(locale).filter(({ value }) => regionOf(value))}
          value={refused?.typed["country"]}
          error={errors["country"]}
        />
        <TextInput
          name="email"
          type="email"
          label={t.email}
          hint={t.emailHint}
          value={refused?.typed["email"]}
          error={errors["email"]}
          width="long"
        />
        <Buttons>
          <Button>{t.button}</Button>
        </Buttons>
      </Form>
    </>
  );
}
