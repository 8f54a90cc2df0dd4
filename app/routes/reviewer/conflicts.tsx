import { type MetaFunction, redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { declareNoConflicts } from "#app/domain/conflict/commands.server.ts";
import { noneOfInput } from "#app/domain/review/input.ts";
import { getJudging, unansweredIn } from "#app/domain/review/tasks.server.ts";
import { failed } from "#app/http/answers.server.ts";
import { parse } from "#app/http/form.server.ts";
import { signedIn } from "#app/http/wrappers.ts";
import { formatList } from "#app/i18n/format.ts";
import { say } from "#app/i18n/localised.ts";
import { Checkboxes } from "#app/ui/choices.tsx";
import { EverTogether } from "#app/ui/ever-together.tsx";
import { Empty, Notice } from "#app/ui/feedback.tsx";
import { useFieldErrors } from "#app/ui/field-errors.ts";
import { Button, Buttons, ErrorSummary, Form } from "#app/ui/form.tsx";
import { useLocale, useTexts } from "#app/ui/locale.tsx";
import { pageTitle } from "#app/ui/page-title.ts";
import { Page } from "#app/ui/page.tsx";
import { Code, EntryTitle, Labelled, Place } from "#app/ui/wording.tsx";

export const loader = signedIn(async ({ ctx, id, url, t }) => {
  const round = await getJudging(ctx, id("roundId"));
  return {
    round,
    entries: await unansweredIn(ctx, round),
    saved: url.searchParams.has("saved"),
    title: t.review.conflict.several.title,
  };
});

export const action = signedIn(async ({ ctx, id, form }) => {
  const round = await getJudging(ctx, id("roundId"));
  const sent = await form();
  const given = parse(sent, noneOfInput);
  if (!given.ok) return failed(sent, given.errors);
  const waiting = await unansweredIn(ctx, round);
  const clear = waiting.filter((entry) => !entry.against && given.value.none.includes(entry.id));
  await declareNoConflicts(
    ctx,
    clear.map(({ entryId }) => entryId),
  );
  return redirect(`/judging/rounds/${round.id}/conflicts?saved`, 303);
});

export default function ConflictsPage() {
  const { round, entries, saved } = useLoaderData<typeof loader>();
  const { conflict: t, sheet } = useTexts().review;
  const locale = useLocale();
  const refused = useActionData<typeof action>();
  const errors = useFieldErrors(refused?.errors, { none: t.several.legend });
  const asked = entries.filter(({ against }) => !against);
  const odd = entries.filter(({ against }) => against);
  return (
    <Page
      eyebrow={say(round.cycleName, locale)}
      title={t.several.title}
      lede={entries.length > 0 ? t.several.lede : undefined}
      width="text"
      back={{ href: `/judging/rounds/${round.id}`, label: say(round.name, locale) }}
    >
      <ErrorSummary errors={errors} />
      {saved && !refused ? <Notice kind="success">{sheet.saved}</Notice> : null}
      {entries.length === 0 ? <Empty title={t.several.empty}>{t.several.emptyText}</Empty> : null}
      {round.blind && entries.length > 0 ? <Notice kind="info">{t.blind}</Notice> : null}
      {asked.length > 0 ? (
        <Form>
          <Checkboxes
            name="none"
            legend={t.several.legend}
            hint={t.hint}
            error={errors["none"]}
            options={asked.map((entry) => ({
              value: entry.id,
              label: <EntryTitle title={entry.title} />,
              hint: <AskedBy entry={entry} zone={round.timeZone} />,
            }))}
          />
          <Buttons>
            <Button>{t.several.button}</Button>
          </Buttons>
        </Form>
      ) : null}
      {odd.length > 0 ? (
        <section>
          <h2>{t.several.apart}</h2>
          <ul>
            {odd.map((entry) => (
              <li key={entry.id}>
                <EntryTitle title={entry.title} />
                <AskedBy entry={entry} zone={round.timeZone} />
              </li>
            ))}
          </ul>
        </section>
      ) : null}
    </Page>
  );
}

type Asked = ReturnType<typeof useLoaderData<typeof loader>>["entries"][number];

/** What the question is answered by, and the way to any other answer than "no conflict". */
function AskedBy({ entry, zone }: { entry: Asked; zone: string }) {
  const [{ coApplicant, entry: words, review }, locale] = [useTexts(), useLocale()];
  const t = review.conflict;
  return (
    <>
      <div>
        <Code>{entry.code}</Code>
        {entry.cityName ? (
          <>
            {" "}
            ·{" "}
            <span>
              <Place of={entry} />
            </span>
          </>
        ) : null}
      </div>
      {entry.coApplicants.length > 0 ? (
        <Labelled label={coApplicant.ever}>
          <EverTogether of={entry.coApplicants} zone={zone} />
        </Labelled>
      ) : null}
      {entry.partners.length > 0 ? (
        <div>
          <Labelled label={t.partners}>{formatList(entry.partners, locale)}</Labelled>
        </div>
      ) : null}
      <a
        href={`/judging/assignments/${entry.id}/conflict`}
        aria-label={t.several.otherFor(entry.title || words.untitled)}
      >
        {t.several.other}
      </a>
    </>
  );
}

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => pageTitle(matches, data?.title);
