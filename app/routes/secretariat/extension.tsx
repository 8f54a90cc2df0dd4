import { type MetaFunction, redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { deadlineInput } from "#app/domain/cycle/input.ts";
import { closesAtFor, localParts, momentIn } from "#app/domain/cycle/rules.ts";
import { extendEntry } from "#app/domain/extension/commands.server.ts";
import { canExtend } from "#app/domain/extension/policy.ts";
import { getExtendable, getExtensions } from "#app/domain/extension/queries.server.ts";
import { errorsOf, failed } from "#app/http/answers.server.ts";
import { parse } from "#app/http/form.server.ts";
import { signedIn } from "#app/http/wrappers.ts";
import { say } from "#app/i18n/localised.ts";
import { useFieldErrors } from "#app/ui/field-errors.ts";
import { DeadlineForm, MovedDeadlines } from "#app/ui/deadline-form.tsx";
import { useLocale, useTexts } from "#app/ui/locale.tsx";
import { pageTitle } from "#app/ui/page-title.ts";
import { Page } from "#app/ui/page.tsx";
import { Moment } from "#app/ui/time.tsx";
import { Labelled, Place } from "#app/ui/wording.tsx";

export const loader = signedIn(async ({ ctx, id, t }) => {
  const { entry, changes } = await getExtensions(ctx, id("entryId"));
  const closesAt = closesAtFor(entry.cycle, entry);
  return {
    entry,
    closesAt,
    shown: localParts(closesAt, entry.cycle.timeZone),
    changes,
    may: canExtend(ctx.actor, entry),
    title: t.cycle.extension.title,
  };
});

export const action = signedIn(async ({ ctx, id, form, visit }) => {
  const sent = await form();
  const { id: entryId, cycle } = await getExtendable(ctx, id("entryId"));
  const given = parse(sent, deadlineInput);
  if (!given.ok) return failed(sent, given.errors);
  const closesAt = momentIn(cycle.timeZone, given.value.date, given.value.time);
  if (!closesAt) return failed(sent, { date: "not-a-date" });
  const errors = await errorsOf(
    extendEntry(ctx, entryId, { closesAt, reason: given.value.reason }, visit.services.config.publicUrl),
  );
  return errors ? failed(sent, errors) : redirect(`/secretariat/entries/${entryId}/extension`, 303);
});

export default function ExtensionPage() {
  const { entry, closesAt, shown, changes, may } = useLoaderData<typeof loader>();
  const failed = useActionData<typeof action>();
  const [{ extension: t, deadline, signedPackage }, locale] = [useTexts().cycle, useLocale()];
  const { cycle } = entry;
  return (
    <Page
      title={t.title}
      lede={t.lede}
      eyebrow={
        <>
          {entry.code} · <Place of={entry} />
        </>
      }
      width="text"
      back={{ href: `/secretariat/cycles/${cycle.id}`, label: say(cycle.name, locale) }}
    >
      <p>
        <Labelled label={t.now}>
          <Moment at={closesAt} zone={cycle.timeZone} />
        </Labelled>
      </p>
      <p>
        <a href="/secretariat/packages">{signedPackage.title}</a>
      </p>
      <DeadlineForm
        zone={cycle.timeZone}
        typed={failed?.typed ?? { ...shown, reason: "" }}
        errors={useFieldErrors(failed?.errors, deadline)}
        reasonHint={t.reasonHint}
        button={t.button}
        verdict={may}
      />
      <MovedDeadlines changes={changes} zone={cycle.timeZone} />
    </Page>
  );
}

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => pageTitle(matches, data?.title);
