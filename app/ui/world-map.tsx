import type { Tone } from "./feedback.tsx";
import { useTexts } from "./locale.tsx";

export type MapPoint = { id: string; lat: number; lon: number; label: string; href: string; tone?: Tone | undefined };

/** Where the points are. Put the list of the same places beside it: the map is never the only way to them. */
export function WorldMap({ points, caption }: { points: MapPoint[]; caption: string }) {
  const t = useTexts().ui;
  return (
    <figure className="world-map">
      <svg viewBox="0 0 360 140" aria-label={caption} role="group">
        {points.map(({ id, lat, lon, label, href }) => (
          <a key={id} href={href} aria-label={label}><title>{label}</title><circle cx={lon + 180} cy={84 - lat} r="3" /></a>
        ))}
      </svg>
      <figcaption>{caption} {t.map.places(points.length)}</figcaption>
    </figure>
  );
}
