import type { MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { scrutinyOf } from "#app/domain/scrutiny/queries.server.ts";
import { signedIn } from "#app/http/wrappers.ts";
import { say } from "#app/i18n/localised.ts";
import { Notice } from "#app/ui/feedback.tsx";
import { Button } from "#app/ui/form.tsx";
import { useLocale, useTexts } from "#app/ui/locale.tsx";
import { pageTitle } from "#app/ui/page-title.ts";
import { Page, Section } from "#app/ui/page.tsx";
import { Moment } from "#app/ui/time.tsx";

export const loader = signedIn(async ({ ctx, id, t }) => {
  const {
    round: { id: roundId, name, cycle },
    taking,
    ...standing
  } = await scrutinyOf(ctx, id("roundId"));
  return {
    round: { id: roundId, name, cycle: { name: cycle.name, timeZone: cycle.timeZone } },
    refused: taking.allowed ? null : (taking.because as keyof typeof t.scrutiny.refused),
    ...standing,
    title: t.scrutiny.title,
  };
});

export default function ScrutinyPage() {
  const { round, refused, taken, stated, published, contactEmail, title } = useLoaderData<typeof loader>();
  const [{ scrutiny: t, review }, locale] = [useTexts(), useLocale()];
  return (
    <Page
      title={title}
      lede={t.lede}
      eyebrow={`${say(round.name, locale)} – ${say(round.cycle.name, locale)}`}
      width="text"
      back={{ href: "/judging", label: review.home.title }}
    >
      {refused ? (
        <Notice kind="info">
          <p>{t.refused[refused]}</p>
        </Notice>
      ) : (
        <>
          <Section title={t.openings}>
            <p>{t.openingsText}</p>
            {stated ? null : <p>{t.early}</p>}
            <form method="post" action={`/judging/rounds/${round.id}/scrutiny/openings`}>
              <Button>{t.download}</Button>
            </form>
            {taken.length === 0 ? null : (
              <>
                <p>{t.taken}</p>
                <ul>
                  {taken.map(({ at }) => (
                    <li key={at.toISOString()}>
                      <Moment at={at} zone={round.cycle.timeZone} />
                    </li>
                  ))}
                </ul>
              </>
            )}
          </Section>
          <Section title={t.how}>
            <ol>
              <li>
                {t.first} {published ? <a href={`/proofs/${round.id}`}>{t.proof}</a> : null}
              </li>
              <li>
                {t.second} <code>{t.command}</code>
              </li>
              <li>
                {t.third} <a href={`mailto:${contactEmail}`}>{contactEmail}</a>
              </li>
            </ol>
            <p>
              <a href="/verify.html">{t.page}</a>
            </p>
          </Section>
        </>
      )}
    </Page>
  );
}

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => pageTitle(matches, data?.title);
