import { cloneElement, createElement, Fragment, isValidElement, type ReactElement, type ReactNode, useId } from "react";
import { formatNumber } from "#app/i18n/format.ts";
import { Tag, type Tone } from "./feedback.tsx";
import { useLocale, useTexts } from "./locale.tsx";
import { wordsOf } from "./words-of.ts";

export type DataTableProps = {
  caption: ReactNode;
  /** Keeps the caption for screen readers where a heading already says it. */
  captionHidden?: boolean | undefined;
  /** The header cells: `<Th>` elements, without the row around them. */
  head: ReactNode;
  /** Body rows: `<tr>` elements. */
  children: ReactNode;
  foot?: ReactNode;
  /**
   * On a phone each row becomes a card, and each cell says its column's heading. For tables of many columns or long
   * words. Rows are plain `<tr>`, cells `<td>`, `<th>` or `<Num>`: the heading is written into them, which a component
   * of one's own would lose, so that it is refused. What stands in a cell may be anything.
   */
  stacked?: boolean | undefined;
  /** What cells say there of their column, where its heading is too long to be said in each. */
  labels?: readonly string[] | undefined;
};

type Parent = ReactElement<{ children?: ReactNode; "data-label"?: ReactNode; unseen?: boolean }>;

/**
 * The elements among children, those inside fragments too. Not by `Children.toArray`, which copies each of them: tables
 * are most of what long pages cost.
 */
function elementsOf(children: ReactNode): Parent[] {
  if (Array.isArray(children)) return children.flatMap(elementsOf);
  if (!isValidElement(children)) return [];
  return children.type === Fragment ? elementsOf((children as Parent).props.children) : [children as Parent];
}

function labelled(rows: ReactNode, labels: readonly string[]): ReactNode {
  const cell = (each: Parent, index: number) => cloneElement(only(CELLS, each), { "data-label": labels[index] });
  const row = (each: Parent) => cloneElement(only(ROWS, each), {}, ...elementsOf(each.props.children).map(cell));
  return createElement(Fragment, {}, ...elementsOf(rows).map(row));
}

const ROWS: readonly unknown[] = ["tr"];
const CELLS: readonly unknown[] = ["td", "th", Num];

function only(types: readonly unknown[], element: Parent): Parent {
  if (types.includes(element.type)) return element;
  const name = typeof element.type === "string" ? element.type : element.type.name;
  throw new Error(`A stacked table cannot label <${name}>: its rows are <tr>, its cells <td>, <th> or <Num>`);
}

/** A table that scrolls by itself on small screens, also by keyboard. */
export function DataTable({ caption, captionHidden, head, children, foot, stacked, labels }: DataTableProps) {
  const id = useId();
  return (
    <div className="table-region" role="region" aria-labelledby={id} tabIndex={0}>
      <table className={stacked ? "stacked" : undefined}>
        <caption id={id} className={captionHidden ? "unseen" : undefined}>
          {caption}
        </caption>
        <thead>
          <tr>{head}</tr>
        </thead>
        <tbody>
          {stacked
            ? labelled(children, labels ?? elementsOf(head).map((each) => (each.props.unseen ? "" : wordsOf(each))))
            : children}
        </tbody>
        {foot ? <tfoot>{foot}</tfoot> : null}
      </table>
    </div>
  );
}

export type Sort = { href: string; direction?: "ascending" | "descending" | undefined };

type ThProps = { children: ReactNode; numeric?: boolean | undefined; sort?: Sort | undefined; unseen?: boolean };

/** A column heading; with `sort` it is a link. `unseen`: of what one may do, which cells say themselves. */
export function Th({ children, numeric, sort, unseen = false }: ThProps) {
  const said = unseen ? <span className="unseen">{children}</span> : children;
  return (
    <th scope="col" className={numeric ? headingOf(children) : undefined} aria-sort={sort?.direction}>
      {sort ? (
        <a href={sort.href} className="sort">
          {said}
        </a>
      ) : (
        said
      )}
    </th>
  );
}

/** A long heading of figures gets room, so that it does not stand on end. */
const headingOf = (text: ReactNode) => (typeof text === "string" && text.length > 24 ? "numeric long" : "numeric");

