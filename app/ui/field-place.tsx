import type { Fields } from "#app/domain/question/input.ts";
import { countryOptions } from "./country-options.ts";
import { Button, TextInput } from "./form.tsx";
import { Select } from "./choices.tsx";
import { useLocale, useTexts } from "./locale.tsx";

/**
 * A place by name, country and degrees. A list that comes with the portal fills them in: while one types, or on a page
 * of its own where scripts do not run.
 */
export function FieldPlace({
  questionKey,
  name,
  fields,
  amiss,
}: {
  questionKey: string;
  name: string;
  fields: Fields;
  amiss: readonly string[];
}) {
  const [t, locale] = [useTexts().question.place, useLocale()];
  const control = (part: "name" | "lat" | "lon") => ({
    name: `${name}.${part}`,
    label: t[part],
    value: fields.all(`${name}.${part}`)[0],
    amiss: amiss.includes(`${name}.${part}`),
  });
  const counted = JSON.stringify([t.found(0, ""), t.found(1, "1"), t.found(2, "{n}")]);
  return (
    <>
      <div className="place-name" data-place={name} data-counted={counted}>
        <TextInput {...control("name")} width="long" autoComplete="off" />
        <Button kind="secondary" name="find" value={questionKey}>
          {t.find}
        </Button>
      </div>
      <Select
        name={`${name}.country`}
        label={t.country}
        options={countryOptions(locale)}
        value={fields.all(`${name}.country`)[0]}
        empty={t.noCountry}
      />
      <div className="side-by-side">
        <TextInput {...control("lat")} width="medium" inputMode="decimal" />
        <TextInput {...control("lon")} width="medium" inputMode="decimal" />
      </div>
      <p className="hint">{t.point}</p>
    </>
  );
}
