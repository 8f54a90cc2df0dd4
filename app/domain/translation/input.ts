import { sha256 } from "../audit/rules.ts";
import { type InputProblem, isolatingText } from "../input.ts";
import { csvCells, csvRow, csvText, utf8Of } from "../csv.ts";
import { type CycleText, type Given, LANGUAGES, type Language, versionOf } from "./rules.ts";

/** What of a cycle's texts a page shows. No `group` is the first that lacks something. */
export type View = { language: Language | null; group: string; missingOnly: boolean };

/** What a page of texts is asked for; nonsense is as if nothing were said. */
export function viewOf({ searchParams }: URL): View {
  const asked = searchParams.get("language");
  return {
    language: LANGUAGES.find((language) => language === asked) ?? null,
    group: searchParams.get("group") ?? "",
    missingOnly: searchParams.get("missing") === "yes",
  };
}

/** The opposite of `viewOf`. */
export const queryOf = ({ language, group, missingOnly }: View & { language: Language }): string =>
  new URLSearchParams({ language, ...(group ? { group } : {}), ...(missingOnly ? { missing: "yes" } : {}) }).toString();

/** The name of a text's field: places hold words of people's own, which may be long and may look like secrets. */
export const fieldOf = (place: string): string => `text-${sha256(place).slice(0, 16)}`;
export const versionField = (place: string): string => `version-${fieldOf(place)}`;

/** What a form says of those of the texts that were on it. */
export function givenFrom(
  texts: readonly Pick<CycleText, "place">[],
  form: { has(name: string): boolean; get(name: string): string },
): { given: Given[]; errors: Record<string, InputProblem> } {
  const errors: Record<string, InputProblem> = {};
  const given = texts.flatMap(({ place }): Given[] => {
    const field = fieldOf(place);
    if (!form.has(field)) return [];
    const text = isolatingText.safeParse(form.get(field));
    if (!text.success) errors[field] = "not-text";
    return text.success ? [{ place, text: text.data, version: form.get(versionField(place)) }] : [];
  });
  return { given, errors };
}

/**
 * All texts for a translator who works outside: their keys, where they stand in the words of whoever asks, the English,
 * what stands in the language, and the version from which they start.
 */
export function writeTable(
  texts: readonly CycleText[],
  language: Language,
  where: (text: CycleText) => string,
): string {
  const rows = texts.map((text) =>
    csvRow([
      text.place,
      where(text),
      guarded(text.text.en),
      guarded(text.text[language] ?? ""),
      versionOf(text, language),
    ]),
  );
  return [csvRow(["key", "where", "en", language, "version"]), ...rows].join("");
}

/**
 * What a spreadsheet would take for a number, a date, a range or a truth value, and hand back as something else: "1-5",
 * "3/4", "5 mai 2027", "true".
 */
const isFigure = (text: string): boolean =>
  text.length <= 30 &&
  ((/\p{N}/u.test(text) && (text.match(/\p{L}+/gu) ?? []).length <= 3) ||
    /^'*(true|false|vrai|faux|verdadero|falso)$/i.test(text));
const guarded = (text: string): string => (isFigure(text) ? `'${text}` : text);

/** The opposite of `guarded` and of what `csvRow` does to a cell. */
function bare(cell: string): string {
  const text = csvText(cell);
  return text.startsWith("'") && isFigure(text.slice(1)) ? text.slice(1) : text;
}

export type TableRow = Given & { row: number };
type Table = { ok: true; language: Language; rows: TableRow[] } | { ok: false; errors: Record<string, InputProblem> };

/** The name under which a row's problem is told; rows count as a spreadsheet counts them, from 1. */
export const rowField = (row: number): string => `row-${row}`;
export const rowOf = (field: string): number | null => Number(/^row-(\d+)$/.exec(field)?.[1] ?? 0) || null;

/**
 * The opposite of `writeTable`: the language is the one whose column the table has. Empty cells are left out, so that a
 * table takes nothing away.
 */
export function readTable(file: Uint8Array): Table {
  const text = utf8Of(file);
  const cells = text === null ? null : csvCells(text);
  if (!cells) return { ok: false, errors: { file: text === null ? "not-utf8" : "not-a-table" } };
  const head = (cells[0] ?? []).map((name) => name.trim());
  const [spoken, key, version] = [
    LANGUAGES.filter((language) => head.includes(language)),
    head.indexOf("key"),
    head.indexOf("version"),
  ];
  const [language] = spoken;
  if (!language || spoken.length > 1 || key < 0 || version < 0) return { ok: false, errors: { file: "not-a-table" } };
  const [errors, known] = [{} as Record<string, InputProblem>, new Set<string>()];
  const rows = cells.slice(1).flatMap((line, index): TableRow[] => {
    const [row, place, text] = [
      index + 2,
      line[key]?.trim() ?? "",
      isolatingText.safeParse(bare(line[head.indexOf(language)] ?? "")),
    ];
    if (!text.success) errors[rowField(row)] = "not-text";
    if (!text.success || text.data === "") return [];
    if (known.has(place)) errors[rowField(row)] = "repeated";
    known.add(place);
    return [{ row, place, text: text.data, version: line[version]?.trim() ?? "" }];
  });
  return Object.keys(errors).length > 0 ? { ok: false, errors } : { ok: true, language, rows };
}
