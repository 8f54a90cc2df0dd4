import { SHOWN, shownOf } from "#app/http/meanwhile.ts";
import { Hidden } from "./form.tsx";
import { useTexts } from "./locale.tsx";
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
  standing: Record<string, string> | undefined;
  codes?: Record<string, string> | undefined;
  errors: Record<string, string>;
}) {
  const t = useTexts().translation;
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
          <Paragraphs text={standing[field] ? t.stands(standing[field]) : t.removed} />
        </div>
      ))}
    </>
  );
}
