import { isValidElement, type ReactNode } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import * as react from "react/jsx-runtime";
import { expect, it } from "vitest";
import * as own from "#app/ui/elements.ts";

const Named = ({ children, ...props }: { title: string; children?: ReactNode }) => (
  <p>
    {JSON.stringify(props)}
    {children}
  </p>
);

type Jsx = (type: never, props: never, key?: string) => ReactNode;
/** Elements by calls of a runtime, as a build writes them. */
const made = ({ jsx, jsxs, Fragment }: { jsx: unknown; jsxs: unknown; Fragment: unknown }) => {
  const [one, many] = [jsx as Jsx, jsxs as Jsx];
  const item = { key: "b", className: "own", children: "of a row" };
  return many(
    Fragment as never,
    {
      children: [
        one("a" as never, { href: "/?a&b", "data-x": "", hidden: false, children: "<link>" } as never, "a"),
        one("b" as never, { ...item } as never),
        one("b" as never, { ...item } as never, "c"),
        one(Named as never, { title: "t", key: "never a prop", children: one("i" as never, {} as never) } as never),
      ],
    } as never,
  );
};

it("makes of calls what React's own runtime makes of them", () => {
  const [ours, theirs] = [made(own), made(react)];
  expect(renderToStaticMarkup(ours)).toBe(renderToStaticMarkup(theirs));
  expect(isValidElement(ours)).toBe(true);
  const keys = (node: ReactNode) =>
    (node as { props: { children: { key: string }[] } }).props.children.map(({ key }) => key);
  expect(keys(ours)).toEqual(["a", "b", "b", "never a prop"]);
  expect(keys(ours)).toEqual(keys(theirs));
});
