import { type MetaFunction, redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { inviteToPanel } from "#app/domain/panel/commands.server.ts";
import { invitationInput } from "#app/domain/panel/input.ts";
import { namingFacts } from "#app/domain/panel/division.server.ts";
import { canManagePanel, canNameCriteria, canRemoveMember } from "#app/domain/panel/policy.ts";
import { openInvitations, panelOf, waitingForPanel } from "#app/domain/panel/queries.server.ts";
import { PANEL_ROLES } from "#app/domain/panel/rules.ts";
import { canSeeRanking } from "#app/domain/ranking/policy.ts";
import { canSetUpRound } from "#app/domain/round/policy.ts";
import { canListEntries } from "#app/domain/screening/policy.ts";
import { getRound } from "#app/domain/round/queries.server.ts";
import { rubricOf } from "#app/domain/rubric/queries.server.ts";
import { keysOfScrutineers } from "#app/domain/scrutiny/queries.server.ts";
import { authorise } from "#app/domain/verdict.ts";
import { errorsOf, failed } from "#app/http/answers.server.ts";
import { parse } from "#app/http/form.server.ts";
import { signedIn } from "#app/http/wrappers.ts";
import { countryName, formatList } from "#app/i18n/format.ts";
import { say } from "#app/i18n/localised.ts";
import { DataTable, Num, Th } from "#app/ui/data.tsx";
import { useFieldErrors } from "#app/ui/field-errors.ts";
import { Empty, Tag } from "#app/ui/feedback.tsx";
import { Button, ErrorSummary, Form, TextArea, TextInput } from "#app/ui/form.tsx";
import { Radios } from "#app/ui/choices.tsx";
import { InvitationActs } from "#app/ui/invitation-acts.tsx";
import { useLocale, useTexts } from "#app/ui/locale.tsx";
import { pageTitle } from "#app/ui/page-title.ts";
import { Page, Section } from "#app/ui/page.tsx";
import { ReadsCriteria } from "#app/ui/reads-criteria.tsx";
import { useRoundBack } from "#app/ui/round-back.ts";
import { RoundTabs } from "#app/ui/round-tabs.tsx";
import { Moment } from "#app/ui/time.tsx";

export const loader = signedIn(async ({ ctx, id, t }) => {
  const panel = await panelOf(ctx, id("roundId"));
  const { id: roundId, name, cycle, cycleId, divided, rubricId, ...round } = await getRound(ctx, id("roundId"));
  const facts = await namingFacts(ctx, { ...round, id: roundId });
  const offered = PANEL_ROLES.filter((role) => canManagePanel(ctx.actor, facts, role).allowed);
  const members = panel.map((member) => ({
    ...member,
    nameable: canNameCriteria(ctx.actor, facts, member).allowed,
    removable: canRemoveMember(ctx.actor, facts, member).allowed,
  }));
  const invitations = await openInvitations(ctx, roundId);
  const waiting = await waitingForPanel(ctx, roundId);
  const keys = await keysOfScrutineers(ctx, roundId);
  const may = {
    desk: canListEntries(ctx.actor).allowed,
    settings: canSetUpRound(ctx.actor, roundId).allowed,
    ranking: canSeeRanking(ctx.actor, { roundId, frozen: facts.frozen }).allowed,
  };
  return {
    round: { id: roundId, name, cycleId, cycle: { name: cycle.name, timeZone: cycle.timeZone } },
    criteria: divided ? (await rubricOf(ctx, rubricId)).criteria.map((each) => ({ id: each.id, name: each.name })) : [],
    offered,
    members,
    invitations,
    waiting,
    keys,
    may,
    title: t.panel.title,
  };
});

export const action = signedIn(async ({ ctx, id, form, visit }) => {
  const sent = await form();
  const { id: roundId } = await getRound(ctx, id("roundId"));
  authorise(canSetUpRound(ctx.actor, roundId));
  const given = parse(sent, invitationInput);
  if (!given.ok) return failed(sent, given.errors);
  const errors = await errorsOf(inviteToPanel(ctx, roundId, given.value, visit.services.config.publicUrl));
  if (errors) return failed(sent, errors);
  return redirect(`/rounds/${roundId}/panel`, 303);
});

export default function PanelPage() {
  const { round, offered, members, invitations, waiting, keys, may } = useLoaderData<typeof loader>();
  const failed = useActionData<typeof action>();
  const [{ panel: t, meeting }, locale] = [useTexts(), useLocale()];
  const errors = useFieldErrors(failed?.errors, t);
  const back = useRoundBack({ cycleId: round.cycleId, cycleName: round.cycle.name, desk: may.desk });
  const scrutinised = keys.length > 0 || members.some(({ roles }) => roles.includes("scrutineer"));
  return (
    <Page title={say(round.name, locale)} eyebrow={say(round.cycle.name, locale)} width="full" back={back}>
      <RoundTabs roundId={round.id} current="panel" settings={may.settings} ranking={may.ranking} />
      <ErrorSummary errors={errors} />
      <Members />
      {scrutinised ? <ScrutineerKeys /> : null}
      {invitations.length === 0 ? null : <OpenInvitations />}
      {waiting.length === 0 ? null : <WaitingForSecond />}
      <p>
        <a href={`/rounds/${round.id}/meetings`}>{meeting.title}</a>
      </p>
      {offered.length === 0 ? null : <Invitation errors={errors} typed={failed?.typed ?? {}} />}
    </Page>
  );
}

function Members() {
  const { round, members, criteria } = useLoaderData<typeof loader>();
  const [t, locale] = [useTexts().panel, useLocale()];
  const divided = criteria.length > 0;
  const anyRemovable = members.some(({ removable }) => removable);
  const head = (
    <>
      <Th>{t.name}</Th>
      <Th>{t.role}</Th>
      {divided ? <Th>{t.reads}</Th> : null}
      <Th>{t.from}</Th>
      <Th>{t.organisations}</Th>
      <Th numeric>{t.capacity}</Th>
      {anyRemovable ? <Th unseen>{t.remove}</Th> : null}
    </>
  );
  return (
    <Section title={t.members}>
      {members.length === 0 ? (
        <Empty title={t.nobody} />
      ) : (
        <DataTable stacked caption={t.membersCaption} captionHidden head={head}>
          {members.map((member) => (
            <tr key={member.accountId}>
              <th scope="row">
                {member.name} {member.profileComplete ? null : <Tag tone="warning">{t.noProfile}</Tag>}
                {member.shut ? <Tag tone="danger">{t.shut}</Tag> : null}
              </th>
              <td>
                {formatList(
                  member.roles.map((role) => t.roles[role]),
                  locale,
                )}
              </td>
              {divided ? (
                <td>
                  {member.roles.includes("reviewer") ? (
                    <ReadsCriteria
                      name={member.name}
                      criteria={criteria.filter(({ id }) => member.criteria.includes(id))}
                      href={member.nameable ? `/rounds/${round.id}/panel/${member.accountId}/criteria` : null}
                    />
                  ) : null}
                </td>
              ) : null}
              <td>
                <Named items={(member.countries ?? []).map((country) => countryName(country, locale))} />
              </td>
              <td>
                <Named items={[...(member.cities ?? []), ...(member.organisations ?? [])]} />
              </td>
              <Num>{member.capacity ?? t.noLimit}</Num>
              {anyRemovable ? (
                <td>
                  {member.removable ? (
                    <a
                      href={`/rounds/${round.id}/panel/${member.accountId}/removal`}
                      aria-label={t.removeNamed(member.name)}
                    >
                      {t.remove}
                    </a>
                  ) : null}
                </td>
              ) : null}
            </tr>
          ))}
        </DataTable>
      )}
      {members.every(({ profileComplete }) => profileComplete) ? null : <p className="hint">{t.noProfileHint}</p>}
    </Section>
  );
}

function Named({ items }: { items: string[] }) {
  const [t, locale] = [useTexts().panel, useLocale()];
  return items.length === 0 ? <span className="muted">{t.notGiven}</span> : <bdi>{formatList(items, locale)}</bdi>;
}

function ScrutineerKeys() {
  const { keys } = useLoaderData<typeof loader>();
  const t = useTexts().panel;
  return (
    <Section title={t.scrutineerKeys.title}>
      <p>{keys.length === 0 ? t.scrutineerKeys.none : t.scrutineerKeys.text}</p>
      {keys.map(({ name, key }) => (
        <p key={key}>
          {name}
          <br />
          <code className="hash">{key}</code>
        </p>
      ))}
    </Section>
  );
}

function OpenInvitations() {
  const { round, offered, invitations } = useLoaderData<typeof loader>();
  const t = useTexts().panel;
  const anyRevocable = invitations.some(({ role }) => offered.includes(role));
  return (
    <Section title={t.open}>
      <DataTable
        stacked
        caption={t.open}
        captionHidden
        head={
          <>
            <Th>{t.email}</Th>
            <Th>{t.role}</Th>
            <Th>{t.until}</Th>
            {anyRevocable ? <Th unseen>{t.remove}</Th> : null}
          </>
        }
      >
        {invitations.map(({ id, email, role, expiresAt }) => (
          <tr key={id}>
            <th scope="row">
              <bdi>{email}</bdi>
            </th>
            <td>{t.roles[role]}</td>
            <td>
              <Moment at={expiresAt} zone={round.cycle.timeZone} />
            </td>
            {anyRevocable ? (
              <td>
                {offered.includes(role) ? (
                  <InvitationActs email={email} here={`/rounds/${round.id}/invitations/${id}`} />
                ) : null}
              </td>
            ) : null}
          </tr>
        ))}
      </DataTable>
    </Section>
  );
}

/** Parts that a second person has still to agree to. */
function WaitingForSecond() {
  const { waiting, may } = useLoaderData<typeof loader>();
  const { panel: t, ui } = useTexts();
  return (
    <Section title={t.waiting}>
      <ul>
        {waiting.map(({ id, kind, email }) => (
          <li key={id}>
            {may.settings ? (
              <a href={`/admin/proposals/${id}`}>
                <bdi>{email}</bdi>
              </a>
            ) : (
              <bdi>{email}</bdi>
            )}
            {ui.colon}
            {t.proposed[kind]}
          </li>
        ))}
      </ul>
    </Section>
  );
}

function Invitation({ errors, typed }: { errors: Record<string, string>; typed: Record<string, string> }) {
  const { offered } = useLoaderData<typeof loader>();
  const t = useTexts().panel;
  return (
    <Section title={t.invite}>
      <Form>
        <TextInput
          name="email"
          type="email"
          label={t.email}
          hint={t.inviteHint}
          value={typed["email"]}
          error={errors["email"]}
          width="long"
        />
        <Radios
          name="role"
          legend={t.as}
          value={typed["role"] ?? offered[0]!}
          error={errors["role"]}
          options={offered.map((role) => ({ value: role, label: t.roles[role], hint: t.hints[role] }))}
        />
        <TextArea
          name="reason"
          label={t.reason}
          hint={t.reasonHint}
          optional
          rows={2}
          value={typed["reason"]}
          error={errors["reason"]}
        />
        <Button>{t.send}</Button>
      </Form>
    </Section>
  );
}

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => pageTitle(matches, data?.title);
