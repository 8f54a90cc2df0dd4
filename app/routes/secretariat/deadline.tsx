import { type MetaFunction, redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { moveDeadline } from "#app/domain/cycle/commands.server.ts";
import { deadlineInput } from "#app/domain/cycle/input.ts";
import { canMoveDeadline } from "#app/domain/cycle/policy.ts";
import { deadlineChanges, getCycle } from "#app/domain/cycle/queries.server.ts";
import { localParts, momentIn } from "#app/domain/cycle/rules.ts";
import { authorise } from "#app/domain/verdict.ts";
import { errorsOf, failed } from "#app/http/answers.server.ts";
import { parse } from "#app/http/form.server.ts";
import { signedIn } from "#app/http/wrappers.ts";
import { say } from "#app/i18n/localised.ts";
import { DataTable, Th } from "#app/ui/data.tsx";
import { useFieldErrors } from "#app/ui/field-errors.ts";
import { Button, ErrorSummary, Form, TextArea, TextInput } from "#app/ui/form.tsx";
import { useLocale, useTexts } from "#app/ui/locale.tsx";
import { pageTitle } from "#app/ui/page-title.ts";
import { Page, Section } from "#app/ui/page.tsx";
import { Moment } from "#app/ui/time.tsx";

export const loader = signedIn(async ({ ctx, id, t }) => {
  authorise(canMoveDeadline(ctx.actor, { id: id("cycleId"), archived: false, assigned: false }));
  const { id: cycleId, name, closesAt, timeZone } = await getCycle(ctx, id("cycleId"));
  return { cycle: { id: cycleId, name, closesAt, timeZone }, shown: localParts(closesAt, timeZone), changes: await deadlineChanges(ctx, cycleId), title: t.cycle.deadline.title };
});

export const action = signedIn(async ({ ctx, id, form }) => {
  const sent = await form();
  const cycleId = id("cycleId");
  authorise(canMoveDeadline(ctx.actor, { id: cycleId, archived: false, assigned: false }));
  const given = parse(sent, deadlineInput);
  if (!given.ok) return failed(sent, given.errors);
  const closesAt = momentIn((await getCycle(ctx, cycleId)).timeZone, given.value.date, given.value.time);
  if (!closesAt) return failed(sent, { date: "not-a-date" });
  const errors = await errorsOf(moveDeadline(ctx, cycleId, { closesAt, reason: given.value.reason }));
  return errors ? failed(sent, errors) : redirect(`/secretariat/cycles/${cycleId}/deadline`, 303);
});

export default function DeadlinePage() {
  const { cycle, shown, changes } = useLoaderData<typeof loader>();
  const failed = useActionData<typeof action>();
  const [t, locale] = [useTexts().cycle.deadline, useLocale()];
  const errors = useFieldErrors(failed?.errors, t);
  const typed: Record<string, string> = failed?.typed ?? { ...shown, reason: "" };
  return (
    <Page title={t.title} lede={t.lede} width="text" back={{ href: `/secretariat/cycles/${cycle.id}`, label: say(cycle.name, locale) }}>
      <ErrorSummary errors={errors} />
      <p>{t.now}: <Moment at={cycle.closesAt} zone={cycle.timeZone} /></p>
      <Form>
        <TextInput name="date" type="date" label={t.date} hint={t.dateHint(cycle.timeZone)} value={typed["date"]} error={errors["date"]} width="medium" />
        <TextInput name="time" label={t.time} hint={t.timeHint} value={typed["time"]} error={errors["time"]} width="short" />
        <TextArea name="reason" label={t.reason} hint={t.reasonHint} value={typed["reason"]} error={errors["reason"]} rows={3} />
        <Button>{t.button}</Button>
      </Form>
      {changes.length === 0 ? null : (
        <Section title={t.changes}>
          <DataTable stacked caption={t.changes} captionHidden head={<><Th>{t.change.from}</Th><Th>{t.change.to}</Th><Th>{t.change.reason}</Th><Th>{t.change.by}</Th></>}>
            {changes.map((change) => (
              <tr key={change.id}><td><Moment at={change.from} zone={cycle.timeZone} /></td><td><Moment at={change.to} zone={cycle.timeZone} /></td><td><bdi>{change.reason}</bdi></td><td>{change.by}</td></tr>
            ))}
          </DataTable>
        </Section>
      )}
    </Page>
  );
}

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => pageTitle(matches, data?.title);
