import type { ReactNode } from "react";
import { type FieldProps, describedBy } from "./field-parts.tsx";
import { useTexts } from "./locale.tsx";
import { Field, FieldGroup } from "./form.tsx";

export type Option = { value: string; label: ReactNode; hint?: ReactNode };

/** A choice from many. `empty` is what the first, empty line says; pass null to have none. */
export function Select({
  options,
  value,
  empty,
  ...field
}: FieldProps & {
  options: { value: string; label: string }[];
  value?: string | null | undefined;
  empty?: string | null | undefined;
}) {
  const t = useTexts().ui;
  return (
    <Field {...field}>
      <select
        className="input"
        id={field.name}
        name={field.name}
        defaultValue={value ?? ""}
        aria-describedby={describedBy(field)}
        aria-invalid={field.error ? true : undefined}
      >
        {empty === null ? null : <option value="">{empty ?? t.notChosen}</option>}
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    </Field>
  );
}

type Choices = Omit<FieldProps, "label"> & {
  legend: ReactNode;
  options: Option[];
  inline?: boolean | undefined;
  tiles?: boolean | undefined;
};

export function Radios({ legend, options, value, inline, ...field }: Choices & { value?: string | null | undefined }) {
  return (
    <ChoiceList
      type="radio"
      legend={legend}
      options={options}
      inline={inline}
      chosen={value ? [value] : []}
      field={field}
    />
  );
}

/** With `tiles` the options stand side by side, each a tile to press. */
export function Checkboxes({
  legend,
  options,
  values,
  inline,
  tiles,
  ...field
}: Choices & { values?: readonly string[] | undefined }) {
  return (
    <ChoiceList
      type="checkbox"
      legend={legend}
      options={options}
      inline={inline}
      tiles={tiles}
      chosen={values ?? []}
      field={field}
    />
  );
}

type ChoiceListProps = Omit<Choices, "name"> & {
  type: "radio" | "checkbox";
  chosen: readonly string[];
  field: Omit<FieldProps, "label">;
};

function ChoiceList({ type, legend, options, inline, tiles, chosen, field }: ChoiceListProps) {
  const id = (index: number) => (index === 0 ? field.name : `${field.name}-${index + 1}`);
  return (
    <FieldGroup {...field} label={legend}>
      <div className={tiles ? "choices tiles" : inline ? "choices inline" : "choices"}>
        {options.map((option, index) => (
          <div className="choice" key={option.value}>
            <input
              type={type}
              id={id(index)}
              name={field.name}
              value={option.value}
              defaultChecked={chosen.includes(option.value)}
              aria-describedby={option.hint ? `${id(index)}-more` : undefined}
            />
            <label htmlFor={id(index)}>{option.label}</label>
            {option.hint ? (
              <div className="hint" id={`${id(index)}-more`}>
                {option.hint}
              </div>
            ) : null}
          </div>
        ))}
      </div>
    </FieldGroup>
  );
}
