import type { Piece } from "#app/domain/entry/rules.ts";
import { useTexts } from "./locale.tsx";

/**
 * Two texts in one: what is gone struck out, what came underlined; said aloud too, because not every reader sees a
 * line.
 */
export function TextChanges({ pieces }: { pieces: Piece[] }) {
  const {
    entry: { earlier: t },
    ui: { colon },
  } = useTexts();
  return (
    <div className="changes" dir="auto">
      {pieces.map(({ kind, text }, index) =>
        kind === "same" ? (
          <span key={index}>{text}</span>
        ) : kind === "removed" ? (
          <del key={index}>
            <span className="unseen">
              [{t.removed}
              {colon}
            </span>
            {text}
            <span className="unseen">]</span>
          </del>
        ) : (
          <ins key={index}>
            <span className="unseen">
              [{t.added}
              {colon}
            </span>
            {text}
            <span className="unseen">]</span>
          </ins>
        ),
      )}
    </div>
  );
}
