import type { MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { LARGEST_TAKEN, luggageOf } from "#app/domain/review/luggage.server.ts";
import { getJudging } from "#app/domain/review/tasks.server.ts";
import { signedIn } from "#app/http/wrappers.ts";
import { formatBytes, formatNumber } from "#app/i18n/format.ts";
import { say } from "#app/i18n/localised.ts";
import { Facts } from "#app/ui/data.tsx";
import { useLocale, useTexts } from "#app/ui/locale.tsx";
import { TakingAlong } from "#app/ui/offline.tsx";
import { pageTitle } from "#app/ui/page-title.ts";
import { Page } from "#app/ui/page.tsx";

export const handle = { enhanced: true };

export const loader = signedIn(async ({ ctx, id, t }) => {
  const round = await getJudging(ctx, id("roundId"));
  const { entries, asked, large } = await luggageOf(ctx, round.id);
  const files = entries.flatMap((entry) => entry.files);
  return {
    round,
    asked,
    large,
    limit: LARGEST_TAKEN,
    entries: entries.length,
    files: files.length,
    bytes: files.reduce((sum, { size }) => sum + size, 0),
    title: `${t.offline.title} – ${t.review.home.title}`,
  };
});

export default function OfflinePage() {
  const { round, asked, large, limit, entries, files, bytes } = useLoaderData<typeof loader>();
  const [{ offline: t, review }, locale] = [useTexts(), useLocale()];
  const number = (value: number) => formatNumber(value, locale);
  return (
    <Page
      eyebrow={say(round.name, locale)}
      title={t.title}
      lede={t.lede}
      width="text"
      back={{ href: `/judging/rounds/${round.id}`, label: review.home.toTasks }}
    >
      <Facts
        items={[
          { label: t.entries, value: number(entries) },
          { label: t.files, value: number(files) },
          { label: t.size, value: formatBytes(bytes, locale) },
        ]}
      />
      {asked > 0 ? (
        <p>
          {t.asked(number(asked))} <a href={`/judging/rounds/${round.id}`}>{review.home.toTasks}</a>
        </p>
      ) : null}
      {large > 0 ? <p>{t.large(number(large), formatBytes(limit, locale))}</p> : null}
      <p>{t.safety}</p>
      <TakingAlong roundId={round.id} />
    </Page>
  );
}

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => pageTitle(matches, data?.title);
