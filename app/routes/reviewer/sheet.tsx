import { type MetaFunction, redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { recordView, viewed } from "#app/domain/audit/access.server.ts";
import { saveSheet } from "#app/domain/review/commands.server.ts";
import { getSheetPage, openBeside } from "#app/domain/review/queries.server.ts";
import { firstStep } from "#app/domain/review/rules.ts";
import { isDiscussed } from "#app/domain/round/rules.ts";
import { partsOf } from "#app/domain/rubric/rules.ts";
import { unlessEnded } from "#app/http/ended.server.ts";
import { takeSheet } from "#app/http/sheet.server.ts";
import { signedIn } from "#app/http/wrappers.ts";
import { countryName, formatList, formatNumber, formatPoints } from "#app/i18n/format.ts";
import { say } from "#app/i18n/localised.ts";
import { SummaryList } from "#app/ui/data.tsx";
import { Neighbours } from "#app/ui/neighbours.tsx";
import { Notice, Tag } from "#app/ui/feedback.tsx";
import { useFieldErrors } from "#app/ui/field-errors.ts";
import { useLocale, useTexts } from "#app/ui/locale.tsx";
import { HandedIn, OfflineSigns } from "#app/ui/offline.tsx";
import { OwnScores, Peers } from "#app/ui/own-scores.tsx";
import { pageTitle } from "#app/ui/page-title.ts";
import { Page } from "#app/ui/page.tsx";
import { ScoreForm } from "#app/ui/score-form.tsx";
import { Shortcuts } from "#app/ui/shortcuts.tsx";
import { SealedSections } from "#app/ui/sealed-entry.tsx";
import { Deadline } from "#app/ui/time.tsx";
import { Code, EntryTitle, Labelled, togetherRow } from "#app/ui/wording.tsx";

export const handle = { enhanced: true };

export const loader = signedIn(async ({ ctx, id, t, url }) => {
  const page = await getSheetPage(ctx, id("assignmentId"));
  const { sheet } = page;
  const step = firstStep(sheet.facts);
  if (step === "confidentiality") throw redirect(`/judging/rounds/${sheet.round.id}/confidentiality?entry=${sheet.id}`);
  if (step === "conflict") throw redirect(`/judging/assignments/${sheet.id}/conflict`);
  await recordView(ctx, viewed.entry(sheet.entryId), page.beside?.viewed);
  return {
    sheet,
    beside: openBeside(ctx.actor, page),
    discussed: sheet.submittedAt !== null && isDiscussed(sheet.round.discussion, sheet.facts.state === "frozen"),
    now: ctx.now,
    saved: url.searchParams.has("saved"),
    title: `${sheet.entry.code} ${sheet.entry.title || t.entry.untitled}`,
  };
});

export const action = signedIn((ask) =>
  unlessEnded(ask, ask.id("assignmentId"), async () => {
    const assignmentId = ask.id("assignmentId");
    const { refused } = await takeSheet(ask, (read) => saveSheet(ask.ctx, assignmentId, read));
    return refused ?? redirect(`/judging/assignments/${assignmentId}?saved`, 303);
  }),
);

export default function SheetPage() {
  const { sheet, beside, discussed } = useLoaderData<typeof loader>();
  const [{ review, discussion }, locale] = [useTexts(), useLocale()];
  const t = review.sheet;
  const { entry, round, criteria } = sheet;
  const from = entry.cityName && entry.country ? t.from(entry.cityName, countryName(entry.country, locale)) : null;
  return (
    <Page
      eyebrow={say(round.name, locale)}
      title={<EntryTitle title={entry.title} />}
      lede={
        <p>
          <Code>{entry.code}</Code>
          {from ? ` · ${from}` : null}
        </p>
      }
      width="full"
      back={{ href: `/judging/rounds/${round.id}`, label: t.back }}
    >
      <Neighbours
        label={t.neighbours}
        previous={sheetOf(beside.previous, t.previous)}
        next={sheetOf(beside.next, t.next)}
      />
      <div className="sheet">
        <Entry />
        <Own />
        {discussed ? (
          <p>
            <a href={`/rounds/${round.id}/entries/${sheet.entryId}/discussion`}>
              {discussion.link(beside.messages, formatNumber(beside.messages, locale))}
            </a>
          </p>
        ) : null}
        {sheet.submittedAt && !round.divided && round.peersVisible === "after-own" ? (
          <Peers criteria={criteria} peers={beside.peers} />
        ) : null}
      </div>
      <OfflineSigns />
      <Jump />
    </Page>
  );
}

const sheetOf = (id: string | null, label: string) => (id ? { href: `/judging/assignments/${id}`, label } : null);

/** What the city sent. */
function Entry() {
  const { beside } = useLoaderData<typeof loader>();
  const together = togetherRow(useTexts().coApplicant, beside.sealed.coApplicants);
  return (
    <div id="entry">
      {together ? <SummaryList rows={[together]} /> : null}
      <SealedSections form={beside.form} sealed={beside.sealed} without={["title"]} inPlace />
    </div>
  );
}

/** One's own scores of it. */
function Own() {
  const { sheet, saved } = useLoaderData<typeof loader>();
  const [t, locale] = [useTexts().review.sheet, useLocale()];
  const { submittedAt, criteria, total } = sheet;
  return (
    <section className="sheet-panel" aria-labelledby="own">
      <h2 id="own">{t.scores}</h2>
      {saved ? <Notice kind="success">{t.saved}</Notice> : null}
      {sheet.round.divided ? (
        <p className="hint">
          {t.divided(
            formatList(
              criteria.map(({ name }) => say(name, locale)),
              locale,
            ),
          )}
        </p>
      ) : null}
      <p>
        <Tag tone={submittedAt ? "done" : "progress"}>{submittedAt ? t.submitted : t.draft}</Tag>
        {submittedAt && total !== null ? (
          <strong className="points">
            <Labelled label={t.total}>{formatPoints(total / partsOf(criteria)!, locale)}</Labelled>
          </strong>
        ) : null}
      </p>
      {submittedAt ? (
        <p>
          <a href={`/judging/assignments/${sheet.id}/receipt`}>{t.receipt}</a>
        </p>
      ) : null}
      <HandedIn />
      {sheet.facts.state === "open" ? (
        <Scoring />
      ) : (
        <OwnScores criteria={criteria} scores={sheet.scores} comment={sheet.comment} />
      )}
    </section>
  );
}

/** As long as scores can be given: until when, the form, and what to do where one cannot. */
function Scoring() {
  const { sheet, now } = useLoaderData<typeof loader>();
  const refused = useActionData<typeof action>();
  const { review: t, inquiry } = useTexts();
  const errors = useFieldErrors(refused?.errors);
  const here = `/judging/assignments/${sheet.id}`;
  return (
    <>
      <p>
        <Labelled label={t.tasks.deadline}>
          <Deadline at={sheet.round.closesAt} zone={sheet.timeZone} now={now} />
        </Labelled>
      </p>
      <ScoreForm
        {...sheet}
        assignmentId={sheet.id}
        submitted={sheet.submittedAt !== null}
        errors={errors}
        typed={refused?.typed}
        clashes={refused?.clashes ?? []}
      />
      {sheet.shortcuts === false ? null : <Shortcuts />}
      <p>
        <a href={`${here}/inquiries`}>{inquiry.reviewer.link}</a> · <a href={`${here}/conflict`}>{t.sheet.conflict}</a>{" "}
        · <a href={`${here}/recusal`}>{t.sheet.step}</a>
      </p>
    </>
  );
}

/** From one side of the page to the other, on a phone; with how many scores are given so far. */
function Jump() {
  const {
    sheet: { criteria, scores },
  } = useLoaderData<typeof loader>();
  const [t, locale] = [useTexts().review.sheet, useLocale()];
  const number = (value: number) => formatNumber(value, locale);
  const given = criteria.filter(({ id }) =>
    scores.some(({ criterionId, value }) => criterionId === id && value !== null),
  ).length;
  const soFar = Array.from({ length: criteria.length + 1 }, (_none, count) =>
    t.scoresSoFar(number(count), number(criteria.length)),
  );
  return (
    <nav className="sheet-jump" aria-label={t.jump}>
      <a href="#own" data-so-far={JSON.stringify(soFar)}>
        {soFar[given]}
      </a>
      <a href="#entry">{t.toEntry}</a>
    </nav>
  );
}

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => pageTitle(matches, data?.title);
