import { createMemoryRouter, RouterProvider } from "react-router-dom";
import { expect, it } from "vitest";
import { notNow, type Verdict, yes } from "#app/domain/verdict.ts";
import { appraisal } from "#app/i18n/en/appraisal.ts";
import { refusals } from "#app/i18n/en/refusals.ts";
import AppraisalPage from "#app/routes/secretariat/appraisal.tsx";
import { render } from "../../ui/render.tsx";

const TWO = [
  { id: "1", criterionId: null, text: "Clear and well told", omitted: false },
  { id: "2", criterionId: null, text: "I was there", omitted: true },
];

function page(edit: Verdict, comments: typeof TWO = TWO, number = 1): string {
  const data = {
    round: { id: "r", name: { en: "Jury" } },
    entry: { id: "e", code: "AB-1", title: "Trees", cityName: "Kampala", few: false, bands: {} },
    comments,
    criteria: [],
    edit,
    page: number,
    saved: false,
    title: "",
  };
  const router = createMemoryRouter([{ id: "page", path: "*", Component: AppraisalPage, loader: () => data }], {
    hydrationData: { loaderData: { page: data } },
  });
  const markup = render(<RouterProvider router={router} />);
  router.dispose();
  return markup;
}

it("shows comments that teams read already as text, without a field or a box that would do nothing", () => {
  expect(page(yes).match(/<textarea|type="checkbox"/g)).toHaveLength(4);
  const told = page(notNow("appraisals-out"));
  expect(told).not.toMatch(/<(textarea|input|button|form)/);
  for (const said of ["Clear and well told", "I was there", appraisal.desk.omitted, refusals["appraisals-out"]])
    expect(told).toContain(said);
});

it("shows as many comments on a page as one form takes, each once and numbered throughout", () => {
  const many = Array.from({ length: 120 }, (_none, at) => ({ ...TWO[0]!, id: `c${at}` }));
  const names = [1, 2, 3].map((number) =>
    [...page(yes, many, number).matchAll(/<textarea[^>]* name="text\.([^"]+)"/g)].map(([, id]) => id),
  );
  expect(names.map(({ length }) => length)).toEqual([50, 50, 20]);
  expect(names.flat()).toEqual(many.map(({ id }) => id));
  expect(page(yes, many, 3)).toContain(appraisal.desk.text("101"));
});
