import { isUuid } from "#app/domain/input.ts";
import { useTexts } from "./locale.tsx";
import { Labelled } from "./wording.tsx";

/** So many lines stand in the table as they are; more are opened. */
const FEW = 6;

/** Ids, versions and hashes, which is all that an event may hold, each under its name. */
export function AuditDetails({ details }: { details: { [key: string]: unknown } }) {
  const { keys } = useTexts().audit;
  const all = Object.entries(details);
  if (all.length === 0) return null;
  const items = (of: typeof all) =>
    of.map(([key, value]) => (
      <li key={key}>
        <Labelled label={keys[key] ?? key}>
          <Detail value={value} />
        </Labelled>
      </li>
    ));
  // What takes lines of its own comes last: nothing runs on behind a list.
  const [single, several] = [all.filter(([, value]) => !isSeveral(value)), all.filter(([, value]) => isSeveral(value))];
  return (
    <>
      {single.length > 0 ? <ul className="run">{items(single)}</ul> : null}
      {several.length > 0 ? <ul>{items(several)}</ul> : null}
    </>
  );
}

const linesOf = (value: object): unknown[] => (Array.isArray(value) ? value : Object.entries(value));
const isSeveral = (value: unknown): value is object =>
  typeof value === "object" && value !== null && linesOf(value).length > 0;

/** One thing; or several, a line each: numbers of versions by criterion, say, or readers by entry. */
function Detail({ value }: { value: unknown }) {
  if (!isSeveral(value)) return <Word value={typeof value === "object" ? null : value} />;
  const lines = linesOf(value);
  const list = (
    <ul>
      {lines.map((line: unknown, at) => (
        <li key={at}>
          <Line of={line} />
        </li>
      ))}
    </ul>
  );
  return lines.length > FEW ? (
    <details>
      <summary>{lines.length}</summary>
      {list}
    </details>
  ) : (
    list
  );
}

function Line({ of: line }: { of: unknown }) {
  if (!Array.isArray(line)) return <Word value={line} />;
  return line.map((each: unknown, at) => (
    <span key={at}>
      {at > 0 ? " · " : null}
      <Word value={each} />
    </span>
  ));
}

/** Ids and hashes by their first eight digits, as in the column beside. */
function Word({ value }: { value: unknown }) {
  const { values } = useTexts().audit;
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return isUuid(text) || /^[0-9a-f]{64}$/.test(text) ? (
    <code className="code">{text.slice(0, 8)}</code>
  ) : (
    <bdi>{values[text] ?? text}</bdi>
  );
}
