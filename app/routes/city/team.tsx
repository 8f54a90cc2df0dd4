import type { MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { canChangeMember, canRunTeam } from "#app/domain/team/policy.ts";
import { getCity } from "#app/domain/city/queries.server.ts";
import { invitationsOf, requestsOf, teamOf } from "#app/domain/team/queries.server.ts";
import { TEAM_ROLES } from "#app/domain/team/rules.ts";
import { teamRole } from "#app/domain/context.ts";
import { signedIn } from "#app/http/wrappers.ts";
import { countryName, formatDate } from "#app/i18n/format.ts";
import { DataTable, SummaryList, Th } from "#app/ui/data.tsx";
import { Notice } from "#app/ui/feedback.tsx";
import { Button, Buttons, Form, Hidden, LinkButton } from "#app/ui/form.tsx";
import { InvitationActs } from "#app/ui/invitation-acts.tsx";
import { useLocale, useTexts, useTimeZone } from "#app/ui/locale.tsx";
import { Page, Section } from "#app/ui/page.tsx";
import { noticeOf } from "#app/http/query.ts";
import { pageTitle } from "#app/ui/page-title.ts";
import { MailAddress } from "#app/ui/wording.tsx";
import { Writer } from "#app/ui/writer.tsx";

/** What the forms of this page can be refused for, told beside them. */
const TOLD_HERE = ["last-owner", "already-member", "person-not-confirmed", "too-many-attempts"] as const;

export const loader = signedIn(async ({ ctx, id, t, url }) => {
  const cityId = id("cityId");
  const city = await getCity(ctx, cityId);
  const runs = canRunTeam(ctx.actor, cityId).allowed;
  const team = await teamOf(ctx, cityId);
  const requests = runs ? await requestsOf(ctx, cityId) : [];
  const invitations = runs ? await invitationsOf(ctx, cityId) : [];
  const notice = noticeOf(url, t.city.page.notices);
  const refused = TOLD_HERE.find((code) => code === url.searchParams.get("refused")) ?? null;
  const owners = team.filter(({ role }) => role === "owner").length;
  return {
    city,
    // No form is offered that would only be refused: the last owner stays until there is another.
    team: team.map((member) => ({
      ...member,
      changes: canChangeMember(ctx.actor, cityId, { ...member, owners }, "none").allowed,
    })),
    requests,
    invitations,
    runs,
    refused,
    own: ctx.actor.id,
    isMember: teamRole(ctx.actor, cityId) !== undefined,
    notice,
    title: t.city.page.team(city.name),
  };
});

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => pageTitle(matches, data?.title);

export default function TeamPage() {
  const { city, title, notice, refused, requests, invitations, isMember } = useLoaderData<typeof loader>();
  const [
    {
      city: { page: t },
      problems,
      refusals,
      ui,
    },
    locale,
  ] = [useTexts(), useLocale()];
  return (
    <Page title={<bdi>{title}</bdi>} eyebrow={countryName(city.country, locale)} lede={t.lede}>
      {refused ? (
        <Notice kind="danger" title={ui.problemTitle}>
          {refused === "too-many-attempts" ? problems[refused] : refusals[refused]}
        </Notice>
      ) : null}
      {notice ? <Notice kind="success">{notice}</Notice> : null}
      {isMember ? (
        <Buttons>
          <LinkButton href="/entries">{t.entries}</LinkButton>
        </Buttons>
      ) : null}
      <Section title={t.people}>
        <Team />
      </Section>
      {requests.length > 0 ? (
        <Section title={t.requests}>
          <Requests />
        </Section>
      ) : null}
      {invitations.length > 0 ? (
        <Section title={t.invitations}>
          <Invitations />
        </Section>
      ) : null}
    </Page>
  );
}

function Team() {
  const { city, team, runs } = useLoaderData<typeof loader>();
  const changing = team.some(({ changes }) => changes);
  const [
    {
      city: { page: t, roleNames, roleHints },
    },
    locale,
    zone,
  ] = [useTexts(), useLocale(), useTimeZone()];
  return (
    <>
      <DataTable
        stacked
        caption={t.caption}
        captionHidden
        head={
          <>
            <Th>{t.person}</Th>
            <Th>{t.address}</Th>
            <Th>{t.role}</Th>
            <Th>{t.since}</Th>
            {changing ? <Th>{t.change}</Th> : null}
          </>
        }
      >
        {team.map(({ accountId, name, email, role, joinedAt, changes }) => (
          <tr key={accountId}>
            <th scope="row">
              <bdi>{name}</bdi>
            </th>
            <td>
              <MailAddress of={email} />
            </td>
            <td>{roleNames[role]}</td>
            <td>{formatDate(joinedAt, locale, zone)}</td>
            {changing ? (
              <td>
                {!changes ? null : runs ? (
                  <Change accountId={accountId} name={name} role={role} />
                ) : (
                  <Leave accountId={accountId} />
                )}
              </td>
            ) : null}
          </tr>
        ))}
      </DataTable>
      {runs ? (
        <Buttons>
          <LinkButton kind="secondary" href={`/cities/${city.id}/invitations`}>
            {t.invite}
          </LinkButton>
          {team.length > 1 ? (
            <LinkButton kind="secondary" href={`/cities/${city.id}/handover`}>
              {t.handOver}
            </LinkButton>
          ) : null}
        </Buttons>
      ) : null}
      <h3>{t.parts}</h3>
      <SummaryList rows={TEAM_ROLES.map((role) => ({ key: role, label: roleNames[role], value: roleHints[role] }))} />
    </>
  );
}

function Change({ accountId, name, role }: { accountId: string; name: string; role: (typeof TEAM_ROLES)[number] }) {
  const { city, own } = useLoaderData<typeof loader>();
  const {
    city: { page: t, roleNames },
  } = useTexts();
  return (
    <form className="buttons" method="post" action={`/cities/${city.id}/members`}>
      <Hidden name="accountId" value={accountId} />
      <select className="input" name="role" defaultValue={role} aria-label={t.changeFor(name)}>
        {TEAM_ROLES.map((each) => (
          <option key={each} value={each}>
            {roleNames[each]}
          </option>
        ))}
        <option value="none">{accountId === own ? t.leave : t.takeOut}</option>
      </select>
      <Button kind="secondary" label={t.saveFor(name)}>
        {t.save}
      </Button>
      <Writer />
    </form>
  );
}

function Leave({ accountId }: { accountId: string }) {
  const { city } = useLoaderData<typeof loader>();
  const { page: t } = useTexts().city;
  return (
    <form method="post" action={`/cities/${city.id}/members`}>
      <Hidden name="accountId" value={accountId} />
      <Button kind="quiet" name="role" value="none">
        {t.leave}
      </Button>
      <Writer />
    </form>
  );
}

function Requests() {
  const { city, requests } = useLoaderData<typeof loader>();
  const {
    city: { page: t, roles },
    ui,
  } = useTexts();
  return (
    <>
      <p className="hint">{t.unconfirmed}</p>
      {requests.map(({ accountId, name, email, message }) => (
        <Form key={accountId} action={`/cities/${city.id}/requests`}>
          <Hidden name="accountId" value={accountId} />
          <p>
            <strong>
              <bdi>{name}</bdi>
            </strong>
            {ui.comma}
            <bdi>{email}</bdi>
          </p>
          {message ? <blockquote dir="auto">{message}</blockquote> : null}
          <Buttons>
            {TEAM_ROLES.filter((role) => role !== "owner").map((role) => (
              <Button
                key={role}
                kind="secondary"
                name="role"
                value={role}
                label={`${t.letIn(roles[role])}${ui.colon}${name}`}
              >
                {t.letIn(roles[role])}
              </Button>
            ))}
            <Button kind="quiet" name="role" value="none" label={`${t.decline}${ui.colon}${name}`}>
              {t.decline}
            </Button>
          </Buttons>
        </Form>
      ))}
    </>
  );
}

function Invitations() {
  const { city, invitations } = useLoaderData<typeof loader>();
  const [
    {
      city: { page: t, roles },
      ui,
    },
    locale,
    zone,
  ] = [useTexts(), useLocale(), useTimeZone()];
  return (
    <ul>
      {invitations.map(({ id, email, role, expiresAt }) => (
        <li key={id}>
          <bdi>{email}</bdi>
          {ui.comma}
          {t.invitedAs(roles[role], formatDate(expiresAt, locale, zone))}{" "}
          <InvitationActs email={email} here={`/cities/${city.id}/invitations/${id}`} />
        </li>
      ))}
    </ul>
  );
}
