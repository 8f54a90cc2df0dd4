import { type MetaFunction, redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { draftsOf, missingReviews } from "#app/domain/ranking/missing.server.ts";
import { getRound } from "#app/domain/round/queries.server.ts";
import { keylessScrutineers, unopenedSeeds } from "#app/domain/scrutiny/queries.server.ts";
import { freezeRound } from "#app/domain/shortlist/commands.server.ts";
import { freezeInput } from "#app/domain/shortlist/input.ts";
import { canFreeze } from "#app/domain/shortlist/policy.ts";
import { authorise } from "#app/domain/verdict.ts";
import { failed } from "#app/http/answers.server.ts";
import { parse } from "#app/http/form.server.ts";
import { signedIn } from "#app/http/wrappers.ts";
import { formatNumber } from "#app/i18n/format.ts";
import { say } from "#app/i18n/localised.ts";
import { DataTable, Num, Th } from "#app/ui/data.tsx";
import { Notice } from "#app/ui/feedback.tsx";
import { useFieldErrors } from "#app/ui/field-errors.ts";
import { Button, Buttons, ErrorSummary, Form, LinkButton } from "#app/ui/form.tsx";
import { Checkboxes } from "#app/ui/choices.tsx";
import { useLackText } from "#app/ui/lacking.ts";
import { useLocale, useTexts } from "#app/ui/locale.tsx";
import { pageTitle } from "#app/ui/page-title.ts";
import { Page, Section } from "#app/ui/page.tsx";
import { Deadline } from "#app/ui/time.tsx";
import { EntryTitle } from "#app/ui/wording.tsx";

export const loader = signedIn(async ({ ctx, id, t }) => {
  const round = await getRound(ctx, id("roundId"));
  authorise(canFreeze(ctx.actor, { roundId: round.id, state: round.state }));
  return {
    round,
    ...(await missingReviews(ctx, round)),
    drafts: await draftsOf(ctx, round.id),
    keyless: await keylessScrutineers(ctx, round.id),
    unopened: await unopenedSeeds(ctx, round.id),
    now: ctx.now,
    title: t.ranking.freeze.title,
  };
});

export const action = signedIn(async ({ ctx, id, form }) => {
  const sent = await form();
  const given = parse(sent, freezeInput);
  if (!given.ok) return failed(sent, given.errors);
  await freezeRound(ctx, id("roundId"), { confirmed: true });
  return redirect(`/rounds/${id("roundId")}/ranking`, 303);
});

export default function FreezePage() {
  const { round, now } = useLoaderData<typeof loader>();
  const refused = useActionData<typeof action>();
  const [t, locale] = [useTexts().ranking.freeze, useLocale()];
  const errors = useFieldErrors(refused?.errors);
  return (
    <Page
      eyebrow={say(round.name, locale)}
      title={t.title}
      lede={t.lede}
      width="text"
      back={{ href: `/rounds/${round.id}`, label: say(round.name, locale) }}
    >
      <ErrorSummary errors={errors} />
      {round.state === "open" ? (
        <Notice
          kind="warning"
          title={
            <>
              {t.stillOpen} <Deadline at={round.closesAt} zone={round.cycle.timeZone} now={now} />
            </>
          }
        >
          {t.stillOpenText}
        </Notice>
      ) : null}
      <Section title={t.will}>
        <ul>
          {t.points.map((point) => (
            <li key={point}>{point}</li>
          ))}
        </ul>
      </Section>
      <Missing />
      <Form>
        <Checkboxes
          name="confirm"
          legend={<span className="unseen">{t.title}</span>}
          options={[{ value: "yes", label: t.confirm }]}
          error={errors["confirm"]}
        />
        <Buttons>
          <Button kind="danger">{t.button}</Button>
          <LinkButton kind="secondary" href={`/rounds/${round.id}`}>
            {t.cancel}
          </LinkButton>
        </Buttons>
      </Form>
    </Page>
  );
}

/** What would be frozen unfinished: reviews, and scrutineers without a key or with a seed that they have not opened. */
function Missing() {
  const { missing, drafts, keyless, unopened } = useLoaderData<typeof loader>();
  const [t, locale, lackText] = [useTexts().ranking.freeze, useLocale(), useLackText()];
  const number = (value: number) => formatNumber(value, locale);
  return (
    <Section title={t.missing}>
      {drafts > 0 ? <p>{t.drafts(number(drafts))}</p> : null}
      {keyless > 0 ? <p>{t.keyless(number(keyless))}</p> : null}
      {unopened > 0 ? <p>{t.unopened(number(unopened))}</p> : null}
      {missing.length === 0 ? (
        <p>{t.complete}</p>
      ) : (
        <DataTable
          caption={t.caption}
          captionHidden
          head={
            <>
              <Th>{t.caption}</Th>
              <Th numeric>{t.given}</Th>
              <Th numeric>{t.expected}</Th>
            </>
          }
        >
          {missing.map(({ entryId, code, title, reviews, assigned, lacks }) => (
            <tr key={entryId}>
              <th scope="row">
                <EntryTitle title={title} />
                <span className="count code">{code}</span>
                {(lacks ? lackText(lacks) : []).map((text) => (
                  <p className="hint" key={text}>
                    {text}
                  </p>
                ))}
              </th>
              <Num>{number(reviews)}</Num>
              <Num>{number(assigned)}</Num>
            </tr>
          ))}
        </DataTable>
      )}
      {missing.some(({ reviews, lacks }) => reviews === 0 || lacks) ? <p>{t.noReviews}</p> : null}
    </Section>
  );
}

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => pageTitle(matches, data?.title);
