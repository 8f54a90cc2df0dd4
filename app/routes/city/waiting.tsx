import type { MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { myRequests } from "#app/domain/team/queries.server.ts";
import { signedIn } from "#app/http/wrappers.ts";
import { formatList } from "#app/i18n/format.ts";
import { LinkButton } from "#app/ui/form.tsx";
import { useTexts } from "#app/ui/locale.tsx";
import { Page } from "#app/ui/page.tsx";
import { pageTitle } from "#app/ui/page-title.ts";

export const loader = signedIn(async ({ ctx, t, locale }) => {
  const names = (await myRequests(ctx)).map(({ name }) => name);
  const { title, none } = t.city.waiting;
  return { asked: names.length > 0, title: names.length > 0 ? title(formatList(names, locale)) : none };
});

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => pageTitle(matches, data?.title);

export default function WaitingPage() {
  const { asked, title } = useLoaderData<typeof loader>();
  const { waiting: t } = useTexts().city;
  return (
    <Page title={title} width="text">
      {asked ? <p>{t.body}</p> : null}
      {asked ? <p>{t.meanwhile}</p> : null}
      <p>
        <LinkButton kind="secondary" href="/account">
          {t.account}
        </LinkButton>
      </p>
    </Page>
  );
}
