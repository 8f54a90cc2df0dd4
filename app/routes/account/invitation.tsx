import { data, type MetaFunction, redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { enterTeam } from "#app/domain/assignment/new-conflicts.server.ts";
import { openInvitedAccount } from "#app/domain/account/commands.server.ts";
import { newcomer } from "#app/domain/account/input.ts";
import { getInvitation } from "#app/domain/account/queries.server.ts";
import type { Link } from "#app/domain/link/queries.server.ts";
import { invitedCity } from "#app/domain/city/queries.server.ts";
import type { Actor, Context } from "#app/domain/context.ts";
import { acceptInvitation } from "#app/domain/panel/commands.server.ts";
import { invitedRound } from "#app/domain/panel/queries.server.ts";
import { panelGrant } from "#app/domain/panel/rules.ts";
import { teamGrant } from "#app/domain/team/rules.ts";
import { failed, orNothing, unlessBusy } from "#app/http/answers.server.ts";
import { enter, renew } from "#app/http/door.server.ts";
import { parse } from "#app/http/form.server.ts";
import { anyone } from "#app/http/wrappers.ts";
import { say } from "#app/i18n/localised.ts";
import type { Texts } from "#app/i18n/texts.ts";
import type { Locale } from "#app/i18n/locales.ts";
import { useFieldErrors } from "#app/ui/field-errors.ts";
import { Button, Buttons, ErrorSummary, Form, LinkButton } from "#app/ui/form.tsx";
import { LinkGone } from "#app/ui/link-gone.tsx";
import { useTexts } from "#app/ui/locale.tsx";
import { Page } from "#app/ui/page.tsx";
import { NewPassword, OwnName } from "#app/ui/account-fields.tsx";
import { pageTitle } from "#app/ui/page-title.ts";
import { Addressed } from "#app/ui/wording.tsx";

export const loader = anyone(async ({ ctx, param, t, locale, url }) => {
  const invitation = await orNothing(getInvitation(ctx, param("token")));
  const signedIn = ctx.actor.id !== null;
  if (!invitation) return data({ invitation: null, signedIn, title: t.account.linkGone.title }, { status: 404 });
  const { title, sentence } = await described(ctx, invitation, t, locale);
  return data({
    invitation: { sentence, email: invitation.email, hasAccount: invitation.hasAccount },
    title,
    signedIn,
    path: url.pathname,
  });
});

export const action = anyone(async ({ ctx, param, visit, request, form, locale }) => {
  const invitation = await getInvitation(ctx, param("token"));
  const { actor } = ctx;
  if (actor.id) {
    const next = await accept({ ...ctx, actor: { ...actor, id: actor.id } }, param("token"), invitation);
    await renew(visit, request);
    return redirect(next, 303);
  }
  if (invitation.hasAccount) return redirect(`/sign-in?next=${encodeURIComponent(visit.url.pathname)}`, 303);
  const typed = await form();
  const given = parse(typed, newcomer);
  if (!given.ok) return failed(typed, given.errors);
  const passwordHash = await unlessBusy(visit.services.passwords.hash(given.value.password));
  if (passwordHash === "busy") return failed(typed, { password: "busy" }, 429);
  const person = await openInvitedAccount(ctx, param("token"), { name: given.value.name, locale, passwordHash });
  await enter(visit, request, person.id, "weak");
  return redirect(await accept({ ...ctx, actor: person }, param("token"), invitation), 303);
});

/** Takes the person into the team or panel, and says where to go on. */
async function accept(ctx: Context, token: string, { purpose }: Link): Promise<string> {
  if (purpose === "join-team") {
    const cityId = await enterTeam(ctx, token);
    return `/cities/${cityId}?done=joined`;
  }
  await acceptInvitation(ctx, token);
  return "/account/profile";
}

async function described(
  ctx: Context<Actor>,
  { purpose, grants, invitedBy }: Link,
  { account: { invitation: t }, city }: Texts,
  locale: Locale,
) {
  if (purpose === "join-team") {
    const { cityId, role } = teamGrant(grants);
    const { name } = await invitedCity(ctx, cityId);
    return { title: t.teamTitle(name), sentence: t.team(invitedBy ?? "", name, city.roles[role]) };
  }
  const { roundId, role } = panelGrant(grants);
  const round = await invitedRound(ctx, roundId);
  return {
    title: t.panelTitle[role],
    sentence: t[role === "reviewer" ? "panel" : role](say(round.name, locale), say(round.cycle, locale)),
  };
}

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => pageTitle(matches, data?.title);

export default function InvitationPage() {
  const shown = useLoaderData<typeof loader>();
  const { invitation: t } = useTexts().account;
  if (!shown.invitation) return <LinkGone of="invitation" signedIn={shown.signedIn} />;
  const { sentence, email, hasAccount } = shown.invitation;
  return (
    <Page title={shown.title} width="text">
      <p>{sentence}</p>
      <p>
        <Addressed>{t.to(email)}</Addressed>
      </p>
      {shown.signedIn ? (
        <Form>
          <Buttons>
            <Button>{t.accept}</Button>
          </Buttons>
        </Form>
      ) : hasAccount ? (
        <>
          <p>{t.signInFirst}</p>
          <Buttons>
            <LinkButton href={`/sign-in?next=${encodeURIComponent(shown.path)}`}>{t.signIn}</LinkButton>
          </Buttons>
        </>
      ) : (
        <Newcomer />
      )}
    </Page>
  );
}

function Newcomer() {
  const refused = useActionData<typeof action>();
  const { invitation: t, fields } = useTexts().account;
  const errors = useFieldErrors(refused?.errors, fields);
  return (
    <>
      <p>{t.newcomer}</p>
      <ErrorSummary errors={errors} />
      <Form>
        <OwnName refused={refused} errors={errors} />
        <NewPassword label="password" error={errors["password"]} />
        <Buttons>
          <Button>{t.acceptAndOpen}</Button>
        </Buttons>
      </Form>
    </>
  );
}
