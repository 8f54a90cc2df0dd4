import { createElement, type ElementType, Fragment, type ReactElement } from "react";

const ELEMENT = Symbol.for("react.element");

/**
 * What `<p>…</p>` in built pages calls in the place of React's own, which copies the props of each element one by one:
 * an eighth to a fifth of what a page costs. Props that name a `key` or `ref` among others are React's to take apart.
 */
export function jsx(type: ElementType, props: Record<string, unknown>, key?: string): ReactElement {
  if ("key" in props || "ref" in props)
    return createElement(type, { ...props, key: props["key"] === undefined ? key : (props["key"] as string) });
  const element = { $$typeof: ELEMENT, type, key: key === undefined ? null : `${key}`, ref: null, props, _owner: null };
  return element as unknown as ReactElement;
}

export { Fragment, jsx as jsxs };
