import { type Held, SHOWN, shownOf } from "#app/http/meanwhile.ts";
import { formatList } from "#app/i18n/format.ts";
import { Hidden } from "./form.tsx";
import { useLocale, useTexts } from "./locale.tsx";
import { Paragraphs } from "./paragraphs.tsx";

/**
 * In a form of settings: what its fields hold as it is shown, and, where two have changed a field at once, what stands
 * in it now. Nothing where nothing stands yet.
 */
export function Meanwhile({
  standing,
  codes = {},
  errors,
}: {
  standing: Held | undefined;
  codes?: Record<string, string> | undefined;
  errors: Record<string, string>;
}) {
  const [t, locale] = [useTexts().translation, useLocale()];
  const written = (held: string | readonly string[]) =>
    typeof held === "string" ? held : formatList([...held], locale);
  if (!standing) return null;
  const clashing = Object.keys(codes).filter((field) => codes[field] === "changed-meanwhile");
  return (
    <>
      <Hidden name={SHOWN} value={shownOf(standing)} />
      {clashing.map((field) => (
        <div key={field}>
          <p>
            <a href={`#${field}`}>{errors[field]}</a>
          </p>
          <Paragraphs text={standing[field]?.length ? t.stands(written(standing[field])) : t.removed} />
        </div>
      ))}
    </>
  );
}
