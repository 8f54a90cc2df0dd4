// What Office documents keep of people, machines and programs beside what they say. Names are those of ECMA-376 and of
// Microsoft's extensions to it, without prefix.

/** Parts that hold nothing else, by the last word of the relationship that leads to them. */
const PARTS = new Set([
  "core-properties",
  "extended-properties",
  "extendedProperties",
  "custom-properties",
  "customProperties",
  "thumbnail",
  "classificationlabels",
  "people",
  "customXml",
  "customXmlProps",
  "customProperty",
  "tags",
  "printerSettings",
  "attachedTemplate",
  "mailMergeSource",
  "mailMergeHeaderSource",
  "recipientData",
  "revisionHeaders",
  "usernames",
  "changesInfo",
  "revisionInfo",
  "hdphoto",
  "origin",
  "extensibility",
  "webextensiontaskpanes",
  "webextension",
]);

/** Elements that are left out: links to those parts, and what a program notes for itself. */
const ELEMENTS = new Set([
  "rsids",
  "docVars",
  "mailMerge",
  "attachedTemplate",
  "docId",
  "dataBinding",
  "absPath",
  "revisionPtr",
  "custDataLst",
  "customProperties",
]);
/** Extensions that are left out: what a picture was before its background was taken away. */
const EXTENSIONS = new Set(["{BEBA8EAE-BF5A-486C-A8C5-ECC9F3942E4B}"]);

const NOBODY = "Author";
/** Attributes of certain elements: what stands there instead, null for nothing. */
const OF_ELEMENTS = {
  person: { displayName: NOBODY, userId: "", providerId: "None" },
  author: { name: NOBODY, initials: "A", userId: "", providerId: "None" },
  cmAuthor: { name: NOBODY, initials: "A" },
  fileSharing: { userName: null },
  scenario: { user: null },
  pivotCacheDefinition: { refreshedBy: null, refreshedDate: null, refreshedDateIso: null },
  customWorkbookView: { name: NOBODY },
  protectedRange: { securityDescriptor: null },
  pageSetup: { id: null },
  dbPr: { connection: "", command: null },
  connection: { sourceFile: null, odcFile: null, description: null, refreshOnLoad: null },
  namedview: { docname: null },
  // Pictures that lie elsewhere are not fetched.
  blip: { link: null },
  imagedata: { src: null, href: null },
  fill: { src: null, href: null },
};
/** Attributes that Word writes on anything it tracks, always with a prefix. */
const ANYWHERE = { author: NOBODY, initials: "A", date: null, dateUtc: null, docname: null, "export-filename": null };

const OWN_DISK = /^\s*(file:|[a-z]:[\\/]|\\\\|~?\/(Users|home)\/)/i;
const PICTURE_FILE = /\.(jpe?g|png|gif|bmp|tiff?|emf|wmf|svg|webp|heic)$/i;

/** Whether a part is about people or machines only. `kind` is the last word of the type of a relationship. */
export const isPersonalPart = (kind) => PARTS.has(kind);

/** What is left out or changed of an element; see `rewriteXml`. */
export function withoutPeople({ name, parent, attributes }) {
  // Of a drawing; Excel has a part of this name that it calculates with.
  if (name === "metadata" && parent !== "") return "drop";
  if (ELEMENTS.has(name) || (name === "ext" && EXTENSIONS.has(attributes.get("uri")?.toUpperCase()))) return "drop";
  const changes = {};
  for (const [key, value] of attributes) {
    const instead = standIn(name, key, value);
    if (instead !== undefined) changes[key] = instead;
  }
  return changes;
}

function standIn(element, key, value) {
  const [local, prefixed] = [key.slice(key.indexOf(":") + 1), key.includes(":")];
  const own = Object.hasOwn(OF_ELEMENTS, element) ? OF_ELEMENTS[element] : {};
  if (Object.hasOwn(own, local)) return own[local];
  if (prefixed && Object.hasOwn(ANYWHERE, local)) return ANYWHERE[local];
  if (prefixed && /^rsid/i.test(local)) return null;
  // A picture is named after the file it came from, unless somebody says what it shows.
  if ((element === "cNvPr" || element === "docPr") && (PICTURE_FILE.test(value) || OWN_DISK.test(value)))
    return local === "name" ? "Picture" : "";
  if (local === "instr") return withoutPaths(value);
  return OWN_DISK.test(value) && local !== "formatCode" ? "" : undefined;
}

/** The code of a field, without where on somebody's disk a file lay. */
export function withoutPaths(code) {
  return code.replace(/(file:|[a-z]:\\|\\\\\\\\)[^"]*/gi, "");
}
