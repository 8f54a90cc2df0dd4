import { type MetaFunction, redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { changeProfile } from "#app/domain/assignment/new-conflicts.server.ts";
import { COUNTRY_FIELDS, profileInput, profileOf, scrutineerInput } from "#app/domain/account/input.ts";
import { getProfile } from "#app/domain/account/queries.server.ts";
import { publicCycles } from "#app/domain/cycle/queries.server.ts";
import { failed } from "#app/http/answers.server.ts";
import { parse } from "#app/http/form.server.ts";
import { signedIn } from "#app/http/wrappers.ts";
import { inOrder, languageName } from "#app/i18n/format.ts";
import { USUAL_LANGUAGES, WORLD_LANGUAGES } from "#app/i18n/languages.ts";
import type { Texts } from "#app/i18n/texts.ts";
import { say } from "#app/i18n/localised.ts";
import { countryOptions } from "#app/ui/country-options.ts";
import { Notice } from "#app/ui/feedback.tsx";
import { useFieldErrors } from "#app/ui/field-errors.ts";
import {
  Button,
  Buttons,
  ErrorSummary,
  Form,
  LinkButton,
  type RefusedForm,
  TextArea,
  TextInput,
} from "#app/ui/form.tsx";
import { Checkboxes, Select } from "#app/ui/choices.tsx";
import { useLocale, useTexts } from "#app/ui/locale.tsx";
import { Page, Section } from "#app/ui/page.tsx";
import { pageTitle } from "#app/ui/page-title.ts";

export const loader = signedIn(async ({ ctx, url, t, locale }) => {
  const { scrutineer, ...profile } = await getProfile(ctx);
  const themes = new Map(
    (await publicCycles(ctx)).flatMap((cycle) => cycle.themes).map(({ key, name }) => [key, say(name, locale)]),
  );
  const [first, ...more] = ctx.actor.panels;
  const onward = first && scrutineer && more.length === 0 ? `/judging/rounds/${first.roundId}/scrutiny` : "/judging";
  return {
    profile,
    themes: [...themes].map(([value, label]) => ({ value, label })),
    saved: url.searchParams.has("saved"),
    scrutineer,
    onward,
    title: wordsFor(t, scrutineer).title,
  };
});

const wordsFor = ({ account: { profile } }: Texts, scrutineer: boolean) => (scrutineer ? profile.scrutineer : profile);

export const action = signedIn(async ({ ctx, form }) => {
  const { scrutineer, complete: _complete, updatedAt: _at, ...profile } = await getProfile(ctx);
  const typed = await form();
  const given = scrutineer ? parse(typed, scrutineerInput) : parse(typed, profileInput);
  if (!given.ok) return failed(typed, given.errors);
  await changeProfile(ctx, { ...profile, ...profileOf(given.value) });
  return redirect("/account/profile?saved", 303);
});

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => pageTitle(matches, data?.title);

export default function ProfilePage() {
  const { profile, saved, scrutineer, onward, title } = useLoaderData<typeof loader>();
  const refused = useActionData<typeof action>();
  const texts = useTexts();
  const [
    {
      account: { profile: t },
      ui,
    },
    words,
  ] = [texts, wordsFor(texts, scrutineer)];
  const errors = useFieldErrors(refused?.errors, {
    ...t,
    title: t.name,
    ...Object.fromEntries(COUNTRY_FIELDS.map((name, index) => [name, t.country(index + 1)])),
  });
  return (
    <Page title={title} lede={words.lede} width="text" back={{ href: "/account", label: ui.back }}>
      {saved && !refused ? <Notice kind="success">{t.saved}</Notice> : null}
      {profile.updatedAt && !profile.complete ? <Notice kind="warning">{words.incomplete}</Notice> : null}
      <ErrorSummary errors={errors} />
      <Form action="/account/profile">
        <Fields errors={errors} refused={refused} />
        <Buttons>
          <Button>{t.save}</Button>
          <LinkButton kind="quiet" href={onward}>
            {t.judging}
          </LinkButton>
        </Buttons>
      </Form>
    </Page>
  );
}

type FieldsProps = { errors: Record<string, string>; refused: RefusedForm | undefined };

function Fields({ errors, refused }: FieldsProps) {
  const { profile, scrutineer } = useLoaderData<typeof loader>();
  const [
    {
      account: { profile: t },
    },
    locale,
  ] = [useTexts(), useLocale()];
  const typed = refused?.typed;
  const countries = countryOptions(locale);
  return (
    <>
      <TextInput
        name="title"
        label={t.name}
        hint={t.nameHint}
        optional
        value={typed?.["title"] ?? profile.title}
        error={errors["title"]}
      />
      <Section title={t.countries}>
        <p className="hint">{t.countriesHint}</p>
        {COUNTRY_FIELDS.map((name, index) => (
          <Select
            key={name}
            name={name}
            label={t.country(index + 1)}
            optional={index > 0}
            options={countries}
            value={typed?.[name] ?? profile.countries[index]}
            error={errors[name]}
          />
        ))}
      </Section>
      <TextArea
        name="cities"
        label={t.cities}
        hint={t.citiesHint}
        optional
        value={typed?.["cities"] ?? profile.cities.join("\n")}
        error={errors["cities"]}
      />
      <TextArea
        name="organisations"
        label={t.organisations}
        hint={t.organisationsHint}
        value={typed?.["organisations"] ?? profile.organisations.join("\n")}
        error={errors["organisations"]}
      />
      {scrutineer ? null : <ReadingFields errors={errors} refused={refused} />}
    </>
  );
}

function ReadingFields({ errors, refused }: FieldsProps) {
  const { profile, themes } = useLoaderData<typeof loader>();
  const [
    {
      account: { profile: t },
    },
    locale,
  ] = [useTexts(), useLocale()];
  const ticked = (name: "themes" | "languages" | "shortcuts" | "discussionLetters", standing: string[]) =>
    refused ? (refused.lists[name] ?? []) : standing;
  const known = ticked("languages", profile.languages);
  const named = (codes: readonly string[]) =>
    inOrder(
      codes.map((value) => ({ value, label: languageName(value, locale) })),
      ({ label }) => label,
      locale,
    );
  const usual = [
    ...new Set([...USUAL_LANGUAGES, ...profile.languages, ...known.filter((code) => WORLD_LANGUAGES.includes(code))]),
  ];
  return (
    <>
      {themes.length > 0 ? (
        <Checkboxes
          name="themes"
          legend={t.themes}
          optional
          options={themes}
          values={ticked("themes", profile.themes)}
          error={errors["themes"]}
        />
      ) : null}
      <Checkboxes
        name="languages"
        legend={t.languages}
        options={named(usual)}
        rest={{ summary: t.otherLanguages, options: named(WORLD_LANGUAGES.filter((code) => !usual.includes(code))) }}
        values={known}
        error={errors["languages"]}
      />
      <TextInput
        name="capacity"
        label={t.capacity}
        hint={t.capacityHint}
        optional
        inputMode="numeric"
        width="short"
        value={refused?.typed["capacity"] ?? profile.capacity?.toString() ?? ""}
        error={errors["capacity"]}
      />
      {(["shortcuts", "discussionLetters"] as const).map((name) => (
        <Checkboxes
          key={name}
          name={name}
          legend={t[name]}
          hint={t[`${name}Hint`]}
          options={[{ value: "yes", label: t[`${name}On`] }]}
          values={ticked(name, profile[name] ? ["yes"] : [])}
          error={errors[name]}
        />
      ))}
    </>
  );
}
