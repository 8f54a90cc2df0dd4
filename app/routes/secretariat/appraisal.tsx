import { type MetaFunction, redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import type { ComponentType } from "react";
import { moderateAppraisal } from "#app/domain/appraisal/commands.server.ts";
import { moderatedFields, readModerated } from "#app/domain/appraisal/input.ts";
import { getAppraisal } from "#app/domain/appraisal/queries.server.ts";
import { Invalid } from "#app/domain/errors.ts";
import { PER_PAGE } from "#app/domain/paging.ts";
import { failed } from "#app/http/answers.server.ts";
import { pageOf } from "#app/http/query.ts";
import { asMeant } from "#app/http/meanwhile.ts";
import { signedIn } from "#app/http/wrappers.ts";
import { formatNumber } from "#app/i18n/format.ts";
import { say } from "#app/i18n/localised.ts";
import { Notice } from "#app/ui/feedback.tsx";
import { useFieldErrors } from "#app/ui/field-errors.ts";
import { Button, Buttons, ErrorSummary, Form, TextArea } from "#app/ui/form.tsx";
import { Checkboxes } from "#app/ui/choices.tsx";
import { useLocale, useTexts } from "#app/ui/locale.tsx";
import { Meanwhile } from "#app/ui/meanwhile.tsx";
import { Pagination } from "#app/ui/neighbours.tsx";
import { pageTitle } from "#app/ui/page-title.ts";
import { Page, Section } from "#app/ui/page.tsx";
import { Paragraphs } from "#app/ui/paragraphs.tsx";
import { Within } from "#app/ui/wording.tsx";

export const loader = signedIn(async ({ ctx, id, url, t }) => {
  const { round, entry, comments, criteria, edit } = await getAppraisal(ctx, {
    roundId: id("roundId"),
    entryId: id("entryId"),
  });
  return {
    round: { id: round.id, name: round.name },
    entry,
    comments,
    criteria,
    edit,
    page: pageOf(url),
    saved: url.searchParams.has("saved"),
    title: t.appraisal.desk.edit,
  };
});

export const action = signedIn(async ({ ctx, id, url, form }) => {
  const about = { roundId: id("roundId"), entryId: id("entryId") };
  const typed = await form();
  let refilled = typed;
  try {
    await moderateAppraisal(ctx, about, (all) => {
      const standing = all.filter((comment) => typed.has(`text.${comment.id}`));
      const { meant, clashes } = asMeant(typed, moderatedFields(standing));
      refilled = meant;
      const given = readModerated(meant, standing);
      if (clashes || !given.ok) throw new Invalid({ ...(given.ok ? {} : given.errors), ...clashes });
      return given.value;
    });
  } catch (error) {
    if (error instanceof Invalid) return failed(refilled, error.fields);
    throw error;
  }
  const page = pageOf(url) > 1 ? `&page=${pageOf(url)}` : "";
  return redirect(`/rounds/${about.roundId}/appraisals/${about.entryId}?saved${page}`, 303);
});

export default function AppraisalPage() {
  const { round, entry, comments, edit, page, saved } = useLoaderData<typeof loader>();
  const parts = useParts();
  const standing = parts.flatMap(({ comments: shown }) => shown);
  const refused = useActionData<typeof action>();
  const {
    appraisal: { desk: t },
    refusals,
  } = useTexts();
  const errors = useFieldErrors(refused?.errors);
  return (
    <Page
      title={t.edit}
      eyebrow={
        <Within title={entry.title || entry.code}>
          <bdi>{entry.cityName}</bdi>
        </Within>
      }
      width="text"
      back={{ href: `/rounds/${round.id}/appraisals`, label: t.back }}
    >
      <ErrorSummary errors={errors} />
      {saved && !refused ? <Notice kind="success">{t.saved}</Notice> : null}
      {entry.few ? <Notice kind="warning">{t.risk}</Notice> : null}
      {edit.allowed ? (
        <Form>
          <Meanwhile standing={moderatedFields(standing)} codes={refused?.errors} errors={errors} />
          <Parts of={parts} each={Moderated} />
          <Buttons>
            <Button>{t.save}</Button>
          </Buttons>
        </Form>
      ) : (
        <>
          <Notice kind="info">{refusals[edit.because]}</Notice>
          <Parts of={parts} each={Told} />
        </>
      )}
      <Pagination
        page={page}
        pages={Math.ceil(comments.length / PER_PAGE)}
        href={(each) => `/rounds/${round.id}/appraisals/${entry.id}?page=${each}`}
      />
    </Page>
  );
}

function Parts({ of: parts, each: Each }: { of: Part[]; each: ComponentType<{ comment: Comment }> }) {
  return parts.map(({ id, title, band, comments }) => (
    <Section key={id ?? ""} title={title}>
      {band ? <p>{band}</p> : null}
      {comments.map((comment) => (
        <Each key={comment.id} comment={comment} />
      ))}
    </Section>
  ));
}

/**
 * Each criterion with the third its mean lies in, then the whole; with the comments on it, numbered throughout. Of many
 * those on this page, because a form takes so many fields and no more.
 */
function useParts() {
  const { entry, comments, criteria, page } = useLoaderData<typeof loader>();
  const [t, locale] = [useTexts().appraisal, useLocale()];
  const parts = [
    ...criteria.map(({ id, name }) => ({
      id: id as string | null,
      title: say(name, locale),
      band: t.bands[entry.bands[id] ?? "none"],
    })),
    { id: null, title: t.overall, band: "" },
  ];
  let number = 0;
  const isHere = (at: number) => Math.ceil(at / PER_PAGE) === page;
  return parts
    .map((part) => ({
      ...part,
      comments: comments
        .filter(({ criterionId }) => criterionId === part.id)
        .map((comment) => ({ ...comment, at: ++number, number: formatNumber(number, locale) })),
    }))
    .filter((part) => part.comments.some(({ at }) => isHere(at)) || (part.comments.length === 0 && page === 1))
    .map((part) => ({ ...part, comments: part.comments.filter(({ at }) => isHere(at)) }));
}

function Moderated({ comment: { id, text, omitted, number } }: { comment: Comment }) {
  const refused = useActionData<typeof action>();
  const [{ desk: t }, errors] = [useTexts().appraisal, useFieldErrors(refused?.errors)];
  const typed: Record<string, string> | undefined = refused?.typed;
  return (
    <div className="stack">
      <TextArea
        name={`text.${id}`}
        label={t.text(number)}
        rows={4}
        value={typed ? typed[`text.${id}`] : text}
        error={errors[`text.${id}`]}
      />
      <Checkboxes
        name={`omit.${id}`}
        legend={<span className="unseen">{t.text(number)}</span>}
        options={[{ value: "yes", label: t.omit }]}
        values={(typed ? typed[`omit.${id}`] : omitted) ? ["yes"] : []}
      />
    </div>
  );
}

/** A comment that is not to be changed, any more or by this reader. */
function Told({ comment: { text, omitted, number } }: { comment: Comment }) {
  const { desk: t } = useTexts().appraisal;
  return (
    <div>
      <h3>{t.text(number)}</h3>
      <Paragraphs text={text} />
      {omitted ? <p className="hint">{t.omitted}</p> : null}
    </div>
  );
}

type Part = ReturnType<typeof useParts>[number];
type Comment = Part["comments"][number];

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => pageTitle(matches, data?.title);
