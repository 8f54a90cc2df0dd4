import { createHmac, timingSafeEqual } from "node:crypto";

/** Signs a text the way the upload SDK does. */
export function sign(text: string, secret: string): string {
  return `hmac-sha256=${createHmac("sha256", secret).update(text).digest("hex")}`;
}

/**
 * Why a signed address is not valid at this moment, or null. `href` must be the address as it was signed: scheme and
 * host from our own settings, path and query untouched from the wire. Every character of the signature counts, its
 * prefix too.
 */
export function flawOfAddress(href: string, secret: string, now: number): "unsigned" | "forged" | "expired" | null {
  const mark = href.lastIndexOf("&signature=");
  if (mark < 0) return "unsigned";
  const given = Buffer.from(decoded(href.slice(mark + "&signature=".length)));
  const expected = Buffer.from(sign(href.slice(0, mark), secret));
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return "forged";
  const expires = Number(new URL(href).searchParams.get("expires") ?? Number.NaN);
  return expires > now ? null : "expired";
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return "";
  }
}
