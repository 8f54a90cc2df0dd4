import { type MetaFunction, redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { submitSheet } from "#app/domain/review/commands.server.ts";
import { canOpen } from "#app/domain/review/policy.ts";
import { getSheet } from "#app/domain/review/queries.server.ts";
import { authorise } from "#app/domain/verdict.ts";
import { unlessEnded } from "#app/http/ended.server.ts";
import { takeSheet } from "#app/http/sheet.server.ts";
import { signedIn } from "#app/http/wrappers.ts";
import { useFieldErrors } from "#app/ui/field-errors.ts";
import { useTexts } from "#app/ui/locale.tsx";
import { pageTitle } from "#app/ui/page-title.ts";
import { Page } from "#app/ui/page.tsx";
import { Code, EntryTitle } from "#app/ui/wording.tsx";
import { ScoreForm } from "#app/ui/score-form.tsx";

export const handle = { enhanced: true };

export const loader = signedIn(async ({ ctx, id, t }) => {
  const sheet = await getSheet(ctx, id("assignmentId"));
  authorise(canOpen(ctx.actor, sheet.facts));
  return { sheet, title: `${sheet.entry.code} ${sheet.entry.title || t.entry.untitled}` };
});

/** Keeps what was sent and hands the review in. */
export const action = signedIn((ask) =>
  unlessEnded(ask, ask.id("assignmentId"), async () => {
    const assignmentId = ask.id("assignmentId");
    const { kept, refused } = await takeSheet(ask, (read) => submitSheet(ask.ctx, assignmentId, read));
    // The next key of whoever works by keyboard leads on from what was done, not from the page's top.
    return refused ?? redirect(`/judging/rounds/${kept.roundId}?done=${assignmentId}#done`, 303);
  }),
);

export default function SubmissionPage() {
  const { sheet } = useLoaderData<typeof loader>();
  const refused = useActionData<typeof action>();
  const t = useTexts().review.sheet;
  const errors = useFieldErrors(refused?.errors);
  return (
    <Page
      eyebrow={<Code>{sheet.entry.code}</Code>}
      title={<EntryTitle title={sheet.entry.title} />}
      lede={refused ? t.stays : undefined}
      width="text"
      back={{ href: `/judging/assignments/${sheet.id}`, label: t.toSheet }}
    >
      <ScoreForm
        {...sheet}
        assignmentId={sheet.id}
        submitted={sheet.submittedAt !== null}
        errors={errors}
        typed={refused?.typed}
        clashes={refused?.clashes ?? []}
      />
    </Page>
  );
}

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => pageTitle(matches, data?.title);
