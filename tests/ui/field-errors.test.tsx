import { expect, it } from "vitest";
import { useFieldErrors } from "#app/ui/field-errors.ts";
import { ErrorSummary } from "#app/ui/form.tsx";
import { render } from "./render.tsx";

function Summary({ codes, labels }: { codes: Record<string, string>; labels: object }) {
  return <ErrorSummary errors={useFieldErrors(codes, labels)} />;
}

const linksOf = (markup: string) =>
  [...markup.matchAll(/<a href="#([^"]+)">([^<]+)</g)].map(([, to, text]) => [to, text]);

it("lists what is wrong in the order of the page, whatever was found first, and last what has no label", () => {
  const codes = { date: "required", confirm: "required", first: "not-whole", method: "not-a-choice" };
  const labels = { method: "How the panel votes", first: "First places", date: "Last day" };
  expect(linksOf(render(<Summary codes={codes} labels={labels} />))).toEqual([
    ["method", "Choose one of the answers for “How the panel votes”"],
    ["first", "“First places” must be a whole number"],
    ["date", "Fill in “Last day”"],
    ["confirm", expect.any(String)],
  ]);
});

it("names the Chinese half of a text by the label of the English one", () => {
  const codes = { about: "too-long", name: "too-long", "name-zh": "too-long" };
  expect(linksOf(render(<Summary codes={codes} labels={{ name: "Name", about: "About" }} />))).toEqual([
    ["name", "“Name” is too long"],
    ["name-zh", "“Name, in Chinese” is too long"],
    ["about", "“About” is too long"],
  ]);
});
