import { type MetaFunction, redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { openListCorrection } from "#app/domain/correction/commands.server.ts";
import { correctionInput } from "#app/domain/correction/input.ts";
import { correctionsOf } from "#app/domain/correction/queries.server.ts";
import { failed } from "#app/http/answers.server.ts";
import { parse } from "#app/http/form.server.ts";
import { signedIn } from "#app/http/wrappers.ts";
import { formatDate, formatNumber } from "#app/i18n/format.ts";
import { say } from "#app/i18n/localised.ts";
import { Changes } from "#app/ui/corrections.tsx";
import { useFieldErrors } from "#app/ui/field-errors.ts";
import { Button, Buttons, ErrorSummary, Form, LinkButton, TextArea } from "#app/ui/form.tsx";
import { useLocale, useTexts } from "#app/ui/locale.tsx";
import { pageTitle } from "#app/ui/page-title.ts";
import { Page, Section } from "#app/ui/page.tsx";
import { Paragraphs } from "#app/ui/paragraphs.tsx";
import { Moment } from "#app/ui/time.tsx";
import { Labelled } from "#app/ui/wording.tsx";

export const loader = signedIn(async ({ ctx, id, t }) => ({
  ...(await correctionsOf(ctx, id("roundId"))),
  title: t.correction.title,
}));

export const action = signedIn(async ({ ctx, id, form }) => {
  const { opening } = await correctionsOf(ctx, id("roundId"));
  const sent = await form();
  const given = parse(sent, correctionInput);
  if (!given.ok && opening.allowed) return failed(sent, given.errors);
  await openListCorrection(ctx, id("roundId"), given.ok ? given.value.reason : "");
  return redirect(`/rounds/${id("roundId")}/correction`, 303);
});

export default function CorrectionPage() {
  const { round, correction } = useLoaderData<typeof loader>();
  const [{ correction: t, shortlist }, locale, errors] = [useTexts(), useLocale(), useErrors()];
  return (
    <Page
      eyebrow={say(round.name, locale)}
      title={t.title}
      lede={t.lede}
      width="text"
      back={{ href: `/rounds/${round.id}/finalisation`, label: shortlist.finalise.title }}
    >
      <ErrorSummary errors={errors} />
      {correction ? <UnderWay /> : <Opening />}
      <Past />
    </Page>
  );
}

const useErrors = () => useFieldErrors(useActionData<typeof action>()?.errors, useTexts().correction);

function Opening() {
  const { opening } = useLoaderData<typeof loader>();
  const [t, errors, refused] = [useTexts().correction, useErrors(), useActionData<typeof action>()];
  return (
    <Form>
      {opening.allowed || refused ? (
        <TextArea
          name="reason"
          label={t.reason}
          hint={t.reasonHint}
          rows={4}
          value={refused?.typed["reason"]}
          error={errors["reason"]}
        />
      ) : null}
      <Buttons>
        <Button verdict={opening}>{t.open}</Button>
      </Buttons>
    </Form>
  );
}

/** The next version, and what comes next for it. */
function UnderWay() {
  const { round, correction, signed, publishing, dropping } = useLoaderData<typeof loader>();
  const [t, locale] = [useTexts().correction, useLocale()];
  if (!correction) return null;
  const { version, openedByName, reason, dueAt } = correction;
  const here = `/rounds/${round.id}`;
  return (
    <>
      <Section title={t.underWay(formatNumber(version, locale))}>
        <p>{t.by(openedByName)}</p>
        <Paragraphs text={reason} />
        <p>{signed ? t.signed : t.steps}</p>
        {dueAt ? (
          <p>
            <Labelled label={t.due}>
              <Moment at={dueAt} zone={round.cycle.timeZone} />
            </Labelled>
          </p>
        ) : null}
        <Buttons>
          {signed ? null : <LinkButton href={`${here}/selection`}>{t.select}</LinkButton>}
          {publishing.allowed ? <LinkButton href={`${here}/correction/publication`}>{t.publish}</LinkButton> : null}
          <LinkButton kind="secondary" href={`${here}/finalisation`}>
            {t.sign}
          </LinkButton>
        </Buttons>
      </Section>
      <Section title={t.drop}>
        <p>{t.dropText}</p>
        <Form action={`${here}/correction/drop`}>
          <Buttons>
            <Button kind="danger" verdict={dropping}>
              {t.drop}
            </Button>
          </Buttons>
        </Form>
      </Section>
    </>
  );
}

/** What was corrected before, or dropped. */
function Past() {
  const { round, past } = useLoaderData<typeof loader>();
  const [t, locale] = [useTexts().correction, useLocale()];
  const levels = round.levels.map(({ levelKey, name }) => ({ key: levelKey, name }));
  if (past.length === 0) return null;
  return (
    <Section title={t.past}>
      {past.map(({ id, version, openedAt, openedByName, reason, outAt, droppedByName, changes }) => (
        <div key={id}>
          <h3>
            {t.version(formatNumber(version, locale), formatDate(outAt ?? openedAt, locale, round.cycle.timeZone))}
          </h3>
          <p>{t.by(openedByName)}</p>
          <Paragraphs text={reason} />
          {droppedByName ? <p>{t.dropped(droppedByName)}</p> : <Changes changes={changes} levels={levels} />}
        </div>
      ))}
    </Section>
  );
}

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => pageTitle(matches, data?.title);
