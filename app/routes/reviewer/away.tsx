import type { MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { AWAY_PAGES } from "#app/client/offline-terms.ts";
import { anyone } from "#app/http/wrappers.ts";
import { useTexts } from "#app/ui/locale.tsx";
import { OfflineSigns, UnlockForm } from "#app/ui/offline.tsx";
import { pageTitle } from "#app/ui/page-title.ts";
import { Page } from "#app/ui/page.tsx";

export const handle = { enhanced: true };

/**
 * What a device that took entries along shows in their place: while it is locked, and where the page was not taken
 * along or needs the line. Anybody may read it, for it waits there unencrypted.
 */
export const loader = anyone(({ url, t }) => {
  const which = AWAY_PAGES.find((each) => url.searchParams.has(each)) ?? "locked";
  return { which, title: t.offline[which].title };
});

export default function AwayPage() {
  const { which } = useLoaderData<typeof loader>();
  const t = useTexts().offline;
  return (
    <Page title={t[which].title} lede={t[which].lede} width="text">
      <OfflineSigns />
      {which === "locked" ? (
        <>
          <UnlockForm />
          <p>{t.locked.nothing}</p>
        </>
      ) : null}
      <p>
        <a href="/judging">{t.absent.home}</a>
      </p>
    </Page>
  );
}

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => pageTitle(matches, data?.title);
