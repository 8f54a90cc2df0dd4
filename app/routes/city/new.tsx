import { type MetaFunction, redirect } from "@remix-run/node";
import { useActionData } from "@remix-run/react";
import { createCity } from "#app/domain/city/commands.server.ts";
import { cityInput } from "#app/domain/city/input.ts";
import { regionOf } from "#app/domain/countries.ts";
import { failed } from "#app/http/answers.server.ts";
import { parse } from "#app/http/form.server.ts";
import { signedIn } from "#app/http/wrappers.ts";
import { countryOptions } from "#app/ui/country-options.ts";
import { useFieldErrors } from "#app/ui/field-errors.ts";
import { Button, Buttons, ErrorSummary, Form, TextArea, TextInput } from "#app/ui/form.tsx";
import { Select } from "#app/ui/choices.tsx";
import { useLocale, useTexts } from "#app/ui/locale.tsx";
import { Page } from "#app/ui/page.tsx";
import { pageTitle } from "#app/ui/page-title.ts";

export const loader = signedIn(({ t }) => ({ title: t.city.new.title }));

export const action = signedIn(async ({ ctx, visit, form }) => {
  const typed = await form();
  const given = parse(typed, cityInput);
  if (!given.ok) return failed(typed, given.errors);
  const { cityId, arrival } = await createCity(ctx, given.value, visit.services.config.publicUrl);
  return redirect(arrival === "requested" ? "/cities/new/waiting" : `/cities/${cityId}?done=${arrival}`, 303);
});

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => pageTitle(matches, data?.title);

export default function NewCityPage() {
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
    <Page title={t.title} lede={t.lede} width="text" back={{ href: "/account", label: ui.back }}>
      <ErrorSummary errors={errors} />
      <Form>
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
