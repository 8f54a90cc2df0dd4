import type { Tone } from "./feedback.tsx";
import { landPath, MAP, project, STEP } from "./land.ts";

export type MapPoint = { id: string; lat: number; lon: number; label: string; href: string; tone?: Tone | undefined };

type Placed = { id: string; lat: number | null; lon: number | null; cityName: string };

/** Initiatives of which is known where they are, each leading to its page. */
export function pointsOf(initiatives: readonly Placed[]): MapPoint[] {
  return initiatives.flatMap(({ id, lat, lon, cityName }) =>
    lat === null || lon === null ? [] : [{ id, lat, lon, label: cityName, href: `/initiatives/${id}` }],
  );
}

const LAND_PATH = landPath();

/** Where the points are. Put the list of the same places beside it: the map is never the only way to them. */
export function WorldMap({ points, caption }: { points: MapPoint[]; caption: string }) {
  return (
    <figure className="world-map">
      <svg viewBox={`0 0 ${MAP.width} ${MAP.height}`} role="group" aria-label={caption}>
        <path className="land" d={LAND_PATH} strokeWidth="1.6" strokeDasharray={`0 ${STEP}`} aria-hidden="true" />
        {points.map((point) => (
          <Place key={point.id} {...point} />
        ))}
      </svg>
      <figcaption>{caption}</figcaption>
    </figure>
  );
}

function Place({ lat, lon, label, href, tone = "award" }: MapPoint) {
  const { x, y } = project(lat, lon);
  return (
    <a className={`place place-${tone}`} href={href} aria-label={label}>
      <title>{label}</title>
      <circle className="reach" cx={x} cy={y} r="5" />
      <circle className="dot" cx={x} cy={y} r="2" />
    </a>
  );
}
