import type { MetaFunction } from "@remix-run/node";
import { anyone } from "#app/http/wrappers.ts";
import { useLoaderData } from "@remix-run/react";
import { useTexts } from "#app/ui/locale.tsx";
import { pageTitle } from "#app/ui/page-title.ts";
import { Page } from "#app/ui/page.tsx";

/** Where an endorser's answer leads. It says the same to everybody, so it tells nothing. */
export const loader = anyone(({ t }) => ({ title: t.endorsement.answered.title }));

export const meta: MetaFunction<typeof loader> = ({ matches, data }) => pageTitle(matches, data?.title);

export default function EndorsedPage() {
  const { title } = useLoaderData<typeof loader>();
  return (
    <Page title={title} width="text">
      <p>{useTexts().endorsement.answered.body}</p>
    </Page>
  );
}
