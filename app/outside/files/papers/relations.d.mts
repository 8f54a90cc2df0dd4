export function relationOf(attributes: Map<string, string>): {
  kind: string;
  target: string;
  isOutside: boolean;
  isLink: boolean;
};
export function partAt(from: string, target: string): string;
export function contentTypes(list: string): (part: string) => string;
