import { filesIn } from "./zip.ts";

type Element = { name: string; attributes: Record<string, string>; children: Element[] };

/** Elements in the order in which ECMA-376 (part 1, annex A) lets them stand within each other. */
const ORDER: Record<string, string> = {
  "w:pPr":
    "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr suppressLineNumbers pBdr shd tabs suppressAutoHyphens kinsoku wordWrap overflowPunct topLinePunct autoSpaceDE autoSpaceDN bidi adjustRightInd snapToGrid spacing ind contextualSpacing mirrorIndents suppressOverlap jc textDirection textAlignment textboxTightWrap outlineLvl divId cnfStyle rPr sectPr pPrChange",
  "w:rPr":
    "rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss imprint noProof snapToGrid vanish webHidden color spacing w kern position sz szCs highlight u effect bdr shd fitText vertAlign rtl cs em lang eastAsianLayout specVanish oMath",
  "w:tblPr":
    "tblStyle tblpPr tblOverlap bidiVisual tblStyleRowBandSize tblStyleColBandSize tblW jc tblCellSpacing tblInd tblBorders shd tblLayout tblCellMar tblLook tblCaption tblDescription tblPrChange",
  "w:tblBorders": "top left start bottom right end insideH insideV",
  "w:pBdr": "top left bottom right between bar",
  "w:tcPr":
    "cnfStyle tcW gridSpan hMerge vMerge tcBorders shd noWrap tcMar textDirection tcFitText vAlign hideMark headers",
  "w:tcMar": "top left start bottom right end",
  "w:tbl": "tblPr tblGrid tr",
  "w:sdt": "sdtPr sdtEndPr sdtContent",
  "w:sdtPr":
    "rPr alias tag id lock placeholder temporary showingPlcHdr dataBinding label tabIndex equation comboBox date docPartObj docPartList dropDownList picture richText text citation group bibliography checkbox",
  "w:sectPr":
    "headerReference footerReference footnotePr endnotePr type pgSz pgMar paperSrc pgBorders lnNumType pgNumType cols formProt vAlign noEndnote titlePg textDirection bidi rtlGutter docGrid printerSettings",
  "w14:checkbox": "checked checkedState uncheckedState",
};
/** Of these only one may stand in its parent, whatever its place. */
const REPEATED = ["w:tr", "w:headerReference", "w:footerReference"];

/** What of a Word document its schema does not allow, as far as that can be told without Word; empty for nothing. */
export function wordFaults(bytes: Uint8Array): string[] {
  const files = filesIn(Buffer.from(bytes));
  const parts = [...files].filter(([name]) => /\.(xml|rels)$/.test(name));
  const read = new Map(parts.map(([name, content]) => [name, treeOf(content.toString("utf8"))]));
  return [
    ...[...read].flatMap(([name, root]) => [...everyOf(root)].flatMap((element) => faultsOf(name, element))),
    ...[...read].flatMap(([name, root]) => idFaults(name, root)),
    ...linkFaults(read, [...files.keys()]),
    ...typeFaults(read.get("[Content_Types].xml")!, [...files.keys()]),
  ];
}

function faultsOf(part: string, { name, children }: Element): string[] {
  const names = children.map((child) => child.name);
  const found: string[] = [];
  const order = ORDER[name]?.split(" ").map((local) => `${local.startsWith("checked") ? "w14" : "w"}:${local}`);
  if (order) {
    const known = names.map((each) => order.indexOf(each === "w14:checkbox" ? "w:checkbox" : fullName(each, name)));
    for (const [index, place] of known.entries()) {
      if (place < 0) found.push(`${part}: ${names[index]} stands in ${name}`);
      else if (index > 0 && place < known[index - 1]!)
        found.push(`${part}: ${names[index]} stands after ${names[index - 1]} in ${name}`);
    }
    for (const each of new Set(names))
      if (!REPEATED.includes(each) && names.filter((other) => other === each).length > 1)
        found.push(`${part}: ${each} stands twice in ${name}`);
  }
  if (name === "w:tbl" && !(names.includes("w:tblPr") && names.includes("w:tblGrid") && names.includes("w:tr")))
    found.push(`${part}: a table without properties, columns or rows`);
  if (name === "w:tc" && names.at(-1) !== "w:p") found.push(`${part}: a cell does not end with a paragraph`);
  if (name === "w:p" && names.indexOf("w:pPr") > 0) found.push(`${part}: w:pPr is not first in w:p`);
  if (name === "w:r" && names.indexOf("w:rPr") > 0) found.push(`${part}: w:rPr is not first in w:r`);
  if (name === "w:body" && names.at(-1) !== "w:sectPr") found.push(`${part}: the section is not last in the body`);
  if (name === "w:body")
    for (const [index, each] of names.entries())
      if (each === "w:tbl" && names[index + 1] === "w:tbl") found.push(`${part}: two tables grow into one`);
  return found;
}

