import { type MetaFunction, redirect } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { prepareAppraisals } from "#app/domain/appraisal/commands.server.ts";
import { appraisalsOf } from "#app/domain/appraisal/queries.server.ts";
import { signedIn } from "#app/http/wrappers.ts";
import { formatNumber } from "#app/i18n/format.ts";
import { say } from "#app/i18n/localised.ts";
import { DataTable, Num, Th } from "#app/ui/data.tsx";
import { Empty, Notice, Tag } from "#app/ui/feedback.tsx";
import { Button, Buttons, Form, LinkButton } from "#app/ui/form.tsx";
import { useLocale, useTexts } from "#app/ui/locale.tsx";
import { pageTitle } from "#app/ui/page-title.ts";
import { Page } from "#app/ui/page.tsx";
import { EntryTitle } from "#app/ui/wording.tsx";

export const loader = signedIn(async ({ ctx, id, t }) => {
  const { round, facts, rows, prepare, release } = await appraisalsOf(ctx, id("roundId"));
  return {
    round: { id: round.id, name: round.name },
    stage: facts.stage,
    rows,
    prepare,
    release,
    title: t.appraisal.desk.title,
  };
});

/** Copies the comments, to be moderated. */
export const action = signedIn(async ({ ctx, id }) => {
  await prepareAppraisals(ctx, id("roundId"));
  return redirect(`/rounds/${id("roundId")}/appraisals`, 303);
});

export default function AppraisalsPage() {
  const { round, stage, prepare } = useLoaderData<typeof loader>();
  const [t, locale] = [useTexts().appraisal.desk, useLocale()];
  return (
    <Page
      title={t.title}
      lede={t.lede}
      eyebrow={say(round.name, locale)}
      width="wide"
      back={{ href: `/rounds/${round.id}`, label: say(round.name, locale) }}
    >
      {stage === "released" ? (
        <Notice kind="success" title={t.released}>
          {t.releasedText}
        </Notice>
      ) : null}
      {stage === "none" ? (
        <>
          <p>{t.what}</p>
          <Form>
            <Buttons>
              <Button verdict={prepare}>{t.prepare}</Button>
            </Buttons>
          </Form>
        </>
      ) : (
        <Prepared />
      )}
    </Page>
  );
}

/** The comments of each entry, and their release. */
function Prepared() {
  const { round, stage, rows, release } = useLoaderData<typeof loader>();
  const {
    appraisal: { desk: t },
    refusals,
  } = useTexts();
  return (
    <>
      {rows.some(({ few }) => few) ? <Notice kind="warning">{t.risk}</Notice> : null}
      <p className="hint">{t.conflicts}</p>
      {rows.length === 0 ? <Empty title={t.none} /> : <Appraisals />}
      {stage === "released" ? null : (
        <p>
          {release.allowed ? (
            <LinkButton href={`/rounds/${round.id}/appraisals/release`}>{t.release}</LinkButton>
          ) : (
            refusals[release.because]
          )}
        </p>
      )}
    </>
  );
}

function Appraisals() {
  const { round, rows } = useLoaderData<typeof loader>();
  const [t, locale] = [useTexts().appraisal.desk, useLocale()];
  return (
    <DataTable
      caption={t.caption}
      captionHidden
      stacked
      head={
        <>
          <Th>{t.entry}</Th>
          <Th>{t.city}</Th>
          <Th numeric>{t.comments}</Th>
          <Th numeric>{t.omitted}</Th>
          <Th>{t.state}</Th>
        </>
      }
    >
      {rows.map(({ entryId, title, cityName, comments, omitted, few }) => (
        <tr key={entryId}>
          <th scope="row">
            <a href={`/rounds/${round.id}/appraisals/${entryId}`}>
              <EntryTitle title={title} />
            </a>
          </th>
          <td>
            <bdi>{cityName}</bdi>
          </td>
          <Num>{formatNumber(comments, locale)}</Num>
          <Num>{formatNumber(omitted, locale)}</Num>
          <td>{few ? <Tag tone="warning">{t.few}</Tag> : null}</td>
        </tr>
      ))}
    </DataTable>
  );
}

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => pageTitle(matches, data?.title);
