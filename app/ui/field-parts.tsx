import type { ReactNode } from "react";
import { countText, type CountUnit } from "#app/domain/question/counting.ts";
import { formatSaved } from "#app/i18n/format.ts";
import { counterText } from "./counter-text.ts";
import { useLocale, useTexts, useTimeZone, useToday } from "./locale.tsx";
import { Bracketed } from "./wording.tsx";

/** Where a field saves itself, and what is stored there now. `version` is null while nothing was ever saved. */
export type Autosave = {
  url: string;
  version: number | null;
  at?: Date | string | null | undefined;
  /** The field shows words that could not be saved; `since` is the version they were written upon. */
  unsaved?: { since: number | null } | undefined;
};

/** What every field has. Its errors, hints and counters are found by `name`, so names are unique on a page. */
export type FieldProps = {
  name: string;
  label: ReactNode;
  hint?: ReactNode;
  error?: string | undefined;
  /** Something worth a second look that does not stop anybody. */
  warning?: ReactNode;
  optional?: boolean | undefined;
  isPageHeading?: boolean | undefined;
  autosave?: Autosave | undefined;
};

export type Limit = { count: number; unit: CountUnit };

/** The ids that describe a control, in the order they should be heard. */
export function describedBy({ name, hint, error, warning }: FieldProps, limit?: Limit): string | undefined {
  const ids = [
    hint && `${name}-hint`,
    error && `${name}-error`,
    warning && `${name}-warning`,
    limit && `${name}-count`,
  ].filter(Boolean);
  return ids.length > 0 ? ids.join(" ") : undefined;
}

/** The attributes that tell `autosave.ts` where a field's words go. */
export function autosaveAttributes(autosave: Autosave | undefined) {
  if (!autosave) return {};
  const { url, version, unsaved } = autosave;
  return {
    "data-autosave": url,
    "data-version": (unsaved ? unsaved.since : version) ?? "",
    ...(unsaved ? { "data-unsaved": "" } : {}),
  };
}

export function Optional({ when }: { when: boolean | undefined }) {
  const t = useTexts().ui;
  return when ? (
    <span className="optional">
      <Bracketed>{t.optional}</Bracketed>
    </span>
  ) : null;
}

export function Hint({ name, hint }: FieldProps) {
  return hint ? (
    <div className="hint" id={`${name}-hint`}>
      {hint}
    </div>
  ) : null;
}

export function FieldError({ name, error }: FieldProps) {
  const t = useTexts().ui;
  return error ? (
    <p className="field-error" id={`${name}-error`}>
      <span className="unseen">{t.errorPrefix}</span>
      {error}
    </p>
  ) : null;
}

export function FieldWarning({ name, warning }: FieldProps) {
  return warning ? (
    <div className="field-warning" id={`${name}-warning`}>
      {warning}
    </div>
  ) : null;
}

/**
 * The line under a field that says when its words were last stored, and which version a form sent by hand starts from.
 */
export function Saved({ name, autosave }: { name: string; autosave?: Autosave | undefined }) {
  const [t, locale, timeZone, today] = [useTexts().ui, useLocale(), useTimeZone(), useToday()];
  if (!autosave) return null;
  return (
    <>
      <input type="hidden" name={`version:${name}`} value={autosave.version ?? ""} data-version-of={name} />
      <p className="saved" data-saved="">
        {autosave.at ? (
          <time dateTime={new Date(autosave.at).toISOString()}>
            {t.saved(formatSaved(autosave.at, locale, timeZone, today))}
          </time>
        ) : null}
      </p>
    </>
  );
}

/** Counts what is there, warns and never cuts. The browser goes on counting by the same rule. */
export function Counter({
  name,
  text,
  limit,
  lang,
}: {
  name: string;
  text: string;
  limit: Limit;
  lang?: string | undefined;
}) {
  const [t, locale] = [useTexts().ui, useLocale()];
  const language = lang ?? locale;
  const count = { used: countText(text, limit.unit, language), limit: limit.count };
  const texts = { within: t.counted[limit.unit], over: t.countedOver[limit.unit] };
  return (
    <p
      className={count.used > count.limit ? "counter over" : "counter"}
      id={`${name}-count`}
      data-counts={name}
      data-limit={limit.count}
      data-unit={limit.unit}
      data-language={language}
      data-text-within={texts.within}
      data-text-over={texts.over}
    >
      {counterText(count, texts, locale)}
    </p>
  );
}
