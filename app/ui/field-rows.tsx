import { sumOf } from "#app/domain/question/figures.ts";
import { type Fields, MOST_ROWS } from "#app/domain/question/input.ts";
import { columnsOf, type FormQuestion } from "#app/domain/question/rules.ts";
import { columnNames } from "#app/domain/question/answer-text.ts";
import { formatNumber } from "#app/i18n/format.ts";
import { say } from "#app/i18n/localised.ts";
import { Button, TextInput } from "./form.tsx";
import { useLocale, useTexts } from "./locale.tsx";

const MORE_ROWS = 3;
const WIDTHS: Record<string, "short" | "medium"> = { year: "short", amount: "medium" };
const MODES: Record<string, "numeric" | "decimal"> = { year: "numeric", amount: "decimal" };

export type FieldRowsProps = {
  question: Pick<FormQuestion, "key" | "label" | "settings"> & { type: "partners" | "indicators" | "budget" };
  name: string;
  fields: Fields;
  /** The names of cells that an error is about. */
  amiss: readonly string[];
  /** Somebody asked for more rows. */
  more: boolean;
};

/** The rows that are filled and one to fill. A button brings more: at once where scripts run, else after saving. */
export function FieldRows({ question: { key, type, label, settings }, name, fields, amiss, more }: FieldRowsProps) {
  const [t, locale] = [useTexts().question, useLocale()];
  const labels = columnNames(type, settings, locale);
  const columns = columnsOf(type);
  const isFilled = (index: number) =>
    columns.some((column) => fields.all(`${name}.${index}.${column}`).some((cell) => cell !== ""));
  const filled = (Array.from({ length: MOST_ROWS }, (_none, index) => index).findLast(isFilled) ?? -1) + 1;
  const shown = Math.min(MOST_ROWS, filled + (more ? MORE_ROWS : 1));
  const amounts = Array.from({ length: shown }, (_none, index) => fields.all(`${name}.${index}.amount`)[0] ?? "");
  const total = (amount: string) => t.sum(settings.unit ? t.money(amount, settings.unit) : amount);
  const [sum, inWords] = [total(formatNumber(sumOf(amounts), locale)), total("{sum}")];
  return (
    <>
      {Array.from({ length: shown }, (_none, index) => (
        <div
          className={`row-fields row-${type}`}
          role="group"
          aria-label={t.rows[type](formatNumber(index + 1, locale))}
          key={index}
          id={index === filled ? `${name}.spare` : undefined}
          data-row={name}
        >
          {columns.map((column) => (
            <TextInput
              key={column}
              name={`${name}.${index}.${column}`}
              label={labels[column]}
              value={fields.all(`${name}.${index}.${column}`)[0]}
              width={WIDTHS[column] ?? "full"}
              inputMode={MODES[column]}
              amiss={amiss.includes(`${name}.${index}.${column}`)}
            />
          ))}
        </div>
      ))}
      {type === "budget" ? (
        <p className="row-sum">
          <output data-sum={name} data-text={inWords}>
            {sum}
          </output>
        </p>
      ) : null}
      {shown < MOST_ROWS ? (
        <p data-adds-row={name} data-most={MOST_ROWS} data-row-label={t.rows[type]("{n}")}>
          <Button kind="secondary" name="more" value={key} label={t.moreRowsTo(say(label, locale))}>
            {t.moreRows}
          </Button>
        </p>
      ) : null}
    </>
  );
}