/** A cell of figures, aligned by their last digit. */
export function Num({ children, "data-label": label }: { children: ReactNode; "data-label"?: string | undefined }) {
  return (
    <td className="numeric" data-label={label}>
      {children}
    </td>
  );
}

export type SummaryRow = {
  key: string;
  label: ReactNode;
  value: ReactNode;
  change?: { href: string; label: string } | undefined;
};

export type SummaryRows = (SummaryRow | false | null | undefined)[];

/**
 * Answers to check. An empty value reads "Not provided"; a row that is nothing is left out; `change.label` names the
 * answer for those who hear the link alone.
 */
export function SummaryList({ rows }: { rows: SummaryRows }) {
  const t = useTexts().ui;
  return (
    <dl className="summary-list">
      {rows
        .filter((row) => !!row)
        .map(({ key, label, value, change }) => (
          <div key={key}>
            <dt>{label}</dt>
            <dd>{value == null || value === "" ? <span className="muted">{t.notProvided}</span> : value}</dd>
            {change ? (
              <dd className="change">
                <a href={change.href}>
                  {t.change}
                  <span className="unseen"> {change.label}</span>
                </a>
              </dd>
            ) : null}
          </div>
        ))}
    </dl>
  );
}

export type Task = {
  href?: string | undefined;
  title: ReactNode;
  hint?: ReactNode;
  status: ReactNode;
  tone?: Tone | undefined;
};

/** Things to do in any order. A task without `href` cannot be started yet. */
export function TaskList({ items }: { items: Task[] }) {
  const id = useId();
  return (
    <ol className="task-list">
      {items.map(({ href, title, hint, status, tone }, index) => (
        <li key={index}>
          <div>
            {href ? (
              <a href={href} aria-describedby={`${id}${index}`}>
                {title}
              </a>
            ) : (
              <span>{title}</span>
            )}
            {hint ? <p className="hint">{hint}</p> : null}
          </div>
          <span id={`${id}${index}`}>
            <Tag tone={tone}>{status}</Tag>
          </span>
        </li>
      ))}
    </ol>
  );
}

export type Fact = { label: ReactNode; value: ReactNode; note?: ReactNode };

/** A few figures or facts, set large. */
export function Facts({ items }: { items: Fact[] }) {
  return (
    <dl className="facts">
      {items.map(({ label, value, note }, index) => (
        <div key={index}>
          <dt>{label}</dt>
          <dd>{value}</dd>
          {note ? <dd className="hint">{note}</dd> : null}
        </div>
      ))}
    </dl>
  );
}

/** Progress as words and as a bar: "12 of 30". */
export function Meter({ value, max, label, text }: { value: number; max: number; label: string; text?: ReactNode }) {
  const [t, locale] = [useTexts().ui, useLocale()];
  const said = t.meter(formatNumber(value, locale), formatNumber(max, locale));
  return (
    <div className="meter">
      <Bar share={max > 0 ? value / max : 0} />
      <span>
        <span className="unseen">
          {label}
          {t.colon}
        </span>
        {text ?? said}
      </span>
    </div>
  );
}

/** A bar filled to a share between 0 and 1. Decoration beside a number. */
export function Bar({ share }: { share: number }) {
  return (
    <svg className="bar" width="100%" height="6" aria-hidden="true" focusable="false">
      <rect className="bar-rest" width="100%" height="6" />
      <rect className="bar-part" width={`${Math.round(Math.min(1, Math.max(0, share)) * 1000) / 10}%`} height="6" />
    </svg>
  );
}

/** Parts of one subject, each with its own address. */
export function Tabs({
  items,
  label,
}: {
  items: { href: string; label: ReactNode; count?: number | undefined; current: boolean }[];
  label?: string | undefined;
}) {
  const [t, locale] = [useTexts().ui, useLocale()];
  return (
    <nav className="tabs" aria-label={label ?? t.sections}>
      <ul>
        {items.map((item) => (
          <li key={item.href}>
            <a href={item.href} aria-current={item.current ? "page" : undefined}>
              {item.label}
              {item.count === undefined ? null : <span className="count"> {formatNumber(item.count, locale)}</span>}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}