const fullName = (name: string, parent: string): string =>
  parent === "w14:checkbox" && name === "w14:uncheckedState" ? "w:uncheckedState" : name;

/** Ids of content controls, bookmarks and drawings are one each. */
function idFaults(part: string, root: Element): string[] {
  const ids = (kind: string, attribute: string) =>
    [...everyOf(root)].filter(({ name }) => name === kind).map(({ attributes }) => attributes[attribute] ?? "");
  const controls = [...everyOf(root)]
    .filter(({ name }) => name === "w:sdtPr")
    .flatMap(({ children }) =>
      children.filter(({ name }) => name === "w:id").map((id) => id.attributes["w:val"] ?? ""),
    );
  return [controls, ids("w:bookmarkStart", "w:id"), ids("wp:docPr", "id"), ids("Relationship", "Id")].flatMap((all) =>
    new Set(all).size === all.length ? [] : [`${part}: two have one id`],
  );
}

/** Each reference has its relationship, and each relationship within the file its part. */
function linkFaults(read: Map<string, Element>, names: string[]): string[] {
  return [...read].flatMap(([name, root]) => {
    if (name.endsWith(".rels")) {
      const folder = name.replace(/_rels\/[^/]*$/, "");
      return [...everyOf(root)]
        .filter(({ name: each, attributes }) => each === "Relationship" && attributes["TargetMode"] !== "External")
        .map(({ attributes: { Target = "" } }) => (Target.startsWith("/") ? Target.slice(1) : folder + Target))
        .filter((target) => !names.includes(target))
        .map((target) => `${name}: leads to ${target}, which is not there`);
    }
    const own = read.get(name.replace(/([^/]*)$/, "_rels/$1.rels"));
    const known = own ? own.children.map(({ attributes }) => attributes["Id"]) : [];
    return [...everyOf(root)]
      .flatMap(({ attributes }) => Object.entries(attributes))
      .filter(([attribute, id]) => /^r:(id|embed|link)$/.test(attribute) && !known.includes(id))
      .map(([, id]) => `${name}: ${id} is no relationship of it`);
  });
}

/** Every part has a type, and every type that is named a part. */
function typeFaults({ children }: Element, names: string[]): string[] {
  const endings = children.filter(({ name }) => name === "Default").map(({ attributes }) => attributes["Extension"]);
  const named = children
    .filter(({ name }) => name === "Override")
    .map(({ attributes: { PartName = "" } }) => PartName.slice(1));
  return [
    ...names
      .filter((name) => name !== "[Content_Types].xml" && !name.endsWith("/"))
      .filter((name) => !named.includes(name) && !endings.includes(name.split(".").at(-1)))
      .map((name) => `${name} has no type`),
    ...named.filter((name) => !names.includes(name)).map((name) => `${name} has a type and is not there`),
  ];
}

function* everyOf(element: Element): Generator<Element> {
  yield element;
  for (const child of element.children) yield* everyOf(child);
}

/** The elements of a well-formed text; throws where tags do not close. */
function treeOf(xml: string): Element {
  const top: Element = { name: "", attributes: {}, children: [] };
  const open = [top];
  for (const [, closing, name, attributes = "", single] of xml.matchAll(
    /<(\/?)([A-Za-z][\w:.-]*)((?:\s+[\w:.-]+="[^"<]*")*)\s*(\/?)>/g,
  )) {
    if (closing) {
      if (open.pop()!.name !== name) throw new Error(`</${name}> closes nothing`);
      continue;
    }
    const read = [...attributes.matchAll(/([\w:.-]+)="([^"]*)"/g)].map(([, key, value]) => [key!, value!]);
    const element: Element = { name: name!, attributes: Object.fromEntries(read), children: [] };
    open.at(-1)!.children.push(element);
    if (!single) open.push(element);
  }
  if (open.length !== 1 || top.children.length !== 1) throw new Error("a text that is no document");
  return top.children[0]!;
}
