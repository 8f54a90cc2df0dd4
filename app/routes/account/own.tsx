import { type MetaFunction, redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { updateAccount } from "#app/domain/account/commands.server.ts";
import { accountDetails } from "#app/domain/account/input.ts";
import { canKeepProfile } from "#app/domain/account/policy.ts";
import { getAccount } from "#app/domain/account/queries.server.ts";
import { ownSessions } from "#app/domain/sign-in/queries.server.ts";
import { myCities } from "#app/domain/city/queries.server.ts";
import { myRequests } from "#app/domain/team/queries.server.ts";
import { failed } from "#app/http/answers.server.ts";
import { parse } from "#app/http/form.server.ts";
import { signedIn } from "#app/http/wrappers.ts";
import { formatDate } from "#app/i18n/format.ts";
import { LOCALE_NAMES, LOCALES } from "#app/i18n/locales.ts";
import { DataTable, SummaryList, Th } from "#app/ui/data.tsx";
import { Empty, Notice, Tag } from "#app/ui/feedback.tsx";
import { useFieldErrors } from "#app/ui/field-errors.ts";
import { Button, Buttons, ErrorSummary, Form, LinkButton, TextInput } from "#app/ui/form.tsx";
import { Select } from "#app/ui/choices.tsx";
import { useLocale, useTexts, useTimeZone } from "#app/ui/locale.tsx";
import { Page, Section } from "#app/ui/page.tsx";
import { noticeOf } from "#app/http/query.ts";
import { pageTitle } from "#app/ui/page-title.ts";
import { Moment } from "#app/ui/time.tsx";
import { Bracketed, Place } from "#app/ui/wording.tsx";

export const loader = signedIn(async ({ ctx, url, t, visit }) => {
  const account = await getAccount(ctx);
  const cities = await myCities(ctx);
  const requests = await myRequests(ctx);
  const notice = noticeOf(
    url,
    {
      details: t.account.own.saved,
      password: t.account.own.passwordSaved,
      mailed: t.account.own.mailed,
      elsewhere: t.account.own.elsewhereDone,
      ended: t.account.own.sessionEnded,
      email: t.account.own.emailSaved,
    },
    "saved",
  );
  const sessions = await ownSessions(ctx, (await visit.signedIn())?.sessionId ?? null);
  return {
    account,
    sessions,
    cities,
    requests,
    notice,
    reviews: canKeepProfile(ctx.actor, ctx.actor.id).allowed,
    title: t.account.own.title,
  };
});

export const action = signedIn(async ({ ctx, form }) => {
  const typed = await form();
  const given = parse(typed, accountDetails);
  if (!given.ok) return failed(typed, given.errors);
  await updateAccount(ctx, given.value);
  return redirect(`/account?saved=details&lang=${given.value.locale}`, 303);
});

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => pageTitle(matches, data?.title);

export default function AccountPage() {
  const { notice, reviews } = useLoaderData<typeof loader>();
  const { own: t } = useTexts().account;
  return (
    <Page title={t.title} width="text">
      {notice ? <Notice kind="success">{notice}</Notice> : null}
      <Section title={t.details}>
        <Details />
      </Section>
      <Section title={t.email}>
        <Email />
      </Section>
      <Section title={t.password}>
        <p>
          <a href="/account/password">{t.changePassword}</a>
        </p>
      </Section>
      <Section title={t.secondFactor}>
        <p>
          <a href="/account/second-factor">{t.secondFactorOpen}</a>
        </p>
      </Section>
      <Section title={t.sessions}>
        <Sessions />
      </Section>
      {reviews ? (
        <Section title={t.profile}>
          <p>{t.profileHint}</p>
          <p>
            <a href="/account/profile">{t.profileOpen}</a>
          </p>
        </Section>
      ) : null}
      <Section title={t.cities}>
        <Cities />
      </Section>
      <Section title={t.data}>
        <p>{t.dataHint}</p>
        <p>
          <a href="/account/data.json" download>
            {t.dataFile}
          </a>
        </p>
      </Section>
    </Page>
  );
}

/** The address letters go to, and whether it is known to be theirs. */
function Email() {
  const { account } = useLoaderData<typeof loader>();
  const [{ own: t }, locale, zone] = [useTexts().account, useLocale(), useTimeZone()];
  return (
    <>
      <SummaryList
        rows={[
          {
            key: "email",
            label: t.email,
            value: (
              <>
                <bdi>{account.email}</bdi>{" "}
                <Tag tone={account.emailConfirmedAt ? "done" : "warning"}>
                  {account.emailConfirmedAt ? t.confirmed : t.notConfirmed}
                </Tag>
              </>
            ),
          },
          { key: "since", label: t.since, value: formatDate(account.createdAt, locale, zone) },
        ]}
      />
      <p>
        <a href="/account/email">{t.changeEmail}</a>
      </p>
      {account.emailConfirmedAt ? null : (
        <Form action="/account/confirmation">
          <p>{t.notConfirmedHint}</p>
          <Buttons>
            <Button kind="secondary">{t.resend}</Button>
          </Buttons>
        </Form>
      )}
    </>
  );
}

function Sessions() {
  const { sessions } = useLoaderData<typeof loader>();
  const [{ own: t }, zone] = [useTexts().account, useTimeZone()];
  return (
    <>
      <p>{t.sessionsHint}</p>
      <DataTable
        caption={t.sessions}
        captionHidden
        stacked
        labels={[t.device, t.signedInAt, ""]}
        head={
          <>
            <Th>{t.device}</Th>
            <Th>{t.signedInAt}</Th>
            <Th>{t.endOne}</Th>
          </>
        }
      >
        {sessions.map(({ key, device, createdAt, current }) => (
          <tr key={key}>
            <th scope="row">
              {device || t.unknownDevice} {current ? <Tag tone="done">{t.thisOne}</Tag> : null}
            </th>
            <td>
              <Moment at={createdAt} zone={zone} />
            </td>
            <td>
              {current ? null : (
                <Form action={`/account/sessions/${key}/end`}>
                  <Button kind="secondary">{t.endOne}</Button>
                </Form>
              )}
            </td>
          </tr>
        ))}
      </DataTable>
      {sessions.length > 1 ? (
        <Form action="/account/sessions">
          <Buttons>
            <Button kind="secondary">{t.elsewhere}</Button>
          </Buttons>
        </Form>
      ) : null}
    </>
  );
}

function Details() {
  const { account } = useLoaderData<typeof loader>();
  const refused = useActionData<typeof action>();
  const { fields, own: t } = useTexts().account;
  const errors = useFieldErrors(refused?.errors, fields);
  return (
    <>
      <ErrorSummary errors={errors} />
      <Form action="/account">
        <TextInput
          name="name"
          label={fields.name}
          autoComplete="name"
          value={refused?.typed["name"] ?? account.name}
          error={errors["name"]}
          width="long"
        />
        <Select
          name="locale"
          label={fields.language}
          value={refused?.typed["locale"] ?? account.locale}
          empty={null}
          error={errors["locale"]}
          options={LOCALES.map((value) => ({ value, label: LOCALE_NAMES[value] }))}
        />
        <Buttons>
          <Button>{t.save}</Button>
        </Buttons>
      </Form>
    </>
  );
}

function Cities() {
  const { cities, requests } = useLoaderData<typeof loader>();
  const {
    account: { own: t },
    city: { roles },
  } = useTexts();
  return (
    <>
      {cities.length + requests.length === 0 ? (
        <Empty title={t.noCities} />
      ) : (
        <ul>
          {cities.map(({ id, name, country, role }) => (
            <li key={id}>
              <a href={`/cities/${id}`}>
                <Place of={{ cityName: name, country }} />
              </a>
              <Bracketed>{roles[role]}</Bracketed>
            </li>
          ))}
          {requests.map(({ cityId, name, country }) => (
            <li key={cityId}>
              <Place of={{ cityName: name, country }} /> <Tag tone="progress">{t.waiting}</Tag>
            </li>
          ))}
        </ul>
      )}
      <p>
        <LinkButton kind="secondary" href="/cities/new">
          {t.addCity}
        </LinkButton>
      </p>
    </>
  );
}
