import { encode } from "uqr";

/** What a camera reads as `text`, as the path of its black squares and the length of a side; drawn on the server. */
export function qrPath(text: string): { side: number; path: string } {
  const { size, data } = encode(text, { ecc: "M", border: 4 });
  const path = data.flatMap((row, y) => row.flatMap((black, x) => (black ? [`M${x} ${y}h1v1h-1z`] : []))).join("");
  return { side: size, path };
}

/** The same as a picture by itself, without a margin: paper is white. */
export function qrSvg(text: string): string {
  const { side, path } = qrPath(text);
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="4 4 ${side - 8} ${side - 8}" shape-rendering="crispEdges"><path d="${path}"/></svg>`;
}
