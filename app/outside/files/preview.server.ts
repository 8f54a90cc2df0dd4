import type { OutputInfo } from "sharp";
import { decoded, inTurn } from "./inspection/image.server.ts";
import { typeByContent } from "./inspection/inspect.server.ts";

const LONGEST_SIDE = 1_200;

/**
 * Draws a picture anew as WebP of at most 1200 pixels, without place, camera, author or anything else that was written
 * into it. Null for what is no picture.
 */
export async function drawPreview(from: string, to: string): Promise<OutputInfo | null> {
  const contentType = await typeByContent(from);
  if (!contentType?.startsWith("image/")) return null;
  return inTurn(() =>
    decoded(from)
      .autoOrient()
      .resize(LONGEST_SIDE, LONGEST_SIDE, { fit: "inside", withoutEnlargement: true })
      .webp({ quality: 80 })
      .toFile(to),
  );
}
