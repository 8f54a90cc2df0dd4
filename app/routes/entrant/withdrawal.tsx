import { type MetaFunction, redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { withdrawEntry } from "#app/domain/entry/commands.server.ts";
import { withdrawalInput } from "#app/domain/entry/input.ts";
import { canWithdraw } from "#app/domain/entry/policy.ts";
import { getDraft } from "#app/domain/entry/queries.server.ts";
import { hasFrozenRound } from "#app/domain/cycle/queries.server.ts";
import type { InputProblem } from "#app/domain/input.ts";
import { authorise } from "#app/domain/verdict.ts";
import { failed } from "#app/http/answers.server.ts";
import { parse } from "#app/http/form.server.ts";
import { signedIn } from "#app/http/wrappers.ts";
import { problemSentence } from "#app/ui/field-errors.ts";
import { Notice } from "#app/ui/feedback.tsx";
import { Button, Buttons, ErrorSummary, Form, LinkButton, TextArea } from "#app/ui/form.tsx";
import { useTexts } from "#app/ui/locale.tsx";
import { pageTitle } from "#app/ui/page-title.ts";
import { Page } from "#app/ui/page.tsx";
import { Within } from "#app/ui/wording.tsx";

export const loader = signedIn(async ({ ctx, id, t }) => {
  const draft = await getDraft(ctx, id("entryId"));
  authorise(canWithdraw(ctx.actor, { ...draft, frozen: await hasFrozenRound(ctx, draft.cycle.id) }));
  return { title: t.entry.withdrawal.title, entry: { id: draft.id, code: draft.code, title: draft.title } };
});

export const action = signedIn(async ({ ctx, id, form }) => {
  const given = parse(await form(), withdrawalInput);
  if (!given.ok) return failed(await form(), given.errors);
  await withdrawEntry(ctx, id("entryId"), given.value.reason);
  return redirect(`/entries/${id("entryId")}`, 303);
});

export const meta: MetaFunction<typeof loader> = ({ matches, data }) => pageTitle(matches, data?.title);

export default function WithdrawalPage() {
  const { title, entry } = useLoaderData<typeof loader>();
  const refused = useActionData<typeof action>();
  const t = useTexts();
  const code = refused?.errors["reason"] as InputProblem | undefined;
  const error = code ? problemSentence(t, code, t.entry.withdrawal.reason) : undefined;
  return (
    <Page
      title={title}
      eyebrow={<Within title={entry.title || t.entry.untitled}>{t.entry.tasks.code(entry.code)}</Within>}
      back={{ href: `/entries/${entry.id}`, label: t.entry.withdrawal.back }}
      width="text"
    >
      <ErrorSummary errors={error ? { reason: error } : null} />
      <Notice kind="warning">{t.entry.withdrawal.warning}</Notice>
      <Form>
        <TextArea
          name="reason"
          label={t.entry.withdrawal.reason}
          hint={t.entry.withdrawal.reasonHint}
          error={error}
          value={refused?.typed["reason"]}
        />
        <Buttons>
          <Button kind="danger">{t.entry.withdrawal.button}</Button>
          <LinkButton kind="secondary" href={`/entries/${entry.id}`}>
            {t.entry.withdrawal.back}
          </LinkButton>
        </Buttons>
      </Form>
    </Page>
  );
}
