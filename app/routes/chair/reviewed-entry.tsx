import { recordView, viewed } from "#app/domain/audit/access.server.ts";
import type { MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { canFollow } from "#app/domain/discussion/policy.ts";
import { discussionFacts } from "#app/domain/discussion/queries.server.ts";
import { getSealedEntry } from "#app/domain/entry/sealed.server.ts";
import { formOf } from "#app/domain/question/queries.server.ts";
import { maySelect } from "#app/domain/shortlist/policy.ts";
import { finalisationOf } from "#app/domain/shortlist/queries.server.ts";
import { reviewedEntry } from "#app/domain/ranking/reviewed-entry.server.ts";
import { signedIn } from "#app/http/wrappers.ts";
import { say } from "#app/i18n/localised.ts";
import { Empty } from "#app/ui/feedback.tsx";
import { LinkButton } from "#app/ui/form.tsx";
import { useLocale, useTexts } from "#app/ui/locale.tsx";
import { pageTitle } from "#app/ui/page-title.ts";
import { Page, Section } from "#app/ui/page.tsx";
import { ReviewComments, ReviewTable } from "#app/ui/review-table.tsx";
import { SealedSections } from "#app/ui/sealed-entry.tsx";
import { Place, Together } from "#app/ui/wording.tsx";

export const loader = signedIn(async ({ ctx, id, t }) => {
  const { round, entry, criteria, reviews, summary } = await reviewedEntry(ctx, id("roundId"), id("entryId"));
  await recordView(ctx, viewed.reviews(round.id, entry.id));
  const { sealed } = await getSealedEntry(ctx, entry.id);
  const shown = (await formOf(ctx, round.cycleId)).map((section) => ({
    ...section,
    questions: section.questions.filter(({ key, type }) => key in sealed.answers || type === "files"),
  }));
  const { proposal } = await finalisationOf(ctx, round.id);
  const choosing = maySelect(ctx.actor, {
    roundId: round.id,
    state: round.state,
    proposedBy: proposal?.proposedBy ?? null,
    approved: proposal?.approvedAt != null,
  });
  const discussed = canFollow(ctx.actor, await discussionFacts(ctx, round.id, entry.id)).allowed;
  return {
    round: { id: round.id, name: round.name, frozen: round.frozenAt !== null },
    entry,
    criteria,
    reviews,
    summary,
    sealed,
    form: shown.filter(({ questions }) => questions.length > 0),
    choosing: choosing.allowed,
    discussed,
    title: entry.title || t.entry.untitled,
  };
});

export default function ReviewedEntryPage() {
  const { round, entry, criteria, reviews, summary, sealed, form, choosing, discussed, title } =
    useLoaderData<typeof loader>();
  const [
    {
      ranking: { reviewed: t, title: ranking },
      discussion: { title: discussion },
    },
    locale,
  ] = [useTexts(), useLocale()];
  return (
    <Page
      eyebrow={say(round.name, locale)}
      title={<bdi>{title}</bdi>}
      lede={
        <p>
          <span className="code">{entry.code}</span>
          {entry.cityName ? (
            <>
              {" "}
              · <Place of={entry} />
            </>
          ) : null}
          <Together of={sealed.coApplicants ?? []} />
        </p>
      }
      back={{ href: `/rounds/${round.id}/ranking`, label: ranking }}
    >
      <Section title={t.scores}>
        {reviews.length === 0 ? (
          <Empty title={t.none} />
        ) : (
          <ReviewTable criteria={criteria} reviews={reviews} summary={summary} />
        )}
        {choosing ? (
          <p>
            <LinkButton kind="secondary" href={`/rounds/${round.id}/selection/${entry.id}`}>
              {t.decide}
            </LinkButton>
          </p>
        ) : null}
      </Section>
      {discussed ? (
        <p>
          <a href={`/rounds/${round.id}/entries/${entry.id}/discussion`}>{discussion}</a>
        </p>
      ) : null}
      <Section title={t.comments}>
        <ReviewComments criteria={criteria} reviews={reviews} />
      </Section>
      <SealedSections form={form} sealed={sealed} inPlace />
    </Page>
  );
}

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => pageTitle(matches, data?.title);
