import { data, type MetaFunction, redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { inviteToTeam } from "#app/domain/team/commands.server.ts";
import { invitationInput } from "#app/domain/team/input.ts";
import { canRunTeam } from "#app/domain/team/policy.ts";
import { getCity } from "#app/domain/city/queries.server.ts";
import { TEAM_ROLES } from "#app/domain/team/rules.ts";
import { type Refusal, Refused } from "#app/domain/errors.ts";
import { authorise } from "#app/domain/verdict.ts";
import { failed, orRefusal } from "#app/http/answers.server.ts";
import { parse } from "#app/http/form.server.ts";
import { signedIn } from "#app/http/wrappers.ts";
import { useFieldErrors } from "#app/ui/field-errors.ts";
import { Button, Buttons, ErrorSummary, Form, TextInput } from "#app/ui/form.tsx";
import { Radios } from "#app/ui/choices.tsx";
import { useTexts } from "#app/ui/locale.tsx";
import { Page } from "#app/ui/page.tsx";
import { pageTitle } from "#app/ui/page-title.ts";

export const loader = signedIn(async ({ ctx, id, t }) => {
  const city = await getCity(ctx, id("cityId"));
  authorise(canRunTeam(ctx.actor, city.id));
  return { city, title: t.city.invite.title(city.name) };
});

export const action = signedIn(async ({ ctx, id, form, visit, locale }) => {
  const city = await getCity(ctx, id("cityId"));
  authorise(canRunTeam(ctx.actor, city.id));
  const typed = await form();
  const given = parse(typed, invitationInput);
  if (!given.ok) return failed(typed, given.errors);
  const { limits, config } = visit.services;
  if (!(await limits.mayMail(given.value.email, visit.ip, ctx.actor.id)))
    return failed(typed, { email: "too-many-attempts" }, 429);
  const done = await orRefusal(inviteToTeam(ctx, { cityId: city.id, ...given.value }, locale, config.publicUrl));
  if (done instanceof Refused)
    return data({ errors: {} as Record<string, string>, refused: done.because, typed: typed.typed() }, { status: 409 });
  return redirect(`/cities/${city.id}?done=invited`, 303);
});

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => pageTitle(matches, data?.title);

export default function InvitePage() {
  const { city, title } = useLoaderData<typeof loader>();
  const refused = useActionData<typeof action>();
  const {
    city: { invite: t, roleNames, roleHints },
    refusals,
    ui,
  } = useTexts();
  const { refused: because } = (refused ?? {}) as { refused?: Refusal };
  const errors: Record<string, string> = {
    ...useFieldErrors(refused?.errors, t),
    ...(because ? { email: refusals[because] } : {}),
  };
  return (
    <Page title={<bdi>{title}</bdi>} lede={t.lede} width="text" back={{ href: `/cities/${city.id}`, label: ui.back }}>
      <ErrorSummary errors={errors} />
      <Form>
        <TextInput
          name="email"
          type="email"
          label={t.email}
          value={refused?.typed["email"]}
          error={errors["email"]}
          width="long"
        />
        <Radios
          name="role"
          legend={t.role}
          value={refused?.typed["role"] ?? "editor"}
          error={errors["role"]}
          options={TEAM_ROLES.map((value) => ({ value, label: roleNames[value], hint: roleHints[value] }))}
        />
        <Buttons>
          <Button>{t.button}</Button>
        </Buttons>
      </Form>
    </Page>
  );
}
