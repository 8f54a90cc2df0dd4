import { data, type MetaFunction, redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import type { Actor, Context, Person } from "#app/domain/context.ts";
import { getCycleBySlug } from "#app/domain/cycle/queries.server.ts";
import { cycleState } from "#app/domain/cycle/rules.ts";
import { startEntry, startFrom } from "#app/domain/entry/commands.server.ts";
import { startFromInput, startInput } from "#app/domain/entry/input.ts";
import { earlierEntries, openDrafts, writableCities } from "#app/domain/entry/own-entries.server.ts";
import { NotFound } from "#app/domain/errors.ts";
import { formOf } from "#app/domain/question/queries.server.ts";
import { parse } from "#app/http/form.server.ts";
import { bringAlong } from "#app/http/uploads.server.ts";
import { anyone, signedIn } from "#app/http/wrappers.ts";
import { countryName } from "#app/i18n/format.ts";
import { say } from "#app/i18n/localised.ts";
import { Notice, SavedAt } from "#app/ui/feedback.tsx";
import { problemSentence } from "#app/ui/field-errors.ts";
import { Button, Buttons, ErrorSummary, Form, Hidden, LinkButton } from "#app/ui/form.tsx";
import { Radios } from "#app/ui/choices.tsx";
import { BlankForm } from "#app/ui/blank-form.tsx";
import { CallLimits } from "#app/ui/entry-limits.tsx";
import { EntryNeeds } from "#app/ui/entry-needs.tsx";
import { QuestionList } from "#app/ui/question-list.tsx";
import { useLocale, useTexts } from "#app/ui/locale.tsx";
import { pageTitle } from "#app/ui/page-title.ts";
import { Page, Section } from "#app/ui/page.tsx";
import { Code, Labelled, NamedEntry } from "#app/ui/wording.tsx";
import { Deadline, Moment } from "#app/ui/time.tsx";

export const loader = anyone(async ({ ctx, param, t, locale }) => {
  const cycle = await getCycleBySlug(ctx, param("slug"));
  if (cycle.archived) throw new NotFound();
  const state = cycleState(cycle, ctx.now);
  const [cities, drafts, earlier] = isPerson(ctx)
    ? [
        await writableCities(ctx),
        await openDrafts(ctx, cycle.id),
        state === "open" ? await earlierEntries(ctx, cycle.id) : [],
      ]
    : [null, [], []];
  const title =
    state === "open"
      ? t.entry.start.title(say(cycle.name, locale))
      : state === "upcoming"
        ? t.entry.start.notYet
        : t.entry.start.closed;
  return { title, now: ctx.now, cycle, state, form: await formOf(ctx, cycle.id), cities, drafts, earlier };
});

const isPerson = (ctx: Context<Actor>): ctx is Context<Person> => ctx.actor.id !== null;

export const action = signedIn(async ({ ctx, param, form, visit }) => {
  const typed = await form();
  const cycle = await getCycleBySlug(ctx, param("slug"));
  if (typed.has("again")) {
    const chosen = parse(typed, startFromInput);
    if (!chosen.ok) return data({ errors: chosen.errors }, { status: 422 });
    const started = await startFrom(ctx, { cycleId: cycle.id, ...chosen.value });
    await bringAlong(visit.services, ctx, started.id);
    return redirect(`/entries/${started.id}`, 303);
  }
  const given = parse(typed, startInput);
  if (!given.ok) return data({ errors: given.errors }, { status: 422 });
  const { id } = await startEntry(ctx, { cycleId: cycle.id, ...given.value });
  return redirect(`/entries/${id}`, 303);
});

export const meta: MetaFunction<typeof loader> = ({ matches, data: shown }) => pageTitle(matches, shown?.title);

export default function StartPage() {
  const { title, cycle, state, form } = useLoaderData<typeof loader>();
  const t = useTexts().entry.start;
  return (
    <Page
      title={title}
      lede={state === "closed" ? undefined : t.lede}
      back={{ href: `/cycles/${cycle.slug}`, label: say(cycle.name, useLocale()) }}
      width="text"
    >
      <Window />
      {state === "closed" ? null : <CallLimits of={cycle} />}
      {state === "open" ? (
        <>
          <Section title={t.need}>
            <EntryNeeds form={form} />
            <p>{t.saving}</p>
          </Section>
          <Resume />
          <Start />
          <StartFrom />
        </>
      ) : null}
      <Section title={t.questions}>
        <QuestionList form={form} />
      </Section>
      {form.length > 0 ? <BlankForm slug={cycle.slug} /> : null}
      {state === "closed" ? null : <Contact />}
    </Page>
  );
}

/** When it closes, or that it has not opened, or that it is over and what became of drafts. */
function Window() {
  const { cycle, state, now, drafts } = useLoaderData<typeof loader>();
  const t = useTexts().entry.start;
  if (state === "open")
    return (
      <p>
        <Labelled label={t.closes}>
          <Deadline at={cycle.closesAt} zone={cycle.timeZone} now={now} />
        </Labelled>
      </p>
    );
  if (state === "upcoming")
    return (
      <Notice kind="info">
        <p>
          <Labelled label={t.opens}>
            <Moment weekday at={cycle.opensAt} zone={cycle.timeZone} />
          </Labelled>
        </p>
      </Notice>
    );
  return (
    <Notice kind="info">
      <p>
        <Labelled label={t.closedOn}>
          <Moment weekday at={cycle.closesAt} zone={cycle.timeZone} />
        </Labelled>
      </p>
      <p>{cycle.autoSubmit ? t.closedDraftsSent : t.closedDrafts}</p>
      {drafts.length > 0 ? (
        <ul>
          {drafts.map((draft) => (
            <li key={draft.id}>
              <NamedEntry of={draft}>
                <bdi>{draft.cityName}</bdi>
              </NamedEntry>
            </li>
          ))}
        </ul>
      ) : null}
      <Contact />
    </Notice>
  );
}

/** With a draft there is one way on: into the one last touched. The others, and a further entry, stand below it. */
function Resume() {
  const {
    drafts: [last, ...others],
  } = useLoaderData<typeof loader>();
  const t = useTexts().entry.start;
  if (!last) return null;
  return (
    <>
      <Buttons>
        <LinkButton href={`/entries/${last.id}`}>{t.resume}</LinkButton>
      </Buttons>
      <p className="hint">
        <NamedEntry of={last}>
          <bdi>{last.cityName}</bdi>
        </NamedEntry>
        {" · "}
        <SavedAt at={last.savedAt} />
      </p>
      {others.length > 0 ? (
        <>
          <p>{t.otherDrafts}</p>
          <ul>
            {others.map((draft) => (
              <li key={draft.id}>
                <NamedEntry of={draft}>
                  <bdi>{draft.cityName}</bdi>
                </NamedEntry>
              </li>
            ))}
          </ul>
        </>
      ) : null}
    </>
  );
}

function Contact() {
  const {
    cycle: {
      programme: { contactEmail },
    },
  } = useLoaderData<typeof loader>();
  return (
    <p>
      <Labelled label={useTexts().entry.start.contact}>
        <a href={`mailto:${contactEmail}`}>{contactEmail}</a>
      </Labelled>
    </p>
  );
}

function Start() {
  const { cities, drafts, cycle } = useLoaderData<typeof loader>();
  const failed = useActionData<typeof action>();
  const [t, locale] = [useTexts(), useLocale()];
  const here = encodeURIComponent(`/cycles/${cycle.slug}/start`);
  if (!cities)
    return (
      <Buttons>
        <LinkButton href={`/sign-in?next=${here}`}>{t.entry.start.signIn}</LinkButton>
        <LinkButton kind="secondary" href={`/register?next=${here}`}>
          {t.entry.start.register}
        </LinkButton>
      </Buttons>
    );
  const [only] = cities;
  if (!only && drafts.length > 0) return null;
  if (!only)
    return (
      <Notice kind="info" title={t.entry.start.noTeam}>
        <p>
          <LinkButton href={`/cities/new?next=${here}`}>{t.entry.list.makeTeam}</LinkButton>
        </p>
      </Notice>
    );
  const error = failed?.errors["cityId"] ? problemSentence(t, "not-a-choice", t.entry.start.city) : undefined;
  return (
    <>
      <ErrorSummary errors={error ? { cityId: error } : null} />
      <Form>
        {cities.length === 1 ? (
          <Hidden name="cityId" value={only.id} />
        ) : (
          <Radios
            name="cityId"
            legend={t.entry.start.city}
            error={error}
            options={cities.map(({ id, name, country }) => ({
              value: id,
              label: <bdi>{name}</bdi>,
              hint: countryName(country, locale),
            }))}
          />
        )}
        <Button kind={drafts.length > 0 ? "secondary" : "primary"}>
          {drafts.length > 0 ? t.entry.start.another : t.entry.start.button}
        </Button>
      </Form>
    </>
  );
}

/** With the answers of an earlier entry. */
function StartFrom() {
  const { earlier } = useLoaderData<typeof loader>();
  const failed = useActionData<typeof action>();
  const [texts, locale] = [useTexts(), useLocale()];
  const [t, { untitled }, { comma }] = [texts.entry.start.again, texts.entry, texts.ui];
  if (earlier.length === 0) return null;
  const error = failed?.errors["from"] ? problemSentence(texts, "not-a-choice", t.which) : undefined;
  return (
    <Section title={t.title} id="again">
      <p>{t.lede}</p>
      <ErrorSummary errors={error ? { from: error } : null} />
      <Form>
        <Hidden name="again" value="yes" />
        <Radios
          name="from"
          legend={t.which}
          value={earlier.length === 1 ? earlier[0]!.id : undefined}
          error={error}
          options={earlier.map(({ id, code, title, cityName, cycle }) => ({
            value: id,
            label: <bdi>{title || untitled}</bdi>,
            hint: (
              <>
                <bdi>{cityName}</bdi>
                {comma}
                {say(cycle, locale)}
                {comma}
                <Code>{code}</Code>
              </>
            ),
          }))}
        />
        <Button kind="secondary">{t.button}</Button>
      </Form>
    </Section>
  );
}
