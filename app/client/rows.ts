import { sumOf } from "#app/domain/question/figures.ts";

/**
 * Tables grow by a button, at once, and budgets add up as one types. Without this script the button saves and the page
 * comes back with more rows.
 */
export function enhanceRows(root: ParentNode): void {
  for (const place of root.querySelectorAll<HTMLElement>("[data-adds-row]")) {
    const button = place.querySelector("button");
    if (!button) continue;
    button.type = "button";
    button.addEventListener("click", () => addRow(place)?.querySelector("input")?.focus());
  }
  for (const sum of root.querySelectorAll<HTMLOutputElement>("[data-sum]")) {
    sum.closest("fieldset")?.addEventListener("input", () => addUp(sum));
  }
}

/** Makes room for rows that are not on the page: words kept from an earlier visit may need them. */
export function growTo(wrapper: HTMLElement, names: Iterable<string>): void {
  const place = wrapper.querySelector<HTMLElement>("[data-adds-row]");
  const table = place?.dataset["addsRow"];
  if (!place || !table) return;
  const indexes = [...names].flatMap((name) =>
    name.startsWith(`${table}.`) ? Number(name.slice(table.length + 1).split(".")[0]) : [],
  );
  const wanted = Math.max(-1, ...indexes.filter(Number.isInteger)) + 1;
  while (rowsOf(place, table).length < wanted) if (!addRow(place)) return;
}

/** On the page, or in a copy of a field beside it. */
const rowsOf = (place: HTMLElement, table: string): HTMLElement[] =>
  [...(place.getRootNode() as ParentNode).querySelectorAll<HTMLElement>("[data-row]")].filter(
    (row) => row.dataset["row"] === table,
  );

function addRow(place: HTMLElement): HTMLElement | null {
  const { addsRow: table = "", most = "0", rowLabel = "" } = place.dataset;
  const rows = rowsOf(place, table);
  const last = rows.at(-1);
  if (!last || rows.length >= Number(most)) return null;
  const row = last.cloneNode(true) as HTMLElement;
  row.removeAttribute("id");
  const [from, to] = [`${table}.${rows.length - 1}.`, `${table}.${rows.length}.`];
  for (const element of row.querySelectorAll<HTMLElement>("[id], [for], [name]")) {
    for (const attribute of ["id", "for", "name"]) {
      const value = element.getAttribute(attribute);
      if (value?.startsWith(from)) element.setAttribute(attribute, to + value.slice(from.length));
    }
  }
  for (const input of row.querySelectorAll("input")) {
    input.defaultValue = "";
    input.value = "";
  }
  row.setAttribute(
    "aria-label",
    rowLabel.replace(
      "{n}",
      new Intl.NumberFormat(`${document.documentElement.lang}-u-nu-latn`).format(rows.length + 1),
    ),
  );
  last.after(row);
  place.hidden = rows.length + 1 >= Number(most);
  return row;
}

function addUp(sum: HTMLOutputElement): void {
  const amounts = rowsOf(sum, sum.dataset["sum"] ?? "").flatMap(
    (row) => row.querySelector<HTMLInputElement>("input[name$='.amount']")?.value ?? [],
  );
  sum.textContent = (sum.dataset["text"] ?? "").replace(
    "{sum}",
    new Intl.NumberFormat(`${document.documentElement.lang}-u-nu-latn`).format(sumOf(amounts)),
  );
}
