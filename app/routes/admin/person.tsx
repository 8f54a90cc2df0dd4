import { type MetaFunction, redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { getPerson } from "#app/domain/account/queries.server.ts";
import { STAFF_ROLES } from "#app/domain/account/rules.ts";
import { changeRoles } from "#app/domain/proposal/commands.server.ts";
import { roleChange } from "#app/domain/proposal/input.ts";
import { canProposeReset } from "#app/domain/proposal/policy.ts";
import { openProposalsAbout } from "#app/domain/proposal/queries.server.ts";
import { subjectOf } from "#app/domain/proposal/rules.ts";
import { errorsOf, failed } from "#app/http/answers.server.ts";
import { parse } from "#app/http/form.server.ts";
import { noticeOf } from "#app/http/query.ts";
import { signedIn } from "#app/http/wrappers.ts";
import { formatDate, formatList, formatNumber } from "#app/i18n/format.ts";
import { SummaryList } from "#app/ui/data.tsx";
import { Notice, Tag } from "#app/ui/feedback.tsx";
import { useFieldErrors } from "#app/ui/field-errors.ts";
import { Button, Buttons, ErrorSummary, Form, LinkButton, type RefusedForm, TextArea } from "#app/ui/form.tsx";
import { Checkboxes } from "#app/ui/choices.tsx";
import { useLocale, useTexts, useTimeZone } from "#app/ui/locale.tsx";
import { Page, Section } from "#app/ui/page.tsx";
import { pageTitle } from "#app/ui/page-title.ts";

export const loader = signedIn(async ({ ctx, id, url, t }) => {
  const person = await getPerson(ctx, id("accountId"));
  return {
    person,
    waiting: await openProposalsAbout(ctx, person.id),
    reset: canProposeReset(ctx.actor, person.id),
    done: noticeOf(url, t.admin.person.done),
  };
});

export const action = signedIn(async ({ ctx, id, form, visit }) => {
  const typed = await form();
  const given = parse(typed, roleChange);
  if (!given.ok) return failed(typed, given.errors);
  const proposed: string[] = [];
  const errors = await errorsOf(
    changeRoles(ctx, id("accountId"), given.value, visit.services.config.publicUrl).then((waiting) =>
      proposed.push(...waiting),
    ),
  );
  if (errors) return failed(typed, errors);
  return redirect(`/admin/people/${id("accountId")}?done=${proposed.length > 0 ? "proposed" : "saved"}`, 303);
});

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => pageTitle(matches, data?.person.name);

export default function PersonPage() {
  const { person, done } = useLoaderData<typeof loader>();
  const refused = useActionData<typeof action>();
  const errors = useFieldErrors(refused?.errors);
  const [
    {
      admin: { person: t, people },
    },
    locale,
    zone,
  ] = [useTexts(), useLocale(), useTimeZone()];
  const address = (
    <>
      <bdi>{person.email}</bdi> {person.emailConfirmed ? null : <Tag tone="warning">{people.notConfirmed}</Tag>}
    </>
  );
  return (
    <Page title={<bdi>{person.name}</bdi>} width="text" back={{ href: "/admin/people", label: t.people }}>
      {done && !refused ? <Notice kind="success">{done}</Notice> : null}
      {person.disabledAt ? (
        <Notice kind="warning">{t.disabledSince(formatDate(person.disabledAt, locale, zone))}</Notice>
      ) : null}
      <ErrorSummary errors={errors} />
      <SummaryList
        rows={[
          { key: "email", label: t.email, value: address },
          { key: "since", label: t.since, value: formatDate(person.createdAt, locale, zone) },
          { key: "cities", label: t.cities, value: formatList(person.cities, locale) },
          { key: "panels", label: t.panels, value: formatNumber(person.panels, locale) },
        ]}
      />
      <Section title={t.rights}>
        <Rights errors={errors} refused={refused} />
      </Section>
      <Section title={t.account}>
        <Account />
      </Section>
      <ul>
        <li>
          <a href={`/audit?actor=${person.id}`}>{t.trail}</a>
        </li>
        <li>
          <a href={`/audit?subject=${person.id}`}>{t.trailOn}</a>
        </li>
      </ul>
    </Page>
  );
}

function Rights({ errors, refused }: { errors: Record<string, string>; refused: RefusedForm | undefined }) {
  const { person, waiting } = useLoaderData<typeof loader>();
  const { person: t, roles, roleHints, proposals } = useTexts().admin;
  const chosen = refused ? (refused.lists["roles"] ?? []) : person.roles;
  return (
    <>
      {waiting.map(({ id, kind, role, byName }) => (
        <p key={id}>
          <Tag tone="progress">{proposals.open}</Tag>{" "}
          <a href={`/admin/proposals/${id}`}>{proposals.subjects[subjectOf({ kind, role })]}</a> (<bdi>{byName}</bdi>)
        </p>
      ))}
      <Form>
        <Checkboxes
          name="roles"
          legend={t.rights}
          hint={t.rightsHint}
          values={chosen}
          error={errors["roles"]}
          options={STAFF_ROLES.map((value) => ({ value, label: roles[value], hint: roleHints[value] }))}
        />
        {person.change.allowed ? (
          <TextArea
            name="reason"
            label={t.reason}
            hint={t.reasonHint}
            rows={2}
            value={refused?.typed["reason"]}
            error={errors["reason"]}
          />
        ) : null}
        <Buttons>
          <Button verdict={person.change}>{t.save}</Button>
        </Buttons>
      </Form>
    </>
  );
}

function Account() {
  const { person, reset } = useLoaderData<typeof loader>();
  const { person: t } = useTexts().admin;
  const page = `/admin/people/${person.id}`;
  if (!reset.allowed) return <p>{t.accountHint}</p>;
  return (
    <>
      <p>{t.accountHint}</p>
      {person.disabledAt ? (
        <Form action={`${page}/enabling`}>
          <Buttons>
            <Button kind="secondary">{t.enable}</Button>
          </Buttons>
        </Form>
      ) : null}
      <Buttons>
        {person.disabling.allowed ? (
          <LinkButton kind="secondary" href={`${page}/disabling`}>
            {t.disable}
          </LinkButton>
        ) : null}
        <LinkButton kind="secondary" href={`${page}/second-factor`}>
          {t.reset}
        </LinkButton>
      </Buttons>
    </>
  );
}
