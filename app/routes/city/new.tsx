import { type MetaFunction, redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { createCity } from "#app/domain/city/commands.server.ts";
import { cityInput } from "#app/domain/city/input.ts";
import { regionOf } from "#app/domain/countries.ts";
import { ownPath } from "#app/domain/sign-in/rules.ts";
import { failed } from "#app/http/answers.server.ts";
import { parse } from "#app/http/form.server.ts";
import { signedIn } from "#app/http/wrappers.ts";
import { countryOptions } from "#app/ui/country-options.ts";
import { useFieldErrors } from "#app/ui/field-errors.ts";
import { Button, Buttons, ErrorSummary, Form, Hidden, TextArea, TextInput } from "#app/ui/form.tsx";
import { Select } from "#app/ui/choices.tsx";
import { useLocale, useTexts } from "#app/ui/locale.tsx";
import { Page } from "#app/ui/page.tsx";
import { pageTitle } from "#app/ui/page-title.ts";

/** `next` is the page that asked for a team first. */
export const loader = signedIn(({ t, url }) => {
  const next = url.searchParams.get("next");
  return { title: t.city.new.title, next: next ? ownPath(next) : "" };
});

export const action = signedIn(async ({ ctx, visit, form }) => {
  const typed = await form();
  const given = parse(typed, cityInput);
  if (!given.ok) return failed(typed, given.errors);
  const { cityId, arrival } = await createCity(ctx, given.value, visit.services.config.publicUrl);
  if (arrival === "requested") return redirect("/cities/new/waiting", 303);
  return redirect(typed.get("next") ? ownPath(typed.get("next")) : `/cities/${cityId}?done=${arrival}`, 303);
});

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => pageTitle(matches, data?.title);

export default function NewCityPage() {
  const { next } = useLoaderData<typeof loader>();
  const refused = useActionData<typeof action>();
  const [
    {
      city: { new: t },
      ui,
    },
    locale,
  ] = [useTexts(), useLocale()];
  const errors = useFieldErrors(refused?.errors, t);
  return (
    <Page title={t.title} lede={t.lede} width="text" back={{ href: next || "/account", label: ui.back }}>
      <ErrorSummary errors={errors} />
      <Form>
        {next ? <Hidden name="next" value={next} /> : null}
        <TextInput
          name="name"
          label={t.name}
          hint={t.nameHint}
          value={refused?.typed["name"]}
          error={errors["name"]}
          width="long"
        />
        <Select
          name="country"
          label={t.country}
          options={countryOptions(locale).filter(({ value }) => regionOf(value))}
          value={refused?.typed["country"]}
          error={errors["country"]}
        />
        <TextArea
          name="message"
          label={t.message}
          hint={t.messageHint}
          optional
          rows={3}
          value={refused?.typed["message"]}
          error={errors["message"]}
        />
        <Buttons>
          <Button>{t.button}</Button>
        </Buttons>
      </Form>
    </Page>
  );
}
