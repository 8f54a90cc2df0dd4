import type { ReactNode } from "react";
import { type FieldProps, describedBy } from "./field-parts.tsx";
import { useTexts } from "./locale.tsx";
import { Field, FieldGroup } from "./form.tsx";

export type Option = { value: string; label: ReactNode; hint?: ReactNode };

type Chosen = { value: string; label: string };
/** Options that belong together, under what they have in common. */
export type OptionGroup = { label: string; options: Chosen[] };

/** A choice from many. `empty` is what the first, empty line says; pass null to have none. */
export function Select({
  options,
  value,
  empty,
  ...field
}: FieldProps & {
  options: (Chosen | OptionGroup)[];
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
        {options.map((option) =>
          "options" in option ? (
            <optgroup key={option.label} label={option.label}>
              {option.options.map(line)}
            </optgroup>
          ) : (
            line(option)
          ),
        )}
      </select>
    </Field>
  );
}

const line = ({ value, label }: Chosen) => (
  <option key={value} value={value}>
    {label}
  </option>
);

type Choices = Omit<FieldProps, "label"> & {
  legend: ReactNode;
  options: Option[];
  inline?: boolean | undefined;
  tiles?: boolean | undefined;
  /** Further options, folded away below the others. */
  rest?: { summary: string; options: Option[] } | undefined;
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
  rest,
  ...field
}: Choices & { values?: readonly string[] | undefined }) {
  return (
    <ChoiceList
      type="checkbox"
      legend={legend}
      options={options}
      inline={inline}
      tiles={tiles}
      rest={rest}
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

function ChoiceList({ type, legend, options, inline, tiles, rest, chosen, field }: ChoiceListProps) {
  const id = (index: number) => (index === 0 ? field.name : `${field.name}-${index + 1}`);
  return (
    <FieldGroup {...field} label={legend}>
      <div className={tiles ? "choices tiles" : inline ? "choices inline" : "choices"}>
        {options.map((option, index) => choice(option, id(index)))}
      </div>
      {rest ? (
        <details>
          <summary>{rest.summary}</summary>
          <div className="choices">
            {rest.options.map((option, index) => choice(option, id(options.length + index)))}
          </div>
        </details>
      ) : null}
    </FieldGroup>
  );

  function choice(option: Option, own: string) {
    return (
      <div className="choice" key={option.value}>
        <input
          type={type}
          id={own}
          name={field.name}
          value={option.value}
          defaultChecked={chosen.includes(option.value)}
          aria-describedby={option.hint ? `${own}-more` : undefined}
        />
        <label htmlFor={own}>{option.label}</label>
        {option.hint ? (
          <div className="hint" id={`${own}-more`}>
            {option.hint}
          </div>
        ) : null}
      </div>
    );
  }
}
