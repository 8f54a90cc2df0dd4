import { type MetaFunction, redirect } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { removeFromPanel } from "#app/domain/panel/commands.server.ts";
import { canManagePanel } from "#app/domain/panel/policy.ts";
import { getMember } from "#app/domain/panel/queries.server.ts";
import { getRound } from "#app/domain/round/queries.server.ts";
import { authorise } from "#app/domain/verdict.ts";
import { signedIn } from "#app/http/wrappers.ts";
import { Button, Form } from "#app/ui/form.tsx";
import { useTexts } from "#app/ui/locale.tsx";
import { pageTitle } from "#app/ui/page-title.ts";
import { Page } from "#app/ui/page.tsx";

export const loader = signedIn(async ({ ctx, id, t }) => {
  const round = await getRound(ctx, id("roundId"));
  authorise(canManagePanel(ctx.actor, { id: round.id, frozen: round.frozenAt !== null }));
  const { name } = await getMember(ctx, round.id, id("accountId"));
  return { roundId: round.id, title: t.panel.removal.title(name) };
});

export const action = signedIn(async ({ ctx, id }) => {
  await removeFromPanel(ctx, id("roundId"), id("accountId"));
  return redirect(`/rounds/${id("roundId")}/panel`, 303);
});

export default function PanelRemovalPage() {
  const { roundId, title } = useLoaderData<typeof loader>();
  const t = useTexts().panel;
  return (
    <Page title={title} lede={t.removal.lede} width="text" back={{ href: `/rounds/${roundId}/panel`, label: t.title }}>
      <Form><Button kind="danger">{t.removal.button}</Button></Form>
    </Page>
  );
}

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => pageTitle(matches, data?.title);
