import { data } from "@remix-run/node";
import type { Person } from "#app/domain/context.ts";
import { type DomainError, Invalid, NotFound, Refused, Stale } from "#app/domain/errors.ts";
import type { InputProblem } from "#app/domain/input.ts";
import { formatClock, formatMoment } from "#app/i18n/format.ts";
import { statusOf } from "./answers.server.ts";
import type { Ask } from "./wrappers.ts";

type Speaker = Pick<Ask<Person>, "t" | "locale" | "visit">;

/** The answer to a field that saved itself: its version, when by the reader's clock, and second looks. */
export function savedJson(
  { t, locale, visit }: Speaker,
  { version, savedAt }: { version: number; savedAt: Date },
  notes: string[] = [],
) {
  return data({ version, saved: t.ui.saved(formatClock(savedAt, locale, visit.timeZone)), notes });
}

/**
 * Why a field could not save itself. A clash carries what stands now, so that both texts are shown; nothing typed is
 * lost by any of these.
 */
export function savingProblem(
  { t, locale, visit }: Speaker,
  error: DomainError,
  textOf: ((value: unknown) => string) | undefined = plain,
): Response {
  if (error instanceof Stale && error.theirs) {
    const { value, version, at, by } = error.theirs;
    const theirs = { text: textOf(value), value, version, by, at: formatMoment(at, locale, visit.timeZone) };
    return Response.json({ theirs, message: t.ui.autosave.conflict }, { status: 409 });
  }
  if (error instanceof Invalid)
    return Response.json(
      {
        message: Object.values(error.fields)
          .map((code) => t.problems[code as InputProblem])
          .join(" "),
      },
      { status: 422 },
    );
  if (error instanceof Refused)
    return Response.json({ because: error.because, message: t.refusals[error.because] }, { status: statusOf(error) });
  if (error instanceof NotFound) return Response.json({ because: "not-found" }, { status: 404 });
  return Response.json({ because: "stale" }, { status: 409 });
}

/** What a control with one value holds; lists and rows as lines. */
function plain(value: unknown): string {
  if (value === null || value === undefined) return "";
  if (Array.isArray(value)) return value.map(plain).join("\n");
  return typeof value === "object" ? Object.values(value).filter(Boolean).join(" · ") : String(value);
}
