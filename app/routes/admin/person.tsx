import { type MetaFunction, redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { setRoles } from "#app/domain/account/commands.server.ts";
import { staffRoles } from "#app/domain/account/input.ts";
import { getPerson } from "#app/domain/account/queries.server.ts";
import { STAFF_ROLES } from "#app/domain/account/rules.ts";
import { authorise } from "#app/domain/verdict.ts";
import { failed } from "#app/http/answers.server.ts";
import { parse } from "#app/http/form.server.ts";
import { signedIn } from "#app/http/wrappers.ts";
import { formatDate, formatList, formatNumber } from "#app/i18n/format.ts";
import { SummaryList } from "#app/ui/data.tsx";
import { Notice, Tag } from "#app/ui/feedback.tsx";
import { useFieldErrors } from "#app/ui/field-errors.ts";
import { Button, Buttons, Checkboxes, ErrorSummary, Form } from "#app/ui/form.tsx";
import { useLocale, useTexts } from "#app/ui/locale.tsx";
import { Page, Section } from "#app/ui/page.tsx";
import { pageTitle } from "#app/ui/page-title.ts";

export const loader = signedIn(async ({ ctx, id, url }) => ({ person: await getPerson(ctx, id("accountId")), saved: url.searchParams.has("saved") }));

export const action = signedIn(async ({ ctx, id, form }) => {
  authorise((await getPerson(ctx, id("accountId"))).change);
  const typed = await form();
  const given = parse(typed, staffRoles);
  if (!given.ok) return failed(typed, given.errors);
  await setRoles(ctx, id("accountId"), given.value.roles);
  return redirect(`/admin/people/${id("accountId")}?saved`, 303);
});

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => pageTitle(matches, data?.person.name);

export default function PersonPage() {
  const { person, saved } = useLoaderData<typeof loader>();
  const refused = useActionData<typeof action>();
  const errors = useFieldErrors(refused?.errors);
  const [{ admin: { person: t, people, roles, roleHints } }, locale] = [useTexts(), useLocale()];
  const address = <><bdi>{person.email}</bdi> {person.emailConfirmed ? null : <Tag tone="warning">{people.notConfirmed}</Tag>}</>;
  return (
    <Page title={<bdi>{person.name}</bdi>} width="text" back={{ href: "/admin/people", label: t.people }}>
      {saved && !refused ? <Notice kind="success">{t.saved}</Notice> : null}
      <ErrorSummary errors={errors} />
      <SummaryList rows={[
        { key: "email", label: t.email, value: address },
        { key: "since", label: t.since, value: formatDate(person.createdAt, locale) },
        { key: "cities", label: t.cities, value: formatList(person.cities, locale) },
        { key: "panels", label: t.panels, value: formatNumber(person.panels, locale) },
      ]} />
      <Section title={t.rights}>
        <Form>
          <Checkboxes name="roles" legend={t.rights} hint={t.rightsHint} values={person.roles} error={errors["roles"]}
            options={STAFF_ROLES.map((value) => ({ value, label: roles[value], hint: roleHints[value] }))} />
          <Buttons><Button verdict={person.change}>{t.save}</Button></Buttons>
        </Form>
      </Section>
      <ul>
        <li><a href={`/audit?actor=${person.id}`}>{t.trail}</a></li>
        <li><a href={`/audit?subject=${person.id}`}>{t.trailOn}</a></li>
      </ul>
    </Page>
  );
}
