import type { MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { getCycle } from "#app/domain/cycle/queries.server.ts";
import { wavesOf } from "#app/domain/wave/queries.server.ts";
import { signedIn } from "#app/http/wrappers.ts";
import { formatMoment, formatNumber } from "#app/i18n/format.ts";
import { say } from "#app/i18n/localised.ts";
import { DataTable, Num, Th } from "#app/ui/data.tsx";
import { Empty } from "#app/ui/feedback.tsx";
import { LinkButton } from "#app/ui/form.tsx";
import { useLocale, useTexts } from "#app/ui/locale.tsx";
import { pageTitle } from "#app/ui/page-title.ts";
import { Page } from "#app/ui/page.tsx";

export const loader = signedIn(async ({ ctx, id, t }) => {
  const sent = await wavesOf(ctx, id("cycleId"));
  const { id: cycleId, name, timeZone } = await getCycle(ctx, id("cycleId"));
  const waves = sent.map((wave) => ({
    id: wave.id,
    subject: wave.subject,
    key: wave.key,
    level: wave.level,
    letters: wave.letters,
    delivered: wave.delivered,
    failed: wave.failed,
    sentAt: wave.sentAt,
    by: wave.by,
  }));
  return { cycle: { id: cycleId, name, timeZone }, waves, title: t.wave.title };
});

export default function WavesPage() {
  const { cycle, waves } = useLoaderData<typeof loader>();
  const [{ wave: t }, locale] = [useTexts(), useLocale()];
  const { list } = t;
  const number = (value: number) => formatNumber(value, locale);
  return (
    <Page
      title={t.title}
      lede={t.lede}
      width="full"
      back={{ href: `/secretariat/cycles/${cycle.id}`, label: say(cycle.name, locale) }}
    >
      <p>
        <LinkButton href={`/secretariat/cycles/${cycle.id}/waves/new`}>{t.write}</LinkButton>
      </p>
      {waves.length === 0 ? (
        <Empty title={t.none} />
      ) : (
        <DataTable
          caption={t.title}
          captionHidden
          stacked
          head={
            <>
              <Th>{list.subject}</Th>
              <Th>{list.to}</Th>
              <Th>{list.sent}</Th>
              <Th>{list.by}</Th>
              <Th numeric>{list.letters}</Th>
              <Th numeric>{list.delivered}</Th>
              <Th numeric>{list.failed}</Th>
            </>
          }
        >
          {waves.map(({ id, subject, key, level, letters, delivered, failed, sentAt, by }) => (
            <tr key={id}>
              <th scope="row">
                <a href={`/secretariat/waves/${id}`}>
                  <bdi>{say(subject, locale)}</bdi>
                </a>
              </th>
              <td>{level ? t.ofRound(t.audiences.listed, say(level, locale)) : t.audiences[key]}</td>
              <td>{formatMoment(sentAt, locale, cycle.timeZone)}</td>
              <td>
                <bdi>{by}</bdi>
              </td>
              <Num>{number(letters)}</Num>
              <Num>{number(delivered)}</Num>
              <Num>{number(failed)}</Num>
            </tr>
          ))}
        </DataTable>
      )}
    </Page>
  );
}

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => pageTitle(matches, data?.title);
