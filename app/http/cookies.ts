/** The value of the first cookie of these names, as it was sent; undefined where the browser sent none. */
export function cookieIn({ headers }: Pick<Request, "headers">, ...names: string[]): string | undefined {
  return (headers.get("cookie") ?? "")
    .split(";")
    .map((part) => /^\s*([^=]*)=(.*?)\s*$/s.exec(part))
    .find((part) => part !== null && names.includes(part[1]!))?.[2];
}
