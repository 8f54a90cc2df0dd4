import { type MetaFunction, redirect } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { removeCoApplicant } from "#app/domain/co-applicant/commands.server.ts";
import { getRemovable } from "#app/domain/co-applicant/queries.server.ts";
import { signedIn } from "#app/http/wrappers.ts";
import { Button, Buttons, Form, LinkButton } from "#app/ui/form.tsx";
import { useTexts } from "#app/ui/locale.tsx";
import { Page } from "#app/ui/page.tsx";
import { pageTitle } from "#app/ui/page-title.ts";

export const loader = signedIn(async ({ ctx, id, t }) => {
  const { entryId, state, city } = await getRemovable(ctx, id("entryId"), id("coApplicantId"));
  return { entryId, state, title: t.coApplicant.removal.title(city.name) };
});

export const action = signedIn(async ({ ctx, id }) => {
  await removeCoApplicant(ctx, id("entryId"), id("coApplicantId"));
  return redirect(`/entries/${id("entryId")}/co-applicants?done=removed`, 303);
});

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => pageTitle(matches, data?.title);

export default function CoApplicantRemovalPage() {
  const { entryId, state, title } = useLoaderData<typeof loader>();
  const { removal: t } = useTexts().coApplicant;
  return (
    <Page title={<bdi>{title}</bdi>} lede={state === "accepted" ? t.accepted : t.invited} width="text">
      <Form>
        <Buttons>
          <Button kind="danger">{t.button}</Button>
          <LinkButton kind="secondary" href={`/entries/${entryId}/co-applicants`}>
            {t.keep}
          </LinkButton>
        </Buttons>
      </Form>
    </Page>
  );
}
