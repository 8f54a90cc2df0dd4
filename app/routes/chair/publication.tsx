import { type MetaFunction, redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { publishResults } from "#app/domain/result/commands.server.ts";
import { publishingOf, resultLetters } from "#app/domain/result/publishing.server.ts";
import { pageOf } from "#app/http/query.ts";
import { readPublication } from "#app/http/publication.server.ts";
import { signedIn } from "#app/http/wrappers.ts";
import { formatNumber } from "#app/i18n/format.ts";
import { say } from "#app/i18n/localised.ts";
import { DataTable, Th } from "#app/ui/data.tsx";
import { Deliveries, deliveriesShown } from "#app/ui/deliveries.tsx";
import { Notice } from "#app/ui/feedback.tsx";
import { useFieldErrors } from "#app/ui/field-errors.ts";
import { Button, Buttons, ErrorSummary, Form, LinkButton } from "#app/ui/form.tsx";
import { useLocale, useTexts } from "#app/ui/locale.tsx";
import { pageTitle } from "#app/ui/page-title.ts";
import { Page, Section } from "#app/ui/page.tsx";
import { EachPicture } from "#app/ui/pictures.tsx";
import { PublicationForm } from "#app/ui/publication-form.tsx";
import { Honours } from "#app/ui/results.tsx";
import { EntryTitle, Labelled, Place, Together } from "#app/ui/wording.tsx";
import { Moment } from "#app/ui/time.tsx";

export const handle = { enhanced: true };

export const loader = signedIn(async ({ ctx, id, url, t }) => {
  const publishing = await publishingOf(ctx, id("roundId"));
  const [isOut, page] = [publishing.facts.publication === "standing", pageOf(url)];
  const log = isOut ? await resultLetters(ctx, id("roundId"), page) : null;
  return {
    ...publishing,
    deliveries: log && deliveriesShown(log, page),
    now: ctx.now,
    title: publishing.facts.publication === "standing" ? t.publication.published : t.publication.title,
  };
});

export const action = signedIn(async ({ ctx, id, form, visit }) => {
  const { round } = await publishingOf(ctx, id("roundId"));
  const given = readPublication(await form(), round.cycle.timeZone, ctx.now);
  if (!given.ok) return given.refused;
  await publishResults(ctx, {
    roundId: round.id,
    at: given.at,
    pictures: given.pictures,
    publicUrl: visit.services.config.publicUrl,
  });
  return redirect(`/rounds/${round.id}/publication`, 303);
});

export default function PublicationPage() {
  const { round, facts, publication, initiatives, letters, now } = useLoaderData<typeof loader>();
  const [{ publication: t, shortlist }, locale, errors] = [useTexts(), useLocale(), useErrors()];
  if (facts.publication === "standing" && publication)
    return <Published round={round} publication={publication} initiatives={initiatives} now={now} />;
  return (
    <Page
      eyebrow={say(round.name, locale)}
      title={t.title}
      lede={t.lede}
      width="text"
      back={{ href: `/rounds/${round.id}/finalisation`, label: shortlist.finalise.title }}
    >
      <ErrorSummary errors={errors} />
      {facts.publication === "withdrawn" ? <Notice kind="warning">{t.withdrawn}</Notice> : null}
      <Section title={t.public}>
        <p>{t.initiatives(formatNumber(initiatives.length, locale))}</p>
        <ul>
          {t.facts.map((fact) => (
            <li key={fact}>{fact}</li>
          ))}
        </ul>
        <Telling />
        {initiatives.length === 0 ? <p>{t.none}</p> : <ToPublish initiatives={initiatives} />}
      </Section>
      <Section title={t.mailed}>
        <p>{t.letters(formatNumber(letters, locale))}</p>
        <p className="hint">{t.lettersNote}</p>
      </Section>
      <Publishing />
    </Page>
  );
}

const useErrors = () => useFieldErrors(useActionData<typeof action>()?.errors, useTexts().publication);

/** Questions whose answers tell the public what it may not see. */
function Telling() {
  const { telling } = useLoaderData<typeof loader>();
  const [t, locale] = [useTexts().publication, useLocale()];
  return telling.length > 0 ? (
    <Notice kind="warning" title={t.telling}>
      <p>{t.tellingHint}</p>
      <ul>
        {telling.map(({ key, label }) => (
          <li key={key}>{say(label, locale)}</li>
        ))}
      </ul>
    </Notice>
  ) : null;
}

/** Whose initiatives become public, and on which level. */
function ToPublish({ initiatives }: { initiatives: Initiatives }) {
  const [{ publication: t, shortlist }, locale] = [useTexts(), useLocale()];
  return (
    <DataTable
      stacked
      caption={t.caption}
      captionHidden
      head={
        <>
          <Th>{t.city}</Th>
          <Th>{t.initiative}</Th>
          <Th>{t.level}</Th>
        </>
      }
    >
      {initiatives.map(({ entryId, title, cityName, country, coApplicants, levelName, honours }) => (
        <tr key={entryId}>
          <th scope="row">
            <Place of={{ cityName, country }} />
            <Together of={coApplicants} />
          </th>
          <td>
            <EntryTitle title={title} />
          </td>
          <td>
            {levelName ? say(levelName, locale) : shortlist.noLevel}
            <Honours of={{ honours }} />
          </td>
        </tr>
      ))}
    </DataTable>
  );
}

/** With which pictures, and when. */
function Publishing() {
  const { round, initiatives } = useLoaderData<typeof loader>();
  return (
    <PublicationForm
      initiatives={initiatives}
      zone={round.cycle.timeZone}
      refused={useActionData<typeof action>()}
      errors={useErrors()}
      cancel={`/rounds/${round.id}/finalisation`}
    />
  );
}

type Loaded = Awaited<ReturnType<typeof publishingOf>>;
type Initiatives = Loaded["initiatives"];

const withoutOut = (initiative: Initiatives[number]) => ({
  ...initiative,
  pictures: initiative.pictures.filter(({ out }) => !out),
});

function Published({
  round,
  publication,
  initiatives,
  now,
}: {
  round: Loaded["round"];
  publication: NonNullable<Loaded["publication"]>;
  initiatives: Initiatives;
  now: Date;
}) {
  const { deliveries } = useLoaderData<typeof loader>();
  const [{ publication: t, correction, shortlist, appraisal, wave }, locale] = [useTexts(), useLocale()];
  const out = publication.publishedAt <= now;
  const pictures = initiatives.flatMap((initiative) => initiative.pictures);
  const shown = pictures.filter(({ wasPublic }) => wasPublic).length;
  return (
    <Page
      eyebrow={say(round.name, locale)}
      title={out ? t.published : t.embargo}
      width="text"
      back={{ href: `/rounds/${round.id}/finalisation`, label: shortlist.finalise.title }}
    >
      <p>
        <Labelled label={out ? t.since : t.from}>
          <Moment at={publication.publishedAt} zone={round.cycle.timeZone} />
        </Labelled>
      </p>
      {publication.byName ? <p>{t.by(publication.byName)}</p> : null}
      <Telling />
      <Buttons>
        {out ? <LinkButton href={`/cycles/${round.cycle.slug}/results`}>{t.see}</LinkButton> : null}
        <LinkButton kind="secondary" href={`/rounds/${round.id}/appraisals`}>
          {appraisal.desk.link}
        </LinkButton>
        {out ? (
          <LinkButton kind="secondary" href={`/secretariat/cycles/${round.cycleId}/waves`}>
            {wave.link}
          </LinkButton>
        ) : null}
        <LinkButton kind="secondary" href={`/rounds/${round.id}/correction`}>
          {correction.link}
        </LinkButton>
        <LinkButton kind="secondary" href={`/rounds/${round.id}/publication/withdrawal`}>
          {t.takeBack}
        </LinkButton>
      </Buttons>
      {pictures.length > 0 ? (
        <p>{t.pictures.counted(formatNumber(shown, locale), formatNumber(pictures.length - shown, locale))}</p>
      ) : null}
      <EachPicture initiatives={initiatives.map(withoutOut)} hint={t.pictures.shown}>
        {(id) => (
          <p>
            <a href={`/rounds/${round.id}/publication/pictures/${id}/removal`}>{t.pictures.remove}</a>
          </p>
        )}
      </EachPicture>
      {deliveries?.rows.some(({ state }) => state === "failed") ? (
        <Form action={`/rounds/${round.id}/publication/letters`}>
          <Button kind="secondary">{wave.retry}</Button>
        </Form>
      ) : null}
      {deliveries ? <Deliveries {...deliveries} here={`/rounds/${round.id}/publication`} /> : null}
    </Page>
  );
}

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => pageTitle(matches, data?.title);
