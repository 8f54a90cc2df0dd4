import type { EntryWithReviewers } from "#app/domain/assignment/rules.ts";
import { DataTable, Th } from "./data.tsx";
import { Empty, Tag, type Tone } from "./feedback.tsx";
import { useTexts } from "./locale.tsx";
import { Code, Place } from "./wording.tsx";

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
    <DataTable
      stacked
      caption={t.caption}
      captionHidden
      head={
        <>
          <Th>{t.entry}</Th>
          <Th>{t.city}</Th>
          <Th>{t.readers}</Th>
        </>
      }
    >
      {rows.map((row) => (
        <tr key={row.id}>
          <th scope="row">
            <Code>{row.code}</Code> <bdi>{row.title}</bdi>
          </th>
          <td>
            <Place of={row} />
          </td>
          <td>
            {row.reviewers.length === 0 ? (
              <span className="muted">{t.noReaders}</span>
            ) : (
              <details open={row.reviewers.length <= 3}>
                <summary>
                  {t.summary(live(row), row.reviewers.filter(({ state }) => state === "submitted").length)}
                </summary>
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
            )}
          </td>
        </tr>
      ))}
    </DataTable>
  );
}

const live = ({ reviewers }: EntryWithReviewers): number => reviewers.filter(({ state }) => state !== "recused").length;
