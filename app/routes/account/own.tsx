import { type MetaFunction, redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { updateAccount } from "#app/domain/account/commands.server.ts";
import { accountDetails } from "#app/domain/account/input.ts";
import { canKeepProfile } from "#app/domain/account/policy.ts";
import { getAccount } from "#app/domain/account/queries.server.ts";
import { myCities, myRequests } from "#app/domain/city/queries.server.ts";
import { failed } from "#app/http/answers.server.ts";
import { parse } from "#app/http/form.server.ts";
import { signedIn } from "#app/http/wrappers.ts";
import { formatDate } from "#app/i18n/format.ts";
import { LOCALE_NAMES, LOCALES } from "#app/i18n/locales.ts";
import { SummaryList } from "#app/ui/data.tsx";
import { Empty, Notice, Tag } from "#app/ui/feedback.tsx";
import { useFieldErrors } from "#app/ui/field-errors.ts";
import { Button, Buttons, ErrorSummary, Form, LinkButton, Select, TextInput } from "#app/ui/form.tsx";
import { useLocale, useTexts } from "#app/ui/locale.tsx";
import { Page, Section } from "#app/ui/page.tsx";
import { noticeOf } from "#app/http/query.ts";
import { pageTitle } from "#app/ui/page-title.ts";
import { Bracketed, Place } from "#app/ui/wording.tsx";

export const loader = signedIn(async ({ ctx, url, t }) => {
  const [account, cities, requests] = [await getAccount(ctx), await myCities(ctx), await myRequests(ctx)];
  const notice = noticeOf(url, { details: t.account.own.saved, password: t.account.own.passwordSaved, mailed: t.account.own.mailed, elsewhere: t.account.own.elsewhereDone }, "saved");
  return { account, cities, requests, notice, reviews: canKeepProfile(ctx.actor, ctx.actor.id).allowed, title: t.account.own.title };
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
  const { account, notice, reviews } = useLoaderData<typeof loader>();
  const [{ own: t }, locale] = [useTexts().account, useLocale()];
  return (
    <Page title={t.title} width="text">
      {notice ? <Notice kind="success">{notice}</Notice> : null}
      <Section title={t.details}><Details /></Section>
      <Section title={t.email}>
        <SummaryList rows={[
          { key: "email", label: t.email, value: <><bdi>{account.email}</bdi> <Tag tone={account.emailConfirmedAt ? "done" : "warning"}>{account.emailConfirmedAt ? t.confirmed : t.notConfirmed}</Tag></> },
          { key: "since", label: t.since, value: formatDate(account.createdAt, locale) },
        ]} />
        {account.emailConfirmedAt ? null : (
          <Form action="/account/confirmation"><p>{t.notConfirmedHint}</p><Buttons><Button kind="secondary">{t.resend}</Button></Buttons></Form>
        )}
      </Section>
      <Section title={t.password}><p><a href="/account/password">{t.changePassword}</a></p></Section>
      <Section title={t.secondFactor}><p><a href="/account/second-factor">{t.secondFactorOpen}</a></p></Section>
      <Section title={t.sessions}><p>{t.sessionsHint}</p><Form action="/account/sessions"><Buttons><Button kind="secondary">{t.elsewhere}</Button></Buttons></Form></Section>
      {reviews ? <Section title={t.profile}><p>{t.profileHint}</p><p><a href="/account/profile">{t.profileOpen}</a></p></Section> : null}
      <Section title={t.cities}><Cities /></Section>
      <Section title={t.data}><p>{t.dataHint}</p><p><a href="/account/data.json" download>{t.dataFile}</a></p></Section>
    </Page>
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
        <TextInput name="name" label={fields.name} autoComplete="name" value={refused?.typed["name"] ?? account.name} error={errors["name"]} width="long" />
        <Select name="locale" label={fields.language} value={refused?.typed["locale"] ?? account.locale} empty={null} error={errors["locale"]}
          options={LOCALES.map((value) => ({ value, label: LOCALE_NAMES[value] }))} />
        <Buttons><Button>{t.save}</Button></Buttons>
      </Form>
    </>
  );
}

function Cities() {
  const { cities, requests } = useLoaderData<typeof loader>();
  const { account: { own: t }, city: { roles } } = useTexts();
  return (
    <>
      {cities.length + requests.length === 0 ? <Empty title={t.noCities} /> : (
        <ul>
          {cities.map(({ id, name, country, role }) => <li key={id}><a href={`/cities/${id}`}><Place of={{ cityName: name, country }} /></a><Bracketed>{roles[role]}</Bracketed></li>)}
          {requests.map(({ cityId, name, country }) => <li key={cityId}><Place of={{ cityName: name, country }} /> <Tag tone="progress">{t.waiting}</Tag></li>)}
        </ul>
      )}
      <p><LinkButton kind="secondary" href="/cities/new">{t.addCity}</LinkButton></p>
    </>
  );
}
