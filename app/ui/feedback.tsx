import type { ReactNode } from "react";
import { formatSaved } from "#app/i18n/format.ts";
import { useLocale, useTexts, useTimeZone, useToday } from "./locale.tsx";

/** What a state means to the reader; "award" is for what a jury gave. */
export type Tone = "neutral" | "progress" | "done" | "warning" | "danger" | "award";

/** A message about the whole page. */
export function Notice({
  kind,
  title,
  children,
}: {
  kind: "info" | "success" | "warning" | "danger";
  title?: ReactNode;
  children?: ReactNode;
}) {
  return (
    <div className={`notice notice-${kind}`} role={kind === "success" ? "status" : undefined}>
      {title ? <p className="notice-title">{title}</p> : null}
      {typeof children === "string" ? <p>{children}</p> : children}
    </div>
  );
}

/** A state in words. The little shape differs with the tone, so that colour is never alone. */
export function Tag({ tone = "neutral", children }: { tone?: Tone | undefined; children: ReactNode }) {
  return <span className={`tag tag-${tone}`}>{children}</span>;
}

/** Nothing here yet, and what to do about it. */
export function Empty({ title, children }: { title: ReactNode; children?: ReactNode }) {
  return (
    <div className="empty">
      <p className="empty-title">{title}</p>
      {typeof children === "string" ? <p>{children}</p> : children}
    </div>
  );
}

/** "Saved 12:04:31 · version 4", by the reader's clock; with the date where that is not today's. */
export function SavedAt({ at, version }: { at: Date | string; version?: number | null | undefined }) {
  const [t, locale, timeZone, today] = [useTexts().ui, useLocale(), useTimeZone(), useToday()];
  return (
    <span className="saved">
      <time dateTime={new Date(at).toISOString()}>{t.saved(formatSaved(at, locale, timeZone, today))}</time>
      {version == null ? null : ` · ${t.version(version)}`}
    </span>
  );
}
