import { type MetaFunction, redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { canSetUpCycle } from "#app/domain/cycle/policy.ts";
import { allCycles } from "#app/domain/cycle/queries.server.ts";
import { startCycle } from "#app/domain/preset/commands.server.ts";
import { editionFrom, editionInput } from "#app/domain/preset/input.ts";
import { PRESETS } from "#app/domain/preset/rules.ts";
import { allProgrammes, getProgramme } from "#app/domain/programme/queries.server.ts";
import { authorise } from "#app/domain/verdict.ts";
import { errorsOf, failed } from "#app/http/answers.server.ts";
import { parse } from "#app/http/form.server.ts";
import { signedIn } from "#app/http/wrappers.ts";
import { say } from "#app/i18n/localised.ts";
import { BothLanguages } from "#app/ui/both-languages.tsx";
import { useFieldErrors } from "#app/ui/field-errors.ts";
import { Button, ErrorSummary, Form, LinkButton, TextInput } from "#app/ui/form.tsx";
import { Select } from "#app/ui/choices.tsx";
import { useLocale, useTexts } from "#app/ui/locale.tsx";
import { pageTitle } from "#app/ui/page-title.ts";
import { Page } from "#app/ui/page.tsx";
import { WindowFields } from "#app/ui/window-fields.tsx";

export const loader = signedIn(async ({ ctx, t, url }) => {
  authorise(canSetUpCycle(ctx.actor));
  const cycles = (await allCycles(ctx)).filter(({ archived }) => !archived).map(({ id, name }) => ({ id, name }));
  const programmes = (await allProgrammes(ctx)).map(({ id, name, timeZone }) => ({ id, name, timeZone }));
  return { cycles, programmes, from: url.searchParams.get("from") ?? "", title: t.cycle.make.title };
});

export const action = signedIn(async ({ ctx, form }) => {
  const sent = await form();
  const given = parse(sent, editionInput);
  if (!given.ok) return failed(sent, given.errors);
  const edition = editionFrom(given.value, (await getProgramme(ctx, given.value.programmeId)).timeZone);
  if (!edition.ok) return failed(sent, edition.errors);
  const made = startCycle(ctx, edition.source, edition.value);
  const errors = await errorsOf(made);
  return errors ? failed(sent, errors) : redirect(`/secretariat/cycles/${(await made).id}`, 303);
});

export default function NewCyclePage() {
  const { cycles, programmes, from } = useLoaderData<typeof loader>();
  const refused = useActionData<typeof action>();
  const [{ cycle }, locale] = [useTexts(), useLocale()];
  const t = cycle.make;
  const fields = refused?.typed ?? {
    source: from || PRESETS[0],
    programmeId: programmes.length === 1 ? programmes[0]!.id : "",
    opensTime: "00:00:00",
    closesTime: "23:59:59",
  };
  const errors = useFieldErrors(refused?.errors, t);
  const field = (name: string) => ({ name, value: fields[name as keyof typeof fields] ?? "", error: errors[name] });
  if (programmes.length === 0) return <ProgrammeFirst />;
  return (
    <Page title={t.title} lede={t.lede} width="text" back={{ href: "/secretariat", label: t.back }}>
      <ErrorSummary errors={errors} />
      <Form>
        <Select
          {...field("source")}
          label={t.source}
          hint={t.sourceHint}
          empty={null}
          options={[
            ...PRESETS.map((key) => ({ value: key, label: t.presets[key] })),
            ...cycles.map(({ id, name }) => ({ value: id, label: t.copyOf(say(name, locale)) })),
          ]}
        />
        <Select
          {...field("programmeId")}
          label={t.programmeId}
          options={programmes.map(({ id, name }) => ({ value: id, label: say(name, locale) }))}
        />
        <BothLanguages name="name" label={t.name} fields={fields} errors={errors} />
        <TextInput {...field("number")} label={t.number} hint={t.numberHint} width="short" inputMode="numeric" />
        <TextInput {...field("year")} label={t.year} width="short" inputMode="numeric" />
        <TextInput {...field("slug")} label={t.slug} hint={t.slugHint} width="medium" />
        <TextInput {...field("codePrefix")} label={t.codePrefix} hint={t.codePrefixHint} width="short" />
        <WindowFields fields={fields} errors={errors} hint={t.windowHint} labels={t} />
        <Button>{t.button}</Button>
      </Form>
    </Page>
  );
}

/** A cycle is one of an award: where there is none yet, nothing can be made here. */
function ProgrammeFirst() {
  const { cycle, programme } = useTexts();
  const t = cycle.make;
  return (
    <Page title={t.title} lede={programme.first} width="text" back={{ href: "/secretariat", label: t.back }}>
      <LinkButton href="/secretariat/programmes/new">{programme.add}</LinkButton>
    </Page>
  );
}

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => pageTitle(matches, data?.title);
