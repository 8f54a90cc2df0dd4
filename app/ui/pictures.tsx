import type { ReactNode } from "react";
import type { Picture as Shown } from "#app/domain/result/rules.ts";
import { useTexts } from "./locale.tsx";

/**
 * A picture of an initiative with what its city says of it. `beside`: acts that belong to it. The first of a page is
 * `soon` in sight; others are fetched when they come near.
 */
export function Picture({
  of: { caption, credit, rights },
  src,
  soon = false,
  beside,
}: {
  of: Shown;
  src: string;
  soon?: boolean;
  beside?: ReactNode;
}) {
  const { attachment: t, result } = useTexts();
  const said = [credit && t.said.credit(credit), rights && t.said.rights(rights)].filter(Boolean);
  return (
    <figure className="picture">
      <img src={src} alt={caption || result.picture} loading={soon ? undefined : "lazy"} decoding="async" />
      {caption || said.length > 0 ? (
        <figcaption>
          {[caption, ...said].filter(Boolean).map((line) => (
            <p key={line} dir="auto">
              {line}
            </p>
          ))}
        </figcaption>
      ) : null}
      {beside}
    </figure>
  );
}
