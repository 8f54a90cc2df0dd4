import { type MetaFunction, redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { handOver } from "#app/domain/team/commands.server.ts";
import { handoverInput } from "#app/domain/team/input.ts";
import { canRunTeam } from "#app/domain/team/policy.ts";
import { getCity } from "#app/domain/city/queries.server.ts";
import { teamOf } from "#app/domain/team/queries.server.ts";
import { teamRole } from "#app/domain/context.ts";
import { authorise } from "#app/domain/verdict.ts";
import { failed } from "#app/http/answers.server.ts";
import { parse } from "#app/http/form.server.ts";
import { signedIn } from "#app/http/wrappers.ts";
import { Empty } from "#app/ui/feedback.tsx";
import { useFieldErrors } from "#app/ui/field-errors.ts";
import { Button, Buttons, ErrorSummary, Form, Hidden, LinkButton } from "#app/ui/form.tsx";
import { Radios } from "#app/ui/choices.tsx";
import { useTexts } from "#app/ui/locale.tsx";
import { Page } from "#app/ui/page.tsx";
import { pageTitle } from "#app/ui/page-title.ts";

export const loader = signedIn(async ({ ctx, id, t }) => {
  const city = await getCity(ctx, id("cityId"));
  authorise(canRunTeam(ctx.actor, city.id));
  const others = (await teamOf(ctx, city.id)).filter(({ accountId }) => accountId !== ctx.actor.id);
  return { city, others, isOwner: teamRole(ctx.actor, city.id) === "owner", title: t.city.handover.title(city.name) };
});

/** Whoever has left with it goes to their account. */
export const action = signedIn(async ({ ctx, id, form, visit }) => {
  const city = await getCity(ctx, id("cityId"));
  const typed = await form();
  const given = parse(typed, handoverInput);
  if (!given.ok) return failed(typed, given.errors);
  await handOver(ctx, { cityId: city.id, ...given.value }, visit.services.config.publicUrl);
  const left = given.value.stay === "none" && teamRole(ctx.actor, city.id) !== undefined;
  return redirect(left ? "/account" : `/cities/${city.id}?done=handed-over`, 303);
});

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => pageTitle(matches, data?.title);

export default function HandoverPage() {
  const { city, others, isOwner, title } = useLoaderData<typeof loader>();
  const refused = useActionData<typeof action>();
  const {
    city: { handover: t, page, roleNames },
    ui,
  } = useTexts();
  const errors = useFieldErrors(refused?.errors, { accountId: t.to, stay: t.stay });
  const back = { href: `/cities/${city.id}`, label: ui.back };
  if (others.length === 0) {
    return (
      <Page title={<bdi>{title}</bdi>} width="text" back={back}>
        <Empty title={t.nobody}>{t.nobodyHint}</Empty>
        <p>
          <LinkButton href={`/cities/${city.id}/invitations`}>{page.invite}</LinkButton>
        </p>
      </Page>
    );
  }
  return (
    <Page title={<bdi>{title}</bdi>} lede={isOwner ? t.lede : t.ledeStaff} width="text" back={back}>
      <ErrorSummary errors={errors} />
      <Form>
        <Radios
          name="accountId"
          legend={t.to}
          value={refused?.typed["accountId"]}
          error={errors["accountId"]}
          options={others.map(({ accountId, name, email, role }) => ({
            value: accountId,
            label: <bdi>{name}</bdi>,
            hint: `${roleNames[role]} · ${email}`,
          }))}
        />
        {isOwner ? (
          <Radios
            name="stay"
            legend={t.stay}
            value={refused?.typed["stay"] ?? "editor"}
            error={errors["stay"]}
            options={(["editor", "viewer", "owner", "none"] as const).map((value) => ({
              value,
              label: t.stays[value],
            }))}
          />
        ) : (
          <Hidden name="stay" value="owner" />
        )}
        <Buttons>
          <Button>{t.button}</Button>
        </Buttons>
      </Form>
    </Page>
  );
}
