import { expect, it } from "vitest";
import { landPath, project } from "#app/ui/land.ts";
import { WorldMap } from "#app/ui/world-map.tsx";
import { render } from "./render.tsx";

const dots = [...landPath().matchAll(/M([\d.]+) ([\d.]+)h([\d.]+)/g)].flatMap(([, x = "", y = "", length = ""]) =>
  Array.from({ length: Math.floor(Number(length) / 3) + 1 }, (_, index) => ({
    x: Number(x) + index * 3,
    y: Number(y),
  })),
);

function distanceToLand(lat: number, lon: number): number {
  const { x, y } = project(lat, lon);
  return Math.min(...dots.map((dot) => Math.hypot(dot.x - x, dot.y - y)));
}

it.each<[string, number, number]>([
  ["Guangzhou", 23.1, 113.3],
  ["La Paz", -16.5, -68.1],
  ["Vienna", 48.2, 16.4],
  ["Boston", 42.4, -71.1],
  ["Kampala", 0.3, 32.6],
  ["Melbourne", -37.8, 145],
  ["Bristol", 51.5, -2.6],
  ["Repentigny", 45.7, -73.5],
  ["Surabaya", -7.2, 112.7],
  ["Auckland", -36.9, 174.8],
  ["Anchorage", 61.2, -149.9],
  ["Tokyo", 35.7, 139.7],
])("draws land where %s is", (_city, lat, lon) => expect(distanceToLand(lat, lon)).toBeLessThan(4));

it.each<[string, number, number]>([
  ["the mid Atlantic", 30, -45],
  ["the Pacific", 0, -140],
  ["the Indian Ocean", -25, 80],
  ["the Southern Ocean", -55, 0],
])("draws none in %s", (_sea, lat, lon) => {
  expect(distanceToLand(lat, lon)).toBeGreaterThan(15);
});

it("is small", () => expect(landPath().length).toBeLessThan(6000));

it("names every place and leads to it", () => {
  const markup = render(
    <WorldMap caption="Cities" points={[{ id: "1", lat: 23.1, lon: 113.3, label: "Guangzhou", href: "#guangzhou" }]} />,
  );
  expect(markup).toContain(
    '<a class="place place-award" href="#guangzhou" aria-label="Guangzhou"><title>Guangzhou</title>',
  );
});
