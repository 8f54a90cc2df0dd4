/** The value of the first cookie of this name, as it was sent; undefined where the browser sent none. */
export function cookieIn({ headers }: Pick<Request, "headers">, name: string): string | undefined {
  for (const part of (headers.get("cookie") ?? "").split(";")) {
    const at = part.indexOf("=");
    if (at >= 0 && part.slice(0, at).trimStart() === name) return part.slice(at + 1).trim();
  }
  return undefined;
}

/**
 * What the portal keeps in a browser, out of reach of scripts. By https under a name that no other host of the domain
 * can set, and only that is read.
 */
export function ownCookie(name: string, { publicUrl }: { publicUrl: string }) {
  const secure = publicUrl.startsWith("https:");
  const full = secure ? `__Host-${name}` : name;
  return {
    read: (request: Pick<Request, "headers">): string => cookieIn(request, full) ?? "",
    /** Set-Cookie for so many seconds; 0 takes it away. */
    set: (value: string, seconds: number): string =>
      `${full}=${value}; Path=/; Max-Age=${seconds}; HttpOnly; SameSite=Lax${secure ? "; Secure" : ""}`,
  };
}
