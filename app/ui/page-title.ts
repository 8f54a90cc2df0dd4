/**
 * A page's title, for `meta`; "Error: " before it when the form on it was refused, because that is what is heard first.
 */
export function pageTitle(matches: readonly { data?: unknown }[], title: string | undefined): { title: string }[] {
  const refused = (matches[0]?.data as { refused?: string } | undefined)?.refused;
  return [{ title: [refused, title ? `${title} – Kapok` : "Kapok"].filter(Boolean).join(" ") }];
}
