import { encode } from "uqr";

/** What a camera reads as `text`, as the path of its black squares and the length of a side; drawn on the server. */
export function qrPath(text: string): { side: number; path: string } {
  const { size, data } = encode(text, { ecc: "M", border: 4 });
  const path = data.flatMap((row, y) => row.flatMap((black, x) => (black ? [`M${x} ${y}h1v1h-1z`] : []))).join("");
  return { side: size, path };
}

/** Black on white in every colour scheme: that is what cameras know. */
export function QrCode({ side, path, label }: { side: number; path: string; label: string }) {
  return (
    <svg className="qr-code" viewBox={`0 0 ${side} ${side}`} width="240" height="240" role="img" aria-label={label} shapeRendering="crispEdges">
      <rect width={side} height={side} fill="#fff" />
      <path d={path} fill="#000" />
    </svg>
  );
}
