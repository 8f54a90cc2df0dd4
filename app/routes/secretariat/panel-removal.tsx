import { type MetaFunction, redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { removeFromPanel } from "#app/domain/panel/commands.server.ts";
import { removalInput } from "#app/domain/panel/input.ts";
import { canManagePanel, partForTwo } from "#app/domain/panel/policy.ts";
import { getMember } from "#app/domain/panel/queries.server.ts";
import { getRound } from "#app/domain/round/queries.server.ts";
import { authorise } from "#app/domain/verdict.ts";
import { errorsOf, failed } from "#app/http/answers.server.ts";
import { parse } from "#app/http/form.server.ts";
import { signedIn } from "#app/http/wrappers.ts";
import { useFieldErrors } from "#app/ui/field-errors.ts";
import { Button, ErrorSummary, Form, TextArea } from "#app/ui/form.tsx";
import { useTexts } from "#app/ui/locale.tsx";
import { pageTitle } from "#app/ui/page-title.ts";
import { Page } from "#app/ui/page.tsx";

export const loader = signedIn(async ({ ctx, id, t }) => {
  const round = await getRound(ctx, id("roundId"));
  const { name, roles } = await getMember(ctx, round.id, id("accountId"));
  authorise(canManagePanel(ctx.actor, { id: round.id, frozen: round.frozenAt !== null }, ...roles));
  return { roundId: round.id, forTwo: partForTwo(ctx.actor, roles) ?? null, title: t.panel.removal.title(name) };
});

export const action = signedIn(async ({ ctx, id, form, visit }) => {
  const sent = await form();
  const given = parse(sent, removalInput);
  if (!given.ok) return failed(sent, given.errors);
  const errors = await errorsOf(
    removeFromPanel(ctx, id("roundId"), id("accountId"), given.value.reason, visit.services.config.publicUrl),
  );
  if (errors) return failed(sent, errors);
  return redirect(`/rounds/${id("roundId")}/panel`, 303);
});

export default function PanelRemovalPage() {
  const { roundId, forTwo, title } = useLoaderData<typeof loader>();
  const refused = useActionData<typeof action>();
  const t = useTexts().panel;
  const errors = useFieldErrors(refused?.errors, t);
  return (
    <Page
      title={title}
      lede={forTwo === "scrutineer" ? t.removal.scrutineer : t.removal.lede}
      width="text"
      back={{ href: `/rounds/${roundId}/panel`, label: t.title }}
    >
      <ErrorSummary errors={errors} />
      <Form>
        {forTwo ? (
          <>
            <p>{t.removal.byTwo}</p>
            <TextArea
              name="reason"
              label={t.reason}
              rows={3}
              value={refused?.typed["reason"]}
              error={errors["reason"]}
            />
          </>
        ) : null}
        <Button kind="danger">{forTwo ? t.removal.propose : t.removal.button}</Button>
      </Form>
    </Page>
  );
}

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => pageTitle(matches, data?.title);
