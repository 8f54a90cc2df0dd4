/** The page asked for by `?page=`: a whole number from 1 to 10,000, else 1. */
export function pageOf(url: URL): number {
  const asked = url.searchParams.get("page") ?? "";
  return /^[1-9]\d{0,3}$/.test(asked) ? Number(asked) : 1;
}
