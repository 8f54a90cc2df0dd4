import type { ReactNode } from "react";
import { type Commenting, type Mark, type Scale, writeStep } from "#app/domain/rubric/rules.ts";
import { formatNumber } from "#app/i18n/format.ts";
import { sayMark } from "#app/i18n/marks.ts";
import { Bar } from "./data.tsx";
import { type Autosave, FieldError, Hint, Saved, autosaveAttributes, describedBy } from "./field-parts.tsx";
import { useLocale, useTexts } from "./locale.tsx";

/** Marks as `sayMark` says them, in the reader's language. */
export function useMarks(): (scale: Scale, mark: Mark) => string {
  const [t, locale] = [useTexts().rubric.marks, useLocale()];
  return (scale, mark) => sayMark(scale, mark, t, locale);
}

/** When a criterion needs a comment, in words; undefined where it never does. */
export function useCommenting(): (criterion: Scale & Commenting) => string | undefined {
  const [t, locale, say] = [useTexts().rubric.commenting, useLocale(), useMarks()];
  return (criterion) => {
    const { commentRule, commentBound, commentLength } = criterion;
    if (commentRule === "optional") return undefined;
    const when = commentRule === "always" ? t.always : t[commentRule](say(criterion, commentBound ?? criterion.min));
    return commentLength > 1 ? t.both(when, t.length(formatNumber(commentLength, locale))) : when;
  };
}

export type ScaleInputProps = {
  name: string;
  legend: ReactNode;
  description?: ReactNode;
  /** "20 %": how much this criterion counts. */
  weightLabel?: string | undefined;
  /** One per step, lowest first; `anchor` says in words what the step means. */
  options: {
    value: string;
    label: string;
    anchor?: string | undefined;
    /** The figure that chooses it. */
    shortcut?: string | undefined;
  }[];
  value?: string | null | undefined;
  /** What is stored, where that is not what the control shows. */
  standing?: string | null | undefined;
  error?: string | undefined;
  autosave?: Autosave | undefined;
};

/** One criterion as a row of steps with their meanings written beneath; a column on a phone. */
export function ScaleInput({ options, value, standing, ...field }: ScaleInputProps) {
  return (
    <ScaleField {...field}>
      <div className="steps">
        {options.map((option, index) => (
          <label className="step" key={option.value}>
            <input
              type="radio"
              id={index === 0 ? field.name : undefined}
              name={field.name}
              value={option.value}
              defaultChecked={option.value === value}
              data-standing={option.value === standing ? "" : undefined}
              data-key={option.shortcut}
            />
            <span className="step-value">{option.label}</span>
            {option.anchor ? <span className="step-anchor">{option.anchor}</span> : null}
          </label>
        ))}
      </div>
    </ScaleField>
  );
}

type ScaleFieldProps = Omit<ScaleInputProps, "options" | "value" | "standing"> & { children: ReactNode };

/** Around the controls of one criterion: what it is called, what it means, how much it counts. */
function ScaleField({ name, legend, description, weightLabel, error, autosave, children }: ScaleFieldProps) {
  const t = useTexts().ui;
  const field = { name, label: legend, hint: description, error };
  return (
    <fieldset
      className={error ? "field scale in-error" : "field scale"}
      aria-describedby={describedBy(field)}
      {...autosaveAttributes(autosave)}
    >
      <legend>
        {legend}
        {weightLabel ? (
          <span className="weight">
            {" "}
            {t.weight} {weightLabel}
          </span>
        ) : null}
      </legend>
      <Hint {...field} />
      <FieldError {...field} />
      {children}
      <Saved name={name} autosave={autosave} />
    </fieldset>
  );
}

export type TypedScaleProps = Omit<ScaleInputProps, "standing" | "options"> & {
  scale: Scale;
  /** Whether the controls show what is stored, rather than what was sent and could not be saved. */
  standing: boolean;
  /** What steps mean, lowest first. */
  anchors: { label: string; anchor: string }[];
  /** What leaves the criterion out; undefined where it always applies. */
  leavingOut?: { name: string; label: string; checked: boolean } | undefined;
};

/**
 * One criterion as a number to type, for scales with more steps than anybody chooses among; what whole points mean is
 * written beneath.
 */
export function TypedScale({ scale, anchors, leavingOut, value, standing, ...field }: TypedScaleProps) {
  const { name, legend, error } = field;
  const [min, max, step] = [scale.min, scale.max, scale.step].map((each) => writeStep(scale, each));
  return (
    <ScaleField {...field}>
      <input
        className="input width-short"
        type="number"
        id={name}
        name={name}
        min={min}
        max={max}
        step={step}
        inputMode="decimal"
        defaultValue={value ?? undefined}
        data-standing={standing ? "" : undefined}
        aria-label={typeof legend === "string" ? legend : undefined}
        aria-invalid={error ? true : undefined}
      />
      {leavingOut ? (
        <div className="choice">
          <input
            type="checkbox"
            id={leavingOut.name}
            name={leavingOut.name}
            value="yes"
            defaultChecked={leavingOut.checked}
          />
          <label htmlFor={leavingOut.name}>{leavingOut.label}</label>
        </div>
      ) : null}
      <ul className="hint">
        {anchors.map(({ label, anchor }) => (
          <li key={label}>
            {label} – {anchor}
          </li>
        ))}
      </ul>
    </ScaleField>
  );
}

/** A given score on its scale: as it reads, and a bar from `min` to `max`. */
export function ScaleBar({
  value,
  label,
  min = 0,
  max,
}: {
  value: number;
  label: string;
  min?: number | undefined;
  max: number;
}) {
  return (
    <span className="scale-bar">
      <span className="scale-bar-value">{label}</span>
      <Bar share={max > min ? (value - min) / (max - min) : 0} />
    </span>
  );
}
