import { useTexts } from "./locale.tsx";

/** What single keys do on the score sheet. Hidden until the script that makes them work is there. */
export function Shortcuts() {
  const t = useTexts().review.shortcuts;
  return (
    <details data-shortcuts hidden>
      <summary>{t.title}</summary>
      <dl className="summary-list">
        {(
          [
            ["N", t.next],
            ["P", t.previous],
            ["J", t.nextCriterion],
            ["K", t.previousCriterion],
            ["0–9", t.score],
            ["C", t.comment],
            ["Esc", t.back],
          ] as const
        ).map(([key, does]) => (
          <div key={key}>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{does}</dd>
          </div>
        ))}
      </dl>
      <p>
        <a href="/account/profile#shortcuts">{t.off}</a>
      </p>
    </details>
  );
}
