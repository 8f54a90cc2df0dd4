/**
 * A page's title, for `meta`; "Error: " before it when the form on it was refused, because that is what is heard first.
 * `own`: that word, where a form led to this page because it was refused.
 */
export function pageTitle(
  matches: readonly { data?: unknown }[],
  title: string | undefined,
  own?: string,
): { title: string }[] {
  const refused = own || (matches[0]?.data as { refused?: string } | undefined)?.refused;
  return [{ title: (refused ?? "") + (title ? `${title} – Kapok` : "Kapok") }];
}
