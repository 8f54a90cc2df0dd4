import type { Piece } from "#app/domain/entry/rules.ts";
import { useTexts } from "./locale.tsx";

/**
 * Two texts in one: what is gone struck out, what came underlined; said aloud too, because not every reader sees a
 * line. The words themselves decide in which direction they run, not those that are said aloud; two texts that have no
 * word in common each in its own.
 */
export function TextChanges({ pieces }: { pieces: Piece[] }) {
  const apart = !pieces.some(({ kind, text }) => kind === "same" && /[\p{L}\p{N}]/u.test(text));
  if (!apart)
    return (
      <div className="changes" dir="auto">
        {pieces.map((piece, index) => (
          <Change key={index} {...piece} />
        ))}
      </div>
    );
  return (
    <div className="changes">
      {pieces.map((piece, index) => (
        <p key={index} dir="auto">
          <Change {...piece} />
        </p>
      ))}
    </div>
  );
}

function Change({ kind, text }: Piece) {
  const { earlier: t } = useTexts().entry;
  if (kind === "same") return <span>{text}</span>;
  return kind === "removed" ? (
    <del>
      <Aloud word={t.removed} />
      {text}
      <End />
    </del>
  ) : (
    <ins>
      <Aloud word={t.added} />
      {text}
      <End />
    </ins>
  );
}

/** Apart from the text: of a `bdi` nothing counts where the first letter decides. */
function Aloud({ word }: { word: string }) {
  const { colon } = useTexts().ui;
  return (
    <bdi className="unseen">
      [{word}
      {colon}
    </bdi>
  );
}

const End = () => <bdi className="unseen">]</bdi>;
