import { data, type MetaFunction, redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { assignGiven } from "#app/domain/assignment/commands.server.ts";
import { bestPlanFor, previewGiven } from "#app/domain/assignment/given-plan.server.ts";
import { MOST_LINES, readPlan } from "#app/domain/assignment/input.ts";
import { canAssign } from "#app/domain/assignment/policy.ts";
import type { GivenPreview } from "#app/domain/assignment/rules.ts";
import { utf8Of } from "#app/domain/csv.ts";
import { Stale } from "#app/domain/errors.ts";
import { getRound } from "#app/domain/round/queries.server.ts";
import { authorise } from "#app/domain/verdict.ts";
import { logFault } from "#app/faults.ts";
import { signedIn } from "#app/http/wrappers.ts";
import { say } from "#app/i18n/localised.ts";
import { GivenFaults, GivenPlan } from "#app/ui/assignment-file.tsx";
import { Notice } from "#app/ui/feedback.tsx";
import { useFieldErrors } from "#app/ui/field-errors.ts";
import { Button, Buttons, ErrorSummary, FileInput, Form, Hidden, TextArea } from "#app/ui/form.tsx";
import { useLocale, useTexts } from "#app/ui/locale.tsx";
import { pageTitle } from "#app/ui/page-title.ts";
import { Page, Section } from "#app/ui/page.tsx";

export const loader = signedIn(async ({ ctx, id, t }) => {
  const { id: roundId, name, state } = await getRound(ctx, id("roundId"));
  authorise(canAssign(ctx.actor, { id: roundId, state }));
  return { round: { id: roundId, name }, title: t.assignment.file.title };
});

const answer = (rows: string, found: Partial<Answer>, status: 200 | 409 | 422) =>
  data<Answer>({ errors: {}, rows, plan: null, stale: false, ...found }, { status });
type Answer = {
  errors: Record<string, string>;
  rows: string;
  plan: GivenPreview | null;
  stale: boolean;
};

/** Shows what a table would change, or carries out exactly what was shown. Rows that were mended here stay. */
export const action = signedIn(async ({ ctx, id, request, visit, formWithFile }) => {
  const round = await getRound(ctx, id("roundId"));
  const { form: sent, file } = await formWithFile("file");
  const text = file ? utf8Of(file) : sent.get("rows");
  if (text === null) return answer(sent.get("rows"), { errors: { file: "not-utf8" } }, 422);
  if (text.trim() === "") return answer("", { errors: { file: "required" } }, 422);
  const lines = readPlan(text);
  const wrong = !lines ? "not-a-plan" : lines.length > MOST_LINES ? "too-many" : null;
  if (!lines || wrong) return answer(text, { errors: { [file ? "file" : "rows"]: wrong! } }, 422);
  const seen = sent.get("plan");
  const stale = sent.has("carry");
  let plan = await previewGiven(ctx, round, lines);
  // Nothing is searched for before what would be carried out is what was shown.
  if (stale && plan.faults.length === 0 && plan.sha256 === seen) {
    if (await carriedOut(plan)) return redirect(`/rounds/${round.id}/assignments`, 303);
    plan = await previewGiven(ctx, round, lines);
  }
  return answer(text, { plan, stale }, stale ? 409 : plan.faults.length > 0 ? 422 : 200);

  async function carriedOut({ added, ends }: GivenPreview): Promise<boolean> {
    try {
      const report = (error: unknown) => logFault(error, { path: new URL(request.url).pathname });
      const best = added + ends > 0 ? await bestPlanFor(ctx, visit.services.calculation, round, report) : null;
      await assignGiven(ctx, round.id, lines!, { seen, best, publicUrl: visit.services.config.publicUrl });
      return true;
    } catch (error) {
      if (error instanceof Stale) return false;
      throw error;
    }
  }
});

export default function AssignmentsFilePage() {
  const { round, title } = useLoaderData<typeof loader>();
  const found = useActionData<typeof action>();
  const [{ assignment }, locale] = [useTexts(), useLocale()];
  const t = assignment.file;
  const plan = found?.plan;
  const faulty = plan && plan.faults.length > 0;
  const wrong = useFieldErrors(found?.errors, { file: t.field, rows: t.rows });
  const errors: Record<string, string> = faulty ? { ...wrong, rows: t.faultsText } : wrong;
  return (
    <Page
      title={title}
      lede={t.lede}
      eyebrow={say(round.name, locale)}
      back={{ href: `/rounds/${round.id}/assignments`, label: assignment.title }}
    >
      <ErrorSummary errors={errors} />
      {found?.stale ? <Notice kind="warning">{t.stale}</Notice> : null}
      {plan ? faulty ? <GivenFaults faults={plan.faults} /> : <GivenPlan plan={plan} form="plan" /> : null}
      <Section title={t.upload}>
        <p>
          <a href={`/rounds/${round.id}/assignments.csv`} download>
            {t.download}
          </a>
        </p>
        <p>{t.whole}</p>
        <Form id="plan" encType="multipart/form-data">
          <FileInput
            name="file"
            label={t.field}
            hint={t.hint}
            accept="text/csv,.csv,.json"
            error={errors["file"]}
            optional={Boolean(found?.rows)}
          />
          {found?.rows ? (
            <TextArea
              name="rows"
              label={t.rows}
              hint={t.rowsHint}
              rows={12}
              value={found.rows}
              error={errors["rows"]}
            />
          ) : null}
          {plan ? <Hidden name="plan" value={plan.sha256} /> : null}
          <Buttons>
            <Button kind={plan && !faulty ? "secondary" : "primary"}>{t.look}</Button>
          </Buttons>
        </Form>
      </Section>
    </Page>
  );
}

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => pageTitle(matches, data?.title);
