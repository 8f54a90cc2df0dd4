import { type FormQuestion, isAnswered, type Partner } from "#app/domain/question/rules.ts";
import { answerText, tableOf } from "#app/domain/question/answer-text.ts";
import { useLocale, useTexts } from "./locale.tsx";
import { Labelled } from "./wording.tsx";

/** An answer to be read: paragraphs as they were written, lists as lists. Shows nothing for no answer. */
export function AnswerText({ question, value }: { question: Pick<FormQuestion, "type" | "settings">; value: unknown }) {
  const [t, locale] = [useTexts().question, useLocale()];
  if (!isAnswered(value)) return null;
  switch (question.type) {
    case "link":
      return (
        <a href={String(value)} rel="noopener noreferrer nofollow">
          <bdi>{String(value)}</bdi>
        </a>
      );
    case "sdgs":
      return (
        <ul>
          {(value as number[]).map((sdg) => (
            <li key={sdg}>{t.sdg(String(sdg), t.sdgs[sdg - 1] ?? "")}</li>
          ))}
        </ul>
      );
    case "partners":
      return (
        <ul>
          {(value as Partner[]).map(({ name, role }, index) => (
            <li key={index}>
              {role ? (
                <Labelled label={<bdi>{name}</bdi>}>
                  <bdi>{role}</bdi>
                </Labelled>
              ) : (
                <bdi>{name}</bdi>
              )}
            </li>
          ))}
        </ul>
      );
    case "indicators":
    case "budget":
      return <Table {...tableOf(question, value, locale)!} />;
    case "declaration":
      return <>{t.declared}</>;
    case "long-text":
      return (
        <div className="answer">
          {String(value)
            .split(/\n{2,}/)
            .map((paragraph, index) => (
              <p key={index} dir="auto">
                {paragraph}
              </p>
            ))}
        </div>
      );
    default:
      return <bdi>{answerText(question, value, locale)}</bdi>;
  }
}

function Table({ head, rows, sum }: NonNullable<ReturnType<typeof tableOf>>) {
  return (
    <>
      <table className="answer-table">
        <thead>
          <tr>
            {head.map((column) => (
              <th scope="col" key={column}>
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((cells, row) => (
            <tr key={row}>
              {cells.map((cell, column) => (
                <td key={column}>
                  <bdi>{cell}</bdi>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {sum ? <p className="row-sum">{sum}</p> : null}
    </>
  );
}
