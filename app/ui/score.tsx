import type { ReactNode } from "react";
import { formatNumber } from "#app/i18n/format.ts";
import { Bar } from "./data.tsx";
import { type Autosave, FieldError, Hint, Saved, autosaveAttributes, describedBy } from "./field-parts.tsx";
import { useLocale, useTexts } from "./locale.tsx";

export type ScaleInputProps = {
  name: string;
  legend: ReactNode;
  description?: ReactNode;
  /** "20 %": how much this criterion counts. */
  weightLabel?: string | undefined;
  /** One per step, lowest first; `anchor` says in words what the step means. */
  options: { value: string; label: string; anchor?: string | undefined }[];
  value?: string | null | undefined;
  /** What is stored, where that is not what the control shows. */
  standing?: string | null | undefined;
  error?: string | undefined;
  autosave?: Autosave | undefined;
};

/** One criterion as a row of steps with their meanings written beneath; a column on a phone. */
export function ScaleInput({ name, legend, description, weightLabel, options, value, standing, error, autosave }: ScaleInputProps) {
  const t = useTexts().ui;
  const field = { name, label: legend, hint: description, error };
  return (
    <fieldset className={error ? "field scale in-error" : "field scale"} aria-describedby={describedBy(field)} {...autosaveAttributes(autosave)}>
      <legend>{legend}{weightLabel ? <span className="weight"> {t.weight} {weightLabel}</span> : null}</legend>
      <Hint {...field} />
      <FieldError {...field} />
      <div className="steps">
        {options.map((option, index) => (
          <label className="step" key={option.value}>
            <input type="radio" id={index === 0 ? name : undefined} name={name} value={option.value} defaultChecked={option.value === value} data-standing={option.value === standing ? "" : undefined} />
            <span className="step-value">{option.label}</span>
            {option.anchor ? <span className="step-anchor">{option.anchor}</span> : null}
          </label>
        ))}
      </div>
      <Saved name={name} autosave={autosave} />
    </fieldset>
  );
}

/** A given score on its scale: the number, and a bar from `min` to `max`. */
export function ScaleBar({ value, min = 0, max, digits }: { value: number; min?: number | undefined; max: number; digits?: number | undefined }) {
  const locale = useLocale();
  const options = digits === undefined ? undefined : { minimumFractionDigits: digits, maximumFractionDigits: digits };
  return (
    <span className="scale-bar">
      <span className="scale-bar-value">{formatNumber(value, locale, options)}</span>
      <Bar share={max > min ? (value - min) / (max - min) : 0} />
    </span>
  );
}
