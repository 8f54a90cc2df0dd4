import { expect, it } from "vitest";
import { Pagination } from "#app/ui/neighbours.tsx";
import { render, words } from "./render.tsx";

const href = (page: number) => `/audit?page=${page}`;

it("says of how many pages this is one where that is known, and never guesses it", () => {
  expect(words(render(<Pagination page={2} pages={7} href={href} />))).toContain("Page 2 of 7");
  const first = render(<Pagination page={1} more href={href} />);
  expect(words(first)).toContain("Page 1");
  expect(words(first)).not.toContain("of 2");
  expect(first).toContain('href="/audit?page=2"');
});

it("leads on where there is more, and back from any page but the first", () => {
  const last = render(<Pagination page={3} more={false} href={href} />);
  expect([last.includes('rel="next"'), last.includes('href="/audit?page=2"')]).toEqual([false, true]);
  expect(render(<Pagination page={3} pages={3} href={href} />)).not.toContain('rel="next"');
  expect([
    render(<Pagination page={1} pages={1} href={href} />),
    render(<Pagination page={1} more={false} href={href} />),
  ]).toEqual(["", ""]);
  expect(render(<Pagination page={5} pages={1} href={href} />)).toBe("");
});
