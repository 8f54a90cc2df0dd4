import { expect, it } from "vitest";
import { DataTable, Num, Th } from "#app/ui/data.tsx";
import { render } from "./render.tsx";

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
