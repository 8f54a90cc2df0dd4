import type { MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { Fragment } from "react";
import { cycleState } from "#app/domain/cycle/rules.ts";
import { getPublicCycle, type Rubric } from "#app/domain/result/call.server.ts";
import type { PublicCycle } from "#app/domain/result/queries.server.ts";
import { anyone } from "#app/http/wrappers.ts";
import { formatDate, formatList, formatMoment, formatNumber } from "#app/i18n/format.ts";
import { say } from "#app/i18n/localised.ts";
import { textsOf } from "#app/i18n/texts.ts";
import { BlankForm } from "#app/ui/blank-form.tsx";
import { CallLimits } from "#app/ui/entry-limits.tsx";
import { DataTable, Num, Th } from "#app/ui/data.tsx";
import { Tag } from "#app/ui/feedback.tsx";
import { LinkButton } from "#app/ui/form.tsx";
import { useLocale, useTexts } from "#app/ui/locale.tsx";
import { Page, Section } from "#app/ui/page.tsx";
import { CycleTag } from "#app/ui/states.tsx";
import { Paragraphs } from "#app/ui/paragraphs.tsx";
import { publicMeta } from "#app/ui/public-meta.ts";
import { Deadline, Moment } from "#app/ui/time.tsx";
import { Sentences } from "#app/ui/wording.tsx";

export const loader = anyone(async ({ ctx, param, visit, locale }) => {
  const cycle = await getPublicCycle(ctx, param("slug"));
  const state = cycleState({ opensAt: new Date(cycle.opensAt), closesAt: new Date(cycle.closesAt) }, ctx.now);
  return { cycle, state, now: ctx.now, locale, here: `${visit.services.config.publicUrl}/cycles/${cycle.slug}` };
});

export const meta: MetaFunction<typeof loader> = ({ data }) => {
  if (!data) return [];
  const name = say(data.cycle.name, data.locale);
  return publicMeta({
    title: name,
    description: textsOf(data.locale).home.cycle.description(name),
    here: data.here,
    locale: data.locale,
  });
};

export default function CyclePage() {
  const { cycle, state, now } = useLoaderData<typeof loader>();
  const [t, locale] = [useTexts().home.cycle, useLocale()];
  const isOpen = state === "open" && !cycle.archived;
  return (
    <Page
      eyebrow={say(cycle.programme.name, locale)}
      title={say(cycle.name, locale)}
      aside={<Dates cycle={cycle} state={state} now={now} />}
    >
      {isOpen ? (
        <p>
          <LinkButton href={`/cycles/${cycle.slug}/start`}>{t.start}</LinkButton>
        </p>
      ) : null}
      {cycle.published > 0 ? (
        <p>
          <LinkButton kind={state === "open" ? "secondary" : "primary"} href={`/cycles/${cycle.slug}/results`}>
            {t.results}
          </LinkButton>
        </p>
      ) : null}
      <Paragraphs text={say(cycle.call, locale)} />
      {isOpen ? (
        <>
          <p>{t.startHint}</p>
          <CallLimits of={cycle} />
        </>
      ) : null}
      {cycle.archived ? null : <Criteria rubrics={cycle.rubrics} />}
      {cycle.hasForm && !cycle.archived && state !== "closed" ? <BlankForm slug={cycle.slug} /> : null}
      {cycle.themes.length > 0 ? (
        <Section title={t.themes}>
          <ul>
            {cycle.themes.map((theme) => (
              <li key={theme.key}>{say(theme.name, locale)}</li>
            ))}
          </ul>
        </Section>
      ) : null}
      {cycle.levels.length > 0 ? (
        <Section title={t.levels}>
          <ul>
            {cycle.levels.map((level) => (
              <li key={level.key}>{say(level.name, locale)}</li>
            ))}
          </ul>
        </Section>
      ) : null}
      {cycle.prize ? (
        <Section title={t.prize}>
          <Paragraphs text={say(cycle.prize, locale)} />
        </Section>
      ) : null}
      <Keys />
      <Section title={t.about}>
        <Paragraphs text={say(cycle.programme.about, locale)} />
      </Section>
    </Page>
  );
}

/** The keys of scrutineers, where somebody who will check the result looks before there is one. */
function Keys() {
  const { cycle } = useLoaderData<typeof loader>();
  const [{ scrutiny: t }, locale] = [useTexts(), useLocale()];
  if (cycle.keys.length === 0) return null;
  return (
    <Section title={t.keys}>
      <p>{t.keysText}</p>
      {cycle.keys.map(({ key, at, round }) => (
        <p key={`${key} ${at}`}>
          {t.keySince(say(round, locale), formatMoment(new Date(at), locale, cycle.timeZone))}
          <br />
          <code className="hash">{key}</code>
        </p>
      ))}
    </Section>
  );
}

function Dates({ cycle, state, now }: { cycle: PublicCycle; state: "upcoming" | "open" | "closed"; now: Date }) {
  const [
    {
      home: { cycle: t },
      feedback,
    },
    locale,
  ] = [useTexts(), useLocale()];
  if (cycle.archived)
    return (
      <p>
        <Tag>{t.archived}</Tag> {cycle.year}
      </p>
    );
  return (
    <>
      <p>
        <CycleTag state={state} />
      </p>
      <h2>{t.opens}</h2>
      <p>
        <Moment at={cycle.opensAt} zone={cycle.timeZone} />
      </p>
      {cycle.earlyAt && state !== "closed" ? (
        <>
          <h2>{feedback.early}</h2>
          <p>
            <Moment at={cycle.earlyAt} zone={cycle.timeZone} />
          </p>
          <p className="hint">{feedback.earlyHint}</p>
        </>
      ) : null}
      <h2>{state === "closed" ? t.closed : t.closes}</h2>
      <p>
        {state === "closed" ? (
          <Moment at={cycle.closesAt} zone={cycle.timeZone} />
        ) : (
          <Deadline at={cycle.closesAt} zone={cycle.timeZone} now={now} />
        )}
      </p>
      {cycle.resultsExpectedAt ? (
        <>
          <h2>{t.expected}</h2>
          <p>{formatDate(cycle.resultsExpectedAt, locale, cycle.timeZone)}</p>
        </>
      ) : null}
      <p className="hint">
        <Sentences>
          {t.zone(cycle.timeZone)}
          {t.late}
        </Sentences>
      </p>
      <h2>{t.contact}</h2>
      <p>
        <a href={`mailto:${cycle.programme.contactEmail}`}>{cycle.programme.contactEmail}</a>
      </p>
    </>
  );
}

function Criteria({ rubrics }: { rubrics: Rubric[] }) {
  const t = useTexts().home.cycle;
  return (
    <Section title={t.criteria}>
      {rubrics.length === 0 ? <p className="muted">{t.noCriteria}</p> : null}
      {rubrics.map((rubric, index) => (
        <Fragment key={index}>
          <RubricTable rubric={rubric} />
          {rubric.rounds.map((round, place) => (
            <p key={place} className="hint">
              <RulesOf round={round} />
            </p>
          ))}
        </Fragment>
      ))}
    </Section>
  );
}

function RubricTable({ rubric }: { rubric: Rubric }) {
  const [t, locale] = [useTexts().home.cycle, useLocale()];
  return (
    <DataTable
      stacked
      caption={say(rubric.name, locale)}
      head={
        <>
          <Th>{t.criterion}</Th>
          <Th>{t.meaning}</Th>
          <Th numeric>{t.weight}</Th>
        </>
      }
    >
      {rubric.criteria.map((criterion, place) => (
        <tr key={place}>
          <th scope="row">{say(criterion.name, locale)}</th>
          <td>{say(criterion.description, locale)}</td>
          <Num>{formatNumber(criterion.weight / 100, locale, { style: "percent" })}</Num>
        </tr>
      ))}
    </DataTable>
  );
}

/** How a round that uses the rubric comes to its order, and what of it becomes public. */
function RulesOf({ round }: { round: Rubric["rounds"][number] }) {
  const [{ home, round: words }, locale] = [useTexts(), useLocale()];
  const [t, { tieRules, tiesBroken }] = [home.cycle, words.form];
  const ties = round.ties.map((rule) => tieRules[rule]);
  return (
    <Sentences>
      {t.method[round.divided ? "divided" : round.method](say(round.name, locale))}
      {ties.length > 0 ? tiesBroken(formatList(ties, locale)) : null}
      {t.discussion[round.discussion]}
      {t.disclosure[round.disclosure]}
      {round.disclosure > 0 ? t.disclosureLess : null}
      {round.method === "adjusted" ? t.recompute[round.disclosure] : null}
    </Sentences>
  );
}
