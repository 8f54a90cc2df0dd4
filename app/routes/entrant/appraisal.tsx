import type { MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { ownAppraisals } from "#app/domain/appraisal/queries.server.ts";
import { signedIn } from "#app/http/wrappers.ts";
import { say } from "#app/i18n/localised.ts";
import { useLocale, useTexts } from "#app/ui/locale.tsx";
import { pageTitle } from "#app/ui/page-title.ts";
import { Page, Section } from "#app/ui/page.tsx";

export const loader = signedIn(async ({ ctx, id, t }) => ({
  ...(await ownAppraisals(ctx, id("entryId"))),
  title: t.appraisal.title,
}));

export default function OwnAppraisalPage() {
  const { entry, cycle, appraisals } = useLoaderData<typeof loader>();
  const [{ appraisal: t, entry: texts }, locale] = [useTexts(), useLocale()];
  const quotes = (comments: string[]) =>
    comments.length > 0 ? (
      <ul>
        {comments.map((text, index) => (
          <li key={index}>
            <div className="written" dir="auto">
              {text}
            </div>
          </li>
        ))}
      </ul>
    ) : null;
  return (
    <Page
      title={t.title}
      lede={t.lede}
      eyebrow={say(cycle, locale)}
      width="text"
      back={{ href: `/entries/${entry.id}`, label: texts.receipt.back }}
    >
      <p>{t.bandsText}</p>
      {appraisals.map(({ roundId, round, criteria, comments }) => (
        <Section key={roundId} title={say(round, locale)}>
          {criteria.map(({ id, name, band, comments: own }) => (
            <div key={id} className="stack">
              <h3>{say(name, locale)}</h3>
              <p>{t.bands[band ?? "none"]}</p>
              {quotes(own)}
            </div>
          ))}
          <h3>{t.overall}</h3>
          {quotes(comments) ?? <p className="muted">{t.noComments}</p>}
        </Section>
      ))}
      <p>
        <a href={`/entries/${entry.id}/appraisal.pdf`}>{t.pdf}</a>
      </p>
    </Page>
  );
}

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => pageTitle(matches, data?.title);
