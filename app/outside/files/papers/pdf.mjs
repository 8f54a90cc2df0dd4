import { PDFDict, PDFArray, PDFName, PDFRawStream, PDFRef, PDFStream } from "@cantoo/pdf-lib";
import { withoutMetadata } from "./jpeg.mjs";
import { openPaper } from "./open.mjs";

const name = (text) => PDFName.of(text);
/** Who wrote it, when, with what and on which machine; what programs keep for themselves. */
const PERSONAL = ["Metadata", "PieceInfo", "LastModified"];
/** What happens without anybody asking. */
const TRIGGERS = ["OpenAction", "AA"];
/** What carries files, scripts and forms that run. */
const CARGO = ["EmbeddedFiles", "JavaScript", "EF", "AF", "JS", "XFA", "RichMediaContent", "RichMediaSettings"];
/** Actions that do more than go to a page or, when somebody presses, to an address. */
const ACTIONS = new Set([
  "JavaScript",
  "Launch",
  "SubmitForm",
  "ImportData",
  "GoToR",
  "GoToE",
  "Rendition",
  "Sound",
  "Movie",
  "RichMediaExecute",
  "SetOCGState",
  "ResetForm",
  "Trans",
]);
const HARMLESS = new Set(["ResetForm", "SetOCGState", "Trans", "GoToR"]);

/**
 * A copy without people, machines and anything that acts; words, pictures, links, bookmarks and the structure that
 * screen readers use stay.
 */
export async function cleanPdf(bytes) {
  const paper = await openPaper(bytes);
  const { context } = paper;
  let active = false;
  context.trailerInfo.Info = undefined;
  context.trailerInfo.ID = undefined;
  for (const [ref, object] of context.enumerateIndirectObjects()) {
    strip(object, 0);
    if (object instanceof PDFRawStream) redraw(ref, object);
  }
  keepReachable(context);
  return {
    bytes: await paper.save({ useObjectStreams: true, addDefaultPage: false, updateFieldAppearances: false }),
    active,
  };

  function strip(object, depth) {
    if (depth > 60) throw new Error("nested too deeply");
    if (object instanceof PDFStream) return strip(object.dict, depth);
    if (object instanceof PDFArray) for (const each of object.asArray()) strip(each, depth + 1);
    if (!(object instanceof PDFDict)) return;
    for (const key of PERSONAL) object.delete(name(key));
    for (const key of [...TRIGGERS, ...CARGO]) {
      if (!object.has(name(key))) continue;
      // Opening at a page, as a table of contents does, is no act.
      const opensAtPage =
        key === "OpenAction" &&
        (context.lookup(object.get(name(key))) instanceof PDFArray ||
          typeOf(context.lookup(object.get(name(key)))) === "GoTo");
      if (!opensAtPage && key !== "AF") active = true;
      if (!opensAtPage) object.delete(name(key));
    }
    const action = typeOf(object);
    if (ACTIONS.has(action)) {
      if (!HARMLESS.has(action)) active = true;
      for (const key of [...object.keys()]) object.delete(key);
    }
    if (nameIn(object, "Type") === "Filespec" || nameIn(object, "Type") === "F")
      for (const key of ["F", "UF", "DOS", "Mac", "Unix", "Desc"]) object.delete(name(key));
    // Notes in the margin are signed; fields of a form are named by the same key.
    if (nameIn(object, "Type") === "Annot" && nameIn(object, "Subtype") !== "Widget")
      for (const key of ["T", "M", "CreationDate", "NM"]) object.delete(name(key));
    for (const [, value] of object.entries()) strip(value, depth + 1);
  }

  /** Photographs keep what their cameras wrote. */
  function redraw(ref, stream) {
    const filter = stream.dict.get(name("Filter"));
    const only = filter instanceof PDFArray && filter.size() === 1 ? filter.get(0) : filter;
    if (!(only instanceof PDFName) || only.decodeText() !== "DCTDecode") return;
    const contents = withoutMetadata(stream.contents);
    if (contents !== stream.contents) context.assign(ref, PDFRawStream.of(stream.dict, contents));
  }
}

const typeOf = (dict) => nameIn(dict, "S");

function nameIn(dict, key) {
  const value = dict instanceof PDFDict ? dict.get(name(key)) : undefined;
  return value instanceof PDFName ? value.decodeText() : "";
}

/** Drops what nothing leads to any more: a writer would carry it along. */
function keepReachable(context) {
  const reached = new Set();
  const waiting = [context.trailerInfo.Root];
  while (waiting.length > 0) {
    const next = waiting.pop();
    if (next instanceof PDFRef) {
      if (reached.has(next)) continue;
      reached.add(next);
      waiting.push(context.lookup(next));
    } else if (next instanceof PDFStream) waiting.push(next.dict);
    else if (next instanceof PDFDict) waiting.push(...next.values());
    else if (next instanceof PDFArray) waiting.push(...next.asArray());
  }
  for (const [ref] of context.enumerateIndirectObjects()) if (!reached.has(ref)) context.delete(ref);
}
