import { type MetaFunction, redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { recuse } from "#app/domain/assignment/commands.server.ts";
import { recusalInput } from "#app/domain/review/input.ts";
import { getSheet } from "#app/domain/review/queries.server.ts";
import { failed } from "#app/http/answers.server.ts";
import { unlessEnded } from "#app/http/ended.server.ts";
import { parse } from "#app/http/form.server.ts";
import { signedIn } from "#app/http/wrappers.ts";
import { useFieldErrors } from "#app/ui/field-errors.ts";
import { Button, Buttons, ErrorSummary, Form, LinkButton, TextArea } from "#app/ui/form.tsx";
import { useTexts } from "#app/ui/locale.tsx";
import { pageTitle } from "#app/ui/page-title.ts";
import { Page } from "#app/ui/page.tsx";
import { Within } from "#app/ui/wording.tsx";

export const loader = signedIn(async ({ ctx, id, t }) => {
  const { id: assignmentId, entry } = await getSheet(ctx, id("assignmentId"));
  return { assignmentId, code: entry.code, entryTitle: entry.title, title: t.review.recusal.title };
});

export const action = signedIn((ask) =>
  unlessEnded(ask, ask.id("assignmentId"), async () => {
    const { id: assignmentId, round } = await getSheet(ask.ctx, ask.id("assignmentId"));
    const sent = await ask.form();
    const given = parse(sent, recusalInput);
    if (!given.ok) return failed(sent, given.errors);
    await recuse(ask.ctx, assignmentId, given.value.reason);
    return redirect(`/judging/rounds/${round.id}?left=recusal`, 303);
  }),
);

export default function RecusalPage() {
  const { assignmentId, code, entryTitle } = useLoaderData<typeof loader>();
  const refused = useActionData<typeof action>();
  const t = useTexts().review.recusal;
  const errors = useFieldErrors(refused?.errors, t);
  const sheet = `/judging/assignments/${assignmentId}`;
  return (
    <Page
      eyebrow={<Within title={entryTitle}>{code}</Within>}
      title={t.title}
      lede={t.lede}
      width="text"
      back={{ href: sheet, label: code }}
    >
      <ErrorSummary errors={errors} />
      <Form>
        <TextArea
          name="reason"
          label={t.reason}
          hint={t.reasonHint}
          rows={3}
          value={refused?.typed["reason"]}
          error={errors["reason"]}
        />
        <Buttons>
          <Button>{t.button}</Button>
          <LinkButton kind="secondary" href={sheet}>
            {t.cancel}
          </LinkButton>
        </Buttons>
      </Form>
    </Page>
  );
}

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => pageTitle(matches, data?.title);
