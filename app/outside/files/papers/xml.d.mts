export type Element = { name: string; parent: string; attributes: Map<string, string> };

export function textOf(bytes: Uint8Array): string;
export function decoded(words: string): string;
export function encoded(words: string): string;
export function rewriteXml(
  source: string,
  hooks: {
    tag(element: Element): Record<string, string | null> | "drop";
    text?(words: string, element: string): string;
  },
): string;
