import type { EntryWithReviewers } from "#app/domain/assignment/rules.ts";
import { Th } from "./data.tsx";
import { EntryTable } from "./entry-table.tsx";
import { Empty, Tag, type Tone } from "./feedback.tsx";
import { useTexts } from "./locale.tsx";

const TONES: Record<EntryWithReviewers["reviewers"][number]["state"], Tone> = {
  assigned: "neutral",
  started: "progress",
  submitted: "done",
  recused: "warning",
};

/** Entries and who reads each, without any score. */
export function AssignmentTable({
  rows,
  roundId,
  mayEnd,
}: {
  rows: EntryWithReviewers[];
  roundId: string;
  mayEnd: boolean;
}) {
  const t = useTexts().assignment;
  if (rows.length === 0) return <Empty title={t.nothing}>{t.nothingHint}</Empty>;
  return (
    <EntryTable
      caption={t.caption}
      rows={rows}
      head={<Th>{t.readers}</Th>}
      cells={(row) => (
        <td>
          <Readers of={row} roundId={roundId} mayEnd={mayEnd} />
        </td>
      )}
    />
  );
}

/** Who reads an entry and how far each is; many are folded away. */
function Readers({ of: row, roundId, mayEnd }: { of: EntryWithReviewers; roundId: string; mayEnd: boolean }) {
  const t = useTexts().assignment;
  const times = (state: EntryWithReviewers["reviewers"][number]["state"]) =>
    row.reviewers.filter((each) => each.state === state).length;
  if (row.reviewers.length === 0) return <span className="muted">{t.noReaders}</span>;
  return (
    <details open={row.reviewers.length <= 3}>
      <summary>{t.summary(row.reviewers.length - times("recused"), times("submitted"))}</summary>
      <ul>
        {row.reviewers.map(({ assignmentId, name, state }) => (
          <li key={assignmentId}>
            {name} <Tag tone={TONES[state]}>{t.state[state]}</Tag>{" "}
            {mayEnd && state !== "recused" ? (
              <a
                href={`/rounds/${roundId}/assignments/${assignmentId}/recusal`}
                aria-label={t.endNamed(name, row.code)}
              >
                {t.end}
              </a>
            ) : null}
          </li>
        ))}
      </ul>
    </details>
  );
}
