import { posix } from "node:path";
import { rewriteXml } from "./xml.mjs";

/** An address that is no part of the archive it stands in. */
const ADDRESS = /^\s*([a-z][a-z\d+.-]*:|[\\/]{2})/i;
const OWN_PLACE = /^\s*(file:|[a-z]:|\\|\/)/i;

/**
 * What a relationship says, from its decoded attributes: its kind (the last word of its type), where it leads, whether
 * that is outside of the archive, and whether nothing is fetched there before somebody presses it. Throws for what
 * programs may read in more than one way.
 */
export function relationOf(attributes) {
  const [type, target, mode] = [
    attributes.get("Type") ?? "",
    attributes.get("Target") ?? "",
    attributes.get("TargetMode") ?? "Internal",
  ];
  if (mode !== "Internal" && mode !== "External") throw new Error("neither inside nor outside");
  if (mode === "Internal" && ADDRESS.test(target)) throw new Error("an address given as a part");
  const kind = type.slice(type.lastIndexOf("/") + 1).trim();
  return {
    kind,
    target,
    isOutside: mode === "External",
    isLink: mode === "External" && kind === "hyperlink" && !OWN_PLACE.test(target),
  };
}

/** The name in small letters, as Office compares them, of the part that a target means, seen from another. */
export function partAt(from, target) {
  const path = decodeURI(target.split("#")[0]);
  return posix
    .join(path.startsWith("/") ? "" : posix.dirname(from), path)
    .replace(/^\/+/, "")
    .toLowerCase();
}

/**
 * Answers for the name of a part the content type that the archive's list of them gives it, in small letters; "" for
 * none.
 */
export function contentTypes(list) {
  const [parts, endings] = [new Map(), new Map()];
  rewriteXml(list, {
    tag({ name, attributes }) {
      const type = (attributes.get("ContentType") ?? "").trim().toLowerCase();
      if (name === "Override") parts.set(decodeURI(attributes.get("PartName") ?? "").toLowerCase(), type);
      if (name === "Default") endings.set((attributes.get("Extension") ?? "").toLowerCase(), type);
      return {};
    },
  });
  return (part) => parts.get(`/${part}`.toLowerCase()) ?? endings.get(part.split(".").at(-1).toLowerCase()) ?? "";
}
