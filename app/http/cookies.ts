/** The value of the first cookie of these names, as it was sent; undefined where the browser sent none. */
export function cookieIn({ headers }: Pick<Request, "headers">, ...names: string[]): string | undefined {
  for (const part of (headers.get("cookie") ?? "").split(";")) {
    const at = part.indexOf("=");
    if (at >= 0 && names.includes(part.slice(0, at).trimStart())) return part.slice(at + 1).trim();
  }
  return undefined;
}
