import type { RefusalBody } from "./refusal-body.ts";

/** What the guard needs to know of a request, before any of its body is read. */
export type RequestHead = { method: string; target: string; headers: Record<string, string | undefined> };

/** Why a request goes no further; the number is the status. A browser reads `because` as a page, all else the text. */
export type Refusal = { status: 400 | 404 | 405 | 415 | 421; text: string } | PageRefusal;
export type PageRefusal = {
  status: 403 | 404 | 413 | 414;
  text: string;
  because: RefusalBody["because"];
  most?: number;
};

export const INGEST_PREFIX = "/ut/";
const FORM_BODY_LIMIT = 1_000_000;
const LONGEST_TARGET = 4096;

/**
 * Decides what never reaches a route: wrong host, unknown methods, requests that another site caused, Remix's data
 * endpoints (no page hydrates, so nobody needs them), doubtful paths, bodies that are too large or packed. `own` is
 * where the portal is.
 */
export function guard({ method, target, headers }: RequestHead, own: URL): Refusal | null {
  if (headers["host"]?.toLowerCase() !== own.host) return { status: 421, text: "This host is not served here." };
  if (target.length > LONGEST_TARGET) return { status: 414, text: "The address is too long.", because: "too-long" };
  const [path = ""] = target.split("?", 1);
  const asked = new URLSearchParams(target.slice(path.length + 1));
  const ingest = path.startsWith(INGEST_PREFIX);
  if (!["GET", "HEAD", "POST"].includes(method) && !(ingest && method === "PUT"))
    return { status: 405, text: "This method is not used here." };
  if (!isPlainPath(path)) return { status: 404, text: "Not found.", because: "not-found" };
  if (path.endsWith(".data") || path.startsWith("/__manifest") || asked.has("_data") || asked.has("_routes"))
    return { status: 404, text: "Not found." };
  if (method === "GET" || method === "HEAD") return null;
  if (!isSameOrigin(headers, own.origin) && !isCloudCallback(path, headers))
    return { status: 403, text: "This form was sent from another site.", because: "other-site" };
  if (headers["content-encoding"]) return { status: 415, text: "Packed request bodies are not accepted." };
  const most = bodyLimits(path, headers["content-type"]).bytes;
  if (!ingest && Number(headers["content-length"] ?? 0) > most)
    return { status: 413, text: "That is more than this form accepts.", because: "too-big", most };
  return null;
}

/**
 * The file cloud reports finished uploads under its own signature. No other site's page can send this header without
 * being asked first.
 */
function isCloudCallback(path: string, headers: RequestHead["headers"]): boolean {
  return path === "/api/uploadthing" && headers["uploadthing-hook"] !== undefined;
}

/** The PDF copy of an entry, to be checked. */
const COPY_BODY_LIMIT = 4_000_000;

/** A form without files, which is read into memory before any route is asked. */
export const isPlainForm = (type: string | undefined): boolean =>
  Boolean(type?.trimStart().toLowerCase().startsWith("application/x-www-form-urlencoded"));

/**
 * What a path accepts of a body of that type. Files sent without JavaScript pass their own route, which streams them to
 * disk; files may take their time.
 */
export function bodyLimits(path: string, type: string | undefined): { bytes: number; totalSeconds?: number } {
  if (isPlainForm(type)) return { bytes: FORM_BODY_LIMIT };
  if (path.startsWith(INGEST_PREFIX))
    return { bytes: Number.POSITIVE_INFINITY, totalSeconds: Number.POSITIVE_INFINITY };
  if (path === "/receipts") return { bytes: COPY_BODY_LIMIT };
  return /^\/entries\/[^/]+\/(attachments|endorsement\/letter)$/.test(path)
    ? { bytes: 550_000_000, totalSeconds: Number.POSITIVE_INFINITY }
    : { bytes: FORM_BODY_LIMIT };
}

function isPlainPath(path: string): boolean {
  if (!path.startsWith("/") || path.includes("//") || /[^\x21-\x7e]|[\\#]/.test(path)) return false;
  if (path !== "/" && path.endsWith("/")) return false;
  return (
    !/%(00|2e|2f|5c)/i.test(path) && !path.split("/").some((part) => part === "." || part === "..") && isDecodable(path)
  );
}

function isDecodable(path: string): boolean {
  try {
    decodeURIComponent(path);
    return true;
  } catch {
    return false;
  }
}

/** Browsers say where a form came from in at least one of two headers; what says neither is not a browser's form. */
function isSameOrigin(headers: RequestHead["headers"], origin: string): boolean {
  const site = headers["sec-fetch-site"];
  if (site) return site === "same-origin";
  return headers["origin"] === origin;
}
