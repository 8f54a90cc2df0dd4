export type Count = { used: number; limit: number };

/**
 * What a counter says; the page and the browser's enhancement both say it through here. Texts may name {used}, {limit}
 * and {over}.
 */
export function counterText({ used, limit }: Count, texts: { within: string; over: string }, locale: string): string {
  const numbers: Record<string, number> = { used, limit, over: used - limit };
  const format = new Intl.NumberFormat(`${locale}-u-nu-latn`);
  return (used > limit ? texts.over : texts.within).replace(/\{(used|limit|over)\}/g, (_all, key: string) =>
    format.format(numbers[key] ?? 0),
  );
}
