import type { Refusal } from "#app/domain/errors.ts";
import type { Localised } from "#app/i18n/localised.ts";

/** The field in which a form says for whom its page was made. */
export const WRITER = "writer";

/**
 * The body of every refusal: what the error page shows. `typed` is what a person had written and must not lose; `again`
 * the same form as it was sent, for after signing in as its `writer`; `file` that it held files, which cannot wait
 * here; `labels` what the typed fields are called; `most` how many bytes are taken at once.
 */
export type RefusalBody = {
  because: Refusal | "stale" | "sign-in" | "other-writer" | "invalid" | "too-big" | "too-long" | "other-site" | "fault";
  typed?: Record<string, string>;
  again?: Record<string, string[]>;
  writer?: string;
  file?: boolean;
  most?: number;
  labels?: Record<string, Localised>;
};
