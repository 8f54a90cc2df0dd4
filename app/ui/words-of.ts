import { Children, isValidElement, type ReactElement, type ReactNode } from "react";

/**
 * The plain words of what is shown, for attributes and for counting. Words that a component makes by itself are not in
 * it.
 */
export function wordsOf(node: ReactNode): string {
  return Children.toArray(node)
    .map((part) =>
      isValidElement(part) ? wordsOf((part as ReactElement<{ children?: ReactNode }>).props.children) : String(part),
    )
    .join("");
}
