import type { ReactNode } from "react";
import { expect, it } from "vitest";
import { DataTable, Num, Th } from "#app/ui/data.tsx";
import { Sentences } from "#app/ui/wording.tsx";
import { render, words } from "./render.tsx";

it("says in each cell of a stacked table which column it is in, whether or not cells stand in fragments or are left out", () => {
  const markup = render(
    <DataTable
      stacked
      caption="Cities"
      head={
        <>
          <Th>City</Th>
          {false}
          <Th numeric>
            <span>Mean</span>
          </Th>
        </>
      }
    >
      {[
        ["Kampala", "4.25"],
        ["La Paz", "4.00"],
      ].map(([city, mean]) => (
        <tr key={city}>
          <th scope="row">{city}</th>
          {null}
          {/* biome-ignore lint/complexity/noUselessFragments: cells stand in fragments here */}
          <>
            <Num>{mean}</Num>
          </>
        </tr>
      ))}
      {/* biome-ignore lint/complexity/noUselessFragments: rows stand in fragments here */}
      <>
        <tr className="total">
          <td>All</td>
          <Num>4.13</Num>
        </tr>
      </>
    </DataTable>,
  );
  expect(markup).toContain(
    '<tr><th scope="row" data-label="City">Kampala</th><td class="numeric" data-label="Mean">4.25</td></tr><tr><th scope="row" data-label="City">La Paz</th><td class="numeric" data-label="Mean">4.00</td></tr>',
  );
  expect(markup).toContain(
    '<tr class="total"><td data-label="City">All</td><td class="numeric" data-label="Mean">4.13</td></tr>',
  );
});

it("does not say in a cell of a stacked table what is hidden in its heading: what one may do there says it itself", () => {
  const markup = render(
    <DataTable
      stacked
      caption="Cities"
      head={
        <>
          <Th>City</Th>
          <Th unseen>Remove</Th>
        </>
      }
    >
      <tr>
        <th scope="row">Kampala</th>
        <td>Remove</td>
      </tr>
    </DataTable>,
  );
  expect(markup).toContain('<th scope="row" data-label="City">Kampala</th><td data-label="">Remove</td>');
});

const Row = () => (
  <tr>
    <td>Kampala</td>
  </tr>
);
const Cell = () => <td>Kampala</td>;

it("refuses a row or cell of a stacked table that is a component, which would lose what a phone says of its column", () => {
  const table = (rows: ReactNode, stacked: boolean) => () =>
    render(
      <DataTable stacked={stacked} caption="Cities" head={<Th>City</Th>}>
        {rows}
      </DataTable>,
    );
  const inRow = (
    <tr>
      <Cell />
    </tr>
  );
  expect(table([<Row key="row" />], true)).toThrow("cannot label <Row>");
  expect(table(inRow, true)).toThrow("cannot label <Cell>");
  expect(table(<Row />, false)()).toContain("<td>Kampala</td>");
  expect(table(inRow, false)()).toContain("<td>Kampala</td>");
});

it("sets sentences apart as the reader's language does, whether or not one of them is left out", () => {
  const said = (
    <Sentences>
      {"一。"}
      {null} {"二。"}
      <b>三。</b>
    </Sentences>
  );
  expect(words(render(said, "zh-Hans"))).toBe("一。二。三。");
  expect(words(render(said, "en"))).toBe("一。 二。 三。");
});
